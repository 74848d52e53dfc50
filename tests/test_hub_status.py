"""Who has returned and who has not."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hub_readings import AllKinds, Shelf, reading_of
from workbook_docs.errors import DecisionError
from workbook_docs.hub import Hub, IssuedCopy, issued, load
from workbook_docs.hub.status import Status
from workbook_docs.records import Copy, Reading

DUE = date(2026, 12, 1)
RECEIVED = datetime(2026, 11, 20, 12, tzinfo=UTC)


def sent(id: str, study: str | None, email: str | None = None, **more: object) -> IssuedCopy:
    given: dict[str, object] = {"round": "2026-1", "due": DUE} | more
    return IssuedCopy(
        id=id, workbook="all-kinds", version="3", issued_on=date(2026, 10, 1), study=study,
        name=f"Name of {email}", email=email, **given,  # type: ignore[arg-type]
    )  # fmt: skip


COPIES = [
    sent("A1", "S01", "ann@example.org"),
    sent("B1", "S02", "bob@example.org"),
    sent("B2", "S02", "bea@example.org"),
    sent("B3", "S02", "ben@example.org"),
    sent("C1", "S03", "cat@example.org", due=None),
    sent("D1", "S04", "dan@example.org"),
    sent("A9", "S01", "ann@example.org", round="2026-2", due=date(2027, 6, 1)),
]


def returned(
    shelf: Shelf, name: str, copy: Copy | None = None, modified: datetime = RECEIVED,
    **values: object,
) -> None:  # fmt: skip
    given = {path.replace("__", "."): value for path, value in values.items()}
    shelf.put(name, reading_of(AllKinds, given, copy=copy, modified=modified))


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    shelf = Shelf(tmp_path / "returns")
    returned(shelf, "1 late.docx", Copy("A1"), needs__rooms="a", contact__email="ann@example.org")
    returned(shelf, "1.docx", Copy("A1"), datetime(2026, 11, 21, tzinfo=UTC), needs__rooms="b")
    returned(shelf, "2.docx", Copy("B1"), contact__email="bob@example.org")
    # No code left, but its writer is one of the recipients.
    returned(shelf, "3.docx", None, study__reference="s02", contact__email="BEN@example.org")
    returned(shelf, "4.docx", Copy("D1"), contact__email="dan@example.org")
    returned(shelf, "5.docx", Copy("D1"), contact__email="eve@example.org")
    returned(shelf, "6.docx", None, study__reference="S99")
    returned(shelf, "7.docx", None, needs__rooms="Whose?")
    shelf.put("8.pdf", Reading("", None, None, "pdf"))
    with Hub(tmp_path / "hub") as opened:
        opened.record_copies(COPIES, AllKinds)
        opened.ingest(shelf.folder, read=shelf.read, received=RECEIVED)
        yield opened  # type: ignore[misc]


def test_every_study_with_what_was_sent_and_came_back(hub: Hub) -> None:
    status = hub.status(today=date(2026, 12, 11))

    assert [
        (s.study, s.round, s.issued, s.returned, s.missing, s.overdue_days, s.conflicts)
        for s in status.studies
    ] == [
        ("S01", "2026-1", 1, 2, 0, None, 0),
        ("S01", "2026-2", 1, 0, 1, None, 0),  # due, but not yet
        ("S02", "2026-1", 3, 2, 1, 10, 0),
        ("S03", "2026-1", 1, 0, 1, None, 0),  # no day was set
        ("S04", "2026-1", 1, 2, 0, None, 2),  # came back, and is not chased
        ("S99", None, 0, 1, 0, None, 0),
    ]
    assert {s.latest for s in status.studies} == {date(2026, 11, 20), None}


def test_whom_to_ask_and_what_to_look_at(hub: Hub) -> None:
    status = hub.status(today=date(2026, 12, 11))

    assert [(m.copy, m.email, m.name, m.overdue_days) for m in status.missing] == [
        ("A9", "ann@example.org", "Name of ann@example.org", None),
        ("B2", "bea@example.org", "Name of bea@example.org", 10),
        ("C1", "cat@example.org", "Name of cat@example.org", None),
    ]
    odd = {
        "unreadable": [("returns/8.pdf", "pdf")],
        "conflicts": [("returns/4.docx", "copy-conflict"), ("returns/5.docx", "copy-conflict")],
        "unknown": [
            ("returns/6.docx", "no copy issued to this study"),
            ("returns/7.docx", "study not known"),
        ],
    }
    for name, expected in odd.items():
        assert [(o.file, o.reason) for o in getattr(status, name)] == expected


DAYS = [
    # today               days that S02 is overdue
    (date(2026, 11, 30), None),
    (date(2026, 12, 1), None),  # due today is not overdue
    (date(2026, 12, 2), 1),
    (date(2027, 12, 1), 365),
]


@pytest.mark.parametrize(("today", "days"), DAYS)
def test_overdue_counts_from_the_day_after(hub: Hub, today: date, days: int | None) -> None:
    [study] = [s for s in hub.status(today=today).studies if s.study == "S02"]
    assert study.overdue_days == days


def test_the_parts_add_up(hub: Hub) -> None:
    status = hub.status(today=date(2026, 12, 11))

    assert sum(s.issued for s in status.studies) == len(COPIES)
    assert sum(s.missing for s in status.studies) == len(status.missing)
    of_no_study = [o for o in (*status.unreadable, *status.unknown) if o.study is None]
    assert sum(s.returned + s.unreadable for s in status.studies) + len(of_no_study) == 9


def test_status_is_printed_and_json(hub: Hub) -> None:
    status = hub.status(today=date(2026, 12, 11))

    document = json.loads(json.dumps(status.to_json()))
    assert document["today"] == "2026-12-11"
    assert document["studies"][2]["due"] == "2026-12-01"
    assert [title for title, _, _ in status.tables()] == [
        "Studies", "Not yet returned", "Not readable", "Contradicting another return",
        "Study or copy not known",
    ]  # fmt: skip
    for _, header, rows in status.tables():
        assert all(len(row) == len(header) for row in rows)
    assert Status(date(2026, 12, 11), (), (), (), (), ()).tables() == ()


def test_status_of_a_register(hub: Hub, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "study,contact.email,round,due\n"
        "S01,ann@example.org,2026-1,2026-12-01\n"
        "S03,cat@example.org,2026-1,2026-12-05\n"
        "S05,new@example.org,2026-1,2026-12-01\n"
    )
    status = hub.status(load(path, AllKinds), today=date(2026, 12, 11))

    found = {
        s.study: (s.issued, s.returned, s.missing, s.overdue_days)
        for s in status.of_round("2026-1").studies
    }
    assert found["S01"] == (1, 2, 0, None)
    assert found["S03"] == (1, 0, 1, 6)
    assert found["S05"] == (0, 0, 1, 10)  # listed, but no copy was ever recorded
    # Copies of other studies and rounds than the register's are told of all the same.
    assert [m.copy for m in status.missing] == ["A9", "B2", "C1", None]
    assert {o.file for o in status.unknown} == {f"returns/{n}.docx" for n in ("6", "7")}


def test_copies_are_issued_from_a_register(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "study,contact.name,contact.email,round,due,group.theme\n"
        "S01,Ann,ann@example.org,2026-1,2026-12-01,Ageing\n"
    )
    [row] = load(path, AllKinds).rows
    copy = issued(row, "7KQ2-M9XD", "docx", date(2026, 10, 1))
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([copy], AllKinds)
        assert hub.copies() == (copy,)
    assert copy == IssuedCopy(
        id="7KQ2-M9XD", workbook="all-kinds", version="3", issued_on=date(2026, 10, 1),
        study="S01", reference=None, round="2026-1", due=DUE, group={"theme": "Ageing"},
        format="docx", name="Ann", email="ann@example.org",
        prefilled={"contact.name": "Ann", "contact.email": "ann@example.org"},
    )  # fmt: skip


KNOWN = [
    # what a return to the only copy of S01 carries      how it is known      as it is told
    ({"copy": Copy("A1", "S01", "2026-1")}, "copy", "Its study is known by its copy code."),
    ({"copy": Copy("Z9", "S01", "2026-1")}, "copy-study", "Its study is known by what the hub wrote into it."),
    ({"study__reference": " s 01"}, "reference", "Its study is known by the study reference in it."),
    ({"study__reference": "S01", "contact__email": "ann@example.org"}, "reference",
     "Its study is known by the study reference in it."),
    ({"contact__email": "ANN@example.org"}, "email", "Its study is known by the e-mail address in it."),
    ({"copy": Copy("A1"), "study__reference": "S02", "contact__email": "bob@example.org"}, "copy",
     "Its study is known by its copy code."),
    ({"study__reference": "S09", "contact__email": "ann@example.org"}, None, "reference"),
    ({"contact__email": "nobody@example.org"}, None, "study not known"),
]  # fmt: skip


@pytest.mark.parametrize(("carried", "known", "told"), KNOWN)
def test_a_return_is_known_by_code_then_reference_then_address_and_says_so(
    tmp_path: Path, carried: dict[str, object], known: str | None, told: str
) -> None:
    shelf = Shelf(tmp_path / "returns")
    values = {name: value for name, value in carried.items() if name != "copy"}
    returned(shelf, "1.docx", carried.get("copy"), **values)  # type: ignore[arg-type]
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies(
            [sent("A1", "S01", "ann@example.org"), sent("B1", "S02", "bob@example.org")], AllKinds
        )
        [result] = hub.ingest(shelf.folder, read=shelf.read, received=RECEIVED)
        status = hub.status(today=date(2026, 12, 11))
    [first] = [c for c in status.copies if c.study == "S01"]
    state = "missing" if not known else "returned" if values else "as sent"
    assert (first.state, first.matched_by) == (state, known)
    assert first.overdue_days == (None if state == "returned" else 10)
    if known:
        assert told in result.message
        assert status.unknown == ()
    else:
        [odd] = status.unknown
        assert told in f"{odd.reason} {odd.known_by}"


def test_of_several_copies_of_a_study_the_address_tells_which(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "returns")
    returned(shelf, "1.docx", None, study__reference="S02", contact__email="ben@example.org")
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies(
            [sent("B1", "S02", "bob@example.org"), sent("B3", "S02", "ben@example.org")], AllKinds
        )
        hub.ingest(shelf.folder, read=shelf.read, received=RECEIVED)
        status = hub.status(today=date(2026, 12, 11))
    assert [(c.copy, c.state, c.matched_by) for c in status.copies] == [
        ("B1", "missing", None), ("B3", "returned", "email"),
    ]  # fmt: skip


REGISTERS = [
    # rows of the register beside what was issued               asked for
    ("study,contact.email,round\nS01,ann@example.org,2026-1\n", ["A9", "B2", "C1"]),
    ("study,contact.email,round\nS01,ann@example.org,2026-2\n", ["A9", "B2", "C1"]),
    # Without a round a row is what was issued to its person.
    ("study,contact.email\nS01,ann@example.org\nS03,CAT@example.org\n", ["A9", "B2", "C1"]),
    ("study\nS01\nS03\n", ["A9", "B2", "C1"]),
    # Somebody to whom nothing was issued is listed, and asked.
    ("study,contact.email\nS03,new@example.org\n", [None, "A9", "B2", "C1"]),
    ("study\nS77\n", [None, "A9", "B2", "C1"]),
]


@pytest.mark.parametrize(("text", "asked"), REGISTERS)
def test_a_register_says_what_is_expected_of_its_own_rounds_alone(
    hub: Hub, tmp_path: Path, text: str, asked: list[str | None]
) -> None:
    path = tmp_path / "register.csv"
    path.write_text(text)
    hub.record_copies([IssuedCopy(
        id="N1", workbook="nine-cs", version="1", issued_on=date(2026, 10, 1), study="S01",
        round="2026-1",
    )])  # fmt: skip
    missing = hub.status(load(path, AllKinds), today=date(2026, 12, 11)).missing
    # The copy of another workbook is asked for whatever the register of this one says.
    assert sorted((m.copy for m in missing), key=lambda c: c or "") == sorted(
        [*asked, "N1"], key=lambda c: c or ""
    )


WHICH_ROUND = [
    # assigned with                       round       asked for     to look at
    (None, None, ["A1", "A9"], ["round not known, and its study had copies in several"]),
    ({}, None, ["A1", "A9"], ["round not known, and its study had copies in several"]),
    ({"round": "2026-1"}, "2026-1", ["A9"], []),
    ({"round": "2026-2"}, "2026-2", ["A1"], []),
]


@pytest.mark.parametrize(("assigned", "round", "asked", "odd"), WHICH_ROUND)
@pytest.mark.parametrize("rebuilt", [False, True])
def test_a_return_of_no_known_round_is_told_and_a_person_says_which(
    tmp_path: Path, assigned: dict[str, str] | None, round: str | None, asked: list[str],
    odd: list[str], rebuilt: bool,
) -> None:  # fmt: skip
    shelf = Shelf(tmp_path / "returns")
    returned(shelf, "1.docx", None, study__reference="S01", needs__rooms="Two")
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([copy for copy in COPIES if copy.study == "S01"], AllKinds)
        [result] = hub.ingest(shelf.folder, read=shelf.read, received=RECEIVED)
        assert result.findings == 1  # that its round is not known
        if assigned is not None:
            assert hub.assign(shelf.folder / "1.docx", "s01", **assigned) == "S01"
        if rebuilt:
            hub.rebuild(shelf.read)
        [found] = hub.returns()
        status = hub.status(today=date(2026, 12, 11))
        codes = [f["code"] for f in hub.document(found)["findings"]]
        assert hub.doctor() == ()
        with pytest.raises(DecisionError, match=r"knows no round “2027”\. Known: 2026-1, 2026-2"):
            hub.assign(found, "S01", round="2027")
    assert (found.study, found.round) == ("S01", round)
    assert [m.copy for m in status.missing] == asked
    assert [o.reason for o in status.unknown] == odd
    assert ("round-unknown" in codes) == (round is None)


def test_a_return_given_to_another_round_is_no_return_of_its_copy(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "returns")
    returned(shelf, "1.docx", Copy("A1"), needs__rooms="a")
    returned(shelf, "2.docx", Copy("A1"), datetime(2026, 11, 21, tzinfo=UTC), needs__rooms="b")
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([copy for copy in COPIES if copy.study == "S01"], AllKinds)
        hub.ingest(shelf.folder, read=shelf.read, received=RECEIVED)
        hub.assign(shelf.folder / "2.docx", "S01", round="2026-2")
        found = [(r.round, r.standing, r.counted) for r in hub.returns()]
        assert hub.status(today=date(2026, 12, 11)).missing == ()
    assert found == [("2026-1", "counts", True), ("2026-2", "counts", True)]
