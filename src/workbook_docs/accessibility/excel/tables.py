"""Rules about tables: marked as such, without holes, without buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbook_docs.accessibility.excel.areas import Area
from workbook_docs.accessibility.excel.book import Book, Cell, Sheet, Table
from workbook_docs.accessibility.faults import Spot, quoted

_MEANINGLESS = re.compile(
    r"_?(?:table|tabelle|tableau|tabla|tabella|tabel|database)[ _]?\d*", re.IGNORECASE
)
_BLOCK_ROWS, _BLOCK_COLUMNS = 3, 2
"""Rows and columns from which cells together are a block of data."""


def blocks_are_tables(book: Book) -> Iterator[Spot]:
    """X5: each block of data is a table with one header row, its own headers and a name."""
    for sheet in book.visible:
        for table in sheet.tables:
            yield from _headers(sheet, table)
            if _MEANINGLESS.fullmatch(table.name):
                yield (
                    sheet.place(table.area.top, table.area.left),
                    f"The name of the table, {table.name}, says nothing about it",
                )
        for block in _loose_blocks(sheet):
            yield sheet.place(block.top, block.left), f"The cells {block} are data in no table"
        for place in sheet.loose_columns:
            yield (
                sheet.place(place.top, place.left),
                f"The cells {place} are to be filled in, but in no table",
            )


def _headers(sheet: Sheet, table: Table) -> Iterator[Spot]:
    top, left = table.area.top, table.area.left
    if table.headers != 1:
        yield sheet.place(top, left), f"The table {table.name} has no header row of its own"
        return
    taken: set[str] = set()
    for number, declared in enumerate(table.columns):
        said = sheet.text(top, left + number) or declared
        words = " ".join(said.split())
        blank = not sheet.text(top, left + number)
        if not words or blank or re.fullmatch(r"column ?\d+", words, re.IGNORECASE):
            yield sheet.place(top, left + number), "A column of the table has no header"
        elif words.casefold() in taken:
            yield (
                sheet.place(top, left + number),
                f"Two columns of the table have the header {quoted(words)}",
            )
        taken.add(words.casefold())


def _loose_blocks(sheet: Sheet) -> Iterator[Area]:
    """Blocks of filled cells outside of tables that are no form: no places, no named cells."""
    named = sheet.book.names.get(sheet.name, ())
    by_row: dict[int, list[Cell]] = {}
    for cell in sheet.filled:
        if not sheet.is_hidden(cell.column) and sheet.table_at(cell.row, cell.column) is None:
            by_row.setdefault(cell.row, []).append(cell)
    places = {cell.row for cell in sheet.inputs}
    places |= {
        row
        for place, _ in named
        if place.top == place.bottom or place.left == place.right  # no name of a whole block
        for row in range(place.top, min(place.bottom, place.top + 999) + 1)
    }
    block: list[Cell] = []
    rows = 0
    for row in [*sorted(by_row), max(by_row, default=0) + 2]:
        cells = by_row.get(row, [])
        if (block and row != block[-1].row + 1) or len(cells) < _BLOCK_COLUMNS:
            if rows >= _BLOCK_ROWS and not places & {cell.row for cell in block}:
                columns = [cell.column for cell in block]
                yield Area(block[0].row, min(columns), block[-1].row, max(columns))
            block, rows = [], 0
        if len(cells) >= _BLOCK_COLUMNS:
            block += cells
            rows += 1


def nothing_is_merged(book: Book) -> Iterator[Spot]:
    """X6: no cell covers others."""
    for sheet in book.visible:
        for merge in sheet.root.iterfind("{*}mergeCells/{*}mergeCell"):
            yield f"{sheet.name}!{merge.get('ref', '')}", "Cells are merged"


def tables_have_no_holes(book: Book) -> Iterator[Spot]:
    """X7: no blank row or column in a table, and at most one above it."""
    for sheet in book.visible:
        for table in sheet.tables:
            for row in _blank_rows(sheet, table):
                yield sheet.place(row, table.area.left), "A row of the table is blank"
            for column in _blank_columns(sheet, table):
                yield sheet.place(table.area.top, column), "A column of the table is blank"
        for table in sheet.tables[:1]:
            filled = {cell.row for cell in sheet.filled}
            blank = 0
            # The first two rows are the sheet's title and what it says.
            for row in range(3, min(table.area.top, 1000)):
                if sheet.line(row).hidden:
                    continue  # nobody comes upon it
                blank = 0 if row in filled else blank + 1
                if blank == 2:
                    yield (
                        sheet.place(row, table.area.left),
                        f"More than one blank row is above the table {table.name}",
                    )


def _body(table: Table) -> range:
    return range(table.area.top + table.headers, table.area.bottom + 1)


def _blank_rows(sheet: Sheet, table: Table) -> list[int]:
    """Rows without anything that are not there to be filled in."""
    known = _rows_with_cells(sheet, table)
    return [row for row in _body(table)[:50_000]
            if row not in known and not sheet.is_input_row(table, row)]  # fmt: skip


def _rows_with_cells(sheet: Sheet, table: Table) -> set[int]:
    return {cell.row for cell in sheet.filled if (cell.row, cell.column) in table.area
            and cell.row >= table.area.top + table.headers}  # fmt: skip


def _blank_columns(sheet: Sheet, table: Table) -> list[int]:
    if sheet.is_entry(table) or not _rows_with_cells(sheet, table):
        return []
    known = {cell.column for cell in sheet.filled
             if (cell.row, cell.column) in table.area and cell.row in _body(table)}  # fmt: skip
    columns = range(table.area.left, min(table.area.right, table.area.left + 16_383) + 1)
    return [column for column in columns if column not in known]


def empty_cells_say_why(book: Book) -> Iterator[Spot]:
    """X17: in a published table a cell without a figure says why there is none."""
    for sheet in book.visible:
        for table in sheet.tables:
            if sheet.is_entry(table):
                continue
            rows = sorted(_rows_with_cells(sheet, table))
            holes = set(_blank_columns(sheet, table))
            for row in rows:
                sheet.book.allowance.spend(table.area.right - table.area.left + 1)
                for column in range(table.area.left, min(table.area.right, 16_384) + 1):
                    cell = sheet.cell(row, column)
                    if column not in holes and (cell is None or cell.is_blank):
                        yield sheet.place(row, column), "The cell is empty and does not say why"


def tables_have_no_buttons(book: Book) -> Iterator[Spot]:
    """X19: no filter buttons, which hide words of the header, and rows."""
    for sheet in book.visible:
        for table in sheet.tables:
            if table.has_filter:
                yield (
                    sheet.place(table.area.top, table.area.left),
                    f"The table {table.name} has filter buttons",
                )
        filter = sheet.root.find("{*}autoFilter")
        if filter is not None:
            yield f"{sheet.name}!{filter.get('ref', '')}", "The sheet has filter buttons"
