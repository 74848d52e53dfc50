"""A form, or a part of it, that stands in a file twice: which of the two is read.

People keep a blank one above the one they fill in. Where the first says nothing that the
second does not say, the second is read; where both hold answers nothing tells which is
meant, and the first is read as before.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbook_docs import anchors
from workbook_docs.edition import Edition
from workbook_docs.matching import ReturnedLine
from workbook_docs.records import Block
from workbook_docs.ticks import BOXES

TWICE = 0.6
"""Share of the words that a form prints once from which, twice there, they are two forms."""
FEWEST = 3
"""Lines of a form in a row that, printed once more, are a part of it; two under a heading."""


@dataclass(frozen=True, slots=True)
class Unread:
    """The blocks of what stands twice and is not read.

    `forms` are those of whole forms, `parts` those of blank parts. `last` tells that a form
    behind the one that is read holds answers, too.
    """

    forms: frozenset[int] = frozenset()
    parts: frozenset[int] = frozenset()
    last: bool = False


class Doubles:
    """Compares what a form prints with what a file holds twice."""

    def __init__(
        self,
        blocks: Sequence[Block],
        lines: Sequence[ReturnedLine],
        edition: Edition,
        prompts: frozenset[int],
    ) -> None:
        self.blocks, self.lines, self.edition = blocks, lines, edition
        self.issued = Counter(line.key for line in edition.lines if line.part == "body")
        hubs = {line.key for line in edition.lines if line.field in anchors.COPY_FIELDS}
        own = {(ln.table, ln.row) for ln in lines if ln.table is not None and ln.key in hubs}
        self.body = [
            n
            for n, line in enumerate(lines)
            if line.part == "body"
            and n not in prompts
            and (line.table, line.row) not in own  # what a hub wrote of each copy
            and not blocks[line.block].computed
            and not _is_empty_box(line.text)
        ]
        self.own = [n for n in self.body if lines[n].key in self.issued]
        self.in_block: dict[int, list[int]] = defaultdict(list)
        for n in self.body:
            self.in_block[lines[n].block].append(n)

        self.said_before = [0]
        for number in range(len(blocks)):
            said = self._said((number,))
            self.said_before.append(self.said_before[-1] + sum(said.values()))

    def unread(self) -> Unread:
        """What is not read, because it stands in the file twice."""
        forms: set[int] = set()
        parts: set[int] = set()
        while True:
            end = self._second_form(forms | parts)
            left = [n for n in range(len(self.blocks)) if n not in forms and n not in parts]
            before = [n for n in left if n < end]
            behind = [n for n in left if n >= end]
            first, second = self._said(before), self._said(behind)
            if behind and first <= second and first != second:
                # Headers and footers are those of both.
                own = (n for n in before if self.blocks[n].part not in ("header", "footer"))
                forms |= set(own)
            elif more := self._blank_parts(forms | parts):
                parts |= more
            else:
                forms |= set(behind)
                last = bool(behind) and (bool(second) or len(forms) == len(behind))
                return Unread(frozenset(forms), frozenset(parts), last)

    def _second_form(self, passed: set[int]) -> int:
        """The block at which a second copy of the form begins; past all where there is none."""
        once = {key for key, count in self.issued.items() if count == 1}
        places: dict[str, list[int]] = {}
        for line in self.lines:
            if line.part == "body" and line.key in once and line.block not in passed:
                places.setdefault(line.key, []).append(line.block)
        again = sorted(blocks[1] for blocks in places.values() if len(blocks) > 1)
        if len(again) < max(5, TWICE * len(once)):
            return sys.maxsize
        # A word of the form may stand in an answer of the first copy: the bulk decides.
        first_ends = sorted(blocks[0] for blocks in places.values() if len(blocks) > 1)[-1]
        return next((block for block in again if block > first_ends), again[len(again) // 2])

    def _blank_parts(self, passed: set[int]) -> set[int]:
        """The blocks of parts that are printed blank, and filled in where they stand again."""
        if self.edition.format != "docx":
            return set()  # sheets are told apart as a whole
        body = [n for n in self.body if self.lines[n].block not in passed]
        # A list of contents prints headings, too.
        printed = Counter(
            line.key
            for line in self.lines
            if line.part == "body" and line.block not in passed and line.key in self.issued
        )
        own = [n for n in body if printed[self.lines[n].key] > self.issued[self.lines[n].key]]
        keys = [self.lines[n].key for n in own]
        following: dict[str, int] = {}
        next_of: dict[int, int] = {}
        alike = [0] * (len(own) + 1)  # how many lines from each on stand again from the next on
        for at in range(len(own) - 1, -1, -1):
            if keys[at] in following:
                other = next_of[at] = following[keys[at]]
                alike[at] = 1 + (alike[at + 1] if next_of.get(at + 1) == other + 1 else 0)
            following[keys[at]] = at
        found: set[int] = set()
        at = 0
        while at < len(own):
            other = next_of.get(at, at)
            length = min(alike[at], other - at)
            enough = length >= (FEWEST - 1 if self.lines[own[at]].level else FEWEST)
            if enough and self._is_blank_of(own, at, other, length, keys):
                found |= set(self._region(own[at], own[at + length - 1]))
                at += length - 1
            at += 1
        return found

    def _is_blank_of(
        self, own: Sequence[int], at: int, other: int, length: int, keys: Sequence[str]
    ) -> bool:
        """Whether a part says nothing, and says something where it stands again."""
        blank = self._region(own[at], own[at + length - 1])
        filled = self._region(own[other], own[other + length - 1])
        if self._says(blank) or not self._says(filled):
            return False
        # Headings that the form has at several tables do not tell which table it is.
        return any(self.issued[key] == 1 for key in keys[at : at + length])

    def _says(self, blocks: range) -> bool:
        return self.said_before[blocks.stop] > self.said_before[blocks.start]

    def _region(self, first: int, last: int) -> range:
        """The blocks from a line of a part to the line of the form that follows the part."""
        behind = bisect_right(self.own, last)
        start = self.lines[first].block
        if behind == len(self.own):
            return range(start, len(self.blocks))
        return range(start, self.lines[self.own[behind]].block)

    def _said(self, blocks: Sequence[int]) -> Counter[str]:
        """What stands in some blocks and is not of the form: words, and boxes that are ticked."""
        said: Counter[str] = Counter()
        for number in blocks:
            for n in self.in_block.get(number, ()):
                if self.lines[n].key not in self.issued:
                    said[self.lines[n].key or self.lines[n].text.strip()] += 1
        said.update(f"☒ {text}" for text in self._ticked(blocks))
        return said

    def _ticked(self, blocks: Sequence[int]) -> Iterator[str]:
        for number in blocks:
            block = self.blocks[number]
            yield from (block.text for state in block.boxes if state is not False)


def _is_empty_box(text: str) -> bool:
    return all(letter.isspace() or BOXES.get(letter) is False for letter in text)
