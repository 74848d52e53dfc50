"""Answers inside the paragraph of their label or question: `Name: Ann`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from workbook_docs.claims import same_cell
from workbook_docs.edition import Edition
from workbook_docs.lines import RULE
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.records import Block
from workbook_docs.translations import is_translation
from workbook_docs.understanding import understand_tick

_HINT = re.compile(r"\([^()]*\)?[\s:?.]*|\[[^\[\]]*\]?|\{[^{}]*\}?|\*.*", re.DOTALL)
"""Words behind a label that are about it: all of them in brackets, or behind a star."""
_LEADER = re.compile(r"[\s._…]*(?:\.{3}|…|_{3})[\s._…]*")
"""The dots or the rule that lead from a label to its answer: `Name ........ Ann`."""


class Inside:
    """Says which pieces of a line, behind issued words, are an answer."""

    def __init__(
        self,
        blocks: Sequence[Block],
        lines: Sequence[ReturnedLine],
        edition: Edition,
        matches: Mapping[int, Match],
        ticks: frozenset[str],
        growing: frozenset[str],
    ) -> None:
        self.blocks, self.lines, self.edition = blocks, lines, edition
        self.matches, self.ticks, self.growing = matches, ticks, growing

    def words_before(self, number: int) -> int | None:
        """The issued words on a line, before a piece of it."""
        line = self.lines[number]
        text = self.blocks[line.block].text
        for n in range(number - 1, -1, -1):
            if self.lines[n].block != line.block or "\n" in text[self.lines[n].end : line.start]:
                return None
            if n in self.matches:
                return n
        return None

    def is_answer(self, number: int) -> bool:
        """Whether a separator says that an answer begins: `Name: Ann`, not `Name (yours)`.

        Behind the words of a box a yes or a tick needs none.
        """
        before = self.words_before(number)
        if before is None:
            return False
        line = self.lines[number]
        text = line.text.strip()
        issued = self.edition.lines[self.matches[before].issued]
        if issued.field in self.ticks and understand_tick(text.strip(" -–—")) is not None:
            return True
        words = self.lines[before].text.rstrip(" \u00a0")
        if not issued.label:
            # Behind a question somebody answered it, unless its place says something else.
            return words.rstrip(" :-–—").endswith("?") and not _HINT.fullmatch(text)
        block = self.blocks[line.block]
        in_bold = block.table is None and block.lead == self.lines[before].end
        between = block.text[self.lines[before].end : self.lines[number].start]
        parted = (
            in_bold
            or self.matches[before].begins
            or words[-1:] in tuple(":?=\t-–—")
            or bool(_LEADER.fullmatch(between) or RULE.search(between))
            or (
                (is_translation(between) or _HINT.fullmatch(between.strip()) is not None)
                and between.rstrip().endswith((":", "?"))
            )
        )
        return issued.label and parted and not _HINT.fullmatch(text)

    def goes_on(self, number: int, path: str, others: Sequence[int]) -> bool:
        """Whether the rest of an answer, where there is any, goes with its beginning.

        Behind a question it stands in the same paragraph: else the question has a note. So
        has a heading with a dash and a word behind it: `Aims - draft`.
        """
        line = self.lines[number]
        before = self.words_before(number)
        level = 0 if before is None else self.edition.lines[self.matches[before].issued].level
        words = self.lines[before].text.rstrip() if before is not None and level else ""
        below = others and all(self.lines[other].block != line.block for other in others)
        if below and words.endswith(("-", "–", "—")):
            return False
        if before is not None and not self.edition.lines[self.matches[before].issued].label:
            return all(self.lines[other].block == line.block for other in others)
        return path in self.growing or all(
            number < other
            and same_cell(self.blocks[line.block], self.blocks[self.lines[other].block])
            for other in others
        )
