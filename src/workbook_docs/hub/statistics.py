"""The statistics that follow from the kinds of any workbook's fields.

Exact, for use inside the hub. Each is one line of the table at the end. Text and names
are counted, never shown; what a person chose is shown only where it was declared.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbook_docs.definition import (
    DeclaredField,
    KindName,
    Workbook,
    fields_of,
    tables_of,
)
from workbook_docs.hub.figures import Figure, Number, Statistic, Statistics, why
from workbook_docs.hub.sample import Arrival, Said, Sample, Sheet, arrivals, samples
from workbook_docs.hub.store import Store
from workbook_docs.hub.studies import study_key

ENOUGH = 10
"""Returns from which a mean or median is made; below, it would tell of single ones."""

FEWEST_LIKE_FIELDS = 3
"""Fields of one kind that make a section one whose coverage is worth counting."""


def make_statistics(
    store: Store,
    definition: Callable[[str], type[Workbook]],
    today: date,
    round: str | None,
) -> Statistics:
    """Every statistic of every workbook of the hub."""
    found = [
        Statistic(name, None, sentence, tuple(make(arrivals(store, round))))
        for name, sentence, make in OF_THE_HUB
    ]
    for sample in samples(store, definition, today, round):
        for name, sentence, make_rows in OF_A_WORKBOOK:
            rows = tuple(make_rows(sample))
            if rows:
                found.append(Statistic(name, sample.definition.workbook_id, sentence, rows))
    return Statistics(today, round, tuple(found))


# Files ---------------------------------------------------------------------------------


def files_received(files: Sequence[Arrival]) -> Iterator[Figure]:
    """Files by round, kind and outcome."""
    counts = Counter((f.round or "round not known", f.format or "other", f.outcome) for f in files)
    for (round, format, outcome), n in sorted(counts.items()):
        yield Figure(f"{round}: {format}, {outcome}", n, len(files))


def standing_of_returns(files: Sequence[Arrival]) -> Iterator[Figure]:
    """Files by whether and why they count."""
    labels = {
        "counts": "counts",
        "superseded": "replaced by a newer return of the same copy",
        "conflict": "contradicts another return of the same copy",
        "unreadable": "not readable",
    }
    counts = Counter(f.standing for f in files)
    for standing, label in labels.items():
        yield Figure(label, counts[standing], len(files))
    unknown = sum(f.standing == "counts" and f.study is None for f in files)
    yield Figure("of those that count: study not known", unknown, counts["counts"])


# Studies -------------------------------------------------------------------------------


def return_rate(sample: Sample) -> Iterator[Figure]:
    """Studies issued that returned, by round and in all."""
    returned = [
        (study_key(f.study), f.round) for f in sample.arrivals if f.outcome == "read" and f.study
    ]
    rounds = sorted({r for _, r, _ in sample.issued if r})
    for round in (*rounds, None):
        issued = {study for study, r, _ in sample.issued if round in (None, r)}
        back = {study for study, r in returned if round in (None, r)}
        left_out = why(returned_without_having_been_issued=len(back - issued))
        label = f"round {round}" if round is not None else "in all"
        yield Figure(label, len(back & issued), len(issued), *left_out)


def overdue(sample: Sample) -> Iterator[Figure]:
    """Studies with a copy that was due before today and nothing returned in that round."""
    back = {(study_key(f.study), f.round) for f in sample.arrivals if f.outcome == "read"}
    dated = {study for study, _, due in sample.issued if due is not None}
    late = {
        study
        for study, round, due in sample.issued
        if due is not None and due < sample.today and not {(study, round), (study, None)} & back
    }
    undated = {study for study, _, _ in sample.issued} - dated
    yield Figure("overdue", len(late), len(dated), *why(without_a_due_day=len(undated)))


def studies_counted(sample: Sample) -> Iterator[Figure]:
    """Studies whose answers the other statistics are made of."""
    back = {study_key(f.study) for f in sample.arrivals if f.outcome == "read" and f.study}
    unknown = sum(1 for f in sample.arrivals if f.outcome == "read" and f.study is None)
    counted = len(sample.sheets)
    left_out = why(
        studies_whose_returns_contradict_each_other=len(back) - counted,
        returns_of_no_known_study=unknown,
    )
    yield Figure("studies", counted, len(back), *left_out)


# Sections ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A printed section: some single fields, or one table."""

    label: str
    fields: tuple[DeclaredField, ...]
    table: str | None


def parts_of(workbook: type[Workbook]) -> list[Part]:
    """The sections of a workbook; single fields outside any section are one together."""
    found: dict[str, list[DeclaredField]] = {}
    for declared in fields_of(workbook):
        key = declared.table or declared.path.rpartition(".")[0]
        found.setdefault(key, []).append(declared)
    return [
        Part(
            f"{fields[0].section} ({key})" if key else "Fields of no section",
            tuple(fields),
            fields[0].table,
        )
        for key, fields in found.items()
    ]


def section_completion(sample: Sample) -> Iterator[Figure]:
    """Per section: studies that filled all, some or none of it."""
    for part in parts_of(sample.definition):
        found = Counter(_completion(sheet, part) for sheet in sample.sheets)
        n = found["all"] + found["some"] + found["none"]
        left_out = why(
            not_asked_in_their_edition=found["not-asked"],
            not_found_or_not_readable=found["lost"],
        )
        for amount in ("all", "some", "none"):
            yield Figure(f"{part.label}: {amount} filled", found[amount], n, *left_out)


def _completion(sheet: Sheet, part: Part) -> str:
    if part.table is not None:
        state, rows = sheet.table(part.table)
        said = [cell for row in rows for cell in row.values()]
        if state != "found":
            return "lost" if state == "not-found" else state
        if not rows:
            return "none"
    else:
        said = [sheet.at(declared.path) for declared in part.fields]
    asked = [s for s in said if s.state != "not-asked"]
    if not asked:
        return "not-asked"
    if any(s.lost for s in asked):
        return "lost"
    filled = sum(s.state == "answered" for s in asked)
    return "all" if filled == len(asked) else "some" if filled else "none"


def coverage(sample: Sample) -> Iterator[Figure]:
    """Per section of like fields: studies by how many of the fields they filled."""
    for part in parts_of(sample.definition):
        kinds = {declared.kind for declared in part.fields}
        total = len(part.fields)
        if part.table is not None or len(kinds) != 1 or total < FEWEST_LIKE_FIELDS:
            continue
        filled: Counter[int] = Counter()
        not_asked = lost = 0
        for sheet in sample.sheets:
            said = [sheet.at(declared.path) for declared in part.fields]
            if any(s.state == "not-asked" for s in said):
                not_asked += 1
            elif any(s.lost for s in said):
                lost += 1
            else:
                filled[sum(s.state == "answered" for s in said)] += 1
        left_out = why(not_asked_all_of_them=not_asked, not_found_or_not_readable=lost)
        for n in range(total + 1):
            label = f"{part.label}: {n} of {total} filled"
            yield Figure(label, filled[n], filled.total(), *left_out)


def table_rows(sample: Sample) -> Iterator[Figure]:
    """Per table: studies with a row, rows in all, and the median where enough have it."""
    for table in tables_of(sample.definition):
        label = f"{table.label} ({table.path})"
        found = [sheet.table(table.path) for sheet in sample.sheets]
        counts = [len(rows) for state, rows in found if state == "found"]
        left_out = why(
            not_asked_in_their_edition=sum(state == "not-asked" for state, _ in found),
            with_a_table_that_was_not_found=sum(state == "not-found" for state, _ in found),
        )
        n = len(counts)
        yield Figure(f"{label}: studies with a row", sum(c > 0 for c in counts), n, *left_out)
        yield Figure(f"{label}: rows in all", sum(counts), n, *left_out)
        yield _typical(f"{label}: median rows of a study", statistics.median, counts, left_out)


# Fields --------------------------------------------------------------------------------


def _label(declared: DeclaredField) -> str:
    unit = ", of rows" if declared.table is not None else ""
    return f"{declared.label} ({declared.path}){unit}"


def _of_kinds(sample: Sample, *kinds: KindName) -> Iterator[DeclaredField]:
    # What identifies a person is not held where statistics are made.
    for declared in fields_of(sample.definition):
        if declared.kind in kinds and not declared.personal:
            yield declared


def blank_rate(sample: Sample) -> Iterator[Figure]:
    """Per field: answered, blank, declared empty, and not found or not readable."""
    groups = {
        "answered": ("answered",),
        "blank": ("blank", "prompt"),
        "declared empty": ("declared-empty",),
        "not found or not readable": ("not-found", "unreadable"),
    }
    for declared in fields_of(sample.definition):
        if declared.kind == "tick":
            continue
        observed = sample.observed(declared)
        left_out = why(**observed.left_out)
        for label, states in groups.items():
            n = sum(said.state in states for said in observed.said)
            yield Figure(f"{_label(declared)}: {label}", n, len(observed.said), *left_out)


def ticks(sample: Sample) -> Iterator[Figure]:
    """Per box: ticked, not ticked, not readable."""
    for declared in _of_kinds(sample, "tick"):
        observed = sample.observed(declared)
        values = Counter(said.value for said in observed.said)
        readable = values[True] + values[False]
        unread = len(observed.said) - readable
        left_out = why(not_readable=unread, **observed.left_out)
        label = _label(declared)
        yield Figure(f"{label}: ticked", values[True], readable, *left_out)
        yield Figure(f"{label}: not ticked", values[False], readable, *left_out)
        left_out = why(**observed.left_out)
        yield Figure(f"{label}: not readable", unread, len(observed.said), *left_out)


def choices(sample: Sample) -> Iterator[Figure]:
    """Per declared option: how often it was chosen, of those who chose."""
    for declared in _of_kinds(sample, "choice", "choices"):
        observed = sample.observed(declared)
        answered = _answered(observed.said)
        chosen: Counter[str] = Counter()
        for said in answered:
            values = said.value if isinstance(said.value, list) else [said.value]
            chosen.update({str(value) for value in values})
        left_out = why(**_without_answer(observed.said), **observed.left_out)
        for option in declared.options:
            label = f"{_label(declared)}: {option}"
            yield Figure(label, chosen[option], len(answered), *left_out)


def numbers(sample: Sample) -> Iterator[Figure]:
    """Per number: how many gave one, the sum, and mean and median where enough did."""
    for declared in _of_kinds(sample, "whole", "decimal"):
        observed = sample.observed(declared)
        given = [Decimal(said.value) for said in _answered(observed.said)]
        left_out = why(**_without_answer(observed.said), **observed.left_out)
        label = _label(declared)
        yield Figure(f"{label}: answered", len(given), len(observed.said), *left_out)
        yield Figure(f"{label}: sum", _plain(sum(given, Decimal())), len(given), *left_out)
        yield _typical(f"{label}: mean", statistics.mean, given, left_out)
        yield _typical(f"{label}: median", statistics.median, given, left_out)


def names(sample: Sample) -> Iterator[Figure]:
    """Per list of entries: entries in all."""
    for declared in _of_kinds(sample, "names"):
        observed = sample.observed(declared)
        readable = [said for said in observed.said if not said.lost]
        total = sum(len(said.value or []) for said in readable)
        lost = len(observed.said) - len(readable)
        left_out = why(not_found_or_not_readable=lost, **observed.left_out)
        yield Figure(f"{_label(declared)}: entries", total, len(readable), *left_out)


def days(sample: Sample) -> Iterator[Figure]:
    """Per day: how it lies to the day on which the return came in."""
    labels = ("in the future at receipt", "up to 6 months before receipt",
              "6 to 12 months before receipt", "more than 12 months before receipt",
              "none given", "not understood")  # fmt: skip
    for declared in _of_kinds(sample, "day"):
        observed = sample.observed(declared)
        found = Counter(_age(said) for said in observed.said)
        n = len(observed.said) - found["not found"]
        left_out = why(not_found=found["not found"], **observed.left_out)
        label = _label(declared)
        answered = sum(said.state == "answered" for said in observed.said)
        yield Figure(f"{label}: answered", answered, n, *left_out)
        for age in labels:
            yield Figure(f"{label}: {age}", found[age], n, *left_out)


def _age(said: Said) -> str:
    if said.state != "answered":
        lost = {"not-found": "not found", "unreadable": "not understood"}
        return lost.get(said.state, "none given")
    day, received = date.fromisoformat(said.value), said.received
    if day > received:
        return "in the future at receipt"
    if day >= months_before(received, 6):
        return "up to 6 months before receipt"
    if day >= months_before(received, 12):
        return "6 to 12 months before receipt"
    return "more than 12 months before receipt"


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def _answered(said: Iterable[Said]) -> list[Said]:
    return [s for s in said if s.state == "answered" and s.value is not None]


def _without_answer(said: Sequence[Said]) -> dict[str, int]:
    lost = sum(s.lost for s in said)
    return {
        "not_found_or_not_readable": lost,
        "blank": len(said) - lost - len(_answered(said)),
    }


def _typical(
    label: str,
    of: Callable[[Sequence[Decimal]], Decimal],
    values: Sequence[Number],
    left_out: tuple[int, str],
) -> Figure:
    n = len(values)
    if n < ENOUGH:
        return Figure(label, None, n, left_out[0], f"not made of fewer than {ENOUGH}")
    return Figure(label, _plain(of([Decimal(value) for value in values])), n, *left_out)


def _plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value


# The table -----------------------------------------------------------------------------

OF_THE_HUB: tuple[tuple[str, str, Callable[[Sequence[Arrival]], Iterator[Figure]]], ...] = (
    ("Files received",
     "Files that came in, by round, kind of file and outcome of reading; the same bytes twice "
     "are one file.", files_received),
    ("Standing of returns",
     "Files that came in, by whether their answers count.", standing_of_returns),
)  # fmt: skip

OF_A_WORKBOOK: tuple[tuple[str, str, Callable[[Sample], Iterator[Figure]]], ...] = (
    ("Return rate",
     "Studies with at least one readable return, out of the studies that a copy was issued to.",
     return_rate),
    ("Overdue",
     "Studies with a copy due before today and no readable return in its round, out of the "
     "studies with a due day.", overdue),
    ("Studies counted",
     "Studies whose latest counting return the statistics below are made of, out of the studies "
     "with a readable return.", studies_counted),
    ("Section completion",
     "Studies that answered all, some or none of a section's fields; words such as “n/a” and "
     "boxes left unticked are no answers, and a table is filled when every cell of its rows is.",
     section_completion),
    ("Blank rate",
     "Studies (in tables: rows) by what stands in a field; a field that the returned edition "
     "does not ask is not counted.", blank_rate),
    ("Ticks",
     "Studies (in tables: rows) with the box ticked, out of those whose box could be read.",
     ticks),
    ("Coverage",
     "Studies by how many of a section's like fields they answered.", coverage),
    ("Rows of tables",
     "Rows with at least one answer, out of the studies whose table could be read.", table_rows),
    ("Choices",
     "Studies (in tables: rows) that chose an option, out of those that chose any.", choices),
    ("Numbers",
     "The numbers given, out of the studies (in tables: rows) that gave one.", numbers),
    ("Entries",
     "Entries in a box that takes several, out of the studies (in tables: rows) whose box could "
     "be read.", names),
    ("Days",
     "Studies (in tables: rows) by how a day lies to the day on which the return came in.", days),
)  # fmt: skip
