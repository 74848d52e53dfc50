"""Figures in large print: each on a page of its own, lying, so that its words grow with it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from workbook_docs.word.names import W

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TWIP = 635
"""English metric units in a twentieth of a point."""
_EDGE = 480
"""Twips of the side margins of a lying page: 8.5 mm, which printers can print. Holes are punched
at its top, where the margin stays."""
_ROOM_BELOW = 400
"""Twips below a figure for the paragraph that it stands in."""


def enlarge_figures(root: etree._Element) -> None:
    """Put each wide picture that stands alone in a paragraph of the body on a lying page."""
    body = root.find(W + "body")
    last = body.find(W + "sectPr") if body is not None else None
    if body is None or last is None or last.find(W + "pgSz") is None:
        return
    if last.find(W + "pgMar") is None or body.findall(f".//{W}pPr/{W}sectPr"):
        return  # a designer's own sections stay as they are
    width = _number(last, "pgSz", "w") - _number(last, "pgMar", "left", "right")
    figures = [p for p in body.iterfind(W + "p") if _is_figure(p, width)]
    if not figures:
        return
    standing = deepcopy(last)
    later = [deepcopy(last), last]
    for section in later:
        for title in section.findall(W + "titlePg"):
            section.remove(title)  # only the first page of all is a cover
    for figure in figures:
        before = figure.getprevious()
        if before is not None and not _ends_section(before):
            _end_section(_paragraph(before), standing)
            standing = later[0]
        lying = _lying(later[0])
        _fit(figure, lying)
        _end_section(figure, lying)


def _is_figure(paragraph: Any, width: int) -> bool:
    pictures = list(paragraph.iter(_WP + "inline"))
    alone = not any((t.text or "").strip() for t in paragraph.iter(W + "t"))
    return len(pictures) == 1 and alone and 2 * _extent(pictures[0])[0] > width * _TWIP


def _extent(picture: Any) -> tuple[int, int]:
    extent = picture.find(_WP + "extent")
    return (int(extent.get("cx")), int(extent.get("cy"))) if extent is not None else (0, 0)


def _fit(figure: Any, section: Any) -> None:
    """Make the picture of a paragraph as large as a page of a section holds."""
    picture = next(figure.iter(_WP + "inline"))
    wide, high = _extent(picture)
    room = _number(section, "pgSz", "w") - _number(section, "pgMar", "left", "right")
    tall = _number(section, "pgSz", "h") - _number(section, "pgMar", "top", "bottom") - _ROOM_BELOW
    scale = max(1.0, min(room * _TWIP / wide, tall * _TWIP / high))
    for extent in picture.iter(_WP + "extent", _A + "ext"):
        for side in ("cx", "cy"):
            if extent.get(side):
                extent.set(side, str(round(int(extent.get(side)) * scale)))


def _lying(section: Any) -> Any:
    lying = deepcopy(section)
    size, margins = lying.find(W + "pgSz"), lying.find(W + "pgMar")
    wide, high = size.get(W + "w"), size.get(W + "h")
    size.set(W + "w", high)
    size.set(W + "h", wide)
    size.set(W + "orient", "landscape")
    for side in ("left", "right"):
        margins.set(W + side, str(_EDGE))
    return lying


def _number(section: Any, name: str, *attributes: str) -> int:
    element = section.find(W + name)
    return sum(int(element.get(W + attribute, "0")) for attribute in attributes)


def _paragraph(before: Any) -> Any:
    """The paragraph that ends a section: the one before, or an empty one behind a table."""
    if before.tag == W + "p":
        return before
    paragraph = etree.Element(W + "p")
    before.addnext(paragraph)
    return paragraph


def _ends_section(element: Any) -> bool:
    return element.find(f"{W}pPr/{W}sectPr") is not None


def _end_section(paragraph: Any, section: Any) -> None:
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    change = properties.find(W + "pPrChange")
    if change is None:
        properties.append(deepcopy(section))
    else:
        change.addprevious(deepcopy(section))
