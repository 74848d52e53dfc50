"""Ended at any durable step, a hub is whole; done again, it is as if nothing had happened."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crashing import ended_at, every_step, full_at
from frozen import frozen_schemas, thaw
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
from workbook_docs.errors import HubError, WorkbookDocsError
from workbook_docs.hub import Hub, IngestResult, originals
from workbook_docs.hub import erase as erasing
from workbook_docs.hub.store import Store
from workbook_docs.sending import load_register, send
from workbook_docs.workbooks.nine_cs import NineCsList

resource = pytest.importorskip("resource")
pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="processes are ended by fork and signals"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

CANARY = "Zebedee Quince"
OTHER = f"from {CANARY}/3.xlsx"
"""Somebody else's file, which came in a folder that is named by whom is erased."""


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
    shelf.put(OTHER, reading_of(AllKinds, other, format="xlsx"), b"bytes of 3.xlsx")
    return shelf


def take_in(hub: Path, shelf: Shelf) -> None:
    with Hub(hub) as opened:
        opened.record_copies([sent(email="ann@example.org", name=CANARY)], AllKinds)

        def tell(result: IngestResult) -> None:
            os.write(out, f"{result.sha256}\n".encode())

        # Not a file whose bytes a loss of power takes: what somebody was told stays told.
        out = os.open(told_in(hub), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            opened.ingest(shelf.folder, read=shelf.read, received=RECEIVED, progress=tell)
        finally:
            os.close(out)


def told_in(hub: Path) -> Path:
    """Where what the hub said it has taken in is noted, apart from it."""
    return hub.with_suffix(".told")


def decide(hub: Path, shelf: Shelf) -> None:
    with Hub(hub) as opened:
        first = shelf.folder / "1.docx"
        opened.correct(first, "contact.email", "eve@example.org")
        opened.correct(first, "sessions[0].topic", "Food")
        opened.assign(shelf.folder / OTHER, "S07")
        opened.prefer(first)


def rebuild(hub: Path, shelf: Shelf) -> None:
    with Hub(hub) as opened:
        opened.rebuild(shelf.read)


def issue_again(hub: Path, shelf: Shelf) -> None:
    """The same copy for somebody else, with another day and other content."""
    with Hub(hub) as opened:
        again = sent(
            email="new@example.org", name="New", due=date(2027, 2, 1), group={"theme": "Ageing"},
            prefilled={"contact.name": "New"},
        )  # fmt: skip
        opened.record_copies([again, sent("AAAA-0002", "S08", email="bob@example.org")])


def assign(hub: Path, shelf: Shelf) -> None:
    with Hub(hub) as opened:
        opened.assign(shelf.folder / OTHER, "S07")


def prefer(hub: Path, shelf: Shelf) -> None:
    with Hub(hub) as opened:
        opened.prefer(shelf.folder / "1.docx")


def correct(hub: Path, shelf: Shelf) -> None:
    with Hub(hub) as opened:
        opened.correct(shelf.folder / "1.docx", "contact.email", "eve@example.org")


def prefill(hub: Path, shelf: Shelf) -> None:
    """A register into a folder of copies; what an ended run left there is taken away."""
    register = shelf.folder.parent / "register.csv"
    register.write_text(
        "study.reference,Email address,round,due\nS1,a@example.org,r1,2027-01-01\n"
        "S2,b@example.org,r1,2027-01-01\n"
    )
    out = hub.with_suffix(".sent")
    shutil.rmtree(out, ignore_errors=True)
    send(load_register(register, NineCsList), out, ("docx",), hub, ("AAAA-0001", "AAAA-0002"))


def readmit(hub: Path, shelf: Shelf) -> None:
    with Hub(hub) as opened:
        try:
            opened.readmit(person="ann@example.org")
        except HubError as problem:
            if "was erased" not in str(problem):  # the first run had come that far
                raise


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
    ("issue again", [take_in], issue_again),
    ("prefill", [], prefill),
    ("assign", [take_in], assign),
    ("prefer", [take_in], prefer),
    ("correct", [take_in], correct),
    ("decide", [take_in], decide),
    ("rebuild", [take_in, decide], rebuild),
    ("erase", [take_in], erase),
    ("readmit", [take_in, erase], readmit),
]
AT_ONE_STROKE = ("issue again", "assign", "prefer", "correct", "readmit")
"""Operations of one transaction: ended anywhere, all of it has happened or nothing."""
SETTLED_BY_DOING_IT_AGAIN = ("belongs to no return", "left over from a crash")


def originals_are_whole(hub: Path) -> bool:
    """Whether every return has its original, and every original the bytes of its name."""
    with Hub(hub) as opened:
        told = opened.doctor()
    for path in (hub / "originals").iterdir():
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
            return False
    return not [
        line for line in told if not any(known in line for known in SETTLED_BY_DOING_IT_AGAIN)
    ]


def a_name_goes_with_its_person(hub: Path) -> bool:
    """Whether a name stands in another's file name just as long as its person is in the hub."""
    with Hub(hub) as opened:
        files = {found.email: found.file for found in opened.returns()}
    return ("ann@example.org" in files) == (CANARY in files["bob@example.org"])


def what_was_told_is_there(hub: Path) -> bool:
    """Whether the hub holds every return that it said it has taken in."""
    if not told_in(hub).exists():
        return True
    with Hub(hub) as opened:
        held = {found.sha256 for found in opened.returns()}
    return set(told_in(hub).read_text().split()) <= held


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

    states = [contents(start) if before else None, expected]

    for step in every_step():
        hub = tmp_path / f"hub{step}"
        if before:
            shutil.copytree(start, hub)
        ended = ended_at(step, lambda hub=hub: operation(hub, shelf), lossy)
        assert originals_are_whole(hub), f"{name} ended at step {step}"
        assert what_was_told_is_there(hub), f"{name} ended at step {step}"
        assert name != "erase" or a_name_goes_with_its_person(hub), f"erase ended at step {step}"
        if name in AT_ONE_STROKE:
            assert contents(hub) in states, f"{name} ended at step {step}"
        operation(hub, shelf)
        assert contents(hub) == expected, f"{name} ended at step {step}"
        with Hub(hub) as opened:
            assert opened.doctor() == (), f"{name} ended at step {step}"
        if name == "erase":
            assert not holding(hub, CANARY), f"erase ended at step {step}"
        shutil.rmtree(hub)
        if not ended:
            break
    assert step >= 2


def test_an_erasure_that_did_not_happen_leaves_nothing_to_the_next(
    tmp_path: Path, shelf: Shelf
) -> None:
    take_in(tmp_path / "start", shelf)
    still_there = 0
    for step in every_step():
        hub = tmp_path / f"hub{step}"
        shutil.copytree(tmp_path / "start", hub)
        ended = ended_at(step, lambda hub=hub: erase(hub, shelf))
        with Hub(hub) as opened:
            there = any(found.email == "ann@example.org" for found in opened.returns())
            opened.record_copies([sent("ZZZZ-0055", "S55", email="zoe@example.org")])
            opened.erase(study="S55", yes=True)
        assert a_name_goes_with_its_person(hub), f"erase ended at step {step}"
        still_there += there
        if not ended:
            break
    assert 1 <= still_there < step


def holding(folder: Path, word: str) -> list[Path]:
    """The files under a folder in whose name or bytes a word stands."""
    return [
        path
        for path in folder.rglob("*")
        if word in path.name or (path.is_file() and word.encode() in path.read_bytes())
    ]


def copied_into_place(unfinished: Path, target: Path) -> None:
    """What a rename does at one stroke, done bit by bit."""
    data = unfinished.read_bytes()
    with target.open("wb") as out:
        for part in (data[:5], data[5:]):
            out.write(part)
            originals.to_disk(out)
    originals.sync_folder(target.parent)


@contextmanager
def each_by_itself(store: Store) -> Iterator[None]:
    """Every statement a transaction of its own."""
    yield


def written_in_place(unfinished: Path, target: Path) -> None:
    """No rename at all: the bytes go where they belong, and nobody syncs them."""
    target.write_bytes(unfinished.read_bytes())
    originals.sync_folder(target.parent)


def not_at_all(*arguments: object) -> None:
    """What a safety that was left out does."""


# one safety taken away, in operation, after others: the enumeration must notice
LEFT_OUT: list[tuple[str, Any, str, Any, list[Any], Any]] = [
    ("bytes to the disk", originals, "to_disk", not_at_all, [], take_in),
    ("names to the disk", originals, "sync_folder", not_at_all, [], take_in),
    ("new folders to the disk", originals, "make_folder",
     lambda folder: folder.mkdir(exist_ok=True, parents=True), [], take_in),
    ("rename at one stroke", originals, "put", copied_into_place, [], take_in),
    ("no rename", originals, "put", written_in_place, [], take_in),
    ("people before the hub", Store, "order",
     property(lambda store: (store.hub, store.people)), [], take_in),
    ("people before the hub", Store, "order",
     property(lambda store: (store.hub, store.people)), [take_in], issue_again),
    ("people before the hub", Store, "order",
     property(lambda store: (store.hub, store.people)), [take_in], correct),
    ("one transaction", Store, "writing", each_by_itself, [take_in], prefer),
    ("deletions to the disk", originals, "sync_folder", not_at_all, [take_in], erase),
    ("what is to be scrubbed is noted", erasing, "SCRUB", "forgotten", [take_in], erase),
]  # fmt: skip


@pytest.mark.parametrize(
    ("safety", "where", "attribute", "without", "before", "operation"), LEFT_OUT,
    ids=[f"{left[0]}, {left[-1].__name__}" for left in LEFT_OUT],
)  # fmt: skip
def test_the_enumeration_notices_a_safety_that_is_left_out(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, safety: str, where: Any,
    attribute: str, without: Any, before: list[Any], operation: Any,
) -> None:  # fmt: skip
    start, whole = tmp_path / "start", tmp_path / "whole"
    for step in before:
        step(start, shelf)
    if before:
        shutil.copytree(start, whole)
    operation(whole, shelf)
    expected, broken = contents(whole), []
    for step in every_step():
        hub = tmp_path / f"hub{step}"
        if before:
            shutil.copytree(start, hub)
        with monkeypatch.context() as patch:
            patch.setattr(where, attribute, without)
            ended = ended_at(step, lambda hub=hub: operation(hub, shelf), lossy=True)
        try:
            broken.append(not (originals_are_whole(hub) and what_was_told_is_there(hub)))
            with Hub(hub) as opened:
                gone = not any(found.email == "ann@example.org" for found in opened.returns())
            if operation is erase:
                broken.append(gone and bool(holding(hub, CANARY)))
            elif operation is not take_in:
                broken.append(contents(hub) not in (contents(start), expected))
        except HubError:
            broken.append(True)
        shutil.rmtree(hub)
        if not ended:
            break
    assert any(broken)


# The schemas that are not today's, and at least how many statements bring each to it.
EARLIER = [(1, 30), (2, 8), (3, 5), (4, 3)]


def test_every_earlier_schema_is_ended_at_its_statements() -> None:
    assert [number for number, _ in EARLIER] == frozen_schemas()[:-1]


@pytest.mark.parametrize(("number", "least"), EARLIER)
def test_migrating_ended_at_any_statement_goes_on_where_it_was(
    tmp_path: Path, number: int, least: int
) -> None:
    whole = thaw(number, tmp_path / "whole")
    Hub(whole).close()
    expected = contents(whole)

    for step in every_step():
        hub = thaw(number, tmp_path / f"hub{step}")
        if not ended_at(step, lambda hub=hub: Hub(hub).close(), each=True):
            break
        with Hub(hub) as opened:
            [told] = opened.doctor()
            assert "read by an earlier version" in told, f"ended at step {step}"
        assert contents(hub) == expected
        shutil.rmtree(hub)
    assert step > least


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
            assert isinstance(problem, WorkbookDocsError), f"{name}, step {step}: {problem!r}"
        assert originals_are_whole(hub), f"{name}, step {step}"
        operation(hub, shelf)
        assert contents(hub) == expected, f"{name}, step {step}"
        shutil.rmtree(hub)
    assert told >= 2


def back_up(hub: Path, out: Path) -> None:
    with Hub(hub) as opened:
        opened.backup(out)


def restore(hub: Path, out: Path) -> None:
    Hub.restore(hub.with_suffix(".zip"), out)


def restore_erased(hub: Path, out: Path) -> None:
    """What was erased since is erased on the way."""
    Hub.restore(hub.with_suffix(".zip"), out, erased_in=hub)


def is_whole(operation: Any, made: Path, proved: Path, expected: dict[str, Any]) -> bool:
    """Whether a backup, or a restored hub, that is there says all that the hub said."""
    try:
        if operation is back_up:
            Hub.restore(made, proved)
        else:
            shutil.copytree(made, proved)
        return originals_are_whole(proved) and contents(proved) == expected
    except HubError:
        return False
    finally:
        shutil.rmtree(proved, ignore_errors=True)


def made_by_each_step(
    tmp_path: Path, shelf: Shelf, operation: Any, lossy: bool, patched: Any = nullcontext
) -> Iterator[bool]:
    """For each step that an operation is ended at, whether what it made is whole or not there."""
    hub, out = tmp_path / "hub", tmp_path / "out"
    take_in(hub, shelf)
    back_up(hub, hub.with_suffix(".zip"))
    if operation is restore_erased:
        erase(hub, shelf)
    expected = contents(hub)
    out.mkdir()
    for step in every_step():
        made = out / f"made{step}"
        with patched():
            ended = ended_at(step, lambda made=made: operation(hub, made), lossy)
        if made.exists() or not ended:
            yield made.exists() and is_whole(operation, made, tmp_path / "proved", expected)
        if not ended:
            break
    assert step >= 3


@pytest.mark.parametrize("lossy", [False, True], ids=["process ends", "power is lost"])
@pytest.mark.parametrize("operation", [back_up, restore, restore_erased])
def test_a_backup_and_a_restored_hub_are_there_whole_or_not_at_all(
    tmp_path: Path, shelf: Shelf, operation: Any, lossy: bool
) -> None:
    assert all(made_by_each_step(tmp_path, shelf, operation, lossy))


def test_what_an_ended_backup_left_goes_with_the_next(tmp_path: Path, shelf: Shelf) -> None:
    hub, out = tmp_path / "hub", tmp_path / "out"
    take_in(hub, shelf)
    for operation, made in ((back_up, hub.with_suffix(".zip")), (restore, out / "again")):
        assert ended_at(4, lambda operation=operation, made=made: operation(hub, made))
        left = [path for path in made.parent.iterdir() if "unfinished" in path.name]
        assert left
        operation(hub, made)
        assert not any(path.exists() for path in left)


@pytest.mark.parametrize(
    ("operation", "attribute", "without"),
    [
        (back_up, "to_disk", not_at_all),
        (back_up, "put", copied_into_place),
        (back_up, "sync_folder", not_at_all),
        (restore, "to_disk", not_at_all),
        (restore, "sync_folder", not_at_all),
    ],
    ids=lambda given: getattr(given, "__name__", given),
)
def test_the_enumeration_notices_it_of_backups_too(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, operation: Any, attribute: str,
    without: Any,
) -> None:  # fmt: skip
    @contextmanager
    def patched() -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(originals, attribute, without)
            yield

    assert not all(made_by_each_step(tmp_path, shelf, operation, True, patched))


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
