"""Cells and rectangles of cells by their names, and how many may be looked through."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from workbook_docs.errors import NotReadable

MOST_STEPS = 30_000_000
"""Looks at cells and ranges that one file may cost: more would take longer than people wait."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_WIDE = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_TALL = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_NAMED = re.compile(rf"(?:'((?:[^']|'')+)'|([^'!(),]+))!({_CELL}(?::{_CELL})?)")


def letters(column: int) -> str:
    """The name of a column, counted from 1."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int:
    """The number of a column, from 1."""
    found = 0
    for letter in name.upper():
        found = found * 26 + ord(letter) - 64
    return found


def at(row: int, column: int) -> str:
    """The name of a cell: `B4`."""
    return f"{letters(column)}{row}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, rows and columns counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, cell: object) -> bool:
        return (
            isinstance(cell, tuple)
            and self.top <= cell[0] <= self.bottom
            and self.left <= cell[1] <= self.right
        )

    def __str__(self) -> str:
        first, last = at(self.top, self.left), at(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"


def area(text: str) -> Area | None:
    """The rectangle that a reference such as `A4:C9`, `B:B` or `3:3` names."""
    first, _, last = text.strip().partition(":")
    one, two = _REF.fullmatch(first), _REF.fullmatch(last or first)
    if one and two:
        rows = sorted((int(one[2]), int(two[2])))
        columns = sorted((column_of(one[1]), column_of(two[1])))
        return Area(rows[0], columns[0], rows[1], columns[1])
    if wide := _WIDE.fullmatch(text.strip()):
        columns = sorted((column_of(wide[1]), column_of(wide[2])))
        return Area(1, columns[0], _LAST_ROW, columns[1])
    if tall := _TALL.fullmatch(text.strip()):
        rows = sorted((int(tall[1]), int(tall[2])))
        return Area(rows[0], 1, rows[1], _LAST_COLUMN)
    return None


def areas(text: str | None) -> list[Area]:
    """The rectangles of a list of references, as `sqref` has it."""
    return [found for part in (text or "").split() if (found := area(part)) is not None]


def columns_of(cells: Iterable[tuple[int, int]]) -> Iterator[Area]:
    """Some cells as rectangles one column wide, each of cells that follow one another.

    >>> [str(place) for place in columns_of([(5, 2), (6, 2), (8, 2), (5, 3)])]
    ['B5:B6', 'B8', 'C5']
    """
    begun: tuple[int, int] | None = None
    row = column = 0
    for at_row, at_column in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        if begun is not None and (at_column, at_row) == (column, row + 1):
            row = at_row
            continue
        if begun is not None:
            yield Area(*begun, row, column)
        begun, row, column = (at_row, at_column), at_row, at_column
    if begun is not None:
        yield Area(*begun, row, column)


def named_areas(formula: str | None) -> Iterator[tuple[str, Area]]:
    """The sheets and rectangles that the formula of a defined name refers to."""
    for match in _NAMED.finditer(formula or ""):
        place = area(match[3])
        if place is not None:
            yield (match[1] or match[2]).replace("''", "'"), place


class Allowance:
    """What looking through one file may cost; a stranger's file may ask for far more."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self._left = steps

    def spend(self, steps: int = 1) -> None:
        """Count some steps.

        Raises `NotReadable` where the file has used up what a workbook may.
        """
        self._left -= steps
        if self._left < 0:
            raise NotReadable("too-large", "The file names far more cells than a workbook has.")


class Areas:
    """Many rectangles, each with something that belongs to it, found by cell."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._rows: dict[int, list[tuple[Area, Any]]] = defaultdict(list)
        self._tall: list[tuple[Area, Any]] = []

    def add(self, place: Area, thing: Any) -> None:
        """Note what belongs to a rectangle."""
        self._allowance.spend()
        if place.bottom - place.top < 8:
            for row in range(place.top, place.bottom + 1):
                self._rows[row].append((place, thing))
        else:
            self._tall.append((place, thing))

    def of(self, row: int, column: int) -> Any | None:
        """What belongs to the first rectangle that a cell is in; None where it is in none."""
        for pairs in (self._rows.get(row, ()), self._tall):
            self._allowance.spend(len(pairs))
            for place, thing in pairs:
                if (row, column) in place:
                    return thing
        return None

    def __iter__(self) -> Iterator[tuple[Area, Any]]:
        seen: set[int] = set()
        for pairs in (*self._rows.values(), self._tall):
            for place, thing in pairs:
                if id(place) not in seen:
                    seen.add(id(place))
                    yield place, thing
