"""Dates as people type them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapidfuzz.distance import OSA

from workbook_docs.trimming import plain
from workbook_docs.understanding.remarks import (
    Remark,
    Understood,
    answered,
    note,
    quoted,
    unreadable,
)
from workbook_docs.values import FIRST_DAY, MONTHS, show

FIRST_SERIAL, LAST_SERIAL = date(1990, 1, 1), date(2100, 1, 1)
"""A number in a cell that shows no date is one only between these."""

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

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
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
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_LAST_SHORT_YEAR = 69
_LONGEST = 80

EXAMPLE = "such as 3 September 2026"


@dataclass(frozen=True, slots=True)
class _Parts:
    """A typed date taken apart: its readings, day first before month first.

    `plainly` tells that nothing but a weekday stood round it, and the month was spelt right.
    """

    readings: tuple[tuple[int, int, int], ...]
    weekday: int | None
    plainly: bool


def understand_day(text: str, day_first: bool | None) -> Understood:
    """The day that a person typed.

    Args:
        text: as typed, not blank.
        day_first: whether 03/09/2026 is 3 September; None: it may be either.

    Returns:
        The day, with a remark where the order of day and month had to be decided, or other
        words stand round it; else null, state `unreadable`, with a remark that says why.
    """
    folded = plain(text).strip(".,;:' ")
    if folded.startswith("(") and folded.endswith(")") and folded.count("(") == 1:
        folded, bracketed = folded[1:-1].strip(), True
    else:
        bracketed = False
    parts = _taken_apart(folded) if len(folded) <= _LONGEST else None
    if parts is None:
        return _not_a_day(folded, text)
    return _decided(parts, text, day_first, bracketed)


def day_of_serial(number: int | float, day_zero: date) -> date | None:
    """The day that a number counts from `day_zero`; None where it can hardly be one."""
    if not 0 < number < 100_000:
        return None
    day = day_zero + timedelta(days=int(number))
    return day if FIRST_SERIAL <= day < LAST_SERIAL else None


def understand_native_day(
    native: date | bool | int | float, text: str, day_zero: date
) -> Understood | None:
    """The day of a cell that holds a date or a number; None where its text must say more."""
    if isinstance(native, datetime):
        native = native.date()
    if isinstance(native, date):
        return _kept(native, text)
    if isinstance(native, bool):
        return None
    day = day_of_serial(native, day_zero)
    if day is None:
        return None
    message = f"{quoted(text)}, as Excel counts days, was read as {show('day', day)}."
    return answered(day, note("date-serial", message))


# Taking apart --------------------------------------------------------------------------


def _taken_apart(folded: str) -> _Parts | None:
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
            return _Parts((reading,), weekday, (alone or iso) and exact)
    if match := _NUMBERS.fullmatch(inner):
        first, second, year = int(match["first"]), int(match["second"]), _year(match["year"])
        return _Parts(((year, second, first), (year, first, second)), weekday, alone)
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
    return next(n for n, name in enumerate(_WEEKDAYS) if name.casefold().startswith(word[:3]))


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) <= _LAST_SHORT_YEAR else 1900)


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# Deciding ------------------------------------------------------------------------------


def _decided(parts: _Parts, text: str, day_first: bool | None, bracketed: bool) -> Understood:
    real = [_real_day(*reading) for reading in parts.readings]
    days = list(dict.fromkeys(day for day in real if day is not None))
    if not days:
        return _no_such_day(parts.readings, text)
    if len(days) == 2:
        return _of_two(days[0], days[1], parts.weekday, text, day_first)
    remarks: list[Remark] = []
    if not parts.plainly or bracketed:
        remarks.append(_read_as(text, days[0]))
    if len(real) == 2 and day_first is not None and real[0 if day_first else 1] is None:
        message = f"{quoted(text)} can only be {show('day', days[0])} and was read as that."
        remarks = [note("date-order", message)]
    if parts.weekday is not None and parts.weekday != days[0].weekday():
        remarks = [_weekday_differs(days[0], parts.weekday)]
    return _kept(days[0], text, *remarks)


def _of_two(
    british: date, american: date, weekday: int | None, text: str, day_first: bool | None
) -> Understood:
    """The day of two that a date may be: by its weekday, else by the workbook's order."""
    readings = f"{show('day', british)} or {show('day', american)}"
    fitting = [day for day in (british, american) if day.weekday() == weekday]
    preferred = None if day_first is None else british if day_first else american
    if len(fitting) == 1 and preferred in (None, fitting[0]):
        preferred = fitting[0]
    elif len(fitting) == 1:
        preferred = None  # the weekday says one thing, the workbook's order another
    if preferred is None:
        return unreadable(
            "date-ambiguous",
            f"{quoted(text)} may be {readings}. Please write the month as a word, {EXAMPLE}.",
        )
    message = f"{quoted(text)} may be {readings}; it was read as {show('day', preferred)}."
    remarks = [note("date-order", message)]
    if weekday is not None and not fitting:
        remarks = [_weekday_differs(preferred, weekday)]
    return _kept(preferred, text, *remarks)


def _kept(day: date, text: str, *remarks: Remark) -> Understood:
    if day < FIRST_DAY:
        message = (
            f"{quoted(text)} is before {show('day', FIRST_DAY)}, the first day that can be kept. "
            "Please check the year."
        )
        return unreadable("date-too-early", message)
    return answered(day, *remarks)


def _read_as(text: str, day: date) -> Remark:
    return note("date-among-words", f"{quoted(text)} was read as {show('day', day)}.")


def _weekday_differs(day: date, weekday: int) -> Remark:
    message = (
        f"{show('day', day)} is a {_WEEKDAYS[day.weekday()]}, not a {_WEEKDAYS[weekday]}. It was "
        "read by its numbers; please check it."
    )
    return Remark("warning", "date-weekday", message)


# Why not -------------------------------------------------------------------------------


def _no_such_day(readings: tuple[tuple[int, int, int], ...], text: str) -> Understood:
    for year, month, day in readings:
        if 1 <= month <= 12 and 29 <= day <= 31:
            message = f"{quoted(text)} cannot be: {MONTHS[month - 1]} {year} has no day {day}."
            return unreadable("date-no-such-day", f"{message} Please check it.")
    return unreadable(
        "date-no-such-day",
        f"{quoted(text)} is no day of the calendar. Please write one {EXAMPLE}.",
    )


def _not_a_day(folded: str, text: str) -> Understood:
    """Null, and the reason that helps most."""
    if len(folded) <= _LONGEST:
        found = list(_dates_in(folded))
        if len(found) > 1 or _is_range(folded):
            return unreadable(
                "date-several",
                f"{quoted(text)} names more than one day. Please keep one, {EXAMPLE}.",
            )
        if found:
            return unreadable(
                "date-with-words",
                f"{quoted(text)} says more than a date. Please write the date alone, {EXAMPLE}.",
            )
        missing = _missing(folded)
        if missing:
            return unreadable(
                "date-incomplete",
                f"{quoted(text)} gives no {missing}. Please write day, month and year, {EXAMPLE}.",
            )
        if _SERIAL.fullmatch(folded):
            return unreadable(
                "date-as-number",
                f"{quoted(text)} is a number, as Excel counts days. Please write the date, "
                f"{EXAMPLE}.",
            )
    return unreadable(
        "date-not-understood",
        f"{quoted(text)} is not a full date. Please write day, month and year, {EXAMPLE}.",
    )


def _dates_in(folded: str) -> Iterator[str]:
    for match in _ANYWHERE.finditer(folded):
        word = match["a"] or match["b"]
        if word is None or _month(word) is not None:
            yield match[0]


def _is_range(folded: str) -> bool:
    match = _RANGE.fullmatch(folded)
    return match is not None and _month(match["a"]) is not None


def _missing(folded: str) -> str | None:
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
