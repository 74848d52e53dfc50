"""A backup holds a whole hub, proves itself, and does not bring back what was erased."""

from __future__ import annotations

import json
import shutil
import stat
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from frozen import thaw
from hub_readings import AllKinds, Shelf, ann, contents, copy, reading_of, rows, sent
from workbook_docs.errors import HubError
from workbook_docs.hub import Hub, schema

NAME, EMAIL = "Zebedee Quince", "zebedee@example.org"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "returns")
    for number in range(5):
        values = ann(str(number)) | {"study.reference": f"S{number}"}
        shelf.put(f"{number}.docx", reading_of(AllKinds, values))
    own = {"contact.email": EMAIL, "contact.name": NAME, "study.reference": "S07"}
    shelf.put("own.docx", reading_of(AllKinds, own, copy=copy()), NAME.encode())
    return shelf


def make(tmp_path: Path, shelf: Shelf) -> Path:
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([sent(name=NAME, email=EMAIL)], AllKinds)
        hub.ingest(shelf.folder, read=shelf.read)
        hub.correct(shelf.folder / "1.docx", "needs.rooms", "Corrected")
        hub.assign(shelf.folder / "2.docx", "S07")
    return tmp_path / "hub"


def test_a_restored_hub_is_the_hub(tmp_path: Path, shelf: Shelf) -> None:
    made = make(tmp_path, shelf)
    with Hub(made) as hub:
        assert hub.backup(tmp_path / "b" / "hub.zip") == 6
    assert stat.S_IMODE((tmp_path / "b" / "hub.zip").stat().st_mode) == 0o600
    assert list((tmp_path / "b").iterdir()) == [tmp_path / "b" / "hub.zip"]
    assert Hub.restore(tmp_path / "b" / "hub.zip", tmp_path / "again") == 0
    assert contents(tmp_path / "again") == contents(made)
    assert rows(tmp_path / "again", "SELECT * FROM events") == rows(made, "SELECT * FROM events")
    with Hub(tmp_path / "again", create=False) as hub:
        assert hub.doctor() == ()
        assert {r.status for r in hub.ingest(shelf.folder, read=shelf.read)} == {"duplicate"}


def test_what_lies_beside_the_databases_comes_back_too(tmp_path: Path, shelf: Shelf) -> None:
    made, again = make(tmp_path, shelf), tmp_path / "again"
    for name in ("templates/module-2.docx", "templates/editions/one.json", "quarantine/odd.bin"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(name.encode())
    (made / "report of mine.html").write_text("not the hub's own")
    with Hub(made) as hub:
        hub.export(tmp_path / "out", ["csv"])
        hub.backup(tmp_path / "hub.zip")
    Hub.restore(tmp_path / "hub.zip", again)

    def held(folder: Path) -> dict[str, bytes]:
        paths = (path for path in folder.rglob("*") if path.is_file())
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in paths
            if ".sqlite" not in path.name
        }

    expected = held(made)
    assert expected.pop("report of mine.html")
    assert held(again) == expected
    with Hub(again) as hub:  # what the hub wrote it knows again, and writes anew
        assert len(hub.export(tmp_path / "out", ["csv"])) > 1


def test_a_backup_made_while_returns_come_in_is_whole(tmp_path: Path, shelf: Shelf) -> None:
    for number in range(60):
        values = ann(str(number)) | {"study.reference": f"M{number}"}
        shelf.put(f"more {number}.docx", reading_of(AllKinds, values))
    begun, counts = threading.Event(), []

    def take_in() -> None:
        with Hub(tmp_path / "hub") as hub:
            hub.ingest(shelf.folder, AllKinds, read=shelf.read, progress=lambda result: begun.set())

    writer = threading.Thread(target=take_in)
    writer.start()
    begun.wait()
    with Hub(tmp_path / "hub") as hub:
        number = 0
        while writer.is_alive() or not counts:
            counts.append(hub.backup(tmp_path / f"{number}.zip"))
            number += 1
    writer.join()
    for number, count in enumerate(counts):
        Hub.restore(tmp_path / f"{number}.zip", tmp_path / f"again{number}")  # proved by the doctor
        with Hub(tmp_path / f"again{number}", create=False) as hub:
            assert len(hub.returns()) == count
    assert counts == sorted(counts)


def test_what_was_erased_since_does_not_come_back(tmp_path: Path, shelf: Shelf) -> None:
    made = make(tmp_path, shelf)
    with Hub(made) as hub:
        hub.backup(tmp_path / "before.zip")
        hub.erase(person=EMAIL, yes=True)
    assert Hub.restore(tmp_path / "before.zip", tmp_path / "again", erased_in=made) == 1
    for path in (tmp_path / "again").rglob("*"):
        assert not path.is_file() or NAME.encode() not in path.read_bytes()
    with Hub(tmp_path / "again", create=False) as hub:
        assert hub.copies() == ()
        [result] = hub.ingest(shelf.folder / "own.docx", read=shelf.read)
        assert result.status == "refused"
        assert hub.doctor() == ()


def test_another_hub_s_erasures_are_not_taken_for_its_own(tmp_path: Path, shelf: Shelf) -> None:
    made = make(tmp_path, shelf)
    with Hub(made) as hub:
        hub.erase(person=EMAIL, yes=True)
        hub.backup(tmp_path / "hub.zip")
    Hub(tmp_path / "other").close()
    with pytest.raises(HubError, match="another hub"):
        Hub.restore(tmp_path / "hub.zip", tmp_path / "again", erased_in=tmp_path / "other")
    assert not (tmp_path / "again").exists()


def spoil(path: Path, change: Any) -> Path:
    """The backup with its members changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    spoilt = path.with_name("spoilt.zip")
    with zipfile.ZipFile(spoilt, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return spoilt


def _manifest(members: dict[str, bytes], **more: Any) -> None:
    members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | more).encode()


def _also(member: str) -> Any:
    """One file more, where no hub has one."""

    def change(members: dict[str, bytes]) -> None:
        files = json.loads(members["manifest.json"])["files"]
        members[member] = b"x"
        _manifest(members, files=files | {member: "0"})

    return change


SPOILT = [
    # what was done to the backup                                              told
    (lambda m: m.pop("manifest.json"), "no backup of a hub"),
    (lambda m: m.update({"manifest.json": b"{}"}), "no backup of a hub"),
    (lambda m: m.update({"manifest.json": b"[1]"}), "no backup of a hub"),
    (lambda m: _manifest(m, schema=99), "newer workbook-docs"),
    (lambda m: m.pop(next(n for n in m if n.startswith("originals/"))), "no whole backup"),
    (lambda m: m.update({next(n for n in m if n.startswith("originals/")): b"x"}), "is damaged"),
    (lambda m: m.update({"hub.sqlite": m["hub.sqlite"][:5000]}), "is damaged"),
    (_also("../outside"), "it holds ../outside"),
    (_also("templates/../../outside"), "it holds templates/../../outside"),
    (_also("templates/"), "it holds templates/"),
    (_also("templates/C:outside"), "it holds templates/C:outside"),
    (_also("originals/a/b"), "it holds originals/a/b"),
    (_also("written.txt/a"), "it holds written.txt/a"),
    (_also("/outside"), "it holds /outside"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "told"), SPOILT)
def test_a_backup_that_is_not_whole_is_not_restored(
    tmp_path: Path, shelf: Shelf, change: Any, told: str
) -> None:
    with Hub(make(tmp_path, shelf)) as hub:
        hub.backup(tmp_path / "hub.zip")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(HubError, match=told):
        Hub.restore(spoil(tmp_path / "hub.zip", change), tmp_path / "again")
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "spoilt.zip"])
    (tmp_path / "rubbish.zip").write_bytes(b"rubbish")
    with pytest.raises(HubError, match="cannot be restored"):
        Hub.restore(tmp_path / "rubbish.zip", tmp_path / "again")


def test_it_is_restored_into_a_new_folder_only(tmp_path: Path, shelf: Shelf) -> None:
    made = make(tmp_path, shelf)
    with Hub(made) as hub:
        hub.backup(tmp_path / "hub.zip")
        lost = next((made / "originals").iterdir())
        with pytest.raises(HubError, match="not empty"):
            Hub.restore(tmp_path / "hub.zip", made)
        (tmp_path / "empty").mkdir()
        Hub.restore(tmp_path / "hub.zip", tmp_path / "empty")
        lost.unlink()
        with pytest.raises(HubError, match="is gone"):
            hub.backup(tmp_path / "second.zip")
        assert not (tmp_path / "second.zip").exists()


def test_a_backup_of_the_first_schema_is_brought_to_this_one(tmp_path: Path) -> None:
    old = thaw(1, tmp_path / "old")
    shutil.copytree(old, tmp_path / "now")
    with Hub(tmp_path / "now") as hub:
        hub.backup(tmp_path / "hub.zip")
        hub.erase(person="ann@example.org", yes=True)

    def of_the_first_schema(members: dict[str, bytes]) -> None:
        import hashlib

        for name in ("hub.sqlite", "people.sqlite"):
            members[name] = (old / name).read_bytes()
        files = json.loads(members["manifest.json"])["files"]
        files |= {
            n: hashlib.sha256(members[n]).hexdigest() for n in ("hub.sqlite", "people.sqlite")
        }
        _manifest(members, schema=1, files=files)

    spoilt = spoil(tmp_path / "hub.zip", of_the_first_schema)
    assert Hub.restore(spoilt, tmp_path / "again", erased_in=tmp_path / "now") == 1
    assert rows(tmp_path / "again", "PRAGMA user_version") == [(len(schema.HUB_MIGRATIONS),)]
    assert contents(tmp_path / "again") == contents(tmp_path / "now")
