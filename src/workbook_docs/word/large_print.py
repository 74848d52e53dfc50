"""A template -> the same template in large print: its words, places and marks untouched.

Small letters grow by a third and none stays below 16 points (RNIB, Clear Print: large print
begins at 16). It works on sizes alone, so a template that a designer restyled will do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from lxml import etree

from workbook_docs.ooxml import serialised
from workbook_docs.widths import shared
from workbook_docs.word import package
from workbook_docs.word.large_figures import enlarge_figures
from workbook_docs.word.names import W
from workbook_docs.word.places import TAG, text_of

SMALLEST = 32
"""Half-points of the smallest letters."""
LARGE = 52
"""Half-points of letters that are large enough."""
_TIMES = 4 / 3
_LETTER = 185
"""Twips of a wide letter at that size."""
_ICON = 40 * 12700
"""English metric units: a picture narrower than this grows with the words beside it."""
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@lru_cache(maxsize=8)
def enlarged(template: bytes) -> bytes:
    """The template in large print, as a Word document like the one given."""
    parts = package.unpack(template)
    names = [*package.drawn_parts(parts), "word/styles.xml", "word/numbering.xml"]
    for name in names:
        if name in parts:
            root = package.parsed(parts[name])
            _enlarge(root)
            enlarge_figures(root)
            parts[name] = serialised(root)
    return package.pack(parts)


def _enlarge(root: etree._Element) -> None:
    for size in root.iter(W + "sz", W + "szCs"):
        _grow(size, W + "val", _letters)
    for spacing in root.iter(W + "spacing"):
        if spacing.get(W + "lineRule") in ("exact", "atLeast"):
            _grow(spacing, W + "line", _larger)
    for height in root.iter(W + "trHeight"):
        _grow(height, W + "val", _larger)
    for inline in root.iter(_WP + "inline"):
        extents = list(inline.iter(_WP + "extent", _A + "ext"))
        sides = [(e, side) for e in extents for side in ("cx", "cy") if e.get(side)]
        if all(int(e.get(side, "0")) < _ICON for e, side in sides):
            for extent, side in sides:
                _grow(extent, side, _larger)
    for table in root.iter(W + "tbl"):
        _widen(table)
    # The cover runs on to a second page, and what follows it may share that page.
    first = next(root.iter(W + "pageBreakBefore"), None)
    if first is not None and (parent := first.getparent()) is not None:
        parent.remove(first)


def _letters(given: int) -> int:
    return given if given >= LARGE else max(SMALLEST, min(LARGE, _larger(given)))


def _larger(given: int) -> int:
    return round(given * _TIMES)


def _grow(element: etree._Element, name: str, larger: Callable[[int], int]) -> None:
    given = element.get(name, "")
    if given.isdigit():
        element.set(name, str(larger(int(given))))


# Tables --------------------------------------------------------------------------------


def _widen(table: etree._Element) -> None:
    """Share the width of a table out again, so that no word has to break."""
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    given = [int(column.get(W + "w", "0")) for column in columns]
    rows = [list(row.iterfind(W + "tc")) for row in table.iterfind(W + "tr")]
    if len(columns) < 2 or not all(given) or any(len(cells) != len(columns) for cells in rows):
        return
    least = [
        320 + _LETTER * max((len(word) for cells in rows for word in _words(cells[n])), default=1)
        for n in range(len(columns))
    ]
    # A column to write in gets twice its share of what is left.
    wanted = [
        width * (2 if any(TAG.search(text_of(cells[n])) for cells in rows) else 1)
        for n, width in enumerate(given)
    ]
    widths = shared(sum(given), least, wanted)
    for column, width in zip(columns, widths, strict=True):
        column.set(W + "w", str(width))
    for cells in rows:
        for cell, width in zip(cells, widths, strict=True):
            own = cell.find(f"{W}tcPr/{W}tcW")
            if own is not None and own.get(W + "type") == "dxa":
                own.set(W + "w", str(width))


def _words(cell: etree._Element) -> Iterator[str]:
    return iter(TAG.sub("", text_of(cell)).split())
