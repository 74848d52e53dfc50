"""Dates as people type them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from workbook_docs.trimming import plain
from workbook_docs.understanding.date_forms import (
    LONGEST,
    SERIAL,
    WEEKDAYS,
    Parts,
    dates_in,
    is_range,
    missing_part,
    real_day,
    taken_apart,
)
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

EXAMPLE = "such as 3 September 2026"


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
    parts = taken_apart(folded) if len(folded) <= LONGEST else None
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


# Deciding ------------------------------------------------------------------------------


def _decided(parts: Parts, text: str, day_first: bool | None, bracketed: bool) -> Understood:
    real = [real_day(*reading) for reading in parts.readings]
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
        f"{show('day', day)} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[weekday]}. It was "
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
    if len(folded) <= LONGEST:
        found = list(dates_in(folded))
        if len(found) > 1 or is_range(folded):
            return unreadable(
                "date-several",
                f"{quoted(text)} names more than one day. Please keep one, {EXAMPLE}.",
            )
        if found:
            return unreadable(
                "date-with-words",
                f"{quoted(text)} says more than a date. Please write the date alone, {EXAMPLE}.",
            )
        missing = missing_part(folded)
        if missing:
            return unreadable(
                "date-incomplete",
                f"{quoted(text)} gives no {missing}. Please write day, month and year, {EXAMPLE}.",
            )
        if SERIAL.fullmatch(folded):
            return unreadable(
                "date-as-number",
                f"{quoted(text)} is a number, as Excel counts days. Please write the date, "
                f"{EXAMPLE}.",
            )
    return unreadable(
        "date-not-understood",
        f"{quoted(text)} is not a full date. Please write day, month and year, {EXAMPLE}.",
    )
