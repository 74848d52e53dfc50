"""What the counting returns say, one of each study: the material of the statistics."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from workbook_docs.definition import DeclaredField, Workbook
from workbook_docs.errors import HubError
from workbook_docs.hub.issued import recipients
from workbook_docs.hub.sent import Sent, sent_with
from workbook_docs.hub.sheets import Said, Sheet
from workbook_docs.hub.store import Store
from workbook_docs.hub.studies import study_key
from workbook_docs.hub.untouched import untouched_returns

UNGROUPED = "not known"
"""What the group of a study is called that no copy gives a group to, and of a file of no study."""
NO_ROUND = "round not known"
"""What the part is called that holds what no round is known of."""


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

    `remarks` is how many warnings and errors reading it gave, `person` a random id, `name` the
    study as people write it; `untouched` tells that nothing was filled into it.
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
    name: str = ""
    untouched: bool = False
    workbook: str | None = None


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

    `sheets` holds one return of each study; `by_round` the same for each round (under None
    where none is known), which comparisons over time are made of. `rounds` are in the order
    they were sent out.
    `arrivals` are those of the round that is looked at, `ever_arrived` those of all rounds.
    """

    definition: type[Workbook]
    sheets: tuple[Sheet, ...]
    by_round: Mapping[str | None, tuple[Sheet, ...]]
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

    def own(self) -> Sample | None:
        """The same without what stands as it was sent; None where nothing does."""
        every = (*self.sheets, *(s for sheets in self.by_round.values() for s in sheets))
        if not any(sheet.holds_sent for sheet in every):
            return None
        return replace(
            self,
            sheets=tuple(sheet.own() for sheet in self.sheets),
            by_round={
                round: tuple(sheet.own() for sheet in sheets)
                for round, sheets in self.by_round.items()
            },
        )

    @property
    def undecided(self) -> tuple[str, ...]:
        """The studies of which nothing counts in a round, its returns contradicting each other.

        With the round where there is one: `S10 (2026-2)`.
        """
        counted: set[tuple[str, str | None]] = {
            (s.study, r) for r, sheets in self.by_round.items() for s in sheets
        }
        counted |= {(s.study, s.round) for s in self.sheets}
        found = [
            f"{a.name} ({a.round})" if a.round else a.name
            for a in self.arrivals
            if a.standing == "conflict" and a.study and (a.study, a.round) not in counted
        ]
        return tuple(dict.fromkeys(sorted(found)))

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

    def of_no_round(self) -> Sample:
        """What is said in no round that is known."""
        return replace(
            self,
            sheets=self.by_round.get(None, ()),
            arrivals=tuple(a for a in self.arrivals if a.round is None),
            issued=tuple(i for i in self.issued if i.round is None),
            rounds=(),
            within=NO_ROUND,
        )

    def of_studies(self, studies: Collection[str | None], within: str) -> Sample:
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

        What is of no known round is a part of its own, so that every file and study is in one.
        """
        if by == "round":
            yield from (self.of_round(round) for round in self.rounds)
            if None in {*(a.round for a in self.arrivals), *(i.round for i in self.issued)}:
                yield self.of_no_round()
            return
        for within, studies in groups_of(by, self.issued, self.arrivals).items():
            yield self.of_studies(studies, within)


def groups_of(
    by: str, issued: Iterable[Issue], arrived: Iterable[Arrival]
) -> dict[str, set[str | None]]:
    """The studies in each value of a group (`group.theme`), in the order in which they are told.

    A study belongs to the group its last issued copy names; a study with none is in the group
    `not known`, and so is what is of no known study.
    """
    name = by.removeprefix("group.")
    groups: dict[str | None, str] = {}
    for issue in sorted(issued, key=lambda i: i.issued_on):
        groups[issue.study] = issue.groups.get(name) or groups.get(issue.study, UNGROUPED)
    for arrival in arrived:
        groups.setdefault(arrival.study, UNGROUPED)
    found: dict[str, set[str | None]] = {}
    for study, value in sorted(groups.items(), key=lambda g: (g[1] == UNGROUPED, g[1])):
        found.setdefault(f"{name} {value}", set()).add(study)
    return found


def files_split(
    store: Store, files: Sequence[Arrival], by: str
) -> Iterator[tuple[str, tuple[Arrival, ...]]]:
    """The files of each round or group, of all workbooks together; each file is in one part.

    The group of a file is that of its study in its own workbook.
    """
    if by == "round":
        for round in (*_rounds(_issued(store), files), None):
            here = tuple(f for f in files if f.round == round)
            if here:
                yield (NO_ROUND if round is None else f"round {round}"), here
        return
    parts: dict[str, list[Arrival]] = {}
    for workbook in dict.fromkeys(f.workbook for f in files):
        of_it = [f for f in files if f.workbook == workbook]
        for within, studies in groups_of(by, _issued(store, workbook or ""), of_it).items():
            parts.setdefault(within, []).extend(f for f in of_it if f.study in studies)
    unknown = f"{by.removeprefix('group.')} {UNGROUPED}"
    for within in sorted(parts, key=lambda name: (name == unknown, name)):
        if parts[within]:
            yield within, tuple(parts[within])


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
    untouched = untouched_returns(store.hub)
    found = store.hub.execute(
        "SELECT hash, outcome, format, study, round, standing, received, person, workbook, "
        "(SELECT count(*) FROM findings WHERE findings.hash = returns.hash "
        " AND origin = 'reading' AND NOT checked AND severity <> 'note') "
        "FROM returns WHERE (?1 IS NULL OR round = ?1) "
        "AND (?2 IS NULL OR workbook = ?2) ORDER BY sequence",
        (round, workbook),
    )
    return tuple(
        Arrival(
            hash=hash,
            outcome=outcome,
            format=format,
            study=study_key(study),
            round=of_round,
            standing=standing,
            received=date.fromisoformat(received[:10]),
            person=person,
            remarks=remarks,
            name=study or "",
            untouched=hash in untouched,
            workbook=of,
        )
        for hash, outcome, format, study, of_round, standing, received, person, of, remarks in found
    )


def _sample(store: Store, workbook: str, definition: type[Workbook], today: date) -> Sample:
    issued, arrived = _issued(store, workbook), arrivals(store, None, workbook)
    rounds = _rounds(issued, arrived)
    by_round: dict[str | None, dict[str, Sheet]] = {}
    untouched: set[tuple[str | None, str]] = set()
    whom, as_sent = recipients(store), untouched_returns(store.hub)
    for hash, study, round, received, copy in store.hub.execute(
        "SELECT hash, study, round, received, copy_id FROM counted_returns WHERE workbook = ? "
        "ORDER BY hash",
        (workbook,),
    ):
        key = study_key(study) or ""
        sheet = Sheet(key, str(study), round, date.fromisoformat(received[:10]))
        _fill(sheet, store, hash, sent_with(whom[copy].prefilled if copy in whom else None))
        by_round.setdefault(round, {})[key] = sheet
        if hash in as_sent:
            untouched.add((round, key))
    # A later round speaks for a study, whenever a file was saved; one that is not known comes
    # first, and before both what came back as it was sent.
    in_order = (None, *rounds)
    latest: dict[str, Sheet] = {}
    for filled in (False, True):
        for round in in_order:
            for key, sheet in by_round.get(round, {}).items():
                if ((round, key) not in untouched) == filled:
                    latest[key] = sheet
    return Sample(
        definition,
        _ordered(latest),
        {round: _ordered(by_round[round]) for round in in_order if round in by_round},
        arrived,
        arrived,
        issued,
        rounds,
        today,
    )


def _issued(store: Store, workbook: str | None = None) -> tuple[Issue, ...]:
    """Every copy that was sent to a study, of one workbook or of all."""
    return tuple(
        Issue(
            key,
            round,
            date.fromisoformat(due) if due else None,
            date.fromisoformat(issued_on),
            json.loads(groups),
        )
        for key, round, due, issued_on, groups in store.hub.execute(
            "SELECT study_key, round, due, issued_on, groups FROM copies "
            "WHERE (?1 IS NULL OR workbook = ?1) AND study_key IS NOT NULL ORDER BY issued_on, id",
            (workbook,),
        )
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


def _fill(sheet: Sheet, store: Store, digest: str, sent: Sent) -> None:
    answers: Iterable[tuple[str, int | None, str, str | None]] = store.hub.execute(
        "SELECT path, row, state, value FROM said WHERE hash = ?", (digest,)
    )
    typed = (
        (path, row, state, None if value is None else json.loads(value, parse_float=Decimal))
        for path, row, state, value in answers
    )
    for (path, row, state, value), before in sent.beside(typed):
        sheet.say(path, row, Said(state, value, sheet.received, before))
