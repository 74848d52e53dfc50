"""The hub's own list of studies and recipients: one row is one copy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workbook_docs import trimming, understanding, values
from workbook_docs.definition import DeclaredField, Workbook, fields_of
from workbook_docs.errors import FillError, RegisterError
from workbook_docs.hub.columns import Column, Columns, match_columns
from workbook_docs.hub.grid import NOTHING, GridCell, GridRow, read_grid
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


@dataclass(frozen=True, slots=True)
class People:
    """The paths by which a workbook says who fills it in; None where it does not ask."""

    name: str | None
    email: str | None


@cache
def people_of(workbook: type[Workbook]) -> People:
    """Which fields hold the name and the e-mail address of the person who fills it in."""
    single = [declared for declared in fields_of(workbook) if declared.table is None]
    emails = [declared for declared in single if declared.kind == "email"]
    emails.sort(key=lambda declared: not declared.personal)
    names = [declared for declared in single if declared.personal and declared.kind == "text"]
    return People(
        names[0].path if names else None,
        emails[0].path if emails else None,
    )


def value_at(record: Workbook | None, path: str | None) -> Any:
    """The value of a single field; None where the workbook does not have it."""
    value: Any = record
    for name in path.split(".") if path else ():
        value = getattr(value, name, None)
    return value if path else None


def load(path: Path, workbook: type[Workbook]) -> Register:
    """The register that stands in a .csv, .xlsx or .json file, for one workbook.

    Raises:
        RegisterError: with every problem of the file at once, each by row and column as
            the person sees them. No message quotes what stands in a cell.
    """
    grid = read_grid(Path(path))
    columns = match_columns(grid.headings, workbook)
    problems = list(columns.problems)
    rows: list[RegisterRow] = []
    notes: list[str] = []
    for line in grid.rows:
        reader = _RowReader(line, columns, workbook, f"{grid.counts} {line.number}")
        rows.append(reader.row())
        problems.extend(reader.problems)
        notes.extend(reader.notes)
    problems.extend(_repeated(rows, grid.counts))
    if not grid.rows:
        problems.append(f"{Path(path).name} has headings, but no rows.")
    if problems:
        if columns.ignored:
            names = ", ".join(f"“{name}”" for name in columns.ignored)
            problems.append(f"Besides, these columns are no fields and would be ignored: {names}.")
        raise RegisterError(problems)
    return Register(
        Path(path).name, workbook, _named(rows, workbook), columns.ignored, tuple(notes)
    )


@dataclass
class _RowReader:
    """Reads one row, collecting what is wrong with it."""

    line: GridRow
    columns: Columns
    workbook: type[Workbook]
    where: str
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def row(self) -> RegisterRow:
        record = self._record()
        people = people_of(self.workbook)
        reference = value_at(record, "study.reference")
        # A study without a reference goes by its title, or nobody could count it.
        study = self._text("copy.study") or reference or value_at(record, "study.title")
        email = value_at(record, people.email)
        if not (study or email):
            self.problems.append(
                f"{self.where}: neither study reference nor study title nor e-mail address. "
                "Give at least one, or delete the row."
            )
        return RegisterRow(
            number=self.line.number,
            record=record,
            copy_study=study,
            round=self._text("copy.round"),
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
            yield column, cells[column.index] if column.index < len(cells) else NOTHING

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
                self.notes.append(
                    f"{self.where}, {column.heading}: day and month may be either way round; "
                    f"read as {order}."
                )
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
