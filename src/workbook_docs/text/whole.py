"""What holds of a workbook's text as a whole: its levels of headings, each place once."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_docs.content import Block, Heading, slots
from workbook_docs.text.source import Source


def check_levels(blocks: Sequence[Block], text: Source) -> None:
    """Note each heading that skips a level."""
    level = 0
    for block in blocks:
        if not isinstance(block, Heading):
            continue
        if block.level > level + 1:
            text.wrong(
                _line(text, block.line),
                f"a heading of level {block.level} "
                + (f"below level {level}" if level else "at the beginning"),
                f"make it level {level + 1}; no level may be skipped",
            )
        level = block.level


def check_once(blocks: tuple[Block, ...], text: Source) -> None:
    """Note each place that stands there a second time."""
    seen: dict[str, int] = {}
    for slot in slots(blocks):
        if slot.path in seen:
            text.wrong(_line(text, slot.line), f"the place {slot.path} a second time",
                       f"keep one of them; the first is in line {seen[slot.path]}")  # fmt: skip
        seen.setdefault(slot.path, slot.line)


def _line(text: Source, number: int) -> int:
    """The line (from 0) that has this number in the main file."""
    return text.origins.index((text.name, number)) if (text.name, number) in text.origins else 0
