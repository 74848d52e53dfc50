"""Reports on studies: answers side by side, a page each, the draft, what changed."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hub_readings import random_module_2
from module_2_hub import AUTUMN, SPRING, TODAY, two_rounds
from programs import converted, program
from workbook_docs.cli import main
from workbook_docs.hub import Hub
from workbook_docs.hub.changes import Change, changes_between
from workbook_docs.hub.sample import Said, Sample, Sheet
from workbook_docs.report.answers import answers_side_by_side
from workbook_docs.report.biannual import EMPTY, HEADINGS, biannual_draft
from workbook_docs.report.changes import report_of_changes
from workbook_docs.report.page import page
from workbook_docs.report.studies import study_pages, told
from workbook_docs.values import as_json, assemble, flatten, normal
from workbook_docs.word.report import write_report
from workbook_docs.workbooks.module_2 import Module2


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with two_rounds(tmp_path_factory.mktemp("reports")) as hub:
        yield hub


@pytest.fixture(scope="module")
def samples(hub: Hub) -> list[Sample]:
    return hub.samples(TODAY)


# What changed --------------------------------------------------------------------------


def sheet(**said: Any) -> Sheet:
    """A sheet that says what is given: lists of dicts are rows, all else single answers."""
    found = Sheet("s1", "S1", AUTUMN, date(2026, 11, 20))
    for path, value in said.items():
        dotted = path.replace("__", ".")
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                for column, text in row.items():
                    found.say(
                        f"{dotted}[].{column}", number, Said("answered", text, found.received)
                    )
        elif isinstance(value, str) and value.startswith("state:"):
            found.say(dotted, None, Said(value.removeprefix("state:"), None, found.received))
        else:
            found.say(dotted, None, Said("answered", value, found.received))
    return found


MATRIX = "Initial Key Stakeholder Analysis Matrix"
CHANGES = [
    ("a first answer", {"co_production__point_1": "state:blank"}, {"co_production__point_1": "Ann"},
     [Change("co_production.point_1", "Point 1", "new", "", "Ann")]),
    ("another answer", {"co_production__point_1": "Ann"}, {"co_production__point_1": "Bo"},
     [Change("co_production.point_1", "Point 1", "changed", "Ann", "Bo")]),
    ("an answer taken away", {"co_production__point_1": "Ann"}, {"co_production__point_1": "state:blank"},
     [Change("co_production.point_1", "Point 1", "gone", "Ann", "")]),
    ("not asked before", {}, {"co_production__point_1": "Ann"}, []),
    ("not found now", {"co_production__point_1": "Ann"},
     {"co_production__point_1": "state:not-found"}, []),
    ("a new day", {"next_review_date": "2026-01-02"}, {"next_review_date": "2027-01-02"},
     [Change("next_review_date", "NEXT Engagement, Involvement and Co-production Review Date:",
             "changed", "2 January 2026", "2 January 2027")]),
    ("an entry more", {"nine_cs__consumers": ["Patients"]}, {"nine_cs__consumers": ["Carers", "patient"]},
     [Change("nine_cs.consumers", "Consumers", "new", "", "Carers")]),
    ("a row renamed", {"initial_matrix": [{"stakeholder": "GP practices"}]},
     {"initial_matrix": [{"stakeholder": "GP practises"}]},
     [Change("initial_matrix", MATRIX, "perhaps renamed", "GP practices", "GP practises")]),
    ("a row that says the same under another name",
     {"initial_matrix": [{"stakeholder": "Nurses", "impact": "High"}]},
     {"initial_matrix": [{"stakeholder": "Ward staff", "impact": "High"}]},
     [Change("initial_matrix", MATRIX, "perhaps renamed", "Nurses", "Ward staff")]),
    ("one gone and one new", {"initial_matrix": [{"stakeholder": "Nurses"}]},
     {"initial_matrix": [{"stakeholder": "The council"}]},
     [Change("initial_matrix", MATRIX, "gone", "Nurses", ""),
      Change("initial_matrix", MATRIX, "new", "", "The council")]),
    ("a cell", {"initial_matrix": [{"stakeholder": "Nurses", "impact": "Low"}]},
     {"initial_matrix": [{"stakeholder": "nurse", "impact": "High"}]},
     [Change("initial_matrix[].impact", f"{MATRIX}, Nurses: Assessment of Impact", "changed", "Low",
             "High")]),
    ("rows in another order",
     {"initial_matrix": [{"stakeholder": "Nurses"}, {"stakeholder": "Patients"}]},
     {"initial_matrix": [{"stakeholder": "Patients"}, {"stakeholder": "Nurses"}]}, []),
    ("a name twice", {"initial_matrix": [{"stakeholder": "Nurses"}, {"stakeholder": "Nurses"}]},
     {"initial_matrix": [{"stakeholder": "Nurses"}]},
     [Change("initial_matrix", MATRIX, "gone", "Nurses", "")]),
    ("a tick", {"checklist__stakeholder_list": False}, {"checklist__stakeholder_list": True},
     [Change("checklist.stakeholder_list", "Made a list of stakeholders?", "new", "not ticked",
             "ticked")]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "found"), [c[1:] for c in CHANGES],
                         ids=[c[0] for c in CHANGES])  # fmt: skip
def test_what_changed(before: dict[str, Any], after: dict[str, Any], found: list[Change]) -> None:
    assert changes_between(Module2, sheet(**before), sheet(**after)) == found


def random_sheet(seed: int) -> Sheet:
    record = normal(assemble(Module2, random_module_2(random.Random(seed), 1)))
    found = Sheet("s1", "S1", AUTUMN, date(2026, 11, 20))
    for path, value in flatten(record).items():
        table, bracket, rest = path.partition("[")
        number, _, column = rest.partition("].")
        said = Said(
            "blank" if value in (None, [], "") else "answered", as_json(value), found.received
        )
        if bracket:
            found.say(f"{table}[].{column}", int(number), said)
        else:
            found.say(path, None, said)
    return found


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_nothing_changes_against_itself_and_what_is_new_one_way_is_gone_the_other(
    one: int, other: int
) -> None:
    before, after = random_sheet(one), random_sheet(other)
    assert changes_between(Module2, before, before) == []
    there = changes_between(Module2, before, after)
    back = changes_between(Module2, after, before)
    assert sorted((c.path, c.after) for c in there if c.what == "new") == sorted(
        (c.path, c.before) for c in back if c.what == "gone"
    )
    assert len(there) == len(back)


def test_no_address_is_told() -> None:
    change = Change("p", "Point 1", "changed", "ann@example.org", "Bo <bo@example.org>, lead")
    assert told(change) == "(e-mail) → Bo <(e-mail)>, lead"


# Reports -------------------------------------------------------------------------------


def test_answers_stand_side_by_side(samples: list[Sample], tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "answers.xlsx"
    path.write_bytes(answers_side_by_side(samples))
    book = openpyxl.load_workbook(path)

    def rows(name: str) -> list[list[Any]]:
        [sheet] = [s for s in book.worksheets if s.title.endswith(name)]
        lines = [[c.value for c in row] for row in sheet.iter_rows()]
        return lines[[line[:2] for line in lines].index(["Study", "Round"]) :]

    header, *lines = rows("Fields module-2")
    assert [line[0] for line in lines] == ["S1", "S2", "S3", "S4", "S5"]
    consumers = header.index("Consumers")
    assert [line[consumers] for line in lines] == [
        "answered", "–", "not asked", "not understood", "–",
    ]  # fmt: skip
    assert rows("Point 1")[1] == ["S1", AUTUMN, "20 November 2026", "answered", "We do."]
    assert [line[0] for line in rows("The Engagement with Your Study")[1:]] == ["S1", "S1", "S2"]
    every = " ".join(str(c.value) for s in book.worksheets for row in s.iter_rows() for c in row)
    assert "example.org" not in every
    assert "Email" not in every


def test_a_study_page_says_what_is_filled_listed_next_and_changed(samples: list[Sample]) -> None:
    report = study_pages(samples, ("s1",))
    [chapter] = report.chapters
    assert chapter.title == "S1"
    assert chapter.paragraphs[0] == (
        "NEXT Engagement, Involvement and Co-production Review Date: 31 January 2027."
    )
    assert "Who co-ordinates and champions co-production: We do." in chapter.paragraphs
    assert chapter.picture is not None
    filled, changed = chapter.tables
    assert (
        "Involvement with Your Study",
        "4 of 7 (open: Point 4, Point 5, Point 7)",
    ) in filled.rows
    assert ("All filled", "Study Life Cycle") in filled.rows
    assert ("The Engagement with Your Study", "2 rows") in filled.rows
    assert any("Consumers 1" in words for words in chapter.paragraphs)
    assert changed.caption == f"Changes since {SPRING}"
    html = page(report)
    assert "@" not in html.replace("@page", "").replace("@media", "")


def test_every_study_has_one_page_in_print(samples: list[Sample], tmp_path: Path) -> None:
    path = tmp_path / "studies.docx"
    path.write_bytes(write_report(study_pages(samples, drawn_as="png")))
    [pdf] = converted([path], "pdf", tmp_path)
    done = subprocess.run(
        [program("pdfinfo"), str(pdf)], capture_output=True, text=True, check=True
    )
    assert f"Pages:           {sum(len(s.sheets) for s in samples) + 1}" in done.stdout


def test_the_draft_is_the_teams_own_words_with_their_fields(samples: list[Sample]) -> None:
    report = biannual_draft(samples)
    assert [chapter.title for chapter in report.chapters] == ["S1", "S2", "S3", "S4", "S5"]
    tables = {(c.title, t.caption): t.rows for c in report.chapters for t in c.tables}
    ppie = tables["S1", "PPIE Activities"]
    assert ("Carers", "Involvement with Your Study, row 1") in ppie
    assert ("We do.", "Involvement with Your Study, Point 2") in ppie
    assert tables["S5", "Study Highlights"] == ((EMPTY, "–"),)
    assert len(tables) == 5 * len(HEADINGS)
    said = {
        str(said.value) for sample in samples for s in sample.sheets for said in s.single.values()
    }
    points = [row for rows in tables.values() for row in rows if "Point" in str(row[1])]
    assert points
    assert all(row[0] in said for row in points)


def test_the_report_of_changes_is_of_studies_in_two_rounds(samples: list[Sample]) -> None:
    report = report_of_changes(samples)
    assert [c.title for c in report.chapters] == [
        f"S1: {SPRING} to {AUTUMN}", f"S2: {SPRING} to {AUTUMN}",
    ]  # fmt: skip


COMMANDS = [
    ("answers", "answers.xlsx", [], 0),
    ("studies", "studies.html", [], 0),
    ("studies", "studies.docx", ["--study", "S1"], 0),
    ("biannual", "draft.docx", ["--round", SPRING], 0),
    ("changes", "changes.docx", [], 0),
    ("answers", "answers.docx", [], 2),
    ("studies", "studies.html", ["--study", "S99"], 2),
    ("changes", "changes.html", ["--study", "S5"], 2),
    ("biannual", "draft.html", ["--round", "never"], 2),
]  # fmt: skip


@pytest.mark.parametrize(("name", "file", "more", "code"), COMMANDS)
def test_the_commands(
    hub: Hub, tmp_path: Path, name: str, file: str, more: list[str], code: int
) -> None:
    target = tmp_path / file
    done = CliRunner().invoke(
        main, ["report", name, "--hub", str(hub.folder), "-o", str(target), *more]
    )
    assert done.exit_code == code, done.output
    assert target.exists() is (code == 0)
    assert (done.stdout == f"{target}\n") is (code == 0)
