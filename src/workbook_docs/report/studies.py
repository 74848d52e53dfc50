"""One A4 page for each study, for a steering group or a team meeting.

What is filled, what is listed, what comes next, what changed. No e-mail address, no ranking
and no score: a module is not prescriptive, and blank is a legal answer. However much a study
says, and however many sections a workbook has, its page is one: what is long is cut, what is
left out is counted, with the report that holds it.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from workbook_docs.chapters import Chapter, Picture, Report, Table
from workbook_docs.definition import DeclaredField, fields_of, tables_of, title_of
from workbook_docs.hub.changes import Change, changes_between
from workbook_docs.hub.counting.module_2 import QUADRANTS
from workbook_docs.hub.counting.sections import parts_of
from workbook_docs.hub.figures import Figure, Statistic
from workbook_docs.hub.sample import Sample, Sheet
from workbook_docs.report.charts import can_draw, draw
from workbook_docs.report.sentences import bare_label
from workbook_docs.values import show

NOTICE = "For the study and the hub, not for release."
PAGE = 33.0
"""Lines of a page beside its picture; a picture takes as many as `PICTURE`."""
PICTURE = 8.0
FEWEST = 3.0
"""Lines that changes have, however much is filled."""
LINE, LABEL, CELL, HEADING = 80, 34, 44, 48
"""Room in a line of words, of either column of a table, of the page's heading."""
MOST_DAYS = 4
MOST_LISTS = 2
MOST_OPEN = 3
"""Fields left open that are named."""
LONGEST = 75
"""Room for one line of changes, or for one answer, in letters of usual width."""
LONGEST_NAME = 40
"""Room for a study's reference, its round, a label; its title has twice as much."""
LONGEST_LIST = 240
WIDE = frozenset("WMmw@%&—…")
WORD = re.compile(r"[^\s<>()\[\]]+")
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
    name = _short(sheet.name, LONGEST_NAME)
    if title and title != sheet.name:
        name = f"{name}: {_short(str(title), 2 * LONGEST_NAME)}"
    round = f"Round {_short(sheet.round, LONGEST_NAME)}, " if sheet.round else ""
    came = f"{round}received {show('day', sheet.received)}."
    about = f"{_short(title_of(sample.definition), LONGEST)}. {came}"
    words = (*_sentences(sample, sheet), *_listed(sample, sheet))
    picture = _quadrants(sheet, drawn_as)
    left = PAGE if picture is not None else PAGE + PICTURE
    left -= 1.6 * _lines(name, HEADING) + sum(_lines(text, LINE) for text in (about, *words))
    filled = _filled(sample, sheet, left - FEWEST)
    changed = _changed(sample, sheet, left - sum(_height(row) for row in filled.rows))
    tables = (filled, changed) if changed is not None else (filled,)
    return Chapter(name, about, "", picture, tables, words)


def _sentences(sample: Sample, sheet: Sheet) -> Iterator[str]:
    days = []
    for declared in fields_of(sample.definition):
        said = sheet.at(declared.path) if declared.table is None else None
        if declared.kind == "day" and said is not None and said.state == "answered":
            day = date.fromisoformat(said.value)
            past = " (past)" if day < sample.today else ""
            label = _short(declared.label.rstrip(":"), 2 * LONGEST_NAME)
            days.append(f"{label}: {show('day', day)}{past}.")
    if days:
        more = f" {len(days) - MOST_DAYS} more days." if len(days) > MOST_DAYS else ""
        yield " ".join(days[:MOST_DAYS]) + more
    champion = sheet.at(WHO_CHAMPIONS)
    if champion.state == "answered":
        yield f"Who co-ordinates and champions co-production: {_short(str(champion.value))}"


def _filled(sample: Sample, sheet: Sheet, space: float) -> Table:
    """What is partly filled, a row each while there is room; what is whole and what is empty in
    a row together."""
    whole: list[str] = []
    partly: list[tuple[str, str]] = []
    empty: list[str] = []
    for part in parts_of(sample.definition):
        label = _short(bare_label(part.label), LONGEST_NAME)
        if part.table is not None:
            state, lines = sheet.table(part.table)
            if state == "found" and lines:
                partly.append((label, f"{len(lines)} row{'s' if len(lines) > 1 else ''}"))
            elif state == "not-found":
                partly.append((label, "not found"))
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
        partly.append((label, f"{filled} of {len(asked)}{left}"))
    all_filled, none = ("All filled", _joined(whole)), ("Empty", _joined(empty))
    space -= _height(all_filled) + _height(none)
    rows = _that_fit(partly, space, "sections: see the report of answers")
    return Table("What is filled", ("Section", "Filled"), (all_filled, *rows, none))


Line = tuple[str, str]


def _that_fit(rows: Sequence[Line], space: float, more: str) -> list[Line]:
    """The rows for which there is room; the others are counted in a last one."""
    if sum(map(_height, rows)) <= space:
        return list(rows)
    space -= _height(("More", more))
    shown = sum(height <= space for height in itertools.accumulate(map(_height, rows)))
    return [*rows[:shown], ("More", f"{len(rows) - shown} {more}")]


def _height(row: Sequence[object]) -> float:
    """Lines that a row of a table takes, its space included."""
    label, text = map(str, row)
    return 0.2 + max(_lines(label, LABEL), _lines(text, CELL))


def _lines(text: str, line: int) -> int:
    return max(1, math.ceil(_room(text) / line))


def _joined(labels: Sequence[str]) -> str:
    """Labels in a line; those for which there is no room are counted."""
    rooms = itertools.accumulate(_room(label) + 2 for label in labels)
    shown = sum(room <= LONGEST_LIST for room in rooms)
    more = [f"{len(labels) - shown} more"] if shown < len(labels) else []
    return "; ".join([*labels[:shown], *more]) or "–"


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
    told = 0
    for part in parts_of(sample.definition):
        lists = [f for f in part.fields if f.kind == "names" and f.table is None]
        if len(lists) < 2 or quadrants & {f.path for f in lists}:
            continue
        said = [(f.label, sheet.at(f.path)) for f in lists]
        counts = [f"{label} {len(s.value) if s.state == 'answered' else 0}" for label, s in said]
        label = _short(bare_label(part.label), LONGEST_NAME)
        yield f"{label}, entries: {_short(', '.join(counts), LONGEST_LIST)}."
        told += 1
        if told == MOST_LISTS:
            return


def _changed(sample: Sample, sheet: Sheet, space: float) -> Table | None:
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
        (
            _short(tables.get(path, changes[0].label.rstrip(":")), LONGEST_NAME),
            _short("; ".join(map(told, changes))),
        )
        for path, changes in grouped.items()
    ]
    rows = _that_fit(rows, space, "fields: see the report of changes")
    return Table(
        f"Changes since {_short(str(earlier), LONGEST_NAME)}",
        ("Where", "What"),
        tuple(rows) or (("None", "–"),),
    )


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
    words: list[str] = []
    room = 0.0
    for found in re.finditer(r"\S+", text):  # no further than is shown, of however long a text
        words.append(WORD.sub(_no_address, found[0])[: length + 1])
        room += _room(words[-1]) + 1
        if room > length + 1:
            break
    folded = " ".join(words)
    if room <= length + 1:
        return folded
    rooms = itertools.accumulate(map(_room, folded))
    return folded[: sum(room < length for room in rooms)].rstrip() + "…"


def _no_address(word: re.Match[str]) -> str:
    # By its parts, not by a pattern: one with two open ends takes minutes for a long word.
    name, _, domain = word[0].partition("@")
    return "(e-mail)" if name and "." in domain[1:-1] else word[0]


def _room(text: str) -> float:
    """How wide a text is, in letters of usual width."""
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0x2FFF:
        return 2.2
    return 1.7 if letter in WIDE or letter.isupper() else 1.0


def _quadrants(sheet: Sheet, drawn_as: Literal["svg", "png"]) -> Picture | None:
    said = [(label, sheet.at(path)) for path, label in QUADRANTS]
    if not can_draw() or not any(s.state == "answered" for _, s in said):
        return None
    counts = [(label, len(s.value or []) if s.state == "answered" else 0) for label, s in said]
    total = sum(n for _, n in counts)
    figures = tuple(Figure(label, n, total) for label, n in counts)
    return draw(Statistic(sheet.name, None, "", figures, chart="quadrants"), drawn_as)
