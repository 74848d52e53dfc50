"""Plain tables in and out of Excel: registers that we read, statistics that we write."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbook_docs.chapters import Cell, Chart
from workbook_docs.excel.book import Book

Value = str | date | bool | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table for one sheet: the sheet's name, a title, a note, header, rows, charts."""

    name: str
    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    charts: tuple[Chart, ...] = ()


def rows(data: bytes) -> tuple[tuple[Value, ...], ...]:
    """The first sheet of an .xlsx file, row by row from its first row.

    Each row ends with its last filled cell, an empty row is `()`; so a stray cell far
    away costs little.
    """
    book = Book(data)
    root = book.package.root(book.sheets[0].part) if book.sheets else None
    if root is None:
        return ()
    held: dict[int, dict[int, Value]] = {}
    for cell in book.cells(root):
        value = cell.text if cell.value is None else cell.value
        held.setdefault(cell.row, {})[cell.column] = value
    last = max(held, default=-1)
    empty: tuple[Value, ...] = ()
    return tuple(_row(held[row]) if row in held else empty for row in range(last + 1))


def _row(cells: dict[int, Value]) -> tuple[Value, ...]:
    return tuple(cells.get(column) for column in range(max(cells) + 1))


def write_tables(tables: Iterable[Sheet]) -> bytes:
    """An .xlsx file with one sheet for each table: title, note, table from the fourth row.

    Text stays text, also where it looks like a formula; equal tables give equal bytes.
    """
    from openpyxl import Workbook as File

    from workbook_docs.excel.finish import finish
    from workbook_docs.excel.looks import add_styles
    from workbook_docs.excel.marks import free_name

    file = File()
    add_styles(file)
    file.remove(file.worksheets[0])
    taken: set[str] = set()
    title = ""
    for number, table in enumerate(tables, 1):
        title = title or table.title
        _write(file.create_sheet(free_name(table.name, taken)), table, number)
    if not file.worksheets:
        raise ValueError("a workbook file needs at least one table")
    out = io.BytesIO()
    file.save(out)
    return finish(out.getvalue(), title, "en-GB")


_WIDEST = 60.0
_FIRST_ROW = 4


def _write(sheet: Any, table: Sheet, number: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    from workbook_docs.excel import looks
    from workbook_docs.excel.marks import free_titles

    _put(sheet, 1, 1, table.title, "Heading 1")
    _put(sheet, 2, 1, table.note, "Form words")
    titles = free_titles(table.header)
    width = len(titles)
    for column, header in enumerate(titles, 1):
        _put(sheet, _FIRST_ROW, column, header, "Form header")
        held = [len(str(row[column - 1])) for row in table.rows if len(row) >= column]
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(max([len(header) + 3, 12, *held]), _WIDEST)
    for row, values in enumerate(table.rows or ((),), _FIRST_ROW + 1):
        for column in range(1, width + 1):
            value = values[column - 1] if column <= len(values) else None
            _put(sheet, row, column, value, "Form help")
    last = _FIRST_ROW + max(len(table.rows), 1)
    framed = Table(
        displayName=f"table_{number}",
        ref=f"A{_FIRST_ROW}:{get_column_letter(width)}{last}",
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=True),
    )
    framed._initialise_columns()  # type: ignore[attr-defined]
    for part, header in zip(framed.tableColumns, titles, strict=True):
        part.name = header
    framed.autoFilter = None
    sheet.add_table(framed)
    looks.set_up(sheet, landscape=width > 4, header_row=_FIRST_ROW, footer="")
    looks.fit_rows(sheet, {})
    if table.charts:
        from workbook_docs.excel.charts import add_charts

        add_charts(sheet, table.charts, width + 2, _FIRST_ROW)
    looks.open_at(sheet, "A1", below=_FIRST_ROW)


def _put(sheet: Any, row: int, column: int, value: Any, style: str) -> None:
    cell = sheet.cell(row, column)
    cell.style = style
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"  # never a formula, an error or a link
        cell.number_format = "@"
    else:
        cell.value = value
