"""A register's file as a plain grid: headings, and rows numbered as a person sees them."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from workbook_docs.errors import RegisterError, WorkbookDocsError
from workbook_docs.excel.sheets import NoValue

DELIMITERS = ",;\t"
_SEPARATOR = re.compile(r"sep=([,;\t])(?:\r\n|\r|\n)", re.IGNORECASE)
"""What may stand first in a CSV file to tell Excel how it is separated; Excel never shows it."""

T = TypeVar("T")
Native = date | bool | int | float | None


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its text, its typed content where the file holds one, its entries in JSON.

    `trouble` says why nobody can tell what stands in it; empty where that is plain.
    """

    text: str
    native: Native = None
    entries: tuple[str, ...] | None = None
    trouble: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the cell."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row; `number` is the spreadsheet's own (or, in JSON, the item's, from 1)."""

    number: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Headings and rows of a register.

    `counts` is what its rows are called, `notes` says what had to be decided to read it, and
    `title` is the number of a row that looks like a title above the headings, or None.
    """

    headings: tuple[str, ...]
    rows: tuple[GridRow, ...]
    counts: str = "row"
    notes: tuple[str, ...] = ()
    title: int | None = None


NOTHING = GridCell("")


def read_grid(path: Path) -> Grid:
    """The grid of a .csv, .xlsx or .json file; wholly blank rows are left out.

    Raises `RegisterError` for any other file, and for one that cannot be read.
    """
    readers = {".csv": _from_csv, ".xlsx": _from_xlsx, ".json": _from_json}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise RegisterError(
            [f"{path.name} is no register: a register is a .csv, .xlsx or .json file."]
        )
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise RegisterError([f"{path.name} cannot be opened: {problem.strerror}."]) from None
    return reader(data, path.name)


# CSV -----------------------------------------------------------------------------------


def _from_csv(data: bytes, name: str) -> Grid:
    text, notes = _decoded(data, name)
    said = _SEPARATOR.match(text)
    lines = io.StringIO(text[said.end() :] if said else text, newline="")
    reader = csv.reader(
        lines, delimiter=said[1] if said else _delimiter(text), skipinitialspace=True, strict=True
    )
    try:
        rows = [tuple(GridCell(cell) for cell in row) for row in reader]
    except csv.Error as problem:
        line = reader.line_num + (said is not None)
        raise RegisterError(
            [f"{name}, line {line}: {problem}. Look for a quotation mark that opens a "
             "cell and is not closed; inside a cell it is written twice."]
        ) from None  # fmt: skip
    grid = replace(_grid(rows, name), notes=notes)
    if grid.title is not None:
        raise RegisterError([title_told(grid.title)])
    # More cells than headings: most likely a comma that should stand in quotation marks,
    # and then every cell behind it is in the wrong column.
    heading = next(row for row in rows if not all(cell.blank for cell in row))
    problems = [
        f"row {row.number} has more cells than there are headings. Put quotation marks round "
        "a cell that holds the separator."
        for row in grid.rows
        if any(not cell.blank for cell in row.cells[len(heading) :])
    ]
    if problems:
        raise RegisterError(problems)
    return grid


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a CSV file, and what is to be said of its letters."""
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text or "\0" in text:
        raise RegisterError(
            [f"{name} is not UTF-8. In Excel save it as “CSV UTF-8 (Comma delimited)”."]
        )
    # What Excel on a British or American Windows writes as plain “CSV”.
    return text, (
        f"{name} is not UTF-8; it was read in the letters of Western Windows (cp1252). Look "
        "whether letters such as é and ’ are right.",
    )


def title_told(number: int) -> str:
    """That a row above the headings is no row of headings."""
    return (
        f"row {number} holds one cell only, and the row below it several: is it a title? The first "
        "row names the columns. Take the title away."
    )


def _delimiter(text: str) -> str:
    # The headings decide, and among them only what stands outside quotation marks.
    counts = dict.fromkeys(DELIMITERS, 0)
    quoted = False
    for character in text.lstrip("\r\n"):
        if character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character in "\r\n":
            break
        elif character in counts:
            counts[character] += 1
    return max(DELIMITERS, key=lambda delimiter: counts[delimiter])


def _grid(rows: Iterable[tuple[GridCell, ...]], name: str) -> Grid:
    numbered = [
        GridRow(number, row)
        for number, row in enumerate(rows, 1)
        if not all(cell.blank for cell in row)
    ]
    if not numbered:
        raise RegisterError([f"{name} is empty: its first row names the columns."])
    heading, *body = numbered
    width = max(len(row.cells) for row in numbered)
    headings = tuple(cell.text.strip() for cell in heading.cells)
    title = heading.number if body and _filled(heading) == 1 < _filled(body[0]) else None
    return Grid(headings + ("",) * (width - len(headings)), tuple(body), title=title)


def _filled(row: GridRow) -> int:
    return sum(not cell.blank for cell in row.cells)


# Excel ---------------------------------------------------------------------------------


def _from_xlsx(data: bytes, name: str) -> Grid:
    from workbook_docs.excel import sheets

    try:
        rows = sheets.rows(data)
    except WorkbookDocsError as problem:
        raise RegisterError([f"{name} cannot be read: {problem}"]) from None
    return _grid((tuple(_typed(value) for value in row) for row in rows), name)


def _typed(value: Any) -> GridCell:
    if value is None:
        return NOTHING
    if isinstance(value, NoValue):
        return GridCell(str(value), trouble=str(value))
    if isinstance(value, bool):
        return GridCell("Yes" if value else "No", value)
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
    if isinstance(value, date):
        return GridCell(value.isoformat(), value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        # Excel holds every number as a fraction: study 7 is not study 7.0.
        value = int(value)
    if isinstance(value, int | float):
        return GridCell(str(value), value)
    return GridCell(str(value))


# JSON ----------------------------------------------------------------------------------


def _from_json(data: bytes, name: str) -> Grid:
    try:
        items = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once,
                           parse_constant=_no_number, parse_float=_fraction)  # fmt: skip
    except (ValueError, RecursionError) as problem:
        raise RegisterError([f"{name} is not JSON that can be read: {problem}."]) from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise RegisterError([f"{name} is no register: it must be a list of objects."])
    try:
        flat = [_once(_flat(item)) for item in items]
    except ValueError as problem:
        raise RegisterError([f"{name} is no register: {problem}."]) from None
    headings = tuple(dict.fromkeys(key for item in flat for key in item))
    rows = tuple(
        GridRow(number, tuple(item.get(heading, NOTHING) for heading in headings))
        for number, item in enumerate(flat, 1)
        if not all(cell.blank for cell in item.values())
    )
    return Grid(headings, rows, "item")


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number of JSON")


def _fraction(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _once(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice in one object")
        found[key] = value
    return found


def _flat(value: Any, prefix: str = "") -> Iterator[tuple[str, GridCell]]:
    """Paths and cells of one object, which may be flat or nested like a record."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{prefix}.{key}" if prefix else str(key))
    elif value == []:
        return  # no entries and no rows look alike, and say nothing
    elif isinstance(value, list) and any(isinstance(inner, Mapping | list) for inner in value):
        for number, inner in enumerate(value):
            yield from _flat(inner, f"{prefix}[{number}]")
    elif isinstance(value, list):
        entries = tuple("" if inner is None else str(inner) for inner in value)
        yield prefix, GridCell("\n".join(entries), entries=entries)
    else:
        yield prefix, _typed(value)
