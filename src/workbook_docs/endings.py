"""Where an answer in the flow of a document ends, when no words of the form come after it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.records import Block

_BACK_MATTER = re.compile(
    r"(?:\d+[.)]?\s*)?(?:references?|bibliography|literature|further reading|appendix(?: \w+)?"
    r"|appendices|annex(?:es| \w+)?|glossary|notes?|footnotes?|endnotes?|sources?"
    r"|acknowledge?ments?|contents|end of (?:the )?(?:form|document|workbook|template)"
    r"|for office use(?: only)?|(?:page|version) [\d.]+(?: of \d+)?)\s*[:.]?",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\s*(?:\[\d{1,3}\]|\d{1,3}[.)]?|[*†‡§])\s*(?=\S)(?:.*\b(?:19|20)\d\d\b|.*\bdoi\b|.*https?://)",
    re.IGNORECASE,
)


class Endings:
    """Says which lines of the flow are no part of the answer before them."""

    def __init__(
        self,
        blocks: Sequence[Block],
        lines: Sequence[ReturnedLine],
        matches: Mapping[int, Match],
        growing: frozenset[str],
    ) -> None:
        self.blocks, self.lines, self.growing = blocks, lines, growing
        self.last_issued = max((n for n in matches if lines[n].part == "body"), default=len(lines))

    def ends(self, number: int, path: str, answer: Sequence[int]) -> bool:
        """Whether a line ends the answer of a field rather than going on with it.

        Args:
            number: the line, in the flow of the body.
            path: the field in whose region it stands.
            answer: the lines of the answer so far.
        """
        line = self.lines[number]
        if line.table is not None or line.part != "body":
            return False
        so_far = [n for n in answer if n < number]
        if path not in self.growing and so_far and self.lines[so_far[-1]].block != line.block:
            return True  # a second paragraph is no part of a one-line answer
        if number < self.last_issued:
            return False
        if _BACK_MATTER.fullmatch(line.text.strip()):
            return True
        if line.strong and so_far and not self.lines[so_far[-1]].strong:
            return True
        return bool(_REFERENCE.match(line.text)) and self._follows_a_gap(line)

    def _follows_a_gap(self, line: ReturnedLine) -> bool:
        return line.block > 0 and not self.blocks[line.block - 1].text.strip()
