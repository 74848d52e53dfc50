"""Choices as people name them: an option's words, its beginning, or several of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from workbook_docs.definition import DeclaredField
from workbook_docs.entries import entries_of
from workbook_docs.trimming import is_declared_empty, plain, tidy
from workbook_docs.understanding.remarks import (
    Remark,
    Understood,
    answered,
    note,
    quoted,
    unreadable,
)

_PARTS = re.compile(r"\s*(?:[,;/&\n\t|+]|\band\b|\bor\b)\s*", re.IGNORECASE)
_OTHER = re.compile(r"others?\b(?: ?[:(,;-].*)?$")
_SHORTEST_BEGINNING = 3
_MOST_NAMED = 8


def understood_choice(text: str, declared: DeclaredField) -> Understood:
    """The one option that was named.

    Its words count in any case, without a last full stop or a bullet; so does a beginning
    in whole words that no other option has, with a note.
    """
    option = choose(text, declared.options)
    if option is not None:
        return answered(option)
    if is_declared_empty(text):
        return Understood(None, "declared-empty")
    near = _begun(text, declared.options) or _other(text, declared.options)
    if near is not None:
        return answered(near, _read_as(text, near))
    named = {choose(part, declared.options) for part in _PARTS.split(text)} - {None}
    if len(named) > 1:
        message = f"{quoted(text)} names more than one choice. Please keep one."
        return unreadable("several-choices", message)
    return Understood(None, "unreadable", (_no_option(text, declared),))


def understood_choices(text: str, declared: DeclaredField) -> Understood:
    """The options that were named, one a line or with commas between them.

    A line that is none of them is told of; the others count.
    """
    found = [pair for line in text.split("\n") for pair in _named_in(tidy(line), declared)]
    if not found:
        return Understood([], "declared-empty")
    remarks = [remark for _, remark in found if remark is not None]
    chosen = {option for option, _ in found}
    kept = [option for option in declared.options if option in chosen]
    return Understood(kept, "answered" if kept else "unreadable", tuple(remarks))


def choose(text: str, options: Sequence[str]) -> str | None:
    """The option whose words these are; None where none is, or two may be."""
    if text in options:
        return text
    entries = entries_of([text])
    for words in (text, *(entries if len(entries) == 1 else ())):
        fitting = [option for option in options if _folded(option) == _folded(words)]
        if len(fitting) == 1:
            return fitting[0]
    return None


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return plain(text).strip(" .'\"“”")


def _named_in(line: str, declared: DeclaredField) -> list[tuple[str | None, Remark | None]]:
    """Each option that a line names, and what is to be said of it; None for what is none."""
    options = declared.options
    whole = choose(line, options)
    if whole is not None:
        return [(whole, None)]
    entries = entries_of([line])
    if not entries:
        return []
    parts = [part for entry in entries for part in _PARTS.split(entry) if part]
    if any(choose(part, options) is not None for part in parts):
        return [_named(part, declared) for part in parts]
    return [_named(line, declared)]


def _named(text: str, declared: DeclaredField) -> tuple[str | None, Remark | None]:
    option = choose(text, declared.options)
    if option is not None:
        return option, None
    near = _begun(text, declared.options) or _other(text, declared.options)
    return near, _no_option(text, declared) if near is None else _read_as(text, near)


def _read_as(text: str, option: str) -> Remark:
    return note("choice-read-as", f"{quoted(text)} was read as “{option}”.")


def _other(text: str, options: Sequence[str]) -> str | None:
    """The option for what is none of the others, where that is what was said: `Other: army`."""
    if not _OTHER.match(_folded(text)):
        return None
    others = [option for option in options if _OTHER.match(_folded(option))]
    return others[0] if len(others) == 1 else None


def _begun(text: str, options: Sequence[str]) -> str | None:
    """The only option that begins with these whole words."""
    folded = _folded(text)
    if len(folded) < _SHORTEST_BEGINNING:
        return None
    begun = [o for o in options if re.match(rf"{re.escape(folded)}(?!\w)", _folded(o))]
    return begun[0] if len(begun) == 1 else None


def _no_option(text: str, declared: DeclaredField) -> Remark:
    shown = [f"“{option}”" for option in declared.options[:_MOST_NAMED]]
    more = len(declared.options) - len(shown)
    choices = ", ".join(shown) + (f" or {more} more" if more else "")
    message = f"{quoted(text)} is none of the choices. Please choose from {choices}."
    return Remark("warning", "not-a-choice", message)
