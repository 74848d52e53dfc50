"""Statistics of single fields, by what kind of field they are."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from workbook_docs.definition import DeclaredField, KindName, fields_of
from workbook_docs.hub.counting.typical import plain, typical
from workbook_docs.hub.figures import Figure, why
from workbook_docs.hub.sample import Sample
from workbook_docs.hub.sheets import Said


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
            yield Figure(label, n, len(observed.said), *left_out, subject=_label(declared))


def ticks(sample: Sample) -> Iterator[Figure]:
    """Per box: ticked, not ticked, not readable."""
    for declared in _of_kinds(sample, "tick"):
        observed = sample.observed(declared)
        values = Counter(said.value for said in observed.said)
        readable = values[True] + values[False]
        unread = len(observed.said) - readable
        left_out = why(not_readable=unread, **observed.left_out)
        subject = _label(declared)
        yield Figure("ticked", values[True], readable, *left_out, subject=subject)
        yield Figure("not ticked", values[False], readable, *left_out, subject=subject)
        left_out = why(**observed.left_out)
        yield Figure("not readable", unread, len(observed.said), *left_out, subject=subject)


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
            n = chosen[option]
            yield Figure(option, n, len(answered), *left_out, subject=_label(declared))


def numbers(sample: Sample) -> Iterator[Figure]:
    """Per number: how many gave one, the sum, and mean and median where enough did."""
    for declared in _of_kinds(sample, "whole", "decimal"):
        observed = sample.observed(declared)
        given = [Decimal(said.value) for said in _answered(observed.said)]
        left_out = why(**_without_answer(observed.said), **observed.left_out)
        subject = _label(declared)
        total = plain(sum(given, Decimal()))
        yield Figure("answered", len(given), len(observed.said), *left_out, subject=subject)
        yield Figure("sum", total, len(given), *left_out, subject=subject, kind="total")
        yield typical("mean", statistics.mean, given, left_out, subject)
        yield typical("median", statistics.median, given, left_out, subject)


def names(sample: Sample) -> Iterator[Figure]:
    """Per list of entries: entries in all."""
    for declared in _of_kinds(sample, "names"):
        observed = sample.observed(declared)
        readable = [said for said in observed.said if not said.lost]
        total = sum(len(said.value or []) for said in readable)
        lost = len(observed.said) - len(readable)
        left_out = why(not_found_or_not_readable=lost, **observed.left_out)
        subject = _label(declared)
        yield Figure("entries", total, len(readable), *left_out, subject=subject, kind="total")


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
        subject = _label(declared)
        answered = sum(said.state == "answered" for said in observed.said)
        yield Figure("answered", answered, n, *left_out, subject=subject)
        for age in labels:
            yield Figure(age, found[age], n, *left_out, subject=subject)


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
