"""Every statistic counted again, slowly and plainly, over the readings that a hub was given.

Nothing of the hub is used here: which return counts is known because the returns were made
so, and each figure is counted from their answers with loops. Labels come from the
definition, as they do in print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of
from workbook_docs.records import Reading

Cell = tuple[str, Any]
"""State and value."""
Line = tuple[str, str, Any, int, int]
"""Name of the statistic, label, numerator, denominator, not counted."""

LOST = ("not-found", "unreadable")
FEW = 10


@dataclass
class Came:
    """One file that came in, and what it is known to be."""

    reading: Reading
    study: str | None
    round: str | None
    standing: str
    person: str | None
    received: date

    @property
    def read(self) -> bool:
        return self.reading.outcome == "read"


@dataclass
class Sent:
    """One copy that was sent out."""

    study: str
    round: str
    due: date | None
    issued_on: date
    theme: str | None


@dataclass
class Paper:
    """What one return says, laid out: single fields, and each table's state and rows."""

    came: Came
    single: dict[str, Cell] = field(default_factory=dict)
    tables: dict[str, tuple[str, list[dict[str, Cell]]]] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """All that was sent and came back of one workbook; `came` in order of saving."""

    workbook: type[Workbook]
    sent: tuple[Sent, ...]
    came: tuple[Came, ...]
    everything: tuple[Came, ...]
    rounds: tuple[str, ...]
    today: date
    alone: str | None = None


def no_round(world: World) -> World:
    """What of the world is of no known round."""
    return replace(
        world, sent=(), came=tuple(c for c in world.came if c.round is None), rounds=(),
    )  # fmt: skip


def part(
    world: World, *, round: str | None = None, studies: Iterable[str | None] | None = None
) -> World:
    """The world of one round, or of some studies."""
    if round is not None:
        return replace(
            world, sent=tuple(s for s in world.sent if s.round == round),
            came=tuple(c for c in world.came if c.round == round), alone=round,
        )  # fmt: skip
    held = set(studies or ())
    return replace(
        world, sent=tuple(s for s in world.sent if s.study in held),
        came=tuple(c for c in world.came if c.study in held),
        everything=tuple(c for c in world.everything if c.study in held),
    )  # fmt: skip


def themes(world: World) -> dict[str, set[str | None]]:
    """The studies of each theme: that of the copy issued last, `not known` without any.

    What is of no known study is in `not known` too.
    """
    found: dict[str, str] = {}
    for sent in sorted(world.sent, key=lambda s: s.issued_on):
        if sent.theme:
            found[sent.study] = sent.theme
    every = {s.study for s in world.sent} | {c.study for c in world.came}
    by_theme: dict[str, set[str | None]] = {}
    for study in every:
        theme = "not known" if study is None else found.get(study, "not known")
        by_theme.setdefault(theme, set()).add(study)
    return by_theme


# Which return counts ---------------------------------------------------------------------


def papers(world: World, came: Sequence[Came], round: str | None = None) -> dict[str, Paper]:
    """The last return that counts of each study, of a round or of all.

    That of the later round goes first, then the one that was saved last.
    """
    last: dict[str, Came] = {}
    order = (None, *world.rounds)
    for one in sorted(came, key=lambda c: order.index(c.round)):  # the rest is in order of saving
        if one.standing == "counts" and one.study and round in (None, one.round):
            last[one.study] = one
    return {study: paper(world.workbook, one) for study, one in last.items()}


def paper(workbook: type[Workbook], came: Came) -> Paper:
    """One return, laid out."""
    said = {a.path: (a.state, a.value) for a in came.reading.answers}
    laid = Paper(came)
    for declared in fields_of(workbook):
        if declared.table is None:
            laid.single[declared.path] = said[declared.path]
    for table in tables_of(workbook):
        rows: list[dict[str, Cell]] = []
        while any(path.startswith(f"{table.path}[{len(rows)}].") for path in said):
            start = f"{table.path}[{len(rows)}]."
            rows.append(
                {
                    f"{table.path}[].{p.removeprefix(start)}": c
                    for p, c in said.items()
                    if p.startswith(start)
                }
            )
        state = "there" if rows else said[table.path][0]
        laid.tables[table.path] = (state if state in ("not-found", "not-asked") else "there", rows)
    return laid


# Of all files ----------------------------------------------------------------------------


def of_files(came: Sequence[Came]) -> Iterator[Line]:
    """Files received, read quality, standing."""
    kinds: dict[tuple[str, str, str], int] = {}
    for one in came:
        key = (one.round or "round not known", one.reading.format or "other", one.reading.outcome)
        kinds[key] = kinds.get(key, 0) + 1
    for (round, format, outcome), n in kinds.items():
        yield "Files received", f"{round}: {format}, {outcome}", n, len(came), 0
    for format in {one.reading.format or "other" for one in came}:
        here = [one for one in came if (one.reading.format or "other") == format]
        odd = [o for o in here if o.read and any(f.severity != "note" for f in o.reading.findings)]
        read = [one for one in here if one.read]
        for label, n in (
            ("read, nothing to look at", len(read) - len(odd)),
            ("read, something to look at", len(odd)),
            ("not readable", len(here) - len(read)),
        ):
            yield "Read quality", f"{format}: {label}", n, len(here), 0
    for label, standing in (
        ("counts", "counts"),
        ("replaced by another return of the same copy", "superseded"),
        ("contradicts another return of the same copy", "conflict"),
        ("not readable", "unreadable"),
    ):
        n = sum(one.standing == standing for one in came)
        yield "Standing of returns", label, n, len(came), 0
    counting = [one for one in came if one.standing == "counts"]
    lost = sum(one.study is None for one in counting)
    yield "Standing of returns", "of those that count: study not known", lost, len(counting), 0


# Of any workbook: studies and persons ----------------------------------------------------


def of_studies(world: World) -> Iterator[Line]:
    """Return rate, time to return, overdue, studies counted, persons."""
    read = [c for c in world.came if c.read]
    for round in [r for r in world.rounds if any(s.round == r for s in world.sent)] + [None]:
        sent = {s.study for s in world.sent if round in (None, s.round)}
        back = {c.study for c in read if c.study and round in (None, c.round)}
        label = f"round {round}" if round else "in all"
        yield "Return rate", label, len(sent & back), len(sent), len(back - sent)

    waits, before, uninvited, waiting = [], 0, 0, 0
    for key in {(s.study, s.round) for s in world.sent}:
        first = min(s.issued_on for s in world.sent if (s.study, s.round) == key)
        days = [(c.received - first).days for c in read if (c.study, c.round) == key]
        if not days:
            waiting += 1
        elif min(days) < 0:
            before += 1
        else:
            waits.append(min(days))
    invited = {(s.study, s.round) for s in world.sent}
    uninvited = len({(c.study, c.round) for c in read if c.study} - invited)
    yield from middle("Time to return", "", "days", waits, before + uninvited + waiting)

    dated = {s.study for s in world.sent if s.due}
    late = set()
    for s in world.sent:
        back = [c for c in read if c.study == s.study and c.round == s.round]
        if s.due and s.due < world.today and not back:
            late.add(s.study)
    undated = {s.study for s in world.sent} - dated
    yield "Overdue", "overdue", len(late), len(dated), len(undated)

    back = {c.study for c in read if c.study}
    n = len(papers(world, world.came))
    stray = sum(c.study is None for c in read)
    yield "Studies counted", "studies", n, len(back), len(back) - n + stray

    for place, round in [*enumerate(world.rounds), (0, None)]:
        here = [c for c in read if round in (None, c.round)]
        if not here:
            continue
        label = f"round {round}" if round else "in all"
        people = {c.person for c in here if c.person}
        nameless = sum(c.person is None for c in here)
        yield "Persons", f"{label}: persons", len(people), len(people), nameless
        if place and round and not world.alone:
            old = {c.person for c in read if c.round in world.rounds[:place]}
            yield "Persons", f"{label}: new persons", len(people - old), len(people), nameless
        studies = [c.study for c in here if c.study]
        twice = sum(studies.count(s) > 1 for s in set(studies))
        yield (
            "Persons", f"{label}: studies that returned more than one file", twice,
            len(set(studies)), len(here) - len(studies),
        )  # fmt: skip


def middle(name: str, subject: str, what: str, values: Sequence[Any], left: int) -> Iterator[Line]:
    """Quartiles with the ends included, by straight lines between the sorted values."""
    for word, share in (("lower quartile", 1), ("median", 2), ("upper quartile", 3)):
        found = None
        if len(values) >= FEW:
            ordered, at = sorted(values), Fraction(share * (len(values) - 1), 4)
            low = int(at)
            high = min(low + 1, len(values) - 1)
            found = Fraction(ordered[low]) + (at - low) * (ordered[high] - ordered[low])
        label = f"{subject}: {word} {what}" if subject else f"{word} {what}"
        yield name, label, found, len(values), left


# Of any workbook: fields -----------------------------------------------------------------


def label_of(declared: DeclaredField) -> str:
    return f"{declared.label} ({declared.path})" + (", of rows" if declared.table else "")


def cells(held: Iterable[Paper], declared: DeclaredField) -> tuple[list[tuple[Paper, Cell]], int]:
    """What is said to a field by those who were asked, and how many studies could not say."""
    found, left = [], 0
    for one in held:
        if declared.table is None:
            here = [one.single[declared.path]]
            left += here[0][0] == "not-asked"
        else:
            state, rows = one.tables[declared.table]
            here = [row[declared.path] for row in rows]
            left += state != "there"
        found += [(one, cell) for cell in here if cell[0] != "not-asked"]
    return found, left


def of_fields(world: World) -> Iterator[Line]:
    """Blank rate, ticks, choices, numbers, entries, days."""
    held = list(papers(world, world.came).values())
    for declared in fields_of(world.workbook):
        said, left = cells(held, declared)
        label, kind = label_of(declared), declared.kind
        states = [state for _, (state, _) in said]
        values = [value for _, (state, value) in said if state == "answered" and value is not None]
        lost = sum(state in LOST for state in states)
        empty = len(said) - lost - len(values)
        if kind != "tick":
            for word, wanted in (
                ("answered", ["answered"]), ("blank", ["blank", "prompt"]),
                ("declared empty", ["declared-empty"]), ("not found or not readable", LOST),
            ):  # fmt: skip
                n = sum(states.count(state) for state in wanted)
                yield "Blank rate", f"{label}: {word}", n, len(said), left
        if declared.personal:
            continue
        if kind == "tick":
            boxes = [value for _, (_, value) in said]
            yes = sum(box is True for box in boxes)
            no = sum(box is False for box in boxes)
            unread = len(boxes) - yes - no
            yield "Ticks", f"{label}: ticked", yes, yes + no, left + unread
            yield "Ticks", f"{label}: not ticked", no, yes + no, left + unread
            yield "Ticks", f"{label}: not readable", unread, len(boxes), left
        if kind in ("choice", "choices"):
            for option in declared.options:
                n = sum(option in (v if isinstance(v, list) else [v]) for v in values)
                yield "Choices", f"{label}: {option}", n, len(values), lost + empty + left
        if kind in ("whole", "decimal"):
            numbers = [Fraction(Decimal(str(value))) for value in values]
            out = lost + empty + left
            yield "Numbers", f"{label}: answered", len(values), len(said), out
            yield "Numbers", f"{label}: sum", sum(numbers), len(values), out
            mean = sum(numbers) / len(numbers) if len(numbers) >= FEW else None
            yield "Numbers", f"{label}: mean", mean, len(values), out
            [_, median, _] = middle("Numbers", label, "", numbers, out)
            yield "Numbers", f"{label}: median", median[2], len(values), out
        if kind == "names":
            lists = [value or [] for _, (state, value) in said if state not in LOST]
            n = sum(len(entries) for entries in lists)
            yield "Entries", f"{label}: entries", n, len(lists), lost + left
        if kind == "day":
            yield from of_days(label, said, left)


def of_days(label: str, said: list[tuple[Paper, Cell]], left: int) -> Iterator[Line]:
    here = [(one, cell) for one, cell in said if cell[0] != "not-found"]
    ages = []
    for one, (state, value) in here:
        if state == "unreadable":
            ages.append("not understood")
        elif state != "answered":
            ages.append("none given")
        else:
            day, received = date.fromisoformat(value), one.came.received
            # Every return of these worlds comes in on a day that all months have.
            half = received.replace(
                year=received.year - (received.month <= 6), month=(received.month + 5) % 12 + 1
            )
            if day > received:
                ages.append("in the future at receipt")
            elif day >= half:
                ages.append("up to 6 months before receipt")
            elif day >= received.replace(year=received.year - 1):
                ages.append("6 to 12 months before receipt")
            else:
                ages.append("more than 12 months before receipt")
    out = left + len(said) - len(here)
    n = sum(cell[0] == "answered" for _, cell in here)
    yield "Days", f"{label}: answered", n, len(here), out
    for age in (
        "in the future at receipt", "up to 6 months before receipt",
        "6 to 12 months before receipt", "more than 12 months before receipt",
        "none given", "not understood",
    ):  # fmt: skip
        yield "Days", f"{label}: {age}", ages.count(age), len(here), out


# Of any workbook: sections and tables ----------------------------------------------------


def amount(said: Sequence[Cell]) -> str:
    """How much of some places is filled, of those that were asked for."""
    asked = [state for state, _ in said if state != "not-asked"]
    if not asked:
        return "not asked"
    if any(state in LOST for state in asked):
        return "lost"
    filled = asked.count("answered")
    return "all" if filled == len(asked) else "some" if filled else "none"


def of_sections(world: World) -> Iterator[Line]:
    """Section completion, coverage, rows of tables, row completeness."""
    held = list(papers(world, world.came).values())
    groups: dict[str, list[DeclaredField]] = {}
    for declared in fields_of(world.workbook):
        if declared.table is None:
            groups.setdefault(declared.path.rpartition(".")[0], []).append(declared)
    for key, declared_here in groups.items():
        label = f"{declared_here[0].section} ({key})" if key else "Questions that stand alone"
        said = [[one.single[f.path] for f in declared_here] for one in held]
        yield from completion(label, [amount(cells) for cells in said])
        if len({f.kind for f in declared_here}) == 1 and len(declared_here) >= 3:
            whole = [
                [state for state, _ in cells].count("answered")
                for cells in said
                if not any(state in (*LOST, "not-asked") for state, _ in cells)
            ]
            for n in range(len(declared_here) + 1):
                yield (
                    "Coverage", f"{label}: {n} of {len(declared_here)} filled",
                    whole.count(n), len(whole), len(held) - len(whole),
                )  # fmt: skip
    for table in tables_of(world.workbook):
        columns = [f for f in fields_of(world.workbook) if f.table == table.path]
        label = f"{table.label} ({table.path})"
        found = [one.tables[table.path] for one in held]
        amounts = []
        for state, rows in found:
            if state != "there":
                amounts.append("not asked" if state == "not-asked" else "lost")
            else:
                amounts.append(
                    amount([c for row in rows for c in row.values()]) if rows else "none"
                )
        yield from completion(f"{columns[0].section} ({table.path})", amounts)

        counts = [len(rows) for state, rows in found if state == "there"]
        left = len(found) - len(counts)
        having = sum(n > 0 for n in counts)
        yield "Rows of tables", f"{label}: studies with a row", having, len(counts), left
        yield "Rows of tables", f"{label}: rows in all", sum(counts), len(counts), left
        yield from middle("Rows of tables", label, "rows of a study", counts, left)

        wanted = [f for f in columns if f.kind != "tick"]
        if len(wanted) < 2:
            continue
        every = [[row[f.path][0] for f in wanted] for _, rows in found for row in rows]
        known = [states for states in every if not any(s in (*LOST, "not-asked") for s in states)]
        n = sum(all(s == "answered" for s in states) for states in known)
        out = left + len(every) - len(known)
        name = f"{label}: all {len(wanted)} columns filled"
        yield "Row completeness", name, n, len(known), out
        for place, f in enumerate(wanted):
            column = [states[place] for states in every]
            told = [s for s in column if s not in (*LOST, "not-asked")]
            out = left + len(column) - len(told)
            name = f"{label}: {f.label} filled"
            yield "Row completeness", name, told.count("answered"), len(told), out


def completion(label: str, amounts: Sequence[str]) -> Iterator[Line]:
    n = sum(word in ("all", "some", "none") for word in amounts)
    for word in ("all", "some", "none"):
        name = f"{label}: {word} filled"
        yield "Section completion", name, amounts.count(word), n, len(amounts) - n


# Of Module 2 -----------------------------------------------------------------------------

MATRICES = ("initial_matrix", "ongoing_matrix")
CS = ("commissioners", "customers", "collaborators", "contributors", "channels", "commentators",
      "consumers", "champions", "competitors")  # fmt: skip
STAGES = ("initiation", "planning", "execution", "monitoring", "closure")
QUADRANTS = {
    "q1": "Q1: low interest, low impact", "q2": "Q2: high interest, low impact",
    "q3": "Q3: low interest, high impact", "q4": "Q4: high interest, high impact",
}  # fmt: skip
POINTS = [f"co_production.point_{n}" for n in range(1, 8)]
ITEMS: tuple[tuple[str, list[str], int], ...] = (
    ("stakeholder_list", [*(f"nine_cs.{c}" for c in CS), *MATRICES], 1),
    ("engagement_strategy", ["engagement"], 1),
    ("inclusion_strategy", ["involvement"], 1),
    ("co_production_strategy", POINTS, 4),
    ("next_review_date_set", ["next_review_date"], 1),
)


@dataclass(frozen=True)
class Vocabulary:
    """What the made-up teams write, and what each of it means."""

    stakeholders: Mapping[str, str]
    frequencies: Mapping[str, str]
    methods: Mapping[str, tuple[str, ...]]
    frequency_codes: tuple[str, ...]
    method_codes: tuple[str, ...]


def of_module_2(world: World, words: Vocabulary) -> Iterator[Line]:
    """What is counted of Module 2 alone."""
    by_study = papers(world, world.came)
    held = list(by_study.values())
    titles = {f.path: f.label for f in fields_of(world.workbook)}

    for item, paths, least in ITEMS:
        at = f"checklist.{item}"
        boxes = [(one.single[at], has(one, paths, least)) for one in held]
        for ticked, word, wrong in (
            (True, "ticked, and nothing is there", False),
            (False, "there, and not ticked", True),
        ):
            told = [there for (_, box), there in boxes if box is ticked and there is not None]
            others = sum(1 for (_, box), _ in boxes if box is not ticked and box is not None)
            yield (
                "Ticks against content", f"{titles[at]}: {word}", told.count(wrong), len(told),
                len(held) - len(told) - others,
            )  # fmt: skip

    for c in CS:
        yield having("The 9 Cs named", titles[f"nine_cs.{c}"], held, [f"nine_cs.{c}"])
    grid = [one for one in held if any(one.single[f"nine_cs.{c}"][0] == "answered" for c in CS)]
    _, label, n, told, _ = having(
        "", "at least one entry in Consumers", grid, ["nine_cs.consumers"]
    )
    yield "Public voice listed", label, n, told, len(held) - told
    for path in POINTS:
        yield having("Co-production points", titles[path], held, [path])
    for stage in STAGES:
        yield having("Life cycle", stage.capitalize(), held, [f"life_cycle.{stage}"])
    yield having("Life cycle", "all five stages", held, [f"life_cycle.{s}" for s in STAGES])

    clear = [one for one in held if all(one.tables[t][0] == "there" for t in MATRICES)]
    counts = [n for one in clear if (n := len(named(one, words)))]
    left = len(held) - len(counts)
    yield "Stakeholders", "stakeholders in all", sum(counts), len(counts), left
    yield from middle("Stakeholders", "", "stakeholders of a study", counts, left)

    yield from growth(world, words)
    yield from quadrants(held, words)

    tables = {"engagement": "organisation", "involvement": "stakeholder"}
    whole = [one for one in clear if all(one.tables[t][0] == "there" for t in tables)]
    found = {"engaged only": 0, "involved only": 0, "both": 0, "neither": 0}
    for one in whole:
        engaged, involved = (column(one, f"{t}[].{c}", words) for t, c in tables.items())
        for name in named(one, words):
            key = "both" if name in engaged & involved else "engaged only" if name in engaged else (
                "involved only" if name in involved else "neither")  # fmt: skip
            found[key] += 1
    for label, n in found.items():
        yield "Follow-through", label, n, sum(found.values()), len(held) - len(whole)

    lost = sum(one.tables["engagement"][0] != "there" for one in held)
    rows = [row for one in held for row in one.tables["engagement"][1]]
    for name, column_, meaning, codes in (
        ("Contact frequency", "frequency", words.frequencies, words.frequency_codes),
        ("Contact methods", "contact_method", words.methods, words.method_codes),
    ):
        texts = [row[f"engagement[].{column_}"] for row in rows]
        given = [meaning[value] for state, value in texts if state == "answered"]
        for code in codes:
            n = sum(code == g if isinstance(g, str) else code in g for g in given)
            yield name, code, n, len(given), len(rows) - len(given) + lost

    found_days = [(s, o.single["next_review_date"], o.came.received) for s, o in by_study.items()]
    asked = [d for d in found_days if d[1][0] not in ("not-asked", "not-found")]
    dated = [(s, date.fromisoformat(v), on) for s, (state, v), on in asked if state == "answered"]
    ahead = sum(day > on for _, day, on in dated)
    yield "Reviews", "next review ahead at receipt", ahead, len(asked), len(held) - len(asked)
    late = 0
    for study, day, _ in dated:
        since = [c for c in world.everything if c.read and c.study == study and c.received > day]
        late += day + timedelta(days=30) < world.today and not since
    yield "Reviews", "next review overdue now", late, len(dated), len(held) - len(dated)


def has(one: Paper, paths: Sequence[str], least: int) -> bool | None:
    """Whether so many of some places are answered; None where it cannot be told."""
    yes = unknown = 0
    for path in paths:
        if path in one.tables:
            state, rows = one.tables[path]
            yes += bool(rows)
            unknown += state != "there"
        else:
            state, _ = one.single[path]
            yes += state == "answered"
            unknown += state in (*LOST, "not-asked")
    return True if yes >= least else None if yes + unknown >= least else False


def having(name: str, label: str, held: Sequence[Paper], paths: Sequence[str]) -> Line:
    """Studies that answered all of some places, of those of whom it can be told."""
    told = [there for one in held if (there := has(one, paths, len(paths))) is not None]
    return name, label, told.count(True), len(told), len(held) - len(told)


def column(one: Paper, path: str, words: Vocabulary) -> set[str]:
    """The different stakeholders in one column."""
    _, rows = one.tables[path.partition("[")[0]]
    return {words.stakeholders[row[path][1]] for row in rows if row[path][0] == "answered"}


def named(one: Paper, words: Vocabulary) -> set[str]:
    """The different stakeholders in both matrices."""
    return set().union(*(column(one, f"{table}[].stakeholder", words) for table in MATRICES))


def growth(world: World, words: Vocabulary) -> Iterator[Line]:
    """From each round to the next, whatever the world is a part of."""
    for before, after in zip(world.rounds, world.rounds[1:], strict=False):
        if world.alone not in (None, after):
            continue
        then = papers(world, world.everything, before)
        now = papers(world, world.everything, after)
        new = kept = gone = both = 0
        for study in then.keys() & now.keys():
            pair = (then[study], now[study])
            if any(one.tables[t][0] != "there" for one in pair for t in MATRICES):
                continue
            old, fresh = (named(one, words) for one in pair)
            both += 1
            new += len(fresh - old)
            kept += len(fresh & old)
            gone += len(old - fresh)
        left = len(then.keys() | now.keys()) - both
        for label, n in (("new", new), ("kept", kept), ("gone", gone)):
            yield "Growth of lists", f"{before} to {after}: {label}", n, both, left


def quadrants(held: Sequence[Paper], words: Vocabulary) -> Iterator[Line]:
    """Entries in each quadrant, and stakeholders that certainly stand in none."""
    used = [
        one for one in held if any(one.single[f"interest_impact.{q}"][0] == "answered" for q in QUADRANTS)
    ]  # fmt: skip
    entries = dict.fromkeys(QUADRANTS, 0)
    nowhere = unclear = 0
    for one in used:
        cells = {q: one.single[f"interest_impact.{q}"] for q in QUADRANTS}
        placed = set()
        for q, (state, value) in cells.items():
            if state == "answered":
                entries[q] += len(value)
                placed |= {words.stakeholders[name] for name in value}
        lost = [s for s, _ in cells.values() if s in (*LOST, "not-asked")]
        if lost or any(one.tables[t][0] != "there" for t in MATRICES):
            unclear += 1
        else:
            nowhere += len(named(one, words) - placed)
    total, left = sum(entries.values()) + nowhere, len(held) - len(used)
    for q, label in QUADRANTS.items():
        yield "Interest and impact", label, entries[q], total, left
    yield "Interest and impact", "in a matrix, and in no quadrant", nowhere, total, left + unclear


def every(world: World, words: Vocabulary | None) -> Iterator[Line]:
    """Every figure of a workbook; those of Module 2 where its words are given."""
    yield from of_studies(world)
    yield from of_fields(world)
    yield from of_sections(world)
    if words is not None:
        yield from of_module_2(world, words)
