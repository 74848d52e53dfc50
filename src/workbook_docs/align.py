"""Returned outline against issued outline: the lines of both, and which is which.

Anchors are evidence, alignment is the reader. Every line of a return is either issued
(matched with a line of the edition), or it stands in the region of a field, or it is
unplaced. A line that a control or a name claims for a field is that field's, unless the
claim contradicts itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from workbook_docs.alignment import Alignment
from workbook_docs.broken import joined
from workbook_docs.claims import claimed_lines, claims_of, contradicted, keyed_rows
from workbook_docs.dealing import Dealing
from workbook_docs.doubles import Doubles
from workbook_docs.edition import Edition, digest, letters
from workbook_docs.lines import Cutter
from workbook_docs.match import match
from workbook_docs.matching import Match, Matching, ReturnedLine
from workbook_docs.pieces import split
from workbook_docs.records import Anchor, Block, Outline
from workbook_docs.strays import labels_in_rows
from workbook_docs.trimming import without_notes
from workbook_docs.twins import empty_twins


def align(
    outline: Outline, edition: Edition, ticks: frozenset[str], growing: frozenset[str]
) -> Alignment:
    """Find every field of an edition in a return.

    Args:
        outline: the return, its anchors resolved to paths.
        edition: what it is compared with.
        ticks: the paths of check boxes, beside which a glyph is no text.
        growing: the paths of fields that take several lines.
    """
    blocks: Sequence[Block] = outline.blocks
    claims = claims_of(blocks, edition)
    # Excel shows its prompts beside the cell: there the same words are an answer.
    cutter = Cutter(edition, with_prompts=outline.format == "docx")
    lines: Sequence[ReturnedLine] = list(cutter.lines(blocks, claims))
    prompts = cutter.prompts(lines)
    claimed = claimed_lines(blocks, lines, claims, prompts, ticks, edition)
    data = keyed_rows(blocks, edition)
    unread = Doubles(blocks, lines, edition, prompts).unread()
    twins = empty_twins(blocks, lines, edition)
    passed = {n for n, b in enumerate(blocks) if b.table in twins} | unread.forms | unread.parts
    claimed = {n: anchor for n, anchor in claimed.items() if lines[n].block not in passed}
    claims = {number: marks for number, marks in claims.items() if number not in passed}
    lines, parts = joined(blocks, lines, edition, prompts | claimed.keys() | _closed(lines, passed))
    open_lines = [
        n
        for n, line in enumerate(lines)
        if line.block not in passed
        and n not in prompts
        and n not in parts
        and not blocks[line.block].computed
        and not blocks[line.block].again
        and (line.table is None or line.row is None or (line.table, line.row) not in data)
    ]
    matching, denied = _agreed(blocks, lines, edition, open_lines, claimed)
    claimed = {n: anchor for n, anchor in claimed.items() if n not in denied}
    for number, first in parts.items():
        if first in matching.found and number not in matching.found:
            matching.found[number] = matching.found[first]
    blocks, lines = _out_of_nested_tables(blocks, lines, matching.found)
    cut = split(lines, matching.found, edition.lines, ticks)
    claimed = {cut.number[n]: anchor for n, anchor in claimed.items()}
    prompts = frozenset(cut.number[n] for n in prompts)
    denied = {cut.number[n]: anchor for n, anchor in denied.items()}
    beyond = {n for n, line in enumerate(cut.lines) if line.block in passed and n not in prompts}
    doubtful = frozenset(cut.number[n] for n in matching.doubtful)
    work = Dealing(
        blocks, cut.lines, edition, cut.matches, claimed, prompts, claims, ticks,
        growing, cut.loose | beyond, denied, doubtful,
    )  # fmt: skip
    found = work.result()
    found.unread = unread
    found.twins = twins
    found.printed_again |= {
        n
        for n, line in enumerate(cut.lines)
        if n in beyond and (line.table in twins or line.block in unread.parts)
    }
    return found


def _closed(lines: Sequence[ReturnedLine], passed: Collection[int]) -> set[int]:
    return {n for n, line in enumerate(lines) if line.block in passed}


def _agreed(
    blocks: Sequence[Block],
    lines: Sequence[ReturnedLine],
    edition: Edition,
    open_lines: Sequence[int],
    claimed: Mapping[int, Anchor],
) -> tuple[Matching, dict[int, Anchor]]:
    """The issued lines found, and the claims that they contradict: without those, found anew."""
    matching = _matched(blocks, lines, edition, open_lines, claimed)
    denied = contradicted(lines, claimed, matching.found, edition)
    strays = labels_in_rows(lines, matching.found, edition)
    if denied or strays:
        kept = {n: anchor for n, anchor in claimed.items() if n not in denied}
        open_lines = [n for n in open_lines if n not in strays]
        matching = _matched(blocks, lines, edition, open_lines, kept)
    return matching, denied


def _matched(
    blocks: Sequence[Block],
    lines: Sequence[ReturnedLine],
    edition: Edition,
    open_lines: Sequence[int],
    claimed: Mapping[int, Anchor],
) -> Matching:
    free = [n for n in open_lines if n not in claimed]
    found = match(edition.lines, lines, free, _pins(blocks, lines, edition, set(free)))
    for number, hit in found.found.items():
        line = lines[number]
        if (
            hit.exact
            and line.part == "body"
            and letters(without_notes(line.text)) != letters(line.text)
        ):
            found.found[number] = replace(hit, exact=line.key == digest(line.text))
    return found


def _out_of_nested_tables(
    blocks: Sequence[Block], lines: Sequence[ReturnedLine], matches: Mapping[int, Match]
) -> tuple[Sequence[Block], Sequence[ReturnedLine]]:
    """Blocks and lines of a table somebody put into a cell, as if they stood in the cell.

    A table that holds issued text is one of the form's own, wherever it was pasted.
    """
    own = {lines[n].table for n in matches}
    moved = {
        number: block.within
        for number, block in enumerate(blocks)
        if block.within is not None and block.table not in own
    }
    if not moved:
        return blocks, lines
    placed = [
        replace(block, table=spot[0], row=spot[1], column=spot[2])
        if (spot := moved.get(number))
        else block
        for number, block in enumerate(blocks)
    ]
    return placed, [
        replace(line, table=spot[0], row=spot[1], column=spot[2])
        if (spot := moved.get(line.block))
        else line
        for line in lines
    ]


# Pins ----------------------------------------------------------------------------------


def _pins(
    blocks: Sequence[Block], lines: Sequence[ReturnedLine], edition: Edition, free: set[int]
) -> dict[int, int]:
    """Returned line -> issued line, where one label anchor says so and nothing denies it."""
    issued: dict[str, list[int]] = defaultdict(list)
    for number, issued_line in enumerate(edition.lines):
        if issued_line.label and (issued_line.column_of or issued_line.field):
            issued[issued_line.column_of or issued_line.field or ""].append(number)
    by_block: dict[int, list[int]] = defaultdict(list)
    for number in sorted(free):
        by_block[lines[number].block].append(number)
    candidates: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        for anchor in block.anchors:
            if anchor.role == "label" and anchor.path in issued and number in by_block:
                candidates[anchor.path].append(number)
    issued_keys = {line.key for line in edition.lines}
    standing = {(line.table, line.key) for line in lines}
    pins: dict[int, int] = {}
    for path, numbers in candidates.items():
        pairs = [
            (b, a)
            for number in dict.fromkeys(numbers)
            for b in by_block[number]
            for a in issued[path]
            if lines[b].key == edition.lines[a].key
        ]
        if len({b for b, _ in pairs}) == 1 and len(issued[path]) == 1:
            pins[pairs[0][0]] = pairs[0][1]
        elif not pairs and len(set(numbers)) == 1 and len(issued[path]) == 1:
            b = by_block[numbers[0]][0]
            own = edition.lines[issued[path][0]].key
            is_free = lines[b].key not in issued_keys and (lines[b].table, own) not in standing
            if is_free and len(by_block[numbers[0]]) == 1:
                pins[b] = issued[path][0]  # the label was edited
    # Two labels pinned to one line would contradict each other.
    return pins
