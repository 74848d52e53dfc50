"""Element names of WordprocessingML and the few questions asked of every element."""

from __future__ import annotations

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
V = "{urn:schemas-microsoft-com:vml}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
SYMEX = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"

GONE = (W + "del", W + "moveFrom")
"""What holds text that is no longer there once all recorded changes are accepted."""


def value(element: etree._Element | None) -> str | None:
    """The `w:val` of an element; None where either is absent."""
    return element.get(W + "val") if element is not None else None


def final_text(element: etree._Element) -> str:
    """The words of an element as they stand once all recorded changes are accepted."""
    found = list(element.iter(W + "t"))
    if next(element.iter(*GONE), None) is not None:
        found = [t for t in found if next(t.iterancestors(*GONE), None) is None]
    return "".join(t.text or "" for t in found)


def on(properties: etree._Element | None, name: str, default: bool) -> bool:
    """Whether a toggle such as `w:b` is on (ECMA-376 part 1, 17.17.4: absent val is on)."""
    found = properties.find(W + name) if properties is not None else None
    return default if found is None else is_on(found)


def is_on(toggle: etree._Element) -> bool:
    """Whether a toggle that is there is on."""
    return (toggle.get(W + "val") or "1").casefold() not in ("0", "false", "off")
