"""A hostile file costs one worker process, and nothing else."""

from __future__ import annotations

import io
import zipfile

import pytest

from workbook_docs import parsing
from workbook_docs.copies import fill
from workbook_docs.errors import NotReadable
from workbook_docs.parsing import parse
from workbook_docs.reading import read, read_bytes
from workbook_docs.workbooks.module_2 import Module2

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def word(body: str) -> bytes:
    return packed({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})


def excel(sheet: str) -> bytes:
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    return packed(
        {
            "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="A" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r1" '
            f'Type="{kind}" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet {S}>{sheet}</worksheet>",
        }
    )


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def cell(text: str) -> str:
    return f"<w:tc>{text}<w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"


HOSTILE = [
    ("a cell 200 million columns wide", word(
        "<w:tbl><w:tr>" + cell('<w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr>') + "</w:tr></w:tbl>")),
    ("a width that is no number", word(
        "<w:tbl><w:tr>" + cell('<w:tcPr><w:gridSpan w:val="x"/></w:tcPr>') + "</w:tr></w:tbl>")),
    ("100 tables in each other", word(
        "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60)),
    ("fields that never end", word('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 500)),
    ("ends without beginnings", word(
        '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r><w:bookmarkEnd w:id="5"/></w:p>')),
    ("a control with nothing in it", word("<w:sdt/><w:p><w:sdt><w:sdtPr/></w:sdt></w:p>")),
    ("the last cell of the largest sheet", excel(
        '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')),
    ("everything merged", excel(
        '<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    ("a lying dimension", excel(
        '<dimension ref="A1:XFD1048576"/><sheetData><row><c><v>1</v></c></row></sheetData>')),
    ("cells that are nowhere", excel(
        '<sheetData><row r="x"><c r="??"><v>1</v></c><c r="A0"/><c r="ZZZZ9"/></row></sheetData>')),
    ("a number beyond numbers", excel(
        '<sheetData><row><c><v>1e999</v></c><c><v>nan</v></c></row></sheetData>')),
    ("a string that is not there", excel('<sheetData><row><c t="s"><v>99999</v></c></row></sheetData>')),
]  # fmt: skip


@pytest.mark.parametrize(("what", "data"), HOSTILE, ids=[what for what, _ in HOSTILE])
def test_a_hostile_file_is_answered_with_an_outcome(what, data):
    reading = read_bytes(data, name="S07")

    assert reading.outcome in ("not-ours", "damaged", "too-large", "unsafe")
    assert len(reading.findings) == 1


def test_a_file_that_takes_too_long_is_stopped_and_the_next_one_read(tmp_path):
    slow = word('<w:p><w:r><w:t xml:space="preserve">x</w:t></w:r></w:p>' * 300_000)

    with pytest.raises(NotReadable) as caught:
        parse(slow, "docx", seconds=0.2)

    assert caught.value.outcome == "time"
    assert read(fill(Module2, None, tmp_path / "S07.docx")).outcome == "read"


def test_a_file_that_takes_too_much_memory_is_stopped_and_the_next_one_read(tmp_path, monkeypatch):
    parsing._WORKER.stop()
    monkeypatch.setattr(parsing, "MEMORY", 180 * 2**20)
    large = word("<w:p/>" * 800_000)

    with pytest.raises(NotReadable) as caught:
        parse(large, "docx")

    parsing._WORKER.stop()
    monkeypatch.undo()
    assert caught.value.outcome in ("memory", "damaged")
    assert read(fill(Module2, None, tmp_path / "S07.docx")).outcome == "read"
