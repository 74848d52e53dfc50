"""Words put into cells: as words, also where they look like a formula; and our formulas."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles import Alignment
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs.content import Words
from workbook_docs.excel import looks
from workbook_docs.excel.computed import ECHO, marked
from workbook_docs.excel.guidance import written
from workbook_docs.excel.states import quoted


def put(
    sheet: Worksheet, row: int, column: int, text: str, style: str, *, wrap: bool = False
) -> Cell:
    """Write words into a cell."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.style = style
    if text:
        cell.value = text
        cell.data_type = "s"
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def compute(sheet: Worksheet, row: int, column: int, formula: str, style: str) -> Cell:
    """Write a formula of ours into a cell."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.style = style
    cell.value = f"={formula}"
    return cell


def echo(sheet: Worksheet, row: int, column: int, address: str, style: str) -> Cell:
    """Show in a cell what stands in another."""
    return compute(sheet, row, column, marked(address, ECHO), style)


def without(address: str, words: str) -> str:
    """The formula for what stands in a cell, but for some words of it."""
    return f'SUBSTITUTE({address},{quoted(words)},"")'


def link(sheet: Worksheet, row: int, column: int, to: str, cell: str) -> Cell:
    """Write a sheet's name that leads to one of its cells."""
    written_cell = compute(sheet, row, column, marked(quoted(to), ECHO), "Form link")
    target = f"{quote_sheetname(to)}!{cell}"
    ref = written_cell.coordinate
    written_cell.hyperlink = Hyperlink(ref=ref, location=target, display=to)
    written_cell.style = "Form link"
    return written_cell


def link_back(sheet: Worksheet, row: int, column: int, to: str) -> None:
    """Write words that lead to the beginning of a sheet, the first of the file."""
    words = f"Back to “{to}”"
    cell = put(sheet, row, column, words, "Form link")
    target = f"{quote_sheetname(to)}!A1"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target, display=words)
    cell.style = "Form link"


def as_table(sheet: Worksheet, name: str, ref: str, titles: Sequence[str]) -> None:
    """Make cells a table of the program's own, with these words as its headers."""
    table = Table(
        displayName=name,
        ref=ref,
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=False),
    )
    table._initialise_columns()  # type: ignore[attr-defined]
    for column, title in zip(table.tableColumns, titles, strict=True):
        column.name = title
    table.autoFilter = None  # a filter hides rows, and its buttons hide words
    sheet.add_table(table)


def rich(words: Words, bullet: str, look: looks.Look) -> CellRichText:
    """Words of a cell in their manner, bold or italic."""
    runs: list[str | TextBlock] = [bullet] if bullet else []
    for run in words:
        text = written((run,))
        if not text:
            continue
        if run.bold or run.italic:
            font = looks.inline_font(look, bold=run.bold, italic=run.italic)
            runs.append(TextBlock(font, text))
        else:
            runs.append(text)
    return CellRichText(*runs)
