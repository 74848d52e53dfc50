"""Who has returned and who has not: by study and round, as exact as the hub knows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from workbook_docs.errors import HubError
from workbook_docs.hub.figures import safe_cell
from workbook_docs.values import show

if TYPE_CHECKING:
    from workbook_docs.excel.sheets import Sheet

Printed = tuple[str, tuple[str, ...], tuple[tuple[Any, ...], ...]]
"""A table for people: its title, its header, its rows."""


@dataclass(frozen=True, slots=True)
class StudyStatus:
    """One study in one round.

    `issued` and `missing` count copies, `returned` readable files and `unreadable` files
    that were kept but not read. `as_sent` counts copies that came back with nothing filled
    in: their files are among those returned, and they are asked for like those that are
    missing. `latest` is the day on which the last readable file came. `overdue_days` is None
    where nothing is asked for or no day was set.
    """

    study: str | None
    round: str | None
    workbook: str | None
    issued: int
    returned: int
    latest: date | None
    missing: int
    due: date | None
    overdue_days: int | None
    unreadable: int
    conflicts: int
    returned_twice: int = 0
    persons: int = 0
    as_sent: int = 0


NOT_RETURNED = "not returned"
CAME_AS_SENT = "came back as it was sent"


@dataclass(frozen=True, slots=True)
class MissingCopy:
    """One copy to ask for: whom, and why: it has not come back, or with nothing filled in."""

    study: str | None
    round: str | None
    workbook: str | None
    copy: str | None
    due: date | None
    overdue_days: int | None
    name: str | None
    email: str | None
    reason: str = NOT_RETURNED


CopyState = Literal["returned", "returned twice", "missing", "as sent", "conflict"]


@dataclass(frozen=True, slots=True)
class CopyStatus:
    """One copy that was issued, or listed in the register, and what became of it.

    `matched_by` tells how the last return was known to be of this copy: `copy` (its code),
    `copy-study`, `reference`, `email` or `assigned`. A copy is `as sent` where all that came
    back of it holds what was sent and nothing more.
    """

    study: str | None
    round: str | None
    workbook: str | None
    copy: str | None
    due: date | None
    state: CopyState
    returns: int
    latest: date | None
    matched_by: str | None
    overdue_days: int | None
    name: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class OddReturn:
    """A return that a person should look at: not readable, in conflict, or of no known study."""

    file: str
    sha256: str
    study: str | None
    received: date
    reason: str
    known_by: str = ""
    round: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """How the collecting stands on a day."""

    today: date
    studies: tuple[StudyStatus, ...]
    missing: tuple[MissingCopy, ...]
    unreadable: tuple[OddReturn, ...]
    conflicts: tuple[OddReturn, ...]
    unknown: tuple[OddReturn, ...]
    copies: tuple[CopyStatus, ...] = ()

    def of_round(self, round: str) -> Status:
        """The same of one round; files of which no round is known are told of still."""

        def odd(found: tuple[OddReturn, ...]) -> tuple[OddReturn, ...]:
            return tuple(one for one in found if one.round in (round, None))

        return replace(
            self,
            studies=tuple(study for study in self.studies if study.round == round),
            missing=tuple(copy for copy in self.missing if copy.round == round),
            copies=tuple(copy for copy in self.copies if copy.round == round),
            unreadable=odd(self.unreadable),
            conflicts=odd(self.conflicts),
            unknown=odd(self.unknown),
        )

    def to_json(self) -> dict[str, Any]:
        """The status as JSON holds it."""
        document: dict[str, Any] = json.loads(json.dumps(asdict(self), default=date.isoformat))
        return document

    def tables(self) -> tuple[Printed, ...]:
        """The status as tables for people; those with nothing in them are left out."""
        told = {heading: name for heading, name in _MISSING.items() if name != "reason"}
        tables = (
            _table("Studies", _STUDIES, self.studies),
            *(
                _table(title, told, [m for m in self.missing if m.reason == reason])
                for title, reason in _REASONS.items()
            ),
            _table("Not readable", _ODD, self.unreadable),
            _table("Contradicting another return", _ODD, self.conflicts),
            _table("Study or copy not known", _ODD, self.unknown),
        )
        return tuple(table for table in tables if table[2])


_STUDIES = {
    "Study": "study", "Round": "round", "Workbook": "workbook", "Issued": "issued",
    "Returned": "returned", "Latest": "latest", "Missing": "missing", "Due": "due",
    "Days overdue": "overdue_days", "Not readable": "unreadable", "In conflict": "conflicts",
    "Returned twice": "returned_twice", "As sent": "as_sent",
}  # fmt: skip
_MISSING = {
    "Study": "study", "Round": "round", "Workbook": "workbook", "Copy": "copy", "Due": "due",
    "Days overdue": "overdue_days", "Reason": "reason", "Name": "name", "E-mail": "email",
}  # fmt: skip
_REASONS = {"Not yet returned": NOT_RETURNED, "Came back as it was sent": CAME_AS_SENT}
_ODD = {
    "File": "file", "Return": "sha256", "Study": "study", "Received": "received",
    "Reason": "reason", "How it is known": "known_by",
}  # fmt: skip


_ONLY_IF_ANY = ("unreadable", "conflicts", "returned_twice", "as_sent")


def _table(title: str, columns: dict[str, str], rows: Sequence[Any]) -> Printed:
    # A column that says 0 on every line would only push the others off the screen.
    columns = {
        heading: name
        for heading, name in columns.items()
        if name not in _ONLY_IF_ANY or any(getattr(row, name) for row in rows)
    }
    return (
        title,
        tuple(columns),
        tuple(tuple(_shown(row, name) for name in columns.values()) for row in rows),
    )


def _shown(row: Any, name: str) -> Any:
    value = getattr(row, name)
    if name == "sha256":
        return value[:12]
    return value.isoformat() if isinstance(value, date) else "" if value is None else value


_COPIES = {
    "Study": "study", "Round": "round", "Workbook": "workbook", "Copy": "copy", "State": "state",
    "Due": "due", "Days overdue": "overdue_days", "Returns": "returns", "Latest": "latest",
    "Matched by": "matched_by", "Name": "name", "E-mail": "email",
}  # fmt: skip


# Into files --------------------------------------------------------------------------------


def write_status(status: Status, path: Path) -> None:
    """Write the status as .json, .csv (a line for each copy) or .xlsx (a sheet for each table).

    Raises `HubError` for another ending.
    """
    from workbook_docs.copies import write

    suffix = path.suffix.casefold()
    if suffix == ".json":
        text = json.dumps(status.to_json(), ensure_ascii=False, indent=2)
        write(path, text.encode("utf-8", "replace"))
    elif suffix == ".csv":
        write(path, _csv(_full("Copies", _COPIES, status.copies)))
    elif suffix == ".xlsx":
        if not (status.studies or status.copies or status.unreadable or status.unknown):
            raise HubError("The hub holds no copies and no returns yet.")
        write(path, _xlsx(status))
    else:
        raise HubError(f"{path.name}: the status is written as .json, .csv or .xlsx.")


def write_chase_list(status: Status, path: Path) -> int:
    """Write whom to ask for what, the longest overdue first, as .csv or .xlsx.

    Returns how many. Raises `HubError` for another ending.
    """
    from workbook_docs.copies import write

    suffix = path.suffix.casefold()
    if suffix not in (".csv", ".xlsx"):
        raise HubError(f"{path.name}: the chase list is written as .csv or .xlsx.")

    rows = sorted(
        status.missing, key=lambda m: (-(m.overdue_days or 0), m.study or "", m.copy or "")
    )
    if suffix == ".csv":
        write(path, _csv(_full("To ask", _MISSING, rows)))
    else:
        write(path, _workbook([("To ask", _MISSING, rows)], status.today))
    return len(rows)


def _full(title: str, columns: dict[str, str], rows: Sequence[Any]) -> Printed:
    shown = tuple(tuple(_shown(row, name) for name in columns.values()) for row in rows)
    return title, tuple(columns), shown


def _sheet(title: str, columns: dict[str, str], rows: Sequence[Any], note: str) -> Sheet:
    # Days stay days: Excel sorts them, and shows the month by its name.
    cells = tuple(
        tuple(
            value if isinstance(value := getattr(row, name), date) else _shown(row, name)
            for name in columns.values()
        )
        for row in rows
    )
    from workbook_docs.excel.sheets import Sheet

    return Sheet(name=title, title=title, note=note, header=tuple(columns), rows=cells)


def _csv(table: Printed) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table[1])
    writer.writerows([safe_cell(cell) for cell in row] for row in table[2])
    return out.getvalue().encode("utf-8-sig", "replace")


def _xlsx(status: Status) -> bytes:
    tables: list[tuple[str, dict[str, str], Sequence[Any]]] = [
        ("Studies", _STUDIES, status.studies),
        ("Copies", _COPIES, status.copies),
        ("To ask for", _MISSING, status.missing),
        ("Not readable", _ODD, status.unreadable),
        ("In conflict", _ODD, status.conflicts),
        ("Not known", _ODD, status.unknown),
    ]
    return _workbook([table for table in tables if table[2]], status.today)


def _workbook(tables: Iterable[tuple[str, dict[str, str], Sequence[Any]]], today: date) -> bytes:
    from workbook_docs.excel.sheets import write_tables

    note = f"On {show('day', today)}. Names and addresses are in here: for the hub only."
    return write_tables(_sheet(title, columns, rows, note) for title, columns, rows in tables)
