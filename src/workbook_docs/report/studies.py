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
from workbook_docs.definition import DeclaredField, fields_of, tables_of, title_of
from workbook_docs.hub.changes import Change, changes_between
from workbook_docs.hub.counting.module_2 import QUADRANTS
from workbook_docs.hub.counting.sections import Part, parts_of
from workbook_docs.hub.figures import Figure, Statistic
from workbook_docs.hub.sample import Said, Sample, Sheet
from workbook_docs.report.charts import can_draw, draw
from workbook_docs.report.naming import chapter_on_undecided, name_of
from workbook_docs.report.sentences import bare_label
from workbook_docs.values import show

NOTICE = "For the study and the hub, not for release."
MOST_CHANGES = 6
"""Lines of changes that leave room on the page."""
MOST_OPEN = 3
"""Fields left open that are named."""
LONGEST = 100
"""Characters of one line of changes, or of one answer."""
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
    if chapters and not studies:
        chapters += chapter_on_undecided(samples)
    day = samples[0].today if samples else date.today()
    facts = (f"As of {show('day', day)}",)
    return Report("One page for each study", NOTICE, facts, chapters, page_each=True)


def _page(sample: Sample, sheet: Sheet, drawn_as: Literal["svg", "png"]) -> Chapter:
    name = name_of(sheet)
    round = f"Round {sheet.round}, " if sheet.round else ""
    came = f"{round}received {show('day', sheet.received)}."
    words = (*_sentences(sample, sheet), *_listed(sample, sheet))
    tables = [_filled(sample, sheet), _changed(sample, sheet)]
    return Chapter(
        name, f"{title_of(sample.definition)}. {came}", "", _quadrants(sheet, drawn_as),
        tuple(table for table in tables if table is not None), words,
    )  # fmt: skip


def _sentences(sample: Sample, sheet: Sheet) -> Iterator[str]:
    days = []
    for declared in fields_of(sample.definition):
        said = sheet.at(declared.path) if declared.table is None else None
        if declared.kind == "day" and said is not None and said.state == "answered":
            day = date.fromisoformat(said.value)
            past = " (past)" if day < sample.today else ""
            sent = " (as sent)" if said.as_sent else ""
            days.append(f"{declared.label.rstrip(':')}: {show('day', day)}{past}{sent}.")
    if days:
        yield " ".join(days)
    champion = sheet.at(WHO_CHAMPIONS)
    if champion.state == "answered":
        sent = " (as sent)" if champion.as_sent else ""
        yield f"Who co-ordinates and champions co-production: {_short(str(champion.value))}{sent}"


def _filled(sample: Sample, sheet: Sheet) -> Table:
    """What is whole, what is begun, and what is empty: a line each, the sections as a list."""
    parts = parts_of(sample.definition)
    whole: list[str] = []
    begun: list[str] = []
    empty: list[str] = []
    unclear: list[str] = []
    own = sheet.own()
    for part, label in zip(parts, distinct_labels(parts), strict=True):
        label += _stands_as_sent(part, sheet, own)
        if part.table is not None:
            state, lines = sheet.table(part.table)
            if state == "found" and lines:
                begun.append(f"{label}: {len(lines)} row{'s' if len(lines) > 1 else ''}")
            elif state == "not-found":
                unclear.append(label)
            elif state == "found":
                empty.append(label)
            continue
        said = [sheet.at(declared.path) for declared in part.fields]
        asked = [s for s in said if s.state != "not-asked"]
        filled = sum(s.state == "answered" and s.value is not False for s in asked)
        if filled == 0 or filled == len(asked):
            (empty if asked and not filled else whole).append(label)
            continue
        left = _open(part.fields, sheet) if len(asked) - filled <= MOST_OPEN else ""
        begun.append(f"{label}: {filled} of {len(asked)}{left}")
    rows = [
        ("All filled", "; ".join(whole) or "–"),
        ("In part, or rows", tuple(begun) or "–"),
        ("Empty", "; ".join(empty) or "–"),
        ("Not found", "; ".join(unclear)),
    ]
    return Table("What is filled", ("How far", "Sections"), tuple(r for r in rows if r[1]))


def _stands_as_sent(part: Part, sheet: Sheet, own: Sheet) -> str:
    """Said of a section in which a team has added nothing to what was sent."""

    def answered(held: Sheet) -> bool:
        if part.table is not None:
            return bool(held.table(part.table)[1])
        return any(held.at(f.path).state == "answered" for f in part.fields)

    return " (as sent)" if answered(sheet) and not answered(own) else ""


def distinct_labels(parts: Sequence[Part]) -> list[str]:
    """The printed labels of some sections; of a label that is printed twice, what is in it.

    Without the path that tells sections apart for a program.
    """
    labels = [bare_label(part.label) for part in parts]
    return [
        label if labels.count(label) == 1 else f"{label} ({_span(part)})"
        for part, label in zip(parts, labels, strict=True)
    ]


def _span(part: Part) -> str:
    first, last = (part.fields[n].label.rstrip(":?") for n in (0, -1))
    if part.table is not None:
        return f"table: {', '.join(f.label.rstrip(':?') for f in part.fields[:2])}"
    return first if first == last else f"{first} to {last}"


def _open(fields: Sequence[DeclaredField], sheet: Sheet) -> str:
    blank = [
        declared.label.rstrip(":?")
        for declared in fields
        if sheet.at(declared.path).state not in ("answered", "not-asked")
        or sheet.at(declared.path).value is False
    ]
    return f" (open: {', '.join(_short(label, 40) for label in blank)})"


def _listed(sample: Sample, sheet: Sheet) -> Iterator[str]:
    """How many entries each list of a section has, in one line; quadrants have a picture."""
    quadrants = {path for path, _ in QUADRANTS}
    for part in parts_of(sample.definition):
        lists = [f for f in part.fields if f.kind == "names" and f.table is None]
        if len(lists) < 2 or quadrants & {f.path for f in lists}:
            continue
        said = [(f.label, sheet.at(f.path)) for f in lists]
        told = [f"{label} {len(s.value) if s.state == 'answered' else 0}" for label, s in said]
        sent = [f"{label} {n}" for label, s in said if (n := _as_sent(s))]
        stands = f" Of these, as sent: {', '.join(sent)}." if sent else ""
        yield f"{bare_label(part.label)}, entries: {', '.join(told)}.{stands}"


def _as_sent(said: Said) -> int:
    """How many entries of a list stand as they were sent."""
    own = said.own.value or []
    return len(said.value) - len(own) if said.state == "answered" else 0


def _changed(sample: Sample, sheet: Sheet) -> Table | None:
    """Changes since the round before, those of one field or table in one line."""
    earlier = sample.earlier(sheet.round) if sheet.round in sample.rounds else None
    before = sample.sheet_of(sheet.study, earlier) if earlier else None
    if before is None:
        return None
    grouped: dict[str, list[Change]] = {}
    for change in changes_between(sample.definition, before, sheet):
        grouped.setdefault(change.path.partition("[")[0], []).append(change)
    tables = {table.path: table.label for table in tables_of(sample.definition)}
    rows = [
        (tables.get(path, changes[0].label.rstrip(":")), _short("; ".join(map(told, changes))))
        for path, changes in list(grouped.items())[:MOST_CHANGES]
    ]
    if len(grouped) > MOST_CHANGES:
        rows.append(("More", f"{len(grouped) - MOST_CHANGES}: see the report of changes"))
    return Table(f"Changes since {earlier}", ("Where", "What"), tuple(rows) or (("None", "–"),))


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
