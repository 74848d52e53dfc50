"""Which field of a workbook each column of a register stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from workbook_docs.anchors import COPY_FIELDS, bare
from workbook_docs.definition import DeclaredField, Workbook, fields_of

Role = Literal["field", "study", "round", "due", "copy", "group"]

NEAR = 85
"""Per cent of likeness from which an unknown heading is taken for a misspelt path."""

MOST_ROWS = 1000
"""Rows that a table of a copy may be given."""

OF_THE_COPY: Mapping[str, Role] = {
    "copy.study": "study",
    "copy.round": "round",
    "copy.due": "due",
    "copy.id": "copy",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is used: where it stands, its heading, and what it is for."""

    index: int
    heading: str
    role: Role
    path: str
    declared: DeclaredField | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a register: used, ignored, and what is wrong with the rest."""

    used: tuple[Column, ...]
    ignored: tuple[str, ...]
    problems: tuple[str, ...]


def folded(text: str) -> str:
    """Letters and digits only, in small letters: how labels are compared."""
    return re.sub(r"[\W_]+", "", text.casefold())


def letter(index: int) -> str:
    """A column's letters in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def match_columns(headings: Iterable[str], workbook: type[Workbook]) -> Columns:
    """Each heading matched to a path, a label or a word of the register."""
    used: list[Column] = []
    ignored: list[str] = []
    problems: list[str] = []
    taken: dict[str, Column] = {}
    for index, heading in enumerate(headings):
        if not heading.strip():
            ignored.append(f"column {letter(index)}, which has no heading")
            continue
        found = _match(index, heading.strip(), workbook)
        if isinstance(found, str):
            problems.append(found)
        elif found is None:
            ignored.append(heading)
        elif found.path in taken:
            problems.append(
                f"columns {letter(taken[found.path].index)} and {letter(index)}: both "
                f"“{taken[found.path].heading}” and “{heading}” stand for {found.path}. Keep one."
            )
        else:
            taken[found.path] = found
            used.append(found)
    return Columns(tuple(used), tuple(ignored), tuple(problems))


def _match(index: int, heading: str, workbook: type[Workbook]) -> Column | str | None:
    where = f"column {letter(index)}, “{heading}”"
    fields = {declared.path.casefold(): declared for declared in fields_of(workbook)}
    small = heading.casefold()
    if small.startswith("group."):
        name = heading[len("group.") :].strip()
        return (
            Column(index, heading, "group", f"group.{name}")
            if name
            else f"{where}: give the group a name, such as group.theme."
        )
    if small in OF_THE_COPY:
        return Column(index, heading, OF_THE_COPY[small], small)
    if small in fields and small in OF_THE_COPY.values():
        path = next(path for path, role in OF_THE_COPY.items() if role == small)
        return (
            f"{where}: this is a word of the register and a field of the form too. Use {path} "
            f"for the one, “{fields[small].label}” for the other."
        )
    if bare(small) in fields and "[]" not in small:
        return _at_path(index, heading, fields[bare(small)], where)
    if small in fields:
        return f"{where}: say which row, such as {small.replace('[]', '[0]')}."
    targets = _by_label(workbook).get(folded(heading), ())
    if len(targets) == 1 and "[]" not in targets[0]:
        [path] = targets
        if path in OF_THE_COPY:
            return Column(index, heading, OF_THE_COPY[path], path)
        return Column(index, heading, "field", path, fields[path.casefold()])
    if targets:
        paths = ", ".join(path.replace("[]", "[0]") for path in targets)
        several = "belongs to several fields" if len(targets) > 1 else "is a column of a table"
        return f"{where}: this label {several}. Use a path as the heading: {paths}."
    meant = _nearly(small, workbook)
    return f"{where}: there is no such path. Did you mean {meant}?" if meant else None


def _at_path(index: int, heading: str, declared: DeclaredField, where: str) -> Column | str:
    path = declared.path
    if number := re.search(r"\[(\d+)\]", heading):
        if int(number[1]) >= MOST_ROWS:
            return f"{where}: a table takes {MOST_ROWS} rows at most, numbered from 0."
        path = path.replace("[]", f"[{int(number[1])}]")
    return Column(index, heading, "field", path, declared)


@cache
def _by_label(workbook: type[Workbook]) -> dict[str, tuple[str, ...]]:
    """The paths of every printed label, and of the register's own words."""
    found: dict[str, list[str]] = {}
    for path, role in OF_THE_COPY.items():
        for word in (role, COPY_FIELDS[path]):
            if path not in found.setdefault(folded(word), []):
                found[folded(word)].append(path)
    for declared in fields_of(workbook):
        found.setdefault(folded(declared.label), []).append(declared.path)
    found.pop("", None)
    return {label: tuple(paths) for label, paths in found.items()}


def _nearly(small: str, workbook: type[Workbook]) -> str | None:
    """The path that a misspelt heading probably means, or None where it means none."""
    from rapidfuzz import fuzz, process

    paths = [declared.path for declared in fields_of(workbook)]
    known = {path.replace("[]", ""): path for path in paths}
    first, dot, _ = re.sub(r"\[\d*\]", "", small).partition(".")
    sections = {path.partition(".")[0].casefold() for path in known if "." in path}
    plain = re.sub(r"\[\d*\]", "", small)
    best = process.extractOne(plain, list(known), scorer=fuzz.ratio, processor=str.casefold)
    if best is None:
        return None
    path, likeness, _ = best
    if likeness >= NEAR or (dot and first in sections):
        if likeness < NEAR:
            within = [p for p in known if p.casefold().startswith(f"{first}.")]
            path = process.extractOne(plain, within, scorer=fuzz.ratio, processor=str.casefold)[0]
        number = re.search(r"\[(\d+)\]", small)
        return known[path].replace("[]", f"[{number[1] if number else 0}]")
    return None
