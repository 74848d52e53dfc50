"""Every file we write is valid, has ids of its own, and prints every label and value."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from site_readiness import SiteReadiness, Support

from programs import converted, program, text_of_pdf
from workbook_docs import anchors
from workbook_docs.copies import fill
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.values import assemble, printed, show
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

WORKBOOKS = (Module2, NineCsList, SiteReadiness)
FORMATS = ("docx", "xlsx")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def prefilled(workbook: type[Workbook], rows: int = 2) -> dict[str, Any]:
    """A value for every field, each with words of its own."""
    values: dict[str, Any] = {}
    for number, declared in enumerate(fields_of(workbook), 1):
        kinds: dict[str, Any] = {
            "names": [f"entry {number}a", f"entry {number} & b"],
            "day": date(2027, 1, 1 + number % 28),
            "tick": True,
            "whole": number,
            "decimal": Decimal(f"{number}.25"),
            "choice": declared.options[-1] if declared.options else None,
            "choices": [Support.TRAINING],
            "long-text": f"answer {number}\n<second> line",
            "email": f"a{number}@example.org",
        }
        value = kinds.get(declared.kind, f"answer {number}")
        for row in range(rows if declared.table else 1):
            values[declared.path.replace("[]", f"[{row}]")] = (
                f"answer {number} of row {row} end" if isinstance(value, str)
                and declared.kind in ("text", "long-text") and declared.table else value
            )  # fmt: skip
    return values


def copies(folder: Path) -> list[Path]:
    """Blank, prefilled and long copies of every workbook in both formats, and in large print."""
    copy = anchors.new_copy("S07", "2026-1", date(2026, 12, 1))
    made = []
    for workbook in WORKBOOKS:
        for name, values in (
            ("blank", {}),
            ("prefilled", prefilled(workbook)),
            ("long", prefilled(workbook, 200)),
        ):
            for format in FORMATS:
                path = folder / f"{workbook.workbook_id}-{name}.{format}"
                made.append(fill(workbook, values, path, None if name == "blank" else copy))
        large = folder / f"{workbook.workbook_id}-large.docx"
        made.append(fill(workbook, prefilled(workbook), large, copy, large_print=True))
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> list[Path]:
    return copies(tmp_path_factory.mktemp("copies"))


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
    short = [path for path in made if path.suffix == f".{format}" and "long" not in path.name]

    assert {path.name: audit(path) for path in short} == {path.name: [] for path in short}


@pytest.mark.parametrize("format", FORMATS)
def test_the_schema_finds_what_is_broken(made, tmp_path, format):
    first = next(path for path in made if path.suffix == f".{format}")

    assert audit(broken(first, tmp_path)) != []


@pytest.mark.parametrize("version", ["Office2019", "Microsoft365"])
def test_microsofts_own_validator_finds_nothing_and_finds_what_is_broken(made, tmp_path, version):
    validator = program("ooxml-validator", os.environ.get("OOXML_VALIDATOR"))
    files = [path for path in made if "long" not in path.name or path.name.startswith("module")]
    wrong = [broken(next(p for p in made if p.suffix == f".{f}"), tmp_path) for f in FORMATS]

    def errors(path: Path) -> list[Any]:
        done = subprocess.run(
            [validator, str(path), "--officeVersion", version],
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        document = json.loads(done.stdout)
        document = document[0] if isinstance(document, list) else document
        return list(document["errors"])

    assert {path.name: errors(path) for path in files} == {path.name: [] for path in files}
    assert all(errors(path) for path in wrong)


def test_ids_are_unique_and_names_within_words_bounds(made):
    for path in made:
        if path.suffix != ".docx":
            continue
        with zipfile.ZipFile(path) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
        ids = Counter(
            e.get(f"{W}val") for e in root.iter(f"{W}id") if e.getparent().tag == f"{W}sdtPr"
        )
        marks = Counter(e.get(f"{W}id") for e in root.iter(f"{W}bookmarkStart"))
        names = Counter(e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart"))
        ends = Counter(e.get(f"{W}id") for e in root.iter(f"{W}bookmarkEnd"))
        for counted in (ids, marks, names):
            assert set(counted.values()) <= {1}, path.name
        assert marks == ends
        assert all(
            re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII) and len(name) <= 40 for name in names
        )
        for kind in ("tag", "alias"):
            assert all(0 < len(e.get(f"{W}val")) <= 64 for e in root.iter(f"{W}{kind}"))


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
            long = pages[f"{workbook.workbook_id}-long.{format}"]
            for words in shown(workbook, prefilled(workbook, 200)):
                assert letters(words) in long, (workbook, format, words)


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
