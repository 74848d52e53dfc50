"""What people type -> typed values: pure functions and tables.

`understand` turns what stands in a place into a value, and says so where it had to guess
or could not. Every case it knows stands in docs/typed-values.md.
"""

from __future__ import annotations

import re
from datetime import date

from workbook_docs.addresses import address_of, has_words
from workbook_docs.definition import DeclaredField
from workbook_docs.entries import entries_of
from workbook_docs.trimming import is_declared_empty, plain, tidy
from workbook_docs.understanding.choices import understood_choice, understood_choices
from workbook_docs.understanding.days import understand_day, understand_native_day
from workbook_docs.understanding.numbers import understand_number
from workbook_docs.understanding.remarks import (
    Remark,
    Understood,
    answered,
    note,
    quoted,
    unreadable,
)
from workbook_docs.understanding.ticks import understand_tick, understood_tick
from workbook_docs.values import show

EXCEL_ZERO = date(1899, 12, 30)
"""The day from which most Excel files count days."""

_ELSEWHERE = re.compile(
    r"(?:please )?(?:as|see)(?: the)? (?:above|below|before|previous|previously|attached|overleaf)"
    r"|ditto|do\.?|same(?: as)?(?: the)? (?:above|before|previous)|[\"”“″〃']{1,2}|,,|ibid"
)


def understand(
    declared: DeclaredField,
    raw: str | None,
    *,
    day_first: bool | None,
    native: date | bool | int | float | None = None,
    day_zero: date = EXCEL_ZERO,
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
        return understood_tick(text, native=native)
    if not text:
        return Understood([] if kind in ("names", "choices") else None, "blank")
    if kind == "names":
        return _understood_names(text)
    if kind == "choices":
        return understood_choices(text, declared)
    if kind == "choice":
        return understood_choice(text, declared)
    if is_declared_empty(text):
        return Understood(None, "declared-empty")
    if kind == "day":
        known = None if native is None else understand_native_day(native, text, day_zero)
        return known or understand_day(text, day_first)
    if kind in ("whole", "decimal"):
        if isinstance(native, date):
            return _date_for_number(native)
        return understand_number(text, declared, is_cell=isinstance(native, int | float))
    return _understood_text(text, declared)


def _understood_text(text: str, declared: DeclaredField) -> Understood:
    remarks: list[Remark] = []
    if declared.one_line and "\n" in text:
        text = " ".join(line for part in text.split("\n") if (line := tidy(part)))
        remarks.append(note("lines-joined", f"Several lines were read as one: {quoted(text)}."))
    if declared.kind == "email":
        address = address_of(text)
        if has_words(text):
            message = f"{quoted(text)} was read as {address}."
            remarks.append(note("email-among-words", message))
        return answered(address, *remarks)
    if _ELSEWHERE.fullmatch(plain(text).strip(" .()")):
        remarks.append(_elsewhere(text))
    return answered(text, *remarks)


def _date_for_number(day: date) -> Understood:
    # Excel makes a date of 1/2 and 3-4 where nobody wanted one.
    message = (
        f"The cell holds the date {show('day', day)}, which Excel makes of 1/2 or 3-4. Please "
        "write one number."
    )
    return unreadable("date-for-number", message)


def _elsewhere(text: str) -> Remark:
    message = (
        f"{quoted(text)} points to another answer. Please write it out, so that it can be "
        "understood on its own."
    )
    return note("refers-elsewhere", message)


def _understood_names(text: str) -> Understood:
    entries = entries_of(text.split("\n"))
    if not entries:
        return Understood([], "declared-empty")
    if len(entries) == 1 and re.search(r"[,;\t|]", entries[0]):
        message = (
            f"{quoted(entries[0])} was kept as one entry. If it names several, please put each on "
            "a line of its own."
        )
        return answered(entries, note("entries-on-one-line", message))
    return answered(entries)


__all__ = ["Remark", "Understood", "understand", "understand_day", "understand_tick",
           "understood_tick"]  # fmt: skip
