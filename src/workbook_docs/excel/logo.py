"""A hub's logo on the first sheet, beside the title, with its words.

Source: ECMA-376 part 1, 20.5.2.24 (oneCellAnchor).
"""

from __future__ import annotations

from html import escape
from typing import Any

from lxml import etree

from workbook_docs.content import Picture
from workbook_docs.excel.book import rows
from workbook_docs.excel.package import Package
from workbook_docs.excel.strings import local
from workbook_docs.ooxml import rels_name, serialised

_POINT = 12700  # English metric units in a point
_WIDEST, _TALLEST, _EDGE = 200.0, 54.0, 3.0  # points
LOGO_COLUMN = 2
"""The column of the picture, from 0: the title runs over those before it."""
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_AFTER = ("drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
          "legacyDrawing", "extLst")  # fmt: skip
"""What stands behind the drawing among the children of a sheet."""


def add_logo(package: Package, sheet: str, picture: Picture, words: str) -> None:
    """Place a picture at the right of the first row of a sheet that has no drawing yet."""
    scale = min(1.0, _WIDEST / picture.width, _TALLEST / picture.height)
    wide, high = (side * scale for side in (picture.width, picture.height))
    drawing = "xl/drawings/drawing1.xml"
    package.add(sheet, drawing, "drawing", _DRAWING_TYPE, b"")
    package.add(drawing, "xl/media/logo.png", "image", "image/png", picture.png)
    package.put(drawing, _drawing(wide, high, words, _id_of(package, drawing, "image")))
    root: Any = package.root(sheet)
    mark = etree.Element(f"{{{etree.QName(root).namespace}}}drawing", nsmap={"r": _RELATIONS})
    mark.set(f"{{{_RELATIONS}}}id", _id_of(package, sheet, "drawing"))
    later = next((child for child in root if local(child) in _AFTER), None)
    if later is None:
        root.append(mark)
    else:
        later.addprevious(mark)
    for row, number in rows(root):
        if number == 0:
            row.set("ht", f"{max(float(row.get('ht', '0')), high + 2 * _EDGE):.4g}")
    package.put(sheet, serialised(root))


def _id_of(package: Package, part: str, kind: str) -> str:
    relations: Any = package.root(rels_name(part))
    return next(str(r.get("Id")) for r in relations if r.get("Type", "").endswith(f"/{kind}"))


def _drawing(wide: float, high: float, words: str, image: str) -> bytes:
    size = f'cx="{round(wide * _POINT)}" cy="{round(high * _POINT)}"'
    edge = round(_EDGE * _POINT)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<xdr:wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main" '
        f'xmlns:r="{_RELATIONS}"><xdr:oneCellAnchor><xdr:from><xdr:col>{LOGO_COLUMN}</xdr:col>'
        f"<xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>{edge}</xdr:rowOff></xdr:from>"
        f'<xdr:ext {size}/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Logo" '
        f'descr="{escape(words)}"/><xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr>'
        f'</xdr:nvPicPr><xdr:blipFill><a:blip r:embed="{image}"/><a:stretch><a:fillRect/>'
        f'</a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>'
        "</xdr:oneCellAnchor></xdr:wsDr>"
    ).encode()
