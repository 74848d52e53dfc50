"""One A4 page for each study, for a steering group or a team meeting.

What is filled, what is listed, what comes next, what changed. No e-mail address, no ranking
and no score: a module is not prescriptive, and blank is a legal answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from workbook_docs.chapters import Chapter, Picture, Report, Table
from workbook_docs.definition import DeclaredField, fields_of, title_of
from workbook_docs.hub.changes import Change, changes_between
from workbook_docs.hub.counting.module_2 import QUADRANTS
from workbook_docs.hub.counting.sections import parts_of
from workbook_docs.hub.figures import Figure, Statistic
from workbook_docs.hub.sample import Sample, Sheet
from workbook_docs.report.charts import can_draw, draw
from workbook_docs.report.sentences import bare_label
from workbook_docs.values import show

NOTICE = "For the study and the hub, not for release."
MOST_CHANGES = 8
"""Lines of changes that leave room on the page."""
LONGEST = 110
"""Characters of one change."""
ADDRESS = re.compile(r"[^\s<>()\[\]]+@[^\s<>()\[\]]+\.[^\s<>()\[\]]+")
WHO_CHAMPIONS = "co_production.point_1"


def study_pages(
    samples: Sequence[Sample],
    studies: Sequence[str] = (),
    drawn_as: Literal["svg", "png"] = "svg",
) -> Report:
    """A report with a page for each study of the hub, or for those named.

    Args:
        samples: what the returns of each workbook say.
        studies: the studies as studies are compared; none named means all.
        drawn_as: vector art for a page, or pictures for a document.
    """
    chapters = [
        _page(sample, sheet, drawn_as)
        for sample in samples
        for sheet in sample.sheets
        if not studies or sheet.study in studies
    ]
    day = samples[0].today if samples else date.today()
    facts = (f"As of {show('day', day)}",)
    return Report("One page for each study", NOTICE, facts, chapters, page_each=True)


def _page(sample: Sample, sheet: Sheet, drawn_as: Literal["svg", "png"]) -> Chapter:
    title = sheet.at("study.title").value
    name = f"{sheet.name}: {title}" if title and title != sheet.name else sheet.name
    round = f"Round {sheet.round}, " if sheet.round else ""
    came = f"{round}received {show('day', sheet.received)}."
    words = tuple(_sentences(sample, sheet))
    tables = [_filled(sample, sheet), *_listed(sample, sheet), _changed(sample, sheet)]
    return Chapter(
        name, f"{title_of(sample.definition)}. {came}", "", _quadrants(sheet, drawn_as),
        tuple(table for table in tables if table is not None), words,
    )  # fmt: skip


def _sentences(sample: Sample, sheet: Sheet) -> Iterator[str]:
    for declared in fields_of(sample.definition):
        said = sheet.at(declared.path) if declared.table is None else None
        if declared.kind == "day" and said is not None and said.state == "answered":
            day = date.fromisoformat(said.value)
            past = " (past)" if day < sample.today else ""
            yield f"{declared.label.rstrip(':')}: {show('day', day)}{past}."
    champion = sheet.at(WHO_CHAMPIONS)
    if champion.state == "answered":
        yield f"Who co-ordinates and champions co-production: {_short(str(champion.value))}"


def _filled(sample: Sample, sheet: Sheet) -> Table:
    rows = []
    for part in parts_of(sample.definition):
        if part.table is not None:
            state, lines = sheet.table(part.table)
            told = f"{len(lines)} rows" if state == "found" else state.replace("-", " ")
        else:
            said = [sheet.at(declared.path) for declared in part.fields]
            asked = [s for s in said if s.state != "not-asked"]
            filled = sum(s.state == "answered" and s.value is not False for s in asked)
            told = f"{filled} of {len(asked)}"
            told += _open(part.fields, sheet) if 0 < len(asked) - filled <= 3 else ""
        rows.append((bare_label(part.label), told))
    return Table("What is filled", ("Section", "Filled"), tuple(rows))


def _open(fields: Sequence[DeclaredField], sheet: Sheet) -> str:
    blank = [
        declared.label.rstrip(":?")
        for declared in fields
        if sheet.at(declared.path).state not in ("answered", "not-asked")
        or sheet.at(declared.path).value is False
    ]
    return f" (open: {', '.join(_short(label, 40) for label in blank)})"


def _listed(sample: Sample, sheet: Sheet) -> Iterator[Table]:
    """How many entries each list has, by section."""
    for part in parts_of(sample.definition):
        lists = [f for f in part.fields if f.kind == "names"]
        counts = [(f.label, sheet.at(f.path)) for f in lists if f.table is None]
        if len(counts) < 2 or part.label.startswith("Stakeholder Interest/Impact"):
            continue
        told = ", ".join(
            f"{label} {len(said.value or []) if said.state == 'answered' else 0}"
            for label, said in counts
        )
        yield Table("How many are listed", ("List", "Entries"), ((bare_label(part.label), told),))


def _changed(sample: Sample, sheet: Sheet) -> Table | None:
    earlier = sample.earlier(sheet.round) if sheet.round in sample.rounds else None
    before = sample.sheet_of(sheet.study, earlier) if earlier else None
    if before is None:
        return None
    changes = changes_between(sample.definition, before, sheet)
    rows = [(change.label, told(change)) for change in changes[:MOST_CHANGES]]
    if len(changes) > MOST_CHANGES:
        rows.append(("", f"and {len(changes) - MOST_CHANGES} more: see the report of changes"))
    caption = f"Changes since {earlier}" if rows else f"No changes since {earlier}"
    return Table(caption, ("Where", "What"), tuple(rows))


def told(change: Change, length: int = LONGEST) -> str:
    """A change in words, without e-mail addresses."""
    before, after = _short(change.before, length), _short(change.after, length)
    if change.what == "new":
        return f"new: {after}"
    if change.what == "gone":
        return f"gone: {before}"
    sign = "→" if change.what == "changed" else "perhaps renamed to"
    return f"{before} {sign} {after}"


def _short(text: str, length: int = LONGEST) -> str:
    folded = " ".join(ADDRESS.sub("(e-mail)", text).split())
    return folded if len(folded) <= length else folded[: length - 1].rstrip() + "…"


def _quadrants(sheet: Sheet, drawn_as: Literal["svg", "png"]) -> Picture | None:
    said = [(label, sheet.at(path)) for path, label in QUADRANTS]
    if not can_draw() or not any(s.state == "answered" for _, s in said):
        return None
    counts = [(label, len(s.value or []) if s.state == "answered" else 0) for label, s in said]
    total = sum(n for _, n in counts)
    figures = tuple(Figure(label, n, total) for label, n in counts)
    return draw(Statistic(sheet.name, None, "", figures, chart="quadrants"), drawn_as)
