"""The hub's own list of studies and recipients: one row is one copy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from workbook_docs import trimming, understanding, values
from workbook_docs.addresses import is_address
from workbook_docs.definition import DeclaredField, Workbook
from workbook_docs.errors import FillError, RegisterError
from workbook_docs.hub.columns import Column, Columns, People, match_columns, people_of
from workbook_docs.hub.grid import NOTHING, GridCell, GridRow, read_grid, title_told
from workbook_docs.hub.studies import study_key

COPY_ID = re.compile(r"[0-9A-Z]+(?:-[0-9A-Z]+)*")
"""What a copy's code may be: it must be legible in a footer."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One copy to be made: the record to prefill it with, and who gets it.

    `file_stem` is what a person recognises the file by, unique within the register.
    """

    number: int
    record: Workbook
    copy_study: str | None
    round: str | None
    due: date | None
    group: Mapping[str, str]
    name: str | None
    email: str | None
    copy: str | None = None
    file_stem: str = ""

    @property
    def reference(self) -> str | None:
        """The study reference that is written into the copy."""
        reference: str | None = value_at(self.record, "study.reference")
        return reference


@dataclass(frozen=True, slots=True)
class Register:
    """A register as read.

    `ignored` names the columns that mean nothing to the workbook, `notes` says what had
    to be decided on the way: both are for the caller to print.
    """

    file: str
    workbook: type[Workbook]
    rows: tuple[RegisterRow, ...]
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def value_at(record: Workbook | None, path: str | None) -> Any:
    """The value of a single field; None where the workbook does not have it."""
    value: Any = record
    for name in path.split(".") if path else ():
        value = getattr(value, name, None)
    return value if path else None


def load(
    path: Path,
    workbook: type[Workbook],
    each: Callable[[Sequence[GridRow]], Iterable[GridRow]] = iter,
) -> Register:
    """The register that stands in a .csv, .xlsx or .json file, for one workbook.

    Args:
        path: the file.
        workbook: what its columns are fields of.
        each: gives the rows one after the other, and may show how far that is.

    Raises:
        RegisterError: with every problem of the file at once, each by row and column as
            the person sees them. No message quotes what stands in a cell.
    """
    grid = read_grid(Path(path))
    columns = match_columns(grid.headings, workbook)
    problems = list(columns.problems)
    rows: list[RegisterRow] = []
    notes = _Notes(grid.counts)
    nobody: list[str] = []
    for line in each(grid.rows):
        reader = _RowReader(line, columns, workbook, f"{grid.counts} {line.number}", notes)
        row = reader.row()
        rows.append(row)
        if not (row.copy_study or row.email):
            nobody.append(f"{reader.where}: {_NOBODY}")
            problems.append(nobody[-1])
        problems.extend(reader.problems)
    if len(nobody) == len(rows) > 0:
        # One fault of the headings is not one of each row.
        problems = [line for line in problems if line not in nobody]
        if grid.title is not None:
            problems.append(title_told(grid.title))
        elif not columns.problems:
            problems.append(
                f"No {grid.counts} says whose copy it is: there is no column of study references, "
                "titles or e-mail addresses with anything in it."
            )
    else:
        problems.extend(_repeated(rows, grid.counts))
    notes.spellings(rows)
    if not grid.rows:
        problems.append(f"{Path(path).name} has headings, but no rows.")
    if problems:
        if columns.ignored:
            names = ", ".join(f"“{name}”" for name in columns.ignored)
            problems.append(f"Besides, these columns are no fields and would be ignored: {names}.")
        raise RegisterError(problems)
    return Register(
        Path(path).name,
        workbook,
        _named(rows, workbook),
        columns.ignored,
        (*grid.notes, *notes.told()),
    )


_NOBODY = (
    "neither study reference nor study title nor e-mail address. Give at least one, or delete the "
    "row."
)
ROWS_NAMED = 3
"""Rows that a note names; of more it says how many."""


class _Notes:
    """What had to be decided on the way, said once for all rows of a column that it is true of."""

    def __init__(self, counts: str) -> None:
        self.counts = counts
        self._found: dict[tuple[str, str], list[int]] = {}

    def add(self, heading: str, number: int, what: str) -> None:
        """Note something of one row."""
        self._found.setdefault((heading, what), []).append(number)

    def spellings(self, rows: Sequence[RegisterRow]) -> None:
        """Note rows whose study or round is spelt otherwise than that of a row before."""
        for name, key, result in (
            ("study", study_key, "they are taken for one study"),
            ("round", round_key, "they are taken for two rounds; if one is meant, spell it once"),
        ):
            first: dict[str, tuple[str, int]] = {}
            for row in rows:
                text = row.copy_study if name == "study" else row.round
                if (folded := key(text)) is None or text is None:
                    continue
                spelt, number = first.setdefault(folded, (text, row.number))
                if spelt != text:
                    what = f"the {name} is spelt otherwise than in {self.counts} {number}; {result}"
                    self.add(name, row.number, what)

    def told(self) -> Iterator[str]:
        """The notes, a sentence each, in the order in which they were found."""
        for (heading, what), numbers in self._found.items():
            named = ", ".join(map(str, numbers[:ROWS_NAMED]))
            if len(numbers) > ROWS_NAMED:
                named += f" and {len(numbers) - ROWS_NAMED:,} more"
            yield f"{self.counts}{'s' if len(numbers) > 1 else ''} {named}, {heading}: {what}."


def round_key(text: str | None) -> str | None:
    """A round as a slip of spelling leaves it: letters and digits, in small letters."""
    return re.sub(r"[\W_]+", "", (text or "").casefold()) or None


@dataclass
class _RowReader:
    """Reads one row, collecting what is wrong with it."""

    line: GridRow
    columns: Columns
    workbook: type[Workbook]
    where: str
    notes: _Notes
    problems: list[str] = field(default_factory=list)

    def row(self) -> RegisterRow:
        self._troubles()
        record = self._record()
        people = people_of(self.workbook)
        reference = value_at(record, "study.reference")
        # A study without a reference goes by its title, or nobody could count it.
        study = self._text("copy.study") or reference or value_at(record, "study.title")
        email = value_at(record, people.email)
        if email and not is_address(email):
            self._note(
                next(c for c in self.columns.used if c.path == people.email),
                "this does not look like an e-mail address",
            )
        return RegisterRow(
            number=self.line.number,
            record=record,
            copy_study=study,
            round=self._round(),
            due=self._due(),
            group={
                column.path.removeprefix("group."): text
                for column, cell in self._cells()
                if column.role == "group" and (text := trimming.tidy(cell.text))
            },
            name=value_at(record, people.name),
            email=email,
            copy=self._copy_id(),
        )

    def _cells(self) -> Iterator[tuple[Column, GridCell]]:
        for column in self.columns.used:
            cells = self.line.cells
            cell = cells[column.index] if column.index < len(cells) else NOTHING
            yield column, NOTHING if cell.trouble else cell

    def _troubles(self) -> None:
        for column in self.columns.used:
            if column.index < len(self.line.cells) and self.line.cells[column.index].trouble:
                self._problem(column, self.line.cells[column.index].trouble)

    def _text(self, path: str) -> str | None:
        for column, cell in self._cells():
            if column.path == path:
                text = trimming.tidy(cell.text)
                if "\n" in text:
                    self._problem(column, "a line break cannot stand here")
                return None if not text or trimming.is_declared_empty(text) else text
        return None

    def _problem(self, column: Column, reason: str) -> None:
        self.problems.append(f"{self.where}, {column.heading}: {reason}.")

    def _note(self, column: Column, what: str) -> None:
        self.notes.add(column.heading, self.line.number, what)

    def _round(self) -> str | None:
        for column, cell in self._cells():
            if column.path != "copy.round":
                continue
            if isinstance(cell.native, float):
                self._problem(column, "this is a number with a fraction, and no round; give the "
                              "column the format Text and type the round again")  # fmt: skip
                return None
            if isinstance(cell.native, date):
                self._note(column, "Excel has made a day of the round; if another was typed, give "
                           "the column the format Text and type it again")  # fmt: skip
        return self._text("copy.round")

    def _copy_id(self) -> str | None:
        text = self._text("copy.id")
        if text and not COPY_ID.fullmatch(text):
            column = next(c for c in self.columns.used if c.path == "copy.id")
            self._problem(column, "a copy code has capital letters, digits and hyphens only")
        return text

    def _due(self) -> date | None:
        for column, cell in self._cells():
            if column.path == "copy.due" and not cell.blank:
                declared = DeclaredField("copy.due", column.heading, "day")
                due: date | None = self._understood(column, declared, cell)
                return due
        return None

    def _record(self) -> Workbook:
        found: dict[str, Any] = {}
        headings: dict[str, Column] = {}
        for column, cell in self._cells():
            if column.declared is not None and not cell.blank:
                headings[column.path] = column
                found[column.path] = self._understood(column, column.declared, cell)
        try:
            record = values.assemble(self.workbook, found)
        except FillError as problem:
            for line in problem.problems:
                path, _, reason = line.partition(": ")
                self._refused(headings, path, reason)
            return self.workbook()
        for line in values.refusals(record):
            path, _, reason = line.partition(": ")
            self._refused(headings, path, _unquoted(reason, found.get(path)))
        return values.normal(record)

    def _refused(self, headings: Mapping[str, Column], path: str, reason: str) -> None:
        column = headings.get(path) or headings.get(re.sub(r"\[\d+\]$", "", path))
        if column is None:
            self.problems.append(f"{self.where}, {path}: {reason}.")
        else:
            self._problem(column, reason)

    def _understood(self, column: Column, declared: DeclaredField, cell: GridCell) -> Any:
        if declared.one_line and "\n" in trimming.tidy(cell.text):
            self._problem(column, "a line break cannot stand in a one-line answer")
            return None
        if cell.entries is not None and any("\n" in trimming.tidy(e) for e in cell.entries):
            self._problem(column, "a line break cannot stand within an entry")
            return None
        understood = understanding.understand(
            declared, cell.text, day_first=self.workbook.day_first, native=cell.native
        )
        for remark in understood.remarks:
            if remark.severity != "note":
                self._problem(column, _why(remark.code, declared))
                return None
            if remark.code == "date-order":
                order = "day first" if self.workbook.day_first else "month first"
                self._note(column, f"day and month may be either way round; read as {order}")
        return understood.value


# The remarks of `understanding` quote what was typed; a register's messages must not (they
# reach logs), so they say the same in other words.
_NO_DATE = "this is no full date; write one such as 2026-12-01 or 1 December 2026"
_WHY = {
    "date-ambiguous": (
        "day and month of this date may be either way round; write the month as a word, or "
        "2026-12-01"
    ),
    "date-weekday": "day of the week and date do not agree",
    "date-too-early": "this is no full date from 1 March 1900 on",
    "date-no-such-day": "this is no full date of the calendar",
    "tick-not-understood": "this is neither yes nor no",
    "tick-contradiction": "this says both yes and no",
    "number-too-long": "the value has more than the 15 digits that a cell holds",
    "several-choices": "this names more than one choice",
}


def _why(code: str, declared: DeclaredField) -> str:
    """Why a cell cannot be used, without its words."""
    if code == "not-allowed":
        bounds = ((declared.ge, "greater"), (declared.le, "less"))
        told = " and ".join(f"{word} than or equal to {b:g}" for b, word in bounds if b is not None)
        return f"the value must be {told}"
    if code in _WHY:
        return _WHY[code]
    if declared.kind == "day":
        return _NO_DATE
    if declared.options:
        choices = ", ".join(f"“{option}”" for option in declared.options)
        return f"this is none of the choices {choices}"
    return f"this is no {'whole number' if declared.kind == 'whole' else 'number'}"


def _unquoted(reason: str, value: Any) -> str:
    if value is None or isinstance(value, str | list | bool):
        return reason
    shown = value.isoformat() if isinstance(value, date) else str(value)
    return reason.replace(shown, "the value", 1)


def _repeated(rows: list[RegisterRow], counts: str) -> Iterator[str]:
    """Rows that ask for the same copy twice."""
    seen: dict[tuple[str, ...], int] = {}
    codes: dict[str, int] = {}
    for row in rows:
        person = row.email or row.name or ""
        study = row.copy_study or ""
        key = (study_key(study) or "", person.strip().casefold(), (row.round or "").casefold())
        if any(key[:2]):
            first = seen.setdefault(key, row.number)
            if first != row.number:
                yield (
                    f"{counts}s {first} and {row.number}: the same study, person and round. "
                    "Keep one of them."
                )
        if row.copy and codes.setdefault(row.copy, row.number) != row.number:
            yield f"{counts}s {codes[row.copy]} and {row.number}: the same copy code. Change one."


# File names ----------------------------------------------------------------------------


def _named(rows: list[RegisterRow], workbook: type[Workbook]) -> tuple[RegisterRow, ...]:
    taken: set[str] = set()
    named = []
    for row in rows:
        study = row.copy_study or f"row {row.number}"
        parts = (study, workbook.workbook_id, row.round or "")
        stem = "-".join(safe for part in parts if (safe := safe_name(part)))
        unique, number = stem, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{stem}-{number}"
        taken.add(unique.casefold())
        named.append(replace(row, file_stem=unique))
    return tuple(named)


def safe_name(text: str, longest: int = 60) -> str:
    """Text as part of a file name on any system: plain letters, digits, hyphen, underscore."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_]+", "-", plain)[:longest].strip("-")


__all__ = [
    "People", "Register", "RegisterRow", "load", "people_of", "safe_name", "value_at",
]  # fmt: skip
