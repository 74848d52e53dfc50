"""The rows and cells of a table that are there once all changes are accepted, and their ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from workbook_docs.contrast import PAGE
from workbook_docs.records import Rung
from workbook_docs.word.inline import INSIDE, marks_of
from workbook_docs.word.looks import ground_of
from workbook_docs.word.names import W, on, value
from workbook_docs.word.shading import Shading, flags_of

Marks = tuple[tuple[Rung, str], ...]
_WIDEST = 63  # columns that Word allows


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its element, place in the grid, the marks and the controls round it."""

    element: etree._Element
    row: int
    column: int
    span: int
    marks: Marks
    controls: tuple[etree._Element, ...]
    hidden: bool
    ground: str | None


def cells(
    table: etree._Element, marks: Marks, shading: Shading, ground: str | None, hidden: bool
) -> Iterator[Cell]:
    """The cells of a table, row by row; `ground` is what the table itself stands on.

    A cell that Word's Split Cells cut in two goes on in a row where all others are merged with
    those above: its second part belongs to the row above.
    """
    properties = table.find(W + "tblPr")
    flags = flags_of(properties.find(W + "tblLook") if properties is not None else None)
    rows = list(_rows(table, marks))
    at = 0
    for number, (row, row_marks) in enumerate(rows):
        settings = row.find(W + "trPr")
        column = number_of(settings.find(W + "gridBefore") if settings is not None else None, 0)
        out_of_sight = hidden or on(settings, "hidden", False)
        found = list(_cells(row, row_marks, ()))
        merged = [goes_on_above(cell) for cell, _, _ in found]
        # A first cell of its own names another row, whatever else is merged.
        at = at if len(found) > 1 and merged[0] and merged.count(False) == 1 else number
        for index, (cell, inner, controls) in enumerate(found):
            span = max(1, min(number_of(cell.find(f"{W}tcPr/{W}gridSpan"), 1), _WIDEST))
            styled = shading.of(number, len(rows), column, index == len(found) - 1, flags)
            own = _own_ground(cell)
            yield Cell(
                cell, at, column, span, inner, controls, out_of_sight, own or styled or ground
            )
            column += span


def _own_ground(cell: etree._Element) -> str | None:
    properties = cell.find(W + "tcPr")
    if properties is None or properties.find(W + "shd") is None:
        return None
    # Shading without a colour takes away what the style gives.
    return ground_of(properties) or PAGE


def _rows(table: etree._Element, marks: Marks) -> Iterator[tuple[etree._Element, Marks]]:
    for child in table:
        if child.tag == W + "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child, marks
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _rows(content, marks + marks_of(child))
        elif child.tag in INSIDE:
            yield from _rows(child, marks)


def _cells(
    row: etree._Element, marks: Marks, controls: tuple[etree._Element, ...]
) -> Iterator[tuple[etree._Element, Marks, tuple[etree._Element, ...]]]:
    for child in row:
        if child.tag == W + "tc":
            if child.find(f"{W}tcPr/{W}cellDel") is None:
                yield child, marks, controls
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _cells(content, marks + marks_of(child), (*controls, child))
        elif child.tag in INSIDE:
            yield from _cells(child, marks, controls)


def goes_on_above(cell: etree._Element) -> bool:
    """Whether a cell is merged with the one above it, or is once all changes are accepted."""
    tracked = cell.find(f"{W}tcPr/{W}cellMerge")
    if tracked is not None and tracked.get(W + "vMerge"):
        return tracked.get(W + "vMerge") == "cont"
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and value(merge) in (None, "continue")


def number_of(element: etree._Element | None, default: int) -> int:
    """The whole number that an element's value is."""
    text = value(element)
    return int(text) if text and text.isdigit() else default
