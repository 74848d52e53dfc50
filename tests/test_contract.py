"""What scripts rely on: commands and options, exit codes, and what goes to stdout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from workbook_docs.cli import main
from workbook_docs.copies import fill
from workbook_docs.records import Copy
from workbook_docs.workbooks.module_2 import Module2

STUDY = {
    "study.reference": "S07",
    "study.title": "“Łódź” 😀",
    "participant.name": "Zoë",
    "participant.email": "zoe@example.org",
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


# Commands and options -------------------------------------------------------------------

COMMANDS = [
    ("blank", ("workbook",), "-o --format"),
    ("prefill", ("workbook",), "--from -o --format --hub"),
    ("read", ("files",), "--json --workbook"),
    ("check", ("files",), "--json --final --workbook"),
    ("ingest", ("paths",), "--hub --json --workers --workbook"),
    ("status", (), "--hub --register --json"),
    ("stats", (), "--hub -o"),
    ("schema", ("workbook",), ""),
    ("demo", (), "-o"),
    ("template build", ("workbook",), "-o"),
    ("template check", ("subjects",), ""),
    ("hub assign", ("return_",), "--study --hub"),
    ("hub correct", ("return_", "path", "value"), "--hub --workbook"),
    ("hub prefer", ("return_",), "--hub"),
    ("hub rebuild", (), "--hub"),
    ("hub export", ("folder_out",), "--hub"),
    ("hub doctor", (), "--hub"),
    ("hub erase", (), "--person --study --yes --hub"),
]


@pytest.mark.parametrize(("name", "arguments", "options"), COMMANDS, ids=[c[0] for c in COMMANDS])
def test_every_command_takes_what_scripts_give_it(
    name: str, arguments: tuple[str, ...], options: str
) -> None:
    command: click.Command = main
    for part in name.split():
        assert isinstance(command, click.Group)
        command = command.commands[part]

    given = {n: p for p in command.params if isinstance(p, click.Argument) for n in [p.name]}
    known = {flag for p in command.params if isinstance(p, click.Option) for flag in p.opts}
    assert tuple(given) == arguments
    assert set(options.split()) <= known


# Exit codes and streams -----------------------------------------------------------------


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files of every outcome, and a hub that holds one of them."""
    folder = tmp_path_factory.mktemp("there")
    fill(Module2, STUDY, folder / "good.docx", Copy("AAAA-0001", "S07", "2026-1"))
    fill(Module2, {**STUDY, "participant.email": "zoe"}, folder / "odd.xlsx")
    (folder / "photo.docx").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / "empty").mkdir()
    (folder / "list.csv").write_text("study.reference,Name\nS07,Zoë\n", "utf-8")
    assert run("ingest", folder / "good.docx", "--hub", folder / "hub").exit_code == 0
    return folder


#  arguments, {} is the folder                                  exit  JSON documents on stdout
RUNS = [
    ("read {}/good.docx --json", 0, 1),
    ("read {}/good.docx", 0, None),
    ("read {}/good.docx {}/photo.docx --json", 1, 2),
    ("read {}/photo.docx --json", 2, 1),
    ("read {}/gone.docx --json", 2, 1),
    ("read {}/empty --json", 2, 1),
    ("read --json", 2, 0),
    ("read {}/good.docx --json --workbook nine-cs", 2, 1),
    ("read {}/good.docx --json --workbook nope", 2, 0),
    ("check {}/good.docx --json", 0, 1),
    ("check {}/good.docx --json --final", 1, 1),
    ("check {}/odd.xlsx --json", 1, 1),
    ("check {}/odd.xlsx {}/good.docx --json", 1, 2),
    ("check {}/good.docx --colour", 2, 0),
    ("ingest {}/good.docx --hub {}/hub --json", 0, 1),
    ("ingest {}/photo.docx --hub {}/hub --json", 2, 1),
    ("ingest {}/gone --hub {}/hub --json", 2, 0),
    ("ingest {}/good.docx --json", 2, 0),
    ("ingest {}/good.docx --hub {}/hub --workers none", 2, 0),
    ("status --hub {}/hub --json", 0, 1),
    ("status --hub {}/hub --register {}/list.csv --json", 0, 1),
    ("status --hub {}/nothing --json", 2, 0),
    ("stats --hub {}/hub -o {}/s.json", 0, None),
    ("stats --hub {}/hub -o {}/s.pdf", 2, 0),
    ("schema module-2", 0, 1),
    ("schema workbook_docs:Workbook", 2, 0),
    ("schema nope", 2, 0),
    ("blank module-2 -o {}/blank --format docx", 0, None),
    ("blank module-2 -o {}/blank --format pdf", 2, 0),
    ("blank module-2", 2, 0),
    ("blank workbook_docs:Workbook -o {}/blank", 2, 0),
    ("prefill module-2 --from {}/photo.docx -o {}/sent", 2, 0),
    ("template check module-2", 0, None),
    ("template check module-2 {}/good.docx", 1, None),
    ("template check module-2 {}/list.csv", 2, 0),
    ("template check --accessibility {}/good.docx --json", 0, 1),
    ("hub doctor --hub {}/hub", 0, None),
    ("hub returns --hub {}/hub --json", 0, 1),
    ("hub assign {}/gone.docx --study S07 --hub {}/hub", 2, 0),
    ("hub correct {}/good.docx no.such.path x --hub {}/hub", 2, 0),
    ("hub prefer {}/good.docx --hub {}/hub", 2, 0),
    ("hub erase --hub {}/hub --json", 2, 0),
    ("hub erase --person zoe@example.org --hub {}/hub --json", 1, 1),
    ("hub erase --person nobody@example.org --hub {}/hub --json", 2, 0),
    ("hub nonsense", 2, 0),
    ("merge a.docx b.docx -o c.docx", 2, 0),
]


@pytest.mark.parametrize(("line", "exit", "documents"), RUNS, ids=[r[0] for r in RUNS])
def test_exit_code_and_stdout(there: Path, line: str, exit: int, documents: int | None) -> None:
    result = run(*line.replace("{}", str(there)).split())

    assert result.exit_code == exit, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.stderr
    if documents is None:
        assert result.stdout.strip()
    elif documents == 0:
        assert result.stdout == ""
        assert result.stderr.strip()
    else:
        assert len(_documents(result.stdout)) == documents


def _documents(text: str) -> list[object]:
    """The JSON documents of a text: one over many lines, or one a line."""
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines()]


# Consoles -------------------------------------------------------------------------------


def in_a_console(encoding: str, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "workbook_docs", *map(str, arguments)],
        capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip


def test_json_is_utf_8_whatever_the_console_knows(there: Path) -> None:
    done = in_a_console("cp1252", "read", there / "good.docx", "--json")

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["record"]["study"]["title"] == "“Łódź” 😀"


def test_a_letter_that_the_console_does_not_know_stops_nothing(there: Path) -> None:
    done = in_a_console("cp1252", "read", there / "good.docx")

    assert (done.returncode, done.stderr) == (0, b"")
    assert "“?ód?” ?" in done.stdout.decode("cp1252")


# Python ---------------------------------------------------------------------------------


def test_everything_that_is_promised_can_be_imported() -> None:
    names = (
        "Workbook Section Row Field Text LongText Email Day Tick Whole Decimal Names Personal "
        "fill read check normal schema Hub WorkbookDocsError"
    )
    found: dict[str, object] = {}
    exec(f"from workbook_docs import {', '.join(names.split())}", found)
    assert set(names.split()) <= found.keys()


def test_one_line_of_python_does_what_a_command_does(there: Path) -> None:
    from workbook_docs import Hub, check, fill, read

    fill(Module2, STUDY, there / "S08.docx", copy=None)
    reading = read(there / "S08.docx", workbook=None)
    assert (reading.outcome, reading.record.participant.name) == ("read", "Zoë")
    assert [f for f in check(reading, final=False) if f.severity != "note"] == []
    with Hub(there / "other") as hub:
        hub.ingest([there / "S08.docx"])
        assert hub.status().to_json()["studies"][0]["study"] == "S07"
        assert hub.statistics().tables()
