"""The words of drawings, charts and diagrams (ECMA-376 part 1, clauses 20 and 21)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_CHART_KINDS = frozenset({"chart", "chartEx"})
_DIAGRAM_KIND = "diagramData"
WORD_PARTS = _CHART_KINDS | {_DIAGRAM_KIND}
"""Kinds of related parts that hold words people type into a chart or a diagram."""


def paragraphs(root: Any) -> Iterator[str]:
    """The paragraphs of a drawing that hold words, breaks kept."""
    for paragraph in root.iter(f"{A}p"):
        text = "".join(
            "\n" if element.tag == f"{A}br" else element.text or ""
            for element in paragraph.iter(f"{A}t", f"{A}br")
        )
        if text.strip():
            yield text


def names(root: Any) -> Iterator[str]:
    """The names of a chart's series and categories, as it shows them, each once."""
    seen: set[str] = set()
    for held in root.iter("{*}strCache", "{*}strDim"):
        for point in held.iter("{*}v", "{*}pt"):
            text = (point.text or "").strip()
            if text and text not in seen:
                seen.add(text)
                yield text
