"""Headings of somebody's own that go on counting between those of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from workbook_docs.edition import Edition
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.records import Block

_NUMBER = re.compile(r"\s*(\d{1,2})[.):]?[ \t\u00a0]+\S")


def numbered_headings(
    blocks: Sequence[Block],
    lines: Sequence[ReturnedLine],
    matches: Mapping[int, Match],
    edition: Edition,
) -> frozenset[int]:
    """The lines that fill a gap in the numbers of a form's headings: `8.`, then `9.`, then `10.`.

    Each missing number stands once between the two headings and no other number does: a
    numbered list in an answer begins anew.
    """
    headed = {
        lines[n].block
        for n, match in matches.items()
        if edition.lines[match.issued].level and lines[n].part == "body"
    }
    first: dict[int, int] = {}
    for number, line in enumerate(lines):
        first.setdefault(line.block, number)
    found: set[int] = set()
    before, between = 0, dict[int, list[int]]()
    for block, count in _counted(blocks):
        if block not in headed:
            between.setdefault(count, []).append(block)
            continue
        wanted = range(before + 1, count)
        once = all(len(numbers) == 1 for numbers in between.values())
        if before and once and list(between) == list(wanted):
            found |= {first[numbers[0]] for numbers in between.values()}
        before, between = count, {}
    return frozenset(n for n in found if n not in matches)


def _counted(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The paragraphs of the flow that begin with a number, and the number."""
    for number, block in enumerate(blocks):
        if block.table is None and block.part == "body" and (found := _NUMBER.match(block.text)):
            yield number, int(found[1])
