"""Whether a text can be told from the ground it stands on."""

from __future__ import annotations

import re
from functools import lru_cache

PAGE = "FFFFFF"
"""The colour of paper."""
UNSURE = "?"
"""A ground that a picture, a pattern or a style of its own may colour."""
LEAST = 1.25
"""Contrast below which a text is as good as not there; grey hints have 1.4 and more."""


@lru_cache(maxsize=4096)
def is_lost(colour: str | None, ground: str) -> bool:
    """Whether text of a colour (RRGGBB; None: black or white, as needed) is lost on a ground.

    >>> is_lost("FFFFFF", PAGE), is_lost("FFFFFF", "1F3864"), is_lost(None, "000000")
    (True, False, False)
    """
    if colour is None or not is_colour(colour) or not is_colour(ground):
        return False
    lights = sorted((_light(colour), _light(ground)))
    return (lights[1] + 0.05) / (lights[0] + 0.05) < LEAST


def is_colour(text: str) -> bool:
    """Whether a text is a colour as RRGGBB."""
    return re.fullmatch(r"[0-9A-Fa-f]{6}", text) is not None


def _light(colour: str) -> float:
    # Relative luminance as WCAG 2 defines it.
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
