"""Which lines a control or a defined name claims for a field, where it is to be believed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from workbook_docs import anchors
from workbook_docs.edition import Edition, digest
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.records import Anchor, Block

_STRENGTH = {"tag": 0, "alias": 1, "name": 2, "key": 3}


def claims_of(blocks: Sequence[Block], edition: Edition) -> dict[int, list[Anchor]]:
    """The answer anchors of each block that do not contradict themselves."""
    spread: dict[tuple[str, str], list[tuple[int, Anchor]]] = defaultdict(list)
    for number, block in enumerate(blocks):
        for anchor in block.anchors:
            is_claim = anchor.role == "answer" and anchor.rung != "bookmark"
            if is_claim and anchor.path not in anchors.COPY_FIELDS:
                spread[anchor.rung, anchor.path].append((number, anchor))
    labels = {line.key: line.field for line in edition.lines if line.label and line.field}
    claims: dict[int, list[Anchor]] = {}
    for found in spread.values():
        if not _covers_label(blocks, found, labels):
            for number, anchor in found:
                claims.setdefault(number, []).append(anchor)
    return claims


def _covers_label(
    blocks: Sequence[Block], found: Sequence[tuple[int, Anchor]], labels: Mapping[str, str]
) -> bool:
    # An editor may stretch a control over several paragraphs: over another field's
    # label it is no evidence any more.
    for number, anchor in found:
        if "[]" in anchor.path:
            continue
        block = blocks[number]
        if any(
            other.role == "label"
            and other.path != anchor.path
            and anchor.start <= other.start
            and other.end <= max(anchor.end, 1)
            for other in block.anchors
        ):
            return True
        text = block.text[anchor.start : anchor.end]
        if len(found) > 1 and labels.get(digest(text), anchor.path) != anchor.path:
            return True
    return False


def claimed_lines(
    blocks: Sequence[Block],
    lines: Sequence[ReturnedLine],
    claims: Mapping[int, list[Anchor]],
    prompts: frozenset[int],
    ticks: frozenset[str],
    edition: Edition,
) -> dict[int, Anchor]:
    """The anchor that claims each line, strongest first; doubled controls claim nothing."""
    words = {(line.field, line.key) for line in edition.lines if line.field in ticks}
    claimed: dict[int, Anchor] = {}
    for number, line in enumerate(lines):
        for anchor in sorted(claims.get(line.block, ()), key=lambda a: _STRENGTH.get(a.rung, 9)):
            # LibreOffice draws a check box's control over the words beside it.
            if (anchor.path, line.key) in words:
                continue
            if anchor.start <= line.start and line.end <= anchor.end and anchor.start < anchor.end:
                claimed[number] = anchor
                break
    texts: dict[str, set[tuple[int, int]]] = defaultdict(set)
    starts: dict[tuple[int, str, str], int] = {}
    for number, anchor in claimed.items():
        if "[]" not in anchor.path and number not in prompts:
            texts[anchor.path].add(
                (_control_start(blocks, lines[number].block, anchor, starts), anchor.start)
            )
    doubled = {path for path, places in texts.items() if len(places) > 1}
    return {n: a for n, a in claimed.items() if a.path not in doubled and n not in prompts}


def contradicted(
    lines: Sequence[ReturnedLine],
    claimed: Mapping[int, Anchor],
    matches: Mapping[int, Match],
    edition: Edition,
) -> dict[int, Anchor]:
    """The claims that the words in the same table row deny.

    Sorting and dragging move a name or a control away from its question. What stands beside
    another field's label is read as that field's answer, as a reader of the page reads it;
    and in a row of nothing but issued words there is no answer.
    """
    labels: dict[tuple[int, int], set[str]] = defaultdict(set)
    issued: set[tuple[int, int]] = set()
    found: set[str] = set()
    for number, hit in matches.items():
        line, words = lines[number], edition.lines[hit.issued]
        if words.field and words.label:
            found.add(words.field)
        if line.table is not None and line.row is not None:
            issued.add((line.table, line.row))
            if words.field:
                labels[line.table, line.row].add(words.field)
    # Where the other field's own mark stands in the row too, both are where they belong.
    own = {(lines[n].table, lines[n].row, anchor.path) for n, anchor in claimed.items()}
    denied = {}
    for number, anchor in claimed.items():
        line = lines[number]
        if "[]" in anchor.path or line.table is None or line.row is None:
            continue
        spot = (line.table, line.row)
        if any((*spot, path) in own for path in labels[spot]):
            continue
        if spot in issued and anchor.path in found and anchor.path not in labels[spot]:
            denied[number] = anchor
    return denied


def copied_beside(
    lines: Sequence[ReturnedLine], numbers: Sequence[int], claims: Mapping[int, list[Anchor]]
) -> list[int]:
    """Of the lines of one answer, those in a copy of its control that stands beside it.

    A copy says the same as the control before it in its paragraph, and is no more of the
    answer. Two controls that say different things are two parts of it.
    """
    groups: list[tuple[int, tuple[int, int] | None, list[int]]] = []
    for number in numbers:
        line = lines[number]
        spans = sorted({(a.start, a.end) for a in claims.get(line.block, ()) if a.start < a.end})
        span = next((s for s in spans if s[0] <= line.start and line.end <= s[1]), None)
        if not groups or groups[-1][:2] != (line.block, span):
            groups.append((line.block, span, []))
        groups[-1][2].append(number)
    seen: dict[tuple[int, tuple[str, ...]], bool] = {}
    copied: list[int] = []
    for block, span, own in groups:
        text = (block, tuple(lines[n].text.strip() for n in own))
        # An editor may lose the name of one of the two.
        if text in seen and (span is not None or seen[text]):
            copied += own
        seen[text] = seen.get(text, False) or span is not None
    return copied


def keyed_rows(blocks: Sequence[Block], edition: Edition) -> set[tuple[int, int]]:
    """The rows that our key column says are data of a repeated table: none of it is issued."""
    tables = {
        line.column_of.partition("[].")[0] for line in edition.lines if line.column_of is not None
    }
    return {
        (block.table, block.row)
        for block in blocks
        if block.table is not None and block.row is not None
        for anchor in block.anchors
        if anchor.rung == "key" and anchor.path in tables
    }


def _control_start(
    blocks: Sequence[Block], number: int, anchor: Anchor, known: dict[tuple[int, str, str], int]
) -> int:
    """The first block of a control that spans several paragraphs; `known` keeps what was found."""
    if anchor.start:
        return number
    first = number
    while first and any(
        a.path == anchor.path and a.rung == anchor.rung and a.end == len(blocks[first - 1].text)
        and a.start == 0
        for a in blocks[first - 1].anchors
    ) and same_cell(blocks[first - 1], blocks[first]):  # fmt: skip
        first -= 1
        if (before := known.get((first, anchor.rung, anchor.path))) is not None:
            first = before
            break
    known[number, anchor.rung, anchor.path] = first
    return first


def same_cell(one: Block, other: Block) -> bool:
    """Whether two blocks stand in the same cell, or both outside of tables."""
    return (one.part, one.table, one.row, one.column) == (
        other.part, other.table, other.row, other.column,
    ) and one.address == other.address  # fmt: skip
