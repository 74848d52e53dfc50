"""Taking returns in: the bytes first, then all that was read from them in one transaction."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from workbook_docs.anchors import bare
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.errors import HubError, NotReadable
from workbook_docs.hub import studies
from workbook_docs.hub.register import people_of, value_at
from workbook_docs.hub.sources import ARCHIVE_PROBLEMS, NotTaken, Source, find_sources, opened
from workbook_docs.hub.store import (
    Store,
    add,
    digest_of,
    extension_of,
    new_id,
    now,
    storable,
)
from workbook_docs.hub.workers import Readers, readers
from workbook_docs.records import Answer, Finding, Reading
from workbook_docs.values import as_json, normal

Status = Literal[
    "new", "newer", "older", "no change", "duplicate", "conflict", "unreadable", "refused",
    "passed over",
]  # fmt: skip

Read = Callable[..., Reading]
"""`workbook_docs.reading.read`, or what stands in for it: (path, workbook, *, name)."""


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of one file.

    `status`: `new`; `newer` or `older` than the other returns of its copy; `no change`
    (other bytes, the same answers); `duplicate` (the same bytes); `conflict`;
    `unreadable` (kept, with `outcome` as the reason); `refused` (not kept);
    `passed over`. `findings` counts warnings and errors, not notes.
    """

    file: str
    status: Status
    outcome: str | None = None
    study: str | None = None
    findings: int = 0
    message: str = ""
    sha256: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The result as JSON holds it."""
        return {name: getattr(self, name) for name in self.__slots__}


Progress = Callable[[IngestResult], None]

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
            status: Status = "passed over" if found.usual else "refused"
            return IngestResult(found.name, status, found.outcome, message=found.reason)
        name, extension = found.name, extension_of(found.name)
        try:
            with opened(found) as file:
                digest = digest_of(file)
            held = _extension_held(self.store, digest)
            if held is not None and self.store.original(digest, held).is_file():
                return _result(self.store, name, digest, duplicate=True)
            with opened(found) as file:
                path = self.store.keep(file, digest, held or extension)
        except ARCHIVE_PROBLEMS as problem:
            # Only what kind of problem it is: its words may quote what is in the file.
            reason = getattr(problem, "strerror", None) or "it is damaged"
            return IngestResult(
                name, "refused", "damaged", message=f"It cannot be opened: {reason}."
            )
        except HubError as problem:
            return IngestResult(name, "refused", message=str(problem))
        if held is not None:
            # A return whose original was lost: its bytes are back, its answers are there.
            return _result(self.store, name, digest, duplicate=True)
        reading = pool.submit(reading_of, self.read, self.definitions, path, name, digest, workbook)
        return _Kept(name, digest, extension, reading)

    def _end(self, taken: IngestResult | _Kept) -> IngestResult:
        """Write what was read from a kept file."""
        if isinstance(taken, IngestResult):
            return taken
        received = self.received or now()
        reading = taken.reading.result()
        name, digest, extension = taken.name, taken.digest, taken.extension
        try:
            added = write_return(self.store, reading, name, digest, extension, received)
        except _UNWRITABLE as problem:
            reading = _failed(name, digest, problem)
            added = write_return(self.store, reading, name, digest, extension, received)
        return _result(self.store, name, digest, duplicate=not added)

    def again(self, path: Path, name: str, digest: str, workbook: type[Workbook] | None) -> Reading:
        """Read an original anew and put what it says in the place of what it said.

        Where the reader fails by a fault of its own, what was read before stays.
        """
        reading = reading_of(self.read, self.definitions, path, name, digest, workbook)
        if has_failed(reading):
            return reading
        try:
            self._rewrite(reading, name, digest)
        except _UNWRITABLE as problem:
            return _failed(name, digest, problem)
        return reading

    def _rewrite(self, reading: Reading, name: str, digest: str) -> None:
        with self.store.writing():
            self.store.forget_reading(digest)
            write_reading(self.store, reading, name, digest)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file whose bytes are safe, and the reading of it that is under way."""

    name: str
    digest: str
    extension: str
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
            if other.outcome == "read":
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


# Writing one return --------------------------------------------------------------------


def write_return(
    store: Store, reading: Reading, name: str, digest: str, extension: str, received: datetime
) -> bool:
    """Write a return and all that was read from it; False where it is there already."""
    with store.writing():
        [(sequence,)] = store.hub.execute("SELECT coalesce(max(sequence), 0) + 1 FROM returns")
        row = {
            "hash": digest,
            "extension": extension,
            "received": _moment(received),
            "sequence": sequence,
            "outcome": reading.outcome,
        }
        if not add(store.hub, "returns", row, "ON CONFLICT (hash) DO NOTHING"):
            return False
        _write_personal(store, digest, "file", name)
        write_reading(store, reading, name, digest)
        studies.settle(store.hub, digest)
    return True


def write_reading(store: Store, reading: Reading, name: str, digest: str) -> None:
    """Write what was read from a return whose row is there, in an open transaction."""
    record, copy = reading.record, reading.copy
    definition = reading.definition or (type(record) if record is not None else None)
    person = None
    if definition is not None:
        person = store.person(value_at(record, people_of(definition).email))
    columns = {
        "outcome": reading.outcome,
        "format": reading.format,
        "workbook": reading.workbook or (definition.workbook_id if definition else None),
        "version": reading.version,
        "edition": reading.edition,
        "copy_id": copy.id if copy else None,
        "copy_study": copy.study if copy else None,
        "copy_round": copy.round if copy else None,
        "reference": value_at(record, "study.reference"),
        "person": person,
        "editor": reading.editor,
        "modified": _moment(reading.modified) if reading.modified else None,
        "content_key": _content_key(store, reading),
        "account": json.dumps(reading.account.to_json()) if reading.account else None,
    }
    store.hub.execute(
        f"UPDATE returns SET {', '.join(f'{name} = ?' for name in columns)} WHERE hash = ?",
        (*map(storable, columns.values()), digest),
    )
    personal = _personal_paths(definition)
    for answer in reading.answers:
        _write_answer(store, digest, answer, definition, personal)
    private = _private_words(reading, personal, name)
    for finding in reading.findings:
        _write_finding(store, digest, finding, personal, private)
    for unplaced in reading.unplaced:
        add(store.hub, "unplaced", {"hash": digest, "text": unplaced.text, "place": unplaced.place})


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _content_key(store: Store, reading: Reading) -> str | None:
    if reading.record is None:
        return None
    answers = {
        "workbook": reading.workbook,
        "version": reading.version,
        "study": studies.study_key(reading.copy.study if reading.copy else None),
        "record": normal(reading.record).model_dump(mode="json"),
    }
    return store.content_key(json.dumps(answers, sort_keys=True))


def _personal_paths(definition: type[Workbook] | None) -> frozenset[str]:
    if definition is None:
        return frozenset()
    return frozenset(declared.path for declared in fields_of(definition) if declared.personal)


def _write_answer(
    store: Store,
    digest: str,
    answer: Answer,
    definition: type[Workbook] | None,
    personal: frozenset[str],
) -> None:
    path = bare(answer.path)
    row = answer.path.partition("[")[2].partition("]")[0]
    value = None if answer.value is None else json.dumps(as_json(answer.value))
    raw, key = answer.raw, None
    if path in personal or not _is_known(definition, path):
        # What no definition vouches for is taken to be personal.
        if raw is not None or value is not None:
            key = _write_personal(store, digest, "answer", json.dumps({"raw": raw, "value": value}))
        raw = value = None
    columns = {
        "hash": digest,
        "path": path,
        "row": int(row) if row.isdigit() else None,
        "state": answer.state,
        "raw": raw,
        "value": value,
        "rung": answer.rung,
        "place": answer.place,
        "personal": key,
    }
    add(store.hub, "answers", columns)


def _is_known(definition: type[Workbook] | None, path: str) -> bool:
    if definition is None:
        return False
    # A table that holds no rows, or was not found, answers once under its own path.
    return any(path in (declared.path, declared.table) for declared in fields_of(definition))


def _private_words(reading: Reading, personal: frozenset[str], name: str) -> tuple[str, ...]:
    """Words that a finding's message must not carry into `hub.sqlite`."""
    words = [answer.raw for answer in reading.answers if bare(answer.path) in personal]
    words += [name, Path(name).name, Path(name).stem]
    return tuple(word.strip() for word in words if word and len(word.strip()) > 1)


def _write_finding(
    store: Store, digest: str, finding: Finding, personal: frozenset[str], private: tuple[str, ...]
) -> None:
    message: str | None = finding.message
    place = finding.place
    key = None
    about_a_person = finding.path is not None and bare(finding.path) in personal
    # A message may quote an answer, and the place of an unreadable file is its name.
    if about_a_person or any(word in f"{message}\n{place}" for word in private):
        text = json.dumps({"message": message, "place": place})
        key = _write_personal(store, digest, "finding", text)
        message = place = None
    columns = {
        "hash": digest,
        "origin": "reading",
        "severity": finding.severity,
        "code": finding.code,
        "path": finding.path,
        "place": place,
        "message": message,
        "personal": key,
    }
    add(store.hub, "findings", columns)


def _write_personal(store: Store, digest: str, what: str, text: str) -> str:
    key = new_id()
    add(store.people, "personal", {"id": key, "owner": digest, "what": what, "text": text})
    return key


# Saying what became of it --------------------------------------------------------------


def _extension_held(store: Store, digest: str) -> str | None:
    found = store.hub.execute("SELECT extension FROM returns WHERE hash = ?", (digest,)).fetchone()
    return str(found[0]) if found else None


def _result(store: Store, name: str, digest: str, *, duplicate: bool) -> IngestResult:
    outcome, study, matched_by, standing, same_as, copy_id = store.hub.execute(
        "SELECT outcome, study, matched_by, standing, same_as, copy_id FROM returns WHERE hash = ?",
        (digest,),
    ).fetchone()
    [(findings,)] = store.hub.execute(
        "SELECT count(*) FROM findings WHERE hash = ? AND severity <> 'note'", (digest,)
    )
    status: Status
    if duplicate:
        status = "duplicate"
    elif outcome != "read":
        status = "unreadable"
    elif standing == "conflict":
        status = "conflict"
    elif same_as is not None or _is_predecessor(store, digest):
        status = "no change"
    elif standing == "superseded":
        status = "older"
    else:
        others = store.hub.execute(
            "SELECT 1 FROM returns WHERE copy_id = ? AND standing = 'superseded'", (copy_id,)
        ).fetchone()
        status = "newer" if others else "new"
    message = _MESSAGES.get(status, "")
    if status != "unreadable" and outcome == "read":
        message += _KNOWN_BY[matched_by]
    for (told,) in store.hub.execute(
        "SELECT message FROM findings WHERE hash = ? AND origin = 'hub' AND code = 'study-differs'",
        (digest,),
    ):
        message += f" {told}"
    if status == "unreadable":
        message = f"Kept, but {_WHY_NOT.get(outcome, 'it could not be read')}."
    return IngestResult(name, status, outcome, study, findings, message, digest)


def _is_predecessor(store: Store, digest: str) -> bool:
    return bool(store.hub.execute("SELECT 1 FROM returns WHERE same_as = ?", (digest,)).fetchone())


_WHY_NOT = {
    "not-ours": "it is none of the workbooks known here",
    "not-office": "it is no Word or Excel file",
    "damaged": "it is damaged; please ask for it again",
    "encrypted": "it has a password; please ask for it without one",
    "needs-converter": "it needs LibreOffice, which is not installed; or ask for a .docx or .xlsx",
    "pdf": "it is a PDF; please ask for the Word or Excel file",
    "too-large": "it is too large to be a workbook",
    "unsafe": "it is made as no editor makes a file; please look at it with care",
    "time": "reading it took too long",
    "memory": "reading it took too much memory",
}

_MESSAGES: dict[Status, str] = {
    "new": "Taken in.",
    "newer": "Taken in; it replaces what this copy said before.",
    "older": "Taken in; a newer return of this copy counts.",
    "no change": "Taken in; the answers are those of a return that is here already.",
    "duplicate": "This very file is here already.",
    "conflict": "Taken in, but it contradicts another return of the same copy.",
}
_KNOWN_BY: dict[str | None, str] = {
    "copy": " Its study is known by its copy code.",
    "copy-study": " Its study is known by what the hub wrote into it.",
    "reference": " Its study is known by the study reference in it.",
    "email": " Its study is known by the e-mail address in it.",
    None: " Its study is not known.",
}
