"""One sentence for each statistic: what its figures show, in plain words.

It names the largest and the smallest share, never a cause and never a judgement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from workbook_docs.hub.figures import Figure, Number, Statistic


def sentence(statistic: Statistic) -> str:
    """What the figures of a statistic show, as one sentence.

    >>> rate = Statistic("Ticks", "m", "", (Figure("ticked", 3, 4), Figure("not ticked", 1, 4)))
    >>> sentence(rate)
    'Most often: ticked (3 of 4, 75 %); least often: not ticked (1 of 4, 25 %).'
    """
    whole = [figure for figure in statistic.rows if not figure.within]
    if statistic.chart == "parts":
        return _of_parts(whole)
    if statistic.chart == "over time":
        return _over_time(whole)
    shares = [figure for figure in whole if figure.kind == "share" and figure.denominator]
    if len(shares) > 1:
        return extremes(shares)
    told = [
        f"{bare_label(figure.label)}: {_told(figure)}"
        for figure in whole
        if figure.numerator is not None
    ]
    return f"{'; '.join(told[:4])}{' …' if len(told) > 4 else ''}." if told else NOTHING


NOTHING = "There is nothing to count yet."


def share(figure: Figure) -> float | None:
    """The part of its denominator that a figure is, from 0 to 1; None where there is none."""
    if figure.kind != "share" or figure.numerator is None or not figure.denominator:
        return None
    return float(figure.numerator) / figure.denominator


def percent(figure: Figure) -> str:
    """A share in whole percent; empty for what is no share."""
    part = share(figure)
    return "" if part is None else f"{part * 100:.0f} %"


def number(value: Number | None) -> str:
    """A number for people; a dash where too few are counted for one."""
    if value is None:
        return "–"
    return f"{value:,.1f}" if isinstance(value, Decimal) else f"{value:,}"


def bare_label(label: str) -> str:
    """A label without the path of its field.

    >>> bare_label("Frequency (engagement[].frequency), of rows")
    'Frequency'
    """
    return re.sub(r" \([a-z0-9_.\[\]]+\)(, of rows)?", "", label)


def _told(figure: Figure) -> str:
    if figure.kind != "share":
        return f"{number(figure.numerator)} (from {figure.denominator:,})"
    return f"{number(figure.numerator)} of {figure.denominator:,}{_bracketed(figure)}"


def _bracketed(figure: Figure) -> str:
    return f", {percent(figure)}" if percent(figure) else ""


def extremes(shares: Sequence[Figure]) -> str:
    """The largest and the smallest of some shares, as one sentence."""
    most = max(shares, key=lambda figure: share(figure) or 0)
    least = min(shares, key=lambda figure: share(figure) or 0)
    if share(most) == share(least):
        return f"All the same: {_told(most)}."
    high, low = bare_label(most.label), bare_label(least.label)
    return f"Most often: {high} ({_told(most)}); least often: {low} ({_told(least)})."


def _of_parts(figures: Sequence[Figure]) -> str:
    first = figures[0].category if figures else ""
    compared = [
        figure for figure in figures if figure.category == first and share(figure) is not None
    ]
    if len(compared) < 2:
        shares = [figure for figure in figures if share(figure) is not None]
        return extremes(shares) if len(shares) > 1 else NOTHING
    most = max(compared, key=lambda figure: share(figure) or 0)
    least = min(compared, key=lambda figure: share(figure) or 0)
    if share(most) == share(least):
        return f"“{first}” is the same everywhere: {percent(most)}."
    return (
        f"“{first}” is most frequent in {bare_label(most.subject)} ({_told(most)}) and least in "
        f"{bare_label(least.subject)} ({_told(least)})."
    )


def _over_time(figures: Sequence[Figure]) -> str:
    known = [figure for figure in figures if share(figure) is not None]
    rounds = [figure for figure in known if figure.label.startswith("round ")]
    if len(rounds) < 2:
        return f"{known[-1].label.capitalize()}: {_told(known[-1])}." if known else NOTHING
    before, last = rounds[-2:]
    change = (share(last) or 0) - (share(before) or 0)
    word = "as in" if abs(change) < 0.005 else "more than in" if change > 0 else "less than in"
    return f"{last.label.capitalize()}: {_told(last)}, {word} {before.label} ({_told(before)})."
