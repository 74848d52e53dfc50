"""Erased is erased: not a byte is left, it does not come back, and what is left is pointed at."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from hub_readings import AllKinds, Shelf, ann, copy, reading_of, rows, sent
from workbook_docs import Copy, Hub, fill
from workbook_docs.errors import HubError
from workbook_docs.hub import IssuedCopy
from workbook_docs.records import Finding, Reading, Unplaced
from workbook_docs.workbooks.module_2 import Module2

NAME, EMAIL = "Zebedee Quince", "zebedee@example.org"
CANARIES = ("ebedee", "Quince", "Tubthumping")


def words_in(folder: Path, words: tuple[str, ...] = CANARIES) -> list[str]:
    """Where any of the words stand under a folder: names, bytes, deflated members."""
    found = []
    for path in sorted(folder.rglob("*")):
        texts = [path.name.encode()]
        if path.is_file():
            data = path.read_bytes()
            texts.append(data)
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    texts += [archive.read(member) for member in archive.namelist()]
            else:
                texts += _inflated(data)
        found += [str(path) for text in texts for word in words if word.encode() in text]
    return found


def _inflated(data: bytes) -> list[bytes]:
    """Deflated members that lie anywhere in bytes, such as in a log or a free page."""
    texts = []
    for match in re.finditer(b"PK\x03\x04", data):
        start = match.start()
        lengths = data[start + 26 : start + 30]
        begin = (
            start
            + 30
            + int.from_bytes(lengths[:2], "little")
            + int.from_bytes(lengths[2:], "little")
        )
        try:
            texts.append(zlib.decompressobj(-15).decompress(data[begin:]))
        except zlib.error:
            continue
    return texts


def signed_by(path: Path, name: str, *, comment: bool = True) -> Path:
    """A Word file with a person's name where Word puts it: properties, comment, change."""
    document = Document(str(path))
    document.core_properties.last_modified_by = name
    document.core_properties.author = name
    if comment:
        document.add_comment(
            document.paragraphs[0].runs or document.paragraphs[0].add_run("x"),
            text="Tubthumping",
            author=name,
        )
    paragraph = document.add_paragraph()._p
    change = paragraph.makeelement(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}ins",
        {"{http://schemas.openxmlformats.org/wordprocessingml/2006/main}author": name,
         "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}id": "7"},
    )  # fmt: skip
    paragraph.append(change)
    document.save(str(path))
    return path


def issue(hub: Hub) -> None:
    hub.record_copies(
        [
            IssuedCopy(id="CAN0-0001", workbook="module-2", version="1", issued_on=date(2026, 6, 1),
                       study="S07", round="r1", name=NAME, email=EMAIL, prefilled={"participant.name": NAME}),
            IssuedCopy(id="CAN0-0002", workbook="module-2", version="1", issued_on=date(2026, 6, 1),
                       study="S08", round="r1", name="Bob Hall", email="bob@example.org"),
        ],
        Module2,
    )  # fmt: skip


def returned(
    folder: Path, number: int, values: dict[str, Any], name: str, suffix: str = "docx"
) -> Path:
    path = folder / f"{name}.{suffix}"
    study = f"S0{6 + number}"
    fill(
        Module2,
        {"study.reference": study, **values},
        path,
        copy=Copy(f"CAN0-000{number}", study, "r1"),
    )
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The person's return in Word and one in Excel, and another team's."""
    folder = tmp_path / "returned"
    own = {
        "participant.name": NAME,
        "participant.email": EMAIL,
        "life_cycle.planning": "Tubthumping",
    }
    signed_by(returned(folder, 1, own, f"S07 {NAME}"), NAME)
    returned(folder, 1, own, f"S07 again {NAME}", "xlsx")
    returned(folder, 2, {"participant.email": "bob@example.org"}, "S08")
    return folder


def test_not_a_byte_of_a_person_is_left_and_they_do_not_come_back(
    tmp_path: Path, folder: Path
) -> None:
    with Hub(tmp_path / "hub") as hub:
        issue(hub)
        hub.ingest(folder)
        hub.correct(
            sorted(folder.glob("S07 Z*"))[0], "participant.name", f"Dr {NAME}", reason="Tubthumping"
        )
        assert words_in(hub.folder)  # so that the search can find

        planned = hub.erase(person=f" {EMAIL.upper()} ")
        assert not planned.done
        assert (len(planned.returns), planned.copies) == (2, ("CAN0-0001",))
        assert len(hub.returns()) == 3

        done = hub.erase(person=EMAIL, yes=True, who="carol", reason="They asked.")
        assert done.done
        assert done.mentions == ()
        # With the hub still open: its logs are empty too.
        assert words_in(hub.folder) == []
        assert [found.study for found in hub.returns()] == ["S08"]
        assert [copy.id for copy in hub.copies()] == ["CAN0-0002"]
        assert hub.doctor() == ()

        again = hub.ingest(folder)
        assert [result.status for result in again] == ["refused", "refused", "duplicate"]
        assert all("erased on" in result.message for result in again[:2])
        # Saved again, and so another file: still the same person.
        other = tmp_path / "other"
        returned(other, 1, {"participant.email": EMAIL, "nine_cs.channels": ["New"]}, "S07")
        [result] = hub.ingest(other)
        assert (result.status, "readmit" in result.message) == ("refused", True)
        with pytest.raises(HubError, match="erased"):
            issue(hub)
        hub.rebuild()
        assert words_in(hub.folder) == []
    assert words_in(tmp_path / "hub") == []
    event = rows(tmp_path / "hub", "SELECT who, what, hash, details, why FROM events")
    assert event == [
        ("carol", "erase", None, '{"copies": 1, "returns": 2, "what": "person"}', "They asked.")
    ]


def test_who_comes_back_is_taken_again_but_what_was_erased_is_not(
    tmp_path: Path, folder: Path
) -> None:
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(folder)
        hub.erase(person=EMAIL, yes=True)
        with pytest.raises(HubError, match="was erased"):
            hub.readmit(person="nobody@example.org")
        hub.readmit(person=EMAIL)
        issue(hub)
        new = returned(
            tmp_path / "new", 1, {"participant.email": EMAIL, "nine_cs.channels": ["New"]}, "S07"
        )
        assert [result.status for result in hub.ingest([new, folder])] == [
            "new", "refused", "refused", "duplicate",
        ]  # fmt: skip


def test_a_study_goes_with_its_people_unless_they_are_in_another(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "returns")
    both = {"contact.email": EMAIL, "contact.name": NAME}
    shelf.put("1.docx", reading_of(AllKinds, ann() | both, copy=copy()))
    shelf.put("2.docx", reading_of(AllKinds, {"study.reference": "S08"} | both))
    shelf.put("3.docx", reading_of(AllKinds, ann("Other")))
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([sent(email="ann@example.org", name="Ann Reed")], AllKinds)
        hub.ingest(shelf.folder, read=shelf.read)
        done = hub.erase(study="s 07", yes=True)
        assert len(done.returns) == 2
        assert {mention.study for mention in done.mentions} == {"S08"}  # of the one who stays
        assert rows(hub.folder, "SELECT email FROM people", people=True) == [(EMAIL,)]
        assert words_in(hub.folder, ("ann@example.org", "Ann Reed")) == []
        [result] = hub.ingest(shelf.folder / "3.docx", read=shelf.read)
        assert result.status == "refused"
        with pytest.raises(HubError, match="knows no study"):
            hub.erase(study="S07")


ELSEWHERE = [
    # what another return says                                               the place it is told by
    ({"needs.rooms": f"Ask {NAME.lower()} for rooms"}, {}, "needs.rooms (somewhere)"),
    ({"sessions[1].topic": f"{NAME}: a talk", "sessions[0].topic": "x"}, {}, "sessions[1].topic (somewhere)"),
    ({"partners": ["A", EMAIL]}, {}, "partners (somewhere)"),
    ({"contact.name": f"{NAME} (deputy)"}, {}, "contact.name (somewhere)"),
    ({}, {"unplaced": (Unplaced(f"cc {EMAIL}", "page 2"),)}, "unplaced text (page 2)"),
    ({}, {"file": f"from {NAME}.docx"}, "its file name"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "more", "place"), ELSEWHERE, ids=[p for _, _, p in ELSEWHERE])
def test_where_else_a_person_is_mentioned_is_told(
    tmp_path: Path, values: dict[str, Any], more: dict[str, Any], place: str
) -> None:
    shelf = Shelf(tmp_path / "returns")
    shelf.put("own.docx", reading_of(AllKinds, {"contact.email": EMAIL, "contact.name": NAME}))
    reading = reading_of(AllKinds, {"study.reference": "S08", **values})
    name = more.pop("file", "other.docx")
    shelf.put(name, replace(reading, **more))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        planned = hub.erase(person=EMAIL)
        assert [(m.study, m.place) for m in planned.mentions] == [("S08", place)]
        assert hub.erase(person=EMAIL, yes=True).mentions == planned.mentions


def test_a_name_within_a_longer_word_is_no_mention(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "returns")
    shelf.put("own.docx", reading_of(AllKinds, {"contact.email": EMAIL, "contact.name": "Ann"}))
    shelf.put(
        "other.docx",
        reading_of(AllKinds, {"needs.rooms": "Annual planning", "study.reference": "S08"}),
    )
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        assert hub.erase(person=EMAIL).mentions == ()


def test_an_author_in_another_file_s_properties_is_a_mention(tmp_path: Path, folder: Path) -> None:
    signed_by(folder / "S08.docx", NAME, comment=False)
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(folder)
        places = {mention.place for mention in hub.erase(person=EMAIL).mentions}
        assert "the file itself (docProps/core.xml)" in places


def test_a_mention_in_a_reason_and_in_a_register_is_told(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "returns")
    shelf.put("own.docx", reading_of(AllKinds, {"contact.email": EMAIL, "contact.name": NAME}))
    shelf.put("other.docx", reading_of(AllKinds, {"study.reference": "S08"}))
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([sent("B1", "S08", group={"lead": NAME})], AllKinds)
        hub.ingest(shelf.folder, read=shelf.read)
        hub.assign(shelf.folder / "other.docx", "S08", reason=f"{NAME} told us")
        places = [mention.place for mention in hub.erase(person=EMAIL).mentions]
        assert places == ["the reason of decision 1", "what is known of copy B1"]


def test_a_finding_that_quotes_goes_too(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "returns")
    reading = reading_of(AllKinds, {"contact.email": EMAIL, "contact.name": NAME})
    quoting = Finding("warning", "odd", f"“{NAME}” is odd.", "contact.name")
    shelf.put(f"{NAME}.docx", replace(reading, findings=(quoting,)))
    shelf.put("broken.docx", Reading("", None, "docx", "damaged"))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        hub.erase(person=EMAIL, yes=True)
        assert words_in(hub.folder) == []
        assert len(hub.returns()) == 1


def test_another_process_that_reads_is_waited_for_by_the_next_opening(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "returns")
    shelf.put("own.docx", reading_of(AllKinds, {"contact.email": EMAIL, "contact.name": NAME}))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        other = sqlite3.connect(hub.folder / "people.sqlite", isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM people").fetchone()
        for connection in (hub._store.people, hub._store.hub):
            connection.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(HubError, match="another process"):
            hub.erase(person=EMAIL, yes=True)
        assert any("interrupted" in line for line in hub.doctor())
        other.close()
    with Hub(tmp_path / "hub") as hub:
        assert hub.doctor() == ()
        assert words_in(hub.folder) == []


@pytest.mark.parametrize("whom", [{}, {"person": EMAIL, "study": "S07"}])
def test_one_thing_is_erased_at_a_time(tmp_path: Path, whom: dict[str, str]) -> None:
    with Hub(tmp_path / "hub") as hub, pytest.raises(HubError, match="Say whom"):
        hub.erase(**whom, yes=True)
