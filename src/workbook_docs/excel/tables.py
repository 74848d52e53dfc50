"""Sheets with a repeating table: they grow, so they are never locked."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import Any

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs import anchors
from workbook_docs.content import Run
from workbook_docs.definition import DeclaredField
from workbook_docs.excel import looks
from workbook_docs.excel.cells import as_table, put
from workbook_docs.excel.draft import NOTE_HEIGHT, Draft
from workbook_docs.excel.left import Question
from workbook_docs.excel.marks import KEY, ONE_TABLE
from workbook_docs.excel.plan import Repeating, Sheet
from workbook_docs.excel.states import rows_formula
from workbook_docs.excel.validations import validation

SPARE_ROWS = 30
"""Empty formatted rows of a repeating table."""
CHECKED_ROWS = 500
"""Rows below the header of a repeating table that Excel checks."""
COUNTED_ROWS = 1000
"""Rows below the header of a repeating table that are counted."""
MORE_ROWS = "For more rows, press Tab in the last box (in Excel), or type right below the table."
_MORE_ROW, _NOTE_ROW, _HEADER_ROW = 3, 4, 5


def write_table(draft: Draft, laid_out: Sheet, repeating: Repeating) -> None:
    """Add the sheet of a repeating table to a file."""
    widths = looks.column_widths(repeating.columns, draft.look)
    words = Run(f" {ONE_TABLE}" if laid_out.intro else ONE_TABLE)
    told = replace(laid_out, intro=(*(laid_out.intro or ()), words))
    sheet = draft.add(told, sum(widths))
    for column, wide in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = wide
    key_column = len(repeating.columns) + 1
    # Above the table: what stands below it would end it for those who type on there.
    put(sheet, _MORE_ROW, 1, MORE_ROWS, "Form words")
    alone = len(repeating.columns) == 1  # then the way back has no room beside the title
    note_row, header_row = _NOTE_ROW + alone, _HEADER_ROW + alone
    draft.add_way_back(sheet, _MORE_ROW + 1 if alone else 1, len(repeating.columns))
    draft.add_note(sheet, note_row, key_column)
    rows = range(header_row + 1, header_row + 1 + SPARE_ROWS)
    for column, (header, declared) in enumerate(repeating.columns, 1):
        put(sheet, header_row, column, header, "Form header")
        _column(draft, sheet, column, header, declared, rows)
    put(sheet, header_row, key_column, anchors.KEY_HEADER, "Form key")
    for row in rows:
        put(sheet, row, key_column, f"{KEY}{repeating.path}", "Form key")
    letter = get_column_letter(len(repeating.columns))
    titles = [header for header, _ in repeating.columns]
    as_table(sheet, anchors.cell_name(repeating.path), f"A{header_row}:{letter}{rows[-1]}", titles)
    sheet.column_dimensions[get_column_letter(key_column)].hidden = True
    looks.set_up(sheet, landscape=True, header_row=header_row, footer=draft.footer, kind="fill in")
    looks.frame_typed(
        sheet, f"A{rows[-1] + 1}:{letter}{rows[0] + CHECKED_ROWS - 1}",
        f"$A{rows[-1] + 1}:${letter}{rows[-1] + 1}",
    )  # fmt: skip
    fields = [(n, d) for n, (_, d) in enumerate(repeating.columns, 1)
              if isinstance(d, DeclaredField)]  # fmt: skip
    least = looks.least_row([declared for _, declared in fields])
    above = {note_row: NOTE_HEIGHT}
    looks.fit_title(sheet, last=len(repeating.columns), look=draft.look)
    looks.fit_rows(sheet, dict.fromkeys(rows, least) | above, draft.look)
    first = f"{get_column_letter(fields[0][0]) if fields else 'A'}{rows[0]}"
    looks.open_at(sheet, first, below=header_row)
    draft.list_this(laid_out, first)
    if fields:
        _ask_rows(draft, sheet, repeating.path, fields, first, rows[0])


def _ask_rows(
    draft: Draft,
    sheet: Worksheet,
    path: str,
    fields: list[tuple[int, DeclaredField]],
    first: str,
    row: int,
) -> None:
    """Note a repeating table for the list of what is left."""
    name, last = quote_sheetname(sheet.title), row + COUNTED_ROWS - 1
    columns = [
        (d, f"{name}!${get_column_letter(n)}${row}:${get_column_letter(n)}${last}")
        for n, d in fields
    ]
    state = rows_formula(columns)
    draft.questions.append(Question(sheet.title, f"{name}!$A$1", first, path, state, False))


def _column(
    draft: Draft,
    sheet: Worksheet,
    column: int,
    header: str,
    declared: DeclaredField | str,
    rows: range,
) -> None:
    letter = get_column_letter(column)
    dimension = sheet.column_dimensions[letter]
    field = declared if isinstance(declared, DeclaredField) else None
    for row in range(1, rows[0] - 1):  # what the column looks like begins below
        if sheet.cell(row, column).value is None:
            sheet.cell(row, column).style = "Form words"
    for row in rows:
        cell = sheet.cell(row, column)
        looks.as_answer(cell, field)
        if isinstance(declared, str):
            put(sheet, row, column, declared, "Form answer")
    if field is None:
        return
    # Rows typed below the last one hold the same kinds. A frame without end would
    # keep programs from printing the empty rows: it comes with the words.
    below: Any = dimension
    pattern: Any = sheet.cell(rows[-1] + 1, column)
    looks.as_answer(pattern, field, style="Form column")
    below._style = copy(pattern._style)
    del sheet._cells[pattern.row, pattern.column]
    draft.name(anchors.label_bookmark(field.path), sheet, rows[0] - 1, column)
    rule = validation(field, header, draft.list_of(field))
    rule.add(f"{letter}{rows[0]}:{letter}{rows[0] + CHECKED_ROWS - 1}")
    sheet.add_data_validation(rule)
