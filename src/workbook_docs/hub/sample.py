"""What the counting returns say, one of each study: the material of the statistics."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from workbook_docs.definition import DeclaredField, Workbook
from workbook_docs.errors import HubError
from workbook_docs.hub.store import Store
from workbook_docs.hub.studies import study_key

UNGROUPED = "not known"
"""What the group of a study is called that no copy gives a group to."""


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


NOT_ASKED = Said("not-asked", None, date.min)
"""What is said where an edition has no such place."""


@dataclass
class Sheet:
    """The latest counting return of one study, in one round or in all.

    `study` is the study as studies are compared, `name` as people write it.
    """

    study: str
    name: str
    round: str | None
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
        return self.single.get(path, NOT_ASKED)

    def table(self, path: str) -> tuple[str, list[dict[str, Said]]]:
        """Whether a table is `found`, `not-found` or `not-asked`, and its rows."""
        rows = self.tables.get(path, {})
        if rows:
            return "found", [rows[number] for number in sorted(rows)]
        state = self.at(path).state
        return (state if state in ("not-found", "not-asked") else "found"), []

    def column(self, path: str) -> list[str]:
        """The answers in one column of a table (`engagement[].frequency`), as text."""
        _, rows = self.table(path.partition("[]")[0])
        said = [row[path] for row in rows if path in row]
        return [str(s.value) for s in said if s.state == "answered" and s.value is not None]


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
    """One file that came in; `study` as studies are compared.

    `remarks` is how many warnings and errors reading it gave, `person` a random id.
    """

    hash: str
    outcome: str
    format: str | None
    study: str | None
    round: str | None
    standing: str
    received: date
    person: str | None
    remarks: int


@dataclass(frozen=True, slots=True)
class Issue:
    """One copy that was sent out, for a study as studies are compared."""

    study: str
    round: str | None
    due: date | None
    issued_on: date
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """All that the statistics of one workbook are made of.

    `sheets` holds one return of each study; `by_round` the same for each round, which
    comparisons over time are made of. `rounds` are in the order they were sent out.
    `arrivals` are those of the round that is looked at, `ever_arrived` those of all rounds.
    """

    definition: type[Workbook]
    sheets: tuple[Sheet, ...]
    by_round: Mapping[str, tuple[Sheet, ...]]
    arrivals: tuple[Arrival, ...]
    ever_arrived: tuple[Arrival, ...]
    issued: tuple[Issue, ...]
    rounds: tuple[str, ...]
    today: date
    round: str | None = None
    within: str = ""

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

    def earlier(self, round: str) -> str | None:
        """The round that was sent out before one; None for the first."""
        place = self.rounds.index(round)
        return self.rounds[place - 1] if place else None

    def sheet_of(self, study: str, round: str) -> Sheet | None:
        """What one study said in one round; None where it did not return."""
        return next((s for s in self.by_round.get(round, ()) if s.study == study), None)

    def of_round(self, round: str) -> Sample:
        """What one round alone says."""
        return replace(
            self,
            sheets=self.by_round.get(round, ()),
            arrivals=tuple(a for a in self.arrivals if a.round == round),
            issued=tuple(i for i in self.issued if i.round == round),
            round=round,
            within=f"round {round}",
        )

    def of_studies(self, studies: Collection[str], within: str) -> Sample:
        """What some studies alone say."""
        return replace(
            self,
            sheets=tuple(s for s in self.sheets if s.study in studies),
            by_round={
                round: tuple(s for s in sheets if s.study in studies)
                for round, sheets in self.by_round.items()
            },
            arrivals=tuple(a for a in self.arrivals if a.study in studies),
            ever_arrived=tuple(a for a in self.ever_arrived if a.study in studies),
            issued=tuple(i for i in self.issued if i.study in studies),
            within=within,
        )

    def split(self, by: str) -> Iterator[Sample]:
        """One sample for each round (`round`), or each value of a group (`group.theme`).

        A study belongs to the group its last issued copy names; a study with none is
        in the group `not known`.
        """
        if by == "round":
            yield from (self.of_round(round) for round in self.rounds)
            return
        name = by.removeprefix("group.")
        groups: dict[str, str] = {}
        for issue in sorted(self.issued, key=lambda i: i.issued_on):
            groups[issue.study] = issue.groups.get(name) or groups.get(issue.study, UNGROUPED)
        for arrival in self.arrivals:
            if arrival.study:
                groups.setdefault(arrival.study, UNGROUPED)
        for value in sorted(set(groups.values()), key=lambda v: (v == UNGROUPED, v)):
            studies = {study for study, group in groups.items() if group == value}
            yield self.of_studies(studies, f"{name} {value}")


def samples(
    store: Store, definition: Callable[[str], type[Workbook]], today: date, round: str | None
) -> list[Sample]:
    """A sample for each workbook that was issued or came back, of one round or of all."""
    ids = {
        str(row[0])
        for table in ("copies", "returns")
        for row in store.hub.execute(
            f"SELECT DISTINCT workbook FROM {table} WHERE workbook IS NOT NULL"
        )
    }
    found = [_sample(store, id, definition(id), today) for id in sorted(ids)]
    return found if round is None else [replace(s.of_round(round), within="") for s in found]


def groups_known(store: Store) -> list[str]:
    """The groups that copies were issued with, as they are asked for (`group.theme`)."""
    names: set[str] = set()
    for (groups,) in store.hub.execute("SELECT DISTINCT groups FROM copies"):
        names |= {f"group.{name}" for name in json.loads(groups)}
    return sorted(names)


def check_split(store: Store, by: str) -> None:
    """Raise `HubError` where statistics cannot be split in this way, saying how they can."""
    known = ["round", *groups_known(store)]
    if by not in known:
        raise HubError(f"Figures cannot be split by “{by}”. Known: {', '.join(known)}.")


def arrivals(store: Store, round: str | None, workbook: str | None = None) -> tuple[Arrival, ...]:
    """Every file that came in, in order; of one round or workbook, or of all."""
    return tuple(
        Arrival(
            hash, outcome, format, study_key(study), round_, standing,
            date.fromisoformat(received[:10]), person, remarks,
        )
        for hash, outcome, format, study, round_, standing, received, person, remarks in (
            store.hub.execute(
                "SELECT hash, outcome, format, study, round, standing, received, person, "
                "(SELECT count(*) FROM findings WHERE findings.hash = returns.hash "
                " AND origin = 'reading' AND NOT checked AND severity <> 'note') "
                "FROM returns WHERE (?1 IS NULL OR round = ?1) "
                "AND (?2 IS NULL OR workbook = ?2) ORDER BY sequence",
                (round, workbook),
            )
        )
    )  # fmt: skip


def _sample(store: Store, workbook: str, definition: type[Workbook], today: date) -> Sample:
    latest: dict[str, Sheet] = {}
    by_round: dict[str, dict[str, Sheet]] = {}
    for hash, study, round, received in store.hub.execute(
        "SELECT hash, study, round, received FROM counted_returns WHERE workbook = ? "
        "ORDER BY coalesce(modified, ''), hash",
        (workbook,),
    ):
        key = study_key(study) or ""
        sheet = Sheet(key, str(study), round, date.fromisoformat(received[:10]))
        _fill(sheet, store, hash)
        latest[key] = sheet
        if round is not None:
            by_round.setdefault(round, {})[key] = sheet
    issued = tuple(
        Issue(
            key,
            round,
            date.fromisoformat(due) if due else None,
            date.fromisoformat(issued_on),
            json.loads(groups),
        )
        for key, round, due, issued_on, groups in store.hub.execute(
            "SELECT study_key, round, due, issued_on, groups FROM copies WHERE workbook = ? "
            "AND study_key IS NOT NULL ORDER BY issued_on, id",
            (workbook,),
        )
    )
    arrived = arrivals(store, None, workbook)
    return Sample(
        definition,
        _ordered(latest),
        {round: _ordered(sheets) for round, sheets in by_round.items()},
        arrived,
        arrived,
        issued,
        _rounds(issued, arrived),
        today,
    )


def _ordered(sheets: Mapping[str, Sheet]) -> tuple[Sheet, ...]:
    return tuple(sheets[key] for key in sorted(sheets))


def _rounds(issued: Iterable[Issue], arrived: Iterable[Arrival]) -> tuple[str, ...]:
    """Rounds by the day they were first sent out, else by that of their first return."""
    first: dict[str, date] = {}
    for issue in issued:
        if issue.round:
            first[issue.round] = min(issue.issued_on, first.get(issue.round, date.max))
    sent = dict(first)
    for arrival in arrived:
        if arrival.round and arrival.round not in sent:
            first[arrival.round] = min(arrival.received, first.get(arrival.round, date.max))
    return tuple(sorted(first, key=lambda name: (first[name], name)))


def _fill(sheet: Sheet, store: Store, digest: str) -> None:
    answers: Iterable[tuple[str, int | None, str, str | None]] = store.hub.execute(
        "SELECT path, row, state, value FROM said WHERE hash = ?", (digest,)
    )
    for path, row, state, value in answers:
        typed = None if value is None else json.loads(value, parse_float=Decimal)
        sheet.say(path, row, Said(state, typed, sheet.received))
