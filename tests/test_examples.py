"""Every worked example in a docstring does what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import workbook_docs

TOLD_IN_ORDER = ("workbook_docs.hub.hub", "workbook_docs.hub.held")
"""Examples that go on from one to the next: `test_hub_python` runs them."""


def modules() -> list[str]:
    """Every module but the one that runs the command."""
    found = pkgutil.walk_packages(workbook_docs.__path__, "workbook_docs.")
    return sorted(m.name for m in found if m.name not in ("workbook_docs.__main__", *TOLD_IN_ORDER))


def examples(module: ModuleType) -> list[doctest.DocTest]:
    return [test for test in doctest.DocTestFinder().find(module) if test.examples]


WITH_EXAMPLES = [name for name in modules() if examples(importlib.import_module(name))]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_an_example_is_true(name: str) -> None:
    told: list[str] = []
    runner = doctest.DocTestRunner()
    for test in examples(importlib.import_module(name)):
        runner.run(test, out=told.append)
    assert told == []


def test_there_are_examples() -> None:
    assert len(WITH_EXAMPLES) >= 5
