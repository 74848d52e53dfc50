"""Reading several files side by side, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from workbook_docs.definition import Workbook
from workbook_docs.errors import HubError

T = TypeVar("T")


class Readers(Protocol):
    """What takes a step and promises its result: at once, or from another process."""

    def submit(self, step: Callable[..., T], /, *args: Any) -> Future[T]:
        """The promise of a step's result."""


class _AtOnce:
    """Does each step here and now: the readers of a run with one worker."""

    def submit(self, step: Callable[..., T], /, *args: Any) -> Future[T]:
        """The result of a step, as a promise that is kept already."""
        done: Future[T] = Future()
        done.set_result(step(*args))
        return done


@contextmanager
def readers(workers: int, definitions: Iterable[type[Workbook] | None]) -> Iterator[Readers]:
    """What reads files, as many at a time as there are workers.

    Raises `HubError` where a definition cannot be named to another process, or where one
    of the processes was ended from outside.
    """
    if workers <= 1:
        yield _AtOnce()
        return
    for workbook in definitions:
        try:
            pickle.dumps(workbook)
        except (pickle.PicklingError, AttributeError):
            raise HubError(
                f"{workbook.__qualname__ if workbook else workbook} is declared where other "
                "processes do not find it. Put it into a module, or take one worker."
            ) from None
    # Spawned, not forked: no worker shares an open database with this process.
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_leave_interrupts
    )
    try:
        with _uninterrupted():
            for _ in range(workers):
                pool.submit(_leave_interrupts)  # each starts a process
        yield pool
    except BrokenProcessPool:
        raise HubError(
            "A reading process was ended from outside. Nothing is lost: run the command again."
        ) from None
    finally:
        with _uninterrupted():
            pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """No Ctrl-C for a moment, neither here nor in a process that is started meanwhile."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _leave_interrupts() -> None:
    # Ctrl-C reaches every process of the terminal; the one that writes decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
