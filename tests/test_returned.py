"""Files that came back from a real editor: each says what the person typed, no more, no less.

In tests/returned a file stands beside its truth, a record written by hand. The files were
typed in LibreOffice by tools/libreoffice_returns.py, with real keys and clicks.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workbook_docs import read
from workbook_docs.definition import Workbook
from workbook_docs.records import Reading
from workbook_docs.values import as_json, assemble, flatten, normal
from workbook_docs.workbooks.module_2 import Module2

RETURNED = Path(__file__).parent / "returned"
TRUTHS = sorted(RETURNED.glob("*.json"))
SCRIPT = Path(__file__).parent.parent / "tools" / "libreoffice_returns.py"
AFRESH = ("lo74-typed-matrix.docx", "lo74-grown.xlsx")
LARGEST = 60_000


def file_beside(truth: Path) -> Path:
    """The returned file that a truth is about."""
    found = [truth.with_suffix(suffix) for suffix in (".docx", ".xlsx")]
    (there,) = [path for path in found if path.exists()]
    return there


def definition_of(truth: dict[str, Any]) -> type[Workbook]:
    """The workbook a truth names, module-2 where it names none."""
    module, _, name = truth.get("workbook", "").partition(":")
    found = getattr(importlib.import_module(module), name) if module else Module2
    assert issubclass(found, Workbook)
    return found


def differences(truth: dict[str, Any], reading: Reading) -> list[str]:
    """A line for each value, state or loose text that is not what the person left behind."""
    workbook = definition_of(truth)
    expected = flatten(normal(assemble(workbook, truth["answers"])))
    assert reading.record is not None
    got = flatten(reading.record)
    lines = [
        f"{path}: expected {as_json(expected.get(path))!r}, got {as_json(got.get(path))!r}"
        for path in {**expected, **got}
        if as_json(expected.get(path)) != as_json(got.get(path))
    ]
    states = {answer.path: answer.state for answer in reading.answers}
    lines += [
        f"{path}: expected the state {state}, got {states.get(path)}"
        for path, state in truth.get("states", {}).items()
        if states.get(path) != state
    ]
    loose = [text.text for text in reading.unplaced]
    if sorted(loose) != sorted(truth["unplaced"]):
        lines.append(f"unplaced: expected {truth['unplaced']}, got {loose}")
    return lines


def assert_read_as(path: Path, truth: dict[str, Any]) -> None:
    """A file gives exactly the record of its truth, and every character is accounted for."""
    reading = read(path, definition_of(truth) if "workbook" in truth else None)
    assert reading.outcome == truth.get("outcome", "read"), reading.findings
    if reading.outcome != "read":
        assert [finding.severity for finding in reading.findings] == ["error"]
        return
    assert reading.editor == truth["editor"]
    assert reading.account is not None
    assert reading.account.adds_up
    wrong = differences(truth, reading)
    assert not wrong, f"{path.name} ({truth['about']})\n  " + "\n  ".join(wrong)


@pytest.mark.parametrize("path", TRUTHS, ids=[path.stem for path in TRUTHS])
def test_a_returned_file_says_what_the_person_typed(path):
    assert_read_as(file_beside(path), json.loads(path.read_text(encoding="utf-8")))


def test_every_returned_file_has_its_truth_and_is_small():
    files = [path for path in RETURNED.iterdir() if path.suffix != ".json"]

    assert len(TRUTHS) == len(files) >= 16
    assert {path.stem for path in files} == {path.stem for path in TRUTHS}
    assert [path.name for path in files if path.stat().st_size > LARGEST] == []


def test_files_typed_today_are_read_like_those_kept(tmp_path):
    if shutil.which("soffice") is None:
        assert not os.environ.get("CI"), "LibreOffice must be installed where CI runs"
        pytest.skip("LibreOffice is not installed, so no files were typed today")
    made = subprocess.run(
        [sys.executable, str(SCRIPT), *AFRESH, "--into", str(tmp_path)],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip

    assert made.returncode == 0, made.stderr
    for name in AFRESH:
        truth = json.loads((RETURNED / name).with_suffix(".json").read_text(encoding="utf-8"))
        truth["editor"] = read(tmp_path / name).editor
        assert str(truth["editor"]).startswith("LibreOffice ")
        assert_read_as(tmp_path / name, truth)
