"""Rows of a repeated table that are no data: captions, totals, hints, notes about the rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from workbook_docs.matching import ReturnedLine
from workbook_docs.records import Block
from workbook_docs.trimming import TOTAL

_FIGURE = re.compile(r"\W*\d[\d.,\s]*(?:\s*[^\W\d]+){0,2}\W*")
_HINT = re.compile(r"\([^()]*\)")
_NOTE = re.compile(
    r"(?:notes?|n\.?b\.?|please note|comments?|key|source|\*)\s*[:.\u2013-]\s*\S.*", re.IGNORECASE
)
WORDS_OF_A_NOTE = 6
"""Words of a line alone below a gap from which it is no row, but about the table."""


class Captions:
    """Tells the rows of a return's tables that are about the others."""

    def __init__(
        self,
        blocks: Sequence[Block],
        lines: Sequence[ReturnedLine],
        in_row: Mapping[tuple[int, int], Sequence[int]],
    ) -> None:
        self.blocks, self.lines, self.in_row = blocks, lines, in_row

    def is_no_data(self, spot: tuple[int, int], header: int, columns: Collection[int]) -> bool:
        """Whether a row is a caption across the columns, a total, or a hint below the headings."""
        numbers = [n for n in self.in_row[spot] if not self.blocks[self.lines[n].block].computed]
        cells = {self.lines[n].column: self.blocks[self.lines[n].block] for n in numbers}
        marks = {a.rung for block in cells.values() for a in block.anchors}
        if not cells or marks - {"key"}:
            return False
        texts = [block.text.strip() for block in cells.values()]
        only = next(iter(cells.values())) if len(cells) == 1 else None
        if only is not None and only.span >= max(2, len(columns)):
            return True
        if marks:  # a row of ours, unless its cells were merged or somebody added up in it
            came = any(a.index is not None for block in cells.values() for a in block.anchors)
            return not came and len(cells) > 1 and self._is_total(cells, min(columns))
        if only is not None:
            return bool(TOTAL.fullmatch(texts[0])) or self._is_note(spot, only, texts[0])
        if spot[1] == header + 1 and all(_HINT.fullmatch(text) for text in texts):
            return True
        return self._is_total(cells, min(columns))

    def _is_total(self, cells: Mapping[int | None, Block], first: int) -> bool:
        """Whether a row adds the others up: it says so, and holds figures and nothing else."""
        head = cells.get(first)
        if head is None or not TOTAL.fullmatch(head.text.strip()):
            return False
        others = [block.text.strip() for block in cells.values() if block is not head]
        return all(_FIGURE.fullmatch(text) for text in others)

    def _is_note(self, spot: tuple[int, int], block: Block, text: str) -> bool:
        """Whether a cell alone in its row, behind the rows of a spreadsheet, is about them."""
        if block.address is None or spot[1] < self._last_full_row[spot[0]]:
            return False
        after_gap = not self.in_row.get((spot[0], spot[1] - 1))
        is_long = len(text.split()) >= WORDS_OF_A_NOTE
        return bool(_NOTE.fullmatch(text)) or (after_gap and is_long)

    @cached_property
    def _last_full_row(self) -> dict[int, int]:
        """The last row of each table with text in several cells that is no total."""
        found: dict[int, int] = defaultdict(int)
        for (table, row), numbers in self.in_row.items():
            typed = [n for n in numbers if not self.blocks[self.lines[n].block].computed]
            several = len({self.lines[n].column for n in typed}) > 1
            if several and not TOTAL.fullmatch(self.lines[typed[0]].text.strip()):
                found[table] = max(found[table], row)
        return found
