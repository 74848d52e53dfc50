"""A template as its final version reads: changes accepted, comments and their authors gone.

What a designer's colleagues struck out or noted beside the text is not for those who get
a copy, and a place that was struck out is no place.
"""

from __future__ import annotations

from lxml import etree

from workbook_docs.word import package
from workbook_docs.word.names import W

_KEPT = frozenset(W + name for name in ("ins", "moveTo"))
_GONE = frozenset(
    W + name
    for name in (
        "del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
        "moveToRangeEnd", "commentRangeStart", "commentRangeEnd", "annotationRef",
        "cellIns", "cellMerge", "numberingChange",
        "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
        "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange",
        "tcPrChange", "tblPrExChange",
    )
)  # fmt: skip
_COMMENTS = (
    "word/comments.xml", "word/commentsExtended.xml", "word/commentsIds.xml",
    "word/commentsExtensible.xml", "word/people.xml",
)  # fmt: skip


def accept(root: etree._Element) -> None:
    """Accept every tracked change of a part, and take its comments' marks out (ISO 29500-1
    17.13.4, 17.13.5)."""
    _struck_out(root)
    for element in list(root.iter(*_GONE)):
        _taken_out(element)
    for reference in list(root.iter(W + "commentReference")):
        _taken_out(reference)
    for element in list(root.iter(*_KEPT)):
        parent = element.getparent()
        assert parent is not None
        if parent.tag not in (W + "rPr", W + "trPr"):  # there it marks what it stands in
            for child in list(element):
                element.addprevious(child)
        parent.remove(element)


def _struck_out(root: etree._Element) -> None:
    """Take out the rows, cells and paragraphs that were struck out whole."""
    for row in list(root.iter(W + "tr")):
        if row.find(f"{W}trPr/{W}del") is not None:
            _taken_out(row)
    for cell in list(root.iter(W + "tc")):
        if cell.find(f"{W}tcPr/{W}cellDel") is not None:
            _taken_out(cell)
    for paragraph in list(root.iter(W + "p")):
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        if marks is None or (marks.find(W + "del") is None and marks.find(W + "moveFrom") is None):
            continue
        following = paragraph.getnext()
        # Its end is struck out: what is left of it begins the next paragraph.
        if following is not None and following.tag == W + "p":
            first = following.find(W + "pPr")
            position = 0 if first is None else 1
            for child in reversed([c for c in paragraph if c.tag != W + "pPr"]):
                following.insert(position, child)
            _taken_out(paragraph)


def _taken_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def without_comments(parts: package.Parts) -> None:
    """Take the comments out of a file, and the names of who made them."""
    package.without(parts, *_COMMENTS)
