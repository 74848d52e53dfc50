"""No command overwrites what it did not write, or what somebody changed since."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workbook_docs.cli import main
from workbook_docs.copies import fill, format_of, is_as_filled
from workbook_docs.excel import sheets
from workbook_docs.records import Copy
from workbook_docs.wording import quantity
from workbook_docs.workbooks.module_2 import Module2


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub with three copies in two rounds, one of them returned."""
    folder = tmp_path_factory.mktemp("outputs")
    (folder / "register.csv").write_text(
        "study.reference,Name,Email address,round,due\n"
        "S01,Ann,ann@example.org,2026-1,2026-05-01\n"
        "S02,Bob,bob@example.org,2026-2,2026-11-01\n"
        "S03,Cat,cat@example.org,2026-1,2026-05-01\n",
        "utf-8",
    )
    into = ("-o", folder / "sent", "--hub", folder / "hub")
    sent = run("prefill", "module-2", "--from", folder / "register.csv", *into)
    assert "6 files for 3 copies" in sent.stdout
    values = {"study.reference": "S01", "participant.email": "ann@example.org",
              "nine_cs.consumers": ["Patients"]}  # fmt: skip
    fill(Module2, values, folder / "S01.docx", Copy("AAAA-0001", "S01", "2026-1"))
    run("ingest", folder / "S01.docx", "--hub", folder / "hub")
    return folder / "hub"


OUTPUTS = [
    # command, {} is the folder                             the file that it writes
    ("status -o {}/out.json", "out.json"),
    ("status -o {}/out.csv", "out.csv"),
    ("status -o {}/out.xlsx", "out.xlsx"),
    ("status --chase {}/chase.csv", "chase.csv"),
    ("status --chase {}/chase.xlsx", "chase.xlsx"),
    ("stats -o {}/stats.html", "stats.html"),
    ("stats -o {}/stats.csv", "stats.csv"),
    ("stats -o {}/stats.json", "stats.json"),
    ("report answers -o {}/answers.xlsx", "answers.xlsx"),
    ("report studies -o {}/studies.html", "studies.html"),
    ("report biannual -o {}/draft.docx", "draft.docx"),
    ("hub calendar -o {}/days.ics", "days.ics"),
    ("hub export {}/export --format csv", "export/answers.csv"),
]


@pytest.mark.parametrize(("command", "name"), OUTPUTS, ids=[c for c, _ in OUTPUTS])
def test_a_file_is_made_anew_where_it_is_the_hubs_own_and_only_then(
    hub: Path, tmp_path: Path, command: str, name: str
) -> None:
    words = (*command.format(tmp_path).split(), "--hub", hub)
    path = tmp_path / name
    for _ in range(2):
        made = run(*words)
        assert (made.exit_code, path.exists()) == (0, True), made.output

    path.write_bytes(b"Somebody's own work")
    refused = run(*words)
    assert refused.exit_code == 2
    assert path.read_bytes() == b"Somebody's own work"
    assert str(path) in refused.stderr
    assert "--force" in refused.stderr

    assert run(*words, "--force").exit_code == 0
    assert path.read_bytes() != b"Somebody's own work"


def test_a_changed_draft_is_left_and_the_others_are_written(hub: Path, tmp_path: Path) -> None:
    drafts = tmp_path / "drafts"
    assert run("hub", "remind", "-o", drafts, "--hub", hub).exit_code == 0
    [first, second] = sorted(drafts.iterdir())
    first.write_text("Dear Ann, how are you?", "utf-8")
    again = run("hub", "remind", "-o", drafts, "--hub", hub)
    assert again.exit_code == 1
    assert "No draft for S02 in round 2026-2: " in again.stderr
    assert str(first) in again.stderr
    assert first.read_text("utf-8") == "Dear Ann, how are you?"
    assert again.stdout == f"1 draft in {drafts}.\n"
    assert run("hub", "remind", "-o", drafts, "--hub", hub, "--force").exit_code == 0
    assert first.read_bytes()[:8] == second.read_bytes()[:8]


def test_a_backup_takes_no_files_place(hub: Path, tmp_path: Path) -> None:
    assert run("hub", "backup", tmp_path / "b.zip", "--hub", hub).exit_code == 0
    before = (tmp_path / "b.zip").read_bytes()
    again = run("hub", "backup", tmp_path / "b.zip", "--hub", hub)
    assert again.exit_code == 2
    assert "is there already" in again.stderr
    assert (tmp_path / "b.zip").read_bytes() == before


def test_a_backup_that_cannot_be_written_says_so(hub: Path) -> None:
    told = run("hub", "backup", "/proc/b.zip", "--hub", hub)
    assert told.exit_code == 2
    assert "/proc/b.zip cannot be written: /proc takes no files" in told.stderr


def test_a_blank_is_written_anew_only_while_it_is_one(tmp_path: Path) -> None:
    assert run("blank", "module-2", "-o", tmp_path).exit_code == 0
    assert run("blank", "module-2", "-o", tmp_path).exit_code == 0
    filled = fill(Module2, {"nine_cs.consumers": ["Patients"]}, tmp_path / "module-2.docx")
    before = filled.read_bytes()
    again = run("blank", "module-2", "-o", tmp_path)
    assert again.exit_code == 2
    assert "module-2.docx is there already" in again.stderr
    assert filled.read_bytes() == before
    assert run("blank", "module-2", "-o", tmp_path, "--force").exit_code == 0
    assert filled.read_bytes() != before

    in_the_way = run("blank", "module-2", "-o", filled)
    assert in_the_way.exit_code == 2
    assert "is a file; -o names a folder" in in_the_way.stderr


def _pack_again(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in parts:
            archive.writestr(info.filename, data)


@pytest.mark.parametrize("name", ["blank.docx", "blank.xlsx"])
@pytest.mark.parametrize("touch", [_pack_again, lambda path: path.write_bytes(b"PK")])
def test_a_file_that_was_saved_again_is_no_longer_as_filled(
    tmp_path: Path, name: str, touch: Callable[[Path], None]
) -> None:
    path = fill(Module2, None, tmp_path / name)
    assert format_of(path) == name[-4:]
    assert is_as_filled(Module2, None, path)
    touch(path)
    assert not is_as_filled(Module2, None, path)


# Of one round ----------------------------------------------------------------------------


def test_status_reminders_and_calendar_of_one_round(hub: Path, tmp_path: Path) -> None:
    of = ("--hub", hub, "--round", "2026-2")
    told = run("status", *of)
    assert "S02" in told.stdout
    assert "S01" not in told.stdout
    assert run("status", "--hub", hub, "--round", "2031-1").exit_code == 2
    assert run("hub", "remind", "-o", tmp_path / "d", *of).stdout.startswith("1 draft in")
    [draft] = (tmp_path / "d").iterdir()
    assert b", round 2026-2" in draft.read_bytes().replace(b"\r\n ", b" ")
    assert run("hub", "calendar", "-o", tmp_path / "c.ics", *of).stdout.endswith(": 1 day.\n")


def test_a_chase_list_in_excel_is_one(hub: Path, tmp_path: Path) -> None:
    told = run("status", "--chase", tmp_path / "c.xlsx", "--hub", hub, "--round", "2026-2")
    assert told.stdout == f"{tmp_path / 'c.xlsx'}: 1 copy to ask for.\n"
    cells = [cell for row in sheets.rows((tmp_path / "c.xlsx").read_bytes()) for cell in row]
    assert {"S02", "bob@example.org", "not returned"} <= set(cells)
    refused = run("status", "--chase", tmp_path / "c.docx", "--hub", hub)
    assert refused.exit_code == 2
    assert ".csv or .xlsx" in refused.stderr


# Ctrl-C ----------------------------------------------------------------------------------


def test_prefill_that_was_stopped_left_nothing_and_may_be_run_again(tmp_path: Path) -> None:
    rows = "".join(f"S{n:03d},n{n}@example.org,1\n" for n in range(60))
    (tmp_path / "r.csv").write_text("study.reference,Email address,round\n" + rows, "utf-8")
    command = ["prefill", "module-2", "--from", str(tmp_path / "r.csv"), "-o",
               str(tmp_path / "sent"), "--hub", str(tmp_path / "hub")]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "workbook_docs", *command], stderr=subprocess.PIPE, text=True
    )
    while process.poll() is None and not list(tmp_path.glob("sent/*.docx")):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode == 2
    assert told.splitlines() == ["Error: Stopped. No copy was written: run the same command again."]
    assert list((tmp_path / "sent").iterdir()) == []
    assert run(*command).exit_code == 0
    assert len(list((tmp_path / "sent").iterdir())) == 120


QUANTITIES = [
    (0, ("file",), "0 files"),
    (1, ("file",), "1 file"),
    (2, ("file",), "2 files"),
    (1, ("copy", "copies"), "1 copy"),
    (12345, ("copy", "copies"), "12,345 copies"),
]


@pytest.mark.parametrize(("count", "words", "shown"), QUANTITIES)
def test_one_is_singular(count: int, words: tuple[str, ...], shown: str) -> None:
    assert quantity(count, *words) == shown
