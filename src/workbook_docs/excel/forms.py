"""Sheets of single answers: label, box, help, one line each; locked but for the boxes."""

from __future__ import annotations

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs import anchors
from workbook_docs.definition import DeclaredField
from workbook_docs.excel import looks
from workbook_docs.excel.cells import put
from workbook_docs.excel.draft import NOTE_HEIGHT, Draft
from workbook_docs.excel.left import Question
from workbook_docs.excel.marks import KEY
from workbook_docs.excel.plan import ANSWER_HEADER, Header, Item, Row, Sheet, SubHeading
from workbook_docs.excel.states import formula_of
from workbook_docs.excel.validations import validation

KEY_COLUMN = 4
_NOTE_ROW = 3
_WIDTH_OF_LINK = 24.0
"""Digits of a third column that holds the way back and no help."""


def write_form(draft: Draft, laid_out: Sheet) -> None:
    """Add a sheet of single answers to a file."""
    sheet = draft.add(laid_out)
    draft.add_way_back(sheet, 1, KEY_COLUMN - 1)
    draft.add_note(sheet, _NOTE_ROW, KEY_COLUMN)
    form = Form(draft, sheet)
    form.write(laid_out.items)
    form.least[_NOTE_ROW] = NOTE_HEIGHT
    first = form.first_box or "A1"
    draft.list_this(laid_out, first)
    header_row = form.header_rows[0] if form.header_rows else None
    label, answer, help = draft.look.form
    widths = (label, answer, help if form.ever_helped else _WIDTH_OF_LINK)
    set_up_form(draft, sheet, header_row, "fill in", widths)
    looks.fit_title(sheet, last=KEY_COLUMN - 1, look=draft.look)
    looks.fit_rows(sheet, form.least, draft.look)
    # Of several headers none may stand above rows that are not its own.
    looks.open_at(sheet, first, below=header_row if len(form.header_rows) == 1 else 2)


def set_up_form(
    draft: Draft,
    sheet: Worksheet,
    header_row: int | None,
    kind: str,
    widths: tuple[float, float, float],
) -> None:
    """Give a sheet of three columns and a hidden fourth its widths, print set-up and lock."""
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.column_dimensions[get_column_letter(KEY_COLUMN)].hidden = True
    looks.set_up(sheet, landscape=True, header_row=header_row, footer=draft.footer, kind=kind)
    sheet.sheet_view.showGridLines = False
    looks.protect(sheet)


class Form:
    """Writes the lines of one sheet; says then where its headers and boxes are."""

    def __init__(self, draft: Draft, sheet: Worksheet) -> None:
        self.draft, self.sheet = draft, sheet
        self.header_rows: list[int] = []
        self.least: dict[int, float] = {}
        self.first_box = ""
        self.next_row = 0
        self.helped, self.ever_helped = True, False
        self.last_help = ""

    def write(self, items: list[Item]) -> None:
        """Write headings, headers and rows from the fourth row on."""
        row = 4
        for position, item in enumerate(items):
            if isinstance(item, SubHeading):
                row += 1 if position else 0
                put(self.sheet, row, 1, item.text, f"Heading {item.level}")
                row += 1
            elif isinstance(item, Header):
                if position and isinstance(items[position - 1], Row):
                    row += 1
                self.header_rows.append(row)
                self.helped = _has_help(items[position + 1 :])
                self.ever_helped = self.ever_helped or self.helped
                self.last_help = ""
                words = [item.label, item.answer]
                words += [item.help or ANSWER_HEADER[2]] if self.helped else []
                for column, text in enumerate(words, 1):
                    put(self.sheet, row, column, text, "Form header")
                put(self.sheet, row, 4, anchors.KEY_HEADER, "Form key")
                row += 1
            elif isinstance(item, Row):
                row = self._row(row, item)
        self.next_row = row

    def _row(self, row: int, item: Row) -> int:
        """Write one line of a form, or the lines of a multiple choice; the next free row."""
        declared = item.declared
        put(self.sheet, row, 1, item.label, "Form question")
        if self.helped:
            # What was said beside the row above holds for those below it.
            put(self.sheet, row, 3, "" if item.help == self.last_help else item.help, "Form help")
            self.last_help = item.help
        if item.path is None:
            echo = f"See the sheet “{item.echo}”." if item.echo else ""
            put(self.sheet, row, 2, echo, "Form help")
            return row + 1
        if declared and declared.kind == "choices" and "=" not in item.path:
            put(self.sheet, row, 2, "", "Form help")
            label_row = row
            for option in declared.options:
                row += 1
                put(self.sheet, row, 1, option, "Form question")
                if self.helped:
                    put(self.sheet, row, 3, "", "Form help")
                self._place(row, anchors.option_path(item.path, option), declared, option)
            self._ask(label_row, declared, label_row + 1, row)
            return row + 1
        self._place(row, item.path, declared, item.label)
        if declared is not None and "=" in item.path:
            place = f"{quote_sheetname(self.sheet.title)}!$B${row}"
            self.draft.boxes.setdefault(declared, []).append((self.sheet.title, place))
        elif declared is not None:
            self._ask(row, declared, row, row)
        return row + 1

    def _ask(self, label_row: int, declared: DeclaredField, first: int, last: int) -> None:
        """Note a question for the list of what is left; its boxes stand from `first` to `last`."""
        name = quote_sheetname(self.sheet.title)
        place = f"{name}!$B${first}" + (f":$B${last}" if last > first else "")
        options = self.draft.list_of(declared) or ""
        state = formula_of(declared, (place,), "" if options.startswith('"') else options)
        label = f"{name}!$A${label_row}"
        self.draft.questions.append(
            Question(self.sheet.title, label, f"B{first}", declared.path, state, declared.optional)
        )

    def _place(self, row: int, path: str, declared: DeclaredField | None, label: str) -> None:
        cell = self.sheet.cell(row, 2)
        tick = "=" in path
        if declared is None:  # the hub's own: nobody types there
            looks.as_answer(cell, None, locked=True, style="Form help")
        else:
            looks.as_answer(cell, None if tick else declared)
            self.first_box = self.first_box or f"B{row}"
        self.draft.name(anchors.cell_name(path), self.sheet, row, 2)
        put(self.sheet, row, 4, f"{KEY}{path}", "Form key")
        self.least[row] = looks.least_height(None if tick else declared)
        if declared is not None:
            rule = validation(declared, label, self.draft.list_of(declared), tick=tick)
            rule.add(cell)
            self.sheet.add_data_validation(rule)


def _has_help(items: list[Item]) -> bool:
    """Whether any row up to the next header has help beside its place."""
    for item in items:
        if isinstance(item, Header):
            break
        if isinstance(item, Row) and item.help:
            return True
    return False
