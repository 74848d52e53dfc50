"""The ground that a table style gives to each cell of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from workbook_docs.contrast import UNSURE
from workbook_docs.word.looks import ground_of
from workbook_docs.word.names import W, value

# Parts of a table that a style may shade, the strongest first (ECMA-376 part 1, 17.7.6.6).
_CORNERS = (("nwCell", 0, 0), ("neCell", 0, -1), ("swCell", -1, 0), ("seCell", -1, -1))
_FLAGS = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100,
    "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shading:
    """The grounds that a table style gives to the parts of a table, by the part's name."""

    grounds: Mapping[str, str] = field(default_factory=dict)
    is_banded_widely: bool = False

    def of(
        self, row: int, rows: int, column: int, is_last: bool, flags: frozenset[str]
    ) -> str | None:
        """The ground of a cell; None where the style gives it none."""
        if not self.grounds:
            return None
        at_top, at_end = row == 0 and "firstRow" in flags, row == rows - 1 and "lastRow" in flags
        at_left, at_right = (
            column == 0 and "firstColumn" in flags,
            is_last and "lastColumn" in flags,
        )
        names = [
            name
            for name, vertical, horizontal in _CORNERS
            if (at_end if vertical else at_top) and (at_right if horizontal else at_left)
        ]
        edges = (
            ("firstRow", at_top),
            ("lastRow", at_end),
            ("firstCol", at_left),
            ("lastCol", at_right),
        )
        names += [name for name, is_there in edges if is_there]
        if "noHBand" not in flags:
            names.append(f"band{1 + (row - ('firstRow' in flags)) % 2}Horz")
        if "noVBand" not in flags:
            names.append(f"band{1 + (column - ('firstColumn' in flags)) % 2}Vert")
        for name in (*names, "wholeTable"):
            if ground := self.grounds.get(name):
                return UNSURE if self.is_banded_widely and name.startswith("band") else ground
        return None


def shading_of(chain: Iterator[etree._Element]) -> Shading:
    """What a table style, nearest first in a chain, shades."""
    grounds: dict[str, str] = {}
    widely = False
    for style in chain:
        own = ground_of(style.find(W + "tcPr")) or ground_of(style.find(W + "tblPr"))
        if own:
            grounds.setdefault("wholeTable", own)
        for part in style.iter(W + "tblStylePr"):
            found = next((g for p in part.iter(W + "tcPr", W + "pPr") if (g := ground_of(p))), None)
            if found:
                grounds.setdefault(part.get(W + "type", ""), found)
        for size in style.iter(W + "tblStyleRowBandSize", W + "tblStyleColBandSize"):
            widely = widely or value(size) not in (None, "1")
    return Shading(grounds, widely)


def flags_of(look: etree._Element | None) -> frozenset[str]:
    """Which parts of its style a table shows."""
    if look is None:
        # Programs differ here: any part may be shaded.
        return frozenset(name for name in _FLAGS if not name.startswith("no"))
    code = value(look) or ""
    try:
        number = int(code, 16)
    except ValueError:
        number = 0
    return frozenset(
        name
        for name, bit in _FLAGS.items()
        if (look.get(W + name) or ("1" if number & bit else "0")) in ("1", "true", "on")
    )
