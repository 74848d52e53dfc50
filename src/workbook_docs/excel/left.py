"""The sheet *What is left to do*: a line for each question and table, by formulas only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from openpyxl.utils import quote_sheetname
from openpyxl.workbook import Workbook as File
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs import anchors
from workbook_docs.excel import looks
from workbook_docs.excel.cells import as_table, compute, echo, link, link_back, put
from workbook_docs.excel.computed import (
    BAR,
    OPTIONAL_PART,
    PART,
    STATE,
    TOTAL,
    bar_formula,
    count_formula,
    marked,
    part_formula,
)
from workbook_docs.excel.marks import LEFT_KEY
from workbook_docs.excel.states import CHECK, OPEN, quoted

LEFT = "What is left to do"
_INTRO = (
    "This list fills itself in while you type; anything may stay empty. This sheet has one table."
)
_HEADER = ("Where it is", "What it asks", "How it stands")
FIRST_LINE = 8
"""Row of the first line."""
_NAME = "what_is_left_to_do"
WHOLE = "$A$4"
"""The cell that says how far all is."""
_OPEN_SHADE, _CHECK_SHADE = "FFFFF3D1", "FFFBD9C4"


@dataclass(frozen=True, slots=True)
class Question:
    """One line: a question or table, where it stands, and the formula for its state."""

    sheet: str
    label: str
    cell: str
    path: str
    state: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one sheet: where their states stand, and how many are not optional."""

    name: str
    states: str
    asked: int


def write_left(
    book: File, names: tuple[str, str], questions: Sequence[Question], look: looks.Look, footer: str
) -> dict[str, Part]:
    """Add the sheet to a file as its second; its parts by the name of the sheet they tell of.

    `names` are its own, and that of the first sheet, to which it leads back.
    """
    name, cover = names
    sheet: Worksheet = book.create_sheet(name, 1)
    for letter, width in zip("ABC", look.left, strict=True):
        sheet.column_dimensions[letter].width = width
    put(sheet, 1, 1, LEFT, "Heading 1")
    link_back(sheet, 1, 3, cover)
    put(sheet, 2, 1, _INTRO, "Form words")
    put(sheet, 3, 4, anchors.KEY_HEADER, "Form key")
    for column, text in enumerate(_HEADER, 1):
        put(sheet, FIRST_LINE - 1, column, text, "Form header")
    parts = {}
    row = FIRST_LINE
    groups = [(of, list(lines)) for of, lines in groupby(questions, key=lambda q: q.sheet)]
    for number, (of, lines) in enumerate(groups, 1):
        for line in lines:
            _line(sheet, row, line, str(number))
            row += 1
        states = f"{quote_sheetname(name)}!$C${row - len(lines)}:$C${row - 1}"
        asked = sum(not line.optional for line in lines)
        parts[of] = Part(str(number), states, asked)
    _totals(sheet, f"$C${FIRST_LINE}:$C${row - 1}", sum(part.asked for part in parts.values()))
    shades = {CHECK: _CHECK_SHADE} | dict.fromkeys(OPEN, _OPEN_SHADE)
    as_table(sheet, _NAME, f"A{FIRST_LINE - 1}:C{row - 1}", _HEADER)
    looks.shade_states(sheet, f"C{FIRST_LINE}:C{row - 1}", f"$C{FIRST_LINE}", shades)
    for keyed in (4, 5, *range(FIRST_LINE, row)):
        put(sheet, keyed, 4, LEFT_KEY, "Form key")
    sheet.column_dimensions["D"].hidden = True
    looks.set_up(sheet, landscape=True, header_row=FIRST_LINE - 1, footer=footer, kind="left to do")
    looks.fit_rows(sheet, {}, look)
    looks.open_at(sheet, "A1", below=FIRST_LINE - 1)
    sheet.sheet_view.showGridLines = False
    looks.protect(sheet)
    return parts


def _line(sheet: Worksheet, row: int, line: Question, part: str) -> None:
    link(sheet, row, 1, line.sheet, line.cell)
    echo(sheet, row, 2, line.label, "Form help")
    compute(sheet, row, 3, marked(line.state, STATE, part, line.path), "Form state")


def _totals(sheet: Worksheet, states: str, asked: int) -> None:
    compute(sheet, 4, 1, marked(count_formula(states, asked), TOTAL), "Form note")
    compute(sheet, 5, 1, marked(bar_formula(states, asked), BAR), "Form words")


def part_of(part: Part) -> str:
    """The formula for how far a sheet is."""
    words = part_formula(part.states, part.asked) if part.asked else quoted(OPTIONAL_PART)
    return marked(words, PART, part.name)
