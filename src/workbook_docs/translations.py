"""Labels and headings printed in two languages: `Name / Enw`, `Frequency | Amlder`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbook_docs.edition import Edition, digest
from workbook_docs.records import Block

FEWEST = 3
"""Different words of the form, each with a translation, from which it is in two languages."""

_STROKE = re.compile(r"[ \u00a0]+(?=[/|][ \u00a0]+\S)")
_LABEL_ENDS = re.compile(r"[:?\t][ \u00a0]*")


class Translations:
    """Where in a return the form's own words end and their translation begins.

    A form in two languages prints every label so: words that also stand alone are no label
    there but an answer, such as `Planning / Execution`.
    """

    def __init__(self, edition: Edition, blocks: Sequence[Block]) -> None:
        self._issued = {line.key for line in edition.lines}
        self._owned = {
            line.key
            for line in edition.lines
            if line.label or line.level or line.strong or line.column_of
        }
        alone = {digest(line) for block in blocks for line in block.text.split("\n")}
        found = {
            digest(line[:end])
            for block in blocks
            for line in block.text.split("\n")
            if (end := self._end(line)) is not None
        }
        self._keys = found - alone if len(found - alone) >= FEWEST else frozenset()

    def cuts(self, block: Block) -> Iterator[int]:
        """Where in a block a translation begins, and where it ends as a label does."""
        start = 0
        for line in block.text.split("\n") if self._keys and block.part == "body" else ():
            end = self._end(line)
            if end is not None and digest(line[:end]) in self._keys:
                yield start + end
                if ends := _LABEL_ENDS.search(line, end):
                    yield start + ends.end()
            start += len(line) + 1

    def _end(self, line: str) -> int | None:
        """Where a line's own words end, if they are the form's and something like a translation
        follows."""
        if digest(line) in self._issued:
            return None
        ends = (found.start() for found in _STROKE.finditer(line))
        return next((end for end in ends if digest(line[:end]) in self._owned), None)


def is_translation(text: str) -> bool:
    """Whether a piece of a line, behind the form's words, repeats them in another language."""
    return text.lstrip().startswith(("/ ", "| ", "/\u00a0", "|\u00a0"))
