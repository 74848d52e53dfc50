"""Copies that real programs opened and saved again still say the same."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from excel_copies import answers, columns, filled
from workbook_docs.excel.outline import outline

VALUES: dict[str, Any] = {
    "visitor.name": "=1+1",
    "visitor.mail": "ann@example.org",
    "visitor.story": "one\ntwo  three & <four>\n_x0041_ 🙂",
    "visitor.day": date(2026, 9, 3),
    "visitor.ticked": True,
    "visitor.people": 12,
    "visitor.cost": Decimal("9.95"),
    "visitor.size": "Small, or very small",
    "visitor.services": ["=Lunch"],
    "visitor.guests": ["007", "#N/A"],
    "rooms[0].room": "007",
    "rooms[0].note": "TRUE",
    "rooms[0].since": date(2026, 1, 31),
    "rooms[40].room": "last",
}
SHOWN = {
    "visitor.name": "=1+1",
    "visitor.mail": "ann@example.org",
    "visitor.story": "one\ntwo  three & <four>\n_x0041_ 🙂",
    "visitor.day": "2026-09-03",
    "visitor.ticked": "Yes",
    "visitor.people": "12",
    "visitor.cost": "9.95",
    "visitor.colour": "",
    "visitor.size": "Small, or very small",
    "visitor.services==Lunch": "Yes",
    "visitor.guests": "007\n#N/A",
    "copy.study": "S07",
}


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        sentence = f"{name} is not installed, so what it keeps was not tried."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return found


def saved_by_libreoffice(folder: Path, data: bytes, through: str) -> bytes:
    office = program("soffice")
    source = folder / "copy.xlsx"
    source.write_bytes(data)
    for number, suffix in enumerate([through, "xlsx"]):
        target = folder / str(number)
        profile = (folder / "profile").as_uri()
        subprocess.run(
            [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix,
             "--outdir", str(target), str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        source = target / f"copy.{suffix}"
    return source.read_bytes()


def saved_by_gnumeric(folder: Path, data: bytes) -> bytes:
    convert = program("ssconvert")
    source, target = folder / "copy.xlsx", folder / "saved.xlsx"
    source.write_bytes(data)
    subprocess.run([convert, str(source), str(target)], check=True, capture_output=True, timeout=60)
    return target.read_bytes()


def assert_same(data: bytes) -> None:
    found = answers(data)
    assert {path: found[path].text for path in SHOWN} == SHOWN
    assert found["visitor.day"].value == date(2026, 9, 3)
    rooms = columns(data)
    assert [block.text for block in rooms["rooms[].room"]] == ["007", "last"]
    assert rooms["rooms[].note"][0].text == "TRUE"
    assert rooms["rooms[].since"][0].value == date(2026, 1, 31)
    keys = {a.path for b in outline(data).blocks for a in b.anchors if a.rung == "key"}
    assert {"visitor.story", "visitor.services=Parking", "rooms", "copy.id"} <= keys
    codes = {b.text for b in outline(data).blocks if b.part == "footer" and not b.computed}
    assert codes == {"visit@2 · copy 7KQ2-M9XD"}


@pytest.mark.parametrize("through", ["xlsx", "ods"])
def test_libreoffice_keeps_answers_names_and_keys(tmp_path: Path, through: str) -> None:
    data = saved_by_libreoffice(tmp_path, filled(VALUES), through)

    assert_same(data)
    found = outline(data)
    assert (found.editor or "").startswith("LibreOffice ")
    assert found.properties["workbook-docs-copy"] == "7KQ2-M9XD"


def test_gnumeric_keeps_answers_names_and_keys(tmp_path: Path) -> None:
    assert_same(saved_by_gnumeric(tmp_path, filled(VALUES)))
