"""Colours as a reader sees them, and their contrast by the formula of WCAG 2.2."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from typing import Any

from workbook_docs.accessibility.faults import real
from workbook_docs.contrast import Colour, contrast
from workbook_docs.ooxml import Package

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
LEAST, LEAST_LARGE = 4.5, 3.0
"""Contrast of text, and of large text (WCAG 2.2, success criterion 1.4.3)."""
LARGE, LARGE_BOLD = 18.0, 14.0
"""Points from which text is large, and bold text is."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")


def least(points: float, bold: bool) -> float:
    """The contrast that text of a size and weight must have."""
    large = points >= LARGE or (bold and points >= LARGE_BOLD)
    return LEAST_LARGE if large else LEAST


def too_faint(text: Colour, ground: Colour, points: float, bold: bool) -> str | None:
    """What is wrong with a text's colour over a ground; None where it can be read."""
    found, wanted = contrast(text, ground), least(points, bold)
    # Not rounded: 4.49 is less than 4.5 (WCAG: values are not to be rounded).
    if found >= wanted:
        return None
    # Cut, so that what misses the mark never prints as the mark itself.
    shown = int(found * 100) / 100
    return (
        f"The text ({in_hex(text)}) on its background ({in_hex(ground)}) has a contrast of "
        f"{shown:.2f} to 1; {wanted:g} to 1 is needed"
    )


def parse(text: str | None) -> Colour | None:
    """A colour written as RRGGBB or AARRGGBB; None for `auto` and whatever is no colour."""
    match = _HEX.fullmatch((text or "").strip().lstrip("#"))
    if match is None:
        return None
    red, green, blue = bytes.fromhex(match[1])
    return red, green, blue


def is_loud(colour: Colour) -> bool:
    """Whether a colour is one that people say something with, such as red, amber or green."""
    _, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    return saturation > 0.4 and 0.2 < light < 0.75


def in_hex(colour: Colour) -> str:
    """A colour as people write it: `#1B365D`."""
    return "#" + bytes(colour).hex().upper()


def tinted(colour: Colour, tint: float) -> Colour:
    """A colour made lighter (above 0) or darker (below 0), as Excel's `tint` does.

    Source: ECMA-376 part 1, 18.8.19: the luminance of HLS is scaled.
    """
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    tint = max(-1.0, min(1.0, tint))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return _whole(colorsys.hls_to_rgb(hue, min(light, 1.0), saturation))


def shaded(colour: Colour, shade: str | None, tint: str | None) -> Colour:
    """A theme colour as Word's `themeShade` or `themeTint` makes it (00 to FF).

    Source: ECMA-376 part 1, 17.3.2.6: shade goes towards black, tint towards white.
    """
    if shade is not None and re.fullmatch(r"[0-9A-Fa-f]{1,2}", shade):
        colour = tinted(colour, int(shade, 16) / 255 - 1)
    if tint is not None and re.fullmatch(r"[0-9A-Fa-f]{1,2}", tint):
        colour = tinted(colour, 1 - int(tint, 16) / 255)
    return colour


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """A colour of which a share is replaced by another, as a pattern mixes them."""
    one, two, three = (
        round(a * (1 - share) + b * share) for a, b in zip(colour, other, strict=True)
    )
    return one, two, three


def _whole(parts: tuple[float, float, float]) -> Colour:
    red, green, blue = (max(0, min(255, round(part * 255))) for part in parts)
    return red, green, blue


# The theme -----------------------------------------------------------------------------

_SLOTS = (
    "dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
    "hlink", "folHlink",
)  # fmt: skip
_OFFICE: Mapping[str, Colour] = dict(
    zip(
        _SLOTS,
        (
            BLACK, WHITE, (31, 73, 125), (238, 236, 225), (79, 129, 189), (192, 80, 77),
            (155, 187, 89), (128, 100, 162), (75, 172, 198), (247, 150, 70), (0, 0, 255),
            (128, 0, 128),
        ),
        strict=True,
    )
)  # fmt: skip
"""The colours of Office's first theme, for a file that has none of its own."""
_NAMED = {"dark1": "dk1", "text1": "dk1", "tx1": "dk1", "light1": "lt1", "background1": "lt1",
          "bg1": "lt1", "dark2": "dk2", "text2": "dk2", "tx2": "dk2", "light2": "lt2",
          "background2": "lt2", "bg2": "lt2", "hyperlink": "hlink",
          "followedhyperlink": "folHlink"}  # fmt: skip
_IN_EXCEL = ("lt1", "dk1", "lt2", "dk2", *_SLOTS[4:])
"""Excel numbers the theme's colours with each light one before its dark one."""


class Theme:
    """The colours and fonts that a file's theme names."""

    def __init__(self, root: Any | None) -> None:
        self.colours = dict(_OFFICE)
        self.fonts: dict[str, str] = {}
        for scheme in root.iter(f"{_A}clrScheme") if root is not None else ():
            for slot in _SLOTS:
                held = scheme.find(f"{_A}{slot}")
                for child in held if held is not None else ():
                    colour = parse(child.get("lastClr") or child.get("val"))
                    if colour is not None:
                        self.colours[slot] = colour
        for kind in ("major", "minor"):
            path = f".//{_A}fontScheme/{_A}{kind}Font/{_A}latin"
            latin = root.find(path) if root is not None else None
            if latin is not None and latin.get("typeface"):
                self.fonts[kind] = str(latin.get("typeface"))

    def named(self, name: str | None) -> Colour | None:
        """A colour by Word's name for it: `accent1`, `text1`, `background1`."""
        folded = (name or "").strip()
        slot = _NAMED.get(folded.casefold(), folded)
        return self.colours.get(slot)

    def numbered(self, index: int) -> Colour | None:
        """A colour by Excel's number for it."""
        return self.colours[_IN_EXCEL[index]] if 0 <= index < len(_IN_EXCEL) else None

    def font(self, name: str | None) -> str | None:
        """The typeface that a theme font such as `minorHAnsi` stands for."""
        folded = (name or "").casefold()
        kind = next((kind for kind in ("major", "minor") if folded.startswith(kind)), None)
        return self.fonts.get(kind) if kind else None


def theme_of(package: Package) -> Theme:
    """The theme of a file; Office's own where it has none."""
    main = package.main_part
    parts = package.related(main, "theme") if main else []
    return Theme(package.xml(parts[0]) if parts else None)


# Excel's own palette ---------------------------------------------------------------------

_PALETTE = tuple(
    """
    000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF
    000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF
    800000 008000 000080 808000 800080 008080 C0C0C0 808080
    9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF
    000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF
    00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99
    3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696
    003366 339966 003300 333300 993300 993366 333399 333333
    """.split()  # noqa: SIM905
)


def indexed(index: int, own: tuple[str, ...] = ()) -> Colour | None:
    """A colour of Excel's palette by its index (ECMA-376 part 1, 18.8.27)."""
    palette = own or _PALETTE
    return parse(palette[index]) if 0 <= index < len(palette) else None


def of_element(element: Any | None, theme: Theme, own: tuple[str, ...] = ()) -> Colour | None:
    """The colour that an element of Excel's styles names; None for automatic."""
    if element is None:
        return None
    colour: Colour | None = None
    if element.get("rgb") is not None:
        colour = parse(element.get("rgb"))
    elif element.get("theme") is not None:
        colour = theme.numbered(int(real(element.get("theme"), -1)))
    elif element.get("indexed") is not None:
        colour = indexed(int(real(element.get("indexed"), -1)), own)
    if colour is None:
        return None
    tint = real(element.get("tint"))
    return tinted(colour, tint) if tint else colour
