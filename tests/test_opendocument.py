"""All text in cells of OpenDocument sheets comes through LibreOffice."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from programs import program
from workbook_docs.opendocument import TEXT, with_lines
from workbook_docs.reading import outline_of

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table")
)
CASES = [
    # what stands in a paragraph                                      its lines
    ("a", ["a"]),
    ("a<text:line-break/>b", ["a", "b"]),
    ("a<text:line-break/><text:line-break/>c", ["a", "", "c"]),
    ("a<text:tab/>b", ["a b"]),
    ("<text:span>a<text:tab/></text:span>b", ["a b"]),
    ("x<text:span>a<text:line-break/>b</text:span>c<text:span>d</text:span>", ["xa", "bcd"]),
    ("a<text:s text:c='3'/>b", ["ab"]),
    ("on <text:date text:date-value='2026-11-24'>24 November</text:date>.", ["on 24 November."]),
    ("<text:span><text:sheet-name>Form</text:sheet-name>, x</text:span>", ["Form, x"]),
    ("<text:title><text:author-name>Ann</text:author-name></text:title>!", ["Ann!"]),
    ("<text:title>T<text:line-break/>U</text:title>", ["TU"]),
    ("<text:span>a</text:span><text:line-break/>b<text:span>c</text:span>", ["a", "bc"]),
]  # fmt: skip


def sheet(paragraph: str) -> bytes:
    return (
        f'<office:document {SPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>'
        '<office:spreadsheet><table:table table:name="One"><table:table-row>'
        '<table:table-cell office:value-type="string">'
        f"<text:p>{paragraph}</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document>"
    ).encode()


def lines(data: bytes) -> list[str]:
    return ["".join(p.itertext()) for p in etree.fromstring(data).iter(f"{TEXT}p")]


@pytest.mark.parametrize(("paragraph", "expected"), CASES)
def test_each_line_is_a_paragraph_and_each_tab_a_space(paragraph, expected):
    assert lines(with_lines(sheet(paragraph), "fods")) == expected


BLOCKS = [
    # what stands in a cell beside paragraphs            its lines
    ("</text:p><text:h text:outline-level='1'>b</text:h><text:p>", ["a", "b", "c"]),
    ("</text:p><text:list><text:list-item><text:p>b</text:p></text:list-item><text:list-item>"
     "<text:p>x<text:line-break/>y</text:p></text:list-item></text:list><text:p>", ["a", "b", "x", "y", "c"]),
]  # fmt: skip


@pytest.mark.parametrize(("block", "expected"), BLOCKS)
def test_headings_and_lists_in_cells_are_lines(block, expected):
    assert lines(with_lines(sheet(f"a{block}c"), "fods")) == expected


def test_the_same_in_a_packed_file_whose_other_parts_stay():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", sheet("a<text:line-break/>b"))
    with zipfile.ZipFile(io.BytesIO(with_lines(packed.getvalue(), "ods"))) as archive:
        assert archive.namelist() == ["mimetype", "content.xml"]
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert lines(archive.read("content.xml")) == ["a", "b"]


def test_libreoffice_keeps_them():
    program("soffice")
    typed = (
        "a<text:line-break/>b<text:tab/>c<text:s text:c='2'/>d <text:date>May</text:date></text:p>"
        "<text:list><text:list-item><text:p>e</text:p></text:list-item></text:list><text:p>"
    )
    found = outline_of(sheet(typed), "fods")

    assert found.blocks[0].text.rstrip() == "a\nb c  d May\ne"
