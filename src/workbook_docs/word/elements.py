"""Elements of WordprocessingML as a template is built: each a call, each in its right place."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def element(tag: str, text: str | None = None, val: str | None = None, **attributes: str) -> Any:
    """An element such as `w:t` with its text, its `w:val` and other attributes in `w:`."""
    made = OxmlElement(tag)
    if text is not None:
        made.text = text
        made.set(qn("xml:space"), "preserve")
    for name, value in {**({"val": val} if val is not None else {}), **attributes}.items():
        made.set(qn(f"w:{name}"), value)
    return made


def run(parent: Any, text: str | None = None, style: str | None = None) -> Any:
    """A new run at the end of a paragraph or link, in a character style."""
    made = OxmlElement("w:r")
    if style:
        manner = OxmlElement("w:rPr")
        manner.append(element("w:rStyle", val=style))
        made.append(manner)
    if text is not None:
        made.append(element("w:t", text))
    getattr(parent, "_p", parent).append(made)
    return made


def link_to_bookmark(parent: Any, name: str) -> Any:
    """A new link to a place in the document, at the end of a paragraph."""
    made = element("w:hyperlink", anchor=name, history="1")
    parent._p.append(made)
    return made


def field_mark(kind: str) -> Any:
    """The beginning, separation or end of a complex field."""
    return element("w:fldChar", fldCharType=kind)
