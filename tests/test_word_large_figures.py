"""Figures in large print: a lying page each, and words of 16 points in them."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from workbook_docs.templates import template_path
from workbook_docs.word.large_print import enlarged
from workbook_docs.word.names import W
from workbook_docs.workbooks.module_2 import Module2

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
POINT, TWIP = 12700, 635


def parts() -> tuple[etree._Element, dict[str, bytes]]:
    """The body of Module 2 in large print, and its SVG pictures by relation."""
    data = enlarged(template_path(Module2, "docx").read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        svgs = {
            r.get("Id"): package.read(f"word/{r.get('Target')}")
            for r in relations
            if r.get("Target", "").endswith(".svg")
        }
    return body, svgs


def test_every_figure_lies_on_a_page_of_its_own_and_its_words_have_16_points():
    body, svgs = parts()
    seen = 0
    for paragraph in body.iterfind(f"{W}p"):
        for extent in paragraph.iter(f"{WP}extent"):
            svg = svgs[next(paragraph.iter("{*}svgBlip")).get(f"{R}embed")].decode()
            if "<text" not in svg:
                continue
            seen += 1
            own = float(re.search(r'width="([\d.]+)pt"', svg)[1])
            scale = int(extent.get("cx")) / POINT / own
            assert min(map(float, re.findall(r'font-size="([\d.]+)"', svg))) * scale >= 15.99
            section = paragraph.find(f"{W}pPr/{W}sectPr")
            size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
            number = {
                **{n: int(size.get(f"{W}{n}")) for n in ("w", "h")},
                **{n: int(margins.get(f"{W}{n}")) for n in ("left", "right", "top", "bottom")},
            }
            assert size.get(f"{W}orient") == "landscape"
            room = number["w"] - number["left"] - number["right"]
            tall = number["h"] - number["top"] - number["bottom"]
            assert int(extent.get("cx")) <= room * TWIP
            assert int(extent.get("cy")) < tall * TWIP
            before = paragraph.getprevious()
            assert before.find(f"{W}pPr/{W}sectPr") is not None  # nothing stands above it
    assert seen == 7


def test_only_the_first_page_of_all_is_a_cover_and_the_others_stand():
    body, _ = parts()
    sections = list(body.iter(f"{W}sectPr"))

    assert [s.find(f"{W}titlePg") is not None for s in sections] == [True] + [False] * (
        len(sections) - 1
    )
    lying = [s.find(f"{W}pgSz").get(f"{W}orient") == "landscape" for s in sections]
    assert not lying[0]
    assert not lying[-1]
    assert sum(lying) == 7


def test_a_document_with_sections_of_its_own_keeps_them():
    data = template_path(Module2, "docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        held = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(held["word/document.xml"])
    first = next(root[0].iterfind(f"{W}p"))
    properties = first.find(f"{W}pPr")
    properties.append(etree.fromstring(etree.tostring(root[0].find(f"{W}sectPr"))))
    held["word/document.xml"] = etree.tostring(root)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in held.items():
            package.writestr(name, content)

    with zipfile.ZipFile(io.BytesIO(enlarged(out.getvalue()))) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    assert len(list(body.iter(f"{W}sectPr"))) == 2
