"""Text that stands around the cells: notes, headers and footers, boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from workbook_docs.excel.book import Book, Sheet, address_of, position_of
from workbook_docs.excel.package import reference
from workbook_docs.excel.strings import item_text, local, unescape
from workbook_docs.records import Block

# Notes -----------------------------------------------------------------------------------


def comments(book: Book, sheet: Sheet) -> Iterator[Block]:
    """The notes and threaded comments on a sheet's cells."""
    threaded: set[str] = set()
    for part in book.package.related(sheet.part, "threadedComment"):
        root: Any = book.package.root(part)
        for element in root if root is not None else ():
            text = "".join(t.text or "" for t in element if local(t) == "text")
            threaded.add(element.get("ref", ""))
            yield from _comment(sheet, element.get("ref", ""), text)
    for part in book.package.related(sheet.part, "comments"):
        root = book.package.root(part)
        if root is None:
            continue
        authors = [author.text or "" for author in root.iter("{*}author")]
        for element in root.iter("{*}comment"):
            number = element.get("authorId", "")
            author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
            # Excel repeats a threaded comment as a note for programs that know no threads.
            if element.get("ref") in threaded and author.startswith("tc="):
                continue
            texts = (item_text(text) for text in element if local(text) == "text")
            yield from _comment(sheet, element.get("ref", ""), "".join(texts))


def _comment(sheet: Sheet, ref: str, text: str) -> Iterator[Block]:
    if text.strip():
        yield Block(text, part="comment", address=_address(sheet, ref))


def _address(sheet: Sheet, ref: str) -> str:
    position = position_of(ref)
    return f"{sheet.name}!{address_of(*position)}" if position else sheet.name


# Headers and footers -----------------------------------------------------------------------

# &"font,style", &12, &KFF0000 or &K01+000, or one letter.
_CODE = re.compile(r'&(?:"[^"]*"|\d+|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|(.))', re.DOTALL)
_FIELDS = frozenset("PNDTFAZ")
_PAGE_WORDS = frozenset(
    {"page", "pages", "p", "of", "sheet", "file", "date", "time", "printed", "on"}
)
"""Words that stand beside a page number or date; any other was typed."""


def footers(sheet: Sheet, root: Any) -> Iterator[Block]:
    """The parts of a sheet's headers and footers that hold words."""
    for parent in root:
        if local(parent) != "headerFooter":
            continue
        for element in parent:
            name = local(element)
            if name.endswith(("Header", "Footer")):
                part = "header" if name.endswith("Header") else "footer"
                for words, has_field in _parts(unescape(element.text or "")):
                    plain = {word.casefold() for word in re.findall(r"\w+", words)}
                    yield Block(
                        words,
                        part="header" if part == "header" else "footer",
                        address=sheet.name,
                        computed=has_field and plain <= _PAGE_WORDS,
                    )


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Left, middle and right part, each with whether it holds a number or date."""
    parts: list[list[str]] = [[]]
    fields = [False]
    end = 0
    for match in _CODE.finditer(text):
        parts[-1].append(text[end : match.start()])
        end = match.end()
        letter = (match[1] or "").upper()
        if letter == "&":
            parts[-1].append("&")
        elif letter in _FIELDS and letter:
            fields[-1] = True
        elif letter in ("L", "C", "R"):
            parts.append([])
            fields.append(False)
    parts[-1].append(text[end:])
    for words, has_field in zip(parts, fields, strict=True):
        joined = "".join(words).strip()
        if joined:
            yield joined, has_field


# Boxes ------------------------------------------------------------------------------------

_TEXT_PARTS = frozenset(["chart", "chartEx", "diagramData"])


_ANCHORS = ("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor")


def drawn(book: Book, sheet: Sheet, root: Any, number: int) -> Iterator[Block]:
    """The paragraphs of a sheet's shapes, text boxes, charts and diagrams, and its boxes.

    A check box stands over a cell and is one of that cell's boxes; `number` is the sheet's.
    """
    ticks = dict(_ticks(book, sheet, root))
    for part in book.package.related(sheet.part, "drawing"):
        drawing = book.package.root(part)
        for anchor in drawing.iter(*_ANCHORS) if drawing is not None else ():
            if not any(local(parent) == "Fallback" for parent in anchor.iterancestors()):
                yield from _shape(sheet, number, anchor, ticks)
        for inner in book.package.relations(part).values():
            other = book.package.root(inner.target) if inner.kind in _TEXT_PARTS else None
            if other is not None:
                yield from _paragraphs(other, sheet.name)


def _shape(sheet: Sheet, number: int, anchor: Any, ticks: dict[str, bool]) -> Iterator[Block]:
    cell = _cell_of(anchor)
    address = f"{sheet.name}!{address_of(*cell)}" if cell else sheet.name
    tick = next(
        (ticks[e.get("id", "")] for e in anchor.iter("{*}cNvPr") if e.get("id", "") in ticks), None
    )
    if tick is not None and cell is not None:
        yield Block("", table=number, row=cell[0], column=cell[1], address=address, boxes=(tick,))
    if any(True for _ in anchor.iter("{*}blip")):
        row, column = cell or (0, 0)
        yield Block("", table=number, row=row, column=column, address=address, picture=True)
    yield from _paragraphs(anchor, address)


def _cell_of(anchor: Any) -> tuple[int, int] | None:
    """The cell in which a drawing begins."""
    begin = next((child for child in anchor if local(child) == "from"), None)
    numbers = {
        local(child): (child.text or "").strip() for child in (begin if begin is not None else ())
    }
    row, column = numbers.get("row", ""), numbers.get("col", "")
    return (int(row), int(column)) if row.isdigit() and column.isdigit() else None


def _paragraphs(root: Any, address: str) -> Iterator[Block]:
    for paragraph in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p",
                               "{http://purl.oclc.org/ooxml/drawingml/main}p"):  # fmt: skip
        if any(local(parent) == "Fallback" for parent in paragraph.iterancestors()):
            continue
        pieces = [
            "\n" if local(element) == "br" else element.text or ""
            for element in paragraph.iter("{*}t", "{*}br")
        ]
        text = "".join(pieces)
        if text.strip():
            yield Block(text, part="textbox", address=address)


def _ticks(book: Book, sheet: Sheet, root: Any) -> Iterator[tuple[str, bool]]:
    """Whether each check box of a sheet is ticked, by the number of its shape."""
    targets = {id: found.target for id, found in book.package.relations(sheet.part).items()}
    for control in root.iter("{*}control"):
        properties = book.package.root(targets.get(reference(control)))
        if properties is not None and properties.get("objectType") == "CheckBox":
            yield control.get("shapeId", ""), properties.get("checked") == "Checked"
