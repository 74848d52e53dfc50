"""The background that words are seen on: their own, their paragraph's, cell's, box's, page's."""

from __future__ import annotations

from typing import Any, Literal

from workbook_docs.accessibility import colours
from workbook_docs.accessibility.colours import Theme
from workbook_docs.accessibility.faults import number, truth
from workbook_docs.accessibility.word.document import Document, Paragraph, Spot
from workbook_docs.accessibility.word.names import V, W
from workbook_docs.accessibility.word.styles import Look
from workbook_docs.contrast import Colour
from workbook_docs.drawingml import A

_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_SHAPES = (f"{V}shape", f"{V}rect", f"{V}roundrect", f"{V}oval")


def ground_under(paragraph: Paragraph, look: Look) -> Colour | None:
    """The background that a run of a paragraph is seen on.

    None where it cannot be told: a box with a picture or a gradient behind its words.
    """
    styles = paragraph.document.styles
    own = look.ground or styles.filling(paragraph.properties.get("shd"))
    if own is not None:
        return own
    # From the inside out: a cell in a cell, a box in a cell, a cell in a box.
    for around in paragraph.element.iterancestors(f"{W}tc", f"{W}txbxContent"):
        if around.tag == f"{W}tc":
            spot = _spot_of(paragraph.spot, around)
            found = styles.cell_ground(around, spot.position) if spot and spot.position else None
        else:
            filled = _box_ground(around, paragraph.document.theme)
            if filled == "unknown":
                return None
            found = filled
        if found is not None:
            return found
    return _page(paragraph.document)


def _spot_of(spot: Spot | None, cell: Any) -> Spot | None:
    while spot is not None and spot.cell is not cell:
        spot = spot.around
    return spot


def _page(document: Document) -> Colour:
    return document.styles.filling(document.background.get("shd")) or colours.WHITE


def _box_ground(words: Any, theme: Theme) -> Colour | Literal["unknown"] | None:
    """The fill of the shape that words stand in; None where what is below shows through."""
    for around in words.iterancestors():
        if around.tag == f"{_WPS}wsp":
            return _shape_fill(around, theme)
        if around.tag in _SHAPES:
            return _older_fill(around)
    return None


def _shape_fill(shape: Any, theme: Theme) -> Colour | Literal["unknown"] | None:
    """Source: ECMA-376 part 1, 20.1.8 (fills), 20.1.4.2.10 (fillRef)."""
    properties = shape.find(f"{_WPS}spPr")
    for fill in properties if properties is not None else ():
        if fill.tag == f"{A}noFill":
            return None
        if fill.tag == f"{A}solidFill":
            return _solid(fill, theme)
        if fill.tag in (f"{A}gradFill", f"{A}blipFill", f"{A}pattFill", f"{A}grpFill"):
            return "unknown"
    styled = shape.find(f"{_WPS}style/{A}fillRef")
    return _solid(styled, theme) if styled is not None and number(styled.get("idx")) else None


def _solid(fill: Any, theme: Theme) -> Colour | Literal["unknown"]:
    held = next(iter(fill), None)
    if held is None or len(held):  # made lighter, darker or see-through
        return "unknown"
    named = theme.named(held.get("val")) if held.tag == f"{A}schemeClr" else None
    return named or colours.parse(held.get("val")) or "unknown"


def _older_fill(shape: Any) -> Colour | Literal["unknown"] | None:
    """Source: ECMA-376 part 4, 19.1.2.19: a shape of VML is filled with white by default."""
    if not truth(shape.get("filled", "t").replace("t", "true"), True):
        return None
    fill = shape.find(f"{V}fill")
    if fill is not None and fill.get("type", "solid") != "solid":
        return "unknown"
    said = shape.get("fillcolor", "white").split(" ")[0]
    return colours.WHITE if said == "white" else colours.parse(said) or "unknown"
