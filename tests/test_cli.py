"""The command: exit codes, one JSON document, and never a traceback."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from workbook_docs.cli import main
from workbook_docs.copies import fill
from workbook_docs.workbooks.module_2 import Module2

ROOT = Path(__file__).parent.parent


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def commands(command: click.Command = main, path: tuple[str, ...] = ()):
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))


@pytest.mark.parametrize(
    ("path", "command"), list(commands()), ids=lambda v: " ".join(v) if isinstance(v, tuple) else ""
)
def test_every_command_has_help_and_is_documented(path, command):
    assert command.help
    assert run(*path, "--help").exit_code == 0
    assert f"## workbook-docs {' '.join(path)}".rstrip() in (ROOT / "docs/commands.md").read_text(
        "utf-8"
    )


def test_blank_and_read_of_an_untouched_file_is_exit_0(tmp_path):
    assert run("blank", "module-2", "-o", tmp_path).exit_code == 0

    result = run("read", tmp_path / "module-2.docx", tmp_path / "module-2.xlsx", "--json")

    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["format"] for line in lines] == ["docx", "xlsx"]
    assert list(lines[0]) == [
        "file", "sha256", "format", "outcome", "workbook", "version", "edition", "copy", "editor",
        "modified", "record", "answers", "unplaced", "account", "findings",
    ]  # fmt: skip


def test_something_to_look_at_is_exit_1(tmp_path):
    fill(Module2, {"participant.email": "ann"}, tmp_path / "S07.docx")

    assert run("check", tmp_path / "S07.docx").exit_code == 1
    assert run("read", tmp_path / "S07.docx").exit_code == 0


def test_some_files_not_readable_is_exit_1_and_none_readable_is_exit_2(tmp_path):
    fill(Module2, None, tmp_path / "S07.docx")
    (tmp_path / "photo.docx").write_bytes(b"\xff\xd8\xff\xe0")

    assert run("read", tmp_path / "S07.docx", tmp_path / "photo.docx").exit_code == 1
    assert run("read", tmp_path / "photo.docx").exit_code == 2
    assert run("read", tmp_path / "gone.docx").exit_code == 2


def test_an_empty_folder_is_one_line_and_exit_2(tmp_path):
    result = run("read", tmp_path)

    assert result.exit_code == 2
    assert len((result.stdout + result.stderr).strip().splitlines()) == 1


def test_a_folder_and_an_archive_are_looked_into_and_leavings_passed_over(tmp_path):
    fill(Module2, None, tmp_path / "in" / "S07.docx")
    (tmp_path / "in" / "~$S07.docx").write_bytes(b"x")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(tmp_path / "in" / "S07.docx", "deep/S07.docx")

    folder = run("read", tmp_path / "in", "--json")
    packed = run("read", tmp_path / "all.zip", "--json")

    assert [json.loads(line)["outcome"] for line in folder.stdout.splitlines()] == ["read"]
    assert "~$S07.docx" in folder.stderr
    assert [json.loads(line)["outcome"] for line in packed.stdout.splitlines()] == ["read"]


WRONG_USE = [
    ("blank", "module-3", "-o", "x"),
    ("blank", "no.such:Thing", "-o", "x"),
    ("prefill", "module-2", "--from", "gone.csv", "-o", "x"),
    ("read", "S07.docx", "--workbook", "nope"),
    ("status", "--hub", "no-hub"),
    ("stats", "--hub", "no-hub"),
    ("schema", "nope"),
    ("template", "check", "nope"),
    ("nonsense",),
    ("read",),
]


@pytest.mark.parametrize("arguments", WRONG_USE, ids=lambda a: " ".join(a))
def test_wrong_use_is_exit_2_and_a_sentence(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)

    result = run(*arguments)

    assert result.exit_code == 2
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_all_errors_of_a_register_come_at_once_and_nothing_is_written(tmp_path):
    register = tmp_path / "register.csv"
    register.write_text(
        "study.reference,study.titel,due,next_review_date\nS01,x,soon,never\nS02,y,1/9/2026,2027-01-01\n"
    )

    result = run("prefill", "module-2", "--from", register, "-o", tmp_path / "out")

    assert result.exit_code == 2
    assert "study.titel" in result.stderr
    assert "study.title" in result.stderr
    assert result.stderr.count("row 2") >= 2
    assert not (tmp_path / "out").exists()


def test_the_whole_way_from_register_to_statistics(tmp_path):
    register = tmp_path / "register.csv"
    register.write_text(
        "study.reference,Name,Email address,round,due,notes\n"
        "S07,Ann Reed,ann@example.org,2026-1,2026-12-01,call first\n"
        "S08,Joe Marsh,joe@example.org,2026-1,2026-12-01,\n"
    )
    hub, sent = tmp_path / "hub", tmp_path / "sent"

    prefilled = run("prefill", "module-2", "--from", register, "-o", sent, "--hub", hub)
    assert prefilled.exit_code == 0
    assert "notes" in prefilled.stderr
    assert sorted(path.name for path in sent.iterdir()) == [
        "S07-module-2-2026-1.docx", "S07-module-2-2026-1.xlsx",
        "S08-module-2-2026-1.docx", "S08-module-2-2026-1.xlsx",
    ]  # fmt: skip
    reading = json.loads(run("read", sent / "S07-module-2-2026-1.docx", "--json").stdout)
    assert reading["copy"]["study"] == "S07"
    assert reading["copy"]["due"] == "2026-12-01"
    assert reading["record"]["participant"]["name"] == "Ann Reed"

    assert run("ingest", sent / "S07-module-2-2026-1.docx", "--hub", hub).exit_code == 0
    status = json.loads(run("status", "--hub", hub, "--json").stdout)
    assert {row["study"]: row["returned"] for row in status["studies"]} == {"S07": 1, "S08": 0}

    for suffix in ("csv", "json", "xlsx"):
        assert run("stats", "--hub", hub, "-o", tmp_path / f"s.{suffix}").exit_code == 0
    assert "ot for release" in (tmp_path / "s.csv").read_text("utf-8-sig")
    assert "Not for release" in run("stats", "--hub", hub).stdout
    assert "Ann Reed" not in (tmp_path / "s.json").read_text()
    assert run("hub", "doctor", "--hub", hub).exit_code == 0
    assert run("hub", "rebuild", "--hub", hub).exit_code == 0


def test_the_examples_of_the_readme_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)

    names: dict[str, object] = {"__name__": "readme"}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
        for expression, shown in re.findall(r"^(\S.*?) {2,}# (['\[TF].*)$", block, re.MULTILINE):
            assert repr(eval(expression, names)) == shown

    assert len(blocks) == 3
    assert (tmp_path / "S07.docx").exists()


def test_the_demo_says_the_same_every_time_and_clears_only_its_own_folder(tmp_path):
    first = run("demo", "-o", tmp_path / "demo")
    second = run("demo", "-o", tmp_path / "demo")

    assert first.exit_code == second.exit_code == 0
    assert first.stdout == second.stdout
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.docx").write_bytes(b"x")
    assert run("demo", "-o", tmp_path / "mine").exit_code == 2
    assert (tmp_path / "mine" / "letter.docx").exists()


def round_of_two(tmp_path: Path) -> Path:
    """A hub with copies for two studies, one of them returned."""
    register = tmp_path / "register.csv"
    register.write_text("study.reference,Name,round\nS01,Ann Reed,2026-1\nS02,Bob Hall,2026-1\n")
    hub = tmp_path / "hub"
    sent = ("prefill", "module-2", "--from", register, "-o", tmp_path / "sent", "--hub", hub)
    assert run(*sent, "--format", "docx").exit_code == 0
    assert (
        run("ingest", tmp_path / "sent" / "S01-module-2-2026-1.docx", "--hub", hub).exit_code == 0
    )
    return hub


def test_final_lists_what_is_still_to_do(tmp_path):
    fill(Module2, {"participant.name": "Ann Reed"}, tmp_path / "S07.docx")

    assert "still blank" not in run("check", tmp_path / "S07.docx").stdout
    final = run("check", "--final", tmp_path / "S07.docx")
    assert "still blank" in final.stdout
    assert final.exit_code == 1


def test_statistics_are_of_the_round_that_is_named(tmp_path):
    hub = round_of_two(tmp_path)

    assert run("stats", "--hub", hub, "--round", "2026-1").exit_code == 0
    other = run("stats", "--hub", hub, "--round", "spring")
    assert other.exit_code == 2
    assert "Known: 2026-1" in other.stderr


def test_a_register_adds_studies_that_no_copy_was_issued_to(tmp_path):
    hub = round_of_two(tmp_path)
    more = tmp_path / "more.csv"
    more.write_text("study.reference,round\nS01,2026-1\nS09,2026-1\n")

    told = json.loads(run("status", "--hub", hub, "--register", more, "--json").stdout)
    assert [s["study"] for s in told["studies"]] == ["S01", "S02", "S09"]
    assert len(json.loads(run("status", "--hub", hub, "--json").stdout)["studies"]) == 2


def test_ingest_with_several_workers_and_with_nothing_there(tmp_path):
    hub = round_of_two(tmp_path)

    taken = run("ingest", tmp_path / "sent", "--hub", hub, "--workers", 2, "--json")
    statuses = [json.loads(line)["status"] for line in taken.stdout.splitlines()]
    assert statuses == ["duplicate", "as sent"]

    nothing = run("ingest", tmp_path / "gone", "--hub", tmp_path / "typo")
    assert nothing.exit_code == 2
    assert "does not exist" in nothing.stderr
    assert not (tmp_path / "typo").exists()

    (tmp_path / "empty").mkdir()
    empty = run("ingest", tmp_path / "empty", "--hub", hub)
    assert empty.exit_code == 2
    assert "no file in this folder" in empty.stderr


def test_a_statement_of_ones_own_takes_the_place_of_ours(tmp_path):
    statement = tmp_path / "ours.md"
    statement.write_text("We keep this workbook for five years and show it to nobody else.\n")

    built = run("template", "build", "module-2", "-o", tmp_path, "--data-statement", statement)

    assert built.exit_code == 0
    with zipfile.ZipFile(tmp_path / "module-2.docx") as file:
        words = file.read("word/document.xml").decode()
    assert "for five years and show it to nobody" in words
    assert "capacity building" not in words.partition("for five years")[2].partition("Glossary")[0]
