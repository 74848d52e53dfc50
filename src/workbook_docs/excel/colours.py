"""How the text of a cell looks, as far as it decides whether a reader sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from workbook_docs.contrast import PAGE, UNSURE, is_colour, is_lost
from workbook_docs.excel.strings import local
from workbook_docs.records import Unseen

_SMALLEST = 3.0  # points
# The numbered colours that every Excel has; 64 and 65 are those of the window.
_NUMBERED = dict(
    enumerate(
        ["000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF"] * 2
    )
) | {64: "000000", 65: PAGE}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """Colour and ground (RRGGBB; None: none of its own), size in points, struck through."""

    colour: str | None = None
    ground: str | None = None
    size: float | None = None
    struck: bool = False

    def over(self, below: Look) -> Look:
        """This look, with what it leaves open taken from the one below it."""
        return Look(
            self.colour or below.colour,
            self.ground or below.ground,
            self.size if self.size is not None else below.size,
            self.struck or below.struck,
        )

    def on(self, ground: str | None) -> Look:
        """This look, where the cell is coloured by something beside its own style."""
        return self if self.ground or not ground else replace(self, ground=ground)

    @property
    def unseen(self) -> Unseen | None:
        """Why a reader does not see text that looks so; None where one does."""
        if self.size is not None and self.size < _SMALLEST:
            return "too small to read"
        return "in the colour of the page" if is_lost(self.colour, self.ground or PAGE) else None


PLAIN_LOOK = Look()
"""What says nothing of how text looks."""


def font_look(font: Any) -> Look:
    """What a font, or the properties of a run, say."""
    marks = {local(mark): mark for mark in font}
    strike = marks.get("strike")
    return Look(
        colour=colour_of(marks.get("color")),
        size=_number(marks["sz"].get("val")) if "sz" in marks else None,
        struck=strike is not None and strike.get("val", "1") not in ("0", "false"),
    )


def ground_of(fill: Any) -> str | None:
    """The colour of a fill; None where it has none."""
    for pattern in fill:
        if local(pattern) != "patternFill":
            return UNSURE
        kind = pattern.get("patternType") or "none"
        if kind == "none":
            return None
        front = next((child for child in pattern if local(child) == "fgColor"), None)
        return (colour_of(front) or UNSURE) if kind == "solid" else UNSURE
    return None


def colour_of(element: Any | None) -> str | None:
    """The colour (RRGGBB) that an element names; None where it names none that is known."""
    if element is None:
        return None
    told = (element.get("rgb") or "")[-6:]
    if is_colour(told):
        return told
    if (number := element.get("indexed") or "").isdigit():
        return _NUMBERED.get(int(number))
    tint = _number(element.get("tint")) or 0.0
    # The first two colours of a theme are paper and ink; a tint darkens or lightens them.
    if element.get("theme") == "0":
        return _grey(1 + min(tint, 0.0))
    return _grey(max(tint, 0.0)) if element.get("theme") == "1" else None


def _grey(share: float) -> str:
    return f"{round(255 * min(max(share, 0.0), 1.0)):02X}" * 3


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None
