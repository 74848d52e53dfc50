"""What stands in a drawing: text boxes, drawn words, pictures, and files of other programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from workbook_docs import drawingml
from workbook_docs.compatibility import settle
from workbook_docs.embedded import called
from workbook_docs.ooxml import Package
from workbook_docs.word.names import OFFICE, A, R, V, W

_TEXT_BOX = W + "txbxContent"
_PICTURES = (A + "blip", V + "imagedata", W + "contentPart")
_WITHOUT_A_PICTURE = frozenset(
    {"wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas", "chart", "chartex",
     "diagram", "lockedCanvas"}
)  # fmt: skip


@dataclass(slots=True)
class Drawn:
    """What one drawing holds: text boxes, words, and what nobody can read in it."""

    boxes: list[etree._Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    picture: bool = False
    embedded: str = ""


class Drawings:
    """Looks into the drawings of one part of a file."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        self._relations = package.relations(part)

    def see(self, element: etree._Element) -> Drawn:
        """What a `w:drawing`, `w:pict` or `w:object` holds, its text boxes not gone through."""
        drawn = Drawn()
        drawn.boxes = [
            box
            for box in element.iter(_TEXT_BOX)
            if not any(True for outer in box.iterancestors(_TEXT_BOX) if _is_in(outer, element))
        ]
        drawn.words += drawingml.paragraphs(element)
        for path in element.iter(V + "textpath"):
            # Words drawn as a picture, as WordArt was until 2010.
            drawn.words += [words for words in [path.get("string") or ""] if words.strip()]
        drawn.words += self._related(element)
        drawn.embedded = next(_embedded(element), "")
        drawn.picture = bool(drawn.embedded) or _has_picture(element)
        return drawn

    def _related(self, element: etree._Element) -> Iterator[str]:
        """The words of the charts and diagrams that a drawing refers to."""
        for reference in element.iter(drawingml.CHART + "chart", "{*}relIds", "{*}chart"):
            target = reference.get(R + "dm") or reference.get(R + "id") or ""
            relation = self._relations.get(target)
            if relation is None or relation.kind not in drawingml.WORD_PARTS or relation.external:
                continue
            root = settle(self._package.xml_or_none(relation.target))
            if root is None:
                continue
            yield from drawingml.paragraphs(root)
            yield from drawingml.names(root)
            for shapes in self._package.related(relation.target, "chartUserShapes"):
                drawing = settle(self._package.xml_or_none(shapes))
                yield from drawingml.paragraphs(drawing) if drawing is not None else ()


def _is_in(element: etree._Element, outer: etree._Element) -> bool:
    return element is outer or any(parent is outer for parent in element.iterancestors())


def _embedded(element: etree._Element) -> Iterator[str]:
    """The files of other programs that stand in an object, as people call them."""
    for thing in element.iter(OFFICE + "OLEObject"):
        yield called(thing.get("ProgID"), thing.get("Type") == "Link")
    for _ in element.iter(W + "control"):
        yield "a form control of an older kind (ActiveX)"


def _has_picture(element: etree._Element) -> bool:
    if next(element.iter(*_PICTURES), None) is not None:
        return True
    # A kind of graphic that is not known here shows something that nobody reads.
    return any(
        (graphic.get("uri") or "").rstrip("/").rpartition("/")[2] not in _WITHOUT_A_PICTURE
        for graphic in element.iter(A + "graphicData")
    )
