"""A file that is not a return gets one clear line and an outcome, never a traceback."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from workbook_docs import converting
from workbook_docs.errors import NotReadable
from workbook_docs.intake import judge
from workbook_docs.ooxml import Package, parse
from workbook_docs.reading import read, read_bytes
from workbook_docs.records import Reading

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
CONTENT_TYPES = ("[Content_Types].xml", b"<Types/>")
ODF = b"application/vnd.oasis.opendocument."
DOCUMENT = ("word/document.xml", b"<w:document/>")


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, data in members:
            target.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def overlapping() -> bytes:
    """Two directory entries that share one stretch of the file."""
    body = zlib.compress(b"<Types/>" * 50)[2:-4]
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(body), 400, 19, 0)
    data = local + b"[Content_Types].xml" + body
    central = b""
    for name in (b"[Content_Types].xml", b"word/document.xml"):
        central += struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(body), 400, len(name),
            0, 0, 0, 0, 0, 0,
        ) + name  # fmt: skip
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 2, 2, len(central), len(data), 0)
    return data + central + end


WRONG = [
    # what it is                  bytes                                        outcome
    ("an empty file", b"", "not-office"),
    ("a photo renamed .docx", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(99), "not-office"),
    ("plain text", b"Minutes of the meeting", "not-office"),
    ("a PDF", b"%PDF-1.7\n%\xe2\xe3", "pdf"),
    ("an old Word file", OLE + wide("WordDocument"), "needs-converter"),
    ("an old Excel file", OLE + wide("Workbook"), "needs-converter"),
    ("a file with a password", OLE + wide("EncryptedPackage"), "encrypted"),
    ("some other compound file", OLE, "not-office"),
    ("rich text", b"{\\rtf1\\ansi", "needs-converter"),
    ("OpenDocument text", archive(("mimetype", ODF + b"text"), ("content.xml", b"<x/>")), "needs-converter"),
    ("an OpenDocument drawing", archive(("mimetype", ODF + b"graphics"), ("content.xml", b"<x/>")), "not-office"),
    ("OpenDocument with a password", archive(("mimetype", ODF + b"text"), ("content.xml", b"?"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>")), "encrypted"),
    ("flat OpenDocument", b'<?xml version="1.0"?><office:document office:mimetype="' + ODF + b'text"/>', "needs-converter"),
    ("flat OpenDocument with an entity", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
        b'<office:document office:mimetype="' + ODF + b'text"/>', "unsafe"),
    ("binary Excel", archive(CONTENT_TYPES, ("xl/workbook.bin", b"x")), "needs-converter"),
    ("any other archive", archive(("a.txt", b"x")), "not-office"),
    ("half a file", archive(CONTENT_TYPES, DOCUMENT)[:60], "damaged"),
    ("a part outside", archive(CONTENT_TYPES, ("../x", b"x"), DOCUMENT), "unsafe"),
    ("a part twice", archive(CONTENT_TYPES, DOCUMENT, ("Word/Document.xml", b"")), "unsafe"),
    ("a packing no editor uses", archive(DOCUMENT, method=zipfile.ZIP_BZIP2), "unsafe"),
    ("a bomb", archive(CONTENT_TYPES, ("word/document.xml", bytes(30_000_000))), "too-large"),
    ("too many parts", archive(*((f"{n}.xml", b"") for n in range(1001))), "unsafe"),
    ("parts that overlap", overlapping(), "unsafe"),
    ("a large file", bytes(21 * 1024 * 1024), "too-large"),
    ("no XML inside", archive(CONTENT_TYPES, ("word/document.xml", b"hello")), "damaged"),
    ("an entity", archive(CONTENT_TYPES, ("word/document.xml",
        b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')), "unsafe"),
    ("nested too deeply", archive(CONTENT_TYPES, ("word/document.xml",
        b"<a>" * 5000 + b"</a>" * 5000)), "damaged"),
    ("a Word file with no body", archive(CONTENT_TYPES, ("word/document.xml",
        b"<x/>")), "not-office"),
    ("another Word document", archive(CONTENT_TYPES, ("word/document.xml",
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b"<w:body><w:p><w:r><w:t>Dear Ann</w:t></w:r></w:p></w:body></w:document>")), "not-ours"),
]  # fmt: skip


@pytest.fixture
def no_libreoffice(monkeypatch):
    monkeypatch.setattr(converting, "_soffice", lambda: None)


@pytest.mark.usefixtures("no_libreoffice")
@pytest.mark.parametrize(("what", "data", "outcome"), WRONG, ids=[row[0] for row in WRONG])
def test_a_wrong_file_has_one_outcome_and_one_sentence(what, data, outcome):
    reading = read_bytes(data, name="S07.docx")

    assert reading.outcome == outcome
    assert len(reading.findings) == 1
    assert reading.findings[0].severity == "error"
    assert "\n" not in reading.findings[0].message
    assert reading.to_json()["record"] is None
    assert reading.to_json()["account"] is None


def test_a_missing_file_and_a_folder_are_said_plainly(tmp_path):
    assert "no file" in read(tmp_path / "gone.docx").findings[0].message
    assert "folder" in read(tmp_path).findings[0].message


def test_bytes_are_judged_whatever_the_name_says():
    assert judge(archive(CONTENT_TYPES, DOCUMENT)) == "docx"
    assert judge(archive(CONTENT_TYPES, ("xl/workbook.xml", b"<x/>"))) == "xlsx"


def test_no_entity_of_a_stranger_is_read():
    with pytest.raises(NotReadable):
        parse(b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_document_type_is_read_in_any_encoding_nor_behind_anything(encoding):
    typed = '<!DOCTYPE x [<!ENTITY a "b">]><x a="&a;"/>'

    for text in (typed, f"<!-- {' ' * 9000} -->{typed}"):
        with pytest.raises(NotReadable) as refused:
            parse(text.encode(encoding))

        assert refused.value.outcome == "unsafe"


TIMES = [
    # in the file                     in the JSON
    ("2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"),
    ("2026-11-20T10:00:00.75+01:00", "2026-11-20T09:00:00Z"),
    ("0999-01-01T00:00:00Z", "0999-01-01T00:00:00Z"),
    ("0001-01-01T00:00:00+14:00", None),  # a day before the first
    ("9999-12-31T23:59:59-14:00", None),
    ("yesterday", None),
]


@pytest.mark.parametrize(("stamp", "told"), TIMES)
def test_the_time_of_saving_is_told_where_it_is_one(stamp, told):
    core = f'<c xmlns:t="http://purl.org/dc/terms/"><t:modified>{stamp}</t:modified></c>'
    found = Package(archive(CONTENT_TYPES, ("docProps/core.xml", core.encode())))
    reading = Reading("S07.docx", None, "docx", "read", modified=found.modified)

    assert reading.to_json()["modified"] == told


def test_broken_properties_do_not_stop_a_reading():
    package = Package(
        archive(CONTENT_TYPES, ("docProps/core.xml", b"<x"), ("docProps/custom.xml", b""))
    )

    assert (package.properties, package.modified) == ({}, None)


def test_strict_names_are_mapped_to_the_ones_we_know():
    root = parse(b'<w:p xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>')

    assert root.tag == "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
