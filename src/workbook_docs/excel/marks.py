"""Words and names that both building and reading a sheet know."""

from __future__ import annotations

import re

KEY = "wd:"
"""A cell of the hidden key column: this, then the path of its row."""
KEY_CELL = re.compile(r"wd:[A-Za-z_][\w.\[\]]*(?:=.*)?", re.DOTALL)
"""The shape of such a cell."""
KEY_ROW = re.compile(r"\[(\d{1,7})\]$")
"""The end of the key of a row that a copy came with: its number in the record, from 0."""
LEFT_KEY = "wd:_left"
"""The cell of the key column beside what is worked out: no field has such a path."""
KNOWN_STYLE = "Form known"
"""The cell style of an answer that a copy came with."""
ONE_TABLE = "This sheet has one table."
"""What is told of the sheet of a repeating table before its cells are read."""
LISTS_NOTE = "The drop-down lists of this workbook take their choices from here. Please leave it."
"""First cell of the hidden sheet with the choices."""

_LONGEST_NAME = 31


def free_name(wanted: str, taken: set[str]) -> str:
    """A name for a sheet that Excel allows and that is not taken; it is taken from now on."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", wanted)
    name = " ".join(name.split()).strip("'")[:_LONGEST_NAME].strip(" '") or "Sheet"
    number, free = 1, name
    while free.casefold() in taken or free.casefold() == "history":  # Excel's own
        number += 1
        ending = f" ({number})"
        free = name[: _LONGEST_NAME - len(ending)].rstrip() + ending
    taken.add(free.casefold())
    return free


def free_titles(titles: tuple[str, ...]) -> list[str]:
    """The headers of a table, each of one line, not empty and different from the others."""
    found: list[str] = []
    taken: set[str] = set()
    for n, wanted in enumerate(titles, 1):
        title = " ".join(wanted.split()) or f"Column {n}"
        number, free = 1, title
        while free.casefold() in taken:
            number += 1
            free = f"{title} ({number})"
        taken.add(free.casefold())
        found.append(free)
    return found
