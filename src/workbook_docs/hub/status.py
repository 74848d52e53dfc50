"""Who has returned and who has not: by study and round, as exact as the hub knows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from workbook_docs.hub.issued import IssuedCopy, held_copies
from workbook_docs.hub.register import Register
from workbook_docs.hub.store import Store
from workbook_docs.hub.studies import study_key

Printed = tuple[str, tuple[str, ...], tuple[tuple[Any, ...], ...]]
"""A table for people: its title, its header, its rows."""


@dataclass(frozen=True, slots=True)
class StudyStatus:
    """One study in one round.

    `issued` and `missing` count copies, `returned` readable files and `unreadable` files
    that were kept but not read. `latest` is the day on which the last readable file came.
    `overdue_days` is None where nothing is missing or no day was set.
    """

    study: str | None
    round: str | None
    workbook: str | None
    issued: int
    returned: int
    latest: date | None
    missing: int
    due: date | None
    overdue_days: int | None
    unreadable: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class MissingCopy:
    """One copy that has not come back, and whom to ask for it."""

    study: str | None
    round: str | None
    workbook: str | None
    copy: str | None
    due: date | None
    overdue_days: int | None
    name: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class OddReturn:
    """A return that a person should look at: not readable, in conflict, or of no known study."""

    file: str
    sha256: str
    study: str | None
    received: date
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    """How the collecting stands on a day."""

    today: date
    studies: tuple[StudyStatus, ...]
    missing: tuple[MissingCopy, ...]
    unreadable: tuple[OddReturn, ...]
    conflicts: tuple[OddReturn, ...]
    unknown: tuple[OddReturn, ...]

    def to_json(self) -> dict[str, Any]:
        """The status as JSON holds it."""
        document: dict[str, Any] = json.loads(json.dumps(asdict(self), default=date.isoformat))
        return document

    def tables(self) -> tuple[Printed, ...]:
        """The status as tables for people; those with nothing in them are left out."""
        tables = (
            _table("Studies", _STUDIES, self.studies),
            _table("Not yet returned", _MISSING, self.missing),
            _table("Not readable", _ODD, self.unreadable),
            _table("Contradicting another return", _ODD, self.conflicts),
            _table("Study or copy not known", _ODD, self.unknown),
        )
        return tuple(table for table in tables if table[2])


_STUDIES = {
    "Study": "study", "Round": "round", "Workbook": "workbook", "Issued": "issued",
    "Returned": "returned", "Latest": "latest", "Missing": "missing", "Due": "due",
    "Days overdue": "overdue_days", "Not readable": "unreadable", "In conflict": "conflicts",
}  # fmt: skip
_MISSING = {
    "Study": "study", "Round": "round", "Workbook": "workbook", "Copy": "copy", "Due": "due",
    "Days overdue": "overdue_days", "Name": "name", "E-mail": "email",
}  # fmt: skip
_ODD = {
    "File": "file", "Return": "sha256", "Study": "study", "Received": "received",
    "Reason": "reason",
}  # fmt: skip


_ONLY_IF_ANY = ("unreadable", "conflicts")


def _table(title: str, columns: dict[str, str], rows: Sequence[Any]) -> Printed:
    # A column that says 0 on every line would only push the others off the screen.
    columns = {
        heading: name
        for heading, name in columns.items()
        if name not in _ONLY_IF_ANY or any(getattr(row, name) for row in rows)
    }
    return (
        title,
        tuple(columns),
        tuple(tuple(_shown(row, name) for name in columns.values()) for row in rows),
    )


def _shown(row: Any, name: str) -> Any:
    value = getattr(row, name)
    if name == "sha256":
        return value[:12]
    return value.isoformat() if isinstance(value, date) else "" if value is None else value


# Making it -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Expected:
    """A copy that should come back, from the register or as issued."""

    study: str | None
    reference: str | None
    round: str | None
    workbook: str
    copy: str | None
    due: date | None
    name: str | None
    email: str | None

    @property
    def group(self) -> _Group:
        return (study_key(self.study), self.round, self.workbook)


@dataclass(frozen=True, slots=True)
class _Return:
    hash: str
    file: str
    outcome: str
    received: date
    workbook: str | None
    copy: str | None
    study: str | None
    round: str | None
    email: str | None
    standing: str

    @property
    def readable(self) -> bool:
        return self.outcome == "read"


_Group = tuple[str | None, str | None, str | None]


def make_status(store: Store, register: Register | None, today: date) -> Status:
    """The status on a day, of the copies of a register and those issued to other studies."""
    expected = _of_issued(held_copies(store))
    if register:
        listed = _of_register(register, store)
        of_register = {copy.group[0] for copy in listed}
        expected = (*listed, *(copy for copy in expected if copy.group[0] not in of_register))
    returns = _returns(store)
    grouped = {r.hash: _group_of(r, expected) for r in returns}
    keys = {copy.group: None for copy in expected}
    keys |= {group: None for group in grouped.values() if group is not None}
    studies: list[StudyStatus] = []
    missing: list[MissingCopy] = []
    for key in sorted(keys, key=lambda key: tuple(part or "" for part in key)):
        copies = [copy for copy in expected if copy.group == key]
        here = [r for r in returns if grouped[r.hash] == key]
        lacking = _lacking(copies, [r for r in here if r.readable])
        studies.append(_study(copies, here, lacking, today))
        missing.extend(_missing(copy, today) for copy in lacking)
    known = {copy.group[0] for copy in expected}
    return Status(
        today,
        tuple(studies),
        tuple(missing),
        tuple(_odd(r, r.outcome) for r in returns if not r.readable),
        tuple(_odd(r, "copy-conflict") for r in returns if r.standing == "conflict"),
        tuple(
            _odd(r, "study not known" if r.study is None else "no copy issued to this study")
            for r in returns
            if r.readable and (r.study is None or study_key(r.study) not in known)
        ),
    )


def _of_register(register: Register, store: Store) -> tuple[_Expected, ...]:
    workbook = register.workbook.workbook_id
    issued = held_copies(store)
    return tuple(
        _Expected(
            row.copy_study,
            row.reference,
            row.round,
            workbook,
            row.copy or code_of(row.copy_study, row.round, row.email, workbook, issued),
            row.due,
            row.name,
            row.email,
        )
        for row in register.rows
    )


def code_of(
    study: str | None,
    round: str | None,
    email: str | None,
    workbook: str,
    issued: Iterable[IssuedCopy],
) -> str | None:
    """The code of the copy that was made of a register's row, where just one fits."""
    wanted = (study_key(study), round, _person(email), workbook)
    codes = [
        copy.id
        for copy in issued
        if (study_key(copy.study), copy.round, _person(copy.email), copy.workbook) == wanted
    ]
    return codes[0] if len(codes) == 1 else None


def _of_issued(copies: Iterable[IssuedCopy]) -> tuple[_Expected, ...]:
    return tuple(
        _Expected(
            copy.study, copy.reference, copy.round, copy.workbook, copy.id, copy.due, copy.name,
            copy.email,
        )
        for copy in copies
    )  # fmt: skip


def _returns(store: Store) -> tuple[_Return, ...]:
    emails = dict(store.people.execute("SELECT id, email FROM people"))
    return tuple(
        _Return(
            hash, store.file_name(hash), outcome, date.fromisoformat(received[:10]), workbook,
            copy, study, round, emails.get(person), standing,
        )
        for hash, outcome, received, workbook, copy, study, round, person, standing in (
            store.hub.execute(
                "SELECT hash, outcome, received, workbook, copy_id, study, round, person, "
                "standing FROM returns ORDER BY sequence"
            )
        )
    )  # fmt: skip


def _group_of(found: _Return, expected: Sequence[_Expected]) -> _Group | None:
    """The study and round that a return is counted under; None where it is of none."""
    for copy in expected:
        if copy.copy is not None and copy.copy == found.copy:
            return copy.group
    key = study_key(found.study)
    if key is None:
        return None
    likely = {c.group for c in expected if c.group[0] == key or study_key(c.reference) == key}
    fitting = {
        group
        for group in likely
        if found.workbook in (None, group[2]) and found.round in (None, group[1])
    }
    # Without a round of its own a return goes to the study's only one.
    return fitting.pop() if len(fitting) == 1 else (key, found.round, found.workbook)


def _lacking(copies: Sequence[_Expected], returns: Sequence[_Return]) -> list[_Expected]:
    """The copies of one study and round that no readable return answers.

    A return answers the copy whose code it carries; without a known code that of its
    e-mail address; where one copy was sent, any return of the study answers it.
    """
    if len(copies) == 1:
        return [] if returns else list(copies)
    codes = {copy.copy for copy in copies if copy.copy}
    answered = {r.copy for r in returns if r.copy in codes}
    people = {_person(r.email) for r in returns if r.copy not in codes} - {None}
    return [
        copy
        for copy in copies
        if copy.copy not in answered and not (copy.email and _person(copy.email) in people)
    ]


def _person(email: str | None) -> str | None:
    return " ".join((email or "").split()).casefold() or None


def _study(
    copies: Sequence[_Expected],
    returns: Sequence[_Return],
    lacking: Sequence[_Expected],
    today: date,
) -> StudyStatus:
    readable = [r for r in returns if r.readable]
    due = min((c.due for c in lacking or copies if c.due), default=None)
    first: Any = copies[0] if copies else returns[0]
    return StudyStatus(
        study=first.study,
        round=first.round,
        workbook=first.workbook,
        issued=sum(copy.copy is not None for copy in copies),
        returned=len(readable),
        latest=max((r.received for r in readable), default=None),
        missing=len(lacking),
        due=due,
        overdue_days=_overdue(due, today) if lacking else None,
        unreadable=len(returns) - len(readable),
        conflicts=sum(r.standing == "conflict" for r in returns),
    )


def _missing(copy: _Expected, today: date) -> MissingCopy:
    overdue = _overdue(copy.due, today)
    return MissingCopy(
        copy.study, copy.round, copy.workbook, copy.copy, copy.due, overdue, copy.name, copy.email
    )


def _overdue(due: date | None, today: date) -> int | None:
    return (today - due).days if due is not None and today > due else None


def _odd(found: _Return, reason: str) -> OddReturn:
    return OddReturn(found.file, found.hash, found.study, found.received, reason)
