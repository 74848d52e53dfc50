"""Cells of ours that the program works out: known by a mark in their formula.

The mark shows nothing: it is the first 0 letters of a text that says what the cell is
for. It stays where programs keep formulas, also when sheets are renamed or cells move.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbook_docs.excel.states import Count, counted, empty_formula, odd_formula, quoted
from workbook_docs.excel.strings import escape, local

_MARK = re.compile(r'LEFT\(\s*"wd:([^"]*)"\s*[,;]\s*0\s*\)', re.IGNORECASE)
STATE, PART, TOTAL, BAR, ECHO, KNOWN = "state", "part", "total", "bar", "echo", "known"
"""What a cell of ours is for: one answer's state, a sheet's or the whole count, the count
drawn, words that stand elsewhere in the file, a note about what we filled in."""

KNOWN_NOTE = (
    "Shaded boxes with a thick left edge hold what we know. Please correct it where needed."
)
"""What a sheet says where a copy came with answers."""
BAR_LENGTH = 20
OPTIONAL_PART = "Optional"
"""What the cover says of a sheet where nothing has to be answered."""
_FULL, _LEFT = "█", "░"


def marked(formula: str, use: str, *of: str) -> str:
    """A formula whose result is ours: `use` says what the cell is for."""
    return f"{formula}&LEFT({quoted('wd:' + ':'.join((use, *of)))},0)"


def mark_of(formula: str) -> str | None:
    """What a cell is for, as its formula says; None for a formula of somebody else."""
    found = _MARK.search(formula)
    return found[1].replace('""', '"') if found else None


# Counts ----------------------------------------------------------------------------------


def count_words(count: Count) -> str:
    """How far all is: `12 of 38 answered, 25 still empty, 1 to check`."""
    odd = f", {count.odd} to check" if count.odd else ""
    return f"{count.answered} of {count.all} answered, {count.empty} still empty{odd}"


def bar(count: Count) -> str:
    """The same drawn, for the eye only."""
    full = BAR_LENGTH * count.answered // max(count.all, 1)
    return _FULL * full + _LEFT * (BAR_LENGTH - full)


def count_formula(states: str, asked: int) -> str:
    """The formula for `count_words`, of a range of states of which so many are asked."""
    empty, odd = empty_formula(states), odd_formula(states)
    more = f'IF({odd}>0,", "&{odd}&" to check","")'
    return f'({asked}-{empty}-{odd})&" of {asked} answered, "&{empty}&" still empty"&{more}'


def bar_formula(states: str, asked: int) -> str:
    """The formula for `bar`."""
    answered = f"({asked}-{empty_formula(states)}-{odd_formula(states)})"
    full = f"INT({BAR_LENGTH}*{answered}/{max(asked, 1)})"
    return f'REPT("{_FULL}",{full})&REPT("{_LEFT}",{BAR_LENGTH}-{full})'


def part_formula(states: str, asked: int) -> str:
    """The formula for `part_words`."""
    answered = f"({asked}-{empty_formula(states)}-{odd_formula(states)})"
    return f'{answered}&" of {asked} answered"'


def part_words(count: Count) -> str:
    """How far one sheet is: `3 of 9 answered`."""
    return f"{count.answered} of {count.all} answered" if count.all else OPTIONAL_PART


RESULT = re.compile(
    rf"\d+ of \d+ answered(?:, \d+ still empty(?:, \d+ to check)?)?|[{_FULL}{_LEFT}]+"
    rf"|{OPTIONAL_PART}|{re.escape(KNOWN_NOTE)}"
)
"""The shape of every count, and of the note."""


# The results that a file holds -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Computed:
    """A cell of ours that is worked out: where it is, counted from 0, and what for."""

    sheet: str
    row: int
    column: int
    use: str
    of: str = ""
    part: str = ""


def computed_cell(sheet: str, row: int, column: int, mark: str) -> Computed:
    """The cell that a mark describes; a state's mark is `state:part:path`."""
    use, _, rest = mark.partition(":")
    if use == STATE:
        part, _, path = rest.partition(":")
        return Computed(sheet, row, column, use, path, part)
    return Computed(sheet, row, column, use, rest, rest if use == PART else "")


def results(
    cells: Sequence[Computed], state: Callable[[str], str]
) -> Iterator[tuple[Computed, str]]:
    """What each cell shows whose result depends on the answers; `state` judges a path."""
    states = {cell: state(cell.of) for cell in cells if cell.use == STATE}
    by_part: Mapping[str, list[str]] = defaultdict(list)
    for cell, shown in states.items():
        by_part[cell.part].append(shown)
        yield cell, shown
    whole = counted(list(states.values()))
    for cell in cells:
        if cell.use == PART:
            yield cell, part_words(counted(by_part[cell.part]))
        elif cell.use == TOTAL:
            yield cell, count_words(whole)
        elif cell.use == BAR:
            yield cell, bar(whole)


def set_result(cell: Any, text: str, namespace: str) -> None:
    """Make a formula cell hold a text as its last result."""
    for child in list(cell):
        if local(child) == "v":
            cell.remove(child)
    held = cell.makeelement(f"{{{namespace}}}v", {})
    held.text = escape(text)
    cell.append(held)
    cell.set("t", "str")


def show_note(cell: Any, namespace: str) -> None:
    """Let the cell of a note, empty in a blank, say that answers were filled in."""
    for child in cell:
        if local(child) == "f":
            child.text = marked(quoted(KNOWN_NOTE), KNOWN)
    set_result(cell, KNOWN_NOTE, namespace)
