"""Repeated tables with their labels down one column: each answer, or each row, stands beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbook_docs.edition import Edition, digest
from workbook_docs.laying import Piece
from workbook_docs.records import Block


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a repeated table's columns, in order: their words and their keys.

    `printed` is how many tables of the form bear them.
    """

    texts: tuple[str, ...]
    keys: tuple[str, ...]
    printed: int

    def enough(self, positions: set[int]) -> bool:
        """Whether so many columns are a table's: its first, and half of all, two at least."""
        return 0 in positions and len(positions) >= max(2, (len(self.keys) + 1) // 2)


def header_rows(blocks: Sequence[Block], labels: Labels) -> dict[tuple[int, int], int]:
    """The table rows that hold most of the labels side by side, with their last block."""
    rows: dict[tuple[int, int], set[str]] = defaultdict(set)
    last: dict[tuple[int, int], int] = {}
    for number, block in enumerate(blocks):
        if block.table is not None and block.row is not None:
            key = digest(block.text)
            if key in labels.keys:
                rows[block.table, block.row].add(key)
                last[block.table, block.row] = number
    return {spot: last[spot] for spot, keys in rows.items() if 2 * len(keys) > len(labels.keys)}


def turned_tables(
    blocks: Sequence[Block], labels: Labels, headed: set[int]
) -> Iterator[list[Piece]]:
    """Tables with the labels down one column, an answer or several beside each."""
    cells: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, block in enumerate(blocks):
        if block.table is not None and block.row is not None and block.table not in headed:
            cells[block.table][block.row].append(number)
    pieces: list[Piece] = []
    last = -1
    for rows in cells.values():
        first = min(n for numbers in rows.values() for n in numbers)
        if any(block.text.strip() for block in blocks[last + 1 : first]):
            yield from _enough(pieces, labels)
            pieces = []
        base, seen = _next_row(pieces), set[int]()
        for row in sorted(rows):
            head = min(rows[row], key=lambda n: blocks[n].column or 0)
            position = position_of(blocks[head].text, labels)
            if position is None or any(blocks[n].anchors for n in rows[row]):
                continue
            if position in seen:
                base, seen = _next_row(pieces), set()
            seen.add(position)
            at = blocks[head].column or 0
            for number in rows[row]:
                step = (blocks[number].column or 0) - at
                end = len(blocks[number].text)
                again = not step and base > 0
                pieces.append(Piece(number, 0, end, base + step, position, again))
        last = max(n for numbers in rows.values() for n in numbers)
    yield from _enough(pieces, labels)


def _enough(pieces: list[Piece], labels: Labels) -> Iterator[list[Piece]]:
    """The pieces, if the first labels among them are enough to be those of a table."""
    if labels.enough({piece.column for piece in pieces if piece.row == 0}):
        yield pieces


def _next_row(pieces: Sequence[Piece]) -> int:
    return 1 + max((piece.row for piece in pieces), default=-1)


def position_of(text: str, labels: Labels) -> int | None:
    key = digest(text)
    return labels.keys.index(key) if key in labels.keys else None


# In sheets -------------------------------------------------------------------------------


def turned_sheets(
    blocks: Sequence[Block], edition: Edition, labels: Labels
) -> Iterator[list[Piece]]:
    """Tables of a spreadsheet that were pasted with rows and columns exchanged.

    There all labels stand below each other in their order, and are not those of single
    questions as well.
    """
    questions = {line.key for line in edition.lines if line.field}
    if set(labels.keys) <= questions:
        return
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        if block.table is not None and block.row is not None and not block.computed:
            cells[block.table, block.row].append(number)
    for (table, row), numbers in sorted(cells.items()):
        first = numbers[0]
        if digest(blocks[first].text) == labels.keys[0]:
            rows = [cells.get((table, row + step), []) for step in range(len(labels.keys))]
            at = blocks[first].column or 0
            if all(
                _heads(blocks, row, at, key) for row, key in zip(rows, labels.keys, strict=True)
            ):
                yield [
                    Piece(n, 0, len(blocks[n].text), (blocks[n].column or 0) - at, position)
                    for position, numbers in enumerate(rows)
                    for n in numbers
                ]


def _heads(blocks: Sequence[Block], numbers: Sequence[int], column: int, key: str) -> bool:
    """Whether a row of a sheet begins with a label in a column."""
    return (
        bool(numbers)
        and blocks[numbers[0]].column == column
        and digest(blocks[numbers[0]].text) == key
    )
