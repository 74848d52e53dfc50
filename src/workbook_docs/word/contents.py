"""The list of contents: a field with its entries already there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbook_docs.content import Block, Heading, plain
from workbook_docs.word.elements import element, field_mark, link_to_bookmark, run

FEWEST_HEADINGS = 6
"""Headings from which a document has a list of contents, and a cover."""


def entries(blocks: Sequence[Block]) -> list[Heading]:
    """The headings that the contents list."""
    return [b for b in blocks if isinstance(b, Heading) and b.level <= 2 and not is_contents(b)]


def is_contents(block: Block) -> bool:
    """Whether a block is the heading of the contents."""
    return isinstance(block, Heading) and plain(block.words).casefold().strip() == "contents"


def position(blocks: Sequence[Block]) -> int:
    """Before which block the list stands: at the end of "Contents", if there is one."""
    heads = [index for index, block in enumerate(blocks) if isinstance(block, Heading)]
    for number, index in enumerate(heads[:-1]):
        if is_contents(blocks[index]):
            return heads[number + 1]
    return heads[0]


def write(document: Any, listed: Sequence[Heading], marks: Mapping[int, str], titled: bool) -> None:
    """Write the list; `marks` are the bookmarks of the headings by their identity."""
    if not titled:
        document.add_paragraph("Contents", style="TOC Heading")
    # No page numbers (\n): they would be wrong until an editor updates the field.
    code = element("w:instrText", ' TOC \\o "1-2" \\n \\h \\z \\u ')
    paragraphs = []
    begun = False
    for number, entry in enumerate(listed):
        begun = begun or entry.level == 1
        # What comes before the first chapter is set as a chapter of its own.
        paragraph = document.add_paragraph(style=f"toc {entry.level if begun else 1}")
        if number == 0:
            for child in (field_mark("begin"), code, field_mark("separate")):
                run(paragraph).append(child)
        run(link_to_bookmark(paragraph, marks[id(entry)]), plain(entry.words))
        paragraphs.append(paragraph)
    run(paragraphs[-1]).append(field_mark("end"))
    _wrap([paragraph._p for paragraph in paragraphs])


def _wrap(paragraphs: Sequence[Any]) -> None:
    """Put the entries into the block that Word offers to update."""
    control, inside = element("w:sdt"), element("w:sdtContent")
    properties = element("w:sdtPr")
    part = element("w:docPartObj")
    part.append(element("w:docPartGallery", val="Table of Contents"))
    part.append(element("w:docPartUnique"))
    for child in (element("w:alias", val="Contents"), element("w:id", val="1"), part):
        properties.append(child)
    control.extend((properties, inside))
    paragraphs[0].addprevious(control)
    for paragraph in paragraphs:
        inside.append(paragraph)
