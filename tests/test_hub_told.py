"""What the hub's commands say: of new hubs, erased people, decisions, archives and waiting."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
import threading
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workbook_docs import Copy, Hub, fill
from workbook_docs.cli import main
from workbook_docs.errors import DecisionError
from workbook_docs.hub import store
from workbook_docs.workbooks.module_2 import Module2

REGISTER = (
    "study.reference,Name,Email address,round,due\n"
    "S01,Ann,ann@example.org,2026-1,2026-05-01\n"
    "S02,Bob,bob@example.org,2026-1,2026-05-01\n"
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A hub with two copies; of the first two returns, the older superseded."""
    register = tmp_path / "register.csv"
    register.write_text(REGISTER, "utf-8")
    into = ("-o", tmp_path / "sent", "--hub", tmp_path / "hub")
    made = run("prefill", "module-2", "--from", register, "--format", "docx", *into)
    assert f"A new hub was made: {tmp_path / 'hub'}" in made.stderr
    with Hub(tmp_path / "hub") as opened:
        [code] = [copy.id for copy in opened.copies() if copy.study == "S01"]
        values = {"study.reference": "S01", "participant.email": "ann@example.org"}
        for name, said in (("one", "Patients"), ("two", "Carers")):
            fill(Module2, values | {"nine_cs.consumers": [said]}, tmp_path / f"{name}.docx",
                 Copy(code, "S01", "2026-1"))  # fmt: skip
            opened.ingest(tmp_path / f"{name}.docx")
        opened.prefer(tmp_path / "two.docx", reason="It is the later one")
    return tmp_path / "hub"


# New hubs --------------------------------------------------------------------------------


def test_a_hub_that_is_made_is_told_and_none_is_made_for_nothing(hub: Path, tmp_path: Path) -> None:
    again = run("ingest", tmp_path / "one.docx", "--hub", hub)
    assert "A new hub" not in again.stderr
    typed_wrong = run("ingest", tmp_path / "one.docx", "--hub", tmp_path / "hubb")
    assert f"A new hub was made: {tmp_path / 'hubb'}" in typed_wrong.stderr

    (tmp_path / "empty").mkdir()
    nothing = run("ingest", tmp_path / "empty", "--hub", tmp_path / "none")
    assert nothing.exit_code == 2
    assert "no hub was made" in nothing.stderr
    assert not (tmp_path / "none").exists()


# Archives --------------------------------------------------------------------------------


def test_an_archive_inside_an_archive_is_named_as_one(hub: Path, tmp_path: Path) -> None:
    inner, office = io.BytesIO(), (tmp_path / "two.docx").read_bytes()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("S02.docx", office)
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("really a form.zip", office)
        archive.writestr("no archive.zip", b"PK nothing")
    told = run("ingest", tmp_path / "outer.zip", "--hub", hub, "--json")
    found = {line["file"]: line for line in map(json.loads, told.stdout.splitlines())}
    assert found["outer.zip/inner.zip"]["status"] == "refused"
    assert found["outer.zip/inner.zip"]["message"] == (
        "It is an archive inside an archive. Please unpack it first."
    )
    assert found["outer.zip/really a form.zip"]["status"] == "duplicate"
    assert found["outer.zip/no archive.zip"]["status"] == "unreadable"


# Those that were erased ------------------------------------------------------------------


def test_who_was_erased_is_named_by_row_and_asked_for_nothing(hub: Path, tmp_path: Path) -> None:
    assert run("hub", "erase", "--person", "bob@example.org", "--yes", "--hub", hub).exit_code == 0
    register = ("--register", tmp_path / "register.csv")
    told = run("status", "--hub", hub, *register, "--json")
    assert [m["study"] for m in json.loads(told.stdout)["missing"]] == []
    assert "Row 3 is for a person or study that was erased, and left out." in told.stderr
    reminded = run("hub", "remind", "-o", tmp_path / "drafts", "--hub", hub, *register)
    assert (reminded.exit_code, reminded.stdout) == (0, f"0 drafts in {tmp_path / 'drafts'}.\n")
    refused = run("prefill", "module-2", "--from", tmp_path / "register.csv", "-o",
                  tmp_path / "more", "--hub", hub)  # fmt: skip
    assert refused.exit_code == 2
    assert "Row 3 is for a person or study that was erased. Nothing was written" in refused.stderr
    assert "bob" not in told.stderr + refused.stderr


def test_a_round_that_is_nearly_a_known_one_is_told(hub: Path, tmp_path: Path) -> None:
    (tmp_path / "next.csv").write_text("study.reference,round\nS01,2026 1\n", "utf-8")
    into = ("-o", tmp_path / "next", "--hub", hub)
    told = run("prefill", "module-2", "--from", tmp_path / "next.csv", *into)
    assert told.exit_code == 0
    assert "“2026 1”" in told.stderr
    assert "“2026-1”" in told.stderr


# Decisions -------------------------------------------------------------------------------

NAMED = [
    # as a person names it                    the path
    ("next_review_date", "next_review_date"),
    ("NEXT Engagement, Involvement and Co-production Review Date", "next_review_date"),
    ("E-mail", "participant.email"),
    ("name", "participant.name"),
]


@pytest.mark.parametrize(("name", "path"), NAMED)
def test_a_field_is_corrected_by_its_path_or_label(
    hub: Path, tmp_path: Path, name: str, path: str
) -> None:
    value = "1 May 2027" if path == "next_review_date" else "ann@example.org"
    told = run("hub", "correct", tmp_path / "two.docx", name, value, "--hub", hub)
    assert (told.exit_code, told.stderr) == (0, "")
    with Hub(hub) as opened:
        assert [a.path for a in opened.answers(tmp_path / "two.docx") if a.corrected] == [path]


MISNAMED = [
    # as a person names it          told
    ("nex_review_date", "Did you mean next_review_date?"),
    ("Stakeholder", "Say which: initial_matrix[0].stakeholder, ongoing_matrix[0].stakeholder"),
    ("initial_matrix.impact", "Did you mean initial_matrix[0].impact?"),
    ("round", "module-2 has no field round. “workbook-docs schema module-2 --paths” lists them."),
    ("budget", "module-2 has no field budget."),
]


@pytest.mark.parametrize(("name", "told"), MISNAMED)
def test_a_field_that_there_is_not_is_told_with_what_may_be_meant(
    hub: Path, tmp_path: Path, name: str, told: str
) -> None:
    with Hub(hub) as opened, pytest.raises(DecisionError) as caught:
        opened.correct(tmp_path / "two.docx", name, "x")
    assert told in str(caught.value)


def test_the_paths_of_a_workbook_are_listed() -> None:
    told = run("schema", "module-2", "--paths")
    assert told.exit_code == 0
    assert "initial_matrix[].stakeholder" in told.stdout
    assert "Stakeholder Interests" in told.stdout


def test_a_decision_is_shown_with_its_reason_and_one_about_nothing_that_counts_says_so(
    hub: Path, tmp_path: Path
) -> None:
    told = run("hub", "correct", tmp_path / "one.docx", "participant.name", "Ann Reed", "--hub",
               hub, "--reason", "She rang")  # fmt: skip
    assert told.stderr == "Note: this return does not count: another return of its copy counts.\n"
    shown = run("hub", "show", tmp_path / "one.docx", "--hub", hub)
    assert "She rang" in shown.stdout
    assert "It is the later one" in run("hub", "show", tmp_path / "two.docx", "--hub", hub).stdout
    document = json.loads(run("hub", "show", tmp_path / "two.docx", "--hub", hub, "--json").stdout)
    assert [(d["what"], d["why"]) for d in document["decisions"]] == [
        ("prefer", "It is the later one")
    ]


# Waiting ---------------------------------------------------------------------------------


def test_waiting_for_another_process_is_said(
    hub: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(store, "SILENCE", 1)
    other = sqlite3.connect(hub / "hub.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, lambda: other.execute("ROLLBACK")).start()
    with Hub(hub) as opened, caplog.at_level(logging.WARNING):
        opened.assign(opened.returns()[0], "S01")
        [(timeout,)] = opened._store.hub.execute("PRAGMA busy_timeout")
    assert timeout == 10_000
    assert [record.getMessage() for record in caplog.records] == [
        "Waiting for another process that is writing to this hub."
    ]
    other.close()
