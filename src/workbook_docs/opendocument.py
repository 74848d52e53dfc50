"""Text in the cells of OpenDocument sheets, kept where LibreOffice drops it.

Calc 7.4 takes in neither `text:line-break` nor `text:tab` of a cell (OpenDocument 1.3, part 3,
6.1.4 and 6.1.5): `a⏎b` becomes `ab`. It does take in a paragraph for each line, and a space. Of
headings (5.1.2), lists (5.3.1) and fields such as dates (7) it keeps nothing.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from workbook_docs.ooxml import parse, serialised

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_INLINE = frozenset(
    f"{TEXT}{name}" for name in ("p", "span", "a", "s", "tab", "line-break", "note", "ruby",
                                 "ruby-base", "ruby-text")
)  # fmt: skip
CELL = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell"


def with_lines(data: bytes, format: str) -> bytes:
    """A sheet with a paragraph for each line of its cells, a space for each tab, and plain fields.

    Args:
        data: the file, judged to be safe.
        format: `ods` or `fods`.
    """
    if format == "fods":
        root = parse(data)
        return serialised(root) if _mend(root) else data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = parse(archive.read("content.xml"))
        if not _mend(root):
            return data
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copied:
            for member in archive.infolist():
                is_content = member.filename == "content.xml"
                held = serialised(root) if is_content else archive.read(member)
                copied.writestr(member, held)
        return made.getvalue()


def _mend(root: etree._Element) -> bool:
    """Part the paragraphs of all cells; whether there was anything to do."""
    done = False
    for cell in root.iter(CELL):
        for block in list(cell.iterchildren(f"{TEXT}h", f"{TEXT}list")):
            _put_paragraphs(block)
            done = True
        for paragraph in list(cell.iterchildren(f"{TEXT}p")):
            # The inner ones of nested ones first.
            for field in [e for e in paragraph.iter(f"{TEXT}*") if _is_field(e)][::-1]:
                _put_text(field, _words(field))
                done = True
            for tab in list(paragraph.iter(f"{TEXT}tab")):
                _put_text(tab, " ")
                done = True
            _, *others = _parted(paragraph)
            for part in reversed(others):
                paragraph.addnext(part)
                done = True
    return done


def _is_field(element: Any) -> bool:
    """Whether an element holds words that a program works out: a date, the name of the sheet."""
    within_note = next(element.iterancestors(f"{TEXT}note"), None) is not None
    return element.tag not in _INLINE and bool(_words(element)) and not within_note


def _words(element: Any) -> str:
    return "".join(element.itertext())


def _put_paragraphs(block: Any) -> None:
    """The paragraphs of a heading or list in its place."""
    for paragraph in list(block.iter(f"{TEXT}p", f"{TEXT}h")):
        plain = copy.deepcopy(paragraph)
        plain.tag, plain.tail = f"{TEXT}p", None
        block.addprevious(plain)
    block.getparent().remove(block)


def _put_text(element: Any, text: str) -> None:
    """Text in the place of an element."""
    parent, before = element.getparent(), element.getprevious()
    text += element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    element.tail = None
    parent.remove(element)


def _parted(paragraph: Any) -> Iterator[Any]:
    """A paragraph parted at its line breaks; a break within a span parts the span, too."""
    broken = next(paragraph.iter(f"{TEXT}line-break"), None)
    if broken is None:
        yield paragraph
        return
    rest = copy.deepcopy(paragraph)
    _cut(broken, after=True)
    _cut(next(rest.iter(f"{TEXT}line-break")), after=False)
    paragraph.tail = rest.tail = None
    yield paragraph
    yield from _parted(rest)


def _cut(broken: Any, *, after: bool) -> None:
    """Take a break out of its paragraph, with all that stands after it, or all before it."""
    element = broken
    while element.tag != f"{TEXT}p":
        parent = element.getparent()
        for other in list(element.itersiblings(preceding=not after)):
            parent.remove(other)
        if after:
            element.tail = None
        else:
            parent.text = None
        element = parent
    parent, tail = broken.getparent(), broken.tail
    broken.tail = None
    if not after:
        parent.text = tail
    parent.remove(broken)
