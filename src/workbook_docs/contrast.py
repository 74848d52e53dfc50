"""How far colours stand apart, and whether a text can be told from its ground."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

Colour: TypeAlias = "tuple[int, int, int]"
"""Red, green and blue, each from 0 to 255."""
PAGE = "FFFFFF"
"""The colour of paper."""
UNSURE = "?"
"""A ground that a picture, a pattern or a style of its own may colour."""
LEAST = 1.25
"""Contrast below which a text is as good as not there; grey hints have 1.4 and more."""


def luminance(colour: Colour) -> float:
    """The relative luminance of a colour, from 0 (black) to 1 (white).

    Source: WCAG 2.2, definition of relative luminance.
    """
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in colour
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio).

    >>> round(contrast((0, 0, 0), (255, 255, 255)))
    21
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=4096)
def is_lost(colour: str | None, ground: str) -> bool:
    """Whether text of a colour (RRGGBB; None: black or white, as needed) is lost on a ground.

    >>> is_lost("FFFFFF", PAGE), is_lost("FFFFFF", "1F3864"), is_lost(None, "000000")
    (True, False, False)
    """
    if colour is None or not is_colour(colour) or not is_colour(ground):
        return False
    return contrast(_parts(colour), _parts(ground)) < LEAST


def is_colour(text: str) -> bool:
    """Whether a text is a colour as RRGGBB."""
    return re.fullmatch(r"[0-9A-Fa-f]{6}", text) is not None


def _parts(colour: str) -> Colour:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
