"""Element names of a Word file that rules ask for."""

from __future__ import annotations

from typing import Any

DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def val(element: Any | None) -> str | None:
    """The `w:val` of an element; None where either is absent."""
    found = element.get(f"{W}val") if element is not None else None
    return None if found is None else str(found)


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]
