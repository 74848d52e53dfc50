"""A register into a folder of copies: nothing half, nothing overwritten, each copy once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workbook_docs import Hub, read
from workbook_docs.copies import write
from workbook_docs.errors import HubError, WorkbookDocsError
from workbook_docs.sending import load_register, send
from workbook_docs.workbooks.module_2 import Module2


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(
        "study.reference,Name,Email address,round\n"
        "S01,Ann Reed,ann@example.org,2026-1\n"
        "S02,Bob Hall,bob@example.org,2026-1\n"
    )
    return path


def test_a_hub_that_cannot_be_used_stops_before_anything_is_written(register, tmp_path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8")

    with pytest.raises(HubError, match="a hub is a folder"):
        send(load_register(register, Module2), tmp_path / "sent", ("docx",), photo)
    assert not (tmp_path / "sent").exists()


def test_files_that_are_there_are_never_overwritten(register, tmp_path):
    rows = load_register(register, Module2)
    [first, *_] = send(rows, tmp_path / "sent", ("docx",))
    before = first.path.read_bytes()

    with pytest.raises(WorkbookDocsError, match=r"S01.*already\. Nothing was written"):
        send(rows, tmp_path / "sent", ("docx", "xlsx"))
    assert first.path.read_bytes() == before
    assert len(list((tmp_path / "sent").iterdir())) == 2


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "S01.docx"
    path.write_bytes(b"what was there")

    def no_room(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_room)
    with pytest.raises(WorkbookDocsError, match="No space left"):
        write(path, b"half of it")

    assert path.read_bytes() == b"what was there"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="modes of files")
@pytest.mark.parametrize("mask", [0o077, 0o022])
def test_who_may_read_a_file_is_as_the_user_has_set(tmp_path, mask):
    before = os.umask(mask)
    try:
        write(tmp_path / "S01.docx", b"bytes")
    finally:
        os.umask(before)
    assert (tmp_path / "S01.docx").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_copy_made_again_is_the_same_copy(register, tmp_path):
    rows, hub = load_register(register, Module2), tmp_path / "hub"
    once = send(rows, tmp_path / "once", ("docx",), hub)
    again = send(rows, tmp_path / "again", ("xlsx",), hub)

    assert [one.copy.id for one in once] == [one.copy.id for one in again]
    with Hub(hub) as held:
        held.ingest(again[0].path)
        status = held.status()
    assert [(s.study, s.issued, s.missing) for s in status.studies] == [
        ("S01", 1, 0),
        ("S02", 1, 1),
    ]


def test_copies_without_a_study_are_copies_of_their_own(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("Name,Email address\nAnn Reed,ann@example.org\n")
    rows, hub = load_register(path, Module2), tmp_path / "hub"

    codes = {
        read(send(rows, tmp_path / str(n), ("docx",), hub)[0].path).copy.id  # type: ignore[union-attr]
        for n in range(2)
    }

    assert len(codes) == 2


def test_somebody_who_was_erased_stops_it_before_anything_is_written(register, tmp_path):
    rows, hub = load_register(register, Module2), tmp_path / "hub"
    send(rows, tmp_path / "once", ("docx",), hub)
    with Hub(hub) as held:
        held.erase(person="bob@example.org", yes=True)

    with pytest.raises(HubError, match="Row 3 is for a person or study that was erased"):
        send(rows, tmp_path / "sent", ("docx",), hub)
    assert not (tmp_path / "sent").exists()


@pytest.mark.parametrize("problem", [KeyboardInterrupt, HubError("no room")])
def test_a_copy_that_the_hub_does_not_know_is_not_left_to_be_sent(
    register, tmp_path, monkeypatch, problem
):
    def fails(hub: Hub, copies: object, workbook: object = None) -> int:
        raise problem

    monkeypatch.setattr(Hub, "record_copies", fails)
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "other.docx").write_bytes(b"another")
    with pytest.raises((KeyboardInterrupt, HubError)):
        send(load_register(register, Module2), tmp_path / "sent", ("docx",), tmp_path / "hub")
    assert [path.name for path in (tmp_path / "sent").iterdir()] == ["other.docx"]
