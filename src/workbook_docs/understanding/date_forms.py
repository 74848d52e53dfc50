"""The forms in which people type dates, and a typed date taken apart by them.

Texts come folded by `trimming.plain`, without stops at their ends, and no longer than
`LONGEST` letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA

from workbook_docs.values import MONTHS

# Words ---------------------------------------------------------------------------------

_OTHER_MONTHS = {
    # Welsh, French, German, without accents; none of them is another month in English.
    1: "ionawr janvier januar janner", 2: "chwefror fevrier februar", 3: "mawrth mars marz maerz",
    4: "ebrill avril", 5: "mai", 6: "mehefin juin juni", 7: "gorffennaf juillet juli",
    8: "awst aout", 9: "medi septembre", 10: "hydref octobre oktober", 11: "tachwedd novembre",
    12: "rhagfyr decembre dezember",
}  # fmt: skip
_MONTHS = {month.casefold(): number for number, month in enumerate(MONTHS, 1)}
_MONTHS |= {month[:3].casefold(): number for number, month in enumerate(MONTHS, 1)}
_MONTHS |= {"sept": 9}
_MONTHS |= {word: number for number, words in _OTHER_MONTHS.items() for word in words.split()}
_SHORTEST_MISSPELT = 6

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)(?![a-z])"
)
# What may stand before a date and changes nothing about it.
_LEAD = (
    r"(?P<lead>(?:(?:due|date|by|on|from|before|starting|planned for|no later than|on or before"
    r"|reviewed|(?:next |last )?review(?: date)?|w/c|w/b|wc|wb|week (?:commencing|beginning))"
    r"[:.]? *){0,2})"
)
_CLOCK = r"\d{1,2}(?:[:.]\d{2}){0,2} ?[ap]\.?m\.?|\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?z?"
_TIME = rf"(?P<time>(?:, *| +|t)(?:at +|@ *)?(?:{_CLOCK})(?: ?(?:hrs|hours|gmt|bst))?)"

# Dates ---------------------------------------------------------------------------------

_TH = r"(?: ?(?:st|nd|rd|th))?"
_WORD = r"(?P<word>[^\W\d_]{3,10})\.?"
_YEAR = r"'?(?P<year>\d{4}|\d{2})"
_DAY = r"(?P<day>\d{1,2})"
_GAP = r"[ /.,-]*"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})",
        rf"(?:the )?{_DAY}{_TH}{_GAP}(?:of )?{_WORD}{_GAP}{_YEAR}",
        rf"(?:the )?{_WORD}{_GAP}(?:the )?{_DAY}{_TH}(?:,? +|,){_YEAR}",
        rf"(?P<year>\d{{4}}),?{_GAP}{_WORD}{_GAP}{_DAY}{_TH}",
    )
)
_NUMBERS = re.compile(
    r"(?P<first>\d{1,2})(?: ?(?P<sign>[-/.]) ?| )(?P<second>\d{1,2})(?(sign) ?(?P=sign) ?| )"
    r"'?(?P<year>\d{4}|\d{2})"
)
_AROUND = re.compile(
    rf"{_LEAD}(?:{_WEEKDAY}[.,]* *)?(?P<inner>.*?){_TIME}?"
    rf"(?:[ ,]*[(]?{_WEEKDAY.replace('weekday', 'after')}\.?[)]?)?"
)
_ANYWHERE = re.compile(
    r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?(?:\d{4}|\d{2})"
    rf"|\d{{1,2}}{_TH}[ /.-]*(?:of )?(?P<a>[^\W\d_]{{3,10}})\.?[ /.,'-]*(?:\d{{4}}|\d{{2}})"
    rf"|(?<![^\W\d_])(?P<b>[^\W\d_]{{3,10}})\.? *\d{{1,2}}{_TH},? *\d{{4}})(?!\d)"
)
_RANGE = re.compile(
    rf"\d{{1,2}}{_TH} *(?:-|/|&|to|and|or|until|till) *\d{{1,2}}{_TH}[ /.-]*(?:of )?"
    r"(?P<a>[^\W\d_]{3,10})\b.*"
)
_NO_YEAR = (
    re.compile(rf"{_DAY}{_TH}{_GAP}(?:of )?{_WORD}"),
    re.compile(rf"{_WORD}{_GAP}{_DAY}{_TH}"),
    re.compile(r"(?P<day>\d{1,2}) ?[-/.] ?(?P<month>\d{1,2})"),
)
_NO_DAY = (
    re.compile(rf"(?:[^\d]*\b)?{_WORD}{_GAP}{_YEAR}"),
    re.compile(r"(?P<month>\d{1,2}) ?[-/.] ?(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})"),
)
_ONLY_YEAR = re.compile(r"(?:19|20)\d{2}")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_LAST_SHORT_YEAR = 69
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Parts:
    """A typed date taken apart: its readings, day first before month first.

    `plainly` tells that nothing but a weekday stood round it, and the month was spelt right.
    """

    readings: tuple[tuple[int, int, int], ...]
    weekday: int | None
    plainly: bool


def taken_apart(folded: str) -> Parts | None:
    """A date taken apart; None for a text that is none, or says more."""
    around = _AROUND.fullmatch(folded)
    assert around is not None  # it takes any text
    inner = around["inner"].strip(".,;: ")
    weekday = _weekday(around["weekday"] or around["after"])
    alone = not around["lead"].strip() and not around["time"]
    for form in _FORMS:
        if match := form.fullmatch(inner):
            groups = match.groupdict()
            word = groups.get("word")
            month = _month(word) if word else int(groups["month"])
            if month is None:
                continue
            exact = word is None or _bare(word) in _MONTHS
            iso = word is None and folded.startswith(inner)
            reading = _year(groups["year"]), month, int(groups["day"])
            return Parts((reading,), weekday, (alone or iso) and exact)
    if match := _NUMBERS.fullmatch(inner):
        first, second, year = int(match["first"]), int(match["second"]), _year(match["year"])
        return Parts(((year, second, first), (year, first, second)), weekday, alone)
    return None


def _bare(word: str) -> str:
    """A word without accents."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _month(word: str) -> int | None:
    """The month that a word names, also with one letter wrong: Febuary."""
    bare = _bare(word)
    if bare in _MONTHS:
        return _MONTHS[bare]
    if len(bare) < _SHORTEST_MISSPELT:
        return None
    for month, number in _MONTHS.items():
        if len(month) >= _SHORTEST_MISSPELT and month[0] == bare[0] \
                and OSA.distance(month, bare) <= 1:  # fmt: skip
            return number
    return None


def _weekday(word: str | None) -> int | None:
    if word is None:
        return None
    return next(n for n, name in enumerate(WEEKDAYS) if name.casefold().startswith(word[:3]))


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) <= _LAST_SHORT_YEAR else 1900)


def real_day(year: int, month: int, day: int) -> date | None:
    """The day of the calendar, where there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


# Unfinished dates ----------------------------------------------------------------------


def dates_in(folded: str) -> Iterator[str]:
    """The full dates that stand anywhere in a text."""
    for match in _ANYWHERE.finditer(folded):
        word = match["a"] or match["b"]
        if word is None or _month(word) is not None:
            yield match[0]


def is_range(folded: str) -> bool:
    """Whether a text names two days of one month: 3-5 September."""
    match = _RANGE.fullmatch(folded)
    return match is not None and _month(match["a"]) is not None


def missing_part(folded: str) -> str | None:
    """What an incomplete date does not give: its day, its year, or one of the two."""
    around = _AROUND.fullmatch(folded)
    inner = around["inner"].strip(".,; ") if around else folded
    without_year = any(_names_month(form.fullmatch(inner)) for form in _NO_YEAR)
    without_day = any(_names_month(form.fullmatch(inner)) for form in _NO_DAY)
    if without_year and without_day:
        return "day, or no year"
    if without_year:
        return "year"
    if without_day:
        return "day"
    return "day and no month" if _ONLY_YEAR.fullmatch(inner) else None


def _names_month(match: re.Match[str] | None) -> bool:
    if match is None:
        return False
    groups = match.groupdict()
    if groups.get("word"):
        return _month(groups["word"]) is not None
    return 1 <= int(groups["month"]) <= 12
