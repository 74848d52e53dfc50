"""The other formats of Word and Excel are read like the usual ones: macros, templates, Strict."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from programs import program
from test_word_outline import strict
from word_files import packed, unpacked
from workbook_docs import fill, read
from workbook_docs.records import Reading
from workbook_docs.values import as_json, assemble, flatten, normal
from workbook_docs.workbooks.module_2 import Module2

VALUES: dict[str, Any] = {
    "participant.name": "Ann Reed",
    "participant.email": "ann@example.org",
    "nine_cs.consumers": ["Patients", "Carers & friends"],
    "initial_matrix[0].stakeholder": "GPs",
    "initial_matrix[0].interests": "Workload\nTime",
    "co_production.point_3": "first line\nsecond line",
    "next_review_date": date(2027, 1, 31),
    "checklist.stakeholder_list": True,
}
EXPECTED = {path: as_json(value) for path, value in
            flatten(normal(assemble(Module2, VALUES))).items()}  # fmt: skip

# The content type of the main part: that alone tells a document from a template, and one with
# macros from one without (ECMA-376 part 1, 11.3.10 and 12.3.23; [MS-OFFMACRO2] 2.1).
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml."
TYPES = {
    "docm": (_WORD + "document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
    "dotx": (_WORD + "document.main+xml", _WORD + "template.main+xml"),
    "dotm": (_WORD + "document.main+xml", "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
    "xlsm": (_EXCEL + "sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    "xltx": (_EXCEL + "sheet.main+xml", _EXCEL + "template.main+xml"),
    "xltm": (_EXCEL + "sheet.main+xml", "application/vnd.ms-excel.template.macroEnabled.main+xml"),
}  # fmt: skip


def copy(folder: Path, suffix: str) -> Path:
    """A filled copy of the family of a suffix."""
    return fill(Module2, VALUES, folder / f"S07.{'docx' if suffix[0] == 'd' else 'xlsx'}")


def retyped(data: bytes, suffix: str) -> bytes:
    """The same file as another format of its family; one with macros holds some."""
    parts: dict[str, Any] = unpacked(data)
    usual, other = TYPES[suffix]
    types = parts["[Content_Types].xml"].decode()
    assert usual in types
    types = types.replace(usual, other)
    if suffix.endswith("m"):
        folder = "word" if suffix[0] == "d" else "xl"
        main = "document" if suffix[0] == "d" else "workbook"
        types = types.replace(
            "</Types>",
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        )
        rels = f"{folder}/_rels/{main}.xml.rels"
        parts[rels] = parts[rels].replace(
            b"</Relationships>",
            b'<Relationship Id="rIdV" Type="http://schemas.microsoft.com/office/2006/relationships/'
            b'vbaProject" Target="vbaProject.bin"/></Relationships>',
        )
        parts[f"{folder}/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 no program runs this"
    parts["[Content_Types].xml"] = types.encode()
    return packed(parts)


def assert_same(reading: Reading, notes: list[str]) -> None:
    assert reading.outcome == "read", reading.findings
    assert reading.account is not None
    assert reading.account.adds_up
    assert reading.record is not None
    found = {path: as_json(value) for path, value in flatten(reading.record).items()}
    assert {p: v for p, v in found.items() if EXPECTED.get(p) != v} == {}
    assert reading.unplaced == ()
    assert [finding.code for finding in reading.findings] == notes


@pytest.mark.parametrize("suffix", TYPES)
def test_a_format_of_the_family_is_read_like_the_usual_one(tmp_path, suffix):
    path = tmp_path / f"returned.{suffix}"
    path.write_bytes(retyped(copy(tmp_path, suffix).read_bytes(), suffix))
    reading = read(path)

    assert_same(reading, ["macros"] if suffix.endswith("m") else [])
    assert [f.severity for f in reading.findings] == ["note"] * len(reading.findings)


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_a_strict_file_is_read_like_the_usual_one(tmp_path, suffix):
    path = tmp_path / f"strict.{suffix}"
    path.write_bytes(strict(copy(tmp_path, suffix).read_bytes()))
    data = unpacked(path.read_bytes())

    assert any(b"purl.oclc.org" in part for part in data.values())
    assert not any(
        re.search(rb"openxmlformats\.org/(?:word|spread|office)[^\"]*2006", part)
        for name, part in data.items()
        if name.endswith((".xml", ".rels"))
    )
    assert_same(read(path), [])


SAVED = [
    # what LibreOffice calls the format   its ending
    ("docm:MS Word 2007 XML VBA", "docm"),
    ("dotx:MS Word 2007 XML Template", "dotx"),
    ("xlsm:Calc MS Excel 2007 VBA XML", "xlsm"),
    ("xltx:Calc MS Excel 2007 XML Template", "xltx"),
]


@pytest.mark.parametrize(("name", "suffix"), SAVED)
def test_what_libreoffice_saves_in_another_format_is_read(tmp_path, name, suffix):
    source = copy(tmp_path, suffix)
    subprocess.run(
        [program("soffice"), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--headless", "--convert-to", name, "--outdir", str(tmp_path / "out"), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    path = tmp_path / "out" / f"S07.{suffix}"

    assert TYPES[suffix][1] in unpacked(path.read_bytes())["[Content_Types].xml"].decode()
    assert_same(read(path), [])


@pytest.mark.parametrize("suffix", ["xltx", "xltm"])
def test_what_openpyxl_saves_in_another_format_is_read(tmp_path, suffix):
    path = tmp_path / f"returned.{suffix}"
    book = openpyxl.load_workbook(copy(tmp_path, suffix), keep_vba=suffix == "xltm")
    book.template = True
    book.save(path)

    assert TYPES[suffix][1] in unpacked(path.read_bytes())["[Content_Types].xml"].decode()
    assert_same(read(path), [])


def test_the_name_of_a_file_decides_nothing(tmp_path):
    path = tmp_path / "returned.dotm"
    shutil.copy(copy(tmp_path, "docx"), path)

    assert_same(read(path), [])
