"""A draft for the Biannual Progress Report, made only of the team's own words.

The printed form asks teams to use their answers under four headings, and does not say which
answer belongs under which: the table here is our reading of it. What is under none of them
follows under a heading of its own, so that no word of a team is lost. Beside every sentence
stands the field it came from; a heading under which nothing was said says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from workbook_docs.chapters import Cell, Chapter, Report, Table
from workbook_docs.definition import (
    DeclaredField,
    DeclaredTable,
    Workbook,
    fields_of,
    tables_of,
    title_of,
)
from workbook_docs.hub.sample import Sample
from workbook_docs.hub.sheets import Said, Sheet
from workbook_docs.report.naming import chapter_on_undecided, name_of
from workbook_docs.values import show

NOTICE = "A draft from the team's own words, for the study and the hub; not for release."
HEADER = ("In the team's words", "From")
EMPTY = "Nothing was written that belongs here."
ELSEWHERE = "Elsewhere in the workbook"
MOST_ROWS = 8
"""Rows of a table that are told whole; of the others only what they are about."""
LEFT_OUT = (
    "Left out are what identifies a person, the study's title and reference, boxes to tick, and "
    "what stands as it was sent."
)
NAMING = ("study.title", "study.reference")
"""What every chapter is headed with."""

HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Study Highlights",
     ("co_production.point_7", "life_cycle.execution", "life_cycle.monitoring")),
    ("PPIE Activities",
     ("nine_cs.consumers", "involvement", "co_production.point_2", "co_production.point_3",
      "co_production.point_4", "co_production.point_5")),
    ("Preparations for Implementation",
     ("life_cycle.planning", "life_cycle.closure", "engagement", "co_production.point_1",
      "co_production.point_6", "nine_cs.champions", "nine_cs.channels")),
    ("Risk Assessments",
     ("initial_matrix", "ongoing_matrix", "nine_cs.competitors", "interest_impact.q3")),
)  # fmt: skip
"""The four printed headings, and the fields and tables whose answers go under each."""


def biannual_draft(samples: Sequence[Sample], studies: Sequence[str] = ()) -> Report:
    """A report with a chapter for each study, and a table for each heading.

    What stands as it was sent is nobody's own word and left out, as far as the hub knows what
    stood in a copy.

    Args:
        samples: what the returns of each workbook say; those whose form has none of the
            fields are left out.
        studies: the studies as studies are compared; none named means all.
    """
    fitting = [sample for sample in samples if _fits(sample.definition)]
    chapters = [
        _chapter(sample.definition, sheet)
        for sample in fitting
        for sheet in sample.sheets
        if not studies or sheet.study in studies
    ]
    if chapters and not studies:
        chapters += chapter_on_undecided(fitting)
    facts = [f"{title_of(sample.definition)}" for sample in fitting]
    facts += [f"As of {show('day', samples[0].today)}"] if samples else []
    return Report("Draft for the Biannual Progress Report", NOTICE, tuple(facts), chapters)


def _fits(workbook: type[Workbook]) -> bool:
    return bool(_under_a_heading() & set(_paths(workbook)))


def _under_a_heading() -> set[str]:
    return {path for _, paths in HEADINGS for path in paths}


def _paths(workbook: type[Workbook]) -> list[str]:
    """The single fields and the tables whose answers are words, in the order of the form."""
    found = (
        f.table or f.path
        for f in fields_of(workbook)
        if f.path not in NAMING and not f.personal and f.kind != "tick"
    )
    return list(dict.fromkeys(found))


def _chapter(workbook: type[Workbook], sheet: Sheet) -> Chapter:
    under = _under_a_heading()
    elsewhere = tuple(path for path in _paths(workbook) if path not in under)
    tables = []
    for heading, paths in (*HEADINGS, (ELSEWHERE, elsewhere)):
        rows = tuple(row for path in paths for row in _words(workbook, sheet, path))
        if rows or heading != ELSEWHERE:
            tables.append(Table(heading, HEADER, rows or ((EMPTY, "–"),)))
    round = f"Round {sheet.round}, " if sheet.round else ""
    about = f"{round}received {show('day', sheet.received)}. {LEFT_OUT}"
    return Chapter(name_of(sheet), about, tables=tuple(tables))


def _words(workbook: type[Workbook], sheet: Sheet, path: str) -> Iterator[tuple[Cell, str]]:
    table = next((t for t in tables_of(workbook) if t.path == path), None)
    if table is not None:
        yield from _rows(table, sheet)
        return
    declared = next((f for f in fields_of(workbook) if f.path == path), None)
    if declared is not None and (words := _shown(declared, sheet.at(path).own)):
        place = declared.label.rstrip(":")
        yield (
            words,
            place
            if declared.section in ("", title_of(workbook))
            else (f"{declared.section}, {place}"),
        )


def _rows(table: DeclaredTable, sheet: Sheet) -> Iterator[tuple[Cell, str]]:
    """The rows in which a team wrote something: the first whole, of the others what they name."""
    own = []
    for number, row in enumerate(sheet.table(table.path)[1], 1):
        columns = [c for c in table.columns if c.path in row and not c.personal]
        if any(_shown(c, row[c.path].own) for c in columns if c.kind != "tick"):
            # With what was sent in the same row: without it nobody knows what a word is about.
            told = [_in_a_row(c, row[c.path]) for c in columns if c.kind != "tick"]
            own.append((number, [text for text in told if text]))
    for number, told in own[:MOST_ROWS]:
        yield " – ".join(told), f"{table.label}, row {number}"
    if rest := own[MOST_ROWS:]:
        rows = f"rows {rest[0][0]} to {rest[-1][0]}" if len(rest) > 1 else f"row {rest[0][0]}"
        yield "; ".join(told[0] for _, told in rest), f"{table.label}, {rows}: how each begins"


def _in_a_row(declared: DeclaredField, said: Said) -> str:
    text = _text(_shown(declared, said))
    return f"({text}, as sent)" if text and said.as_sent else text


def _shown(declared: DeclaredField, said: Said) -> Cell:
    if said.state != "answered" or said.value in (None, [], ""):
        return ""
    value = date.fromisoformat(said.value) if declared.kind == "day" else said.value
    if isinstance(value, list):
        return tuple(map(str, value))
    return show(declared.kind, value)


def _text(cell: Cell) -> str:
    return "; ".join(cell) if isinstance(cell, tuple) else str(cell or "")
