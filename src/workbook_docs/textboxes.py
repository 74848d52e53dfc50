"""Forms laid out in boxes that are drawn over the page: each is read like a box in the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbook_docs.edition import Edition, digest
from workbook_docs.edits import begins_with_label
from workbook_docs.laying import Piece, laid_out
from workbook_docs.records import Block, Outline


def unboxed(outline: Outline, edition: Edition) -> Outline:
    """The outline with every text box that holds the form's own words as a table of one cell.

    Such a box is a part of the form where its words stand nowhere in the page and the form
    prints no text boxes. What somebody else drew over the page stays where it is.
    """
    if outline.format != "docx" or any(line.part == "textbox" for line in edition.lines):
        return outline
    labels = {line.key: line.text or "" for line in edition.lines if line.field}
    standing = {
        digest(text)
        for block in outline.blocks
        if block.part == "body"
        for text in block.text.split("\n")
        if text.strip()
    }
    beginning = [
        text
        for block in outline.blocks
        if block.part == "body" and not block.column  # elsewhere in a table they are an answer
        for text in block.text.split("\n")
    ]
    awaited = {
        key: label
        for key, label in labels.items()
        if key not in standing and not any(begins_with_label(text, label) for text in beginning)
    }
    own = [box for box in _boxes(outline.blocks) if _asks(outline.blocks, box, awaited)]
    if not own:
        return outline
    cells = {number for box in own for number in box}
    blocks = [
        replace(block, part="body") if number in cells else block
        for number, block in enumerate(outline.blocks)
    ]
    pieces = [
        [
            Piece(number, 0, len(blocks[number].text), 0, 0)
            for number in box
            if blocks[number].table is None
        ]
        for box in own
    ]
    return laid_out(replace(outline, blocks=tuple(blocks)), pieces)


def _boxes(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """The numbers of the blocks of each text box, or of several drawn at one paragraph."""
    box: list[int] = []
    for number, block in enumerate(blocks):
        if block.part == "textbox":
            box.append(number)
        elif box:
            yield box
            box = []
    if box:
        yield box


def _asks(blocks: Sequence[Block], box: Sequence[int], labels: dict[str, str]) -> bool:
    """Whether a box holds the label, or other words, of one of the form's fields."""
    texts = [text for number in box for text in blocks[number].text.split("\n") if text.strip()]
    return any(
        digest(text) in labels or any(begins_with_label(text, label) for label in labels.values())
        for text in texts
    )
