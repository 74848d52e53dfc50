"""The footer of lying pages: its page number stands at their margin, not at that of upright ones.

A lying section has a footer of its own, a copy of the usual one, in a style of its own that is
based on the usual style: a designer who changes that changes both.
"""

from __future__ import annotations

import posixpath
from copy import deepcopy
from typing import Any

from lxml import etree

from workbook_docs.ooxml import rels_name, serialised
from workbook_docs.word import package
from workbook_docs.word.names import R, W

_STYLES = "word/styles.xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"


def add_lying_footers(parts: package.Parts, document: etree._Element) -> None:
    """Give the lying sections of a document a footer as wide as they are.

    Nothing changes where the usual footer's style has no tab at the right, or the footer
    refers to other parts.
    """
    lying = [s for s in document.iter(W + "sectPr") if _is_lying(s)]
    usual = next(
        (r for s in lying for r in s.iterfind(W + "footerReference") if _is_usual(r)), None
    )
    if usual is None or _STYLES not in parts:
        return
    source = _target(parts, usual.get(f"{R}id", ""))
    if source is None or rels_name(source) in parts:
        return
    footer, styles = package.parsed(parts[source]), package.parsed(parts[_STYLES])
    worn = {str(s.get(W + "val")) for s in footer.iterfind(f"{W}p/{W}pPr/{W}pStyle")}
    wider = {name: own for name in worn if (own := _widened(styles, name, _width(lying[0])))}
    if not wider:
        return
    for style in footer.iterfind(f"{W}p/{W}pPr/{W}pStyle"):
        name = str(style.get(W + "val"))
        style.set(W + "val", wider.get(name, name))
    number = 1
    while f"word/footer{number}.xml" in parts:
        number += 1
    name = f"word/footer{number}.xml"
    parts[name], parts[_STYLES] = serialised(footer), serialised(styles)
    package.declare(parts, name, _TYPE)
    package.relate(parts, package.DOCUMENT, _KIND, posixpath.basename(name))
    known = _relation(parts, name)
    for section in lying:
        for reference in section.iterfind(W + "footerReference"):
            if _is_usual(reference):
                reference.set(f"{R}id", known)


def _is_lying(section: Any) -> bool:
    size = section.find(W + "pgSz")
    return size is not None and size.get(W + "orient") == "landscape"


def _is_usual(reference: Any) -> bool:
    return bool(reference.get(W + "type", "default") == "default")


def _width(section: Any) -> int:
    size, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
    sides = sum(int(margins.get(W + side, "0")) for side in ("left", "right"))
    return int(size.get(W + "w", "0")) - sides


def _relations(parts: package.Parts) -> Any:
    return package.parsed(parts[rels_name(package.DOCUMENT)])


def _target(parts: package.Parts, relation: str) -> str | None:
    for found in _relations(parts):
        if found.get("Id") == relation:
            name = posixpath.normpath(posixpath.join("/word", str(found.get("Target"))))[1:]
            return name if name in parts else None
    return None


def _relation(parts: package.Parts, name: str) -> str:
    wanted = posixpath.basename(name)
    return next(str(r.get("Id")) for r in _relations(parts) if r.get("Target") == wanted)


def _widened(styles: Any, identifier: str, width: int) -> str | None:
    """The id of a style like another, its last right tab at a width; None where it has none."""
    style = next((s for s in styles.iter(W + "style") if s.get(W + "styleId") == identifier), None)
    tabs = style.findall(f"{W}pPr/{W}tabs/{W}tab") if style is not None else []
    right = [tab for tab in tabs if tab.get(W + "val") in ("right", "end")]
    if style is None or not right:
        return None
    own = etree.SubElement(styles, W + "style")
    own.set(W + "type", "paragraph")
    own.set(W + "customStyle", "1")
    own.set(W + "styleId", f"{identifier}Lying")
    named = style.find(W + "name")
    for tag, value in (("name", f"{named.get(W + 'val')} lying"), ("basedOn", identifier)):
        etree.SubElement(own, W + tag).set(W + "val", value)
    held = etree.SubElement(etree.SubElement(own, W + "pPr"), W + "tabs")
    cleared = deepcopy(right[-1])
    cleared.set(W + "val", "clear")
    stop = deepcopy(right[-1])
    stop.set(W + "pos", str(width))
    held.extend((cleared, stop))
    return f"{identifier}Lying"
