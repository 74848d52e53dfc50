"""What people type -> typed values: pure functions and tables.

`understand` turns what stands in a place into a value, and says so where it had to guess
or could not.
"""

from __future__ import annotations

import decimal
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from workbook_docs.definition import DeclaredField
from workbook_docs.records import Severity, State
from workbook_docs.values import (
    FIRST_DAY,
    MONTHS,
    entries_of,
    is_declared_empty,
    show,
    tidy,
)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should know about how an answer was understood."""

    severity: Severity
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A typed value, the state of its field, and remarks on how it came about."""

    value: Any
    state: State
    remarks: tuple[Remark, ...] = ()


_MONTH_NUMBERS = {month.casefold(): number for number, month in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {month[:3].casefold(): number for number, month in enumerate(MONTHS, 1)}
_MONTH_NUMBERS["sept"] = 9

_TIME = r"(?:,? ?t? ?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?z?"
_ISO_DAY = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_PACKED_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMBERS_DAY = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4}|\d{2})")
_WORD_DAY = re.compile(
    r"(?:[a-z]{3,9},? )?(?:the )?(\d{1,2})(?:st|nd|rd|th)?[ /.,-]*(?:of )?([a-z]{3,9})[ /.,'-]*"
    r"(\d{4}|\d{2})"
)
_MONTH_FIRST_DAY = re.compile(
    r"(?:[a-z]{3,9},? )?([a-z]{3,9})[ .-]*(\d{1,2})(?:st|nd|rd|th)?(?:,? +|,)(\d{4}|\d{2})"
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_LAST_SHORT_YEAR = 69


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) <= _LAST_SHORT_YEAR else 1900)


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# A word before a date, and a time of day behind it. What stands in brackets may take it back.
_AROUND_A_DAY = re.compile(
    r"(?:(?:by|on|from|before|date|due)\b:? *)?(?P<day>.*?)(?: at [\d:.]+ ?(?:am|pm)?)?"
)
_LONGEST_DAY = 80


def understand_day(
    text: str, day_first: bool | None, day_zero: date = date(1899, 12, 30)
) -> Understood:
    """The day that a person typed.

    Args:
        text: as typed, not blank.
        day_first: whether 03/09/2026 is 3 September; None: it may be either.
        day_zero: the day from which the file counts days, for 46268.

    Returns:
        The day, with a remark where the order of day and month was decided by `day_first`
        or other words stand round it; else null, state `unreadable`, with a remark that
        says why.
    """
    folded = " ".join(text.casefold().replace("\u2019", "'").split()).strip(".,; '")
    around = _AROUND_A_DAY.fullmatch(folded)
    inner = around["day"] if around and len(folded) <= _LONGEST_DAY else folded
    found = _bare_day(inner, text, day_first, day_zero)
    if inner != folded and found.state == "answered" and not found.remarks:
        message = f"“{text}” was read as {show('day', found.value)}."
        return replace(found, remarks=(Remark("note", "date-among-words", message),))
    return found


def _bare_day(folded: str, text: str, day_first: bool | None, day_zero: date) -> Understood:
    """The day that some folded text is; `text` is how it was typed."""
    if match := _ISO_DAY.fullmatch(folded) or _PACKED_DAY.fullmatch(folded):
        return _day(_real_day(int(match[1]), int(match[2]), int(match[3])), text)
    for pattern, day_group, month_group in ((_WORD_DAY, 1, 2), (_MONTH_FIRST_DAY, 2, 1)):
        match = pattern.fullmatch(folded)
        if match and match[month_group] in _MONTH_NUMBERS:
            month = _MONTH_NUMBERS[match[month_group]]
            return _day(_real_day(_year(match[3]), month, int(match[day_group])), text)
    if match := _NUMBERS_DAY.fullmatch(folded):
        return _numbers_day(int(match[1]), int(match[2]), _year(match[3]), text, day_first)
    if match := _SERIAL.fullmatch(folded):
        day = day_zero + timedelta(days=int(match[1]))
        return _day(day if date(1990, 1, 1) <= day < date(2100, 1, 1) else None, text)
    return _day(None, text)


def _day(day: date | None, text: str) -> Understood:
    if day is None or day < FIRST_DAY:
        return Understood(
            None,
            "unreadable",
            (
                Remark(
                    "warning",
                    "date-not-understood",
                    f"“{text}” is not a full date. Please write day, month and year, such as "
                    "3 September 2026.",
                ),
            ),
        )
    return Understood(day, "answered")


def _numbers_day(
    first: int, second: int, year: int, text: str, day_first: bool | None
) -> Understood:
    british, american = _real_day(year, second, first), _real_day(year, first, second)
    if british and american and british != american:
        readings = f"{show('day', british)} or {show('day', american)}"
        if day_first is None:
            message = (
                f"“{text}” may be {readings}. Please write the month as a word, such as "
                "3 September 2026."
            )
            return Understood(None, "unreadable", (Remark("warning", "date-ambiguous", message),))
        day = british if day_first else american
        message = f"“{text}” may be {readings}; it was read as {show('day', day)}."
        return Understood(day, "answered", (Remark("note", "date-order", message),))
    return _day(british or american, text)


_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[, \u00a0\u202f']\d{3})+(?:\.\d+)?")


def understand_number(text: str, whole: bool) -> Understood:
    """The number that a person typed, with thousands separators, £ or % allowed."""
    folded = text.strip().strip("£€$%").strip().replace("\u2212", "-")
    remarks: tuple[Remark, ...] = ()
    if _GROUPED.fullmatch(folded):
        folded = re.sub(r"[, \u00a0\u202f']", "", folded)
    elif re.fullmatch(r"[+-]?\d+,\d{1,2}", folded):
        folded = folded.replace(",", ".")
        remarks = (Remark("note", "decimal-comma", f"“{text}” was read as {folded}."),)
    if not re.fullmatch(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?", folded, re.IGNORECASE):
        return _no_number(text, "number")
    number = decimal.Decimal(folded)
    if not whole:
        return Understood(number, "answered", remarks)
    if number != number.to_integral_value():
        return _no_number(text, "whole number")
    return Understood(int(number), "answered", remarks)


def _no_number(text: str, wanted: str) -> Understood:
    message = f"“{text}” is not a {wanted}. Please write digits only, such as 12."
    return Understood(None, "unreadable", (Remark("warning", "number-not-understood", message),))


YES_WORDS = frozenset(
    {"x", "yes", "y", "true", "1", "done", "ok", "tick", "ticked", "☑", "☒", "✓", "✔", "✗", "✘",
     "✅", "☓", "🗹", "🗷", "🗸", "þ", "ý", "ü", "=true()", "[x]", "(x)", "[y]", "v"}
)  # fmt: skip
"""Marks and words of a ticked box, casefolded."""
NO_WORDS = frozenset(
    {"no", "n", "false", "0", "not yet", "☐", "□", "○", "❏", "❑", "=false()", "[ ]", "[]", "( )",
     "no - not yet", "not done"}
)  # fmt: skip
"""Marks and words of a box that is not ticked, beside those that say there is nothing to say."""


def understand_tick(text: str) -> bool | None:
    """Whether a mark or word means ticked or not; None where it says neither."""
    folded = " ".join(text.casefold().split()).rstrip(".!")
    if folded in YES_WORDS:
        return True
    if not folded or folded in NO_WORDS or (is_declared_empty(folded) and folded != "?"):
        return False
    return None


def _choose(text: str, options: tuple[str, ...]) -> str | None:
    if text in options:
        return text
    folded = {" ".join(option.casefold().split()): option for option in options}
    return folded.get(" ".join(text.casefold().split()).rstrip(".") if text else "") or (
        folded.get(" ".join(text.casefold().split()))
    )


def understand(
    declared: DeclaredField,
    raw: str | None,
    *,
    day_first: bool | None,
    native: date | bool | int | float | None = None,
    day_zero: date = date(1899, 12, 30),
) -> Understood:
    """What stands in a place, as a value of the field's kind.

    Args:
        declared: the field.
        raw: the text that stands there; None or blank where nothing does.
        day_first: the workbook's order of day and month.
        native: the typed content where the file holds one (an Excel date, number or
            boolean), which is more certain than its text.
        day_zero: the day from which the file counts days.

    Returns:
        The value, its state, and remarks. A prompt is for the caller to tell: here it
        is text like any other.
    """
    kind = declared.kind
    text = tidy(raw or "")
    if kind == "tick":
        return _understood_tick(text, native)
    if not text:
        return Understood([] if kind in ("names", "choices") else None, "blank")
    if kind in ("names", "choices"):
        return _understood_entries(declared, text)
    if is_declared_empty(text) and not (kind == "choice" and _choose(text, declared.options)):
        return Understood(None, "declared-empty")
    if kind == "day":
        if isinstance(native, datetime):
            native = native.date()
        if isinstance(native, date):
            return _day(native, text)
        return understand_day(text, day_first, day_zero)
    if kind in ("whole", "decimal"):
        return understand_number(text, kind == "whole")
    if kind == "choice":
        option = _choose(text, declared.options)
        if option is not None:
            return Understood(option, "answered")
        return Understood(None, "unreadable", (_no_option(text, declared),))
    if declared.one_line and "\n" in text:
        joined = " ".join(line.strip() for line in text.split("\n") if line.strip())
        return Understood(
            joined,
            "answered",
            (Remark("note", "lines-joined", "Several lines were read as one."),),
        )
    return Understood(text, "answered")


def _no_option(text: str, declared: DeclaredField) -> Remark:
    choices = ", ".join(f"“{option}”" for option in declared.options)
    message = f"“{text}” is none of the choices. Please choose from {choices}."
    return Remark("warning", "not-a-choice", message)


def _understood_tick(text: str, native: object) -> Understood:
    if isinstance(native, bool):
        return Understood(native, "answered" if native else "blank")
    if isinstance(native, int | float) and native in (0, 1):
        return Understood(bool(native), "answered" if native else "blank")
    ticked = understand_tick(text)
    if ticked is None:
        message = f"“{text}” is neither a tick nor a cross nor yes or no."
        return Understood(None, "unreadable", (Remark("warning", "tick-not-understood", message),))
    return Understood(ticked, "answered" if ticked else "blank")


def _understood_entries(declared: DeclaredField, text: str) -> Understood:
    entries = entries_of(text.split("\n"))
    if not entries:
        return Understood([], "declared-empty")
    if declared.kind == "names":
        remarks = tuple(
            Remark(
                "note",
                "entries-on-one-line",
                f"“{entry}” stands on one line and was kept as one entry. If it names several, "
                "please put each on a line of its own.",
            )
            for entry in entries
            if re.search(r"[,;]", entry)
        )
        return Understood(entries, "answered", remarks)
    chosen = [(entry, _choose(entry, declared.options)) for entry in entries]
    remarks = tuple(_no_option(entry, declared) for entry, option in chosen if option is None)
    options = {option for _, option in chosen if option is not None}
    state: State = "answered" if options else "unreadable"
    return Understood([o for o in declared.options if o in options], state, remarks)
