"""Means, medians and quartiles: made only where enough values are there."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from workbook_docs.hub.figures import Figure, Number

ENOUGH = 10
"""Values from which a mean or median is made; below, it would tell of single ones."""

Typical = Callable[[Sequence[Decimal]], Decimal]


def lower_quartile(values: Sequence[Decimal]) -> Decimal:
    """The value that a quarter of the values lie at or below, the ends included."""
    return statistics.quantiles(values, n=4, method="inclusive")[0]


def upper_quartile(values: Sequence[Decimal]) -> Decimal:
    """The value that three quarters of the values lie at or below, the ends included."""
    return statistics.quantiles(values, n=4, method="inclusive")[2]


def typical(
    category: str,
    of: Typical,
    values: Sequence[Number],
    left_out: tuple[int, str] = (0, ""),
    subject: str = "",
) -> Figure:
    """A figure that is typical of values, or one without a number where they are few."""
    n = len(values)
    if n < ENOUGH:
        few = "; ".join(filter(None, (f"not made of fewer than {ENOUGH}", left_out[1])))
        return Figure(category, None, n, left_out[0], few, subject, "typical")
    found = plain(of([Decimal(value) for value in values]))
    return Figure(category, found, n, *left_out, subject=subject, kind="typical")


def middle_half(
    what: str,
    values: Sequence[Number],
    left_out: tuple[int, str] = (0, ""),
    subject: str = "",
) -> Iterator[Figure]:
    """The median and the quartiles. Never the least and the most: those are single ones."""
    yield typical(f"lower quartile {what}", lower_quartile, values, left_out, subject)
    yield typical(f"median {what}", statistics.median, values, left_out, subject)
    yield typical(f"upper quartile {what}", upper_quartile, values, left_out, subject)


def plain(value: Decimal) -> Number:
    """A whole number where it is one."""
    return int(value) if value == value.to_integral_value() else value
