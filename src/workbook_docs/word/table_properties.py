"""What a table says of itself to those who hear it, put back where a program lost it.

LibreOffice 7.4 writes neither a table's title nor that its first row is a header (ECMA-376
part 1, 17.4.55 tblLook, 17.4.49 tblHeader; the title, tblCaption, is Word's own since 2010).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from workbook_docs.word.names import W, is_on
from workbook_docs.word.places import TAG, text_of

_HEADER_ROW = {
    "firstRow": "1", "lastRow": "0", "firstColumn": "0", "lastColumn": "0", "noHBand": "1",
    "noVBand": "1",
}  # fmt: skip
_BEHIND_LOOK = ("tblCaption", "tblDescription", "tblPrChange")
_BEHIND_TITLE = ("tblDescription", "tblPrChange")
_LONGEST_TITLE = 200


def restore(body: etree._Element, is_heading: Callable[[Any], bool], title: str) -> None:
    """Give each table of a body the header row and the title that it has lost.

    A table that has either keeps it; one with a first row that is no header gets a title only.

    Args:
        body: of the document.
        is_heading: whether a paragraph is a heading.
        title: that of the document, for a table above all headings.
    """
    under = title
    for block in body.iter(W + "p", W + "tbl"):
        if block.tag == W + "p":
            words = " ".join(TAG.sub("", text_of(block)).split())
            if words and is_heading(block):
                under = words
        elif sum(1 for _ in block.iter(W + "tc")) > 1:
            _restore(block, under)


def _restore(table: Any, title: str) -> None:
    properties = table.find(W + "tblPr")
    if properties is None:
        properties = etree.Element(W + "tblPr")
        table.insert(0, properties)
    first = next(table.iter(W + "tr"))
    if _is_header(first):
        if properties.find(W + "tblLook") is None:
            look = etree.Element(W + "tblLook")
            look.set(W + "val", "0620")
            for name, value in _HEADER_ROW.items():
                look.set(W + name, value)
            _insert(properties, look, _BEHIND_LOOK)
        marked = first.find(W + "trPr")
        if marked is None or marked.find(W + "tblHeader") is None:
            _mark(first)
    named = (properties.find(W + name) for name in ("tblCaption", "tblDescription"))
    if not any(found is not None and (found.get(W + "val") or "").strip() for found in named):
        for empty in properties.findall(W + "tblCaption"):
            properties.remove(empty)
        caption = etree.Element(W + "tblCaption")
        caption.set(W + "val", title[:_LONGEST_TITLE])
        _insert(properties, caption, _BEHIND_TITLE)


def _is_header(row: Any) -> bool:
    """Whether a row is marked as header, or bears the style of our headers in every cell."""
    properties = row.find(W + "trPr")
    marked = properties.find(W + "tblHeader") if properties is not None else None
    if marked is not None:
        return is_on(marked)
    worn = [
        [style.get(W + "val") for style in cell.iterfind(f"{W}p/{W}pPr/{W}pStyle")]
        for cell in row.iterfind(W + "tc")
    ]
    return bool(worn) and all(styles == ["TableHeading"] for styles in worn)


def _mark(row: Any) -> None:
    properties = row.find(W + "trPr")
    if properties is None:
        properties = etree.Element(W + "trPr")
        before = row.find(W + "tblPrEx")
        row.insert(0 if before is None else 1, properties)
    marked = etree.Element(W + "tblHeader")
    _insert(properties, marked, ("ins", "del", "trPrChange"))


def _insert(properties: Any, element: Any, behind: tuple[str, ...]) -> None:
    """Put an element among properties, before those that must stand behind it."""
    later = next((c for c in properties if c.tag in {W + name for name in behind}), None)
    if later is None:
        properties.append(element)
    else:
        later.addprevious(element)
