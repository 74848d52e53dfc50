"""Writing one return: its row and all that was read from it, in one transaction."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from workbook_docs.anchors import bare
from workbook_docs.checks import check
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.errors import DefinitionError
from workbook_docs.hub import decisions, erased, standing, studies
from workbook_docs.hub.register import people_of, value_at
from workbook_docs.hub.store import Store, add, moment_text, storable
from workbook_docs.records import Answer, Finding, Reading
from workbook_docs.values import as_json, normal

KEPT = 1
"""How much is kept of a reading: raised when it is more, so that a hub knows what to read again.

1: also what checking finds.
"""


def write_return(
    store: Store,
    reading: Reading,
    name: str,
    digest: str,
    extension: str,
    received: datetime,
    given: str | None = None,
) -> bool:
    """Write a return and all that was read from it; False where it is there already.

    `given` is the id of the workbook that people said it is, where they did.

    Raises `erased.Refused` where the return, its person or its study was erased.
    """
    with store.writing():
        erased.refuse_return(store, digest)
        [(sequence,)] = store.hub.execute("SELECT coalesce(max(sequence), 0) + 1 FROM returns")
        row = {
            "hash": digest,
            "extension": extension,
            "received": moment_text(received),
            "sequence": sequence,
            "outcome": reading.outcome,
            "given": given,
        }
        if not add(store.hub, "returns", row, "ON CONFLICT (hash) DO NOTHING"):
            return False
        store.keep_personal(digest, "file", name)
        write_reading(store, reading, name, digest)
        standing.settle(store, digest)
        erased.refuse_people(store, digest)
    return True


def rewrite_return(store: Store, reading: Reading, name: str, digest: str) -> None:
    """Put what is read from a return today in the place of what was read; decisions stay."""
    with store.writing():
        store.forget_reading(digest)
        write_reading(store, reading, name, digest)
        decisions.apply_corrections(store, digest)
        standing.settle(store, digest)


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
        "modified": moment_text(reading.modified) if reading.modified else None,
        "content_key": _content_key(store, reading),
        "account": json.dumps(reading.account.to_json()) if reading.account else None,
        "kept": KEPT,
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
    for finding in _checked(store, reading, digest, definition):
        _write_finding(store, digest, finding, personal, private, checked=True)
    for unplaced in reading.unplaced:
        add(store.hub, "unplaced", {"hash": digest, "text": unplaced.text, "place": unplaced.place})


def _checked(
    store: Store, reading: Reading, digest: str, definition: type[Workbook] | None
) -> tuple[Finding, ...]:
    """What checking finds beyond reading, by the calendar of the day on which it came.

    So the same return is found the same by whoever reads it again.
    """
    if definition is None or reading.record is None:
        return ()
    [(received,)] = store.hub.execute("SELECT received FROM returns WHERE hash = ?", (digest,))
    try:
        found = check(
            replace(reading, definition=definition), today=date.fromisoformat(received[:10])
        )
    except DefinitionError as problem:
        # A rule that is written wrongly must not keep a return out.
        return (Finding("error", "rule-failed", str(problem)),)
    return found[len(reading.findings) :]


def _content_key(store: Store, reading: Reading) -> str | None:
    if reading.record is None:
        return None
    answers = {
        "workbook": reading.workbook,
        "version": reading.version,
        "study": studies.study_key(reading.copy.study if reading.copy else None),
        "record": normal(reading.record).model_dump(mode="json"),
    }
    return store.keyed("content", json.dumps(answers, sort_keys=True))


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
            key = store.keep_personal(digest, "answer", json.dumps({"raw": raw, "value": value}))
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
    store: Store,
    digest: str,
    finding: Finding,
    personal: frozenset[str],
    private: tuple[str, ...],
    *,
    checked: bool = False,
) -> None:
    message: str | None = finding.message
    place = finding.place
    key = None
    about_a_person = finding.path is not None and bare(finding.path) in personal
    # A message may quote an answer, and the place of an unreadable file is its name.
    if about_a_person or any(word in f"{message}\n{place}" for word in private):
        text = json.dumps({"message": message, "place": place})
        key = store.keep_personal(digest, "finding", text)
        message = place = None
    columns = {
        "hash": digest,
        "origin": "reading",
        "checked": int(checked),
        "severity": finding.severity,
        "code": finding.code,
        "path": finding.path,
        "place": place,
        "message": message,
        "personal": key,
    }
    add(store.hub, "findings", columns)
