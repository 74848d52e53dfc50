"""Reading several files side by side, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from typing import Any, Protocol, TypeVar

from workbook_docs.definition import Workbook
from workbook_docs.errors import HubError

T = TypeVar("T")


class Readers(Protocol):
    """What takes a step and promises its result: at once, or from another process."""

    def submit(self, step: Callable[..., T], /, *args: Any) -> Future[T]:
        """The promise of a step's result."""

    def give_up(self) -> None:
        """Start no further step; those under way come to their end."""


class _AtOnce:
    """Does each step here and now: the readers of a run with one worker."""

    def submit(self, step: Callable[..., T], /, *args: Any) -> Future[T]:
        """The result of a step, as a promise that is kept already."""
        done: Future[T] = Future()
        done.set_result(step(*args))
        return done

    def give_up(self) -> None:
        """Nothing to do: no step is promised that is not done."""


class _SideBySide:
    """Steps in the processes of a pool."""

    def __init__(self, pool: ProcessPoolExecutor, given_up: Event) -> None:
        self._pool = pool
        self._given_up = given_up

    def submit(self, step: Callable[..., T], /, *args: Any) -> Future[T]:
        """The promise of a step's result."""
        return self._pool.submit(_unless_given_up, step, *args)

    def give_up(self) -> None:
        """Start no further step; those under way come to their end."""
        self._given_up.set()


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
    context = multiprocessing.get_context("spawn")
    given_up = context.Event()
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(given_up,))
    try:
        with _uninterrupted():
            for _ in range(workers):
                pool.submit(_nothing)  # each starts a process
        yield _SideBySide(pool, given_up)
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


_given_up: Event | None = None
"""In a process of a pool: whether it is to start no further step."""


def _begin(given_up: Event) -> None:
    global _given_up
    _given_up = given_up
    # Ctrl-C reaches every process of the terminal; the one that writes decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _nothing() -> None:
    pass


def _unless_given_up(step: Callable[..., T], *args: Any) -> T:
    # A process has its next steps at hand already, where nobody can take them back.
    if _given_up is not None and _given_up.is_set():
        raise CancelledError
    return step(*args)
