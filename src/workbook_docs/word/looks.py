"""How text looks, as far as it decides whether a reader of the page sees it.

Hidden text (ECMA-376 part 1, 17.3.2.41), text in the colour of what it stands on, and text
too small to read are text all the same: they are read, and told of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from workbook_docs.contrast import PAGE, UNSURE, is_colour, is_lost
from workbook_docs.records import Unseen
from workbook_docs.word.names import W14, W, is_on, value

_SMALLEST = 3.0  # points
_HIDING = frozenset(W + name for name in ("vanish", "webHidden", "specVanish"))
_OUTLINED = frozenset(
    [W + name for name in ("outline", "shadow", "emboss", "imprint", "effect", "bdr")]
    + [W14 + name for name in ("textFill", "textOutline", "glow", "shadow", "reflection")]
)
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "00008B",
    "darkCyan": "008B8B", "darkGreen": "006400", "darkMagenta": "800080", "darkRed": "8B0000",
    "darkYellow": "808000", "darkGray": "A9A9A9", "lightGray": "D3D3D3",
}  # fmt: skip
_PAGE_THEMES = frozenset({"background1", "light1"})


@dataclass(frozen=True, slots=True)
class Look:
    """Hidden or not, size in points, colour and ground (RRGGBB; None: none of its own)."""

    hidden: bool | None = None
    size: float | None = None
    colour: str | None = None
    ground: str | None = None
    outlined: bool = False

    def over(self, below: Look) -> Look:
        """This look, with what it leaves open taken from the one below it."""
        if self == PLAIN_LOOK:
            return below
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            self.size or below.size,
            self.colour or below.colour,
            self.ground or below.ground,
            self.outlined or below.outlined,
        )

    def on(self, ground: str | None) -> Look:
        """This look on a ground, where it has none of its own."""
        return self if self.ground or not ground else replace(self, ground=ground)

    @property
    def unseen(self) -> Unseen | None:
        """Why a reader of the page does not see text that looks so; None where one does."""
        if self.hidden:
            return "hidden"
        if self.size is not None and self.size < _SMALLEST:
            return "too small to read"
        if not self.outlined and is_lost(self.colour, self.ground or PAGE):
            return "in the colour of the page"
        return None


PLAIN_LOOK = Look()
"""What says nothing of how text looks."""


def look_of(properties: etree._Element | None) -> Look:
    """What some run properties themselves say."""
    if properties is None or not len(properties):
        return PLAIN_LOOK
    said = {child.tag: child for child in properties}
    hiding = _HIDING & said.keys()
    return Look(
        hidden=any(is_on(said[name]) for name in hiding) if hiding else None,
        size=_points(value(said.get(W + "sz"))),
        colour=_colour(said.get(W + "color")),
        ground=_HIGHLIGHTS.get(value(said.get(W + "highlight")) or "")
        or _ground(said.get(W + "shd")),
        outlined=not _OUTLINED.isdisjoint(said),
    )


def ground_of(properties: etree._Element | None) -> str | None:
    """The colour with which paragraph, cell or run properties shade their ground."""
    return _ground(properties.find(W + "shd")) if properties is not None else None


def _ground(shade: etree._Element | None) -> str | None:
    if shade is None:
        return None
    pattern, fill = value(shade) or "clear", shade.get(W + "fill") or "auto"
    if pattern == "solid":
        fill = shade.get(W + "color") or "auto"
        return fill if is_colour(fill) else "000000"
    if pattern not in ("clear", "nil"):
        return UNSURE
    if is_colour(fill):
        return fill
    return UNSURE if shade.get(W + "themeFill") else None


def _colour(element: etree._Element | None) -> str | None:
    if element is None:
        return None
    told = value(element) or "auto"
    if is_colour(told):
        return told
    return PAGE if element.get(W + "themeColor") in _PAGE_THEMES else "auto"


def _points(text: str | None) -> float | None:
    """A size in half points, or with a unit as in Strict files; in points."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(pt)?", text or "")
    return None if match is None else float(match[1]) / (1 if match[2] else 2)
