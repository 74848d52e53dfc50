"""Tables in the terminal and in a pipe: no value is cut, at any width."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from module_2_hub import two_rounds
from workbook_docs import Hub
from workbook_docs.cli import main
from workbook_docs.copies import fill
from workbook_docs.records import Finding
from workbook_docs.report import terminal
from workbook_docs.report.tabular import laid_out
from workbook_docs.workbooks.nine_cs import NineCsList

WIDTHS = [None, 20, 60, 80, 100]
TEXTS = st.text(st.sampled_from("ab-é漢 \n09.@"), max_size=60)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    across = draw(st.integers(1, 7))
    header = draw(st.lists(st.text("Heading ", min_size=1, max_size=20), min_size=across,
                           max_size=across))  # fmt: skip
    row = st.lists(TEXTS, min_size=across, max_size=across)
    return header, draw(st.lists(row, max_size=5))


@given(tables(), st.one_of(st.none(), st.integers(1, 120)))
def test_every_word_of_every_cell_is_there_whole(table, width):
    header, rows = table
    lines = list(laid_out(header, rows, width))
    held = "\n".join(lines).split()
    for row in rows:
        for cell in row:
            for word in cell.split():
                assert word in held


@given(tables(), st.integers(1, 120))
def test_only_a_single_word_is_longer_than_a_line(table, width):
    header, rows = table
    for line in laid_out(header, rows, width):
        # In a record a long word stands behind its heading, or below it behind blanks.
        if cell_len(line) > width:
            longest = max(map(cell_len, line.split()), default=0)
            assert longest > width - max(map(cell_len, header)) - 2 or longest > width - 2


LAYOUTS = [
    ("side by side", 40, ["Study  Days", "───────────", "S01       9", "S02      20"]),
    ("words wrap", 30,
     ["Study  Why", "──────────────────────────────",
      "S01    three words and some", "       more of them in a cell"]),
    ("a row as a record where a word has no room", 24,
     ["Study   S01", "E-mail  ann.reed@example.org", "",
      "Study   S02", "E-mail  bo@example.org"]),
    ("below each other where nothing fits", 12,
     ["Study", "  S01", "E-mail", "  ann.reed@example.org"]),
]  # fmt: skip
CONTENTS: dict[str, tuple[Sequence[str], Sequence[Sequence[str]]]] = {
    "side by side": (("Study", "Days"), [("S01", "9"), ("S02", "20")]),
    "words wrap": (("Study", "Why"), [("S01", "three words and some more of them in a cell")]),
    "a row as a record where a word has no room":
        (("Study", "E-mail"), [("S01", "ann.reed@example.org"), ("S02", "bo@example.org")]),
    "below each other where nothing fits": (("Study", "E-mail"), [("S01", "ann.reed@example.org")]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "width", "lines"), LAYOUTS, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_table_at_a_width(name, width, lines):  # fmt: skip
    assert list(laid_out(*CONTENTS[name], width)) == lines


@pytest.mark.parametrize("said", ["", "wide", "0", "-3"])
def test_a_width_that_is_none_is_no_error(monkeypatch, said):
    monkeypatch.setenv("COLUMNS", said)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        terminal.print_table("A", ("Long",), [("word " * 60,)])
    assert "word " * 59 + "word" in out.getvalue()


# The commands --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    two_rounds(folder).close()
    (folder / "in").mkdir()
    for number in range(3):
        name = f"{'a-long-name-without-a-blank-' * 3}{number}.docx"
        (folder / "in" / name).write_bytes(b"no document at all %d" % number)
    return folder


def _values(title: str, rows: Sequence[Sequence[Any]]) -> set[str]:
    return {title, *(str(cell) for row in rows for cell in row if cell not in (None, ""))}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("command", ["status", "stats", "ingest", "check"])
def test_a_command_prints_every_value_whole(hub: Path, command: str, width: int | None) -> None:
    files = [str(path) for path in sorted((hub / "in").iterdir())]
    arguments = [*(files if command in ("ingest", "check") else [])]
    if command != "check":
        arguments += ["--hub", str(hub / "hub")]
    with Hub(hub / "hub") as opened:
        tables = {
            "status": lambda: opened.status().tables(),
            "stats": lambda: opened.statistics().tables(),
        }.get(command, tuple)()
    done = CliRunner(env={"COLUMNS": str(width) if width else None}).invoke(
        main, [command, *arguments]
    )
    printed = done.stdout.replace(".docx:", ".docx").split()
    wanted = {Path(name).name for name in files} if command in ("ingest", "check") else set()
    for title, _, rows in tables:
        wanted |= _values(title, rows)
    assert wanted
    for value in wanted:
        for word in value.split():
            assert word in printed or any(w.endswith(word) for w in printed if "/" in w), value


@pytest.mark.parametrize("width", WIDTHS[1:])
def test_what_a_trial_found_is_printed_whole(monkeypatch, capsys, width):
    monkeypatch.setenv("COLUMNS", str(width))
    rows = [("returns/a folder/one_long_name_of_a_hand", 12, "read right", "99.5 %")] * 2
    terminal.print_table("Habits", ("Hand", "Files", "What became of it", "Share"), rows)
    printed = capsys.readouterr().out
    for word in re.findall(r"\S+", " ".join(map(str, rows[0]))):
        assert word in printed


# Findings ------------------------------------------------------------------------------

PRINTED = [
    # heading, place, message, what stands behind the message
    ("The 9Cs", "The 9Cs, Customers", "“Customers” is still blank.", ""),
    ("The 9Cs", "The 9Cs, Customers (9 Cs!B4)", "“Customers” is still blank.", " (9 Cs!B4)"),
    ("The 9Cs", "The 9Cs, Customers", "“Dr Lee” looks like a person.", " (Customers)"),
    ("The 9Cs", "The 9Cs, Customers (9 Cs!B4)", "“Dr Lee” looks like a person.",
     " (Customers (9 Cs!B4))"),
    ("Engagement", "Engagement (Engagement!A5)", "Write below its headings (Engagement!A5).", ""),
    ("Next", "Next (Next review!B5)", "That is no date.", " (Next review!B5)"),
    ("The file as a whole", "S07.docx", "It is damaged.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "place", "message", "behind"), PRINTED)
def test_a_finding_says_its_label_once(heading, place, message, behind):
    finding = Finding("warning", "code", message, None, place)
    where = terminal._where(finding, heading, "S07.docx")
    assert (f" ({where})" if where else "") == behind


def test_a_file_that_cannot_be_read_stands_apart_from_the_next(tmp_path):
    for name in ("a.docx", "b.docx"):
        (tmp_path / name).write_bytes(b"no document")
    done = CliRunner().invoke(main, ["check", str(tmp_path / "a.docx"), str(tmp_path / "b.docx")])
    assert re.search(r"\n\n.*b\.docx", done.stdout)


def test_of_several_files_a_line_each_is_told_and_all_of_it_when_asked(tmp_path):
    for name in ("S01", "S02"):
        fill(NineCsList, {"study.reference": name, "nine_cs.consumers": ["Patients"]},
             tmp_path / f"{name}.docx")  # fmt: skip
    (tmp_path / "S03.docx").write_bytes(b"no document")
    run = CliRunner(env={"COLUMNS": "300"})  # the paths of tests are long
    done = run.invoke(main, ["read", str(tmp_path)])
    lines = done.stdout.splitlines()
    assert done.exit_code == 1
    for name in ("S01.docx", "S02.docx", "S03.docx"):
        assert sum(name in line for line in lines) == 1
    assert len(lines) < 10
    assert "Patients" not in done.stdout
    assert run.invoke(main, ["read", str(tmp_path), "--full"]).stdout.count("Patients") >= 2
    assert "Patients" in run.invoke(main, ["read", str(tmp_path / "S01.docx")]).stdout
    several = run.invoke(main, ["read", str(tmp_path), "--json"]).stdout.splitlines()
    assert [json.loads(line)["file"].endswith(".docx") for line in several] == [True] * 3
