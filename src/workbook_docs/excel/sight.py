"""What a reader of a sheet does not see: hidden rows and columns, words without contrast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbook_docs.contrast import UNSURE
from workbook_docs.excel.book import Book, Cell, Sheet, position_of, rows
from workbook_docs.excel.colours import Look
from workbook_docs.excel.strings import local
from workbook_docs.records import Unseen

_Area = tuple[int, int, int, int]


class Sight:
    """Tells of each cell of one sheet which stretches of its text nobody sees, and why."""

    def __init__(self, book: Book, sheet: Sheet, root: Any) -> None:
        self._hidden_sheet = sheet.hidden
        self._rows = _hidden_rows(root)
        self._columns = _hidden_columns(root)
        # Tables and conditional formats colour cells too, in ways that are not worked out here.
        self._formatted = list(_formats(book, root))
        self._coloured = [*_formatted_areas(root), *_tables(book, sheet)]

    def unseen(self, cell: Cell) -> tuple[tuple[int, int, Unseen], ...]:
        """The stretches of a cell's text that a reader does not see."""
        place = self._out_of_sight(cell) or self._hidden_by_format(cell)
        if place is not None:
            return ((0, len(cell.text), place),)
        look = cell.style.look
        if not cell.runs and look.unseen is None and self._is_formatted_away(cell):
            return ((0, len(cell.text), "in the colour a conditional format gives it"),)
        if not cell.runs and look.unseen is None:
            return ()
        ground = UNSURE if self._is_coloured(cell) else None
        own = look.on(ground)
        if not cell.runs:
            return ((0, len(cell.text), own.unseen),) if own.unseen else ()
        found = []
        end = 0
        for start, stop, run in cell.runs:
            if own.unseen and start > end:
                found.append((end, start, own.unseen))
            if (why := run.over(own).unseen) is not None:
                found.append((start, stop, why))
            end = stop
        if own.unseen and end < len(cell.text):
            found.append((end, len(cell.text), own.unseen))
        return tuple(found)

    def _out_of_sight(self, cell: Cell) -> Unseen | None:
        if self._hidden_sheet:
            return "on a hidden sheet"
        if cell.row in self._rows:
            return "in a hidden row"
        if any(first <= cell.column <= last for first, last in self._columns):
            return "in a hidden column"
        return None

    def _hidden_by_format(self, cell: Cell) -> Unseen | None:
        hides = cell.style.shows_nothing
        if not hides:
            return None
        kind = "text"
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
            kind = "zero" if cell.value == 0 else "positive" if cell.value > 0 else "negative"
        return "hidden by its number format" if kind in hides else None

    def _is_formatted_away(self, cell: Cell) -> bool:
        """Whether a conditional format may colour a cell's words as what they stand on."""
        return any(
            _holds(area, cell) and look.over(cell.style.look).unseen is not None
            for area, look in self._formatted
        )

    def _is_coloured(self, cell: Cell) -> bool:
        return any(_holds(area, cell) for area in self._coloured)


def _holds(area: _Area, cell: Cell) -> bool:
    top, left, bottom, right = area
    return top <= cell.row <= bottom and left <= cell.column <= right


def _hidden_rows(root: Any) -> set[int]:
    return {
        row
        for element, row in rows(root)
        if _is_on(element, "hidden") or _is_nought(element.get("ht"))
    }


def _hidden_columns(root: Any) -> list[tuple[int, int]]:
    return [
        (_whole(column.get("min")) - 1, _whole(column.get("max")) - 1)
        for columns in root
        if local(columns) == "cols"
        for column in columns
        if local(column) == "col" and (_is_on(column, "hidden") or _is_nought(column.get("width")))
    ]


def _formatted_areas(root: Any) -> list[_Area]:
    references = [f.get("sqref") or "" for f in root.iter("{*}conditionalFormatting")]
    references += [f.text or "" for f in root.iter("{*}sqref")]  # in an extension
    return [area for ref in " ".join(references).split() if (area := _area(ref)) is not None]


def _formats(book: Book, root: Any) -> Iterator[tuple[_Area, Look]]:
    """The areas of conditional formats that give text a colour, each with its look."""
    for element in root.iterfind("{*}conditionalFormatting"):
        for rule in element.iterfind("{*}cfRule"):
            number = rule.get("dxfId") or ""
            if not number.isdigit() or int(number) >= len(book.formats):
                continue
            look = book.formats[int(number)]
            if look.colour is not None:
                areas = (_area(ref) for ref in (element.get("sqref") or "").split())
                yield from ((area, look) for area in areas if area is not None)


def _tables(book: Book, sheet: Sheet) -> list[_Area]:
    found = []
    for part in book.package.related(sheet.part, "table"):
        table = book.package.root(part)
        styled = table is not None and any(
            style.get("name") for style in table.iter("{*}tableStyleInfo")
        )
        area = _area(table.get("ref") or "") if table is not None and styled else None
        if area is not None:
            found.append(area)
    return found


def _area(reference: str) -> _Area | None:
    first, _, last = reference.partition(":")
    begin, end = position_of(first), position_of(last or first)
    return (*begin, *end) if begin is not None and end is not None else None


def _is_on(element: Any, name: str) -> bool:
    return element.get(name) in ("1", "true", "on")


def _is_nought(size: str | None) -> bool:
    try:
        return size is not None and float(size) == 0
    except ValueError:
        return False


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
