"""What a hand is, and the tables of all hands.

A hand changes a file as a person or an editor does; it says whether it found anything to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Generic, TypeVar

from workbook_docs.conformance.excel_file import ExcelFile
from workbook_docs.conformance.word_file import WordFile

T = TypeVar("T")
F = TypeVar("F", WordFile, ExcelFile)
Change = Callable[[F, Random], bool]


@dataclass(frozen=True, slots=True)
class Hand(Generic[F]):
    """One habit: its name, what it does, and what can be expected of reading after it.

    `told` says that an answer may come back as unplaced text or with a finding, because
    nobody could know where it belongs: then it must not be lost, and need not be right.
    """

    name: str
    change: Change[F]
    told: str = ""


WORD: dict[str, Hand[WordFile]] = {}
EXCEL: dict[str, Hand[ExcelFile]] = {}


def word_hand(name: str, told: str = "") -> Callable[[Change[WordFile]], Change[WordFile]]:
    """Put a function into the table of Word hands."""

    def put(change: Change[WordFile]) -> Change[WordFile]:
        WORD[name] = Hand(name, change, told)
        return change

    return put


def excel_hand(name: str, told: str = "") -> Callable[[Change[ExcelFile]], Change[ExcelFile]]:
    """Put a function into the table of Excel hands."""

    def put(change: Change[ExcelFile]) -> Change[ExcelFile]:
        EXCEL[name] = Hand(name, change, told)
        return change

    return put


def some(dice: Random, things: Sequence[T], share: float = 0.5) -> list[T]:
    """Some of the things, at least one where there is one, in their order."""
    chosen = [thing for thing in things if dice.random() < share]
    return chosen or ([dice.choice(things)] if things else [])
