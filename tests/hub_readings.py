"""Readings made by hand, and a reader that gives them back, for the tests of the hub."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal as Number
from pathlib import Path
from typing import Any, Literal

from workbook_docs.definition import (
    Day,
    Decimal,
    Email,
    Field,
    LongText,
    Names,
    Personal,
    Row,
    Section,
    Text,
    Tick,
    Whole,
    Workbook,
    field_at,
    tables_of,
)
from workbook_docs.hub import IssuedCopy
from workbook_docs.records import Answer, Copy, Reading, State
from workbook_docs.values import as_json, assemble, flatten, is_blank, normal


class Study(Section):
    title: Text = Field(title="Study title")
    reference: Text = Field(title="Study reference")


class Contact(Section):
    name: Personal[Text] = Field(title="Your name")
    email: Personal[Email] = Field(title="Your e-mail")


class Session(Row):
    topic: Text = Field(title="Topic")
    attended: Whole = Field(title="Attended", ge=0)
    held: Day = Field(title="Held on")
    form: Literal["Online", "In person"] | None = Field(title="Form")
    recorded: Tick = Field(title="Recorded")


class Money(Section):
    asked: Decimal = Field(title="Asked for")
    staff: Whole = Field(title="Staff")


class Needs(Section):
    rooms: LongText = Field(title="Rooms")
    travel: LongText = Field(title="Travel")
    food: LongText = Field(title="Food")


class AllKinds(Workbook, id="all-kinds", version="3", title="All kinds", day_first=True):
    """A small form with every kind, single and in rows."""

    study: Study = Field(title="Study")
    contact: Contact = Field(title="Contact")
    money: Money = Field(title="Money")
    needs: Needs = Field(title="Needs")
    sessions: list[Session] = Field(title="Sessions")
    partners: Names = Field(title="Partners")
    services: list[Literal["Parking", "Meals", "Help"]] = Field(title="Services")
    stage: Literal["Early", "Late"] | None = Field(title="Stage")
    reviewed: Day = Field(title="Reviewed on")
    agreed: Tick = Field(title="Agreed")


def reading_of(
    workbook: type[Workbook],
    values: Mapping[str, Any],
    *,
    copy: Copy | None = None,
    modified: datetime | None = datetime(2026, 11, 20, 10, tzinfo=UTC),
    states: Mapping[str, State] | None = None,
    format: str = "docx",
) -> Reading:
    """A reading of a record, answer by answer as the real reader lists them.

    `states` overrides the state of a field or table: `not-found`, `not-asked`,
    `unreadable`, `declared-empty`; its value is then what such a field has.
    """
    states = states or {}
    kept = {
        path: value
        for path, value in values.items()
        if path not in states and path.partition("[")[0] not in states
    }
    record = normal(assemble(workbook, kept))
    answers = []
    for path, value in flatten(record).items():
        state: State = states.get(path) or ("blank" if is_blank(value) else "answered")
        if state in ("not-found", "not-asked", "unreadable") and value is False:
            value = None
        raw = None if is_blank(value) else str(as_json(value))
        answers.append(Answer(path, state, raw, as_json(value), "tag", "somewhere"))
    for table in tables_of(workbook):
        if not any(answer.path.startswith(f"{table.path}[") for answer in answers):
            answers.append(
                Answer(table.path, states.get(table.path, "blank"), None, [], None, None)
            )
    return Reading(
        file="",
        sha256=None,
        format=format,
        outcome="read",
        workbook=workbook.workbook_id,
        version=workbook.workbook_version,
        copy=copy,
        modified=modified,
        record=record,
        answers=tuple(answers),
        definition=workbook,
    )


class Shelf:
    """Files with made-up bytes, and the readings that reading them gives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.readings: dict[bytes, Reading | Exception] = {}

    def put(self, name: str, reading: Reading | Exception, data: bytes | None = None) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = data if data is not None else f"bytes of {name}".encode()
        path.write_bytes(data)
        self.readings[data] = reading
        return path

    def read(
        self, path: str | Path, workbook: type[Workbook] | None = None, *, name: str | None = None
    ) -> Reading:
        found = self.readings.get(Path(path).read_bytes())
        if isinstance(found, Exception):
            raise found
        if found is None:
            return Reading(name or "", None, None, "not-office")
        return replace(found, file=name or "")


def random_all_kinds(chance: random.Random, number: int) -> dict[str, Any]:
    """Values of an AllKinds record, each field blank now and then."""
    values: dict[str, Any] = {
        "study.reference": f"S{number:02}",
        "contact.email": f"person{number}@example.org",
        "contact.name": f"Person {number}",
        "money.asked": Number(chance.randrange(0, 100_000)) / 100,
        "money.staff": chance.randrange(0, 9),
        "needs.rooms": "two rooms",
        "needs.travel": "by train",
        "needs.food": "lunch",
        "partners": [f"Partner {n}" for n in range(chance.randrange(1, 5))],
        "services": chance.sample(["Parking", "Meals", "Help"], chance.randrange(1, 4)),
        "stage": chance.choice(["Early", "Late"]),
        "reviewed": date(2025, 6, 1).replace(year=chance.choice([2024, 2025, 2026, 2027])),
        "agreed": chance.random() < 0.5,
    }
    for row in range(chance.randrange(0, 4)):
        values |= {
            f"sessions[{row}].topic": f"Topic {row}",
            f"sessions[{row}].attended": chance.randrange(0, 40),
            f"sessions[{row}].held": date(2026, chance.randrange(1, 12), 5),
            f"sessions[{row}].form": chance.choice(["Online", "In person"]),
            f"sessions[{row}].recorded": chance.random() < 0.3,
        }
    kept = ("study.reference",)
    return {p: v for p, v in values.items() if p in kept or chance.random() > 0.15}


def random_states(chance: random.Random, workbook: type[Workbook]) -> dict[str, State]:
    """Some fields and tables that were not found, not asked or not understood."""
    options: tuple[State, ...] = ("not-found", "not-asked", "unreadable", "declared-empty")
    paths = {
        "all-kinds": (
            "money.staff", "needs.food", "reviewed", "agreed", "stage", "services", "partners",
            "sessions",
        ),
        "module-2": (
            "nine_cs.consumers", "co_production.point_6", "next_review_date", "engagement",
            "checklist.stakeholder_list", "life_cycle.closure",
        ),
    }[workbook.workbook_id]  # fmt: skip
    states: dict[str, State] = {}
    for path in paths:
        if chance.random() < 0.15:
            state = chance.choice(options)
            table = path in {t.path for t in tables_of(workbook)}
            tick = not table and field_at(workbook, path).kind == "tick"
            if (table or tick) and state in ("unreadable", "declared-empty"):
                state = "not-found"
            states[path] = state
    return states


def random_module_2(chance: random.Random, number: int) -> dict[str, Any]:
    """Values of a module-2 record, each field blank now and then."""
    values: dict[str, Any] = {
        "participant.email": f"lead{number}@example.org",
        "nine_cs.commissioners": ["The trust"],
        "nine_cs.consumers": ["Patients", "Carers"],
        "co_production.point_1": "The lead",
        "co_production.point_6": "Two courses",
        "life_cycle.planning": "Together",
        "life_cycle.closure": "A feast",
        "last_stakeholder_review_date": date(2026, 3, 2),
        "next_review_date": date(2027, 1, 31),
        "checklist.stakeholder_list": True,
        "initial_matrix[0].stakeholder": "Patients",
        "initial_matrix[0].impact": "High",
        "initial_matrix[1].stakeholder": "Nurses",
        "engagement[0].organisation": "The clinic",
    }
    values = {path: v for path, v in values.items() if chance.random() > 0.3}
    return {"study.reference": f"S{number:02}", **values}


# A copy of S07 and what a hub holds -----------------------------------------------------

NOV_1, NOV_2, NOV_3 = (datetime(2026, 11, day, 9, tzinfo=UTC) for day in (1, 2, 3))
RECEIVED = datetime(2026, 11, 20, 12, tzinfo=UTC)


def answers(**more: Any) -> dict[str, Any]:
    return {path.replace("__", "."): value for path, value in more.items()}


def ann(text: str = "Two rooms", **more: Any) -> dict[str, Any]:
    return answers(
        study__reference="S07", contact__email="ann@example.org", needs__rooms=text, **more
    )


def copy(id: str = "AAAA-0001", study: str | None = "S07") -> Copy:
    return Copy(id, study, "2026-1", date(2026, 12, 1))


def sent(id: str = "AAAA-0001", study: str | None = "S07", **more: Any) -> IssuedCopy:
    return IssuedCopy(
        id=id, workbook="all-kinds", version="3", issued_on=date(2026, 10, 1), study=study,
        round="2026-1", **more,
    )  # fmt: skip


def rows(hub: Path, query: str, people: bool = False) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(hub / ("people.sqlite" if people else "hub.sqlite"))
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def contents(hub: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a hub says, apart from random ids and the order of arrival."""
    queries = {
        "returns": "SELECT hash, extension, outcome, workbook, copy_id, study, matched_by, round, "
        "standing, same_as, counted, assigned, reference FROM returns ORDER BY hash",
        "answers": "SELECT hash, path, row, state, raw, value FROM answers "
        "ORDER BY hash, path, row",
        "corrections": "SELECT hash, path, row, corrected_state, corrected_value FROM answers "
        "WHERE corrected_by IS NOT NULL ORDER BY hash, path, row",
        "findings": "SELECT hash, origin, severity, code, message FROM findings "
        "ORDER BY hash, code",
        "unplaced": "SELECT hash, text FROM unplaced ORDER BY hash, text",
    }
    found = {name: rows(hub, query) for name, query in queries.items()}
    query = (
        "SELECT owner, what, text FROM personal WHERE what <> 'event' ORDER BY owner, what, text"
    )
    found["personal"] = rows(hub, query, people=True)
    copies = "SELECT id, study, round, due, groups, person, recipient FROM copies ORDER BY id"
    whom = {id: told for id, *told in rows(hub, "SELECT * FROM recipients", people=True)}
    emails = dict(rows(hub, "SELECT id, email FROM people", people=True))
    found["copies"] = [
        (*told, emails.get(person), whom.get(recipient))
        for *told, person, recipient in rows(hub, copies)
    ]
    found["originals"] = [(path.name,) for path in sorted((hub / "originals").iterdir())]
    return found
