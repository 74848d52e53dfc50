"""What a hand is, and the tables of all hands.

A hand changes a file as a person or an editor does; it says whether it found anything to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

Change = Callable[[Any, Random], bool]


@dataclass(frozen=True, slots=True)
class Hand:
    """One habit: its name, what it does, and what can be expected of reading after it.

    `told` says that an answer may come back as unplaced text or with a finding, because
    nobody could know where it belongs: then it must not be lost, and need not be right.
    """

    name: str
    format: Literal["docx", "xlsx"]
    change: Change
    told: str = ""


WORD: dict[str, Hand] = {}
EXCEL: dict[str, Hand] = {}


def word_hand(name: str, told: str = "") -> Callable[[Change], Change]:
    """Put a function into the table of Word hands."""

    def put(change: Change) -> Change:
        WORD[name] = Hand(name, "docx", change, told)
        return change

    return put


def excel_hand(name: str, told: str = "") -> Callable[[Change], Change]:
    """Put a function into the table of Excel hands."""

    def put(change: Change) -> Change:
        EXCEL[name] = Hand(name, "xlsx", change, told)
        return change

    return put


def some(dice: Random, things: list[Any], share: float = 0.5) -> list[Any]:
    """Some of the things, at least one where there is one, in their order."""
    chosen = [thing for thing in things if dice.random() < share]
    return chosen or ([dice.choice(things)] if things else [])
