"""A process that ends, or a disk that is full, at any one of the durable steps of an operation.

Every step that changes what is on the disk for good is counted: commits of SQLite and what
it does outside a transaction, fsync, rename, unlink, mkdir. (Statements within a transaction are
one step with its commit: SQLite takes them back together.) An operation is run again and
again, ended at its first step, at its second, and so on until it comes to its end.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

ENDED = 9
_READS = ("SELECT", "PRAGMA", "BEGIN", "ROLLBACK")


class Steps:
    """Counts durable steps and lets the chosen one happen no more."""

    def __init__(self, last: int, end: Callable[[str], None], each: bool = False) -> None:
        self.left = last
        self.end = end
        self.each = each  # statements within a transaction, too

    @property
    def reached(self) -> bool:
        """Whether the chosen step was come to."""
        return self.left < 0

    def take(self, what: str) -> None:
        self.left -= 1
        if self.left == -1:
            self.end(what)


class Disk:
    """What of the files outside SQLite would be left after a loss of power.

    Bytes that were not synced are half there; files, folders, renames and unlinks in a folder
    that was not synced since have not happened. SQLite looks after its own files.
    """

    def __init__(self) -> None:
        self.synced: set[str] = set()
        self.written: set[str] = set()  # opened to be written to, and not synced since
        self.pending: list[tuple[str, Path, bytes | None]] = []

    def write(self, path: Path) -> None:
        self.written.add(str(path))
        self.synced.discard(str(path))

    def sync(self, path: str) -> None:
        self.synced.add(path)
        self.written.discard(path)
        self.pending = [entry for entry in self.pending if str(entry[1].parent) != path]

    def replace(self, source: str, target: Path, before: bytes | None) -> None:
        if target.is_dir():
            for path in target.rglob("*"):
                held = Path(source, path.relative_to(target))
                if path.is_file() and ".sqlite" not in path.name:
                    self._halve(str(held), path)
                if str(held.parent) not in self.synced:
                    self.pending.append(("made", path, None))
        else:
            self._halve(source, target)
        self.written.discard(source)
        self.pending.append(("made" if before is None else "replaced", target, before))

    def _halve(self, source: str, path: Path) -> None:
        if source not in self.synced:
            data = path.read_bytes()
            path.write_bytes(data[: len(data) // 2])
            self.synced.discard(str(path))

    def mkdir(self, path: Path) -> None:
        self.pending.append(("made", path, None))

    def unlink(self, path: Path, data: bytes) -> None:
        self.pending.append(("unlink", path, data))

    def lose_power(self) -> None:
        for name in self.written:
            path = Path(name)
            if path.is_file():
                os.truncate(path, path.stat().st_size // 2)
        for kind, path, data in reversed(self.pending):
            if kind == "made" and path.is_dir():
                shutil.rmtree(path)
            elif kind == "made":
                path.unlink(missing_ok=True)
            elif data is not None and path.parent.is_dir():
                path.write_bytes(data)


@contextmanager
def stepping(steps: Steps, disk: Disk | None = None) -> Iterator[None]:
    """Count, and perhaps end at, every durable step of what is done inside."""
    fsync, replace, unlink, connect = os.fsync, os.replace, os.unlink, sqlite3.connect
    mkdir, opened = os.mkdir, io.open

    class Counting(sqlite3.Connection):
        def execute(self, query: str, *values: Any) -> sqlite3.Cursor:  # type: ignore[override]
            reads = query.startswith(_READS) and "checkpoint" not in query
            if query == "COMMIT" or not (reads or (self.in_transaction and not steps.each)):
                steps.take(query)
            return super().execute(query, *values)

    def step_fsync(handle: int) -> None:
        steps.take("fsync")
        fsync(handle)
        if disk is not None:
            disk.sync(os.readlink(f"/proc/self/fd/{handle}"))

    def step_replace(source: Any, target: Any) -> None:
        steps.take("replace")
        before = Path(target).read_bytes() if Path(target).is_file() else None
        replace(source, target)
        if disk is not None:
            disk.replace(str(source), Path(target), before)

    def step_unlink(path: Any, **more: Any) -> None:
        steps.take("unlink")
        data = Path(path).read_bytes() if disk is not None and Path(path).exists() else None
        unlink(path, **more)
        if disk is not None and data is not None:
            disk.unlink(Path(path), data)

    def step_mkdir(path: Any, *more: Any, **named: Any) -> None:
        if not Path(path).exists():
            steps.take("mkdir")
        mkdir(path, *more, **named)
        if disk is not None:
            disk.mkdir(Path(path))

    def noted_open(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        if disk is not None and not isinstance(file, int) and set(mode) & set("wxa+"):
            disk.write(Path(file))
        return opened(file, mode, *more, **named)

    def step_connect(*arguments: Any, **more: Any) -> sqlite3.Connection:
        return connect(*arguments, factory=Counting, **more)

    with (
        patch("os.fsync", step_fsync),
        patch("os.replace", step_replace),
        patch("os.rename", step_replace),
        patch("os.unlink", step_unlink),
        patch("os.mkdir", step_mkdir),
        patch("io.open", noted_open),
        patch("builtins.open", noted_open),
        patch("sqlite3.connect", step_connect),
    ):
        yield


def ended_at(
    step: int, operation: Callable[[], object], lossy: bool = False, each: bool = False
) -> bool:
    """Run an operation in a process that ends at a step; False where it came to its end.

    With `lossy` the process takes with it what a loss of power would, at its end too; with
    `each` every statement within a transaction is a step of its own.
    """
    child = os.fork()
    if child == 0:
        disk = Disk() if lossy else None

        def end(what: str) -> None:
            if disk is not None:
                disk.lose_power()
            os._exit(ENDED)

        try:
            with stepping(Steps(step, end, each), disk):
                operation()
            if disk is not None:
                disk.lose_power()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, ENDED), f"the operation failed by itself at step {step}"
    return code == ENDED


def full_at(step: int, operation: Callable[[], object]) -> tuple[bool, Exception | None]:
    """Run an operation whose disk is full at one step.

    Returns whether it came to that step, and what it raised, if anything.
    """

    def end(what: str) -> None:
        if what in ("fsync", "replace", "unlink", "mkdir"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        problem = sqlite3.OperationalError("database or disk is full")
        problem.sqlite_errorcode = sqlite3.SQLITE_FULL  # type: ignore[misc]
        raise problem

    steps = Steps(step, end)
    problem: Exception | None = None
    try:
        with stepping(steps):
            operation()
    except Exception as raised:
        problem = raised
    return steps.reached, problem


def every_step() -> Iterator[int]:
    """The numbers of steps, until nobody asks for more."""
    step = 0
    while True:
        yield step
        step += 1
