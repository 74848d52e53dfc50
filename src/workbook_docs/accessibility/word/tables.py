"""Rules about tables: headers, names, and a grid without holes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from workbook_docs.accessibility.faults import Spot, number
from workbook_docs.accessibility.word.document import Document, Table, is_on
from workbook_docs.accessibility.word.names import W, local, val
from workbook_docs.accessibility.word.styles import looks_of

_MOST_COLUMNS = 63  # of a table in Word
_HOLDERS = (f"{W}sdt", f"{W}drawing", f"{W}pict", f"{W}object")


def tables_have_headers(document: Document) -> Iterator[Spot]:
    """D5: a header row marked as such, with words in every cell, and a name for the table."""
    for table in document.tables:
        if table.is_box or not table.rows:
            continue
        first = table.row_elements[0].find(f"{W}trPr")
        if not is_on(first, "tblHeader"):
            yield table.place(), "The first row is not marked as the header row"
        if "firstRow" not in looks_of(table.element):
            yield table.place(), "The table does not say that its first row is special"
        for column, cell in enumerate(table.rows[0]):
            if not words(cell):
                yield table.place(0, column), "A cell of the header row is empty"
        names = [val(table.element.find(f"{W}tblPr/{W}{name}")) or ""
                 for name in ("tblCaption", "tblDescription")]  # fmt: skip
        if not any(name.strip() for name in names):
            yield table.place(), "The table has no title among its properties (alt text)"


def tables_are_grids(document: Document) -> Iterator[Spot]:
    """D6: every row has a cell for every column, none is blank, and none breaks."""
    for table in document.tables:
        if table.nested:
            yield table.place(), "The table stands within another table"
        yield from _cells(table)
        for r, cells in enumerate(table.rows):
            if not any(words(cell) or holds(cell) for cell in cells):
                yield table.place(r), "The row is blank"

        yield from _breaking(table)


def _breaking(table: Table) -> Iterator[Spot]:
    """Rows that may break, those that follow one another at once."""
    loose = [r for r, row in enumerate(table.row_elements)
             if not is_on(row.find(f"{W}trPr"), "cantSplit")]  # fmt: skip
    for _, held in groupby(enumerate(loose), lambda pair: pair[1] - pair[0]):
        rows = [r for _, r in held]
        if len(rows) == 1:
            yield table.place(rows[0]), "The row may break over two pages"
        else:
            place = f"{table.place()}, rows {rows[0] + 1} to {rows[-1] + 1}"
            yield place, "The rows may break over two pages"


def _cells(table: Table) -> Iterator[Spot]:
    widths = [sum(_span(cell) for cell in cells) for cells in table.rows]
    usual = max(widths, key=lambda width: (widths.count(width), width), default=0)
    for r, (row, cells) in enumerate(zip(table.row_elements, table.rows, strict=True)):
        properties = row.find(f"{W}trPr")
        left_out = [
            properties.find(f"{W}{name}") if properties is not None else None
            for name in ("gridBefore", "gridAfter")
        ]
        if any(number(val(found)) > 0 for found in left_out) or widths[r] < usual:
            yield table.place(r), "The row has fewer cells than the table has columns"
        for c, cell in enumerate(cells):
            held = cell.find(f"{W}tcPr")
            merged = {local(child.tag): val(child) for child in held} if held is not None else {}
            if _span(cell) > 1:
                yield table.place(r, c), "The cell covers several columns"
            if "vMerge" in merged or "hMerge" in merged:
                yield table.place(r, c), "The cell is merged with another"


def _span(cell: Any) -> int:
    """Columns that a cell covers."""
    return max(1, min(number(val(cell.find(f"{W}tcPr/{W}gridSpan")), 1), _MOST_COLUMNS))


def words(cell: Any) -> str:
    """The words of a cell, deleted ones apart."""
    found = [node.text or "" for node in cell.iter(f"{W}t")]
    return "".join(found).strip()


def holds(cell: Any) -> bool:
    """Whether a cell holds a picture or a place for an answer."""
    return next(cell.iter(*_HOLDERS), None) is not None
