"""Taking returns in: each once, none lost, and only one of a copy's returns counts."""

from __future__ import annotations

import itertools
import random
import zipfile
from dataclasses import replace
from datetime import datetime
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
    answers,
    contents,
    copy,
    random_all_kinds,
    reading_of,
    rows,
    sent,
)
from workbook_docs.errors import NotReadable
from workbook_docs.hub import Hub
from workbook_docs.records import Reading, Unplaced


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "returns")


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
