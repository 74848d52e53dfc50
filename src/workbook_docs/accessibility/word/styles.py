"""How text looks in the end: defaults, table, paragraph and character styles, direct formatting.

Source: ECMA-376 part 1, 17.7.2 (style hierarchy), 17.7.3 (toggle properties) and 17.7.6
(conditional formats of tables).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias

from workbook_docs.accessibility import colours
from workbook_docs.accessibility.colours import Theme
from workbook_docs.accessibility.faults import number, real, truth
from workbook_docs.accessibility.word.names import W14, W, local, val
from workbook_docs.contrast import Colour

Properties: TypeAlias = "Mapping[str, Mapping[str, str]]"
"""Property elements by name, each as its attributes by name."""

_TOGGLES = frozenset({"b", "i", "caps", "smallCaps", "vanish", "strike", "outline", "shadow"})
_BY_ATTRIBUTE = frozenset({"rFonts", "lang", "ind", "spacing"})
_THEMED = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme"}
_HIGHLIGHTS: Mapping[str, Colour] = {
    "black": (0, 0, 0), "blue": (0, 0, 255), "cyan": (0, 255, 255), "green": (0, 255, 0),
    "magenta": (255, 0, 255), "red": (255, 0, 0), "yellow": (255, 255, 0),
    "white": (255, 255, 255), "darkBlue": (0, 0, 139), "darkCyan": (0, 139, 139),
    "darkGreen": (0, 100, 0), "darkMagenta": (139, 0, 139), "darkRed": (139, 0, 0),
    "darkYellow": (139, 139, 0), "darkGray": (169, 169, 169), "lightGray": (211, 211, 211),
}  # fmt: skip
_NONE: Properties = {}


def flat(properties: Any | None) -> Properties:
    """The children of a `w:rPr`, `w:pPr` or `w:tcPr` by name."""
    if properties is None:
        return _NONE
    return {
        local(child.tag): {local(key): value for key, value in child.attrib.items()}
        for child in properties
        if isinstance(child.tag, str)
    }


def merged(*layers: Properties) -> dict[str, dict[str, str]]:
    """Properties laid over one another, the last on top."""
    found: dict[str, dict[str, str]] = {}
    for layer in layers:
        for name, attributes in layer.items():
            under = found.get(name, {}) if name in _BY_ATTRIBUTE else {}
            # A typeface named on top hides a theme's font below.
            hidden = {_THEMED[key] for key in attributes if key in _THEMED}
            kept = {key: value for key, value in under.items() if key not in hidden}
            found[name] = {**kept, **attributes}
    return found


def on(properties: Properties, name: str) -> bool:
    """Whether a toggle such as `b` is on (17.17.4: without a value it is)."""
    found = properties.get(name)
    return found is not None and truth(found.get("val"), True)


@dataclass(frozen=True, slots=True)
class Position:
    """Of a cell: its table's style, and the conditional formats that apply, weakest first."""

    style: str | None
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What decides the conditional formats of a table's cells."""

    style: str | None
    rows: int
    columns: int
    look: frozenset[str]
    row_band: int = 1
    column_band: int = 1

    def position(self, row: int, column: int) -> Position:
        """Of the cell in a row and column, both from 0 (17.7.6)."""
        first_row = "firstRow" in self.look and row == 0
        last_row = "lastRow" in self.look and row == self.rows - 1
        first_column = "firstColumn" in self.look and column == 0
        last_column = "lastColumn" in self.look and column == self.columns - 1
        band_row = row - ("firstRow" in self.look)
        band_column = column - ("firstColumn" in self.look)
        upright = f"band{band_column // self.column_band % 2 + 1}Vert"
        across = f"band{band_row // self.row_band % 2 + 1}Horz"
        formats = (
            ("noVBand" not in self.look and band_column >= 0, upright),
            ("noHBand" not in self.look and band_row >= 0, across),
            (first_row, "firstRow"), (last_row, "lastRow"),
            (first_column, "firstCol"), (last_column, "lastCol"),
            (first_row and first_column, "nwCell"), (first_row and last_column, "neCell"),
            (last_row and first_column, "swCell"), (last_row and last_column, "seCell"),
        )  # fmt: skip
        return Position(self.style, tuple(name for holds, name in formats if holds))


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; a colour of None is automatic, which an editor keeps readable."""

    colour: Colour | None
    points: float
    bold: bool
    italic: bool
    capitals: bool
    hidden: bool
    underlined: bool
    font: str | None
    language: str
    ground: Colour | None


class Styles:
    """The styles of a document, resolved."""

    def __init__(self, root: Any | None, theme: Theme) -> None:
        self.theme = theme
        self.by_id: dict[str, Any] = {}
        self.defaults: dict[str, str] = {}
        self.run_defaults: Properties = _NONE
        self.paragraph_defaults: Properties = _NONE
        for style in root.iter(f"{W}style") if root is not None else ():
            identifier = style.get(f"{W}styleId", "")
            self.by_id[identifier] = style
            if truth(style.get(f"{W}default")):
                self.defaults[style.get(f"{W}type", "")] = identifier
        if root is not None:
            self.run_defaults = flat(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
            self.paragraph_defaults = flat(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
        self._look = lru_cache(maxsize=4096)(self._styled_run)
        self._paragraph = lru_cache(maxsize=4096)(self._styled_paragraph)
        self._cell = lru_cache(maxsize=4096)(self._cell_layers)
        self._chains: dict[str, tuple[Any, ...]] = {}

    def name(self, identifier: str | None, kind: str = "paragraph") -> str:
        """The folded name of a style; the default one of its kind where none is named."""
        identifier = identifier or self.defaults.get(kind, "")
        style = self.by_id.get(identifier)
        name = val(style.find(f"{W}name")) if style is not None else None
        return " ".join((name or identifier).casefold().split())

    def chain(self, identifier: str | None) -> tuple[Any, ...]:
        """A style and those it is based on, the base first."""
        key = identifier or ""
        if key not in self._chains:
            found: list[Any] = []
            seen: set[str] = set()
            current: str | None = key
            while current in self.by_id and current not in seen:
                seen.add(current)
                found.append(self.by_id[current])
                current = val(self.by_id[current].find(f"{W}basedOn"))
            self._chains[key] = tuple(reversed(found))
        return self._chains[key]

    # Paragraphs ------------------------------------------------------------------------

    def paragraph(self, element: Any, position: Position | None) -> Properties:
        """The properties of a paragraph."""
        properties = element.find(f"{W}pPr")
        identifier = val(properties.find(f"{W}pStyle")) if properties is not None else None
        return merged(self._paragraph(identifier, position), flat(properties))

    def _styled_paragraph(self, identifier: str | None, position: Position | None) -> Properties:
        layers = [self.paragraph_defaults]
        layers += [flat(layer.find(f"{W}pPr")) for layer in self._table_layers(position)]
        layers += [flat(style.find(f"{W}pPr")) for style in self._paragraph_chain(identifier)]
        return merged(*layers)

    def _paragraph_chain(self, identifier: str | None) -> tuple[Any, ...]:
        return self.chain(identifier or self.defaults.get("paragraph"))

    # Tables ----------------------------------------------------------------------------

    def _table_layers(self, position: Position | None) -> tuple[Any, ...]:
        return self._cell(position) if position is not None else ()

    def _cell_layers(self, position: Position) -> tuple[Any, ...]:
        styles = self.chain(position.style or self.defaults.get("table"))
        layers = list(styles)
        for format in position.formats:
            for style in styles:
                layers += [
                    held
                    for held in style.findall(f"{W}tblStylePr")
                    if held.get(f"{W}type") == format
                ]
        return tuple(layers)

    def cell_ground(self, cell: Any, position: Position) -> Colour | None:
        """The background of a cell; None where neither it nor its table has one."""
        layers = [flat(layer.find(f"{W}tcPr")) for layer in self._table_layers(position)]
        layers.append(flat(cell.find(f"{W}tcPr")))
        return self.filling(merged(*layers).get("shd"))

    # Runs ------------------------------------------------------------------------------

    def look(self, run: Any, paragraph: Any, position: Position | None) -> Look:
        """How a run of a paragraph looks."""
        direct = run.find(f"{W}rPr")
        held = paragraph.find(f"{W}pPr")
        styled = val(held.find(f"{W}pStyle")) if held is not None else None
        character = val(direct.find(f"{W}rStyle")) if direct is not None else None
        base = self._look(styled, character, position)
        look = self._seen(merged(base, flat(direct)))
        painted = self._painted(direct)
        return look if painted is None else replace(look, colour=painted)

    def _painted(self, direct: Any | None) -> Colour | None:
        """The plain colour of a text effect, which newer editors show in place of the other."""
        fill = direct.find(f"{W14}textFill/{W14}solidFill") if direct is not None else None
        held = next(iter(fill), None) if fill is not None else None
        if held is None or len(held):
            return None
        said = held.get(f"{W14}val")
        return self.theme.named(said) or colours.parse(said)

    def _styled_run(
        self, paragraph: str | None, character: str | None, position: Position | None
    ) -> Properties:
        in_table = merged(*(flat(s.find(f"{W}rPr")) for s in self._table_layers(position)))
        in_paragraph = merged(*(flat(s.find(f"{W}rPr")) for s in self._paragraph_chain(paragraph)))
        in_character = merged(
            *(
                flat(s.find(f"{W}rPr"))
                for s in self.chain(character or self.defaults.get("character"))
            )
        )
        found = merged(self.run_defaults, in_table, in_paragraph, in_character)
        for name in _TOGGLES:
            # Between the levels a toggle of a style inverts the one below (17.7.3).
            levels = [on(level, name) for level in (in_table, in_paragraph, in_character)]
            if any(name in level for level in (in_table, in_paragraph, in_character)):
                up = on(self.run_defaults, name) or sum(levels) % 2 == 1
                found[name] = {"val": "1" if up else "0"}
        return found

    def _seen(self, properties: Properties) -> Look:
        fonts = properties.get("rFonts", {})
        themed = fonts.get("asciiTheme")
        line = properties.get("u", {}).get("val", "none" if "u" not in properties else "single")
        ground = self.filling(properties.get("shd"))
        marked = properties.get("highlight", {}).get("val", "none")
        return Look(
            colour=self._colour(properties.get("color")),
            points=real(properties.get("sz", {}).get("val"), 20.0) / 2,
            bold=on(properties, "b"),
            italic=on(properties, "i"),
            capitals=on(properties, "caps"),
            hidden=on(properties, "vanish"),
            underlined=line != "none",
            font=(self.theme.font(themed) if themed else None) or fonts.get("ascii"),
            language=properties.get("lang", {}).get("val", ""),
            ground=_HIGHLIGHTS.get(marked, ground),
        )

    def _colour(self, attributes: Mapping[str, str] | None) -> Colour | None:
        if attributes is None:
            return None
        named = self.theme.named(attributes.get("themeColor"))
        if named is None:
            return colours.parse(attributes.get("val"))
        return colours.shaded(named, attributes.get("themeShade"), attributes.get("themeTint"))

    def filling(self, shading: Mapping[str, str] | None) -> Colour | None:
        """The colour of a `w:shd` (17.3.5); None where what is below shows through."""
        if shading is None or shading.get("val") == "nil":
            return None
        fill = self._of_shading(shading, "themeFill", "fill")
        front = self._of_shading(shading, "themeColor", "color")
        pattern = shading.get("val", "clear")
        if pattern == "clear":
            return fill
        if pattern == "solid":
            return front or colours.BLACK
        share = number(pattern.removeprefix("pct"), 50) / 100 if pattern.startswith("pct") else 0.5
        if fill is None and front is None and not share:
            return None
        return colours.mixed(fill or colours.WHITE, front or colours.BLACK, min(1.0, share))

    def _of_shading(self, shading: Mapping[str, str], theme: str, plain: str) -> Colour | None:
        named = self.theme.named(shading.get(theme))
        if named is None:
            return colours.parse(shading.get(plain))
        return colours.shaded(named, shading.get(f"{theme}Shade"), shading.get(f"{theme}Tint"))


def looks_of(table: Any) -> frozenset[str]:
    """The conditional formats that a table asks for, by attribute or by the older bits."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return frozenset({"noHBand", "noVBand"})
    names = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100,
             "noHBand": 0x200, "noVBand": 0x400}  # fmt: skip
    try:
        bits = int(look.get(f"{W}val") or "0", 16)
    except ValueError:
        bits = 0
    return frozenset(
        name
        for name, bit in names.items()
        if (truth(look.get(f"{W}{name}")) if look.get(f"{W}{name}") is not None else bits & bit)
    )
