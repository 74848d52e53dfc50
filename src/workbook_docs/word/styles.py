"""What styles say about text: the name, heading level and weight of a paragraph, its look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from workbook_docs.word.looks import PLAIN_LOOK, Look, ground_of, look_of
from workbook_docs.word.names import W, on, value
from workbook_docs.word.shading import Shading, shading_of


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style as far as reading asks: folded name, heading level, bold, look."""

    name: str = ""
    level: int = 0
    bold: bool = False
    look: Look = PLAIN_LOOK


_NONE = Style()


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by id: of paragraphs, of characters, and the ground of tables."""

    by_id: Mapping[str, Style]
    characters: Mapping[str, Look] = field(default_factory=dict)
    tables: Mapping[str, Shading] = field(default_factory=dict)
    default: Style = _NONE

    def of(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph with these properties."""
        if properties is None:
            return self.default
        identifier = value(properties.find(W + "pStyle"))
        style = self.by_id.get(identifier, _NONE) if identifier else self.default
        if style is _NONE and identifier:
            # AbiWord uses names as ids, and some files name styles they do not declare.
            style = Style(_folded(identifier), _level(_folded(identifier)))
        direct = value(properties.find(W + "outlineLvl"))
        if direct and direct.isdigit() and int(direct) < 9:
            style = replace(style, level=int(direct) + 1)
        ground = ground_of(properties)
        return style if ground is None else replace(style, look=replace(style.look, ground=ground))

    def look(self, run: etree._Element | None, around: Look) -> Look:
        """The look of a run with these properties in a paragraph that looks so."""
        if run is None or not len(run):
            return around
        own = look_of(run)
        styled = self.characters.get(value(run.find(W + "rStyle")) or "")
        if styled is None:
            return own.over(around)
        # A toggle of both styles cancels itself out (17.7.3); one of the run's own decides.
        if styled.hidden and around.hidden:
            styled = replace(styled, hidden=False)
        return own.over(styled.over(around))


def read_styles(root: etree._Element | None) -> Styles:
    """The styles of a styles part, chains of `basedOn` followed."""
    raw: dict[str, dict[str, etree._Element]] = {"paragraph": {}, "character": {}, "table": {}}
    default = None
    for found in root.iter(W + "style") if root is not None else ():
        kind, identifier = found.get(W + "type"), found.get(W + "styleId", "")
        raw.setdefault(kind or "", {})[identifier] = found
        if kind == "paragraph" and found.get(W + "default") in ("1", "true", "on"):
            default = identifier
    path = f"{W}docDefaults/{W}rPrDefault/{W}rPr"
    below = look_of(root.find(path)) if root is not None else Look()
    by_id = {id: _resolve(id, raw["paragraph"], below) for id in raw["paragraph"]}
    plain = by_id.get(default, Style(look=below)) if default else Style(look=below)
    return Styles(
        by_id,
        {id: _look(id, raw["character"]) for id in raw["character"]},
        {id: shading_of(_chain(id, raw["table"])) for id in raw["table"]},
        # An unstyled paragraph looks like the default one; its name tells nobody anything.
        Style(look=plain.look),
    )


def _resolve(identifier: str, raw: Mapping[str, etree._Element], below: Look) -> Style:
    name = _folded(value(raw[identifier].find(W + "name")) or identifier)
    level, bold = _level(name), None
    for element in _chain(identifier, raw):
        if bold is None and element.find(f"{W}rPr/{W}b") is not None:
            bold = on(element.find(W + "rPr"), "b", False)
        outline = value(element.find(f"{W}pPr/{W}outlineLvl"))
        if not level and outline and outline.isdigit() and int(outline) < 9:
            level = int(outline) + 1
        if not level:
            level = _level(_folded(value(element.find(W + "name")) or ""))
    return Style(name, level, bool(bold), _look(identifier, raw).over(below))


def _look(identifier: str, raw: Mapping[str, etree._Element]) -> Look:
    found = Look()
    for element in _chain(identifier, raw):
        own = look_of(element.find(W + "rPr")).on(ground_of(element.find(W + "pPr")))
        found = found.over(own)
    return found


def _chain(identifier: str, raw: Mapping[str, etree._Element]) -> Iterator[etree._Element]:
    """A style and those it is based on, nearest first."""
    seen: set[str] = set()
    current: str | None = identifier
    while current in raw and current not in seen:
        assert current is not None
        seen.add(current)
        yield raw[current]
        current = value(raw[current].find(W + "basedOn"))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _level(name: str) -> int:
    if name == "title":
        return 1
    match = re.fullmatch(r"(?:heading|überschrift|titre)[ _]?([1-9])", name)
    return int(match[1]) if match else 0
