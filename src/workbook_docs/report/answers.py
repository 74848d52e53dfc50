"""All answers side by side: which study filled which field, and a sheet for each question.

For reading inside the hub. What identifies a person is not held where this is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from workbook_docs.definition import DeclaredField, fields_of, tables_of
from workbook_docs.excel.sheets import Sheet as Page
from workbook_docs.excel.sheets import Value, write_tables
from workbook_docs.hub.sample import Sample
from workbook_docs.hub.sheets import Said, Sheet
from workbook_docs.report.naming import undecided
from workbook_docs.values import show

NOTICE = "Not for release: answers as teams gave them, for use inside the hub."
NO_ANSWER = "–"
AS_SENT = "as sent"
"""Said of an answer that stands as it stood when the copy was sent."""
STATES = {
    "answered": "answered",
    "blank": NO_ANSWER,
    "prompt": NO_ANSWER,
    "declared-empty": "nothing to say",
    "not-found": "not found",
    "not-asked": "not asked",
    "unreadable": "not understood",
}
STUDY = ("Study", "Round", "Received")


def answers_side_by_side(samples: Sequence[Sample]) -> bytes:
    """An .xlsx file: studies by fields, then a sheet for each question and each table.

    Args:
        samples: what the returns of each workbook say, one return a study.
    """
    return write_tables([page for sample in samples for page in _pages(sample)])


def _pages(sample: Sample) -> Iterator[Page]:
    fields = [f for f in fields_of(sample.definition) if not f.personal]
    single = [f for f in fields if f.table is None]
    workbook = sample.definition.workbook_id
    missing = undecided([sample])
    yield _overview(sample, single, f"Fields {workbook}", missing)
    for number, declared in enumerate(single, 1):
        title = f"{declared.label} ({declared.path})"
        rows = tuple(
            (*_study(sheet), _state(said), _shown(declared, said))
            for sheet in sample.sheets
            for said in [sheet.at(declared.path)]
        )
        yield Page(f"{number} {declared.label}"[:31], title, f"{_note(declared)} {missing}".strip(),
                   (*STUDY, "State", "Answer"), rows)  # fmt: skip
    for table in tables_of(sample.definition):
        columns = [f for f in fields if f.table == table.path]
        lines = tuple(
            (
                *_study(sheet),
                *(_shown(column, row.get(column.path)) for column in columns),
                _sent_in(row),
            )
            for sheet in sample.sheets
            for row in sheet.table(table.path)[1]
        )
        yield Page(table.label[:31], f"{table.label} ({table.path})", f"{NOTICE} {missing}".strip(),
                   (*STUDY, *(column.label for column in columns), "As sent"), lines)  # fmt: skip


def _overview(sample: Sample, single: Sequence[DeclaredField], name: str, missing: str) -> Page:
    tables = tables_of(sample.definition)
    header = (*STUDY, *(f"{t.label}, rows" for t in tables), *(f.label for f in single))
    rows = tuple(
        (
            *_study(sheet),
            *(_rows(sheet, table.path) for table in tables),
            *(_state(sheet.at(declared.path)) for declared in single),
        )
        for sheet in sample.sheets
    )
    title = f"Studies and fields ({sample.definition.workbook_id})"
    return Page(name, title, f"{NOTICE} {missing}".strip(), header, rows)


def _state(said: Said) -> str:
    return AS_SENT if said.as_sent else STATES[said.state]


def _rows(sheet: Sheet, table: str) -> Value:
    state, rows = sheet.table(table)
    return len(rows) if state == "found" else STATES[state]


def _sent_in(row: Mapping[str, Said]) -> str:
    """Whether a row stands as it was sent, or in part; empty where it is the team's."""
    answered = [said for said in row.values() if said.state == "answered"]
    sent = sum(said.as_sent for said in answered)
    return "" if not sent else "all" if sent == len(answered) else "in part"


def _study(sheet: Sheet) -> tuple[Value, ...]:
    return sheet.name, sheet.round, show("day", sheet.received)


def _note(declared: DeclaredField) -> str:
    return f"{declared.help} {NOTICE}" if declared.help else NOTICE


def _shown(declared: DeclaredField, said: Said | None) -> str:
    value: Any = said.value if said is not None and said.state == "answered" else None
    if value is None:
        return NO_ANSWER
    if declared.kind == "day":
        value = date.fromisoformat(value)
    return show(declared.kind, value)
