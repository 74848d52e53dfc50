"""What some lines of a return say together."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_docs.claims import same_cell
from workbook_docs.matching import ReturnedLine
from workbook_docs.records import Block


class Texts:
    """Puts the lines of an answer together again."""

    def __init__(self, blocks: Sequence[Block], lines: Sequence[ReturnedLine]) -> None:
        self.blocks, self.lines = blocks, lines

    def of(self, numbers: Sequence[int]) -> str:
        """What some lines say together, with the blank lines between them."""
        parts: list[str] = []
        for position, number in enumerate(numbers):
            line = self.lines[number]
            block = self.blocks[line.block]
            text = block.text[line.start : line.end]
            if position:
                parts.append(self._between(self.lines[numbers[position - 1]], line))
            parts.append(text)
        return "".join(parts)

    def _between(self, before: ReturnedLine, after: ReturnedLine) -> str:
        if before.block == after.block:
            gap = self.blocks[before.block].text[before.end : after.start]
            return gap if not gap.strip() else "\n"
        blank = [
            block
            for block in self.blocks[before.block + 1 : after.block]
            if same_cell(block, self.blocks[after.block])
        ]
        lines = 1 + (len(blank) if all(not block.text.strip() for block in blank) else 0)
        tail = self.blocks[before.block].text[before.end :]
        lead = self.blocks[after.block].text[: after.start]
        return (
            (tail if not tail.strip() else "") + "\n" * lines + (lead if not lead.strip() else "")
        )
