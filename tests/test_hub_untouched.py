"""A copy that comes back as it was sent: told, still asked for, and never against an answer."""

from __future__ import annotations

import email
import email.policy
import itertools
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub_readings import AllKinds, Shelf, contents, reading_of
from workbook_docs import Copy, Hub, fill
from workbook_docs.cli import main
from workbook_docs.excel import sheets
from workbook_docs.hub import IssuedCopy
from workbook_docs.hub.status import write_chase_list, write_status
from workbook_docs.sending import Sent, load_register, send
from workbook_docs.values import filled, flatten
from workbook_docs.workbooks.module_2 import Module2

TODAY = date(2026, 12, 11)
RECEIVED = datetime(2026, 12, 2, 12, tzinfo=UTC)
REGISTER = (
    "study.reference,study.title,Name,Email address,round,due,nine_cs.consumers,"
    "initial_matrix[0].stakeholder,next_review_date,checklist.stakeholder_list\n"
    'S01,One,Ann Reed,ann@example.org,2026-2,2026-12-01,"Patients\nCarers",Nurses,2027-01-31,yes\n'
    "S02,Two,Bob Lee,bob@@example,2026-2,2026-12-01,,,,\n"
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def sent(tmp_path: Path) -> list[Sent]:
    """Two copies in both formats, one with every sort of value in it, recorded in a hub."""
    (tmp_path / "register.csv").write_text(REGISTER, "utf-8")
    register = load_register(tmp_path / "register.csv", Module2)
    return send(register, tmp_path / "sent", ("docx", "xlsx"), tmp_path / "hub")


def answered(sent: list[Sent], path: Path) -> Path:
    """The first copy, filled in further by its team."""
    record = flatten(filled(sent[0].row.record))
    record["co_production.point_1"] = "We met every month."
    return fill(Module2, record, path, copy=sent[0].copy)


def test_what_comes_back_as_it_was_sent_is_told_and_still_asked_for(
    tmp_path: Path, sent: list[Sent]
) -> None:
    blank = fill(Module2, None, tmp_path / "blank.docx")
    result = run("ingest", tmp_path / "sent", blank, "--hub", tmp_path / "hub")
    assert result.exit_code == 0
    assert result.stderr.count("Taken in, but it is as it was sent: nothing is filled in.") == 5
    assert "as it was sent, nothing filled in      5" in result.stdout

    with Hub(tmp_path / "hub") as hub:
        status = hub.status(today=TODAY)
        [first, second] = hub.remind(tmp_path / "drafts", today=TODAY)
        assert second.why == "its e-mail address is none"
        write_status(status, tmp_path / "status.xlsx")
        assert write_chase_list(status, tmp_path / "chase.xlsx") == 2
        assert "as-sent" in {f["code"] for f in hub.document(hub.returns()[0])["findings"]}
        assert hub.doctor() == ()
    assert [(s.study, s.issued, s.returned, s.missing, s.as_sent) for s in status.studies] == [
        ("S01", 1, 2, 0, 1), ("S02", 1, 2, 0, 1),
    ]  # fmt: skip
    assert {(m.study, m.reason, m.overdue_days) for m in status.missing} == {
        ("S01", "came back as it was sent", 10), ("S02", "came back as it was sent", 10),
    }  # fmt: skip
    assert {copy.state for copy in status.copies} == {"as sent"}
    assert [odd.reason for odd in status.unknown] == [
        "study not known; as it was sent, nothing filled in"
    ]
    assert [title for title, *_ in status.tables()] == [
        "Studies", "Came back as it was sent", "Study or copy not known",
    ]  # fmt: skip
    assert status.to_json()["missing"][0]["reason"] == "came back as it was sent"
    for name, expected in (("status", "As sent"), ("chase", "came back as it was sent")):
        first_sheet = sheets.rows((tmp_path / f"{name}.xlsx").read_bytes())
        assert expected in {cell for row in first_sheet for cell in row}
    assert first.path is not None
    message = email.message_from_bytes(first.path.read_bytes(), policy=email.policy.default)
    body = message.get_body()
    assert body is not None
    assert "came back to us as it was sent, with nothing filled in" in body.get_content()


def test_it_neither_contradicts_nor_replaces_an_answer_in_any_order(
    tmp_path: Path, sent: list[Sent]
) -> None:
    files = [sent[0].path, sent[1].path, answered(sent, tmp_path / "S01.docx")]
    seen = []
    with Hub(tmp_path / "hub") as hub:
        issued = hub.copies()
    for number, order in enumerate(itertools.permutations(files)):
        with Hub(tmp_path / f"hub{number}") as hub:
            if number % 2:
                hub.record_copies(issued, Module2)
            results = {r.file: r for path in order for r in hub.ingest(path, received=RECEIVED)}
            if not number % 2:
                hub.record_copies(issued, Module2)
            else:
                assert results["S01.docx"].status == "new"
                assert results[sent[0].path.name].status == "as sent"
            before = contents(hub.folder)
            hub.rebuild()
            assert contents(hub.folder) == before
            seen.append(sorted((r.file, r.standing, r.counted) for r in hub.returns()))
            assert {r.file for r in hub.returns() if not r.as_sent} == {"S01.docx"}
            status = hub.status(today=TODAY)
        assert [(c.study, c.state, c.returns) for c in status.copies] == [
            ("S01", "returned", 3), ("S02", "missing", 0),
        ]  # fmt: skip
    assert all(found == seen[0] for found in seen)
    assert seen[0] == [
        ("S01-module-2-2026-2.docx", "superseded", False),
        ("S01-module-2-2026-2.xlsx", "superseded", False),
        ("S01.docx", "counts", True),
    ]


def test_a_colleagues_answers_speak_for_the_study_and_a_person_may_decide_otherwise(
    tmp_path: Path,
) -> None:
    with Hub(tmp_path / "hub") as hub:
        for code, name in (("AAAA-0001", "ann"), ("BBBB-0002", "bob")):
            email = {"participant.email": f"{name}@example.org"}
            hub.record_copies(
                [IssuedCopy(code, "module-2", Module2.workbook_version, TODAY, "S01", round="1",
                            email=f"{name}@example.org", prefilled=email)], Module2,
            )  # fmt: skip
            given = email | ({"nine_cs.consumers": ["Patients"]} if name == "ann" else {})
            fill(Module2, given, tmp_path / f"{name}.docx", Copy(code, "S01", "1"))
        hub.ingest([tmp_path / "ann.docx", tmp_path / "bob.docx"])
        assert [(r.file, r.counted) for r in hub.returns()] == [
            ("ann.docx", True), ("bob.docx", False),
        ]  # fmt: skip
        hub.prefer(tmp_path / "bob.docx")
        assert [r.file for r in hub.returns(counted=True)] == ["bob.docx"]
        # What a person puts into it is filled in.
        hub.correct(tmp_path / "bob.docx", "nine_cs.consumers", "Carers")
        assert [c.state for c in hub.status().copies] == ["returned", "returned"]


TOUCHED = [
    # what came back of a copy with these values, beside none at all
    {"study.reference": "S01", "nine_cs.consumers": ["Patients"]},  # one value more
    {},  # one taken away
    {"study.reference": "S02"},  # one changed
]


@pytest.mark.parametrize("record", TOUCHED)
def test_any_change_is_an_answer(tmp_path: Path, record: dict[str, object]) -> None:
    copy = Copy("AAAA-0001", "S01", "1")
    fill(Module2, record, tmp_path / "back.docx", copy)
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies(
            [IssuedCopy("AAAA-0001", "module-2", Module2.workbook_version, TODAY, "S01", round="1",
                        prefilled={"study.reference": "S01"})], Module2,
        )  # fmt: skip
        [result] = hub.ingest(tmp_path / "back.docx")
        assert result.status == "new"
        assert [c.state for c in hub.status().copies] == ["returned"]


# What ingest counts is what check finds --------------------------------------------------


def test_taking_in_counts_what_check_finds(tmp_path: Path) -> None:
    odd = fill(Module2, {"participant.email": "ann at home"}, tmp_path / "odd.docx")
    fine = fill(Module2, {"nine_cs.consumers": ["Patients"], "study.reference": "S1"},
                tmp_path / "fine.docx")  # fmt: skip
    for path, expected in ((odd, 1), (fine, 0)):
        assert run("check", path).exit_code == expected
        hub = tmp_path / f"hub {path.stem}"
        result = run("ingest", path, "--hub", hub, "--json")
        told = json.loads(result.stdout)
        again = run("ingest", path, "--hub", hub, "--json")
        assert json.loads(again.stdout)["findings"] == told["findings"]
        assert bool(told["findings"]) is (expected == 1 or told["study"] is None)
        assert result.exit_code == again.exit_code == expected
        with Hub(hub) as opened:
            before = contents(hub)
            opened.rebuild()
            assert contents(hub) == before


UNTOUCHED_RATE = [
    # what came back of two copies     returned, as sent    overdue, as sent    counted by
    ([], [], (0, 0), (1, 0), {}),
    ([("r1", "sent")], [], (1, 1), (1, 1), {"S07": "r1"}),
    ([("r1", "filled")], [], (1, 0), (0, 0), {"S07": "r1"}),
    ([("r1", "sent"), ("r1", "filled")], [], (1, 0), (0, 0), {"S07": "r1"}),
    # The folder of the copies, taken in by mistake, does not take the place of what they said.
    ([("r1", "filled")], [("r2", "sent")], (1, 0), (0, 0), {"S07": "r1"}),
    ([("r1", "filled")], [("r2", "filled")], (1, 0), (0, 0), {"S07": "r2"}),
    # A later round speaks for the study, whenever its file was saved.
    ([("r2", "filled")], [("r1", "filled")], (1, 0), (0, 0), {"S07": "r2"}),
]


@pytest.mark.parametrize(("first", "then", "returned", "overdue", "counted"), UNTOUCHED_RATE)
def test_what_came_back_as_it_was_sent_is_told_apart_in_every_figure(
    tmp_path: Path, first: list[tuple[str, str]], then: list[tuple[str, str]],
    returned: tuple[int, int], overdue: tuple[int, int], counted: dict[str, str],
) -> None:  # fmt: skip
    shelf = Shelf(tmp_path / "returns")
    prefilled = {"study.reference": "S07", "needs.rooms": "As known"}
    for number, (round, what) in enumerate([*first, *then]):
        values = prefilled | ({"needs.food": "Lunch"} if what == "filled" else {})
        code = Copy({"r1": "AAAA-0001", "r2": "AAAA-0002"}[round], "S07", round)
        modified = datetime(2026, 11, 1 + number, tzinfo=UTC)
        shelf.put(f"{number}.docx", reading_of(AllKinds, values, copy=code, modified=modified))
    copies = [
        IssuedCopy(
            id=f"AAAA-000{n}", workbook="all-kinds", version="3", issued_on=date(2026, 9, n),
            study="S07", reference="S07", round=f"r{n}", due=due, prefilled=prefilled,
        )
        for n, due in ((1, date(2026, 10, 1)), (2, None))
    ]  # fmt: skip
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies(copies, AllKinds)
        hub.ingest(shelf.folder, read=shelf.read)
        statistics = hub.statistics(date(2026, 12, 1))
        [sample] = hub.samples()
        missing = {copy.copy for copy in hub.status(today=date(2026, 12, 1)).missing}
    rates = {row.label: row for row in statistics.named("Return rate").rows}
    if not any(round == "r1" for round, _ in [*first, *then]):
        assert rates["round r1"].numerator == 0
    figure, late = rates["in all"], statistics.named("Overdue").rows[0]
    assert (figure.numerator, figure.as_sent, figure.denominator) == (*returned, 1)
    assert (late.numerator, late.as_sent, late.denominator) == (*overdue, 1)
    # Overdue in the statistics is overdue in the list of whom to ask.
    assert bool(late.numerator) == ("AAAA-0001" in missing)
    assert {sheet.name: sheet.round for sheet in sample.sheets} == counted
