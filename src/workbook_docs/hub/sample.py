"""What the counting returns say, one of each study: the material of the statistics."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from workbook_docs.definition import DeclaredField, Workbook
from workbook_docs.hub.store import Store
from workbook_docs.hub.studies import study_key


@dataclass(frozen=True, slots=True)
class Said:
    """What one return says in one place; `received` is the day it came in."""

    state: str
    value: Any
    received: date

    @property
    def lost(self) -> bool:
        """Whether the place was not found, or what stands there was not understood."""
        return self.state in ("not-found", "unreadable")


@dataclass
class Sheet:
    """The latest counting return of one study."""

    received: date
    single: dict[str, Said] = field(default_factory=dict)
    tables: dict[str, dict[int, dict[str, Said]]] = field(default_factory=dict)

    def say(self, path: str, row: int | None, said: Said) -> None:
        """Take in one answer."""
        if row is None:
            self.single[path] = said
        else:
            table = path.partition("[]")[0]
            self.tables.setdefault(table, {}).setdefault(row, {})[path] = said

    def at(self, path: str) -> Said:
        """What is said to a single field; what its edition does not know is not asked."""
        return self.single.get(path) or Said("not-asked", None, self.received)

    def table(self, path: str) -> tuple[str, list[dict[str, Said]]]:
        """Whether a table is `found`, `not-found` or `not-asked`, and its rows."""
        rows = self.tables.get(path, {})
        if rows:
            return "found", [rows[number] for number in sorted(rows)]
        state = self.at(path).state
        return (state if state in ("not-found", "not-asked") else "found"), []


@dataclass(frozen=True, slots=True)
class Observed:
    """What is said to one field over all studies, and how many studies could say nothing."""

    said: tuple[Said, ...]
    not_asked: int = 0
    table_not_found: int = 0

    @property
    def left_out(self) -> dict[str, int]:
        """Why studies are left out, for `figures.why`."""
        return {
            "not_asked_in_their_edition": self.not_asked,
            "with_a_table_that_was_not_found": self.table_not_found,
        }


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that came in."""

    hash: str
    outcome: str
    format: str | None
    study: str | None
    round: str | None
    standing: str


@dataclass(frozen=True, slots=True)
class Sample:
    """All that the statistics of one workbook are made of."""

    definition: type[Workbook]
    sheets: tuple[Sheet, ...]
    arrivals: tuple[Arrival, ...]
    issued: tuple[tuple[str, str | None, date | None], ...]
    today: date

    def observed(self, declared: DeclaredField) -> Observed:
        """What is said to a field: once a study, or once a row of its table."""
        if declared.table is None:
            said = [sheet.at(declared.path) for sheet in self.sheets]
            asked = tuple(s for s in said if s.state != "not-asked")
            return Observed(asked, len(said) - len(asked))
        cells: list[Said] = []
        states = {"not-asked": 0, "not-found": 0, "found": 0}
        for sheet in self.sheets:
            state, rows = sheet.table(declared.table)
            states[state] += 1
            here = [row[declared.path] for row in rows if declared.path in row]
            cells.extend(cell for cell in here if cell.state != "not-asked")
        return Observed(tuple(cells), states["not-asked"], states["not-found"])


def samples(
    store: Store, definition: Callable[[str], type[Workbook]], today: date, round: str | None
) -> list[Sample]:
    """A sample for each workbook that was issued or came back."""
    ids = {
        str(row[0])
        for table in ("copies", "returns")
        for row in store.hub.execute(
            f"SELECT DISTINCT workbook FROM {table} WHERE workbook IS NOT NULL"
        )
    }
    return [_sample(store, id, definition(id), today, round) for id in sorted(ids)]


def arrivals(store: Store, round: str | None, workbook: str | None = None) -> tuple[Arrival, ...]:
    """Every file that came in, in order; of one round or workbook, or of all."""
    return tuple(
        Arrival(*row)
        for row in store.hub.execute(
            "SELECT hash, outcome, format, study, round, standing FROM returns "
            "WHERE (?1 IS NULL OR round = ?1) AND (?2 IS NULL OR workbook = ?2) "
            "ORDER BY sequence",
            (round, workbook),
        )
    )


def _sample(
    store: Store, workbook: str, definition: type[Workbook], today: date, round: str | None
) -> Sample:
    latest: dict[str, tuple[str, date]] = {}
    for hash, study, received in store.hub.execute(
        "SELECT hash, study, received FROM counted_returns WHERE workbook = ?1 "
        "AND (?2 IS NULL OR round = ?2) "
        "ORDER BY coalesce(modified, ''), hash",
        (workbook, round),
    ):
        latest[study_key(study) or ""] = (hash, date.fromisoformat(received[:10]))
    issued = tuple(
        (key, round_, date.fromisoformat(due) if due else None)
        for key, round_, due in store.hub.execute(
            "SELECT study_key, round, due FROM copies WHERE workbook = ?1 "
            "AND study_key IS NOT NULL AND (?2 IS NULL OR round = ?2)",
            (workbook, round),
        )
    )
    return Sample(
        definition,
        tuple(_sheet(store, *latest[key]) for key in sorted(latest)),
        arrivals(store, round, workbook),
        issued,
        today,
    )


def _sheet(store: Store, digest: str, received: date) -> Sheet:
    sheet = Sheet(received)
    answers: Iterable[tuple[str, int | None, str, str | None]] = store.hub.execute(
        "SELECT path, row, state, value FROM said WHERE hash = ?", (digest,)
    )
    for path, row, state, value in answers:
        typed = None if value is None else json.loads(value, parse_float=Decimal)
        sheet.say(path, row, Said(state, typed, received))
    return sheet
