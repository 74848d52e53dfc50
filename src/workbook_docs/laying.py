"""Stretches of a return's text laid out as tables, where they are read as such."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from workbook_docs.records import Block, Outline


class Piece(NamedTuple):
    """A stretch of a block, and the row and column of a new table where it stands.

    `again` tells of a label that stands in the table's header row already.
    """

    block: int
    start: int
    end: int
    row: int
    column: int
    again: bool = False


def laid_out(outline: Outline, tables: Sequence[Sequence[Piece]]) -> Outline:
    """The outline with each of some tables laid out; all tables numbered in order.

    What two of them claim is left as it is.
    """
    blocks, number = _placed(outline.blocks, tables)
    notices = tuple(
        notice if notice.block is None else replace(notice, block=number[notice.block])
        for notice in outline.notices
    )
    return replace(outline, blocks=blocks, notices=notices)


def _placed(
    blocks: Sequence[Block], tables: Sequence[Sequence[Piece]]
) -> tuple[tuple[Block, ...], list[int]]:
    """The blocks with those of new tables cut and placed; all tables numbered in order.

    Also where each block of before is now.
    """
    placed: dict[int, list[tuple[Piece, int]]] = defaultdict(list)
    taken: set[int] = set()
    for number, pieces in enumerate(tables):
        own = {piece.block for piece in pieces}
        if own & taken:
            continue  # what two tables claim is left as it is
        taken |= own
        for piece in pieces:
            placed[piece.block].append((piece, -1 - number))
    numbers: dict[int, int] = {}
    made: list[Block] = []
    now: list[int] = []
    for number, block in enumerate(blocks):
        now.append(len(made))
        for part in _parts(block, sorted(placed[number])) if number in placed else [block]:
            if part.table is not None:
                part = replace(part, table=numbers.setdefault(part.table, len(numbers)))
            if part.within is not None:
                outer = numbers.setdefault(part.within[0], len(numbers))
                part = replace(part, within=(outer, *part.within[1:]))
            made.append(part)
    return tuple(made), now


def _parts(block: Block, placed: Sequence[tuple[Piece, int]]) -> Iterator[Block]:
    starts = [piece.start for piece, _ in placed] + [len(block.text)]
    for position, (piece, table) in enumerate(placed):
        start, end = starts[position], starts[position + 1]
        text = block.text[start:end]
        if text.strip():
            # The white space of empty cells behind goes with the words before it.
            while position + 2 < len(starts) and not block.text[end : starts[position + 2]].strip():
                position, end = position + 1, starts[position + 2]
            text = block.text[start:end]
        rest = block.text[end:].partition("\n")[0]
        runs_on = bool(text.strip() and rest.strip()) and not text.endswith("\n")
        yield replace(
            block,
            text=text if runs_on else text.rstrip(),
            table=table,
            row=piece.row,
            column=piece.column,
            anchors=(),  # in a sheet they tell of the cell that stood here before
            span=1,
            within=None,
            level=0,
            boxes=block.boxes if len(placed) == 1 else (),
            picture=block.picture and start == starts[0],
            embedded=block.embedded if start == starts[0] else "",
            unseen=tuple(
                (max(a, start) - start, min(b, end) - start, how)
                for a, b, how in block.unseen
                if a < end and b > start
            ),
            runs_on=runs_on,
            again=piece.again,
        )
