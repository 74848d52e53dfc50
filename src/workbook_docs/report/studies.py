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
from workbook_docs.hub.counting.sections import Part, parts_of
from workbook_docs.hub.figures import Figure, Statistic
from workbook_docs.hub.sample import Sample
from workbook_docs.hub.sheets import Said, Sheet
from workbook_docs.report.charts import can_draw, draw
from workbook_docs.report.naming import chapter_on_undecided
from workbook_docs.report.sentences import bare_label
from workbook_docs.values import show

NOTICE = "For the study and the hub, not for release."
PAGE = 33.0
"""Lines of a page beside its picture; a picture takes as many as `PICTURE`."""
PICTURE = 8.0
FEWEST = 3.0
"""Lines that changes have, however much is filled."""
LINE, LABEL, CELL, HEADING = 80, 20, 56, 48
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
    if chapters and not studies:
        chapters += chapter_on_undecided(samples)
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
    changed = _changed(sample, sheet, left - sum(map(_height, filled.rows)))
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
            sent = " (as sent)" if said.as_sent else ""
            days.append(f"{label}: {show('day', day)}{past}{sent}.")
    if days:
        more = f" {len(days) - MOST_DAYS} more days." if len(days) > MOST_DAYS else ""
        yield " ".join(days[:MOST_DAYS]) + more
    champion = sheet.at(WHO_CHAMPIONS)
    if champion.state == "answered":
        sent = " (as sent)" if champion.as_sent else ""
        yield f"Who co-ordinates and champions co-production: {_short(str(champion.value))}{sent}"


def _filled(sample: Sample, sheet: Sheet, space: float) -> Table:
    """What is whole, what is begun, and what is empty: what is begun a line each while there is
    room, the others as a list."""
    parts = parts_of(sample.definition)
    whole: list[str] = []
    begun: list[str] = []
    empty: list[str] = []
    unclear: list[str] = []
    own = sheet.own()
    for part, printed in zip(parts, distinct_labels(parts), strict=True):
        label = _short(printed, 2 * LONGEST) + _stands_as_sent(part, sheet, own)
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
    all_filled, none = ("All filled", _joined(whole)), ("Empty", _joined(empty))
    lost = [("Not found", _joined(unclear))] if unclear else []
    space -= sum(map(_height, (all_filled, none, *lost)))
    items = _that_fit([("", item) for item in begun], space, "sections: see the report of answers")
    shown = tuple(f"{label}: {text}" if label else text for label, text in items)
    rows = (all_filled, ("In part, or rows", shown or "–"), none, *lost)
    return Table("What is filled", ("How far", "Sections"), rows)


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
    label, cell = row
    texts = cell if isinstance(cell, tuple) else (cell,)
    return 0.2 + max(_lines(str(label), LABEL), sum(_lines(str(text), CELL) for text in texts))


def _lines(text: str, line: int) -> int:
    return max(1, math.ceil(_room(text) / line))


def _joined(labels: Sequence[str]) -> str:
    """Labels in a line; those for which there is no room are counted."""
    rooms = itertools.accumulate(_room(label) + 2 for label in labels)
    shown = sum(room <= LONGEST_LIST for room in rooms)
    more = [f"{len(labels) - shown} more"] if shown < len(labels) else []
    return "; ".join([*labels[:shown], *more]) or "–"


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
    told = 0
    for part in parts_of(sample.definition):
        lists = [f for f in part.fields if f.kind == "names" and f.table is None]
        if len(lists) < 2 or quadrants & {f.path for f in lists}:
            continue
        said = [(f.label, sheet.at(f.path)) for f in lists]
        counts = [f"{label} {len(s.value) if s.state == 'answered' else 0}" for label, s in said]
        sent = [f"{label} {n}" for label, s in said if (n := _as_sent(s))]
        stands = f" Of these, as sent: {_short(', '.join(sent), LONGEST)}." if sent else ""
        label = _short(bare_label(part.label), LONGEST_NAME)
        yield f"{label}, entries: {_short(', '.join(counts), LONGEST_LIST)}.{stands}"
        told += 1
        if told == MOST_LISTS:
            return


def _as_sent(said: Said) -> int:
    """How many entries of a list stand as they were sent."""
    own = said.own.value or []
    return len(said.value) - len(own) if said.state == "answered" else 0


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
