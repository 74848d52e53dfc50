"""Plain tables in and out of Excel: registers that we read, statistics that we write."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbook_docs.chapters import Cell, Chart
from workbook_docs.excel.book import Book
from workbook_docs.excel.package import Package

Value = str | date | bool | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table for one sheet: the sheet's name, a title, a note, header, rows, charts."""

    name: str
    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell | date, ...], ...]
    charts: tuple[Chart, ...] = ()


class NoValue(str):
    """What stands in the place of a value that nobody can tell: why, in words."""

    __slots__ = ()


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
        value: Value = cell.text if cell.value is None else cell.value
        if cell.unknown:
            value = NoValue("the file does not hold what this formula gives; open it in Excel, "
                            "and save it")  # fmt: skip
        elif cell.error:
            value = NoValue("there is an error of Excel here")
        held.setdefault(cell.row, {})[cell.column] = value
    last = max(held, default=-1)
    empty: tuple[Value, ...] = ()
    return tuple(_row(held[row]) if row in held else empty for row in range(last + 1))


def _row(cells: dict[int, Value]) -> tuple[Value, ...]:
    return tuple(cells.get(column) for column in range(max(cells) + 1))


def write_tables(tables: Iterable[Sheet]) -> bytes:
    """An .xlsx file with one sheet for each table: title, note, and the table below it.

    A column without any entry is left out; a cell without one says that nothing applies.
    Text stays text, also where it looks like a formula; equal tables give equal bytes.
    """
    from openpyxl import Workbook as File

    from workbook_docs.excel.charts import describe_charts
    from workbook_docs.excel.finish import finish
    from workbook_docs.excel.looks import add_styles
    from workbook_docs.excel.marks import free_name

    file = File()
    add_styles(file)
    file.remove(file.worksheets[0])
    taken: set[str] = set()
    title = ""
    charts = []
    for number, table in enumerate(tables, 1):
        title = title or table.title
        charts.append(table.charts)
        _write(file.create_sheet(free_name(table.name, taken)), table, number)
    if not file.worksheets:
        raise ValueError("a workbook file needs at least one table")
    out = io.BytesIO()
    file.save(out)
    package = Package(finish(out.getvalue(), title, "en-GB"))
    describe_charts(package, charts)
    return package.to_bytes()


_WIDEST = 60.0
_NARROWEST = 75.0
"""Width of all columns together, so that a note has room above them."""
_TITLE = 1.7
"""Width of a column that one character of a title takes."""
_ONE_TABLE = "This sheet has one table."
_WITH_CHARTS = "This sheet has one table; beside it are the charts, and below it what each draws."
_NOTHING = "[z]"
"""In a cell without an entry: an empty one would leave open whether something is missing."""
_LEGEND = f"{_NOTHING} means that nothing applies here."


def _write(sheet: Any, table: Sheet, number: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    from workbook_docs.excel import looks
    from workbook_docs.excel.marks import free_titles

    used = [
        column for column in range(len(table.header))
        if not table.rows or any(_at(row, column) is not None for row in table.rows)
    ]  # fmt: skip
    titles = [title for n, title in enumerate(free_titles(table.header)) if n in used]
    rows = [[_at(row, column) for column in used] for row in table.rows] or [[None] * len(used)]
    widths = [
        min(max([len(header) + 3, 12, *(_width(row[n]) for row in rows)]), _WIDEST)
        for n, header in enumerate(titles)
    ]
    widths[0] += max(0.0, _NARROWEST - sum(widths), len(table.title) * _TITLE - sum(widths))
    for column, size in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = size
    _put(sheet, 1, 1, table.title, "Heading 1")
    note = [table.note] if table.note else []
    note += [_LEGEND] if any(value is None for row in rows for value in row) else []
    # A long note in one wrapped cell would be a column of single words.
    lead = _WITH_CHARTS if table.charts else _ONE_TABLE
    note_lines = [lead, *textwrap.wrap(" ".join(note), int(sum(widths)))]
    for row, line in enumerate(note_lines, 2):
        _put(sheet, row, 1, line, "Form words")
    first = len(note_lines) + 3
    width = len(titles)
    for column, header in enumerate(titles, 1):
        _put(sheet, first, column, header, "Form header")
    for row, values in enumerate(rows, first + 1):
        for column, value in enumerate(values, 1):
            _put(sheet, row, column, _NOTHING if value is None else value, "Form help")
    framed = Table(
        displayName=_table_name(table.name, number),
        ref=f"A{first}:{get_column_letter(width)}{first + len(rows)}",
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=True),
    )
    framed._initialise_columns()  # type: ignore[attr-defined]
    for part, header in zip(framed.tableColumns, titles, strict=True):
        part.name = header
    framed.autoFilter = None
    sheet.add_table(framed)
    if table.charts:
        from workbook_docs.excel.charts import add_charts

        below = first + len(rows) + 3
        add_charts(sheet, table.charts, framed.displayName, below, (width + 2, first))
    looks.set_up(sheet, landscape=width > 4, header_row=first, footer="")
    looks.fit_rows(sheet, {})
    looks.open_at(sheet, "A1", below=first)


def _at(row: tuple[Value, ...], column: int) -> Value:
    """An entry of a row; None where there is none."""
    entry = row[column] if column < len(row) else None
    return None if entry == "" else entry


def _table_name(name: str, number: int) -> str:
    """A name for a table that says what it holds and that no other has: `counts_by_round_1`."""
    words = re.sub(r"[^A-Za-z]+", "_", name).strip("_").casefold()
    return f"{words[:200] or 'figures'}_{number}"


def _width(value: Value) -> int:
    return len(f"{value:%d %B %Y}") + 2 if isinstance(value, date) else len(str(value))


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
        if isinstance(value, date):
            cell.number_format = "d mmmm yyyy"  # the month's name reads alike everywhere
