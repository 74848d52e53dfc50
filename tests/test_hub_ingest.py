"""Taking returns in: each once, none lost, and only one of a copy's returns counts."""

from __future__ import annotations

import itertools
import os
import random
import sqlite3
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hub_readings import AllKinds, Shelf, random_all_kinds, reading_of
from workbook_docs.errors import HubError, NotReadable
from workbook_docs.hub import Hub, IssuedCopy
from workbook_docs.records import Copy, Finding, Reading, Unplaced
from workbook_docs.workbooks.module_2 import Module2

NOV_1, NOV_2, NOV_3 = (datetime(2026, 11, day, 9, tzinfo=UTC) for day in (1, 2, 3))
RECEIVED = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "returns")


def answers(**more: Any) -> dict[str, Any]:
    return {path.replace("__", "."): value for path, value in more.items()}


def ann(text: str = "Two rooms", **more: Any) -> dict[str, Any]:
    return answers(
        study__reference="S07", contact__email="ann@example.org", needs__rooms=text, **more
    )


def copy(id: str = "AAAA-0001", study: str | None = "S07") -> Copy:
    return Copy(id, study, "2026-1", date(2026, 12, 1))


def sent(id: str = "AAAA-0001", study: str | None = "S07", **more: Any) -> IssuedCopy:
    return IssuedCopy(
        id=id, workbook="all-kinds", version="3", issued_on=date(2026, 10, 1), study=study,
        round="2026-1", **more,
    )  # fmt: skip


def rows(hub: Path, query: str, people: bool = False) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(hub / ("people.sqlite" if people else "hub.sqlite"))
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def contents(hub: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a hub says, apart from random ids and the order of arrival."""
    queries = {
        "returns": "SELECT hash, extension, outcome, workbook, copy_id, study, matched_by, round, "
        "standing, same_as FROM returns ORDER BY hash",
        "answers": "SELECT hash, path, row, state, raw, value FROM answers "
        "ORDER BY hash, path, row",
        "findings": "SELECT hash, origin, severity, code, message FROM findings "
        "ORDER BY hash, code",
        "unplaced": "SELECT hash, text FROM unplaced ORDER BY hash, text",
    }
    found = {name: rows(hub, query) for name, query in queries.items()}
    query = "SELECT owner, what, text FROM personal ORDER BY owner, what, text"
    found["personal"] = rows(hub, query, people=True)
    found["originals"] = [(path.name,) for path in sorted((hub / "originals").iterdir())]
    return found


# Once, and none lost -------------------------------------------------------------------


def test_a_folder_taken_in_twice_is_taken_in_once(tmp_path: Path, shelf: Shelf) -> None:
    chance = random.Random(1)
    for number in range(6):
        shelf.put(f"{number}.docx", reading_of(AllKinds, random_all_kinds(chance, number)))
    with Hub(tmp_path / "hub") as hub:
        first = hub.ingest(shelf.folder, read=shelf.read)
        before = contents(hub.folder)
        second = hub.ingest(shelf.folder, read=shelf.read)

        assert [result.status for result in first] == ["new"] * 6
        assert [result.status for result in second] == ["duplicate"] * 6
        assert contents(hub.folder) == before
        assert hub.doctor() == ()


def test_the_order_of_arrival_does_not_matter(tmp_path: Path, shelf: Shelf) -> None:
    one = copy()
    files = [
        shelf.put("a.docx", reading_of(AllKinds, ann("One"), copy=one, modified=NOV_1)),
        shelf.put("b.docx", reading_of(AllKinds, ann("Two"), copy=one, modified=NOV_2)),
        shelf.put("c.docx", reading_of(AllKinds, ann("Two"), copy=one, modified=NOV_3)),
        shelf.put(
            "d.docx",
            reading_of(AllKinds, answers(contact__email="bob@example.org"), modified=NOV_3),
        ),
    ]
    seen = []
    for number, order in enumerate(itertools.permutations(files)):
        folder = tmp_path / f"hub{number}"
        with Hub(folder) as hub:
            if number % 2:
                hub.record_copies([sent(), sent("BBBB-0002", "S08", email="Bob@example.org ")])
            for path in order:
                hub.ingest(path, read=shelf.read)
            if not number % 2:
                hub.record_copies([sent(), sent("BBBB-0002", "S08", email="Bob@example.org ")])
        seen.append(contents(folder))

    assert all(found == seen[0] for found in seen)
    standing = rows(tmp_path / "hub0", "SELECT standing, study, matched_by FROM returns")
    assert sorted(standing) == [
        ("counts", "S07", "copy"),
        ("counts", "S08", "email"),
        ("superseded", "S07", "copy"),
        ("superseded", "S07", "copy"),
    ]


def test_one_bad_file_never_stops_the_others(tmp_path: Path, shelf: Shelf) -> None:
    shelf.put("1.docx", reading_of(AllKinds, ann()))
    shelf.put("2.docx", Reading("", None, "docx", "encrypted"))
    shelf.put("3.docx", NotReadable("too-large", "It is too large."))
    shelf.put("4.docx", ZeroDivisionError("secret words of Ann"))
    shelf.put("5.docx", Reading("", None, "docx", "read"))
    shelf.put("6.pdf", reading_of(AllKinds, answers(study__reference="S08")))
    seen: list[str] = []
    with Hub(tmp_path / "hub") as hub:
        results = hub.ingest(
            shelf.folder, read=shelf.read, progress=lambda result: seen.append(result.file)
        )

        assert [(r.file, r.status, r.outcome) for r in results] == [
            ("returns/1.docx", "new", "read"),
            ("returns/2.docx", "unreadable", "encrypted"),
            ("returns/3.docx", "unreadable", "too-large"),
            ("returns/4.docx", "unreadable", "damaged"),
            ("returns/5.docx", "unreadable", "damaged"),
            ("returns/6.pdf", "new", "read"),
        ]
        assert seen == [result.file for result in results]
        assert len(list((hub.folder / "originals").iterdir())) == 6
    [(message,)] = rows(tmp_path / "hub", "SELECT message FROM findings WHERE code='reader-failed'")
    assert "ZeroDivisionError" in message
    assert "secret" not in message


def test_an_answer_that_cannot_be_stored_does_not_stop_the_others(
    tmp_path: Path, shelf: Shelf
) -> None:
    good = reading_of(AllKinds, ann())
    odd = replace(good, answers=(replace(good.answers[0], value=object()),))
    half = replace(good, unplaced=(Unplaced("half a \ud83d character", "page 1"),))
    shelf.put("1.docx", odd)
    shelf.put("2.docx", half)
    with Hub(tmp_path / "hub") as hub:
        results = hub.ingest(shelf.folder, read=shelf.read)

        assert [r.status for r in results] == ["unreadable", "new"]
        assert hub.doctor() == ()
    assert rows(tmp_path / "hub", "SELECT text FROM unplaced") == [("half a \\ud83d character",)]


# Files, folders, archives --------------------------------------------------------------


def test_what_is_no_return_is_passed_over_and_said(tmp_path: Path, shelf: Shelf) -> None:
    for name in ("~$S07.docx", "._S07.docx", ".hidden.docx", ".git/x.docx", "sub/S08.docx"):
        shelf.put(name, reading_of(AllKinds, ann()))
    folder = shelf.folder / "hub"
    with Hub(folder) as hub:
        results = hub.ingest([shelf.folder, tmp_path / "nowhere.docx"], read=shelf.read)

        assert {(r.file, r.status) for r in results} == {
            ("returns/~$S07.docx", "passed over"),
            ("returns/._S07.docx", "passed over"),
            ("returns/.hidden.docx", "passed over"),
            ("returns/.git", "passed over"),
            ("returns/hub", "passed over"),
            ("returns/sub/S08.docx", "new"),
            (str(tmp_path / "nowhere.docx"), "refused"),
        }
        assert all(result.message for result in results)


def test_an_archive_is_opened_and_its_members_judged(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbook_docs.hub.sources.LARGEST_MEMBER", 1000)
    shelf.put("kept/S07.docx", reading_of(AllKinds, ann()), b"S07")
    shelf.put("kept/photo.png", Reading("", None, None, "not-office"), b"picture")
    path = tmp_path / "Returns.ZIP"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/S07.docx", b"S07")
        archive.writestr("folder/photo.png", b"picture")
        archive.writestr("../outside.docx", b"S07")
        archive.writestr("C:\\outside.docx", b"S07")
        archive.writestr("/outside.docx", b"S07")
        archive.writestr("__MACOSX/._S07.docx", b"x")
        archive.writestr("~$S07.docx", b"x")
        archive.writestr("big.docx", b"0" * 1001)
        archive.writestr("inner.zip", b"PK not followed")
        archive.writestr("broken.docx", b"unbroken words", zipfile.ZIP_STORED)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"unbroken words", b"xxxxxxxx words", 1))
    with Hub(tmp_path / "hub") as hub:
        results = {
            r.file.removeprefix("Returns.ZIP/"): r for r in hub.ingest(path, read=shelf.read)
        }

        assert {name: (r.status, r.outcome) for name, r in results.items()} == {
            "folder/S07.docx": ("new", "read"),
            "folder/photo.png": ("unreadable", "not-office"),
            "../outside.docx": ("refused", "unsafe"),
            "C:\\outside.docx": ("refused", "unsafe"),
            "/outside.docx": ("refused", "unsafe"),
            "__MACOSX/._S07.docx": ("passed over", None),
            "~$S07.docx": ("passed over", None),
            "big.docx": ("refused", "too-large"),
            "inner.zip": ("unreadable", "not-office"),
            "broken.docx": ("refused", "damaged"),
        }
        again = hub.ingest([tmp_path / "returns" / "kept"], read=shelf.read)
        assert [result.status for result in again] == ["duplicate", "duplicate"]
        assert hub.doctor() == ()


def test_an_office_file_or_rubbish_named_zip_is_a_file(tmp_path: Path, shelf: Shelf) -> None:
    office = tmp_path / "office.zip"
    with zipfile.ZipFile(office, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    shelf.put("rubbish.zip", Reading("", None, None, "damaged"))
    shelf.readings[office.read_bytes()] = reading_of(AllKinds, ann())
    with Hub(tmp_path / "hub") as hub:
        results = hub.ingest([office, shelf.folder], read=shelf.read)

    assert [(r.file, r.outcome) for r in results] == [
        ("office.zip", "read"),
        ("returns/rubbish.zip", "damaged"),
    ]


def test_an_archive_with_too_much_in_it_is_left(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.docx", b"0" * 100)
    with Hub(tmp_path / "hub") as hub:
        monkeypatch.setattr("workbook_docs.hub.sources.LARGEST_ARCHIVE", 150)
        results = hub.ingest(path, read=shelf.read)
        assert [r.outcome for r in results] == ["not-office", "too-large"]
        monkeypatch.setattr("workbook_docs.hub.sources.MOST_MEMBERS", 2)
        assert [r.outcome for r in hub.ingest(path, read=shelf.read)] == ["too-large"]


# Which study ---------------------------------------------------------------------------

MATCHES = [
    # copy id known, study in the copy, reference, e-mail        study    by
    ("AAAA-0001", "S99", "S98", "bob@example.org", "S07", "copy"),
    ("UNKN-OWN1", "s 07", "S98", "bob@example.org", "S07", "copy-study"),
    (None, None, " s07", "bob@example.org", "S07", "reference"),
    (None, None, "REF-7", "bob@example.org", "S07", "reference"),  # as printed in its copy
    (None, None, None, "BOB@example.org", "S08", "email"),
    (None, None, None, "eve@example.org", None, None),
    (None, None, None, "two@example.org", None, None),  # leads two studies
    (None, None, "S55", None, "S55", "reference"),  # never issued
]


@pytest.mark.parametrize(("id", "of_copy", "reference", "email", "study", "by"), MATCHES)
def test_the_study_of_a_return(
    tmp_path: Path, shelf: Shelf, id: str | None, of_copy: str | None, reference: str | None,
    email: str | None, study: str | None, by: str | None,
) -> None:  # fmt: skip
    values = answers(study__reference=reference, contact__email=email, needs__rooms="one")
    shelf.put("r.docx", reading_of(AllKinds, values, copy=copy(id, of_copy) if id else None))
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies(
            [
                sent(reference="REF-7"),
                sent("BBBB-0002", "S08", email="bob@example.org"),
                sent("CCCC-0003", "S09", email="two@example.org"),
                sent("DDDD-0004", "S10", email="two@example.org"),
            ]
        )
        [result] = hub.ingest(shelf.folder, read=shelf.read)

    assert result.study == study
    assert rows(tmp_path / "hub", "SELECT study, matched_by FROM returns") == [(study, by)]
    codes = {code for (code,) in rows(tmp_path / "hub", "SELECT code FROM findings")}
    assert ("study-unknown" in codes) == (study is None)
    assert ("study-differs" in codes) == (reference == "S98")


# Which counts --------------------------------------------------------------------------

BOB = {"contact.email": "bob@example.org"}
OTHER = {"study.reference": "S99"}
STANDINGS = [
    # returns of one copy: changed values, when saved              standing of each
    ([({}, NOV_1)], ["counts"]),
    ([({"money.staff": 1}, NOV_1), ({"money.staff": 2}, NOV_2)], ["superseded", "counts"]),
    ([({"money.staff": 1}, NOV_2), ({"money.staff": 2}, NOV_1)], ["counts", "superseded"]),
    ([({}, NOV_1), (BOB, NOV_2)], ["conflict", "conflict"]),
    ([({}, NOV_1), (OTHER, NOV_2)], ["conflict", "conflict"]),
    # An e-mail address that was left out contradicts nothing.
    ([({}, NOV_1), ({"contact.email": None}, NOV_2)], ["superseded", "counts"]),
    # Of those that agree the newest stands against the other.
    ([({}, NOV_1), ({"money.staff": 1}, NOV_2), (BOB, NOV_3)],
     ["superseded", "conflict", "conflict"]),
    # Times that do not tell: different answers cannot be put in order, the same can.
    ([({"money.staff": 1}, NOV_1), ({"money.staff": 2}, NOV_1)], ["conflict", "conflict"]),
    ([({"money.staff": 1}, None), ({"money.staff": 2}, NOV_1)], ["conflict", "conflict"]),
    ([({}, None), ({}, NOV_1)], ["superseded", "counts"]),
    # Back to the first answers: the newest counts all the same.
    ([({}, NOV_1), ({"money.staff": 1}, NOV_2), ({}, NOV_3)],
     ["superseded", "superseded", "counts"]),
]  # fmt: skip


@pytest.mark.parametrize(("returns", "expected"), STANDINGS)
@pytest.mark.parametrize("backwards", [False, True])
def test_which_return_of_a_copy_counts(
    tmp_path: Path, shelf: Shelf, returns: list[tuple[dict[str, Any], datetime | None]],
    expected: list[str], backwards: bool,
) -> None:  # fmt: skip
    for number, (values, modified) in enumerate(returns):
        reading = reading_of(AllKinds, ann() | values, copy=copy(), modified=modified)
        shelf.put(f"{number}.docx", reading)
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([sent()])
        paths = sorted(shelf.folder.iterdir(), reverse=backwards)
        results = {r.file: r for r in hub.ingest(paths, read=shelf.read)}
    standings = dict(rows(tmp_path / "hub", "SELECT hash, standing FROM returns"))
    hashes = [results[f"{number}.docx"].sha256 for number in range(len(returns))]
    assert [standings[digest] for digest in hashes] == expected
    conflicts = rows(
        tmp_path / "hub", "SELECT hash FROM findings WHERE code = 'copy-conflict' ORDER BY hash"
    )
    in_conflict = sorted(h for h, s in zip(hashes, expected, strict=True) if s == "conflict")
    assert [digest for (digest,) in conflicts] == in_conflict


def test_the_same_answers_saved_again_are_no_change(tmp_path: Path, shelf: Shelf) -> None:
    shelf.put("1.docx", reading_of(AllKinds, ann(), copy=copy(), modified=NOV_1))
    shelf.put("2.xlsx", reading_of(AllKinds, ann(), copy=copy(), modified=NOV_2, format="xlsx"))
    shelf.put("3.docx", reading_of(AllKinds, ann("More"), copy=copy(), modified=NOV_3))
    shelf.put("4.docx", reading_of(AllKinds, ann("Old"), copy=copy(), modified=NOV_1))
    with Hub(tmp_path / "hub") as hub:
        results = hub.ingest(shelf.folder, read=shelf.read)

    assert [result.status for result in results] == ["new", "no change", "newer", "older"]


def test_returns_without_a_copy_code_stand_beside_each_other(tmp_path: Path, shelf: Shelf) -> None:
    shelf.put("1.docx", reading_of(AllKinds, ann("One"), modified=NOV_1))
    shelf.put("2.docx", reading_of(AllKinds, ann("Two"), modified=NOV_2))
    shelf.put("3.docx", reading_of(AllKinds, ann("Two"), modified=NOV_3))
    with Hub(tmp_path / "hub") as hub:
        results = hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        blank = {row.label: row for row in hub.statistics().named("Blank rate").rows}

    assert [result.status for result in results] == ["new", "new", "no change"]
    assert blank["Rooms (needs.rooms): answered"].denominator == 1  # one study, the latest


# Who may know --------------------------------------------------------------------------


def test_what_identifies_a_person_is_in_people_sqlite_alone(tmp_path: Path, shelf: Shelf) -> None:
    name, email = "Zebedee Quince", "zebedee@example.org"
    values = ann() | {"contact.name": name, "contact.email": email}
    reading = replace(
        reading_of(AllKinds, values, copy=copy()),
        findings=(
            Finding("warning", "email-shape", f"“{email}” is odd.", "contact.email"),
            Finding("note", "about", f"{name} has written a lot."),
            Finding("note", "harmless", "A box was moved.", place="Needs"),
        ),
    )
    shelf.put("Zebedee Quince S07.docx", reading)
    broken = Finding("error", "damaged", "Broken.", place="returns/Zebedee broken.docx")
    shelf.put("Zebedee broken.docx", Reading("", None, "docx", "damaged", findings=(broken,)))
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([sent(name=name, email=email)])
        hub.ingest(shelf.folder, read=shelf.read)
        status = hub.status(today=date(2026, 12, 2))
        assert [odd.file for odd in status.unreadable] == ["returns/Zebedee broken.docx"]
    for path in (tmp_path / "hub").iterdir():
        if path.name.startswith("hub.sqlite"):
            assert b"ebedee" not in path.read_bytes()
    everyone = rows(tmp_path / "hub", "SELECT text FROM personal", people=True)
    assert sum(name in text or email in text for (text,) in everyone) == 5
    assert rows(tmp_path / "hub", "SELECT message FROM findings WHERE code = 'harmless'") == [
        ("A box was moved.",)
    ]
    state = rows(
        tmp_path / "hub", "SELECT state, raw, value FROM answers WHERE path='contact.name'"
    )
    assert state == [("answered", None, None)]


def test_a_hub_is_closed_to_others_and_remembers_its_definitions(
    tmp_path: Path, shelf: Shelf
) -> None:
    folder = tmp_path / "deep" / "hub"
    with Hub(folder) as hub:
        hub.record_copies([sent()], workbook=AllKinds)
        hub.remember(Module2)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with Hub(folder, create=False) as hub:
        assert hub.definitions() == {
            "all-kinds": "hub_readings:AllKinds",
            "module-2": "workbook_docs.workbooks.module_2:Module2",
        }
        assert hub.definition("all-kinds") is AllKinds
        with pytest.raises(HubError, match="--workbook"):
            hub.definition("never-seen")


def test_a_definition_of_ones_own_is_tried_where_a_file_is_not_ours(
    tmp_path: Path, shelf: Shelf
) -> None:
    path = shelf.put("r.docx", reading_of(AllKinds, ann()))

    def read(path: Path, workbook: Any = None, *, name: str = "") -> Reading:
        return shelf.read(path, name=name) if workbook else Reading(name, None, None, "not-ours")

    with Hub(tmp_path / "hub") as hub:
        hub.remember(AllKinds)
        [result] = hub.ingest(path, read=read)
    assert result.outcome == "read"


REFUSED_FOLDERS = [
    # what is there                             told
    (lambda p: None, False, "is no hub"),
    (lambda p: p.write_text("x"), True, "is a file"),
    (lambda p: (p.mkdir(), (p / "letter.docx").touch()), True, "holds other files"),
]


@pytest.mark.parametrize(("prepare", "create", "told"), REFUSED_FOLDERS)
def test_a_folder_that_is_no_hub_is_left_alone(
    tmp_path: Path, prepare: Any, create: bool, told: str
) -> None:
    prepare(tmp_path / "hub")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(HubError, match=told):
        Hub(tmp_path / "hub", create=create)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_newer_store_is_not_opened(tmp_path: Path) -> None:
    Hub(tmp_path / "hub").close()
    connection = sqlite3.connect(tmp_path / "hub" / "hub.sqlite")
    connection.execute("INSERT INTO migrations VALUES (99, 'tomorrow')")
    connection.commit()
    connection.close()
    with pytest.raises(HubError, match="newer workbook-docs"):
        Hub(tmp_path / "hub")


def test_a_copy_code_never_changes_its_study(tmp_path: Path) -> None:
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([sent(), sent("BBBB-0002")])
        hub.record_copies([sent(due=date(2026, 12, 9))])
        with pytest.raises(HubError, match="AAAA-0001"):
            hub.record_copies([sent("NEWW-0003"), sent(study="S08")])
        assert [(c.id, c.study, c.due) for c in hub.copies()] == [
            ("AAAA-0001", "S07", date(2026, 12, 9)),
            ("BBBB-0002", "S07", None),
        ]


# Care ----------------------------------------------------------------------------------


def test_rebuilding_says_the_same_and_better_reading_shows(tmp_path: Path, shelf: Shelf) -> None:
    shelf.put("1.docx", reading_of(AllKinds, ann(), copy=copy(), modified=NOV_1))
    shelf.put("2.docx", reading_of(AllKinds, ann("More"), copy=copy(), modified=NOV_2))
    path = shelf.put("3.docx", Reading("", None, "docx", "damaged"))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, read=shelf.read, received=RECEIVED)
        before = contents(hub.folder)
        hub.rebuild(shelf.read)
        assert contents(hub.folder) == before

        shelf.readings[path.read_bytes()] = reading_of(
            AllKinds, ann("Most"), copy=copy(), modified=NOV_3
        )
        results = hub.rebuild(shelf.read)
        assert [(r.file, r.outcome) for r in results][-1] == ("returns/3.docx", "read")
        assert hub.doctor() == ()
    standings = rows(tmp_path / "hub", "SELECT standing FROM returns ORDER BY sequence")
    assert standings == [("superseded",), ("superseded",), ("counts",)]
    assert {r for (r,) in rows(tmp_path / "hub", "SELECT received FROM returns")} == {
        "2026-11-20T12:00:00.000000+00:00"
    }


def test_the_doctor_names_what_is_wrong_and_taking_in_again_heals(
    tmp_path: Path, shelf: Shelf
) -> None:
    for number in range(3):
        shelf.put(f"{number}.docx", reading_of(AllKinds, ann(str(number))))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, read=shelf.read)
        originals = sorted((hub.folder / "originals").iterdir())
        originals[0].unlink()
        originals[1].write_bytes(b"altered")
        (hub.folder / "originals" / f"{'0' * 64}.docx").write_bytes(b"orphan")

        told = "\n".join(hub.doctor())
        assert f"{originals[0].name[:12]} is lost" in told
        assert f"{originals[1].name[:12]} has been altered" in told
        assert "000000000000 belongs to no return" in told
        hub.ingest(shelf.folder, read=shelf.read)
        assert "is lost" not in "\n".join(hub.doctor())


def test_what_a_crash_left_is_swept_away(tmp_path: Path, shelf: Shelf) -> None:
    shelf.put("1.docx", reading_of(AllKinds, ann()))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, read=shelf.read)
        hub._store.people.execute(
            "INSERT INTO personal VALUES ('id', 'return never committed', 'file', 'Ann.docx')"
        )
        old, fresh = (hub.folder / "originals" / f".unfinished-{name}" for name in ("old", "new"))
        for path in (old, fresh):
            path.write_bytes(b"half")
        os.utime(old, (0, 0))
        assert len(hub.doctor()) == 3
    with Hub(tmp_path / "hub") as hub:
        assert not old.exists()
        assert fresh.exists()
        assert len(hub.doctor()) == 1
        assert hub.ingest(shelf.folder, read=shelf.read)[0].status == "duplicate"


@pytest.mark.parametrize("step", ["keep", "people", "hub"])
def test_a_return_is_there_whole_or_not_at_all(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    shelf.put("1.docx", reading_of(AllKinds, ann()))

    class Dies:
        """A connection that dies when it commits."""

        def __init__(self, connection: Any) -> None:
            self.connection = connection

        def execute(self, query: str, *values: Any) -> Any:
            if query == "COMMIT":
                raise KeyboardInterrupt
            return self.connection.execute(query, *values)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.connection, name)

    hub = Hub(tmp_path / "hub")
    if step == "keep":
        monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    else:
        setattr(hub._store, step, Dies(getattr(hub._store, step)))
    with pytest.raises(KeyboardInterrupt):
        hub.ingest(shelf.folder, read=shelf.read)
    hub.close()
    monkeypatch.undo()

    assert rows(tmp_path / "hub", "SELECT * FROM returns") == []
    with Hub(tmp_path / "hub") as hub:
        assert hub.ingest(shelf.folder, read=shelf.read)[0].status == "new"
        assert hub.doctor() == ()
    owners = rows(tmp_path / "hub", "SELECT count(*) FROM personal WHERE what='file'", people=True)
    assert owners == [(1,)]


def test_several_may_take_in_at_once(tmp_path: Path, shelf: Shelf) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for number in range(12):
        values = ann(str(number))
        modified = datetime(2026, 11, 1 + number, tzinfo=UTC)
        shelf.put(f"{number}.docx", reading_of(AllKinds, values, copy=copy(), modified=modified))
    Hub(tmp_path / "hub").close()

    def take_in(seed: int) -> list[str]:
        paths = sorted(shelf.folder.iterdir())
        random.Random(seed).shuffle(paths)
        with Hub(tmp_path / "hub") as hub:
            return [result.status for result in hub.ingest(paths, read=shelf.read)]

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(take_in, range(4)))

    assert sum(status != "duplicate" for found in statuses for status in found) == 12
    standings = rows(tmp_path / "hub", "SELECT standing, count(*) FROM returns GROUP BY standing")
    assert sorted(standings) == [("counts", 1), ("superseded", 11)]
    with Hub(tmp_path / "hub") as hub:
        assert hub.doctor() == ()
