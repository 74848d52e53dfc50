"""Letters that programs write in halves are read; letters that they lost are told of."""

from __future__ import annotations

import io
import zipfile

import pytest

from word_files import reading_of
from workbook_docs import templates
from workbook_docs.reading import read_bytes
from workbook_docs.records import Copy
from workbook_docs.workbooks.module_2 import Module2

EMOJI = "😀"
WRITTEN = [
    # how a program writes the emoji                  what is read         told
    ("two numbers", b"&#55357;&#56832;",               "Ann 😀 Reed",       False),
    ("two numbers of base 16", b"&#xD83D;&#xde00;",    "Ann 😀 Reed",       False),
    ("one number", b"&#128512;",                       "Ann 😀 Reed",       False),
    ("three bytes each", b"\xed\xa0\xbd\xed\xb8\x80",  "Ann 😀 Reed",       False),
    ("half of it", b"&#xD83D;",                        "Ann \ufffd Reed",   True),
    ("the other half", b"\xed\xb8\x80",                "Ann \ufffd Reed",   True),
    ("the sign for it", "\ufffd".encode(),             "Ann \ufffd Reed",   True),
    ("cut to 16 bits", "\uf600".encode(),              "Ann \uf600 Reed",   True),
    ("a symbol of a font", "\uf0fc".encode(),          "Ann \uf0fc Reed",   False),
    ("another letter", "é".encode(),                   "Ann é Reed",        False),
]  # fmt: skip


def rewritten(data: bytes, written: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for member in source.infolist():
            made.writestr(member, source.read(member).replace(EMOJI.encode(), written))
    return out.getvalue()


def answered(name: str, format: templates.Format) -> bytes:
    sent = Copy("C0NF-0001", "S07", "2026-1")
    return templates.rendered(Module2, {"participant.name": name}, format, sent)


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@pytest.mark.parametrize(
    ("how", "written", "name", "told"), WRITTEN, ids=[row[0] for row in WRITTEN]
)
def test_an_emoji_is_read_however_it_is_written(how, written, name, told, format):
    reading = reading_of(rewritten(answered(f"Ann {EMOJI} Reed", format), written))
    findings = [finding for finding in reading.findings if finding.code == "letter-lost"]

    assert reading.record.participant.name == name
    assert bool(findings) is told
    assert all(f.place.startswith("Planning your Implementation Journey") for f in findings)
    assert all(finding.message.startswith("“Ann � Reed”") for finding in findings)
    assert reading.account.adds_up


def test_xml_that_is_broken_otherwise_stays_damaged():
    data = rewritten(answered(EMOJI, "docx"), b"&#xD83D;<&")

    assert read_bytes(data, name="S07.docx").outcome == "damaged"
