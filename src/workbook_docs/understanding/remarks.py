"""What comes of understanding one answer: a value, its state, and what to tell a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbook_docs.records import Severity, State

_LONGEST_QUOTE = 80


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


def answered(value: Any, *remarks: Remark) -> Understood:
    """An answer that was understood."""
    return Understood(value, "answered", remarks)


def unreadable(code: str, message: str, value: Any = None) -> Understood:
    """An answer that is no value of its field's kind, with the sentence that says why."""
    return Understood(value, "unreadable", (Remark("warning", code, message),))


def note(code: str, message: str) -> Remark:
    """A remark for which nobody needs to do anything."""
    return Remark("note", code, message)


def quoted(text: str) -> str:
    """A text on one line in quotation marks, cut where it is long."""
    folded = " ".join(text.split())
    short = folded if len(folded) <= _LONGEST_QUOTE else f"{folded[: _LONGEST_QUOTE - 1]}…"
    return f"“{short}”"
