"""What paragraph styles say about a block: its name, heading level and weight."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from workbook_docs.word.names import W, on, value


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style as far as reading asks: folded name, heading level, bold or not."""

    name: str = ""
    level: int = 0
    bold: bool = False


_NONE = Style()


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles of a document by id."""

    by_id: Mapping[str, Style]

    @property
    def names(self) -> set[str]:
        """The folded names of all styles."""
        return {style.name for style in self.by_id.values()}

    def of(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph with these properties."""
        if properties is None:
            return _NONE
        identifier = value(properties.find(W + "pStyle"))
        style = self.by_id.get(identifier or "", _NONE)
        if style is _NONE and identifier:
            # AbiWord uses names as ids, and some files name styles they do not declare.
            style = Style(_folded(identifier), _level(_folded(identifier)))
        direct = value(properties.find(W + "outlineLvl"))
        if direct and direct.isdigit() and int(direct) < 9:
            return Style(style.name, int(direct) + 1, style.bold)
        return style


def read_styles(root: etree._Element | None) -> Styles:
    """The paragraph styles of a styles part, chains of `basedOn` followed."""
    raw: dict[str, etree._Element] = {}
    for found in root.iter(W + "style") if root is not None else ():
        if found.get(W + "type") == "paragraph":
            raw[found.get(W + "styleId", "")] = found
    return Styles({identifier: _resolve(identifier, raw) for identifier in raw})


def _resolve(identifier: str, raw: Mapping[str, etree._Element]) -> Style:
    name = _folded(value(raw[identifier].find(W + "name")) or identifier)
    level, bold, seen = _level(name), None, set()
    current: str | None = identifier
    while current in raw and current not in seen:
        seen.add(current)
        element = raw[current or ""]
        if bold is None and element.find(f"{W}rPr/{W}b") is not None:
            bold = on(element.find(W + "rPr"), "b", False)
        outline = value(element.find(f"{W}pPr/{W}outlineLvl"))
        if not level and outline and outline.isdigit() and int(outline) < 9:
            level = int(outline) + 1
        if not level:
            level = _level(_folded(value(element.find(W + "name")) or ""))
        current = value(element.find(W + "basedOn"))
    return Style(name, level, bool(bold))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _level(name: str) -> int:
    if name == "title":
        return 1
    match = re.fullmatch(r"(?:heading|überschrift|titre)[ _]?([1-9])", name)
    return int(match[1]) if match else 0
