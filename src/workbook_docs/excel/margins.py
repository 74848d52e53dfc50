"""Text that stands around the cells: notes, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from workbook_docs.excel.book import Book, Sheet, address_of, position_of
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
