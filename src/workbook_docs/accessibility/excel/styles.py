"""How cells look: the formats of a workbook, resolved (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbook_docs.accessibility import colours
from workbook_docs.accessibility.colours import Theme
from workbook_docs.accessibility.faults import number, real, truth
from workbook_docs.contrast import Colour

_BUILT_IN = {14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
             19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 45: "mm:ss",
             46: "[h]:mm:ss", 47: "mmss.0", 49: "@"}  # fmt: skip
_NO_CODE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]')
_COLOUR = re.compile(r"\[(black|blue|cyan|green|magenta|red|white|yellow)\]", re.IGNORECASE)
_CODE_COLOURS: Mapping[str, Colour] = {
    "black": (0, 0, 0), "blue": (0, 0, 255), "cyan": (0, 255, 255), "green": (0, 255, 0),
    "magenta": (255, 0, 255), "red": (255, 0, 0), "white": (255, 255, 255),
    "yellow": (255, 255, 0),
}  # fmt: skip
"""The colours that a number format may name (18.8.31)."""
_PATTERNS = {"darkGray": 0.75, "mediumGray": 0.5, "lightGray": 0.25, "gray125": 0.125,
             "gray0625": 0.0625}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Font:
    """A font; a colour of None is automatic."""

    colour: Colour | None = None
    points: float = 11.0
    bold: bool = False
    italic: bool = False
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """The format of a cell."""

    font: Font = Font()
    grounds: tuple[Colour, ...] = ()
    code: str = "General"
    wraps: bool = False
    shrinks: bool = False
    locked: bool = True
    name: str = ""
    heading: int = 0

    @property
    def is_day(self) -> bool:
        """Whether it shows a number as a day."""
        return bool(re.search(r"[dy]|mmm", self._letters))

    @property
    def names_month(self) -> bool:
        """Whether a day is shown with the whole name of its month and four digits of its year."""
        return "mmmm" in self._letters and "yyyy" in self._letters

    @property
    def shown_in(self) -> tuple[Colour, ...]:
        """The colours in which its number format shows numbers."""
        found = (_CODE_COLOURS.get(name.casefold()) for name in _COLOUR.findall(self.code))
        return tuple(colour for colour in found if colour is not None)

    @property
    def hides_minus(self) -> bool:
        """Whether its number format shows numbers below nought by a colour and no sign."""
        _, _, below = self.code.partition(";")
        below = below.split(";")[0]
        return _COLOUR.search(below) is not None and not re.search(r"[-−(]", below)

    @property
    def _letters(self) -> str:
        first = self.code.split(";")[0]
        return re.sub("general", "", _NO_CODE.sub("", first).casefold())


@dataclass(frozen=True, slots=True)
class Difference:
    """What a conditional format changes (18.8.14)."""

    colour: Colour | None = None
    coloured: bool = False
    bold: bool | None = None
    grounds: tuple[Colour, ...] = ()
    says: bool = False
    """Whether it also changes something else than colour: letters, lines, the words shown."""


@dataclass(slots=True)
class Styles:
    """The formats of a workbook by number."""

    cells: list[Style] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    table_styles: dict[str, dict[str, int]] = field(default_factory=dict)
    theme: Theme = field(default_factory=lambda: Theme(None))
    palette: tuple[str, ...] = ()
    usual_colour: Colour | None = None
    """Colour of the Normal style's font."""
    usual_points: float = 11.0
    """Size of the Normal style's font, in whose digits the widths of columns are counted."""

    def of(self, index: int) -> Style:
        """A cell format by its number; the plain one where there is none of that number."""
        return self.cells[index] if 0 <= index < len(self.cells) else PLAIN

    def difference(self, index: int) -> Difference:
        """What a conditional format changes, by its number."""
        return self.differences[index] if 0 <= index < len(self.differences) else Difference()

    def colour(self, element: Any | None) -> Colour | None:
        """The colour that an element names."""
        return colours.of_element(element, self.theme, self.palette)

    def font(self, element: Any) -> Font:
        """A font of cells, or of some words within one."""
        size = element.find("{*}sz")
        line = element.find("{*}u")
        return Font(
            self.colour(element.find("{*}color")),
            real(size.get("val"), 11.0) if size is not None else 11.0,
            _on(element, "b"),
            _on(element, "i"),
            line is not None and line.get("val") != "none",
        )

    def grounds(self, element: Any | None, *, changed: bool = False) -> tuple[Colour, ...]:
        """The colours of a fill, all that text may stand on; none where there is no fill.

        In a conditional format (`changed`) a solid fill's colour is its background.
        """
        if element is None:
            return ()
        gradient = element.find("{*}gradientFill")
        if gradient is not None:
            found = [self.colour(stop) for stop in gradient.iterfind("{*}stop/{*}color")]
            return tuple(colour for colour in found if colour is not None)
        pattern = element.find("{*}patternFill")
        if pattern is None:
            return ()
        kind = pattern.get("patternType") or ("solid" if changed else "none")
        front, back = (self.colour(pattern.find(f"{{*}}{n}")) for n in ("fgColor", "bgColor"))
        if kind == "none":
            return ()
        if kind == "solid":
            colour = (back or front) if changed else front
            return (colour,) if colour is not None else ()
        share = _PATTERNS.get(kind, 0.5)
        return (colours.mixed(back or colours.WHITE, front or colours.BLACK, share),)


PLAIN = Style()


def _on(element: Any, name: str) -> bool:
    found = element.find(f"{{*}}{name}")
    return found is not None and truth(found.get("val"), True)


def read_styles(root: Any | None, theme: Theme) -> Styles:
    """The formats of a styles part."""
    styles = Styles(theme=theme)
    if root is None:
        return styles
    styles.palette = tuple(c.get("rgb", "") for c in root.iterfind("{*}colors/{*}indexedColors/*"))
    fonts = [styles.font(font) for font in root.iterfind("{*}fonts/{*}font")]
    normal = root.find("{*}cellStyleXfs/{*}xf")
    usual = number(normal.get("fontId")) if normal is not None else 0
    if 0 <= usual < len(fonts):
        styles.usual_points, styles.usual_colour = fonts[usual].points, fonts[usual].colour
    fills = [styles.grounds(fill) for fill in root.iterfind("{*}fills/{*}fill")]
    codes = {n.get("numFmtId"): n.get("formatCode", "")
             for n in root.iterfind("{*}numFmts/{*}numFmt")}  # fmt: skip
    names = dict(_names(root))
    for xf in root.iterfind("{*}cellXfs/{*}xf"):
        font, fill = number(xf.get("fontId")), number(xf.get("fillId"))
        alignment, protection = xf.find("{*}alignment"), xf.find("{*}protection")
        name, heading = names.get(xf.get("xfId", "0"), ("", 0))
        plain_id = xf.get("numFmtId", "0")
        styles.cells.append(
            Style(
                font=fonts[font] if 0 <= font < len(fonts) else Font(),
                grounds=fills[fill] if 0 <= fill < len(fills) else (),
                code=codes.get(plain_id, _BUILT_IN.get(number(plain_id), "General")),
                wraps=alignment is not None and truth(alignment.get("wrapText")),
                shrinks=alignment is not None and truth(alignment.get("shrinkToFit")),
                locked=protection is None or truth(protection.get("locked"), True),
                name=name,
                heading=heading,
            )
        )
    styles.differences = [_difference(dxf, styles) for dxf in root.iterfind("{*}dxfs/{*}dxf")]
    for style in root.iterfind("{*}tableStyles/{*}tableStyle"):
        styles.table_styles[style.get("name", "")] = {
            element.get("type", ""): number(element.get("dxfId"), -1)
            for element in style.iterfind("{*}tableStyleElement")
        }
    return styles


def _names(root: Any) -> Iterator[tuple[str, tuple[str, int]]]:
    """Of each named style: its folded name, and the level where it is a heading."""
    for style in root.iterfind("{*}cellStyles/{*}cellStyle"):
        name = " ".join(style.get("name", "").casefold().split())
        match = re.fullmatch(r"(?:excel built-in )?heading ?_?([1-4])", name)
        built_in = number(style.get("builtinId"), -1)
        level = int(match[1]) if match else built_in - 15 if 16 <= built_in <= 19 else 0
        if name == "title" or built_in == 15:
            level = 1
        yield style.get("xfId", ""), (name, level)


def _difference(dxf: Any, styles: Styles) -> Difference:
    font, fill = dxf.find("{*}font"), dxf.find("{*}fill")
    colour = styles.colour(font.find("{*}color")) if font is not None else None
    bold = _on(font, "b") if font is not None and font.find("{*}b") is not None else None
    marks = ("b", "i", "u", "strike")
    said = font is not None and any(_on(font, mark) for mark in marks)
    return Difference(
        colour=colour,
        coloured=colour is not None,
        bold=bold,
        grounds=styles.grounds(fill, changed=True),
        says=said or dxf.find("{*}numFmt") is not None,
    )
