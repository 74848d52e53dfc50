"""Which field of a workbook each column of a register stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from workbook_docs.anchors import COPY_FIELDS, bare
from workbook_docs.definition import DeclaredField, Workbook, fields_of
from workbook_docs.errors import DecisionError
from workbook_docs.hub.nearly import GROUPED, near_label, near_path

Role = Literal["field", "study", "round", "due", "copy", "group"]

MOST_ROWS = 1000
"""Rows that a table of a copy may be given."""

OF_THE_COPY: Mapping[str, Role] = {
    "copy.study": "study",
    "copy.round": "round",
    "copy.due": "due",
    "copy.id": "copy",
}


SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "study": ("study id", "study code"),
    "due": ("due date", "date due", "due by", "due on", "return date"),
    "email": ("e-mail", "e-mail address", "mail address"),
    "name": ("name", "full name"),
}
"""Other words that people have for the register's own, and for who fills a form in."""


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


def path_of(text: str, workbook: type[Workbook]) -> str:
    """The path of a field that is named by its path or by its printed label.

    Raises `DecisionError`, with what may be meant, where there is none or more than one.
    """
    found = _match(0, text.strip(), workbook)
    if isinstance(found, str):
        told = found.partition(": ")[2].replace("Use a path as the heading", "Say which")
        nearly, _, meant = told.rpartition(". Did you mean ")
        if nearly:
            told = f"{workbook.workbook_id} has no field {text}. Did you mean {meant}"
            raise DecisionError(told)
        raise DecisionError(f"{text}: {told}")
    if found is None or found.role != "field":
        raise DecisionError(
            f"{workbook.workbook_id} has no field {text}. “workbook-docs schema "
            f"{workbook.workbook_id} --paths” lists them."
        )
    return found.path


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
        listed = ", ".join(path.replace("[]", "[0]") for path in targets)
        several = "belongs to several fields" if len(targets) > 1 else "is a column of a table"
        return f"{where}: this label {several}. Use a path as the heading: {listed}."
    if grouped := GROUPED.fullmatch(heading):
        return f"{where}: did you mean group.{grouped['name']}? It is kept for statistics then."
    if meant := near_path(small, workbook):
        return f"{where}: there is no such path. Did you mean {meant}?"
    labels = _by_label(workbook)
    if label := near_label(folded(heading), labels):
        paths = " or ".join(path.replace("[]", "[0]") for path in labels[label])
        return f"{where}: there is no such label. Did you mean {paths}?"
    return None


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
    people = people_of(workbook)
    meant = {"study": "copy.study", "due": "copy.due", "email": people.email, "name": people.name}
    for word, target in meant.items():
        for synonym in SYNONYMS[word] if target else ():
            # What a form prints itself is never another's synonym.
            found.setdefault(folded(synonym), [str(target)])
    found.pop("", None)
    return {label: tuple(paths) for label, paths in found.items()}
