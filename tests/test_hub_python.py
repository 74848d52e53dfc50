"""The front door: the examples of `Hub` are true, and its tables fit into data frames as they are."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from workbook_docs.hub import hub as module


def test_the_examples_of_the_hub_are_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runner, names = doctest.DocTestRunner(), {}
    found = sorted(
        doctest.DocTestFinder().find(module.Hub, "Hub"), key=lambda test: test.lineno or 0
    )
    told: list[str] = []
    examples = 0
    for test in found:  # in the order of the page, each going on from the one before
        test.globs = names
        examples += len(test.examples)
        runner.run(test, out=told.append, clear_globs=False)
    assert told == []
    assert examples >= 7
