"""Days to keep in mind as a calendar file: when copies are due, and the days teams planned."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from workbook_docs.definition import Workbook, fields_of, title_of
from workbook_docs.hub.status import Status
from workbook_docs.hub.store import Store


@dataclass(frozen=True, slots=True)
class KeptDay:
    """One day to keep in mind: when, what, and more about it; `key` names it for good."""

    day: date
    summary: str
    description: str
    key: str


def kept_days(
    store: Store,
    status: Status,
    definition: Callable[[str], type[Workbook]],
    round: str | None = None,
) -> tuple[KeptDay, ...]:
    """The days on which something is due or planned, in order.

    For each copy that is missing, the day it is due. From the return that counts for each
    study and round, every single day that is declared, given and still to come (the next
    review, for one). Of one round, where it is given. Nobody is named.
    """
    found = [*_due(status), *_planned(store, status.today, definition, round)]
    return tuple(sorted(found, key=lambda kept: (kept.day, kept.summary, kept.key)))


def _due(status: Status) -> Iterator[KeptDay]:
    for missing in status.missing:
        if missing.due is not None:
            about = missing.study or f"copy {missing.copy}"
            key = f"due {missing.copy or (missing.study, missing.round, missing.workbook)}"
            round = f" of round {missing.round}" if missing.round else ""
            summary = f"{about}: {missing.workbook}{round} is due"
            yield KeptDay(missing.due, summary, f"{missing.reason.capitalize()}.", key)


def _planned(
    store: Store, today: date, definition: Callable[[str], type[Workbook]], of: str | None
) -> Iterator[KeptDay]:
    for digest, workbook, study, round in store.hub.execute(
        "SELECT hash, workbook, study, round FROM counted_returns "
        "WHERE ?1 IS NULL OR round = ?1 ORDER BY workbook, study, round",
        (of,),
    ).fetchall():
        declared = {
            f.path: f
            for f in fields_of(definition(workbook))
            if f.kind == "day" and f.table is None and not f.personal
        }
        for path, value in store.hub.execute(
            "SELECT path, value FROM said WHERE hash = ? AND value IS NOT NULL", (digest,)
        ):
            text = json.loads(value) if path in declared else None
            if not text or (day := date.fromisoformat(text)) < today:
                continue
            told = f"As given in {title_of(definition(workbook))}."
            key = f"planned {workbook} {study} {round} {path}"
            yield KeptDay(day, f"{study}: {declared[path].label.rstrip(':')}", told, key)


def calendar_bytes(days: tuple[KeptDay, ...], made: datetime) -> bytes:
    """An iCalendar file (RFC 5545) with an all-day entry for each day.

    A day keeps its identity when it is moved, so that importing the file again moves it.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//workbook-docs//hub//EN")
    calendar.add("version", "2.0")
    for kept in days:
        event = Event()
        digest = hashlib.sha256(kept.key.encode("utf-8", "replace")).hexdigest()[:32]
        event.add("uid", f"{digest}@workbook-docs")
        event.add("dtstamp", made.astimezone(UTC))
        event.add("dtstart", kept.day)
        event.add("dtend", kept.day + timedelta(days=1))
        event.add("summary", kept.summary)
        event.add("description", kept.description)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
