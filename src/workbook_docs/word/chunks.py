"""Pieces of other documents that a Word file takes in when it is opened (`w:altChunk`).

ECMA-376 part 1, 17.17.2.1: Word shows the words of such a part as if they stood in the
document. Plain text and web pages are turned into paragraphs and tables of Word's own, so
that they are walked like all others; Word files are walked as they are.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from lxml import etree

from workbook_docs.word.names import W

Kind = Literal["docx", "html", "mht", "rtf", "text", "unknown"]
NAMES: dict[Kind, str] = {
    "docx": "a Word document", "html": "a web page", "mht": "a web page",
    "rtf": "a rich text file (.rtf)", "text": "a text file", "unknown": "a document",
}  # fmt: skip
"""What people call each kind."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DROPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "meta", "link"})
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "body", "html",
     "section", "article", "header", "footer", "main", "aside", "address", "center", "form",
     "fieldset", "figure", "figcaption", "hr", "caption",
     "h1", "h2", "h3", "h4", "h5", "h6"}
)  # fmt: skip
_BOLD = frozenset({"b", "strong", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")


def kind_of(data: bytes, content_type: str) -> Kind:
    """What kind of document a part is: by what it is, then by what it is said to be."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith((b"mime-version:", b"from:", b"content-type: multipart")):
        return "mht"
    if "html" in content_type or head.startswith((b"<html", b"<!doctype html", b"<body", b"<p")):
        return "html"
    if "rfc822" in content_type or "mht" in content_type:
        return "mht"
    if content_type.startswith("text/plain"):
        return "text"
    return "unknown"


def body_of(data: bytes, kind: Kind) -> etree._Element | None:
    """A text or web page as the body of a Word document; None where it is neither."""
    if kind == "text":
        body = etree.Element(W + "body")
        for line in re.split(r"\r\n|\r|\n", _decoded(data)):
            _paragraph(body, line)
        return body
    if kind == "mht":
        found = _page_of(data)
        return None if found is None else _from_html(found)
    return _from_html(data) if kind == "html" else None


def _page_of(data: bytes) -> bytes | str | None:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("html", "plain"))
    if part is None:
        return None
    try:
        held = part.get_content()
    except (LookupError, ValueError):
        return None
    if part.get_content_type() == "text/plain":
        return "".join(f"<p>{line}</p>" for line in _escaped(str(held)).splitlines())
    return str(held)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _clean(data.decode("utf-16", "replace"))
    try:
        return _clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _clean(data.decode("cp1252", "replace"))


def _clean(text: str) -> str:
    # What XML cannot hold.
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", " ", text)


# Web pages -------------------------------------------------------------------------------


def _from_html(page: bytes | str) -> etree._Element | None:
    encoding = "utf-8" if isinstance(page, str) else _encoding(page)
    page = page.encode("utf-8", "replace") if isinstance(page, str) else page
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding=encoding
    )
    try:
        root = etree.fromstring(page, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    body = etree.Element(W + "body")
    writer = _Writer()
    writer.flow(root, body, _Manner())
    writer.end()
    return body


def _encoding(page: bytes) -> str | None:
    if page.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return None  # its mark tells
    if re.search(rb"charset\s*=", page[:4096], re.IGNORECASE):
        return None  # the page tells
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


@dataclass(frozen=True, slots=True)
class _Manner:
    """How the words of a page stand there: as a heading, bold, hidden, with their breaks."""

    level: int = 0
    bold: bool = False
    hidden: bool = False
    kept: bool = False


class _Writer:
    """Turns the elements of a page into Word's paragraphs and tables."""

    def __init__(self) -> None:
        self._open: etree._Element | None = None

    def flow(self, element: etree._Element, parent: etree._Element, manner: _Manner) -> None:
        """The contents of an element, in order."""
        self._text(element.text, parent, manner)
        for child in element:
            self._child(child, parent, manner)
            self._text(child.tail, parent, manner)

    def end(self) -> None:
        """End the paragraph that is open."""
        self._open = None

    def _child(self, child: etree._Element, parent: etree._Element, manner: _Manner) -> None:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _DROPPED:
            return
        if tag == "br":
            run = self._run(parent, manner)
            etree.SubElement(run, W + "br")
            return
        inner = _Manner(
            int(tag[1]) if re.fullmatch("h[1-6]", tag) else manner.level,
            manner.bold or tag in _BOLD,
            manner.hidden or child.get("hidden") is not None
            or bool(_HIDDEN.search((child.get("style") or "").casefold())),
            manner.kept or tag == "pre",
        )  # fmt: skip
        if tag == "table":
            self.end()
            self._table(child, parent, inner)
            self.end()
        elif tag in _BLOCKS:
            self.end()
            self.flow(child, parent, inner)
            self.end()
        else:
            self.flow(child, parent, inner)

    def _table(self, table: etree._Element, parent: etree._Element, manner: _Manner) -> None:
        for caption in table.iterchildren("caption"):
            self._child(caption, parent, manner)
        made = etree.SubElement(parent, W + "tbl")
        taken: dict[tuple[int, int], bool] = {}
        for number, row in enumerate(_rows(table)):
            line = etree.SubElement(made, W + "tr")
            column = 0
            for cell in row.iterchildren("td", "th"):
                while taken.get((number, column)):
                    # A cell above reaches down here.
                    _paragraph(_cell(line, 1, "continue"), "")
                    column += 1
                width, height = _span(cell, "colspan"), _span(cell, "rowspan")
                box = _cell(line, width, "restart" if height > 1 else None)
                for below in range(1, height):
                    taken.update({(number + below, column + n): True for n in range(width)})
                self.end()
                bold = _Manner(0, manner.bold or cell.tag == "th", manner.hidden, manner.kept)
                self.flow(cell, box, bold)
                self.end()
                if not len(box.findall(W + "p")):
                    _paragraph(box, "")
                column += width

    def _text(self, text: str | None, parent: etree._Element, manner: _Manner) -> None:
        if not text:
            return
        lines = text.splitlines() or [""] if manner.kept else [re.sub(r"[ \t\r\n\f]+", " ", text)]
        if not manner.kept and not lines[0].strip(" ") and self._open is None:
            return
        for number, line in enumerate(lines):
            run = self._run(parent, manner)
            if number:
                etree.SubElement(run, W + "br")
            _put(run, line)

    def _run(self, parent: etree._Element, manner: _Manner) -> etree._Element:
        if self._open is None:
            self._open = etree.SubElement(parent, W + "p")
            if manner.level:
                outline = etree.SubElement(
                    etree.SubElement(self._open, W + "pPr"), W + "outlineLvl"
                )
                outline.set(W + "val", str(manner.level - 1))
        run = etree.SubElement(self._open, W + "r")
        properties = etree.SubElement(run, W + "rPr")
        for name, is_on in (("b", manner.bold), ("vanish", manner.hidden)):
            if is_on:
                etree.SubElement(properties, W + name)
        return run


def _rows(table: etree._Element) -> list[etree._Element]:
    return [
        row
        for child in table
        for row in ([child] if child.tag == "tr" else child.iterchildren("tr"))
        if child.tag in ("tr", "thead", "tbody", "tfoot")
    ]


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name) or "1"
    return min(max(int(text), 1), 63) if text.isdigit() else 1


def _cell(row: etree._Element, width: int, merge: str | None) -> etree._Element:
    box = etree.SubElement(row, W + "tc")
    properties = etree.SubElement(box, W + "tcPr")
    if width > 1:
        etree.SubElement(properties, W + "gridSpan").set(W + "val", str(width))
    if merge:
        etree.SubElement(properties, W + "vMerge").set(W + "val", merge)
    return box


def _paragraph(parent: etree._Element, text: str) -> None:
    _put(etree.SubElement(etree.SubElement(parent, W + "p"), W + "r"), text)


def _put(run: etree._Element, text: str) -> None:
    for number, words in enumerate(text.split("\t")):
        if number:
            etree.SubElement(run, W + "tab")
        if words:
            held = etree.SubElement(run, W + "t")
            held.text = words
            held.set(SPACE, "preserve")
