"""Taking returns in: the bytes first, then all that was read from them in one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from workbook_docs.definition import Workbook
from workbook_docs.errors import NotReadable
from workbook_docs.hub import erased, originals
from workbook_docs.hub.outcomes import IngestResult, Status, result_of
from workbook_docs.hub.sources import ARCHIVE_PROBLEMS, NotTaken, Source, find_sources, opened
from workbook_docs.hub.store import Store, now
from workbook_docs.hub.workers import Readers, readers
from workbook_docs.hub.writing import rewrite_return, write_return
from workbook_docs.recognition import FEW_LABELS
from workbook_docs.records import Finding, Reading

Read = Callable[..., Reading]
"""`workbook_docs.reading.read`, or what stands in for it: (path, workbook, *, name)."""


AHEAD = 4
"""Files that are read ahead of the writing, for each worker beyond the first."""

READER_FAILED = "reader-failed"

_UNWRITABLE = (TypeError, ValueError, AttributeError, LookupError)
"""What a reading that is not as it should be does to the writer."""


class Ingest:
    """One run of taking in, with the means it needs."""

    def __init__(
        self,
        store: Store,
        read: Read,
        definitions: Iterable[type[Workbook]] = (),
        received: datetime | None = None,
    ) -> None:
        self.store = store
        self.read = read
        self.definitions = tuple(definitions)
        self.received = received

    def files(
        self, paths: Iterable[str | Path], workbook: type[Workbook] | None, workers: int = 1
    ) -> Iterator[IngestResult]:
        """Take in every file under the paths; one bad file never stops the others.

        With several workers files are read side by side; they are written, and told of, in
        the order in which they were found.
        """
        workers = max(1, workers)
        waiting: deque[IngestResult | _Kept] = deque()
        with readers(workers, (workbook, *self.definitions)) as pool:
            for found in find_sources(paths, apart_from=self.store.folder):
                waiting.append(self._begin(found, workbook, pool))
                while len(waiting) > AHEAD * (workers - 1):
                    yield self._end(waiting.popleft())
            while waiting:
                yield self._end(waiting.popleft())

    def _begin(
        self, found: Source | NotTaken, workbook: type[Workbook] | None, pool: Readers
    ) -> IngestResult | _Kept:
        """Keep a file's bytes and have them read; or say at once what became of it."""
        if isinstance(found, NotTaken):
            return left_where_it_is(found)
        name, extension = found.name, originals.extension_of(found.name)
        try:
            with opened(found) as file:
                digest = originals.digest_of(file)
            erased.refuse_return(self.store, digest)
            held = _extension_held(self.store, digest)
            path = self.store.original(digest, held or extension)
            if held is not None and originals.is_whole(path, digest):
                return result_of(self.store, name, digest, duplicate=True)
            with opened(found) as file:
                originals.keep(file, path, digest)
        except ARCHIVE_PROBLEMS as problem:
            # Only what kind of problem it is: its words may quote what is in the file.
            reason = getattr(problem, "strerror", None) or "it is damaged"
            return IngestResult(
                name, "refused", "damaged", message=f"It cannot be opened: {reason}."
            )
        except (originals.SourceChanged, erased.Refused) as problem:
            return IngestResult(name, "refused", message=str(problem))
        if held is not None:
            # Its original was lost or altered: its bytes are back, its answers are there.
            return result_of(self.store, name, digest, duplicate=True)
        reading = pool.submit(reading_of, self.read, self.definitions, path, name, digest, workbook)
        return _Kept(name, digest, path, workbook.workbook_id if workbook else None, reading)

    def _end(self, taken: IngestResult | _Kept) -> IngestResult:
        """Write what was read from a kept file."""
        if isinstance(taken, IngestResult):
            return taken
        reading = taken.reading.result()
        try:
            try:
                added = self._write(taken, reading)
            except _UNWRITABLE as problem:
                added = self._write(taken, _failed(taken.name, taken.digest, problem))
        except erased.Refused as problem:
            originals.discard(taken.path)
            return IngestResult(taken.name, "refused", message=str(problem), sha256=taken.digest)
        if not added and _extension_held(self.store, taken.digest) != taken.path.suffix[1:]:
            # The same bytes came in by another name at the same time.
            originals.discard(taken.path)
        return result_of(self.store, taken.name, taken.digest, duplicate=not added)

    def _write(self, taken: _Kept, reading: Reading) -> bool:
        received = self.received or now()
        extension = taken.path.suffix[1:]
        return write_return(
            self.store, reading, taken.name, taken.digest, extension, received, taken.given
        )

    def again(self, path: Path, name: str, digest: str, workbook: type[Workbook] | None) -> Reading:
        """Read an original anew and put what it says in the place of what it said.

        Where the reader fails by a fault of its own, what was read before stays.
        """
        reading = reading_of(self.read, self.definitions, path, name, digest, workbook)
        if has_failed(reading):
            return reading
        try:
            rewrite_return(self.store, reading, name, digest)
        except _UNWRITABLE as problem:
            return _failed(name, digest, problem)
        return reading

    def adopt(self, path: Path) -> IngestResult:
        """Take in an original that belongs to no return: a crash came between the two."""
        digest = path.stem
        try:
            erased.refuse_return(self.store, digest)
        except erased.Refused as problem:
            originals.discard(path)
            return IngestResult(path.name, "refused", message=str(problem), sha256=digest)
        reading: Future[Reading] = Future()
        reading.set_result(reading_of(self.read, self.definitions, path, path.name, digest, None))
        return self._end(_Kept(path.name, digest, path, None, reading))


def left_where_it_is(found: NotTaken) -> IngestResult:
    """What became of a file that is not taken in at all."""
    status: Status = "passed over" if found.usual else "refused"
    return IngestResult(found.name, status, found.outcome, message=found.reason)


def _extension_held(store: Store, digest: str) -> str | None:
    found = store.hub.execute("SELECT extension FROM returns WHERE hash = ?", (digest,)).fetchone()
    return str(found[0]) if found else None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file whose bytes are safe, and the reading of it that is under way."""

    name: str
    digest: str
    path: Path
    given: str | None
    reading: Future[Reading]


def reading_of(
    read: Read,
    definitions: Iterable[type[Workbook]],
    path: Path,
    name: str,
    digest: str,
    workbook: type[Workbook] | None,
) -> Reading:
    """The reading of an original; whatever happens, there is one."""
    reading = _attempt(read, path, name, digest, workbook)
    if workbook is None and reading.outcome == "not-ours":
        # The hub may know a definition that is neither shipped nor installed.
        for known in definitions:
            other = _attempt(read, path, name, digest, known)
            # Nobody said that this file is of that workbook: a label or two prove nothing.
            if other.outcome == "read" and not any(f.code == FEW_LABELS for f in other.findings):
                return other
    return reading


def _attempt(
    read: Read, path: Path, name: str, digest: str, workbook: type[Workbook] | None
) -> Reading:
    try:
        reading = read(path, workbook, name=name)
    except NotReadable as problem:
        return Reading(name, digest, None, problem.outcome)  # type: ignore[arg-type]
    except Exception as problem:
        return _failed(name, digest, problem)
    if reading.outcome == "read" and reading.record is None:
        return replace(reading, outcome="damaged")
    return reading


def has_failed(reading: Reading) -> bool:
    """Whether the reader itself failed, rather than the file."""
    return any(finding.code == READER_FAILED for finding in reading.findings)


def _failed(name: str, digest: str, problem: Exception) -> Reading:
    # A fault of ours must not stop the batch. Its message may quote an answer, so only
    # its kind is told.
    finding = Finding(
        "error",
        READER_FAILED,
        f"Reading this file failed unexpectedly ({type(problem).__name__}). "
        "Please report it, and read it again after an update with “hub rebuild”.",
    )
    return Reading(name, digest, None, "damaged", findings=(finding,))
