"""Every file we write is valid, and prints every label and value."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator

from programs import converted, program, text_of_pdf
from variants import FORMATS, WORKBOOKS, full, prefilled, write_variants
from workbook_docs import anchors
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.values import assemble, printed, show

OFFICES = ("Office2019", "Microsoft365")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> list[Path]:
    return write_variants(tmp_path_factory.mktemp("copies"))


def broken(path: Path, folder: Path) -> Path:
    """A copy with one element where the schema has none."""
    target = folder / f"broken{path.suffix}"
    part, inside = {
        ".docx": ("word/document.xml", b"<w:body>"),
        ".xlsx": ("xl/workbook.xml", b"<sheets>"),
    }[path.suffix]
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert inside in data
                wrong = b"<w:nonsense/>" if path.suffix == ".docx" else b"<nonsense/>"
                data = data.replace(inside, inside + wrong)
            out.writestr(name, data)
    return target


def audit(path: Path) -> list[str]:
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


@pytest.mark.parametrize("format", FORMATS)
def test_the_schema_finds_nothing_in_what_we_write(made, format):
    short = [p for p in made if p.suffix == f".{format}" and "full" not in p.name]

    assert {path.name: audit(path) for path in short} == {path.name: [] for path in short}


@pytest.mark.parametrize("format", FORMATS)
def test_the_schema_finds_what_is_broken(made, tmp_path, format):
    first = next(path for path in made if path.suffix == f".{format}")

    assert audit(broken(first, tmp_path)) != []


@pytest.mark.parametrize("version", OFFICES)
def test_microsofts_own_validator_finds_nothing_and_finds_what_is_broken(made, tmp_path, version):
    validator = program("ooxml-validator", os.environ.get("OOXML_VALIDATOR"))
    wrong = [broken(next(p for p in made if p.suffix == f".{f}"), tmp_path) for f in FORMATS]

    def errors(path: Path) -> list[Any]:
        done = subprocess.run(
            [validator, str(path), "--officeVersion", version],
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        document = json.loads(done.stdout)
        document = document[0] if isinstance(document, list) else document
        return list(document["errors"])

    assert {path.name: errors(path) for path in made} == {path.name: [] for path in made}
    assert all(errors(path) for path in wrong)


def test_libreoffice_prints_every_label_and_value(made, tmp_path):
    files = made
    pages = {}
    for format in FORMATS:
        of_format = [path for path in files if path.suffix == f".{format}"]
        folder = tmp_path / format
        folder.mkdir()
        for path, pdf in zip(of_format, converted(of_format, "pdf", folder), strict=True):
            pages[path.name] = letters(text_of_pdf(pdf))

    for workbook in WORKBOOKS:
        for format in FORMATS:
            page = pages[f"{workbook.workbook_id}-prefilled.{format}"]
            blank = pages[f"{workbook.workbook_id}-blank.{format}"]
            for declared in fields_of(workbook):
                assert letters(declared.label) in page, (workbook, format, declared.label)
                assert letters(declared.label) in blank, (workbook, format, declared.label)
            for words in shown(workbook, prefilled(workbook)):
                assert letters(words) in page, (workbook, format, words)
            page = pages[f"{workbook.workbook_id}-full.{format}"]
            for words in shown(workbook, full(workbook)):
                assert letters(words) in page, (workbook, format, words)


def letters(text: str) -> str:
    """Letters and digits: a page breaks lines where it likes, also within words."""
    return "".join(c for c in text.casefold() if c.isalnum())


def shown(workbook: type[Workbook], values: dict[str, Any]) -> list[str]:
    """The words in which these values are printed."""
    assemble(workbook, values)
    words = []
    for path, value in values.items():
        kind = next(f.kind for f in fields_of(workbook) if f.path == anchors.bare(path))
        if kind == "tick":
            continue
        parts = value if isinstance(value, list) else [value]
        words += [
            show(kind, part) if kind in ("day", "decimal") else printed(part) for part in parts
        ]
    return [line for text in words for line in text.split("\n")]
