"""Assign, correct, prefer: what a person decides shows everywhere, and is replayed."""

from __future__ import annotations

import enum
import json
from datetime import date
from decimal import Decimal as Number
from pathlib import Path
from typing import Any

import pytest

from hub_readings import (
    NOV_1,
    NOV_2,
    NOV_3,
    AllKinds,
    Shelf,
    ann,
    contents,
    copy,
    reading_of,
    rows,
    sent,
)
from workbook_docs.definition import Field, Section, Workbook, field_at
from workbook_docs.errors import DecisionError, HubError
from workbook_docs.hub import Hub
from workbook_docs.hub.decisions import typed_value
from workbook_docs.records import Reading


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "returns")


@pytest.fixture
def hub(tmp_path: Path, shelf: Shelf) -> Any:
    """One return of S07, with two sessions."""
    sessions = {"sessions[0].topic": "Food", "sessions[1].topic": "Rooms"}
    shelf.put("1.docx", reading_of(AllKinds, ann(money__staff=3) | sessions, copy=copy()))
    with Hub(tmp_path / "hub") as opened:
        opened.record_copies([sent()], AllKinds)
        opened.ingest(shelf.folder, read=shelf.read)
        yield opened


CORRECTIONS = [
    # path                      typed                    value
    ("needs.rooms",             "  Three rooms\r\nand a hall ", "Three rooms\nand a hall"),
    ("needs.rooms",             "n/a",                   None),
    ("needs.rooms",             "",                      None),
    ("needs.rooms",             None,                    None),
    ("contact.email",           "eve@example.org",       "eve@example.org"),
    ("reviewed",                "3 Sept 2026",           date(2026, 9, 3)),
    ("reviewed",                "03/09/2026",            date(2026, 9, 3)),
    ("reviewed",                date(2026, 9, 3),        date(2026, 9, 3)),
    ("money.staff",             "1,200",                 1200),
    ("money.staff",             7,                       7),
    ("money.asked",             "12.50",                 Number("12.5")),
    ("money.asked",             Number("12.5"),          Number("12.5")),
    ("agreed",                  "yes",                   True),
    ("agreed",                  "No",                    False),
    ("agreed",                  True,                    True),
    ("stage",                   "early",                 "Early"),
    ("services",                "Help\nParking",         ["Parking", "Help"]),
    ("services",                ["Help"],                ["Help"]),
    ("partners",                "• The trust\nA charity", ["The trust", "A charity"]),
    ("partners",                "",                      []),
    ("sessions[1].topic",       "Halls",                 "Halls"),
    ("sessions[0].attended",    "0",                     0),
    ("sessions[2].topic",       "A third",               "A third"),
    ("sessions[1].form",        "Online",                "Online"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "typed", "value"), CORRECTIONS)
def test_a_correction_is_typed_and_shows_beside_what_was_read(
    hub: Hub, shelf: Shelf, path: str, typed: Any, value: Any
) -> None:
    before = {answer.path: answer for answer in hub.answers(hub.returns()[0])}
    assert hub.correct(hub.returns()[0], path, typed, reason="They rang.", who="carol") == value

    [(found, record)] = hub.records(AllKinds)
    here: Any = record
    for name in path.replace("]", "").replace("[", ".").split("."):
        here = here[int(name)] if name.isdigit() else getattr(here, name)
    assert here == value
    after = {answer.path: answer for answer in hub.answers(found)}
    assert after[path].corrected is not None
    assert (after[path].corrected["by"], after[path].corrected["why"]) == ("carol", "They rang.")
    if path in before:
        assert after[path].raw == before[path].raw
        assert after[path].read_value == before[path].value
    shown = contents(hub.folder)
    hub.rebuild(shelf.read)
    assert contents(hub.folder) == shown
    assert hub.doctor() == ()


REFUSED = [
    # path                      value                    told
    ("reviewed",                "soon",                  "give a full date"),
    ("reviewed",                "31 February 2026",      "give a full date"),
    ("money.staff",             "several",               "give a whole number"),
    ("money.staff",             "2.5",                   "give a whole number"),
    ("money.staff",             True,                    "give a whole number"),
    ("sessions[0].attended",    "-1",                    "not below 0"),
    ("sessions[0].attended",    -1,                      "not below 0"),
    ("money.asked",             "12345678901234567890",  "give a number"),
    ("agreed",                  "perhaps",               "give yes or no"),
    ("stage",                   "Middle",                "“Early”, “Late”"),
    ("services",                "Parking\nFlowers",      "“Parking”, “Meals”, “Help”"),
    ("study.title",             "two\nlines",            ""),
    ("needs.rooms",             "bell \x07",             "U\\+0007"),
    ("needs.room",              "x",                     "has no field needs.room"),
    ("sessions",                "x",                     "is a table"),
    ("sessions[].topic",        "x",                     "say which row, such as sessions\\[0\\]"),
    ("sessions[3].topic",       "x",                     "has 2 rows.*sessions\\[2\\] adds one"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "told"), REFUSED)
def test_what_is_no_value_of_a_path_is_refused(hub: Hub, path: str, value: Any, told: str) -> None:
    before = contents(hub.folder)
    if path == "study.title":  # as reading does: lines are joined
        assert hub.correct(hub.returns()[0], path, value) == "two lines"
        return
    with pytest.raises(DecisionError, match=told) as raised:
        hub.correct(hub.returns()[0], path, value)
    if isinstance(value, str) and len(value) > 4 and value not in path:
        assert value not in str(raised.value)
    assert contents(hub.folder) == before
    assert rows(hub.folder, "SELECT count(*) FROM events") == [(0,)]


class Level(enum.Enum):
    LOW = "Low"
    HIGH = "High"


class Part(Section):
    level: Level | None = Field(title="Level")


class WithEnum(Workbook, id="with-enum", version="1", title="With enum"):
    part: Part


@pytest.mark.parametrize("given", ["high", Level.HIGH])
def test_a_choice_of_an_enum_is_its_printed_word(given: Any) -> None:
    typed, state = typed_value(WithEnum, field_at(WithEnum, "part.level"), "part.level", given)
    assert (getattr(typed, "value", typed), state) == ("High", "answered")


def test_a_later_correction_takes_the_place_of_an_earlier_one(hub: Hub, shelf: Shelf) -> None:
    for value in ("One", "Two", ""):
        hub.correct(hub.returns()[0], "needs.rooms", value)
    [(_, record)] = hub.records(AllKinds)
    assert record.needs.rooms is None
    assert rows(hub.folder, "SELECT what FROM events") == [("correct",)] * 3


def test_statistics_count_what_was_corrected(hub: Hub) -> None:
    def staff() -> Any:
        figures = {row.label: row for row in hub.statistics().named("Numbers").rows}
        return figures["Staff (money.staff): sum"].numerator

    assert staff() == 3
    hub.correct(hub.returns()[0], "money.staff", "5")
    assert staff() == 5


def test_a_corrected_reference_or_address_is_what_the_study_is_known_by(
    tmp_path: Path, shelf: Shelf
) -> None:
    shelf.put("1.docx", reading_of(AllKinds, {"study.reference": "S70", "needs.rooms": "x"}))
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies(
            [sent(email="ann@example.org"), sent("B1", "S08", email="bob@example.org")]
        )
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        found = hub.returns()[0]
        assert (found.study, found.matched_by) == ("S70", "reference")
        hub.correct(found, "study.reference", "s07")
        assert hub.find(found).study == "S07"
        hub.correct(found, "study.reference", "")
        hub.correct(found, "contact.email", "Bob@Example.org")
        assert (hub.find(found).study, hub.find(found).matched_by) == ("S08", "email")
        assert b"Example.org" not in (hub.folder / "hub.sqlite").read_bytes()
        assert b"Example.org" not in (hub.folder / "hub.sqlite-wal").read_bytes()


def test_a_correction_keeps_to_its_place_when_reading_improves(hub: Hub, shelf: Shelf) -> None:
    hub.correct(hub.returns()[0], "sessions[2].topic", "A third")
    [data] = shelf.readings
    better = {
        f"sessions[{n}].topic": word for n, word in enumerate(("Food", "Rooms", "Third", "Fourth"))
    }
    shelf.readings[data] = reading_of(AllKinds, ann() | better, copy=copy())
    hub.rebuild(shelf.read)
    [(_, record)] = hub.records(AllKinds)
    assert [row.topic for row in record.sessions] == ["Food", "Rooms", "A third", "Fourth"]


# Assign -----------------------------------------------------------------------------------


def test_a_return_that_belongs_nowhere_is_assigned(tmp_path: Path, shelf: Shelf) -> None:
    path = shelf.put("1.docx", reading_of(AllKinds, {"needs.rooms": "x"}))
    pdf = shelf.put("2.pdf", Reading("", None, None, "pdf"))
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([sent()], AllKinds)
        hub.ingest(shelf.folder, read=shelf.read)
        assert [odd.reason for odd in hub.status().unknown] == ["study not known"]

        assert hub.assign(path, " s 07 ", who="carol", reason="It says so in the mail.") == "S07"
        hub.assign(pdf, "S07")
        status = hub.status()
        assert [(s.study, s.returned, s.unreadable, s.missing) for s in status.studies] == [
            ("S07", 1, 1, 0)
        ]
        assert status.unknown == ()
        assert [odd.known_by for odd in status.unreadable] == [
            "Its study was assigned by a person."
        ]
        assert hub.find(path).matched_by == "assigned"
        hub.assign(path, "S99")
        assert hub.find(path).study == "S99"
    event = rows(tmp_path / "hub", "SELECT who, what, details, why FROM events ORDER BY number")[0]
    assert event == ("carol", "assign", '{"study": "S07"}', "It says so in the mail.")


def test_a_forwarded_copy_given_to_another_study_is_no_conflict(
    tmp_path: Path, shelf: Shelf
) -> None:
    first = shelf.put("1.docx", reading_of(AllKinds, ann(), copy=copy(), modified=NOV_1))
    other = {"study.reference": "S08", "contact.email": "bob@example.org"}
    second = shelf.put("2.docx", reading_of(AllKinds, other, copy=copy(), modified=NOV_2))
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([sent()], AllKinds)
        hub.ingest(shelf.folder, read=shelf.read)
        assert {r.standing for r in hub.returns()} == {"conflict"}
        hub.assign(second, "S08")
        found = [hub.find(path) for path in (first, second)]
        assert [(r.study, r.standing, r.counted) for r in found] == [
            ("S07", "counts", True),
            ("S08", "counts", True),
        ]
        assert hub.doctor() == ()


@pytest.mark.parametrize("study", ["", "  ", "S07\nS08"])
def test_only_one_study_can_be_assigned(hub: Hub, study: str) -> None:
    with pytest.raises(DecisionError, match="reference of one study"):
        hub.assign(hub.returns()[0], study)


# Prefer -----------------------------------------------------------------------------------


def conflict(tmp_path: Path, shelf: Shelf) -> Hub:
    shelf.put("1.docx", reading_of(AllKinds, ann("One"), copy=copy(), modified=NOV_1))
    bob = ann("Two") | {"contact.email": "bob@example.org"}
    shelf.put("2.docx", reading_of(AllKinds, bob, copy=copy(), modified=NOV_2))
    hub = Hub(tmp_path / "hub")
    hub.record_copies([sent()], AllKinds)
    hub.ingest(shelf.folder, read=shelf.read)
    return hub


def standings(hub: Hub) -> dict[str, str]:
    return {Path(r.file).name: r.standing for r in hub.returns()}


def test_the_preferred_of_two_counts_until_the_other_is_preferred(
    tmp_path: Path, shelf: Shelf
) -> None:
    with conflict(tmp_path, shelf) as hub:
        assert standings(hub) == {"1.docx": "conflict", "2.docx": "conflict"}
        for first, second in (("1.docx", "2.docx"), ("2.docx", "1.docx")):
            [over] = hub.prefer(shelf.folder / first)
            assert over == hub.find(shelf.folder / second).sha256
            assert standings(hub) == {first: "counts", second: "superseded"}
            assert not [
                f for f in rows(hub.folder, "SELECT code FROM findings") if f == ("copy-conflict",)
            ]


LATER = [
    # what comes in after the first was preferred to the second            standing of all three
    (ann("One") | {"money.staff": 9}, NOV_3, {"1.docx": "superseded", "2.docx": "superseded", "3.docx": "counts"}),
    # the same answers as those decided against, saved again
    (ann("Two") | {"contact.email": "bob@example.org"}, NOV_3, {"1.docx": "counts", "2.docx": "superseded", "3.docx": "superseded"}),
    # new answers of the other person: to be decided again
    (ann("New") | {"contact.email": "bob@example.org"}, NOV_3, {"1.docx": "conflict", "2.docx": "superseded", "3.docx": "conflict"}),
]  # fmt: skip


@pytest.mark.parametrize(("values", "modified", "expected"), LATER)
def test_what_comes_later_is_weighed_as_always(
    tmp_path: Path, shelf: Shelf, values: Any, modified: Any, expected: dict[str, str]
) -> None:
    with conflict(tmp_path, shelf) as hub:
        hub.prefer(shelf.folder / "1.docx")
        shelf.put("3.docx", reading_of(AllKinds, values, copy=copy(), modified=modified))
        hub.ingest(shelf.folder, read=shelf.read)
        assert standings(hub) == expected
        assert hub.doctor() == ()


def test_of_several_members_copies_the_preferred_is_the_study_s(
    tmp_path: Path, shelf: Shelf
) -> None:
    for number, (id, email) in enumerate((("A1", "ann@example.org"), ("B1", "bob@example.org"))):
        values = ann(str(number)) | {"contact.email": email}
        modified = (NOV_1, NOV_2)[number]
        shelf.put(f"{number}.docx", reading_of(AllKinds, values, copy=copy(id), modified=modified))
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies(
            [sent("A1", email="ann@example.org"), sent("B1", email="bob@example.org")]
        )
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        assert standings(hub) == {"0.docx": "counts", "1.docx": "counts"}
        [study] = hub.status().studies
        assert (study.issued, study.returned, study.persons, study.missing) == (2, 2, 2, 0)
        assert [Path(r.file).name for r in hub.returns(counted=True)] == ["1.docx"]
        hub.prefer(shelf.folder / "0.docx")
        assert [Path(r.file).name for r in hub.returns(counted=True)] == ["0.docx"]
        # Of the copy itself nothing changed: it still came back.
        assert hub.status().missing == ()


def test_there_must_be_something_to_prefer_it_to(tmp_path: Path, shelf: Shelf, hub: Hub) -> None:
    with pytest.raises(DecisionError, match="no other return"):
        hub.prefer(hub.returns()[0])
    pdf = shelf.put("2.pdf", Reading("", None, None, "pdf"))
    hub.ingest(pdf, read=shelf.read)
    with pytest.raises(DecisionError, match="could not be read"):
        hub.prefer(pdf)


# Naming a return ----------------------------------------------------------------------------

WANTED = [
    ("zzzz", "no file"), ("12", "at least 4"), ("ffffffff", "no return whose hash begins"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "told"), WANTED)
def test_a_return_that_is_not_there_is_not_found(hub: Hub, wanted: str, told: str) -> None:
    with pytest.raises(HubError, match=told):
        hub.find(wanted)


def test_a_return_is_found_by_its_file_and_by_its_hash(
    hub: Hub, shelf: Shelf, tmp_path: Path
) -> None:
    found = hub.returns()[0]
    renamed = tmp_path / "renamed.docx"
    renamed.write_bytes((shelf.folder / "1.docx").read_bytes())
    assert hub.find(renamed) == hub.find(found.sha256[:6].upper()) == hub.find(found) == found
    other = tmp_path / "other.docx"
    other.write_bytes(b"never taken in")
    with pytest.raises(HubError, match="is no return of this hub"):
        hub.find(other)


def test_several_that_begin_alike_are_listed(tmp_path: Path, shelf: Shelf) -> None:
    with Hub(tmp_path / "hub") as hub:
        for number in range(2):
            hub._store.hub.execute(
                "INSERT INTO returns (hash, extension, received, sequence, outcome) "
                "VALUES (?, 'docx', '2026-01-01', ?, 'pdf')",
                (f"abcdef{number}", number),
            )
        with pytest.raises(HubError, match="2 returns begin with abcd"):
            hub.find("abcd")


def test_the_record_of_a_hub_is_the_record_that_was_read(tmp_path: Path, shelf: Shelf) -> None:
    import random

    from hub_readings import random_all_kinds

    chance, records = random.Random(3), {}
    for number in range(20):
        reading = reading_of(AllKinds, random_all_kinds(chance, number))
        shelf.put(f"{number}.docx", reading)
        records[f"{number}.docx"] = reading.record
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        held = {Path(found.file).name: record for found, record in hub.records(AllKinds)}
        assert held == records
        table = hub.rows(AllKinds, "sessions")
        assert len(table) == sum(len(record.sessions) for record in records.values())
        assert {row["return"] for row in hub.rows(AllKinds)} == {r.sha256 for r in hub.returns()}
        with pytest.raises(HubError, match="has no table meetings"):
            hub.rows(AllKinds, "meetings")
        assert json.dumps([r.to_json() for r in hub.returns()])


def test_a_return_is_shown_as_reading_shows_it(tmp_path: Path) -> None:
    """Of a real file, field by field; a correction changes its answer and the record alone."""
    from workbook_docs import Copy, check, fill, read
    from workbook_docs.workbooks.module_2 import Module2

    record = {"study.reference": "S07", "participant.name": "Ann Reed", "participant.email": "ann",
              "engagement[0].organisation": "The clinic", "checklist.stakeholder_list": True}  # fmt: skip
    path = fill(Module2, record, tmp_path / "S07.docx", copy=Copy("A1", "S07", "r1"))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(path)
        reading, held = read(path), hub.document(path)
        read_document = reading.to_json() | {"findings": [f.to_json() for f in check(reading)]}
        for name in read_document:
            if name == "findings":
                held[name] = [f for f in held[name] if f["code"] != "study-unknown"]
            if name not in ("modified",):
                assert held[name] == read_document[name], name
        hub.correct(path, "participant.name", "Ann Read")
        after = hub.document(path)
        assert after["record"]["participant"] == {"name": "Ann Read", "email": "ann"}
        changed = [
            new["path"]
            for old, new in zip(held["answers"], after["answers"], strict=True)
            if old != new
        ]
        assert changed == ["participant.name"]
        assert (after["standing"], after["counted"]) == ("counts", True)
