"""Repeated tables that somebody put beside each other on one sheet, each as one of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

from workbook_docs.edition import digest
from workbook_docs.laying import Piece
from workbook_docs.records import Block
from workbook_docs.turning import Labels

TITLE = 2
"""Rows above a table's headings in which its title may stand."""


def tables_beside(
    blocks: Sequence[Block], tables: Sequence[Labels], titles: Set[str]
) -> Iterator[list[Piece]]:
    """The pieces of each table, with its title, that stands on a sheet to the right of another.

    A table reaches down to the next headings that stand below its own. Headings count only
    all together and in their order; those of a table that heads the row already only below
    one of the form's `titles` (keys): else they head a copy of it.
    """
    rows: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, block in enumerate(blocks):
        if block.table is not None and block.row is not None and block.text.strip():
            rows[block.table][block.row].append(number)
    for sheet in rows.values():
        headed = {
            row: [span for labels in tables for span in _headings(blocks, numbers, labels)]
            for row, numbers in sheet.items()
        }
        for row, spans in headed.items():
            leftmost = min((first for first, _ in spans), default=0)
            for first, last in spans if len(spans) > 1 else ():
                if first == leftmost:
                    continue
                below = (
                    other
                    for other, others in headed.items()
                    if other > row and any(a <= last and first <= b for a, b in others)
                )
                end = min(below, default=max(sheet) + 1)
                top = row - TITLE
                above = (n for at in range(top, row) for n in sheet.get(at, ()))
                if _is_repeated(blocks, sheet[row], first) and not any(
                    first <= (blocks[n].column or 0) <= last and digest(blocks[n].text) in titles
                    for n in above
                ):
                    continue
                yield [
                    Piece(n, 0, len(blocks[n].text), at - top, (blocks[n].column or 0) - first)
                    for at in sorted(sheet)
                    if top <= at < end
                    for n in sheet[at]
                    if first <= (blocks[n].column or 0) <= last and not blocks[n].computed
                ]


def _headings(
    blocks: Sequence[Block], numbers: Sequence[int], labels: Labels
) -> Iterator[tuple[int, int]]:
    """The first and last column of a table's headings, where a row holds all of them."""
    keys = {blocks[n].column or 0: digest(blocks[n].text) for n in numbers}
    for column, key in keys.items():
        wanted = range(column, column + len(labels.keys))
        if key == labels.keys[0] and [keys.get(at) for at in wanted] == list(labels.keys):
            yield column, wanted[-1]


def _is_repeated(blocks: Sequence[Block], numbers: Sequence[int], column: int) -> bool:
    """Whether the heading of a column stands elsewhere in its row, too."""
    keys = {blocks[n].column or 0: digest(blocks[n].text) for n in numbers}
    return sum(key == keys[column] for key in keys.values()) > 1
