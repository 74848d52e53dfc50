"""Repeated tables whose heading row is gone: known by where they stand, where nothing else fits.

Such a table stands between words of the form that print nothing else between them, it has as
many columns as the form's table, and no other table stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from workbook_docs.edition import Edition
from workbook_docs.headings import Header, Headings, table_of
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.prompts import prompt_spans

MOST_WORDS = 6
"""Words that a heading of a column may have."""
_IN_NO_HEADING = re.compile(r"[\d@☐☑☒✓✔]")


def without_headings(
    seen: Headings,
    headers: Mapping[str, Header],
    lines: Sequence[ReturnedLine],
    matches: Mapping[int, Match],
    edition: Edition,
) -> Iterator[tuple[str, Header, set[int]]]:
    """The path of each such table, its columns by position, and answers taken for its headings.

    An answer that has the words of a heading is taken for it, once the heading is gone.
    """
    spans: dict[str, list[int]] = {}
    for number, line in enumerate(edition.lines):
        if line.column_of:
            spans.setdefault(table_of(line.column_of), []).append(number)
    missing = {path: span for path, span in spans.items() if path not in headers}
    if not missing:
        return
    at: dict[int, int] = {
        match.issued: n
        for n, match in sorted(matches.items(), reverse=True)
        if lines[n].part == "body" and not edition.lines[match.issued].column_of
    }
    headed = {header.table for header in headers.values()}
    marked = {
        seen.blocks[number].table
        for number, anchors in seen.claims.items()
        if any("[]." in anchor.path for anchor in anchors)
    }
    for path, span in missing.items():
        above = max((a for a in at if a < span[0]), default=None)
        below = min((a for a in at if a > span[-1]), default=None)
        if above is None or any(
            above < other[0] and (below is None or other[0] < below)
            for name, other in spans.items()
            if name != path
        ):
            continue
        end = len(lines) if below is None else at[below]
        tables = {lines[n].table for n in range(at[above] + 1, end) if lines[n].part == "body"}
        tables -= {None, lines[at[above]].table, None if below is None else lines[end].table}
        table = tables.pop() if len(tables) == 1 else None
        # Where controls stand in a table, they say what each cell is.
        if table is None or table in headed | marked or seen.widths[table] != len(span):
            continue
        first = seen.rows_of[table][0]
        own = [n for row in seen.rows_of[table] for n in seen.in_row[table, row]]
        taken = {n for n in own if n in matches}
        columns = {at: edition.lines[number].column_of or "" for at, number in enumerate(span)}
        top = [lines[n] for n in seen.in_row[table, first]]
        is_headed = _may_be_headings(top, len(span)) or any(
            line.strong or seen.is_alike(line.text, columns.get(line.column or 0, ""))
            for line in top
        )
        if is_headed or any(matches[n].issued not in span for n in taken):
            continue
        yield path, Header(table, first - 1, columns), taken


def _may_be_headings(row: Sequence[ReturnedLine], width: int) -> bool:
    """Whether a row may be headings of somebody's own: a few words in each cell, no more."""
    texts = [line.text.strip() for line in row]
    if len(row) != width or len({line.column for line in row}) != width:
        return False
    return not any(
        prompt_spans(text) or len(text.split()) > MOST_WORDS or _IN_NO_HEADING.search(text)
        for text in texts
    )
