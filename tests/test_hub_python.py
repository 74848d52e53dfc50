"""The front door: the examples of `Hub` are true, and its tables fit into data frames as they are."""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workbook_docs import Copy, Hub, fill
from workbook_docs.errors import HubError
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
    assert examples >= 14


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


MISUSES: list[tuple[str, Callable[[Hub, Path], object], str]] = [
    # what somebody does with an open hub                      what they are told
    ("no such return", lambda hub, at: hub.find("abcd"), "There is no return whose hash begins"),
    ("no return named", lambda hub, at: hub.find(""), "Name a return by its file"),
    ("no such round", lambda hub, at: hub.statistics(round="r9"), "knows no round “r9”"),
    ("no such split", lambda hub, at: hub.statistics(by="theme"), "cannot be split by “theme”"),
    (
        "no such table",
        lambda hub, at: hub.rows(Module2, "meetings"),
        "has no table meetings. It has: initial_matrix",
    ),
    ("no such workbook", lambda hub, at: hub.definition("nope"), "The definition of nope"),
    ("a backup onto a folder", lambda hub, at: hub.backup(at), "cannot be written"),
    ("an export into the hub", lambda hub, at: hub.export(hub.folder), "is a hub"),
    ("an export onto a file", lambda hub, at: hub.export(at / "file"), "cannot be written"),
    ("no such backup", lambda hub, at: Hub.restore(at / "no.zip", at / "r"), "cannot be restored"),
    ("no backup", lambda hub, at: Hub.restore(at / "file", at / "r"), "no whole backup of a hub"),
    ("no hub", lambda hub, at: Hub(at / "none", create=False), "is no hub"),
    ("a file for a hub", lambda hub, at: Hub(at / "file"), "a hub is a folder"),
    ("a folder of other things", lambda hub, at: Hub(at), "holds other files"),
    ("erase nobody", lambda hub, at: hub.erase(yes=True), "Say whom to erase"),
]


@pytest.mark.parametrize(("use", "told"), [m[1:] for m in MISUSES], ids=[m[0] for m in MISUSES])
def test_misuse_is_told_in_plain_words(
    tmp_path: Path, use: Callable[[Hub, Path], object], told: str
) -> None:
    (tmp_path / "file").write_text("no hub")
    with Hub(tmp_path / "hub") as hub, pytest.raises(HubError, match=re.escape(told)):
        use(hub, tmp_path)


CLOSED: list[Callable[[Hub], object]] = [
    lambda hub: hub.status(),
    lambda hub: hub.ingest("anything"),
    lambda hub: hub.statistics(),
    lambda hub: list(hub.records(Module2)),
    lambda hub: hub.erase(person="ann@example.org", yes=True),
    lambda hub: hub.backup("hub.zip"),
    lambda hub: hub.doctor(),
]


@pytest.mark.parametrize("use", CLOSED)
def test_a_closed_hub_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, use: Callable[[Hub], object]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("anything").write_text("a file")
    with Hub("hub") as hub:
        pass
    hub.close()
    with pytest.raises(HubError, match="This hub is closed"):
        use(hub)
    assert not Path("hub.zip").exists()
