"""Erased is erased: not a byte is left, it does not come back, and what is left is pointed at."""

from __future__ import annotations

import io
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
import zlib
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from hub_readings import AllKinds, Shelf, ann, copy, reading_of, rows, sent
from workbook_docs import Copy, Hub, fill
from workbook_docs.errors import HubError
from workbook_docs.hub import IssuedCopy
from workbook_docs.hub.status import write_chase_list
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
        left = hub.erase(person=EMAIL, yes=True).mentions
        assert left == (() if place == "its file name" else planned.mentions)


def word_file(text: str = "", **parts: bytes) -> bytes:
    """A Word file's bytes with a paragraph, and parts of its own."""
    document = Document()
    document.add_paragraph(text)
    document.save(out := io.BytesIO())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(parts.items(), 1):
            archive.writestr(f"word/embeddings/{name}{number}.{'bin' if name == 'ole' else 'docx'}",
                             data)  # fmt: skip
    return out.getvalue()


def split_in_runs(name: str) -> bytes:
    """A Word file in which an editor has cut a name into runs, between other paragraphs."""
    document = Document()
    document.add_paragraph("Before")
    paragraph = document.add_paragraph()
    for part in (name[:3], name[3:]):
        paragraph.add_run(part).bold = part is name
    document.add_paragraph("After")
    document.save(out := io.BytesIO())
    return out.getvalue()


DRAFT = EmailMessage()
DRAFT["To"] = f"{NAME} <{EMAIL}>"
LETTER = EmailMessage()
LETTER.set_content("See attached.")
LETTER.add_attachment(word_file(f"Dear {NAME}"), maintype="application", subtype="octet-stream")

IN_FILES = [
    # what another study's file holds                       the place it is told by
    ("a.docx", word_file(f"Ask {NAME}"), "word/document.xml"),
    ("a.docx", split_in_runs(NAME), "word/document.xml"),
    ("a.docx", word_file(docx=word_file(f"Ask {NAME}")), "word/embeddings/docx1.docx/word/document.xml"),
    ("a.docx", word_file(docx=word_file(docx=word_file(NAME))),
     "word/embeddings/docx1.docx/word/embeddings/docx1.docx/word/document.xml"),
    ("a.docx", word_file(ole=b"\xd0\xcf\0" + NAME.encode("utf-16-le")), "word/embeddings/ole1.bin"),
    ("a.doc", b"\xd0\xcf\x11\xe0\0" + NAME.encode("utf-16-le") + b"\0\0", ""),
    ("a.rtf", b"{\\rtf1 " + NAME.upper().encode() + b"}", ""),
    ("a.eml", DRAFT.as_bytes(), ""),
    ("a.eml", LETTER.as_bytes(), "word/document.xml"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "part"), IN_FILES, ids=[p or n for n, _, p in IN_FILES])
def test_a_mention_deep_in_another_file_is_told(
    tmp_path: Path, name: str, data: bytes, part: str
) -> None:
    shelf = Shelf(tmp_path / "returns")
    shelf.put("own.docx", reading_of(AllKinds, {"contact.email": EMAIL, "contact.name": NAME}))
    shelf.put(name, reading_of(AllKinds, {"study.reference": "S08"}), data)
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        place = f"the file itself ({part})" if part else "the file itself"
        assert [m.place for m in hub.erase(person=EMAIL).mentions] == [place]


def test_a_file_that_unpacks_to_too_much_is_told_and_not_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbook_docs.hub.mentions.MOST_BYTES", 2000)
    shelf = Shelf(tmp_path / "returns")
    shelf.put("own.docx", reading_of(AllKinds, {"contact.email": EMAIL, "contact.name": NAME}))
    shelf.put("big.docx", reading_of(AllKinds, {"study.reference": "S08"}), word_file("x" * 5000))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        [mention] = hub.erase(person=EMAIL).mentions
        assert mention.place == "the file itself (too large to be looked through)"


def test_files_that_lie_in_the_hub_s_folder_are_told(tmp_path: Path) -> None:
    with Hub(tmp_path / "hub") as hub:
        issue(hub)
        hub.remind(hub.folder / "drafts")
        hub.backup(hub.folder / "backups" / "hub.zip")
        write_chase_list(hub.status(), hub.folder / "chase.csv")
        (hub.folder / "notes.txt").write_text("Nobody is named here.\n")
        told = hub.erase(person=EMAIL, yes=True).mentions
        assert {m.place for m in told} == {"a file in the hub's folder"}
        assert [m.file for m in told] == [
            "backups/hub.zip",
            "chase.csv",
            "drafts/S07-CAN0-0001.eml",
        ]


ODD_ADDRESSES = [
    # as it stands in the return      as it is given to `erase`         as others write it
    ("Zebedee+ARC@Example.org", " zebedee+arc@EXAMPLE.ORG ", "mail zebedee+arc@example.org."),
    ("zébédée@exämple.org", "ze\u0301be\u0301de\u0301e@exämple.org", "ZÉBÉDÉE@exämple.org"),
    ("o'brien@example.org", "O'Brien@example.org", "to o'brien@example.org, please"),
    ("STRASSE@example.org", "straße@example.org", "straße@example.org"),
]


@pytest.mark.parametrize(("held", "given", "elsewhere"), ODD_ADDRESSES)
def test_an_odd_address_is_the_same_person_however_it_is_written(
    tmp_path: Path, held: str, given: str, elsewhere: str
) -> None:
    shelf = Shelf(tmp_path / "returns")
    shelf.put("1.docx", reading_of(AllKinds, ann("One") | {"contact.email": held}))
    shelf.put("2.docx", reading_of(AllKinds, {"study.reference": "S8", "contact.email": given}))
    shelf.put("3.docx", reading_of(AllKinds, {"study.reference": "S9", "needs.food": elsewhere}))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        done = hub.erase(person=given, yes=True)
        assert [found.study for found in done.returns] == ["S07", "S8"]  # both of their studies
        assert [(m.study, m.place) for m in done.mentions] == [("S9", "needs.food (somewhere)")]
        again = hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        assert [result.status for result in again] == ["refused", "refused", "duplicate"]


def test_somebody_who_is_only_named_by_others_is_told_of(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "returns")
    shelf.put("1.docx", reading_of(AllKinds, ann("Ask sue@example.org")))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        told = hub.erase(person="sue@example.org")
        assert (told.returns, [m.study for m in told.mentions]) == ((), ["S07"])
        for nobody in ("sue@example.com", "Sue", ""):
            with pytest.raises(HubError, match=r"nobody by|Give the e-mail"):
                hub.erase(person=nobody)


def test_what_came_in_an_archive_goes_too(tmp_path: Path, folder: Path) -> None:
    archive = tmp_path / f"from {NAME}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in folder.iterdir():
            packed.write(path, f"{NAME}/{path.name}")
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(archive)
        assert words_in(hub.folder)
        done = hub.erase(person=EMAIL, yes=True)
        # The other team's file came in the same archive, whose name named them.
        assert done.mentions == ()
        assert words_in(hub.folder) == []
        assert [found.file for found in hub.returns()] == ["….zip/…/S08.docx"]
        assert len(done.returns) == 2


FILE_NAMES = [
    # the name under which another study's file came        what is left of it
    (f"notes for {NAME}.docx", "….docx"),
    ("Zebedee_Quince-2.docx", "….docx"),
    (f"{NAME}/S08.docx", "…/S08.docx"),
    (f"{EMAIL}/from Zebedee.Quince/S08.DOCX", "…/…/S08.DOCX"),
    ("Mr.Zebedee.Quince", "…"),
    ("Quince jam.docx", "Quince jam.docx"),
]


@pytest.mark.parametrize(("name", "left"), FILE_NAMES)
def test_a_name_goes_from_the_names_of_others_files_too(
    tmp_path: Path, name: str, left: str
) -> None:
    shelf = Shelf(tmp_path / "in")
    shelf.put("own.docx", reading_of(AllKinds, {"contact.email": EMAIL, "contact.name": NAME}))
    shelf.put(name, reading_of(AllKinds, {"study.reference": "S08"}))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        told = hub.erase(person=EMAIL).mentions
        assert [m.place for m in told] == ["its file name"] * (name != left)
        assert hub.erase(person=EMAIL, yes=True).mentions == ()
        assert [found.file for found in hub.returns()] == [f"in/{left}"]
        hub.rebuild(read=shelf.read)
        assert [found.file for found in hub.returns()] == [f"in/{left}"]


def pdf(stream: bytes, deflated: bool = True) -> bytes:
    """A PDF file of one stream; binary, as they are."""
    held = zlib.compress(stream) if deflated else stream
    return (
        b"%PDF-1.7\n%\xe2\xe3\0\n1 0 obj\n<</Length 9>>\nstream\n" + held + b"\nendstream\nendobj\n"
    )


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256))
NOBODY_KNOWS = "the file itself (cannot be searched)"

UNREADABLE = [
    # name, bytes of an original that could not be read, the places told
    ("a.pdf", pdf(b"BT (Dear Zebedee Quince) Tj ET"), ["the file itself"]),
    ("a.pdf", pdf(b"BT [(Zebe) -20 (dee Qui) 4 (nce)] TJ ET"), ["the file itself"]),
    ("a.pdf", pdf(b"BT (Zebedee) Tj 0 -12 Td (Quince) Tj ET"), ["the file itself"]),
    ("a.pdf", pdf(b"BT <5A65626564656520 5175696E6365> Tj ET"), ["the file itself"]),
    ("a.pdf", pdf(b"<feff" + NAME.encode("utf-16-be").hex().encode() + b">"), ["the file itself"]),
    ("a.pdf", pdf(b"x", False) + f"/Author ({NAME})".encode(), ["the file itself"]),
    ("a.pdf", pdf(b"BT <001B0044> Tj ET"), [NOBODY_KNOWS]),
    ("a.pdf", pdf(b"\x78\x9c no stream", False), [NOBODY_KNOWS]),
    ("scan.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0", [NOBODY_KNOWS]),
    ("locked.docx", LOCKED, [NOBODY_KNOWS]),
    ("broken.docx", b"PK\x03\x04 and no more", [NOBODY_KNOWS]),
    ("letter.txt", b"Dear all", []),
    ("letter.txt", f"Dear {NAME}".encode(), ["the file itself"]),
    ("other.docx", word_file("Dear all"), []),
]


@pytest.mark.parametrize(("name", "data", "places"), UNREADABLE)
def test_what_nobody_could_read_is_searched_or_told_of(
    tmp_path: Path, name: str, data: bytes, places: list[str]
) -> None:
    shelf = Shelf(tmp_path / "returns")
    shelf.put("own.docx", reading_of(AllKinds, {"contact.email": EMAIL, "contact.name": NAME}))
    shelf.put(name, Reading("", None, None, "not-ours"), data)
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        assert [m.place for m in hub.erase(person=EMAIL).mentions] == places
        with pytest.raises(HubError, match="knows nobody"):
            hub.erase(person="nobody@example.org")


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


ASKED = [
    # what the person at the terminal answers    exit code    returns left    what is said last
    ("y", 0, 1, "still hold it"),
    ("n", 1, 3, "Nothing was erased"),
    ("", 1, 3, "Nothing was erased"),
]


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals")
@pytest.mark.parametrize(("answer", "code", "left", "said"), ASKED)
def test_at_a_terminal_it_asks_before_it_erases(
    tmp_path: Path, folder: Path, answer: str, code: int, left: int, said: str
) -> None:
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(folder)
    person, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "workbook_docs", "hub", "erase", "--person", EMAIL,
         "--hub", str(tmp_path / "hub")],
        stdin=terminal, stderr=terminal, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(terminal)
    asked = b""
    while b"[y/N]" not in asked:
        asked += os.read(person, 1000)
    os.write(person, f"{answer}\n".encode())
    out, _ = process.communicate(timeout=60)
    os.close(person)
    assert (process.returncode, said in out.splitlines()[-1]) == (code, True)
    with Hub(tmp_path / "hub") as hub:
        assert len(hub.returns()) == left


@pytest.mark.parametrize("whom", [{}, {"person": EMAIL, "study": "S07"}])
def test_one_thing_is_erased_at_a_time(tmp_path: Path, whom: dict[str, str]) -> None:
    with Hub(tmp_path / "hub") as hub, pytest.raises(HubError, match="Say whom"):
        hub.erase(**whom, yes=True)
