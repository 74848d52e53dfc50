"""What changed in a study from one return to a later one, field by field and row by row.

Rows and entries are told apart by their names, as `likeness` does. A name that is gone and a
new one that is much like it, or whose row says the same, is told as *perhaps renamed*: never
silently as one gone and one new, nor silently as the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from rapidfuzz import fuzz

from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of
from workbook_docs.hub.counting.likeness import folded
from workbook_docs.hub.sheets import Said, Sheet
from workbook_docs.values import show

What = Literal["new", "gone", "changed", "perhaps renamed"]

MUCH_ALIKE = 75
"""Likeness of two names, of 100, from which one may have become the other."""
LONGEST_NAME = 300
"""Letters of a name by which it is compared: somebody may write a page where a name belongs."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: in which field or table, what, and the words before and after."""

    path: str
    label: str
    what: What
    before: str = ""
    after: str = ""


def changes_between(workbook: type[Workbook], before: Sheet, after: Sheet) -> list[Change]:
    """Every change from one return of a study to a later one, in the order of the form.

    What either edition did not ask, and what could not be found or read in either return,
    is not compared. Personal answers are not held where this is made.
    """
    return list(_changes(workbook, before, after))


def _changes(workbook: type[Workbook], before: Sheet, after: Sheet) -> Iterator[Change]:
    columns: dict[str, list[DeclaredField]] = {}
    for declared in fields_of(workbook):
        if declared.table is not None:
            columns.setdefault(declared.table, []).append(declared)
    labels = {table.path: table.label for table in tables_of(workbook)}
    told: set[str] = set()
    for declared in fields_of(workbook):
        if declared.table is not None:
            if declared.table not in told:
                told.add(declared.table)
                label = labels[declared.table]
                yield from _of_table(declared.table, label, columns[declared.table], before, after)
        elif not declared.personal:
            yield from _of_field(declared, before.at(declared.path), after.at(declared.path))


def _of_field(declared: DeclaredField, before: Said, after: Said) -> Iterator[Change]:
    if _unclear(before) or _unclear(after):
        return
    old, new = _value(before), _value(after)
    if declared.kind == "names":
        yield from _of_names(declared.path, declared.label, old or [], new or [])
    elif old != new:
        what: What = "new" if _empty(old) else "gone" if _empty(new) else "changed"
        words = (_words(declared, old), _words(declared, new))
        yield Change(declared.path, declared.label, what, *words)


def _of_names(path: str, label: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    before = {folded(name): name for name in old}
    after = {folded(name): name for name in new}
    gone = [key for key in before if key not in after]
    added = [key for key in after if key not in before]
    pairs = _renamed(gone, added)
    for key, other in pairs.items():
        yield Change(path, label, "perhaps renamed", before[key], after[other])
    for key in gone:
        if key not in pairs:
            yield Change(path, label, "gone", before[key])
    for key in added:
        if key not in pairs.values():
            yield Change(path, label, "new", "", after[key])


Row = dict[str, Said]


def _of_table(
    path: str, label: str, columns: Sequence[DeclaredField], before: Sheet, after: Sheet
) -> Iterator[Change]:
    states = before.table(path)[0], after.table(path)[0]
    if states != ("found", "found"):
        return
    old, new = (_named(sheet, path, columns) for sheet in (before, after))
    gone = [key for key in old if key not in new]
    added = [key for key in new if key not in old]
    pairs = _renamed(gone, added, _same_otherwise(old, new, columns))
    for key, (name, row) in old.items():
        if key in pairs:
            other_name, other = new[pairs[key]]
            yield Change(path, label, "perhaps renamed", name, other_name)
            yield from _of_row(label, columns, name, row, other)
        elif key in new:
            yield from _of_row(label, columns, name, row, new[key][1])
        else:
            yield Change(path, label, "gone", name)
    for key in added:
        if key not in pairs.values():
            yield Change(path, label, "new", "", new[key][0])


def _of_row(
    label: str, columns: Sequence[DeclaredField], name: str, old: Row, new: Row
) -> Iterator[Change]:
    for column in columns[1:]:
        before, after = old.get(column.path), new.get(column.path)
        if before is None or after is None or _unclear(before) or _unclear(after):
            continue
        if _value(before) != _value(after):
            where = f"{label}, {name}: {column.label}"
            what: What = "new" if _empty(_value(before)) else "changed"
            what = "gone" if _empty(_value(after)) else what
            words = (_words(column, _value(before)), _words(column, _value(after)))
            yield Change(column.path, where, what, *words)


def _named(sheet: Sheet, path: str, columns: Sequence[DeclaredField]) -> dict[str, tuple[str, Row]]:
    """The rows of a table by their folded names; a second of one name is `name 2`."""
    found: dict[str, tuple[str, Row]] = {}
    times: Counter[str] = Counter()
    for row in sheet.table(path)[1]:
        name = _words(columns[0], _value(row.get(columns[0].path)))
        key = folded(name)
        times[key] += 1
        found[key if times[key] == 1 else f"{key} {times[key]}"] = (name or "(no name)", row)
    return found


def _same_otherwise(
    old: dict[str, tuple[str, Row]],
    new: dict[str, tuple[str, Row]],
    columns: Sequence[DeclaredField],
) -> set[tuple[str, str]]:
    """Pairs of rows that say something beside their names, and say the same."""

    def rest(row: Row) -> tuple[Any, ...]:
        return tuple(_value(row.get(column.path)) for column in columns[1:])

    return {
        (key, other)
        for key, (_, row) in old.items()
        for other, (_, later) in new.items()
        if rest(row) == rest(later) and not all(map(_empty, rest(row)))
    }


def _renamed(
    gone: Sequence[str], added: Sequence[str], alike: set[tuple[str, str]] | None = None
) -> dict[str, str]:
    """Which of the names that are gone may be which of the new ones, the likest first."""

    def likeness(old: str, new: str) -> float:
        if (old, new) in (alike or ()):
            return 100.0
        return fuzz.ratio(old[:LONGEST_NAME], new[:LONGEST_NAME], score_cutoff=MUCH_ALIKE)

    scored = sorted(
        ((likeness(old, new), old, new) for old in gone for new in added),
        key=lambda found: -found[0],
    )
    pairs: dict[str, str] = {}
    for score, old, new in scored:
        if score >= MUCH_ALIKE and old not in pairs and new not in pairs.values():
            pairs[old] = new
    return pairs


def _unclear(said: Said) -> bool:
    return said.lost or said.state == "not-asked"


def _value(said: Said | None) -> Any:
    return said.value if said is not None and said.state == "answered" else None


def _empty(value: Any) -> bool:
    return value in (None, "", [], False)


def _words(declared: DeclaredField, value: Any) -> str:
    if value is None:
        return ""
    if declared.kind == "tick":
        return "ticked" if value else "not ticked"
    if declared.kind == "day":
        return show("day", date.fromisoformat(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
