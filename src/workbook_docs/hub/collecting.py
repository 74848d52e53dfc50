"""Making the status: which returns answer which copies, and who is to be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workbook_docs.hub.erased import is_erased
from workbook_docs.hub.issued import IssuedCopy, held_copies
from workbook_docs.hub.register import Register, RegisterRow
from workbook_docs.hub.status import (
    CAME_AS_SENT,
    NOT_RETURNED,
    CopyState,
    CopyStatus,
    MissingCopy,
    OddReturn,
    Status,
    StudyStatus,
)
from workbook_docs.hub.store import Store, person_key
from workbook_docs.hub.studies import KNOWN_BY, study_key
from workbook_docs.hub.untouched import untouched_returns

_ASKED_FOR = ("missing", "as sent")
"""States of a copy that somebody is asked for."""

_Group = tuple[str | None, str | None, str | None]
"""Study as it is compared, round, workbook."""


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
    matched_by: str | None
    untouched: bool

    @property
    def readable(self) -> bool:
        return self.outcome == "read"


def make_status(store: Store, register: Register | None, today: date) -> Status:
    """The status on a day, of the copies of a register and those issued besides.

    A register says what is expected of its studies in its rounds and its workbook; of other
    studies, rounds and workbooks the copies that were issued do.
    """
    issued = held_copies(store)
    expected = _of_issued(issued)
    if register:
        listed = _of_register(store, register, issued)
        of_register = {copy.group for copy in listed}
        expected = (*listed, *(copy for copy in expected if copy.group not in of_register))
    returns = _returns(store)
    groups = _grouped(expected, returns)
    studies: list[StudyStatus] = []
    copies: list[CopyStatus] = []
    for key in sorted(groups, key=lambda key: tuple(part or "" for part in key)):
        group = groups[key]
        answered = _answered(group.copies, [r for r in group.returns if r.readable])
        here = [_copy(copy, answered[id(copy)], today) for copy in group.copies]
        studies.append(_study(group, here, today))
        copies.extend(here)
    known = {copy.group[0] for copy in expected}
    return Status(
        today,
        tuple(studies),
        tuple(_missing(copy) for copy in copies if copy.state in _ASKED_FOR),
        tuple(_odd(r, r.outcome) for r in returns if not r.readable),
        tuple(_odd(r, "copy-conflict") for r in returns if r.standing == "conflict"),
        tuple(
            _odd(r, _why_unknown(r, study_key(r.study) in known))
            for r in returns
            if r.readable
            and (r.study is None or study_key(r.study) not in known or _is_of_no_round(r, expected))
        ),
        tuple(copies),
    )


def _is_of_no_round(found: _Return, expected: Sequence[_Expected]) -> bool:
    """Whether nobody can tell which of a study's rounds a return answers."""
    rounds = {
        copy.round
        for copy in expected
        if copy.group[0] == study_key(found.study) and found.workbook in (None, copy.workbook)
    }
    return found.round is None and len(rounds) > 1


def _of_register(
    store: Store, register: Register, issued: Sequence[IssuedCopy]
) -> tuple[_Expected, ...]:
    """The copies that a register lists, but those for whom was erased: nobody asks them.

    A row that names no round is the copy that its person was issued, in whatever round.
    """
    workbook = register.workbook.workbook_id
    codes = codes_of(issued)
    in_rounds: dict[str | None, set[str | None]] = defaultdict(set)
    for copy in issued:
        if copy.workbook == workbook and copy.round is not None:
            in_rounds[study_key(copy.study)].add(person_key(copy.email))

    def is_issued(row: RegisterRow) -> bool:
        held, person = in_rounds.get(study_key(row.copy_study), set()), person_key(row.email)
        return row.round is None and bool(held) and (person is None or person in held)

    return tuple(
        _Expected(
            row.copy_study,
            row.reference,
            row.round,
            workbook,
            row.copy or codes.get(row_key(row.copy_study, row.round, row.email, workbook)),
            row.due,
            row.name,
            row.email,
        )
        for row in register.rows
        if not is_erased(store, row.email, row.copy_study) and not is_issued(row)
    )


_RowKey = tuple[str | None, str | None, str | None, str]


def row_key(study: str | None, round: str | None, email: str | None, workbook: str) -> _RowKey:
    """What makes a register's row the row of a copy that was issued before."""
    return (study_key(study), round, person_key(email), workbook)


def codes_of(issued: Iterable[IssuedCopy]) -> dict[_RowKey, str]:
    """The code of the copy that was made of a register's row, where just one fits."""
    found: dict[_RowKey, list[str]] = defaultdict(list)
    for copy in issued:
        found[row_key(copy.study, copy.round, copy.email, copy.workbook)].append(copy.id)
    return {key: codes[0] for key, codes in found.items() if len(codes) == 1}


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
    names = store.file_names()
    untouched = untouched_returns(store.hub)
    return tuple(
        _Return(
            hash, names.get(hash, hash), outcome, date.fromisoformat(received[:10]), workbook,
            copy, study, round, emails.get(person), standing, matched_by, hash in untouched,
        )
        for hash, outcome, received, workbook, copy, study, round, person, standing, matched_by in (
            store.hub.execute(
                "SELECT hash, outcome, received, workbook, copy_id, study, round, person, "
                "standing, matched_by FROM returns ORDER BY sequence"
            )
        )
    )  # fmt: skip


# Which belongs where ---------------------------------------------------------------------


@dataclass
class _Collected:
    """One study in one round: the copies that should come back, and what came."""

    copies: list[_Expected] = field(default_factory=list)
    returns: list[_Return] = field(default_factory=list)


def _grouped(expected: Sequence[_Expected], returns: Sequence[_Return]) -> dict[_Group, _Collected]:
    groups: dict[_Group, _Collected] = defaultdict(_Collected)
    of_code: dict[str, _Group] = {}
    of_study: dict[str | None, set[_Group]] = defaultdict(set)
    for copy in expected:
        groups[copy.group].copies.append(copy)
        if copy.copy is not None:
            of_code.setdefault(copy.copy, copy.group)
        for key in {copy.group[0], study_key(copy.reference)} - {None}:
            of_study[key].add(copy.group)
    for found in returns:
        group = _group_of(found, of_code, of_study)
        if group is not None:
            groups[group].returns.append(found)
    return groups


def _group_of(
    found: _Return, of_code: dict[str, _Group], of_study: dict[str | None, set[_Group]]
) -> _Group | None:
    """The study and round that a return is counted under; None where it is of none."""
    # What a person assigned goes before the code.
    if found.copy in of_code and found.matched_by != "assigned":
        return of_code[found.copy]
    key = study_key(found.study)
    if key is None:
        return None
    fitting = {
        group
        for group in of_study.get(key, ())
        if found.workbook in (None, group[2]) and found.round in (None, group[1])
    }
    # Without a round of its own a return goes to the study's only one.
    return fitting.pop() if len(fitting) == 1 else (key, found.round, found.workbook)


def _answered(
    copies: Sequence[_Expected], returns: Sequence[_Return]
) -> dict[int, list[tuple[_Return, str]]]:
    """The readable returns that answer each copy of one study and round, and by what.

    A return answers the copy whose code it carries; without a known code that of its
    e-mail address; where one copy was sent, any return of the study answers it.
    """
    codes = {copy.copy for copy in copies if copy.copy}
    found: dict[int, list[tuple[_Return, str]]] = {}
    for copy in copies:
        answers = found.setdefault(id(copy), [])
        person = person_key(copy.email)
        for r in returns:
            if r.copy is not None and r.copy == copy.copy:
                answers.append((r, "copy"))
            elif len(copies) == 1:
                answers.append((r, r.matched_by or "reference"))
            elif r.copy not in codes and person and person_key(r.email) == person:
                answers.append((r, "email"))
    return found


def _copy(copy: _Expected, answers: Sequence[tuple[_Return, str]], today: date) -> CopyStatus:
    state: CopyState = "missing"
    filled = [r for r, _ in answers if not r.untouched]
    if answers and not filled:
        state = "as sent"
    elif answers:
        in_conflict = any(r.standing == "conflict" for r, _ in answers)
        state = "conflict" if in_conflict else "returned" if len(filled) == 1 else "returned twice"
    return CopyStatus(
        study=copy.study,
        round=copy.round,
        workbook=copy.workbook,
        copy=copy.copy,
        due=copy.due,
        state=state,
        returns=len(answers),
        latest=max((r.received for r, _ in answers), default=None),
        matched_by=answers[-1][1] if answers else None,
        overdue_days=_overdue(copy.due, today) if state in _ASKED_FOR else None,
        name=copy.name,
        email=copy.email,
    )


def _study(group: _Collected, here: Sequence[CopyStatus], today: date) -> StudyStatus:
    readable = [r for r in group.returns if r.readable]
    asked_for = [copy for copy in here if copy.state in _ASKED_FOR]
    due = min((c.due for c in asked_for or here if c.due), default=None)
    first: Any = group.copies[0] if group.copies else group.returns[0]
    return StudyStatus(
        study=first.study,
        round=first.round,
        workbook=first.workbook,
        issued=sum(copy.copy is not None for copy in here),
        returned=len(readable),
        latest=max((r.received for r in readable), default=None),
        missing=sum(copy.state == "missing" for copy in here),
        due=due,
        overdue_days=_overdue(due, today) if asked_for else None,
        unreadable=len(group.returns) - len(readable),
        conflicts=sum(r.standing == "conflict" for r in group.returns),
        returned_twice=sum(
            copy.state == "returned twice" or (copy.state == "conflict" and copy.returns > 1)
            for copy in here
        ),
        persons=len({person_key(r.email) for r in readable} - {None}),
        as_sent=sum(copy.state == "as sent" for copy in here),
    )


def _missing(copy: CopyStatus) -> MissingCopy:
    return MissingCopy(
        copy.study, copy.round, copy.workbook, copy.copy, copy.due, copy.overdue_days, copy.name,
        copy.email, CAME_AS_SENT if copy.state == "as sent" else NOT_RETURNED,
    )  # fmt: skip


def _why_unknown(found: _Return, is_known: bool) -> str:
    reason = "study not known"
    if found.study is not None:
        reason = "no copy issued to this study"
        if is_known:
            reason = "round not known, and its study had copies in several"
    return f"{reason}; as it was sent, nothing filled in" if found.untouched else reason


def _overdue(due: date | None, today: date) -> int | None:
    return (today - due).days if due is not None and today > due else None


def _odd(found: _Return, reason: str) -> OddReturn:
    known = KNOWN_BY[found.matched_by] if found.matched_by else ""
    return OddReturn(
        found.file, found.hash, found.study, found.received, reason, known, found.round
    )
