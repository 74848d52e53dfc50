"""Truth against reading: what was read right, wrong, left unplaced, or lost.

Counted are the answers that are not blank in truth; rows are matched by what they say.
Any value that is not the true one is wrong, also where the truth is blank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of
from workbook_docs.edition import letters
from workbook_docs.records import Reading
from workbook_docs.ticks import BOXES
from workbook_docs.values import as_json, is_blank, row_values, show

Kind = Literal["wrong", "lost", "misplaced", "unplaced", "note lost", "not read", "not made"]


@dataclass(frozen=True, slots=True)
class Misread:
    """One answer that was not read as it is in truth.

    `wrong` is another value than the true one; of the true one then `misplaced` is told.
    `unplaced` ones are listed with their place, or told of by a finding; `lost` ones are in
    no list. `true` and `read` are the two values as people see them, "" where there is none.
    `record` and `hands` say on which record it came about, and after which hands.
    """

    kind: Kind
    path: str
    true: str
    read: str = ""
    record: int | None = None
    hands: tuple[str, ...] = ()

    def __str__(self) -> str:
        read = f" read as {self.read!r}" if self.kind == "wrong" else ""
        where = f" [record {self.record}: {', '.join(self.hands)}]" if self.hands else ""
        return f"{self.kind} {self.path}: {self.true!r}{read}{where}"


@dataclass(slots=True)
class Score:
    """How one or more returns were read.

    `expected` answers are `right`, or `unplaced` (listed, or told of by a finding), or
    `lost` (neither), or wrong. `wrong` counts wrong values, wherever they stand;
    `blanks_wrong` are those of them that were read where the truth is blank. `unmade`
    files are those of which a program made nothing.
    """

    files: int = 0
    expected: int = 0
    right: int = 0
    wrong: int = 0
    unplaced: int = 0
    lost: int = 0
    notes: int = 0
    notes_lost: int = 0
    accounts: int = 0
    blanks: int = 0
    blanks_wrong: int = 0
    unmade: int = 0
    rungs: Counter[str] = field(default_factory=Counter)
    misread: list[Misread] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count another return in."""
        for name in ("files", "expected", "right", "wrong", "unplaced", "lost", "notes",
                     "notes_lost", "accounts", "blanks", "blanks_wrong", "unmade"):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.rungs += other.rungs
        self.misread += other.misread

    def told_of(self, record: int, hands: tuple[str, ...]) -> Score:
        """The same, every misread answer told with the record and hands it came about by."""
        misread = [replace(one, record=record, hands=hands) for one in self.misread]
        return replace(self, misread=misread)

    @property
    def share(self) -> float:
        """The per cent of the expected answers that were read right."""
        return 100 * self.right / self.expected if self.expected else 100.0

    @property
    def wrong_share(self) -> float:
        """Wrong values as per cent of the expected answers."""
        return 100 * self.wrong / self.expected if self.expected else 0.0


def score(
    truth: Workbook, reading: Reading, notes: Sequence[str] = (), *, doubled: bool = False
) -> Score:
    """How a return of a record was read.

    Args:
        truth: the record in its normal form.
        reading: what was read.
        notes: texts that a hand added outside the answers: they must be unplaced.
        doubled: whether rows may be there twice, because a hand copied them.
    """
    found = Score(files=1)
    if reading.record is None:
        found.misread.append(Misread("not read", "", reading.findings[0].message))
    work = _Counting(truth, reading, found, doubled)
    work.fields()
    work.tables()
    work.missing()
    for note in notes:
        found.notes += 1
        if not _holds(work.listed, note):
            found.notes_lost += 1
            found.misread.append(Misread("note lost", "", note))
    if reading.account is None or not reading.account.adds_up:
        found.accounts += 1
    return found


class _Counting:
    def __init__(self, truth: Workbook, reading: Reading, found: Score, doubled: bool) -> None:
        self.truth, self.reading, self.found, self.doubled = truth, reading, found, doubled
        self.workbook = type(truth)
        self.read: Workbook = reading.record or self.workbook()
        self.rungs = {answer.path: answer.rung for answer in reading.answers}
        self.listed = letters(" ".join(text.text for text in reading.unplaced))
        # A tick may be listed as the box that was ticked; each stands for one.
        self.boxes = sum(
            bool(BOXES.get(letter)) for text in reading.unplaced for letter in text.text
        )
        # A box of several choices is told of as `path=option`.
        self.told = {
            f.path.partition("=")[0] for f in reading.findings if f.severity != "note" and f.path
        }
        unread = (a.raw or "" for a in reading.answers if a.state == "unreadable")
        self.unread = letters(" ".join(unread))
        self.not_right: list[tuple[DeclaredField, str, Any]] = []
        self.wrong_texts: list[str] = []

    def fields(self) -> None:
        """The single fields, each at its path."""
        for declared in fields_of(self.workbook):
            if declared.table is None:
                want, got = (_at(record, declared.path) for record in (self.truth, self.read))
                self._compare(declared, declared.path, want, got)

    def tables(self) -> None:
        """The rows of each table, every true row beside the row most like it."""
        for table in tables_of(self.workbook):
            want = [dict(_cells(row_values(table, row))) for row in _at(self.truth, table.path)]
            got = [dict(_cells(row_values(table, row))) for row in _at(self.read, table.path)]
            columns = {column.path: column for column in table.columns}
            pairs = _paired(columns, want, got)
            for index, row in enumerate(want):
                other = pairs.get(index)
                for path, column in columns.items():
                    shown = path.replace("[]", f"[{index if other is None else other}]")
                    value = None if other is None else got[other][path]
                    self._compare(column, shown, row[path], value)
            for index, row in enumerate(got):
                if index in pairs.values():
                    continue
                copied = any(
                    all(is_blank(row[p]) or _same(columns[p], row[p], true[p]) for p in row)
                    for true in want
                )
                if copied and self.doubled:
                    continue
                for path, column in columns.items():
                    self._compare(column, path.replace("[]", f"[{index}]"), None, row[path])

    def _compare(self, declared: DeclaredField, path: str, want: Any, got: Any) -> None:
        blank = is_blank(want)
        self.found.expected += not blank
        self.found.blanks += blank
        if _same(declared, want, got):
            if not blank:
                self.found.right += 1
                self.found.rungs[self.rungs.get(path) or "none"] += 1
            return
        silent_tick = declared.kind == "tick" and want is True and got is False
        if not is_blank(got) or (silent_tick and path not in self.told):
            self.found.wrong += 1
            self.wrong_texts.append(_text(declared, got))
            self.found.blanks_wrong += blank
            self.found.misread.append(
                Misread("wrong", path, _text(declared, want), _shown(declared, got))
            )
            if not blank:
                return
        if not blank:
            self.not_right.append((declared, path, want))

    def _tells(self, text: str) -> bool:
        return _holds(self.listed, text) or _holds(self.unread, text)

    def missing(self) -> None:
        """Of what was not read right: is it listed, or lost in silence?"""
        for declared, path, want in self.not_right:
            lines = [line for line in _text(declared, want).split("\n") if line.strip()]
            if declared.kind in ("tick", "choices") and path in self.told:
                told = True
            elif declared.kind == "tick" and want is True and self.boxes:
                told, self.boxes = True, self.boxes - 1
            else:
                told = all(self._tells(line) or self._tells(_iso(want) or line) for line in lines)
            if told:
                self.found.unplaced += 1
                kind: Kind = "unplaced"
            elif any(_holds(letters(text), line) for text in self.wrong_texts for line in lines):
                kind = "misplaced"
            else:
                self.found.lost += 1
                kind = "lost"
            self.found.misread.append(Misread(kind, path, _text(declared, want)))


def _at(record: Workbook, path: str) -> Any:
    value: Any = record
    for name in path.split("."):
        value = getattr(value, name)
    return value


def _cells(pairs: Iterable[tuple[DeclaredField, Any]]) -> Iterable[tuple[str, Any]]:
    return ((column.path, value) for column, value in pairs)


def _paired(
    columns: Mapping[str, DeclaredField], want: list[dict[str, Any]], got: list[dict[str, Any]]
) -> dict[int, int]:
    """True row -> read row, most alike first; a blank row is like none."""
    likeness = sorted(
        (
            (-hits, abs(i - j), i, j)
            for i, row in enumerate(want)
            for j, other in enumerate(got)
            if (hits := sum(not is_blank(row[p]) and _same(columns[p], row[p], other[p])
                            for p in columns))
        )
    )  # fmt: skip
    pairs: dict[int, int] = {}
    for _, _, i, j in likeness:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    left = [j for j in range(len(got)) if j not in pairs.values()]
    for i in range(len(want)):
        if i not in pairs and left:
            pairs[i] = left.pop(0)
    return pairs


def _same(declared: DeclaredField, want: Any, got: Any) -> bool:
    if is_blank(want) or is_blank(got):
        return is_blank(want) and is_blank(got)
    if declared.kind in ("text", "email"):
        return bool(want.split() == got.split())
    if declared.kind == "long-text":
        # Editors change white space; words and lines they keep.
        return [" ".join(line.split()) for line in want.split("\n") if line.strip()] == [
            " ".join(line.split()) for line in got.split("\n") if line.strip()
        ]
    return bool(as_json(want) == as_json(got))


def _text(declared: DeclaredField, value: Any) -> str:
    return show(declared.kind, value) if not is_blank(value) else ""


def _shown(declared: DeclaredField, value: Any) -> str:
    """A value that was read; an unticked box and a blank differ here."""
    return "not ticked" if value is False else _text(declared, value)


def _iso(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else ""


def _holds(whole: str, part: str) -> bool:
    return letters(part) in whole
