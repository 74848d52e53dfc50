"""Ended at any durable step, a hub is whole; done again, it is as if nothing had happened."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crashing import ended_at, every_step, full_at
from frozen import thaw
from hub_readings import (
    NOV_1,
    NOV_2,
    RECEIVED,
    AllKinds,
    Shelf,
    ann,
    contents,
    copy,
    reading_of,
    sent,
)
from workbook_docs.errors import HubError
from workbook_docs.hub import Hub, originals

resource = pytest.importorskip("resource")
pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="processes are ended by fork and signals"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

CANARY = "Zebedee Quince"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Two returns of one copy by one person, and one of another study."""
    shelf = Shelf(tmp_path / "returns")
    shelf.put("1.docx", reading_of(AllKinds, ann("One"), copy=copy(), modified=NOV_1))
    shelf.put(
        f"2 {CANARY}.docx",
        reading_of(AllKinds, ann("Two", contact__name=CANARY), copy=copy(), modified=NOV_2),
    )
    other = {"study.reference": "S08", "contact.email": "bob@example.org", "needs.rooms": "Three"}
    shelf.put("3.xlsx", reading_of(AllKinds, other, format="xlsx"))
    return shelf


def take_in(hub: Path, shelf: Shelf) -> None:
    with Hub(hub) as opened:
        opened.record_copies([sent(email="ann@example.org", name=CANARY)], AllKinds)
        opened.ingest(shelf.folder, read=shelf.read, received=RECEIVED)


def decide(hub: Path, shelf: Shelf) -> None:
    with Hub(hub) as opened:
        first = shelf.folder / "1.docx"
        opened.correct(first, "contact.email", "eve@example.org")
        opened.correct(first, "sessions[0].topic", "Food")
        opened.assign(shelf.folder / "3.xlsx", "S07")
        opened.prefer(first)


def rebuild(hub: Path, shelf: Shelf) -> None:
    with Hub(hub) as opened:
        opened.rebuild(shelf.read)


def erase(hub: Path, shelf: Shelf) -> None:
    with Hub(hub) as opened:
        opened.remember(AllKinds)
        try:
            opened.erase(person="ann@example.org", yes=True)
        except HubError as problem:
            if "knows nobody" not in str(problem):  # the first run had come that far
                raise


def nothing(hub: Path, shelf: Shelf) -> None:
    """What stands before the operation."""


OPERATIONS: list[tuple[str, list[Callable[[Path, Shelf], None]], Callable[[Path, Shelf], None]]] = [
    ("ingest", [], take_in),
    ("decide", [take_in], decide),
    ("rebuild", [take_in, decide], rebuild),
    ("erase", [take_in], erase),
]
SETTLED_BY_DOING_IT_AGAIN = ("belongs to no return", "left over from a crash")


def originals_are_whole(hub: Path) -> bool:
    """Whether every return that the hub knows has its original, byte for byte."""
    with Hub(hub) as opened:
        told = opened.doctor()
    return not [
        line for line in told if not any(known in line for known in SETTLED_BY_DOING_IT_AGAIN)
    ]


@pytest.mark.parametrize("lossy", [False, True], ids=["process ends", "power is lost"])
@pytest.mark.parametrize(
    ("name", "before", "operation"), OPERATIONS, ids=[o[0] for o in OPERATIONS]
)
def test_ended_at_any_step_and_done_again(
    tmp_path: Path, shelf: Shelf, name: str, before: list[Any], operation: Any, lossy: bool
) -> None:
    start, whole = tmp_path / "start", tmp_path / "whole"
    for step in before:
        step(start, shelf)
    if before:
        shutil.copytree(start, whole)
    operation(whole, shelf)
    expected = contents(whole)

    for step in every_step():
        hub = tmp_path / f"hub{step}"
        if before:
            shutil.copytree(start, hub)
        if not ended_at(step, lambda hub=hub: operation(hub, shelf), lossy):
            break
        assert originals_are_whole(hub), f"{name} ended at step {step}"
        operation(hub, shelf)
        assert contents(hub) == expected, f"{name} ended at step {step}"
        with Hub(hub) as opened:
            assert opened.doctor() == (), f"{name} ended at step {step}"
        if name == "erase":
            assert not holding(hub, CANARY), f"erase ended at step {step}"
        shutil.rmtree(hub)
    assert step >= 8


def holding(folder: Path, word: str) -> list[Path]:
    """The files under a folder in whose name or bytes a word stands."""
    return [
        path
        for path in folder.rglob("*")
        if word in path.name or (path.is_file() and word.encode() in path.read_bytes())
    ]


LEFT_OUT = [
    # one safety taken away                                what the enumeration must notice
    ("_to_disk", lambda out: out.flush()),
    ("sync_folder", lambda folder: None),
]


@pytest.mark.parametrize(("safety", "without"), LEFT_OUT, ids=[name for name, _ in LEFT_OUT])
def test_the_enumeration_notices_a_safety_that_is_left_out(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, safety: str, without: Any
) -> None:
    monkeypatch.setattr(originals, safety, without)
    broken = []
    for step in every_step():
        hub = tmp_path / f"hub{step}"
        if not ended_at(step, lambda hub=hub: take_in(hub, shelf), lossy=True):
            break
        broken.append(not originals_are_whole(hub))
        shutil.rmtree(hub)
    assert any(broken)


def test_migrating_ended_at_any_statement_goes_on_where_it_was(tmp_path: Path) -> None:
    whole = thaw(1, tmp_path / "whole")
    Hub(whole).close()
    expected = contents(whole)

    for step in every_step():
        hub = thaw(1, tmp_path / f"hub{step}")
        if not ended_at(step, lambda hub=hub: Hub(hub).close(), each=True):
            break
        with Hub(hub) as opened:
            assert opened.doctor() == (), f"ended at step {step}"
        assert contents(hub) == expected
        shutil.rmtree(hub)
    assert step > 30


@pytest.mark.parametrize(
    ("name", "before", "operation"), OPERATIONS, ids=[o[0] for o in OPERATIONS]
)
def test_a_full_disk_is_told_in_a_sentence_and_leaves_the_hub_whole(
    tmp_path: Path, shelf: Shelf, name: str, before: list[Any], operation: Any
) -> None:
    start, whole = tmp_path / "start", tmp_path / "whole"
    for step in before:
        step(start, shelf)
    if before:
        shutil.copytree(start, whole)
    operation(whole, shelf)
    expected, told = contents(whole), 0

    for step in every_step():
        hub = tmp_path / f"hub{step}"
        if before:
            shutil.copytree(start, hub)
        reached, problem = full_at(step, lambda hub=hub: operation(hub, shelf))
        if not reached:
            break
        if problem is not None:
            told += 1
            assert isinstance(problem, HubError), f"{name}, step {step}: {problem!r}"
        assert originals_are_whole(hub), f"{name}, step {step}"
        operation(hub, shelf)
        assert contents(hub) == expected, f"{name}, step {step}"
        shutil.rmtree(hub)
    assert told >= 8


def test_a_backup_and_a_restored_hub_are_there_whole_or_not_at_all(
    tmp_path: Path, shelf: Shelf
) -> None:
    take_in(tmp_path / "hub", shelf)
    expected = contents(tmp_path / "hub")
    (tmp_path / "out").mkdir()
    file, again = tmp_path / "out" / "hub.zip", tmp_path / "out" / "again"

    def back_up() -> None:
        with Hub(tmp_path / "hub") as opened:
            opened.backup(file)

    for operation, made in ((back_up, file), (lambda: Hub.restore(file, again), again)):
        for step in every_step():
            ended = ended_at(step, operation)
            if made.exists():
                Hub.restore(file, tmp_path / "proved") if made == file else made.rename(
                    tmp_path / "proved"
                )
                assert contents(tmp_path / "proved") == expected
                shutil.rmtree(tmp_path / "proved")
            if not ended:
                break
            if made == file:
                made.unlink(missing_ok=True)
        assert step >= 3
    # What the ended ones left went with those that came to their end.
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["hub.zip"]


KILLS = 200


def test_killed_at_random_nothing_that_was_told_is_lost(tmp_path: Path, shelf: Shelf) -> None:
    for number in range(40):
        values = ann(str(number)) | {"study.reference": f"S{number}"}
        shelf.put(f"more {number}.docx", reading_of(AllKinds, values))
    hub, told = tmp_path / "hub", tmp_path / "told"
    told.touch()
    chance = random.Random(7)
    kills = 0
    while kills < KILLS:
        child = os.fork()
        if child == 0:
            with Hub(hub) as opened, told.open("a") as out:

                def tell(result: Any, out: Any = out) -> None:
                    out.write(f"{result.sha256}\n")
                    out.flush()

                opened.ingest(shelf.folder, read=shelf.read, received=RECEIVED, progress=tell)
            os._exit(0)
        time.sleep(chance.random() / 40)
        os.kill(child, signal.SIGKILL)
        kills += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
        if kills % 20 == 0:
            with Hub(hub) as opened:
                held = {found.sha256 for found in opened.returns()}
            # The last line may be half there.
            assert set(told.read_text().split("\n")[:-1]) <= held
            if len(held) == 43:
                shutil.rmtree(hub)
                told.write_text("")
    with Hub(hub) as opened:
        opened.ingest(shelf.folder, read=shelf.read, received=RECEIVED)
        assert len(opened.returns()) == 43
        assert opened.doctor() == ()


def test_a_disk_with_a_limit_is_told_in_a_sentence(tmp_path: Path, shelf: Shelf) -> None:
    take_in(tmp_path / "hub", shelf)
    shelf.put("large.docx", reading_of(AllKinds, ann("Large")), b"x" * 400_000)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
        try:
            take_in(tmp_path / "hub", shelf)
        except HubError as problem:
            os.write(write, str(problem).encode())
        os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read) as told:
        assert "could not be written to" in told.read()
    assert originals_are_whole(tmp_path / "hub")
    assert not list((tmp_path / "hub" / "originals").glob(".unfinished*"))
    take_in(tmp_path / "hub", shelf)
    with Hub(tmp_path / "hub") as opened:
        assert len(opened.returns()) == 4
        assert opened.doctor() == ()
