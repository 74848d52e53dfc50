"""Reports on studies: answers side by side, a page each, the draft, what changed."""

from __future__ import annotations

import io
import random
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hub_readings import Shelf, random_module_2, reading_of
from module_2_hub import AUTUMN, RECEIVED, SPRING, TODAY, two_rounds
from programs import converted, program
from workbook_docs.cli import main
from workbook_docs.hub import Hub, IssuedCopy
from workbook_docs.hub.changes import Change, changes_between
from workbook_docs.hub.sample import Arrival, Sample
from workbook_docs.hub.sent import sent_with
from workbook_docs.hub.sheets import Said, Sheet
from workbook_docs.records import Copy
from workbook_docs.report.answers import answers_side_by_side
from workbook_docs.report.biannual import ELSEWHERE, EMPTY, HEADINGS, MOST_ROWS, biannual_draft
from workbook_docs.report.changes import report_of_changes
from workbook_docs.report.page import page
from workbook_docs.report.statistics import report_on
from workbook_docs.report.studies import study_pages, told
from workbook_docs.values import as_json, assemble, flatten, normal, show
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
    held = dict(filled.rows)
    assert held["All filled"] == "Study Life Cycle"
    begun = held["In part, or rows"]
    assert "The Engagement with Your Study: 2 rows" in begun
    assert (
        "Involvement with Your Study (Point 1 to Point 7): 4 of 7 (open: Point 4, Point 5, Point 7)"
    ) in begun
    assert (
        "Involvement with Your Study (table: Stakeholder/Groups, Role within Study "
        "Implementation): 2 rows"
    ) in begun
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
    assert all((study, heading) in tables for study in ("S1", "S5") for heading, _ in HEADINGS)
    elsewhere = [
        ("Together", "Study Life Cycle, Initiation"),
        ("31 January 2027", "NEXT Engagement, Involvement and Co-production Review Date"),
        (("Patients", "Carers"), "Stakeholder Interest/Impact Categories, Q4"),
    ]
    assert set(elsewhere) <= set(tables["S1", ELSEWHERE])
    assert ("S5", ELSEWHERE) not in tables
    said = {
        str(said.value) for sample in samples for s in sample.sheets for said in s.single.values()
    }
    points = [row for rows in tables.values() for row in rows if "Point" in str(row[1])]
    assert points
    assert all(row[0] in said for row in points)


@given(st.integers(0, 10**6))
def test_no_word_of_a_team_is_missing_from_the_draft(seed: int) -> None:
    held = random_sheet(seed)
    sample = a_sample(held)
    [chapter] = biannual_draft([sample]).chapters
    texts = " ".join(str(cell) for t in chapter.tables for row in t.rows for cell in row)
    left_out = {"study.title", "study.reference", "participant.name", "participant.email"}
    for path, said in held.single.items():
        if said.state == "answered" and path not in left_out and not isinstance(said.value, bool):
            entries = said.value if isinstance(said.value, list) else [said.value]
            for entry in entries:
                day = re.fullmatch(r"\d{4}-\d\d-\d\d", str(entry))
                wanted = show("day", date.fromisoformat(entry)) if day else entry
                assert str(wanted) in texts or repr(wanted)[1:-1] in texts
    for rows in held.tables.values():
        for row in list(rows.values())[:MOST_ROWS]:
            for said in row.values():
                assert said.state != "answered" or str(said.value) in texts


def a_sample(*sheets: Sheet, arrivals: tuple[Arrival, ...] = ()) -> Sample:
    return Sample(Module2, sheets, {AUTUMN: sheets}, arrivals, arrivals, (), (AUTUMN,), TODAY, None)


def test_a_long_table_is_told_in_short_with_its_places() -> None:
    rows = [{"stakeholder": f"Group {n}", "interests": f"They want {n}."} for n in range(43)]
    [chapter] = biannual_draft([a_sample(sheet(initial_matrix=rows))]).chapters
    [table] = [t for t in chapter.tables if t.caption == "Risk Assessments"]
    assert len(table.rows) == MOST_ROWS + 1
    assert table.rows[0] == ("Group 0 – They want 0.", f"{MATRIX}, row 1")
    told, place = table.rows[-1]
    assert told == "; ".join(f"Group {n}" for n in range(MOST_ROWS, 43))
    assert place == f"{MATRIX}, rows {MOST_ROWS + 1} to 43: how each begins"


def test_entries_are_items_of_a_list_in_every_kind_of_file() -> None:
    report = biannual_draft([a_sample(sheet(nine_cs__consumers=["Patients", "Carers"]))])
    assert "<li>Patients</li><li>Carers</li>" in page(report)
    import docx

    document = docx.Document(io.BytesIO(write_report(report)))
    listed = [
        p.text for t in document.tables for c in t._cells for p in c.paragraphs
        if p.style.name == "List Bullet"
    ]  # fmt: skip
    assert listed == ["Patients", "Carers"]


@pytest.mark.parametrize("title", ["Stroke at home", None, "S1"])
def test_a_heading_has_the_title_of_the_study(title: str | None) -> None:
    held = sheet(**({"study__title": title} if title else {}), nine_cs__consumers=["Patients"])
    wanted = "S1: Stroke at home" if title == "Stroke at home" else "S1"
    for report in (biannual_draft([a_sample(held)]), study_pages([a_sample(held)])):
        assert report.chapters[0].title == wanted


# What was sent -------------------------------------------------------------------------


SENT_AND_SAID = [
    # what is there, as it was sent, as sent?, the team's own
    (["Patients", "Carers"], ["Patients", "Carers"], True, None),
    (["Carers", "Patients"], ["Patients", "Carers"], True, None),
    (["Patients", "Nurses"], ["Patients", "Carers"], False, ["Nurses"]),
    (["Nurses"], None, False, ["Nurses"]),
    ("GPs", "GPs", True, None),
    ("GPs and nurses", "GPs", False, "GPs and nurses"),
    (True, True, True, None),
]


@pytest.mark.parametrize(("value", "sent", "as_sent", "own"), SENT_AND_SAID)
def test_what_stands_as_sent(value: Any, sent: Any, as_sent: bool, own: Any) -> None:
    said = Said("answered", value, TODAY, sent)
    assert (said.as_sent, said.own.value) == (as_sent, own)
    assert said.own.state == ("blank" if own is None else "answered")


CELLS = [
    # the rows as they came back, and which were sent so, of Patients and GPs
    (["Patients", "GPs"], [True, True]),
    (["New", "Patients", "GPs"], [False, True, True]),
    (["Patients", "Patients"], [True, False]),
    (["GPs"], [True]),
    (["Others"], [False]),
]


@pytest.mark.parametrize(("came", "sent_so"), CELLS)
def test_a_row_that_moved_still_stands_as_sent(came: list[str], sent_so: list[bool]) -> None:
    path = "initial_matrix[].stakeholder"
    sent = sent_with(
        '{"initial_matrix[0].stakeholder": "Patients", "initial_matrix[1].stakeholder": "GPs"}'
    )
    answers = [(path, n, "answered", text) for n, text in enumerate(came)]
    assert [before is not None for _, before in sent.beside(answers)] == sent_so


@pytest.fixture(scope="module")
def prefilled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """Three studies sent with a consumer and a stakeholder: untouched, added to, replaced; and
    a fourth whose two returns contradict each other."""
    folder = tmp_path_factory.mktemp("prefilled")
    sent = {"nine_cs.consumers": ["Patients"], "initial_matrix[0].stakeholder": "Patients"}
    with Hub(folder / "hub") as hub:
        hub.record_copies(
            [
                IssuedCopy(id=f"C-{n}", workbook="module-2", version="1", study=f"S{n}",
                           issued_on=date(2026, 10, 1), round=AUTUMN, prefilled=sent)
                for n in (1, 2, 3, 4)
            ],
            Module2,
        )  # fmt: skip
        shelf = Shelf(folder / "in")
        said = {
            "1": sent,
            "2": {**sent, "nine_cs.consumers": ["Patients", "Carers"],
                  "initial_matrix[0].interests": "Time"},
            "3": {"nine_cs.consumers": ["Nurses"]},
            "4": {"nine_cs.consumers": ["One"]},
            "4b": {"nine_cs.consumers": ["Two"]},
        }  # fmt: skip
        for name, values in said.items():
            copy = Copy(f"C-{name[0]}", f"S{name[0]}", AUTUMN)
            reading = reading_of(Module2, values, copy=copy, modified=RECEIVED[AUTUMN])
            shelf.put(f"S{name}.docx", reading, name.encode())
        hub.ingest(shelf.folder, read=shelf.read, received=RECEIVED[AUTUMN])
        yield hub


def test_statistics_say_how_much_stands_as_sent(prefilled: Hub) -> None:
    found = prefilled.statistics(TODAY)
    [voice] = found.named("Public voice listed").rows
    assert (voice.numerator, voice.denominator, voice.as_sent) == (3, 3, 1)
    in_all = found.named("Stakeholders").rows[0]
    assert (in_all.numerator, in_all.as_sent) == (2, 2)
    rows = {f.label: f for f in found.named("Rows of tables").rows}
    with_a_row = rows[f"{MATRIX} (initial_matrix): studies with a row"]
    assert (with_a_row.numerator, with_a_row.as_sent) == (2, 1)
    assert voice.to_json()["as_sent"] == 1
    blank = [f for f in found.named("Blank rate").rows if f.category == "blank"]
    assert all(f.as_sent == 0 for f in blank if "of rows" not in f.subject)
    table = next(t for t in report_on(found).chapters if t.title.startswith("Public voice")).tables
    assert table[0].header[-1] == "As sent"
    assert table[0].rows[0][-1] == "1"


def test_the_draft_has_no_word_that_was_sent(prefilled: Hub) -> None:
    report = biannual_draft(prefilled.samples(TODAY))
    words = {
        c.title: [row[0] for t in c.tables for row in t.rows if row[0] != EMPTY]
        for c in report.chapters
    }
    assert words["S1"] == []
    assert words["S2"] == [("Carers",), "(Patients, as sent) – Time"]
    assert words["S3"] == [("Nurses",)]


def test_answers_and_pages_mark_what_stands_as_sent(prefilled: Hub, tmp_path: Path) -> None:
    import openpyxl

    samples = prefilled.samples(TODAY)
    book = openpyxl.load_workbook(io.BytesIO(answers_side_by_side(samples)))
    [consumers] = [s for s in book.worksheets if s.title.endswith(" Consumers")]
    lines = [[c.value for c in row] for row in consumers.iter_rows()]
    states = {line[0]: line[3] for line in lines if line[0] in ("S1", "S2", "S3")}
    assert states == {"S1": "as sent", "S2": "answered", "S3": "answered"}
    [matrix] = [s for s in book.worksheets if s.title == MATRIX[:31]]
    lines = [[c.value for c in row] for row in matrix.iter_rows()]
    assert {line[0]: line[-1] for line in lines if line[0] in ("S1", "S2")} == {
        "S1": "all", "S2": "in part",
    }  # fmt: skip
    first, second, *_ = study_pages(samples).chapters
    assert any("Of these, as sent: Consumers 1." in words for words in first.paragraphs)
    begun = dict(first.tables[0].rows)["In part, or rows"]
    assert f"{MATRIX} (as sent): 1 row" in begun
    assert not any("as sent" in line for t in second.tables for r in t.rows for line in r[1])


def test_a_study_that_cannot_be_shown_is_named(prefilled: Hub) -> None:
    samples = prefilled.samples(TODAY)
    said = f"Not shown: S4 ({AUTUMN}) (returns that contradict each other"
    for report in (biannual_draft(samples), study_pages(samples)):
        assert report.chapters[-1].shows.startswith(said)
        assert said in page(report)
    assert biannual_draft(samples, ("s1",)).chapters[-1].title == "S1"
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(answers_side_by_side(samples)))
    for page_ in book.worksheets:
        notes = " ".join(
            str(c.value) for row in page_.iter_rows(max_row=8) for c in row if c.value is not None
        )
        assert "Not shown: S4" in notes


def test_what_is_too_wide_for_a_page_prints_on_several(samples: list[Sample]) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(answers_side_by_side(samples)))
    wide, narrow = book.worksheets[0], book.worksheets[1]
    assert wide.page_setup.orientation == "landscape"
    assert not wide.sheet_properties.pageSetUpPr.fitToPage
    assert (wide.page_setup.scale, wide.print_title_cols) == (75, "$A:$A")
    assert wide.print_title_rows
    assert narrow.sheet_properties.pageSetUpPr.fitToPage


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
