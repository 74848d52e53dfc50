"""Blocks -> lines that are compared with what was issued, cut where two things meet in one.

A line is cut at an answer's control, at a prompt, at a typed tick, and where a form prints
on one line what the edition has on several: `Name: Ann⇥Email address: ann@example.org`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from workbook_docs.edition import Edition, digest, furniture, letters, shingles
from workbook_docs.edits import answer_start
from workbook_docs.matching import ReturnedLine
from workbook_docs.prompts import prompt_spans
from workbook_docs.records import Anchor, Block
from workbook_docs.ticks import typed_marks
from workbook_docs.translations import Translations
from workbook_docs.trimming import without_notes
from workbook_docs.wordings import Wordings

# Matching goes by letters and digits: a mark typed at a label would be taken for a part of it.
_GLYPHS = "[✓✔✗✘✅☓🗸√]+"
_BRACKETS = r"[\[(][ \u00a0]?[xXyYvV✓✔]?[ \u00a0]?[\])]"
_MARK_AT_AN_END = re.compile(
    rf"^[ \t]*(?:{_GLYPHS}|{_BRACKETS}(?=\s))|(?:{_GLYPHS}|(?<=\s){_BRACKETS})[ \t]*$", re.MULTILINE
)
# What forms of other people print where an answer goes.
_RULED = re.compile(r"[\s_]*_{3,}[\s_]*|[\s.]*\.{6,}[\s.]*|[\s…]*…{3,}[\s…]*")
RULE = re.compile(r"_{4,}|\.{6,}|…{3,}")
"""A line or dots that a form prints where an answer goes."""
_ANSWER_WORD = re.compile(r"^\s*(?:your )?answers?\s*:", re.IGNORECASE | re.MULTILINE)
_BEFORE_A_LABEL = tuple("\t:.?–—-|")
_NOTE_AND_END = re.compile(r"[ \u00a0]*\([^()]{1,80}\)[ \u00a0]*[:\t][ \u00a0]*")
"""A note in brackets behind a label, and what parts both from an answer: `Name (yours): Ann`."""
_LONG = 24
"""Letters from which issued words are a question: what stands behind them is not theirs."""


GUIDANCE = 0.3
"""Share of a line's three-word shingles that are issued from which it is guidance, edited."""


def _ends_a_label(line: str, label: re.Match[str]) -> bool:
    """Whether a label is followed by what parts it from the next words, or ends so itself."""
    rest = line[label.end() :].lstrip(" \u00a0")
    return rest.startswith(_BEFORE_A_LABEL) or label[0].endswith(_BEFORE_A_LABEL)


class Cutter:
    """Cuts the blocks of returns of one edition into lines."""

    def __init__(self, edition: Edition, with_prompts: bool) -> None:
        self.edition, self.with_prompts = edition, with_prompts
        # Our own forms rule no lines and print no “Answer:”: there such words are typed.
        self.foreign = edition.name != edition.version
        labels = {line.text.strip(" :") for line in edition.lines if line.label and line.text}
        self.keys = {line.key for line in edition.lines if line.label}
        self.issued = {line.key for line in edition.lines}
        # "Signed: ( )" of ours is issued as a whole: no box is asked for there.
        self.no_boxes = {ln.text for ln in edition.lines if not ln.label and ln.field is None}
        patterns = sorted(
            (r"\s+".join(map(re.escape, text.split())) for text in labels if letters(text)),
            key=len,
            reverse=True,
        )
        self.label = re.compile(rf"(?<!\w)(?:{'|'.join(patterns) or '(?!)'})(?!\w)", re.IGNORECASE)

    def lines(
        self, blocks: Sequence[Block], claims: Mapping[int, Sequence[Anchor]]
    ) -> Iterator[ReturnedLine]:
        """The lines of all blocks in order."""
        wordings = Wordings(self.edition, blocks)
        translations = Translations(self.edition, blocks)
        for number, block in enumerate(blocks):
            is_furniture = block.part in ("header", "footer")
            cuts = {*self._cuts(block), *wordings.cuts(block), *translations.cuts(block)}
            for anchor in claims.get(number, ()):
                cuts |= {anchor.start, anchor.end}
            start = 0
            for line in block.text.split("\n"):
                end = start + len(line)
                asked = _ANSWER_WORD.match(line) if self.foreign else None
                inner = sorted({start, end} | {cut for cut in cuts if start < cut < end})
                for left, right in pairwise(inner):
                    text = block.text[left:right]
                    if text.strip():
                        key = wordings.key_of(text, block) or self._key(text)
                        if asked and left >= start + asked.end():
                            key = ""  # behind “Answer:” stands no word of the form
                        yield ReturnedLine(
                            digest(furniture(text)) if is_furniture else key,
                            text, number, left, right, block.part, block.table, block.row,
                            block.column, block.level,
                            block.strong or (right <= block.lead and self._leads(block)),
                        )  # fmt: skip
                start = end + 1

    def _key(self, text: str) -> str:
        """The key of a line, or of the label in it that somebody numbered or put a note to."""
        key = digest(text)
        if key in self.issued or (bare := without_notes(text.rstrip(" \u00a0\t:"))) == text:
            return key
        return own if bare and (own := digest(bare)) in self.keys else key

    def prompts(self, lines: Sequence[ReturnedLine]) -> frozenset[int]:
        """The numbers of the lines that only say where an answer goes."""
        return frozenset(n for n, line in enumerate(lines) if self._is_prompt(line.text.strip()))

    def _is_prompt(self, text: str) -> bool:
        if self.with_prompts and prompt_spans(text) == [(0, len(text))]:
            return True
        return self.foreign and bool(_RULED.fullmatch(text) or _ANSWER_WORD.fullmatch(text))

    def _cuts(self, block: Block) -> Iterator[int]:
        if block.text.strip() not in self.no_boxes and not typed_marks(block.text):
            for mark in _MARK_AT_AN_END.finditer(block.text):
                yield from mark.span()
        if self.with_prompts:
            for span in prompt_spans(block.text):
                yield from span
        if self.foreign:
            for printed in (_ANSWER_WORD, RULE):
                for found in printed.finditer(block.text):
                    yield from found.span()
        if block.part == "body":
            if self._leads(block):
                yield block.lead
            start = 0
            for line in block.text.split("\n"):
                for cut in self._within(line, block.table is None):
                    yield start + cut
                start += len(line) + 1

    def _leads(self, block: Block) -> bool:
        """Whether a paragraph is a label in bold with an answer behind it.

        Guidance may begin so, too: what was issued, or is mostly, is none.
        """
        lead, rest = block.text[: block.lead], shingles(block.text[block.lead :])
        return (
            self.foreign
            and bool(lead)
            and block.table is None
            and digest(lead) in self.keys
            and digest(block.text) not in self.issued
            and len(rest & self._marks) < GUIDANCE * max(1, len(rest))
        )

    @cached_property
    def _marks(self) -> frozenset[int]:
        """The three-word shingles of all that was issued."""
        lines = self.edition.lines
        return frozenset(
            mark for line in lines for mark in (line.marks or shingles(line.text or ""))
        )

    def _questions(self, line: str, start: int) -> Iterator[int]:
        """Where issued questions begin and end that stand behind a label on its own line."""
        ends = [m.end() for m in re.finditer(r"[.?!:][ \u00a0]+", line) if m.end() > start]
        while start < len(line):
            reached = [
                end
                for end in (len(line), *reversed(ends))
                if end > start
                and len(letters(line[start:end])) >= _LONG
                and digest(line[start:end]) in self.issued
            ]
            if not reached:
                return
            yield start
            start = reached[0]
            yield start

    def _within(self, line: str, in_flow: bool) -> Iterator[int]:
        """Where further labels begin, and questions end, on a line that begins with a label."""
        if in_flow and "\t" in line and any(digest(s) in self.keys for s in line.split("\t")):
            # A table pasted as text.
            yield from (match.end() for match in re.finditer(r"\t+", line))
        first = self.label.match(line, len(line) - len(line.lstrip()))
        if first is not None and (note := _NOTE_AND_END.match(line, first.end())):
            yield note.end()
            return
        if first is None or not _ends_a_label(line, first):
            return
        if digest(line) in self.issued:
            return
        yield from self._questions(line, answer_start(line, first[0]) or len(line))
        for found in self.label.finditer(line, first.end()):
            if line[: found.start()].rstrip(" \u00a0")[-1:] in _BEFORE_A_LABEL:
                yield found.start()
                if len(letters(found[0])) >= _LONG:
                    end = re.compile(r"[\s.?:!]*").match(line, found.end())
                    yield end.end() if end else found.end()
