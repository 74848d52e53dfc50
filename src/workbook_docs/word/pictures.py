"""A picture in a line of text: PNG for every program, and SVG for those that take it.

Sources: ECMA-376 part 1, 20.4.2.8 (inline pictures); [MS-ODRAWXML] 2.3 (svgBlip).
"""

from __future__ import annotations

import hashlib
from html import escape
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from workbook_docs.content import Picture
from workbook_docs.word.elements import run

POINT = 12700
"""English metric units in a point."""

_NS = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
)
_SVG = (
    '<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'r:embed="{}"/></a:ext></a:extLst>'
)


def place(
    paragraph: Any, picture: Picture, words: str, most_wide: float, most_high: float = 700
) -> None:
    """Put a picture at the end of a paragraph, no larger than so many points.

    Every picture has words: LibreOffice 7.4 forgets the mark that one only decorates.
    """
    scale = min(1.0, most_wide / picture.width, most_high / picture.height)
    wide, high = (round(side * scale * POINT) for side in (picture.width, picture.height))
    png = _part(paragraph.part, picture.png, "png", "image/png")
    svg = (
        _SVG.format(_part(paragraph.part, picture.svg, "svg", "image/svg+xml"))
        if picture.svg
        else ""
    )
    number = len(paragraph.part.element.findall(f".//{{{_WP}}}inline")) + 1
    name = f"Picture {number}"
    said = f' descr="{escape(words)}"'
    drawing = parse_xml(
        f'<w:drawing {_NS}><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="{name}"{said}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"{said}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{png}">{svg}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    run(paragraph).append(drawing)


_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def _part(document: Any, data: bytes, suffix: str, content_type: str) -> str:
    """The relation of a document to a picture's file; one file for the same bytes."""
    name = PackURI(f"/word/media/{hashlib.sha256(data).hexdigest()[:16]}.{suffix}")
    for relation in document.rels.values():
        if not relation.is_external and relation.target_part.partname == name:
            return str(relation.rId)
    part = Part(name, content_type, data, document.package)
    return str(document.relate_to(part, RELATIONSHIP_TYPE.IMAGE))
