"""Where a template has its places: cells by defined name, tables by header or name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workbook_docs import anchors
from workbook_docs.definition import DeclaredTable, Workbook, tables_of
from workbook_docs.excel.book import Book, positions
from workbook_docs.excel.computed import Computed
from workbook_docs.excel.grid import range_of
from workbook_docs.excel.known import Styles, with_known
from workbook_docs.excel.results import computed_cells
from workbook_docs.excel.strings import local
from workbook_docs.excel.styles import usual_size


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A cell: the sheet's part, row and column from 0."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class TableSpot:
    """A repeating table: its data rows from 0, its columns by path, and its own part."""

    sheet: str
    first_row: int
    last_row: int
    columns: Mapping[str, int]
    part: str | None


@dataclass(frozen=True, slots=True)
class Places:
    """All places of a template, and the parts that filling touches.

    `copy_rows` are the places that show data of the copy and share their row with no other;
    `copy_headers` the rows over them that our key column marks as a header.
    """

    cells: Mapping[str, Spot]
    tables: Mapping[str, TableSpot]
    days: frozenset[Spot]
    day_columns: frozenset[tuple[str, int]]
    copy_rows: Mapping[str, Spot]
    copy_headers: frozenset[tuple[str, int]]
    sheet_parts: tuple[str, ...]
    workbook_part: str
    strings_part: str
    calculation_part: str | None
    code: str
    computed: tuple[Computed, ...]
    styles_part: str | None
    styles: Styles | None
    text_size: float

    def shows_day(self, spot: Spot) -> bool:
        """Whether a cell shows a number as a day."""
        return spot in self.days or (spot.sheet, spot.column) in self.day_columns


def find_places(template: bytes, workbook: type[Workbook]) -> Places:
    """The places of a template for a workbook."""
    book = Book(template)
    parts = {sheet.name.casefold(): sheet.part for sheet in book.sheets}
    named: dict[str, Spot] = {}
    for name in book.names:
        part = parts.get(name.sheet.casefold())
        if part is not None:
            named[name.name.casefold()] = Spot(part, name.row, name.column)
    cells = {
        path: named[cell]
        for cell, path in anchors.names_of(workbook).cells.items()
        if "[]" not in path and cell in named
    }
    roots = {sheet.part: book.package.root(sheet.part) for sheet in book.sheets}
    tables: dict[str, TableSpot] = {}
    for table in tables_of(workbook):
        heads = {
            column.path: named[head]
            for column in table.columns
            if (head := anchors.label_bookmark(column.path).casefold()) in named
        }
        found = _table(book, table, heads, roots)
        if found is not None:
            tables[table.path] = found
    days = frozenset(_days(book, roots))
    copy_rows = _copy_rows(cells)
    styles_part = book.package.one(book.part, "styles")
    styles = book.package.root(styles_part)
    day_columns = frozenset(
        (t.sheet, c) for t in tables.values() for c in t.columns.values()
        if Spot(t.sheet, t.last_row, c) in days
    )  # fmt: skip
    return Places(
        cells=cells,
        tables=tables,
        days=days,
        day_columns=day_columns,
        copy_rows=copy_rows,
        copy_headers=frozenset(_headers_of(book, copy_rows.values(), roots)),
        sheet_parts=tuple(part for part, root in roots.items() if root is not None),
        workbook_part=book.part,
        strings_part=book.package.one(book.part, "sharedStrings") or "xl/sharedStrings.xml",
        calculation_part=book.package.one(book.part, "calcChain"),
        code=f"{workbook.workbook_id}@{workbook.workbook_version}",
        computed=tuple(
            cell
            for part, root in roots.items()
            if root is not None
            for cell in computed_cells(part, root)
        ),
        styles_part=styles_part,
        styles=with_known(styles) if styles is not None else None,
        text_size=usual_size(styles),
    )


def _copy_rows(cells: Mapping[str, Spot]) -> Mapping[str, Spot]:
    held = Counter((spot.sheet, spot.row) for spot in cells.values())
    return {
        path: spot
        for path, spot in cells.items()
        if path in anchors.COPY_FIELDS and held[spot.sheet, spot.row] == 1
    }


def _headers_of(
    book: Book, spots: Iterable[Spot], roots: Mapping[str, Any]
) -> Iterator[tuple[str, int]]:
    """Sheet and row of each header of ours that stands right above the first of some rows."""
    tops: dict[str, int] = {}
    for spot in spots:
        tops[spot.sheet] = min(tops.get(spot.sheet, spot.row), spot.row)
    for part, top in tops.items():
        for cell in book.cells(roots[part]) if roots[part] is not None else ():
            if cell.row == top - 1 and cell.text == anchors.KEY_HEADER:
                yield part, cell.row


def _table(
    book: Book, table: DeclaredTable, heads: Mapping[str, Spot], roots: Mapping[str, Any]
) -> TableSpot | None:
    """A repeating table by the names of its header cells, else by its own name."""
    lists = list(_list_objects(book))
    if not heads:
        names = {anchors.cell_name(table.path).casefold(), table.path.casefold()}
        for sheet, part, root in lists:
            if {root.get("displayName", "").casefold(), root.get("name", "").casefold()} & names:
                first, left, last, _ = range_of(root.get("ref", ""))
                titles = [c.get("name", "") for c in root.iter("{*}tableColumn")]
                columns = {
                    column.path: left + titles.index(column.label)
                    for column in table.columns
                    if column.label in titles
                }
                return TableSpot(sheet, first + 1, max(last, first + 1), columns, part)
        return None
    head = next(iter(heads.values()))
    columns = {path: spot.column for path, spot in heads.items() if spot.sheet == head.sheet}
    for sheet, part, root in lists:
        first, left, last, right = range_of(root.get("ref", ""))
        if sheet == head.sheet and first == head.row and left <= head.column <= right:
            return TableSpot(sheet, first + 1, max(last, first + 1), columns, part)
    last = max((row for _, row, _ in positions(roots[head.sheet]) if row > head.row),
               default=head.row + 1)  # fmt: skip
    return TableSpot(head.sheet, head.row + 1, last, columns, None)


def _list_objects(book: Book) -> Iterator[tuple[str, str, Any]]:
    for sheet in book.sheets:
        for part in book.package.related(sheet.part, "table"):
            root = book.package.root(part)
            if root is not None and local(root) == "table":
                yield sheet.part, part, root


def _days(book: Book, roots: Mapping[str, Any]) -> Iterator[Spot]:
    for part, root in roots.items():
        for element, row, column in positions(root) if root is not None else ():
            if book.style(element).day:
                yield Spot(part, row, column)
