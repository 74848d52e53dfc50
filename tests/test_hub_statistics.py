"""Every statistic against a slow and obvious computation over forty made-up returns."""

from __future__ import annotations

import csv
import io
import random
import re
import statistics
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_readings import (
    AllKinds,
    Shelf,
    random_all_kinds,
    random_module_2,
    random_states,
    reading_of,
)
from workbook_docs.definition import Workbook, fields_of, tables_of
from workbook_docs.hub import Hub, IssuedCopy
from workbook_docs.hub.counting.fields import months_before
from workbook_docs.hub.figures import NOTICE, Figure, Statistics, safe_cell
from workbook_docs.records import Answer, Copy, Reading
from workbook_docs.report.statistics import write_statistics
from workbook_docs.workbooks.module_2 import Module2

RECEIVED = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = date(2026, 12, 11)
N = 40
CANARY = "Xylophone"


class World:
    """A hub with forty returns of one workbook, and the readings it was made of."""

    def __init__(self, folder: Path, workbook: type[Workbook], seed: int) -> None:
        chance = random.Random(seed)
        self.workbook = workbook
        self.readings: list[Reading] = []
        make = random_module_2 if workbook is Module2 else random_all_kinds
        shelf = Shelf(folder / "returns")
        for number in range(N):
            values = make(chance, number)
            text = "life_cycle.initiation" if workbook is Module2 else "needs.rooms"
            if text not in values and chance.random() < 0.5:
                values[text] = CANARY
            copy = Copy(f"C{number}") if number % 3 else None
            reading = reading_of(
                workbook, values, copy=copy, states=random_states(chance, workbook)
            )
            self.readings.append(reading)
            shelf.put(f"{number:02}.docx", reading)
        shelf.put("broken.docx", Reading("", None, "docx", "damaged"))
        shelf.put("scan.pdf", Reading("", None, None, "pdf"))
        # Conflicts, and an older return: none of them counts.
        for number, hours in ((1, 0), (2, -1)):
            values = {"study.reference": f"S{number:02}", "study.title": f"Other {hours}"}
            modified = datetime(2026, 11, 20, 10, tzinfo=UTC) + timedelta(hours=hours)
            shelf.put(
                f"again{number}.docx",
                reading_of(workbook, values, copy=Copy(f"C{number}"), modified=modified),
            )
        self.counted = [r for number, r in enumerate(self.readings) if number != 1]
        with Hub(folder / "hub") as hub:
            hub.record_copies(self.copies(), workbook)
            hub.ingest(shelf.folder, read=shelf.read, received=RECEIVED)
            self.statistics = hub.statistics(TODAY)
            self.of_round = hub.statistics(TODAY, round="2026-1")

    def copies(self) -> Iterator[IssuedCopy]:
        for number in range(N + 5):
            yield IssuedCopy(
                id=f"C{number}",
                workbook=self.workbook.workbook_id,
                version="1",
                issued_on=date(2026, 10, 1),
                study=f"S{number:02}",
                round="2026-1" if number < 30 else "2026-2",
                due=date(2026, 12, 1) if number % 2 else None,
            )

    def figures(self, name: str) -> dict[str, Figure]:
        return {row.label: row for row in self.statistics.named(name).rows}

    def said(self, path: str) -> list[Answer]:
        """Every answer to a field, of every counted return; rows of a table each for itself."""
        return [
            answer
            for reading in self.counted
            for answer in reading.answers
            if re.sub(r"\[\d+\]", "[]", answer.path) == path
        ]

    def said_by(self, reading: Reading, path: str) -> list[Answer]:
        return [a for a in reading.answers if re.sub(r"\[\d+\]", "[]", a.path) == path]


@pytest.fixture(scope="module", params=["all-kinds", "module-2"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    workbook = {"all-kinds": AllKinds, "module-2": Module2}[request.param]
    return World(tmp_path_factory.mktemp(request.param), workbook, seed=7)


@pytest.fixture(scope="module")
def all_kinds(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("kinds"), AllKinds, seed=11)


def numbers(figure: Figure) -> tuple[Any, int, int]:
    return figure.numerator, figure.denominator, figure.not_counted


# Files and studies ---------------------------------------------------------------------


def test_files_received(world: World) -> None:
    found = world.figures("Files received")
    assert sum(row.numerator or 0 for row in found.values()) == N + 4
    assert found["round not known: docx, damaged"].numerator == 1
    assert found["round not known: other, pdf"].numerator == 1
    assert found["2026-1: docx, read"].numerator == 30 + 2
    assert found["2026-2: docx, read"].numerator == 10


def test_standing_of_returns(world: World) -> None:
    assert [numbers(row) for row in world.figures("Standing of returns").values()] == [
        (N - 1, N + 4, 0),
        (1, N + 4, 0),
        (2, N + 4, 0),
        (2, N + 4, 0),
        (0, N - 1, 0),
    ]


def test_return_rate(world: World) -> None:
    found = world.figures("Return rate")
    assert {label: numbers(row) for label, row in found.items()} == {
        "round 2026-1": (30, 30, 0),
        "round 2026-2": (10, 15, 0),
        "in all": (40, 45, 0),
    }
    assert numbers(world.figures("Overdue")["overdue"]) == (2, 22, 23)
    assert numbers(world.figures("Studies counted")["studies"]) == (39, 40, 1)


def test_one_round_alone(world: World) -> None:
    rate = world.of_round.named("Return rate")
    assert [numbers(row) for row in rate.rows] == [(30, 30, 0), (30, 30, 0)]
    assert world.of_round.named("Studies counted").rows[0].numerator == 29


# Fields --------------------------------------------------------------------------------


def test_blank_rate(world: World) -> None:
    found = world.figures("Blank rate")
    groups = {
        "answered": {"answered"},
        "blank": {"blank", "prompt"},
        "declared empty": {"declared-empty"},
        "not found or not readable": {"not-found", "unreadable"},
    }
    for declared in fields_of(world.workbook):
        if declared.kind == "tick":
            continue
        unit = ", of rows" if declared.table else ""
        answers = [a for a in world.said(declared.path) if a.state != "not-asked"]
        for label, states in groups.items():
            figure = found[f"{declared.label} ({declared.path}){unit}: {label}"]
            assert figure.numerator == len([a for a in answers if a.state in states])
            assert figure.denominator == len(answers)
            if declared.table is None:
                assert figure.not_counted == len(world.counted) - len(answers)


def test_ticks(world: World) -> None:
    found = world.figures("Ticks")
    for declared in fields_of(world.workbook):
        if declared.kind != "tick":
            continue
        answers = [a.value for a in world.said(declared.path) if a.state != "not-asked"]
        yes = sum(1 for value in answers if value is True)
        no = sum(1 for value in answers if value is False)
        lost = sum(1 for value in answers if value is None)
        unit = ", of rows" if declared.table else ""
        label = f"{declared.label} ({declared.path}){unit}"
        assert numbers(found[f"{label}: ticked"])[:2] == (yes, yes + no)
        assert numbers(found[f"{label}: not ticked"])[:2] == (no, yes + no)
        assert numbers(found[f"{label}: not readable"])[:2] == (lost, yes + no + lost)
        if declared.table is None:
            assert found[f"{label}: ticked"].not_counted == len(world.counted) - yes - no


def test_choices_and_entries(all_kinds: World) -> None:
    found = all_kinds.figures("Choices")
    for path, label in (
        ("services", "Services (services)"),
        ("stage", "Stage (stage)"),
        ("sessions[].form", "Form (sessions[].form), of rows"),
    ):
        given_ = [a.value for a in all_kinds.said(path) if a.state == "answered"]
        listed = [value if isinstance(value, list) else [value] for value in given_]
        options = next(f.options for f in fields_of(AllKinds) if f.path == path)
        for option in options:
            figure = found[f"{label}: {option}"]
            assert figure.numerator == sum(1 for values in listed if option in values)
            assert figure.denominator == len(listed)
        if "[]" not in path:
            assert figure.not_counted == len(all_kinds.counted) - len(listed)
    entries = all_kinds.figures("Entries")["Partners (partners): entries"]
    partners = [a for a in all_kinds.said("partners") if a.state in ("answered", "blank",
                "declared-empty")]  # fmt: skip
    assert entries.numerator == sum(len(a.value) for a in partners)
    assert entries.denominator == len(partners)


def test_numbers(all_kinds: World) -> None:
    found = all_kinds.figures("Numbers")
    for path, label in (
        ("money.asked", "Asked for (money.asked)"),
        ("money.staff", "Staff (money.staff)"),
        ("sessions[].attended", "Attended (sessions[].attended), of rows"),
    ):
        values = [
            Decimal(str(a.value))
            for a in all_kinds.said(path)
            if a.state == "answered" and a.value is not None
        ]
        assert len(values) >= 10
        assert found[f"{label}: answered"].numerator == len(values)
        assert found[f"{label}: sum"].numerator == sum(values)
        assert found[f"{label}: mean"].numerator == statistics.mean(values)
        assert found[f"{label}: median"].numerator == statistics.median(values)


def test_days(world: World) -> None:
    found = world.figures("Days")
    for declared in fields_of(world.workbook):
        if declared.kind != "day":
            continue
        unit = ", of rows" if declared.table else ""
        answers = world.said(declared.path)
        here = [a for a in answers if a.state not in ("not-asked", "not-found")]
        given_ = [date.fromisoformat(a.value) for a in here if a.state == "answered"]
        expected = {
            "answered": len(given_),
            "in the future at receipt": sum(d > date(2026, 11, 20) for d in given_),
            "up to 6 months before receipt": sum(
                date(2026, 5, 20) <= d <= date(2026, 11, 20) for d in given_
            ),
            "6 to 12 months before receipt": sum(
                date(2025, 11, 20) <= d < date(2026, 5, 20) for d in given_
            ),
            "more than 12 months before receipt": sum(d < date(2025, 11, 20) for d in given_),
            "none given": sum(a.state in ("blank", "prompt", "declared-empty") for a in here),
            "not understood": sum(a.state == "unreadable" for a in here),
        }
        for label, n in expected.items():
            figure = found[f"{declared.label} ({declared.path}){unit}: {label}"]
            assert (figure.numerator, figure.denominator) == (n, len(here))


MONTHS = [
    (date(2026, 11, 20), 6, date(2026, 5, 20)),
    (date(2026, 8, 31), 6, date(2026, 2, 28)),
    (date(2024, 8, 31), 6, date(2024, 2, 29)),
    (date(2026, 1, 15), 12, date(2025, 1, 15)),
    (date(2026, 12, 31), 12, date(2025, 12, 31)),
]


@pytest.mark.parametrize(("day", "months", "before"), MONTHS)
def test_months_before(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_twice_six_months_is_a_year_or_ends_a_month(day: date) -> None:
    twice, year = months_before(months_before(day, 6), 6), months_before(day, 12)
    assert twice == year or (day.day > 28 and twice < year)


# Sections and tables -------------------------------------------------------------------


def sections(workbook: type[Workbook]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for declared in fields_of(workbook):
        if declared.table is None:
            found.setdefault(declared.path.rpartition(".")[0], []).append(declared.path)
    return found


def label_of(world: World, section: str, paths: list[str]) -> str:
    declared = next(f for f in fields_of(world.workbook) if f.path == paths[0])
    return f"{declared.section} ({section})" if section else "Questions that stand alone"


def test_completion_and_coverage_of_sections(world: World) -> None:
    completion, coverage = world.figures("Section completion"), world.figures("Coverage")
    covered = set()
    for section, paths in sections(world.workbook).items():
        label = label_of(world, section, paths)
        expected = {"all": 0, "some": 0, "none": 0}
        filled_counts: list[int] = []
        for reading in world.counted:
            states = [world.said_by(reading, path)[0].state for path in paths]
            asked = [state for state in states if state != "not-asked"]
            lost = any(state in ("not-found", "unreadable") for state in asked)
            filled = sum(state == "answered" for state in asked)
            if asked and not lost:
                if filled == len(asked):
                    expected["all"] += 1
                else:
                    expected["some" if filled else "none"] += 1
                if len(asked) == len(states):
                    filled_counts.append(filled)
        for amount, n in expected.items():
            figure = completion[f"{label}: {amount} filled"]
            total = sum(expected.values())
            assert numbers(figure) == (n, total, len(world.counted) - total)
        kinds = {next(f.kind for f in fields_of(world.workbook) if f.path == p) for p in paths}
        if len(kinds) == 1 and len(paths) >= 3:
            covered.add(section)
            for n in range(len(paths) + 1):
                figure = coverage[f"{label}: {n} of {len(paths)} filled"]
                assert figure.numerator == filled_counts.count(n)
                assert figure.denominator == len(filled_counts)
    if world.workbook is Module2:
        assert covered == {
            "nine_cs", "interest_impact", "co_production", "life_cycle", "checklist",
        }  # fmt: skip


def test_tables(world: World) -> None:
    found, completion = world.figures("Rows of tables"), world.figures("Section completion")
    for table in tables_of(world.workbook):
        counts, expected = [], {"all": 0, "some": 0, "none": 0}
        for reading in world.counted:
            [*own] = [a for a in reading.answers if a.path == table.path]
            if own and own[0].state in ("not-found", "not-asked"):
                continue
            cells = [a for a in reading.answers if a.path.startswith(f"{table.path}[")]
            counts.append(len({a.path.partition("]")[0] for a in cells}))
            filled = [a.state == "answered" for a in cells]
            expected["none" if not any(filled) else "all" if all(filled) else "some"] += 1
        label = f"{table.label} ({table.path})"
        left_out = len(world.counted) - len(counts)
        assert numbers(found[f"{label}: rows in all"]) == (sum(counts), len(counts), left_out)
        having = sum(1 for n in counts if n)
        assert found[f"{label}: studies with a row"].numerator == having
        assert found[f"{label}: median rows of a study"].numerator == statistics.median(counts)
        for amount, n in expected.items():
            assert completion[f"{label}: {amount} filled"].numerator == n


def test_nothing_typical_is_made_of_few(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "returns")
    for number in range(9):
        values = {"study.reference": f"S{number}", "money.staff": number}
        shelf.put(f"{number}.docx", reading_of(AllKinds, values))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        found = {row.label: row for row in hub.statistics(TODAY).named("Numbers").rows}

    assert found["Staff (money.staff): sum"].numerator == 36
    for word in ("mean", "median"):
        figure = found[f"Staff (money.staff): {word}"]
        assert (figure.numerator, figure.why) == (None, "not made of fewer than 10")


def test_an_empty_hub_has_statistics(tmp_path: Path) -> None:
    with Hub(tmp_path / "hub") as hub:
        assert [s.name for s in hub.statistics(TODAY).statistics] == [
            "Files received", "Read quality", "Standing of returns",
        ]  # fmt: skip


# Printing ------------------------------------------------------------------------------


def test_every_statistic_says_what_it_is(world: World) -> None:
    for statistic in world.statistics.statistics:
        assert statistic.definition.endswith(".")
        assert statistic.release == "not for release"
        labels = [row.label for row in statistic.rows]
        assert len(set(labels)) == len(labels)
        for row in statistic.rows:
            assert bool(row.not_counted) == bool(row.why) or row.numerator is None


def test_no_text_and_no_names_in_statistics(world: World) -> None:
    printed = world.statistics.csv_text() + str(world.statistics.to_json())
    for word in (CANARY, "Person 3", "example.org", "S03", "Partner 1", "Topic 0", "Nurses"):
        assert word not in printed


def test_csv_holds_every_figure_once(world: World, tmp_path: Path) -> None:
    path = tmp_path / "statistics.csv"
    write_statistics(world.statistics, path)
    text = path.read_bytes().decode("utf-8-sig")
    notice, header, *rows = csv.reader(io.StringIO(text, newline=""))

    assert notice == [NOTICE]
    assert NOTICE == "Not for release: exact figures for use inside the hub."
    assert header[1:] == [
        "statistic", "label", "numerator", "denominator", "not_counted", "why", "as_sent",
        "release", "within",
    ]  # fmt: skip
    assert len(rows) == sum(len(s.rows) for s in world.statistics.statistics)
    assert {row[-2] for row in rows} == {"not for release"}


def test_excel_holds_every_figure_once(world: World, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "statistics.xlsx"
    write_statistics(world.statistics, path)
    book = openpyxl.load_workbook(path)

    assert book.sheetnames[0] == "Contents"
    assert len(book.sheetnames) == len(world.statistics.statistics) + 1
    for sheet, statistic in zip(book.worksheets[1:], world.statistics.statistics, strict=True):
        cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert any(str(cell).startswith(NOTICE) for cell in cells)
        assert all(row.label in cells for row in statistic.rows)


FORMULAS = [
    ("=1+1", "'=1+1"),
    ("+1", "'+1"),
    ("-1", "'-1"),
    ("@x", "'@x"),
    ("\tx", "'\tx"),
    ("1-2", "1-2"),
    (-5, -5),
    (None, None),
]


@pytest.mark.parametrize(("cell", "safe"), FORMULAS)
def test_no_cell_is_a_formula(cell: Any, safe: Any) -> None:
    assert safe_cell(cell) == safe


def test_tables_and_json_hold_the_same(world: World) -> None:
    document = world.statistics.to_json()
    tables = world.statistics.tables()
    assert document["note"] == NOTICE
    assert isinstance(world.statistics, Statistics)
    for (title, header, rows), statistic in zip(tables, document["statistics"], strict=True):
        assert title.startswith(statistic["name"])
        assert [row[0] for row in rows] == [row["label"] for row in statistic["rows"]]
        assert all(len(row) == len(header) for row in rows)
