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
    """The largest and the smallest of some shares, as one sentence; how many share a place.

    >>> rows = (Figure("a", 3, 4), Figure("b", 0, 4), Figure("c", 0, 4))
    >>> extremes(rows)
    'Most often: a (3 of 4, 75 %); least often: b and 1 more (0 of 4, 0 %).'
    """
    most, least = _ends(shares)
    if len(most) == len(shares):
        return f"All the same: {_all_told(most)}."
    high, low = (_with_others(bare_label(figures[0].label), figures) for figures in (most, least))
    return f"Most often: {high} ({_all_told(most)}); least often: {low} ({_all_told(least)})."


def _ends(shares: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """All figures with the largest share, and all with the smallest."""
    parts = [share(figure) or 0 for figure in shares]
    return (
        [f for f, part in zip(shares, parts, strict=True) if part == max(parts)],
        [f for f, part in zip(shares, parts, strict=True) if part == min(parts)],
    )


def _with_others(label: str, figures: Sequence[Figure]) -> str:
    return f"{label} and {len(figures) - 1} more" if len(figures) > 1 else label


def _all_told(figures: Sequence[Figure]) -> str:
    """What figures of one share say; of several numbers only the share is true of all."""
    told = {_told(figure) for figure in figures}
    return told.pop() if len(told) == 1 else percent(figures[0])


def _of_parts(figures: Sequence[Figure]) -> str:
    first = figures[0].category if figures else ""
    compared = [
        figure for figure in figures if figure.category == first and share(figure) is not None
    ]
    if len(compared) < 2:
        shares = [figure for figure in figures if share(figure) is not None]
        return extremes(shares) if len(shares) > 1 else NOTHING
    most, least = _ends(compared)
    if len(most) == len(compared):
        return f"“{first}” is the same everywhere: {percent(most[0])}."
    high, low = (_with_others(bare_label(found[0].subject), found) for found in (most, least))
    return (
        f"“{first}” is most frequent in {high} ({_all_told(most)}) and least in "
        f"{low} ({_all_told(least)})."
    )


def _over_time(figures: Sequence[Figure]) -> str:
    known = [figure for figure in figures if share(figure) is not None]
    rounds = [figure for figure in known if figure.label.startswith("round ")]
    if len(rounds) < 2:
        return f"{_begun(known[-1].label)}: {_told(known[-1])}." if known else NOTHING
    before, last = rounds[-2:]
    change = (share(last) or 0) - (share(before) or 0)
    word = "as in" if abs(change) < 0.005 else "more than in" if change > 0 else "less than in"
    return f"{_begun(last.label)}: {_told(last)}, {word} {before.label} ({_told(before)})."


def _begun(label: str) -> str:
    """A label as the first words of a sentence; a round keeps its name."""
    return label[:1].upper() + label[1:]
