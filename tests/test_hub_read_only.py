"""A hub in which one may not write, tried as somebody who is not the administrator."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub_readings import AllKinds, Shelf, ann, contents, reading_of
from workbook_docs.errors import HubError
from workbook_docs.hub import Hub

NOBODY = 65534
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="users and forks")


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """Two returns, one of them in a hub, in a folder that everybody may come to."""
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    shelf = Shelf(top / "in")
    shelf.put("a.docx", reading_of(AllKinds, ann()))
    shelf.put("b.docx", reading_of(AllKinds, ann("Other")))
    with Hub(top / "hub") as hub:
        hub.ingest(shelf.folder / "a.docx", AllKinds, read=shelf.read)
        hub.statistics()  # what a user without rights could not import is here
    yield shelf
    for path in (top / "hub", *(top / "hub").rglob("*")):
        path.chmod(0o700)
    shutil.rmtree(top)


def as_nobody(action: Callable[[], object]) -> str:
    """What an action says, done by somebody who is not the administrator."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if IS_ROOT:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            said = f"done: {action()}"
        except HubError as problem:
            said = f"told: {problem}"
        except BaseException as problem:
            said = f"{type(problem).__name__}: {problem}"
        os.write(write, said.encode()[:4000])
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def take_in(hub: Path, shelf: Shelf) -> Callable[[], object]:
    def action() -> int:
        with Hub(hub, create=False) as opened:
            return len(opened.ingest(shelf.folder, AllKinds, read=shelf.read))

    return action


def look(hub: Path, shelf: Shelf) -> Callable[[], object]:
    def action() -> int:
        with Hub(hub, create=False) as opened:
            return len(opened.status().studies)

    return action


def tables(hub: Path) -> dict[str, object]:
    """What the databases say. An original is written before them, and is taken up later."""
    return {name: rows for name, rows in contents(hub).items() if name != "originals"}


WITHOUT_RIGHTS = [
    # what may not be written to      what is done     what is said
    ("the folder", [""], take_in, "told: You may not write in"),
    ("the folder", [""], look, "told: You may not write in"),
    ("the originals", ["originals"], take_in, "Permission denied. What was taken in before is safe: get the right"),
    ("the originals", ["originals"], look, "done: 1"),
    ("the databases", ["hub.sqlite", "people.sqlite"], take_in, "told: The hub could not be written to: you may read"),
    ("the databases", ["hub.sqlite", "people.sqlite"], look, "done: 1"),
    ("one database", ["people.sqlite"], take_in, "told: The hub could not be written to: you may read"),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize(("where", "parts", "act", "said"), WITHOUT_RIGHTS)
def test_without_the_right_to_write_it_says_so_and_nothing_changes(
    shelf: Shelf, where: str, parts: list[str], act: Callable[..., Callable[[], object]], said: str
) -> None:
    hub = shelf.folder.parent / "hub"
    before = tables(hub)
    if IS_ROOT:
        for path in (hub, *hub.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    for part in parts:
        path = hub / part
        path.chmod(0o500 if path.is_dir() else 0o400)
    assert said in as_nobody(act(hub, shelf))
    assert tables(hub) == before
    assert os.stat(hub).st_mode & 0o777 == (0o500 if where == "the folder" else 0o700)


@pytest.mark.skipif(not IS_ROOT, reason="only the administrator has files of another user")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_the_hub_of_another_user_is_told_in_a_sentence(shelf: Shelf) -> None:
    hub = shelf.folder.parent / "hub"
    assert as_nobody(look(hub, shelf)) == f"told: {hub} cannot be used as a hub: Permission denied."
