"""Choices as people name them: an option's words, its beginning, or several of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    begun = _begun(text, declared.options)
    if begun is not None:
        message = f"{quoted(text)} was read as “{begun}”."
        return answered(begun, note("choice-completed", message))
    named = {choose(part, declared.options) for part in _PARTS.split(text)} - {None}
    if len(named) > 1:
        message = f"{quoted(text)} names more than one choice. Please keep one."
        return unreadable("several-choices", message)
    return Understood(None, "unreadable", (_no_option(text, declared),))


def understood_choices(text: str, declared: DeclaredField) -> Understood:
    """The options that were named, one a line or with commas between them.

    A line that is none of them is told of; the others count.
    """
    chosen: list[str] = []
    remarks: list[Remark] = []
    for line in text.split("\n"):
        if not tidy(line):
            continue
        options, unknown = _named_in(line, declared.options)
        chosen += options
        remarks += [_no_option(part, declared) for part in unknown]
    if not chosen and not remarks:
        return Understood([], "declared-empty")
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


def _folded(text: str) -> str:
    return plain(text).strip(" .'\"“”")


def _named_in(line: str, options: Sequence[str]) -> tuple[list[str], list[str]]:
    """The options that a line names, and its parts that are none."""
    whole = choose(tidy(line), options)
    if whole is not None:
        return [whole], []
    if is_declared_empty(line) or not entries_of([line]):
        return [], []
    parts = [part for part in _PARTS.split(entries_of([line])[0]) if part]
    found = [(part, choose(part, options)) for part in parts]
    if any(option is not None for _, option in found):
        return (
            [option for _, option in found if option is not None],
            [part for part, option in found if option is None],
        )
    begun = _begun(line, options)
    return ([begun], []) if begun is not None else ([], [tidy(line)])


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
