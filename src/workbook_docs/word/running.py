"""Headers and footers that say the same on every page, however many parts hold them.

LibreOffice writes a header and a footer for each section of a document: one running line
then stands in many parts, and is one line all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from workbook_docs.ooxml import Package
from workbook_docs.word.names import R, W

_PAGES = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_SEEN = ("drawing", "pict", "object", "sdt", "bookmarkStart", "ins", "del", "AlternateContent")
"""What makes a header more than its words."""


def distinct(package: Package, document: str, names: Iterable[str]) -> Iterator[str]:
    """The names of a document's headers or footers without those that only repeat another.

    The header of a first page and those of all pages, and of even ones, stay apart.
    """
    pages = _kinds_of_page(package, document)
    seen: set[tuple[frozenset[str], tuple[str, ...]]] = set()
    for name in names:
        root = package.xml(name)
        words = _words(root) if root is not None else None
        if words is None:
            yield name
        elif (key := (pages.get(name, frozenset()), words)) not in seen:
            seen.add(key)
            yield name


def _kinds_of_page(package: Package, document: str) -> dict[str, frozenset[str]]:
    """For which kinds of page (`default`, `first`, `even`) each header or footer is."""
    root, relations = package.xml(document), package.relations(document)
    found: dict[str, frozenset[str]] = {}
    if root is not None:
        for reference in root.iter(W + "headerReference", W + "footerReference"):
            relation = relations.get(reference.get(f"{R}id", ""))
            if relation is not None:
                kind = reference.get(W + "type", "default")
                found[relation.target] = found.get(relation.target, frozenset()) | {kind}
    return found


def _words(root: Any) -> tuple[str, ...] | None:
    """The words of a header without the numbers of pages; None where it holds more than words."""
    if any(etree.QName(e).localname in _SEEN for e in root.iter(etree.Element)):
        return None
    words, codes, shown = [], [""], [True]
    for element in root.iter(W + "p", W + "t", W + "tab", W + "br", W + "instrText", W + "fldChar"):
        if element.tag == W + "fldChar":
            kind = element.get(W + "fldCharType")
            if kind == "begin":
                codes.append("")
                shown.append(shown[-1])
            elif kind == "separate":
                shown[-1] = shown[-1] and codes[-1].split()[:1] not in ([page] for page in _PAGES)
            elif kind == "end" and len(codes) > 1:
                codes.pop()
                shown.pop()
        elif element.tag == W + "instrText":
            codes[-1] += element.text or ""
            words.append(element.text or "")
        elif element.tag == W + "t":
            words.append((element.text or "") if shown[-1] else "")
        else:
            words.append("\n")
    return tuple("".join(words).split())
