"""Fill, damage, read and count: what every measurement of the kit is made of."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from workbook_docs import templates
from workbook_docs.conformance import (
    excel_marks,
    excel_rows,
    excel_slips,
    excel_tables,
    excel_typing,
    excel_values,
    word_editors,
    word_layout,
    word_marks,
    word_places,
    word_rows,
    word_typing,
    word_values,
)
from workbook_docs.conformance.excel_file import ExcelFile
from workbook_docs.conformance.hands import EXCEL, WORD, Hand
from workbook_docs.conformance.records import records
from workbook_docs.conformance.routes import Route
from workbook_docs.conformance.scoring import Misread, Score, score
from workbook_docs.conformance.word_file import WordFile
from workbook_docs.definition import Workbook
from workbook_docs.reading import read_bytes, unreadable
from workbook_docs.recognition import FEW_LABELS
from workbook_docs.records import Copy
from workbook_docs.templates import Format
from workbook_docs.values import assemble, flatten, normal

_LOADED = (
    excel_marks, excel_rows, excel_slips, excel_tables, excel_typing, excel_values, word_editors,
    word_layout, word_marks, word_places, word_rows, word_typing, word_values,
)  # fmt: skip
STRIPPED = "every anchor gone"


@dataclass(frozen=True)
class Case:
    """One damaged return of a record: the truth, the bytes, and what the hands left behind."""

    truth: Workbook
    data: bytes
    number: int = 0
    hands: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    doubled: bool = False

    def score(self) -> Score:
        """How it is read; no bytes are a file of which a program made nothing."""
        if self.data:
            reading = read_bytes(self.data, type(self.truth), name=f"record {self.number}")
            if any(finding.code == FEW_LABELS for finding in reading.findings):
                # A hub, which nobody tells the workbook of each file, does not know it.
                message = "Nothing tells of which workbook it is."
                reading = unreadable(reading.file, "not-ours", message)
            found = score(self.truth, reading, self.notes, doubled=self.doubled)
        else:
            found = Score(files=1, unmade=1, misread=[Misread("not made", "", "")])
        return found.told_of(self.number, self.hands)


def hands_of(format: Format) -> Mapping[str, Hand[WordFile]] | Mapping[str, Hand[ExcelFile]]:
    """All hands on files of a format, by name."""
    return WORD if format == "docx" else EXCEL


@cache
def filled(workbook: type[Workbook], format: Format, count: int, seed: int) -> tuple[Case, ...]:
    """Copies of some records, as they were sent out and filled in."""
    return tuple(
        Case(
            truth,
            templates.rendered(
                workbook, _typed(truth), format, Copy(f"C0NF-{number:04}", "S07", "2026-1")
            ),
            number,
        )
        for number, truth in enumerate(records(workbook, count, seed))
    )


def _typed(record: Workbook) -> dict[str, Any]:
    return {path: value for path, value in flatten(record).items() if value not in (None, [])}


def damaged(case: Case, format: Format, names: Sequence[str], dice: Random) -> Case | None:
    """A case after some hands, in order; None where none of them found anything to do.

    The case tells all their names, also of those that did nothing: the same names and dice
    make the same case again.
    """
    file: WordFile | ExcelFile
    if format == "docx":
        file = word = WordFile.open(case.data, case.truth)
        done = [WORD[name].change(word, dice) for name in names]
    else:
        file = excel = ExcelFile.open(case.data, case.truth)
        done = [EXCEL[name].change(excel, dice) for name in names]
    if not any(done):
        return None
    truth = case.truth
    if file.truth != flatten(truth):
        truth = normal(assemble(type(truth), file.truth))
    return Case(truth, file.save(), case.number, tuple(names), tuple(file.notes), file.doubled)


def dice_of(seed: int, record: int, names: Sequence[str]) -> Random:
    """The dice of some hands on a record: the same hands do the same again."""
    return Random(f"{seed} {record} {' '.join(names)}")


def random_hands(
    format: Format, number: int, dice: Random, without: Container[str] = ()
) -> list[str]:
    """Some different hands at random, in random order."""
    names = [name for name in sorted(hands_of(format)) if name not in without]
    return dice.sample(names, min(number, len(names)))


def after(
    names: Sequence[str], workbook: type[Workbook], format: Format, count: int, seed: int
) -> list[Case]:
    """The copies of the records after some hands; without those on which these do nothing."""
    cases = [
        damaged(case, format, names, dice_of(seed, case.number, names)) if names else case
        for case in filled(workbook, format, count, seed)
    ]
    return [case for case in cases if case is not None]


def after_random(
    hands: int,
    workbook: type[Workbook],
    format: Format,
    count: int,
    seed: int,
    rounds: Iterable[int] = (0,),
    without: Container[str] = (),
) -> list[Case]:
    """The copies after so many hands at random, others for each record and round."""
    cases = []
    for case in filled(workbook, format, count, seed):
        for turn in rounds:
            chosen = Random(f"{seed} {case.number} {turn} {hands}")
            names = random_hands(format, hands, chosen, without)
            cases.append(damaged(case, format, names, dice_of(seed, case.number, names)))
    return [case for case in cases if case is not None]


def sent(route: Route, cases: Sequence[Case]) -> list[Case]:
    """The cases as a program saves them again; what it leaves out of notes is its own affair.

    Raises `NotInstalled` where the program is not there.
    """
    returned = route.send([case.data for case in cases])
    return [
        replace(case, data=data or b"", notes=())
        for case, data in zip(cases, returned, strict=True)
    ]


def total(cases: Iterable[Case]) -> Score:
    """How some cases are read, taken together."""
    whole = Score()
    for case in cases:
        whole.add(case.score())
    return whole
