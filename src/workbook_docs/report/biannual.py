"""A draft for the Biannual Progress Report, made only of the team's own words.

The printed form asks teams to use their answers under four headings, and does not say which
answer belongs under which: the table here is our reading of it. Beside every sentence stands
the field it came from; a heading under which nothing was said says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbook_docs.chapters import Chapter, Report, Table
from workbook_docs.definition import Workbook, fields_of, tables_of, title_of
from workbook_docs.hub.sample import Sample, Sheet
from workbook_docs.values import show

NOTICE = "A draft from the team's own words, for the study and the hub; not for release."
HEADER = ("In the team's words", "From")
EMPTY = "Nothing was written that belongs here."

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

    Args:
        samples: what the returns of each workbook say; those whose form has none of the
            fields are left out.
        studies: the studies as studies are compared; none named means all.
    """
    chapters = [
        _chapter(sample.definition, sheet)
        for sample in samples
        if _fits(sample.definition)
        for sheet in sample.sheets
        if not studies or sheet.study in studies
    ]
    facts = [f"{title_of(s.definition)}" for s in samples if _fits(s.definition)]
    facts += [f"As of {show('day', samples[0].today)}"] if samples else []
    return Report("Draft for the Biannual Progress Report", NOTICE, tuple(facts), chapters)


def _fits(workbook: type[Workbook]) -> bool:
    known = {f.path for f in fields_of(workbook)} | {t.path for t in tables_of(workbook)}
    return any(path in known for _, paths in HEADINGS for path in paths)


def _chapter(workbook: type[Workbook], sheet: Sheet) -> Chapter:
    tables = []
    for heading, paths in HEADINGS:
        rows = tuple(row for path in paths for row in _words(workbook, sheet, path))
        tables.append(Table(heading, HEADER, rows or ((EMPTY, "–"),)))
    return Chapter(sheet.name, tables=tuple(tables))


def _words(workbook: type[Workbook], sheet: Sheet, path: str) -> Iterator[tuple[str, str]]:
    table = next((t for t in tables_of(workbook) if t.path == path), None)
    if table is not None:
        for number, row in enumerate(sheet.table(path)[1], 1):
            said = [row[c.path] for c in table.columns if c.path in row]
            words = [str(s.value) for s in said if s.state == "answered" and s.value is not None]
            if words:
                yield " – ".join(words), f"{table.label}, row {number}"
        return
    declared = next((f for f in fields_of(workbook) if f.path == path), None)
    said_here = sheet.at(path)
    if declared is not None and said_here.state == "answered":
        yield show(declared.kind, said_here.value), f"{declared.section}, {declared.label}"
