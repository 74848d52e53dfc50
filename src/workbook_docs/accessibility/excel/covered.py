"""The cells that pictures and charts lie over (ECMA-376 part 1, 20.5: anchors of drawings)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from workbook_docs.accessibility.excel.book import Sheet
from workbook_docs.accessibility.faults import real

_POINT = 12700.0  # English metric units in a point
_DIGIT = 0.51
"""Width of a digit by the size of its letters: columns are measured in digits."""
_ROW = 15.0  # points of a row of which nothing is said
_EDGE = 0.25
"""Share of a cell's width or height that a picture may lie over unnoticed."""
_MOST = 200  # rows, and columns, that one picture is followed over


def covered_cells(sheet: Sheet) -> frozenset[tuple[int, int]]:
    """Row and column, from 1, of each cell that a drawing of the sheet hides in good part."""
    found: set[tuple[int, int]] = set()
    digit = sheet.book.styles.usual_points * _DIGIT

    def wide(column: int) -> float:
        return 0.0 if sheet.is_hidden(column) else sheet.width(column) * digit

    def high(row: int) -> float:
        line = sheet.line(row)
        return 0.0 if line.hidden else line.height or _ROW

    for part in sheet.book.package.related(sheet.part, "drawing"):
        root = sheet.book.package.xml(part)
        for anchor in root if root is not None else ():
            rows = list(_span(anchor, "row", "cy", high))
            columns = list(_span(anchor, "col", "cx", wide))
            sheet.book.allowance.spend(len(rows) * len(columns) + 1)
            found |= {(row, column) for row in rows for column in columns}
    return frozenset(found)


def _span(anchor: Any, name: str, extent: str, size: Callable[[int], float]) -> Iterator[int]:
    """The rows, or columns, that an anchor covers in good part."""
    start, end, whole = (anchor.find(f"{{*}}{at}") for at in ("from", "to", "ext"))
    if start is None or (end is None and whole is None):
        return
    at = int(real(start.findtext(f"{{*}}{name}"))) + 1
    begins = real(start.findtext(f"{{*}}{name}Off")) / _POINT
    last = int(real(end.findtext(f"{{*}}{name}"))) + 1 if end is not None else at + _MOST
    left = real(whole.get(extent)) / _POINT if end is None else 0.0
    for number in range(at, min(last, at + _MOST) + 1):
        room = size(number)
        if end is None:
            ends = min(room, begins + left)
            left -= ends - begins
        else:
            ends = (
                min(room, real(end.findtext(f"{{*}}{name}Off")) / _POINT)
                if number == last
                else room
            )
        if room and ends - begins > _EDGE * room:
            yield number
        begins = 0.0
        if end is None and left <= 0:
            return
