"""The copies that a hub has sent out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workbook_docs import values
from workbook_docs.errors import HubError
from workbook_docs.hub import erased, standing
from workbook_docs.hub.register import RegisterRow
from workbook_docs.hub.store import Store, add, new_id, storable
from workbook_docs.hub.studies import study_key


@dataclass(frozen=True, slots=True)
class IssuedCopy:
    """One copy as it was sent: to whom, for which study and round, due when.

    `reference` is the study reference written into it, where it has one; `prefilled` are
    the values that stood in it, by path as JSON holds them, so that it can be made again.
    """

    id: str
    workbook: str
    version: str
    issued_on: date
    study: str | None = None
    reference: str | None = None
    round: str | None = None
    due: date | None = None
    group: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None
    name: str | None = None
    email: str | None = None
    prefilled: Mapping[str, Any] = field(default_factory=dict)


def issued(row: RegisterRow, copy_id: str, format: str, issued_on: date) -> IssuedCopy:
    """The copy that was made of a register's row."""
    workbook = type(row.record)
    return IssuedCopy(
        id=copy_id,
        workbook=workbook.workbook_id,
        version=workbook.workbook_version,
        issued_on=issued_on,
        study=row.copy_study,
        reference=row.reference,
        round=row.round,
        due=row.due,
        group=dict(row.group),
        format=format,
        name=row.name,
        email=row.email,
        prefilled={
            path: values.as_json(value)
            for path, value in values.flatten(values.filled(row.record)).items()
            if not values.is_blank(value)
        },
    )


def record_copies(store: Store, copies: Iterable[IssuedCopy]) -> int:
    """Write down copies, and settle again which study each return belongs to.

    A copy that is known already keeps its first day of issue. Raises `HubError`, having
    written nothing, where a known code now stands for another study or workbook, or where
    a copy is for somebody who was erased.
    """
    copies = list(copies)
    with store.writing():
        check_copies(store, copies)
        for copy in copies:
            _write(store, copy)
        standing.settle(store)
    return len(copies)


def check_copies(store: Store, copies: Sequence[IssuedCopy]) -> None:
    """Raise `HubError` where copies cannot be written down; see `record_copies`."""
    erased.refuse_copies(store, [(copy.email, copy.study) for copy in copies])
    problems = [problem for copy in copies if (problem := _contradiction(store, copy))]
    if problems:
        raise HubError("\n".join(problems))


def _contradiction(store: Store, copy: IssuedCopy) -> str | None:
    held = store.hub.execute(
        "SELECT workbook, study_key FROM copies WHERE id = ?", (copy.id,)
    ).fetchone()
    if held is None or held == (copy.workbook, study_key(copy.study)):
        return None
    return f"The copy code {copy.id} was issued before, for another study or workbook."


def _write(store: Store, copy: IssuedCopy) -> None:
    columns: dict[str, Any] = {
        "id": copy.id,
        "workbook": copy.workbook,
        "version": copy.version,
        "study": copy.study,
        "study_key": study_key(copy.study),
        "reference": copy.reference,
        "reference_key": study_key(copy.reference),
        "round": copy.round,
        "due": copy.due.isoformat() if copy.due else None,
        "groups": json.dumps(dict(copy.group), sort_keys=True),
        "format": copy.format,
        "issued_on": copy.issued_on.isoformat(),
        "person": store.person(copy.email),
        "recipient": _recipient(store, copy),
    }
    kept = ("id", "issued_on")
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in kept)
    add(store.hub, "copies", columns, f"ON CONFLICT (id) DO UPDATE SET {changes}")


def _recipient(store: Store, copy: IssuedCopy) -> str:
    """The id of a copy's recipient; a new one where anything of it is new.

    Nothing that `hub.sqlite` refers to is changed in its place: the databases are not
    committed at one stroke, and a copy must not come to its new recipient with its old day.
    """
    whom = (
        storable(copy.name),
        storable(copy.email),
        json.dumps(dict(copy.prefilled)) if copy.prefilled else None,
    )
    found = store.hub.execute(
        "SELECT recipient FROM copies WHERE id = ?", (storable(copy.id),)
    ).fetchone()
    if found is not None:
        held = store.people.execute(
            "SELECT name, email, prefilled FROM recipients WHERE id = ?", found
        ).fetchone()
        if held == whom:
            return str(found[0])
        store.people.execute("INSERT OR IGNORE INTO leaving VALUES (?)", found)
    key = new_id()
    store.people.execute("INSERT INTO recipients VALUES (?, ?, ?, ?)", (key, *whom))
    return key


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a copy went, and what stood in it, as JSON."""

    name: str | None = None
    email: str | None = None
    prefilled: str | None = None


def recipients(store: Store) -> dict[str, Recipient]:
    """The recipient of every copy, by the code of the copy."""
    whose = store.hub.execute("SELECT id, recipient FROM copies").fetchall()
    held = {
        str(id): Recipient(*whom)
        for id, *whom in store.people.execute("SELECT id, name, email, prefilled FROM recipients")
    }
    return {str(copy): held.get(key, Recipient()) for copy, key in whose}


def held_copies(store: Store) -> tuple[IssuedCopy, ...]:
    """Every copy that was issued, with its recipient."""
    whom = recipients(store)
    return tuple(
        IssuedCopy(
            id=id,
            workbook=workbook,
            version=version,
            issued_on=date.fromisoformat(issued_on),
            study=study,
            reference=reference,
            round=round,
            due=date.fromisoformat(due) if due else None,
            group=json.loads(groups),
            format=format,
            name=whom[id].name,
            email=whom[id].email,
            prefilled=json.loads(whom[id].prefilled or "{}"),
        )
        for id, workbook, version, issued_on, study, reference, round, due, groups, format in (
            store.hub.execute(
                "SELECT id, workbook, version, issued_on, study, reference, round, due, groups, "
                "format FROM copies ORDER BY id"
            )
        )
    )
