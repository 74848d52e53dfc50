"""Answers in a table's rows that are the words of a label somewhere else in the form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from workbook_docs.edition import Edition, IssuedLine
from workbook_docs.matching import Match, ReturnedLine


def labels_in_rows(
    lines: Sequence[ReturnedLine], matches: Mapping[int, Match], edition: Edition
) -> set[int]:
    """The lines that were taken for labels, and stand as answers in rows of a repeated table.

    A row is one of the table's where it follows its headings, or another row, at once and
    has other text below another heading. A label that was issued in the same table, such as
    a caption below its rows, is one.
    """
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if line.table is not None and line.row is not None:
            rows[line.table, line.row].append(number)
    found: set[int] = set()
    for (table, row), numbers in rows.items():
        heads = [n for n in numbers if n in matches and _issued(n, matches, edition).column_of]
        if len(heads) < 2:
            continue
        columns = {lines[n].column for n in heads}
        own = {_issued(n, matches, edition).table for n in heads}
        below = row + 1
        while (table, below) in rows:
            there = [n for n in rows[table, below] if lines[n].column in columns]
            known = [n for n in there if n in matches]
            strays = {
                n
                for n in known
                if (issued := _issued(n, matches, edition)).field and issued.table not in own
            }
            if len(known) > len(strays) or {lines[n].column for n in there} == {
                lines[n].column for n in strays
            }:
                break  # words of the form: the table ends here
            found |= strays
            below += 1
    return found


def _issued(number: int, matches: Mapping[int, Match], edition: Edition) -> IssuedLine:
    return edition.lines[matches[number].issued]
