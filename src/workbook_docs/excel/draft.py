"""The file of a template while it is written: its sheets, names, lists and questions."""

from __future__ import annotations

from openpyxl import Workbook as File
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs.content import plain
from workbook_docs.definition import DeclaredField
from workbook_docs.excel import looks
from workbook_docs.excel.cells import compute, link_back, put
from workbook_docs.excel.computed import KNOWN, marked
from workbook_docs.excel.cover import Listed
from workbook_docs.excel.guidance import written
from workbook_docs.excel.left import Question
from workbook_docs.excel.marks import LEFT_KEY, LISTS_NOTE
from workbook_docs.excel.plan import LISTS, Sheet
from workbook_docs.excel.states import formula_of, quoted
from workbook_docs.excel.validations import inline_list

_FILLED = 0.92
"""Characters of a paragraph that are sure to fit into the width of a digit."""
_UNTOLD = "Fill in the boxes below; any can stay empty."
"""What a sheet says of itself where the text has no paragraph under its heading."""
NOTE_HEIGHT = 24.0
"""Points of the row that says what was filled in."""
_LONGEST_WORDS = 200  # characters of a text in a formula
_CHOICES = "choices_{}"  # name of the range of a long list


class Draft:
    """A file to which sheets are added; `questions` and `listed` tell of those so far."""

    def __init__(self, look: looks.Look, footer: str) -> None:
        self.look, self.footer = look, footer
        self.cover = ""
        """The name of the first sheet, to which all others lead back."""
        self.book = File()
        self.book.remove(self.book.worksheets[0])
        looks.add_styles(self.book, look)
        self.questions: list[Question] = []
        self.listed: list[Listed] = []
        self.boxes: dict[DeclaredField, list[tuple[str, str]]] = {}
        """Boxes of choices that stand one by one in the text: sheet and address of each."""
        self._lists: dict[tuple[str, ...], str] = {}

    def add(self, laid_out: Sheet, width: float | None = None) -> Worksheet:
        """Add a sheet with its heading and first paragraph, wrapped where it is too long.

        `width` is that of all columns together; without it those of a form are.
        """
        sheet: Worksheet = self.book.create_sheet(laid_out.name)
        put(sheet, 1, 1, plain(laid_out.heading), "Heading 1")
        text = written(laid_out.intro) if laid_out.intro is not None else _UNTOLD
        room = sum(self.look.form) * _FILLED if width is None else width
        put(sheet, 2, 1, text, "Form words" if len(text) <= room else "Form guidance")
        return sheet

    def add_note(self, sheet: Worksheet, row: int, key_column: int) -> None:
        """Add the cell that says, in a copy that came with answers, how they look."""
        compute(sheet, row, 1, marked('""', KNOWN), "Form note")
        put(sheet, row, key_column, LEFT_KEY, "Form key")

    def add_way_back(self, sheet: Worksheet, row: int, column: int) -> None:
        """Add the link to the first sheet."""
        link_back(sheet, row, column, self.cover)

    def name(self, name: str, sheet: Worksheet, row: int, column: int) -> None:
        """Give a cell a name."""
        place = f"{quote_sheetname(sheet.title)}!${get_column_letter(column)}${row}"
        self.book.defined_names[name] = DefinedName(name, attr_text=place)

    def list_this(self, laid_out: Sheet, cell: str) -> None:
        """Note a sheet to fill in for the first sheet; `cell` is its first box."""
        words = "$A$2" if laid_out.intro is not None else "$A$1"
        self.listed.append(Listed(laid_out.name, cell, "fill in", words))

    def all_questions(self) -> list[Question]:
        """The questions in the order of their sheets, choices of single boxes last on theirs."""
        asked = list(self.questions)
        for declared, boxes in self.boxes.items():
            sheet, place = boxes[0]
            state = formula_of(declared, [place for _, place in boxes], "")
            cell = place.rpartition("!")[2].replace("$", "")
            label = quoted(declared.label[:_LONGEST_WORDS])
            asked.append(Question(sheet, label, cell, declared.path, state, declared.optional))
        order = {name: number for number, name in enumerate(self.book.sheetnames)}
        return sorted(asked, key=lambda question: order[question.sheet])

    # Lists ------------------------------------------------------------------------------

    def list_of(self, declared: DeclaredField) -> str | None:
        """The list of a choice: within the rule where it is short, else named on a sheet."""
        if declared.kind != "choice":
            return None
        short = inline_list(declared.options)
        if short is not None:
            return short
        if declared.options not in self._lists:
            number = len(self._lists) + 1
            letter, last = get_column_letter(number), len(declared.options) + 2
            name = _CHOICES.format(number)
            place = f"{quote_sheetname(LISTS)}!${letter}$3:${letter}${last}"
            self.book.defined_names[name] = DefinedName(name, attr_text=place)
            self._lists[declared.options] = name
        return self._lists[declared.options]

    @property
    def has_lists(self) -> bool:
        """Whether any list is too long for the check of its cell."""
        return bool(self._lists)

    def write_lists(self) -> None:
        """Add the hidden sheet of long lists, where there are any."""
        if not self._lists:
            return
        sheet = self.book.create_sheet(LISTS)
        sheet.sheet_state = "hidden"
        put(sheet, 1, 1, LISTS_NOTE, "Form words")
        for column, options in enumerate(self._lists, 1):
            for row, option in enumerate(options, 3):
                put(sheet, row, column, option, "Form words").number_format = "@"
        looks.set_up(sheet, landscape=False, header_row=None, footer=self.footer)
        looks.protect(sheet)
