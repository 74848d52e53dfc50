"""Numbers as people type them."""

from __future__ import annotations

import decimal
import re
import unicodedata

from workbook_docs.definition import DeclaredField
from workbook_docs.trimming import plain
from workbook_docs.understanding.remarks import (
    Remark,
    Understood,
    answered,
    note,
    quoted,
    unreadable,
)

MOST_DIGITS = 15
"""Digits that a cell of Excel holds: what has more is a telephone number or a code."""

_LONGEST = 80
_SIGNS = re.compile(r"^([+-]?) *(?:£|€|\$|gbp) *|^ *| *(?:%|£|€|gbp) *$")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:(?P<by>[, '])\d{3})(?:(?P=by)\d{3})*(?:\.\d+)?")
_EUROPEAN = re.compile(
    r"[+-]?(?:[1-9]\d{0,2}(?:(?P<by>[. ])\d{3})(?:(?P=by)\d{3})*|0),\d+"
    r"|[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}"
)
_COMMA = re.compile(r"[+-]?(?:\d+,\d{1,2}|0,\d+)")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?")
_FRACTION = re.compile(r"([+-]?\d*) ?([¼½¾⅐-⅞])")
_SEVERAL = re.compile(r".*\d.*(?:-|/|&|,|;|\bto\b|\bor\b|\band\b|\bof\b|\n).*\d.*")
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, word in enumerate(_ONES)}
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_WORDS |= {
    f"{ten}{by}{one}": 10 * number + unit
    for number, ten in enumerate(_TENS, 2)
    for unit, one in enumerate(_ONES[:10])
    for by in "- "
    if unit
}


def understand_number(text: str, declared: DeclaredField, *, is_cell: bool = False) -> Understood:
    """The number that a person typed, with thousands separators, £ or % allowed.

    Args:
        text: as typed, not blank.
        declared: a field of the kind `whole` or `decimal`, with its bounds.
        is_cell: whether Excel holds it as a number: one of 0.1+0.2 is shown as 0.3.
    """
    folded = plain(text).strip(" '").rstrip(",;")
    folded = _SIGNS.sub(lambda match: match[1] or "", folded)
    found = _number(folded, text)
    if found is None:
        return _no_number(folded, text)
    number, remarks = found
    if is_cell:
        number = decimal.Context(prec=MOST_DIGITS).plus(number)
    if declared.kind == "whole" and number != number.to_integral_value():
        return unreadable(
            "number-not-whole",
            f"{quoted(text)} is no whole number. Please write one without a fraction, such as 12.",
        )
    if len(number.normalize().as_tuple().digits) > MOST_DIGITS or abs(number) >= 10**MOST_DIGITS:
        return unreadable(
            "number-too-long",
            f"{quoted(text)} has more than {MOST_DIGITS} digits. Please check it.",
        )
    outside = _outside(number, declared)
    if outside:
        return unreadable("not-allowed", f"{quoted(text)} is {outside}. Please check it.")
    value = int(number) if declared.kind == "whole" else decimal.Decimal(format(number, "f"))
    return answered(value, *remarks)


def _number(folded: str, text: str) -> tuple[decimal.Decimal, tuple[Remark, ...]] | None:
    """The number, and a note where its signs or words had to be interpreted."""
    if _PLAIN.fullmatch(folded):
        return decimal.Decimal(folded), ()
    if _GROUPED.fullmatch(folded):
        return decimal.Decimal(re.sub("[, ']", "", folded)), ()
    if _EUROPEAN.fullmatch(folded):
        number = decimal.Decimal(re.sub("[. ]", "", folded).replace(",", "."))
    elif _COMMA.fullmatch(folded):
        number = decimal.Decimal(folded.replace(",", "."))
    elif match := _FRACTION.fullmatch(folded):
        part = decimal.Decimal(str(unicodedata.numeric(match[2])))
        whole = decimal.Decimal(match[1] or 0) if match[1] not in ("+", "-") else None
        if whole is None or len(str(part)) > 5:
            return None
        number = whole - part if match[1].startswith("-") else whole + part
    elif folded in _WORDS:
        number = decimal.Decimal(_WORDS[folded])
    else:
        return None
    return number, (note("number-read-as", f"{quoted(text)} was read as {number}."),)


def _outside(number: decimal.Decimal, declared: DeclaredField) -> str | None:
    if declared.ge is not None and number < decimal.Decimal(str(declared.ge)):
        return f"less than {declared.ge:,g}, the least that is allowed here"
    if declared.le is not None and number > decimal.Decimal(str(declared.le)):
        return f"more than {declared.le:,g}, the most that is allowed here"
    return None


def _no_number(folded: str, text: str) -> Understood:
    if len(folded) <= _LONGEST and _SEVERAL.fullmatch(folded):
        return unreadable(
            "number-several",
            f"{quoted(text)} is not one number. Please write one number in digits, such as 12.",
        )
    return unreadable(
        "number-not-understood",
        f"{quoted(text)} is not a number. Please write it in digits only, such as 12.",
    )
