"""How much room words take: the lines of a wrapped text, and how high its row must be.

LibreOffice shows rows without a height one line high, however much they hold; Excel
trusts the height it is given, and lets the row grow on typing unless the height is
marked as custom. So heights are written as an estimate and never marked.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LINE = 14.6
"""Points of a line of our usual text."""
HIGHEST = 409.0
"""Points that a row can have."""
_USUAL = 11.0
_DIGIT = 556
"""Width of a digit of Arial in thousandths of its size: columns are measured in digits."""
_EDGES = 2.4
"""Digits that the edges and the indent of a cell take."""
_SAFE = 1.06
"""By how much screens set letters wider than their design, at the most."""
_BOLD = 1.08
"""By how much bold letters are wider."""
_NARROW = {
    "ijl|'": 222, " !,./:;I[]\\tf·": 278, "()-`r\"": 333, "*": 389, "^": 469,
    "Jckvsxyz": 500, "FTZ": 611, "ABEKPSVXY&": 667, "CDHNRUw": 722, "GOQ": 778, "Mm": 833,
    "%": 889, "W": 944, "@—…": 1000, "•": 350, "’‘": 222, "“”": 333, "<=>+~": 584,
}  # fmt: skip
_WIDTHS = {letter: width for letters, width in _NARROW.items() for letter in letters}
"""Widths of letters in Arial and the faces cut to its measure; others are as wide as a digit."""
_PIECE = re.compile(r"[^\s-]*-+|[^\s-]+|\s")


@lru_cache(maxsize=16384)
def _wide(piece: str) -> float:
    """Thousandths of the size that some letters take."""
    return sum(_WIDTHS.get(letter) or _other(letter) for letter in piece)


def _other(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 1000 if unicodedata.east_asian_width(letter) in "WF" else _DIGIT


def digits_of(text: str, *, bold: bool = False) -> float:
    """The room that a text takes in one line, in digits of its own size.

    >>> round(digits_of("2026"), 2), digits_of("ill") < digits_of("WWW")
    (4.24, True)
    """
    return _wide(text) / _DIGIT * _SAFE * (_BOLD if bold else 1.0)


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column as wide as so many digits, wrapped between words."""
    room = max(width - _EDGES, 1.0) * _DIGIT / _SAFE
    return sum(_lines(line, room) for line in text.split("\n"))


def _lines(line: str, room: float) -> int:
    if _wide(line) <= room:
        return 1
    count, used = 1, 0.0
    for piece in _PIECE.findall(line):
        wide = _wide(piece)
        if used + wide <= room:
            used += wide
        elif piece.isspace():
            continue  # a space at the end of a line takes no room
        else:
            count += 1 if used else 0
            more, used = divmod(wide, room)  # a word longer than its column is broken
            count += int(more)
    return count


def points_of(text: str, width: float, size: float = _USUAL, base: float = _USUAL) -> float:
    """Points that a wrapped text needs, which may be more than a row can have.

    Args:
        text: the words.
        width: of the column, in digits of the file's usual text.
        size: points of these words.
        base: points of the file's usual text.
    """
    lines = lines_of(text, width * base / size)
    return round(lines * LINE * size / _USUAL + 2.4, 1)


def height_of(text: str, width: float, size: float = _USUAL, base: float = _USUAL) -> float:
    """Points of the row of a wrapped text: what it needs, or the most that a row can have."""
    return min(points_of(text, width, size, base), HIGHEST)
