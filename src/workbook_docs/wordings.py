"""Labels that forms word in other ways: `E-mail:` where another form prints `Email address`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbook_docs.edition import Edition, digest
from workbook_docs.edits import answer_behind
from workbook_docs.records import Block

WORDINGS: Sequence[frozenset[str]] = (
    frozenset({"name", "your name", "full name", "your full name"}),
    frozenset(
        {"email", "email address", "your email", "your email address", "contact email"}
        | {"email contact", "contact email address"}
    ),
    frozenset({"telephone", "telephone number", "phone", "phone number", "tel", "tel no"}),
)
"""Sets of labels that ask for the same, casefolded; a hyphen or full stop makes no difference."""

_BEGINNING = re.compile(
    r"^[ \t]*([^\n:\t…_]{2,30}?)[ \u00a0]*(?::|\t|\.{3,}|…|_{3,})", re.MULTILINE
)


class Wordings:
    """The other wordings of one edition's labels that stand in a return.

    They count in paragraphs and in the first column of tables, and only where no label of the
    edition stands there as printed: `Email` may be an answer.
    """

    def __init__(self, edition: Edition, blocks: Sequence[Block]) -> None:
        keys = {line.key: line.text for line in edition.lines if line.label and line.field}
        texts = [
            line
            for block in blocks
            if _may_be_label(block)
            for line in block.text.split("\n")
            if line.strip()
        ]
        self._keys: dict[str, str] = {}
        for words in WORDINGS:
            others = {digest(wording): wording for wording in words}
            printed = [key for key in others if key in keys]
            if len(printed) != 1 or _stands(printed[0], keys[printed[0]] or "", texts):
                continue
            self._keys |= dict.fromkeys(others, printed[0])

    def key_of(self, text: str, block: Block) -> str | None:
        """The key of the edition's label of which a line is another wording; None of others."""
        return self._keys.get(digest(text)) if self._keys and _may_be_label(block) else None

    def cuts(self, block: Block) -> Iterator[int]:
        """Where in a block another wording of a label ends and its answer begins."""
        if self._keys and _may_be_label(block):
            for found in _BEGINNING.finditer(block.text):
                if digest(found[1]) in self._keys:
                    yield found.end()


def _may_be_label(block: Block) -> bool:
    """Whether a block stands where labels do: the same words elsewhere are an answer."""
    return block.part == "body" and not block.anchors and not block.column


def _stands(key: str, label: str, texts: Sequence[str]) -> bool:
    return any(digest(text) == key or answer_behind(text, label) for text in texts)
