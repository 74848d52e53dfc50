"""The front door: the examples of `Hub` are true, and its tables fit into data frames as they are."""

from __future__ import annotations

import doctest
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workbook_docs import Copy, Hub, fill
from workbook_docs.hub import hub as module
from workbook_docs.hub.held import Held
from workbook_docs.workbooks.module_2 import Module2

ROOT = Path(__file__).parent.parent


def test_the_examples_of_the_hub_are_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runner, names = doctest.DocTestRunner(), {}
    finder = doctest.DocTestFinder()
    found = [*finder.find(module.Hub, "Hub"), *finder.find(Held, "Held")]
    found.sort(key=lambda test: (test.name != "Hub", test.lineno or 0))
    told: list[str] = []
    examples = 0
    for test in found:  # in the order of the page, each going on from the one before
        test.globs = names
        examples += len(test.examples)
        runner.run(test, out=told.append, clear_globs=False)
    assert told == []
    assert examples >= 7


def test_the_example_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    record = {"study.reference": "S07", "initial_matrix[0].stakeholder": "Patients"}
    fill(Module2, record, "returned/S07.docx", copy=Copy("AAAA-0001", "S07", "2026-2"))
    [block] = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs/hub.md").read_text("utf-8"), re.DOTALL
    )
    names: dict[str, Any] = {}
    exec(compile(block, "docs/hub.md", "exec"), names)

    assert capsys.readouterr().out == "S07 False\n"
    assert [(row["study"], row["row"], row["stakeholder"]) for row in names["rows"]] == [
        ("S07", 0, "Patients")
    ]
    with Hub("hub") as hub:
        [(_, corrected)] = hub.records(Module2)
    assert corrected.next_review_date == date(2027, 2, 1)


def test_each_python_block_of_the_readme_runs_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 3
    for number, block in enumerate(blocks):
        (tmp_path / str(number)).mkdir()
        monkeypatch.chdir(tmp_path / str(number))
        # As a module: a class asks for the module it is declared in.
        exec(compile(block, "README.md", "exec"), {"__name__": __name__})
