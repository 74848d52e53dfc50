"""Who may know what, what a crash leaves, and how a hub is looked after."""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hub_readings import (
    NOV_1,
    NOV_2,
    NOV_3,
    RECEIVED,
    AllKinds,
    Shelf,
    ann,
    contents,
    copy,
    reading_of,
    rows,
    sent,
)
from workbook_docs.errors import HubError
from workbook_docs.hub import Hub
from workbook_docs.records import Finding, Reading
from workbook_docs.workbooks.module_2 import Module2


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "returns")


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
    for database in folder.glob("*.sqlite"):
        assert stat.S_IMODE(database.stat().st_mode) == 0o600
    with Hub(folder, create=False) as hub:
        assert hub.definitions() == {
            "all-kinds": "hub_readings:AllKinds",
            "module-2": "workbook_docs.workbooks.module_2:Module2",
        }
        assert hub.definition("all-kinds") is AllKinds
        with pytest.raises(HubError, match="cannot be found from here"):
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
    connection.execute("PRAGMA user_version = 99")
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


def test_a_reader_that_fails_does_not_take_away_what_was_read(tmp_path: Path, shelf: Shelf) -> None:
    path = shelf.put("1.docx", reading_of(AllKinds, ann(), copy=copy()))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(path, read=shelf.read)
        before = contents(hub.folder)
        shelf.readings[path.read_bytes()] = ZeroDivisionError()
        [result] = hub.rebuild(shelf.read)

        assert "was left as it was" in result.message
        assert contents(hub.folder) == before


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
        assert "“000000000000” among the originals is none" in told
        hub.ingest(shelf.folder, read=shelf.read)
        assert [line for line in hub.doctor() if "0000" not in line] == []


def test_what_is_no_original_is_moved_and_not_lost(tmp_path: Path, shelf: Shelf) -> None:
    shelf.put("1.docx", reading_of(AllKinds, ann()))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        for number in range(2):  # the second of each name finds the first there
            stray = hub.folder / "originals"
            (stray / "a folder").mkdir()
            (stray / "a folder" / "within.txt").write_text("within")
            (stray / "notes.txt").write_text(f"notes {number}")
            (stray / f"{'0' * 64}.docx").write_bytes(b"half of one")
            assert len(hub.doctor()) == 3
            assert len(hub.mend(shelf.read)) == 3
            assert hub.doctor() == ()
        apart = hub.folder / "quarantine"
        assert sorted(str(path.relative_to(apart)) for path in apart.rglob("*")) == sorted(
            [f"{'0' * 64}.docx", f"2-{'0' * 64}.docx", "notes.txt", "2-notes.txt", "a folder",
             "2-a folder", "a folder/within.txt", "2-a folder/within.txt"]
        )  # fmt: skip
        assert (apart / "2-notes.txt").read_text() == "notes 1"


def test_mending_takes_in_what_lies_there_and_works_out_what_follows(
    tmp_path: Path, shelf: Shelf
) -> None:
    shelf.put("1.docx", reading_of(AllKinds, ann("One"), copy=copy(), modified=NOV_1))
    lost = shelf.put("2.docx", reading_of(AllKinds, ann("Two"), copy=copy(), modified=NOV_2))
    digest = hashlib.sha256(lost.read_bytes()).hexdigest()
    with Hub(tmp_path / "hub") as hub:
        assert hub.mend(shelf.read) == ()
        hub.ingest(shelf.folder / "1.docx", AllKinds, read=shelf.read)
        hub.correct(shelf.folder / "1.docx", "needs.rooms", "Corrected")
        # An original without its return, one that is not what it says, meddled tables.
        (hub.folder / "originals" / f"{digest}.docx").write_bytes(lost.read_bytes())
        (hub.folder / "originals" / f"{'0' * 64}.docx").write_bytes(b"altered")
        hub._store.hub.execute("UPDATE returns SET study = 'S99', assigned = 'S99'")
        hub._store.hub.execute(
            "UPDATE answers SET corrected_value = '\"Else\"' WHERE corrected_by = 1"
        )
        told = "\n".join(hub.doctor())
        assert "What follows from the decisions and copies" in told

        done = hub.mend(shelf.read)
        assert [line.partition(" ")[0] for line in done] == ["0" * 12, "The", "The"]
        assert "quarantine" in done[0]
        assert "taken in as a return" in done[1]
        assert done[2] == "The decisions were replayed: returns, answers changed."
        assert [r.study for r in hub.returns()] == ["S07", "S07"]
        [(_, record)] = hub.records(AllKinds)
        assert record.needs.rooms == "Two"
        assert hub.doctor() == ()


def test_an_erased_original_that_lies_there_again_goes(tmp_path: Path, shelf: Shelf) -> None:
    path = shelf.put("1.docx", reading_of(AllKinds, ann()))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(path, AllKinds, read=shelf.read)
        original = next((hub.folder / "originals").iterdir())
        hub.erase(person="ann@example.org", yes=True)
        original.write_bytes(path.read_bytes())
        [done] = hub.mend(shelf.read)
        assert "was erased on" in done
        assert not original.exists()
        assert hub.doctor() == ()


DAMAGE = [
    # what was done to the files                                                      told
    ("people", "DELETE FROM personal WHERE what = 'answer'", "lacks 1 row that answers refer to"),
    ("people", "DELETE FROM people", "lacks 1 person that returns refer to"),
    ("hub", "DELETE FROM findings", None),
    ("hub", "UPDATE events SET hash = 'gone'", "does not hold what 1 decision decided about"),
    ("hub", "UPDATE returns SET counted = 0", "What follows"),
    ("hub", "DELETE FROM decided", "What follows from the decisions and copies is not what"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "query", "told"), DAMAGE)
def test_the_doctor_sees_what_no_command_does(
    tmp_path: Path, shelf: Shelf, part: str, query: str, told: str | None
) -> None:
    shelf.put("1.docx", reading_of(AllKinds, ann(), copy=copy(), modified=NOV_1))
    shelf.put(
        "2.docx", reading_of(AllKinds, {"study.reference": "S07"}, copy=copy(), modified=None)
    )
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        hub.prefer(shelf.folder / "1.docx")
        assert hub.doctor() == ()
        getattr(hub._store, part).execute("PRAGMA foreign_keys = OFF")
        getattr(hub._store, part).execute(query)
        getattr(hub._store, part).execute("PRAGMA foreign_keys = ON")
        assert (told in "\n".join(hub.doctor())) if told else hub.doctor() == ()


def test_a_damaged_database_is_told_and_nothing_else(tmp_path: Path, shelf: Shelf) -> None:
    for number in range(30):
        shelf.put(f"{number}.docx", reading_of(AllKinds, ann(str(number))))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
    path = tmp_path / "hub" / "hub.sqlite"
    data = bytearray(path.read_bytes())
    data[-9 * 4096 : -4096] = bytes(8 * 4096)
    path.write_bytes(bytes(data))
    with Hub(tmp_path / "hub") as hub:
        assert hub.doctor() == ("hub.sqlite is damaged: restore it from a backup.",)


def test_what_a_crash_left_is_swept_away(tmp_path: Path, shelf: Shelf) -> None:
    shelf.put("1.docx", reading_of(AllKinds, ann()))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, read=shelf.read)
        # Between the two commits: people are ahead of the hub.
        hub._store.people.execute(
            "INSERT INTO personal VALUES ('id', 'return never committed', 'file', 'Ann.docx')"
        )
        hub._store.people.execute("UPDATE settings SET value = value + 1")
        originals = hub.folder / "originals"
        of_the_dead, old, fresh = (
            originals / f".unfinished-{name}-1" for name in (dead.pid, "somebody", os.getpid())
        )
        for path in (of_the_dead, old, fresh):
            path.write_bytes(b"half")
        os.utime(old, (0, 0))
        assert len(hub.doctor()) == 3
    with Hub(tmp_path / "hub") as hub:
        assert not old.exists()
        assert not of_the_dead.exists()
        assert fresh.exists()  # its writer is still at work
        assert hub.doctor() == ()
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
