"""How high a row must be for its words to be seen.

LibreOffice shows rows without a height one line high, however much they hold; Excel
trusts the height it is given, and lets the row grow on typing unless the height is
marked as custom. So heights are written as an estimate and never marked.
"""

from __future__ import annotations

import math

LINE = 14.6
"""Points of a line of our usual text."""
HIGHEST = 409.0
"""Points that a row can have."""
_USUAL = 11.0


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column of this width, or a few more."""
    room = max(width * 1.1 - 2.0, 1.0)  # Arial is narrower than its digits, cells are indented
    return sum(max(1, math.ceil(len(line) * 1.04 / room)) for line in text.split("\n"))


def height_of(text: str, width: float, size: float = _USUAL, base: float = _USUAL) -> float:
    """Points that a wrapped text needs.

    Args:
        text: the words.
        width: of the column, in digits of the file's usual text.
        size: points of these words.
        base: points of the file's usual text.
    """
    lines = lines_of(text, width * base / size)
    return min(round(lines * LINE * size / _USUAL + 2.4, 1), HIGHEST)
