"""One sentence for each statistic: what its figures show, in plain words.

It names the largest and the smallest share, never a cause and never a judgement. What it says
is true of the table below it: of figures that share a place it tells how many there are, and of
what is made of one study alone it says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from workbook_docs.hub.figures import Figure, Number, Statistic

NOTHING = "There is nothing to count yet."
MOST_TOLD = 4
"""Figures that one sentence tells, and labels that it names."""
IN_ALL = "in all"
"""The figures over all rounds, beside those of each."""


def sentence(statistic: Statistic) -> str:
    """What the figures of a statistic show, as one sentence.

    >>> rate = Statistic("Ticks", "m", "", (Figure("ticked", 3, 4), Figure("not ticked", 1, 4)))
    >>> sentence(rate)
    'Most often: ticked (3 of 4, 75 %); least often: not ticked (1 of 4, 25 %).'
    """
    whole = [figure for figure in statistic.rows if not figure.within]
    over_all = [figure for figure in whole if figure.subject == IN_ALL]
    if over_all:
        return _told_one_by_one(over_all)
    if statistic.chart == "parts":
        return _of_parts(whole)
    if statistic.chart == "over time":
        return _over_time(whole)
    shares = [figure for figure in whole if share(figure) is not None]
    return extremes(shares) if len(shares) > 1 else _told_one_by_one(whole)


def share(figure: Figure) -> float | None:
    """The part of its denominator that a figure is, from 0 to 1; None where there is none."""
    exact = _share(figure)
    return None if exact is None else float(exact)


def _share(figure: Figure) -> Fraction | None:
    if figure.kind != "share" or figure.numerator is None or not figure.denominator:
        return None
    return Fraction(figure.numerator) / figure.denominator


def percent(figure: Figure) -> str:
    """A share in whole percent, a half rounded up; empty for what is no share.

    >>> percent(Figure("ticked", 1, 8))
    '13 %'
    """
    part = _share(figure)
    return "" if part is None else f"{_rounded(part * 100)} %"


def _rounded(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def number(value: Number | None) -> str:
    """A number for people; a dash where too few are counted for one."""
    if value is None:
        return "–"
    if isinstance(value, Decimal):
        return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP):,}"
    return f"{value:,}"


def bare_label(label: str) -> str:
    """A label without the path of its field.

    >>> bare_label("Frequency (engagement[].frequency), of rows")
    'Frequency'
    """
    return re.sub(r" \([a-z0-9_.\[\]]+\)(, of rows)?", "", label)


def _told(figure: Figure) -> str:
    if figure.kind != "share":
        return f"{number(figure.numerator)} (counted in {figure.denominator:,})"
    return f"{number(figure.numerator)} of {figure.denominator:,}{_bracketed(figure)}"


def _bracketed(figure: Figure) -> str:
    return f", {percent(figure)}" if percent(figure) else ""


def _told_one_by_one(figures: Sequence[Figure]) -> str:
    """Each figure with its label; a median with the middle half of the values around it."""
    figures = list(_medians_first(figures))
    told = [_labelled(f) for f in figures if f.numerator is not None and f.denominator]
    if not told:
        few = next((f for f in figures if f.kind == "typical" and f.denominator), None)
        return f"Too few to say what is typical: {few.denominator:,}." if few else NOTHING
    rest = len(told) - MOST_TOLD
    return _begun(f"{'; '.join(told[:MOST_TOLD])}{f'; and {rest} more below' * (rest > 0)}.")


def _labelled(figure: Figure) -> str:
    label = bare_label(figure.label).removeprefix(f"{IN_ALL}: ")
    if figure.kind == "typical":
        return f"{label} {number(figure.numerator)} (counted in {figure.denominator:,})"
    return f"{label}: {_told(figure)}"


def _medians_first(figures: Sequence[Figure]) -> Sequence[Figure]:
    """Without the quartiles beside a median: the table has them."""
    medians = {f.subject for f in figures if f.category.startswith("median ")}
    return [
        f for f in figures
        if not (f.kind == "typical" and f.subject in medians and "quartile" in f.category)
    ]  # fmt: skip


def extremes(shares: Sequence[Figure]) -> str:
    """The largest and the smallest of some shares, as one sentence; how many share a place.

    >>> rows = (Figure("a", 3, 4), Figure("b", 0, 4), Figure("c", 0, 4))
    >>> extremes(rows)
    'Most often: a (3 of 4, 75 %); least often: b and 1 more (0 of 4, 0 %).'
    >>> extremes((Figure("a", 1, 1), Figure("b", 0, 1)))
    'Only 1 is counted: a.'
    """
    if len(shares) == 1:
        return _begun(f"{_labelled(shares[0])}.")
    if all(figure.denominator == 1 for figure in shares):
        return _of_one(shares)
    most, least = _ends(shares)
    if len(most) == len(shares):
        names = [bare_label(figure.label) for figure in shares]
        which = " and ".join(names) if len(names) == 2 else f"all {len(names)}"
        return f"The same for {which}: {_all_told(most)}."
    high, low = (_with_others(bare_label(figures[0].label), figures) for figures in (most, least))
    # Of different wholes the larger part is not what came more often.
    often = len({figure.denominator for figure in shares}) == 1
    first, last = ("Most often", "least often") if often else ("Largest share", "smallest share")
    return f"{first}: {high} ({_all_told(most)}); {last}: {low} ({_all_told(least)})."


def _of_one(shares: Sequence[Figure]) -> str:
    """Of one study or row no share says anything: what it is, is named."""
    held = [bare_label(figure.label) for figure in shares if figure.numerator]
    rest = len(held) - MOST_TOLD
    more = f" and {rest} more" if rest > 0 else ""
    return f"Only 1 is counted: {', '.join(held[:MOST_TOLD]) or 'none of these'}{more}."


def _ends(shares: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """All figures with the largest share, and all with the smallest."""
    parts = [_share(figure) or Fraction() for figure in shares]
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
    """Where the first category has its largest and its smallest share.

    Subjects that are not split into the same categories cannot be compared by it.
    """
    shares = [figure for figure in figures if share(figure) is not None]
    if not shares:
        return NOTHING
    first = shares[0].category
    compared = [figure for figure in shares if figure.category == first]
    if len(compared) < 2 or len(compared) < len({figure.subject for figure in shares}):
        return extremes(shares)
    if all(figure.denominator == 1 for figure in compared):
        return f"Only 1 is counted; “{first}”: {_named_subjects(compared)}."
    most, least = _ends(compared)
    if len(most) == len(compared):
        return f"“{first}” has the same share everywhere: {_all_told(most)}."
    high, low = (_with_others(bare_label(found[0].subject), found) for found in (most, least))
    return (
        f"“{first}” is most frequent in {high} ({_all_told(most)}) and least in "
        f"{low} ({_all_told(least)})."
    )


def _named_subjects(figures: Sequence[Figure]) -> str:
    held = [bare_label(figure.subject) for figure in figures if figure.numerator]
    rest = len(held) - MOST_TOLD
    more = f" and {rest} more" if rest > 0 else ""
    return f"{', '.join(held[:MOST_TOLD]) or 'nowhere'}{more}"


def _over_time(figures: Sequence[Figure]) -> str:
    known = [figure for figure in figures if share(figure) is not None]
    rounds = [figure for figure in known if figure.label.startswith("round ")]
    if len(rounds) < 2:
        last = known[-1] if known else None
        return f"{_begun(last.label)}: {_told(last)}{_only_as_sent(last)}." if last else NOTHING
    before, last = rounds[-2:]
    change = (_share(last) or Fraction()) - (_share(before) or Fraction())
    word = (
        "the same share as"
        if not change
        else f"a {'larger' if change > 0 else 'smaller'} share than"
    )
    return (
        f"{_begun(last.label)}: {_told(last)}{_only_as_sent(last)}, {word} in {before.label} "
        f"({_told(before)}{_only_as_sent(before)})."
    )


def _only_as_sent(figure: Figure) -> str:
    """How many of those that came are only there as they were sent.

    >>> _only_as_sent(Figure("round 2026-2", 3, 4, as_sent=1))
    ', 1 of them only as it was sent'
    """
    return f", {figure.as_sent:,} of them only as it was sent" if figure.as_sent else ""


def _begun(label: str) -> str:
    """A label as the first words of a sentence; a round keeps its name."""
    return label[:1].upper() + label[1:]
