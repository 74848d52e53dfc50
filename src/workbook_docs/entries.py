"""The entries of a list that people type into one box, without bullets and numbers.

A wrong cut is worse than a bullet that stays: `3M`, `A. Reed` and `1. FC Köln` keep all
their letters. Numbers go only where they count the whole list.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Sequence

from workbook_docs.trimming import is_declared_empty, tidy

_BULLETS = "•·▪▫◦‣⁃∙●○■□➢➤►▶❖✦–—*+-\u2212\uf0b7\uf0a7\uf0d8\uf0fc"
_BULLET = re.compile(rf"(?:[{re.escape(_BULLETS)}](?:[ \t\u00a0]+|$))|o\t[ \t]*")
# Bullets that are no sign of anything else need no space behind them.
_TIGHT = re.compile(r"[•▪▫◦‣●■➢➤►\uf0b7\uf0a7\uf0d8\uf0fc]")
_LETTER_O = re.compile(r"o[ \u00a0]+")
_BREAKS = re.compile("[\n\u2028\u2029\x85\x0b\x0c]")

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def entries_of(lines: Sequence[str]) -> list[str]:
    """The entries that say something, without bullets, numbers and commas of the list.

    Idempotent: what is left is a list that stays as it is.
    """
    entries = [entry for line in lines for part in _BREAKS.split(tidy(line))
               if (entry := tidy(part))]  # fmt: skip
    while (shorter := _shortened(entries)) != entries:
        entries = shorter
    return entries


def _shortened(entries: list[str]) -> list[str]:
    bare = (tidy(_unbulleted(entry).rstrip(",;")) for entry in entries)
    return _unnumbered([entry for entry in bare if entry and not is_declared_empty(entry)])


def _unbulleted(entry: str) -> str:
    """An entry without the bullets before it."""
    while match := _BULLET.match(entry) or _TIGHT.match(entry):
        entry = tidy(entry[match.end() :])
    return entry


def _unnumbered(entries: list[str]) -> list[str]:
    """The entries without numbers, where these count all of them from the first."""
    if len(entries) < 2:
        return entries
    if all(_LETTER_O.match(entry) for entry in entries):
        return [tidy(_LETTER_O.sub("", entry, count=1)) for entry in entries]
    for marks in _COUNTING:
        heads = [_head(entry, marks(number)) for number, entry in enumerate(entries)]
        if all(heads):
            return [tidy(entry[len(h or "") :]) for entry, h in zip(entries, heads, strict=True)]
    return entries


def _head(entry: str, marks: Sequence[str]) -> str | None:
    """What numbers an entry, where it is one of these marks; its own words must follow."""
    for mark in marks:
        if entry.startswith(mark) and entry[len(mark) :].strip():
            # `1.5 mg` is no first point; `(1)Carers` is.
            if entry[len(mark)].isspace():
                return mark
            if mark.endswith(")") and entry[len(mark)].isalpha():
                return mark
    return None


def _numbers(number: int) -> Sequence[str]:
    return f"{number + 1}.", f"{number + 1})", f"({number + 1})", f"{number + 1}.)"


def _small(number: int) -> Sequence[str]:
    letter = string.ascii_lowercase[number % 26]
    return f"{letter})", f"({letter})"


def _capital(number: int) -> Sequence[str]:
    letter = string.ascii_uppercase[number % 26]  # `A. Reed` is a person: no full stops
    return f"{letter})", f"({letter})"


def _roman(number: int) -> Sequence[str]:
    numeral = _ROMAN[number] if number < len(_ROMAN) else "\x00"
    return f"{numeral})", f"({numeral})", f"{numeral}."


_COUNTING: tuple[Callable[[int], Sequence[str]], ...] = (_numbers, _small, _capital, _roman)
