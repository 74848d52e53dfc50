"""Element names of WordprocessingML and the few questions asked of every element."""

from __future__ import annotations

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
V = "{urn:schemas-microsoft-com:vml}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"


def value(element: etree._Element | None) -> str | None:
    """The `w:val` of an element; None where either is absent."""
    return element.get(W + "val") if element is not None else None


def on(properties: etree._Element | None, name: str, default: bool) -> bool:
    """Whether a toggle such as `w:b` is on (ECMA-376 part 1, 17.17.4: absent val is on)."""
    found = properties.find(W + name) if properties is not None else None
    if found is None:
        return default
    return (found.get(W + "val") or "1").casefold() not in ("0", "false", "off")
