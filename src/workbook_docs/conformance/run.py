"""Fill, damage, send on its way, read and count."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from workbook_docs import templates
from workbook_docs.anchors import new_copy
from workbook_docs.conformance import (
    excel_marks,
    excel_rows,
    excel_typing,
    word_layout,
    word_marks,
    word_rows,
    word_typing,
)
from workbook_docs.conformance.excel_file import ExcelFile
from workbook_docs.conformance.hands import EXCEL, WORD, Hand
from workbook_docs.conformance.records import records
from workbook_docs.conformance.scoring import Score, score
from workbook_docs.conformance.word_file import WordFile
from workbook_docs.definition import Workbook
from workbook_docs.reading import read_bytes
from workbook_docs.templates import Format
from workbook_docs.values import flatten

_LOADED = (excel_marks, excel_rows, excel_typing, word_layout, word_marks, word_rows, word_typing)
STRIPPED = "every anchor gone"


@dataclass(frozen=True)
class Case:
    """One damaged return: the truth, the bytes, and what the hands left behind."""

    truth: Workbook
    data: bytes
    hands: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    doubled: bool = False

    def score(self, name: str) -> Score:
        """How it is read."""
        reading = read_bytes(self.data, type(self.truth), name=name)
        return score(self.truth, reading, self.notes, doubled=self.doubled)


def hands_of(format: Format) -> Mapping[str, Hand[WordFile]] | Mapping[str, Hand[ExcelFile]]:
    """All hands on files of a format, by name."""
    return WORD if format == "docx" else EXCEL


@cache
def filled(workbook: type[Workbook], format: Format, count: int, seed: int) -> tuple[Case, ...]:
    """Copies of some records, as they were sent out and filled in."""
    return tuple(
        Case(truth, templates.rendered(workbook, _typed(truth), format, new_copy("S07", "2026-1")))
        for truth in records(workbook, count, seed)
    )


def _typed(record: Workbook) -> dict[str, Any]:
    return {path: value for path, value in flatten(record).items() if value not in (None, [])}


def damaged(case: Case, format: Format, names: Iterable[str], dice: Random) -> Case | None:
    """A case after some hands, in order; None where none of them found anything to do."""
    file: WordFile | ExcelFile
    if format == "docx":
        file = word = WordFile.open(case.data, type(case.truth))
        done = [name for name in names if WORD[name].change(word, dice)]
    else:
        file = excel = ExcelFile.open(case.data, type(case.truth))
        done = [name for name in names if EXCEL[name].change(excel, dice)]
    if not done:
        return None
    return Case(case.truth, file.save(), tuple(done), tuple(file.notes), file.doubled)


MIMICS = frozenset({"LibreOffice 7.4's line breaks", "AbiWord's line breaks", "Strict namespaces"})
"""Hands that write what one editor writes and another cannot read: left out of routes."""


def random_hands(
    format: Format, number: int, dice: Random, without: Container[str] = ()
) -> list[str]:
    """Some different hands at random, in random order."""
    names = [name for name in sorted(hands_of(format)) if name not in without]
    return dice.sample(names, number)


def measure_hand(
    name: str, workbook: type[Workbook], format: Format, count: int, seed: int
) -> Score:
    """How the records of a workbook are read after one hand."""
    return measure([name], workbook, format, count, seed)


def measure(
    names: Sequence[str], workbook: type[Workbook], format: Format, count: int, seed: int
) -> Score:
    """How the records of a workbook are read after some hands, the same for each."""
    total = Score()
    for number, case in enumerate(filled(workbook, format, count, seed)):
        dice = Random(f"{seed} {number} {' '.join(names)}")
        changed = damaged(case, format, names, dice) if names else case
        if changed is not None:
            total.add(changed.score(f"{number}.{format}"))
    return total


def measure_random(
    hands: int,
    workbook: type[Workbook],
    format: Format,
    count: int,
    seed: int,
    rounds: int = 1,
    without: Container[str] = (),
) -> Score:
    """How the records are read after so many hands at random, others for each file."""
    total = Score()
    for number, case in enumerate(filled(workbook, format, count, seed)):
        for turn in range(rounds):
            dice = Random(f"{seed} {number} {turn} {hands}")
            names = random_hands(format, hands, dice, without)
            changed = damaged(case, format, names, dice) if names else case
            if changed is not None:
                found = changed.score(f"{number}.{format}")
                where = f"[seed {seed}, record {number}, turn {turn}: {', '.join(changed.hands)}] "
                found.misread = [where + line for line in found.misread]
                total.add(found)
    return total
