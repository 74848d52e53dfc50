"""Lines of a form that somebody broke in two, with Enter or a line break.

`Point` above `3` is the label `Point 3`, where the form asks for it and it does not stand there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from workbook_docs.claims import same_cell
from workbook_docs.edition import Edition, digest
from workbook_docs.matching import ReturnedLine
from workbook_docs.records import Block

MOST_PARTS = 4
"""Lines that one line of a form is looked for in."""


def joined(
    blocks: Sequence[Block],
    lines: Sequence[ReturnedLine],
    edition: Edition,
    closed: Collection[int],
) -> tuple[list[ReturnedLine], dict[int, int]]:
    """The lines with the key of the whole on the first part, and the first of each further part.

    Args:
        closed: numbers of lines that are no part of any other: prompts, and answers that a
            control claims.
    """
    missing = Counter(line.key for line in edition.lines if line.part == "body")
    missing -= Counter(line.key for line in lines if line.part == "body")
    made, parts = list(lines), dict[int, int]()
    if not missing:
        return made, parts
    for first, line in enumerate(lines):
        if line.part != "body" or first in closed or first in parts:
            continue
        text = line.text
        for last in range(first + 1, min(first + MOST_PARTS, len(lines))):
            if last in closed or not _follows(blocks, lines[last - 1], lines[last]):
                break
            text += " " + lines[last].text
            if missing[key := digest(text)] > 0:
                missing[key] -= 1
                made[first] = replace(line, key=key)
                parts |= dict.fromkeys(range(first + 1, last + 1), first)
                break
    return made, parts


def _follows(blocks: Sequence[Block], line: ReturnedLine, following: ReturnedLine) -> bool:
    """Whether a line is the next one of the same cell, or of the text outside tables."""
    if line.block == following.block:
        between = blocks[line.block].text[line.end : following.start]
        return "\n" in between and not between.strip()
    if not same_cell(blocks[line.block], blocks[following.block]):
        return False
    between_blocks = blocks[line.block + 1 : following.block]
    ends = not blocks[line.block].text[line.end :].strip() and following.start == 0
    return ends and not any(block.text.strip() or block.boxes for block in between_blocks)
