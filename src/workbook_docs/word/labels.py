"""The bookmark round a field's label: the anchor that survives every editor.

It never spans paragraphs and never surrounds what people type over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from workbook_docs.anchors import LABEL_PREFIX
from workbook_docs.word.names import W
from workbook_docs.word.places import TAG, Loop, text_of
from workbook_docs.word.styles import Styles

_ANSWERS = frozenset({W + "sdt"})


def letters(text: str) -> str:
    """The letters and digits by which labels are compared."""
    return "".join(c for c in text.casefold() if c.isalnum())


@dataclass(frozen=True, slots=True)
class Label:
    """Some children of one paragraph, first and last."""

    first: etree._Element
    last: etree._Element

    @property
    def letters(self) -> str:
        """Its letters and digits."""
        words, element = words_of(self.first), self.first
        while element is not self.last and (after := element.getnext()) is not None:
            words, element = words + words_of(after), after
        return letters(words)


@dataclass(frozen=True, slots=True)
class Labels:
    """Finds and marks the labels of one part of a document."""

    styles: Styles

    def of(self, mark: etree._Element, wanted: str, tick: bool, loop: Loop | None) -> Label | None:
        """The label of a place; None where no words stand that could be one.

        Args:
            mark: the control, or the run, in the place.
            wanted: the label that the definition gives: among several words that could be
                the label, those are taken.
            tick: whether it is a box, whose words stand behind it.
            loop: the repeated row it stands in, whose header is then the label.
        """
        paragraph = next(mark.iterancestors(W + "p"))
        beside = _beside(paragraph, mark, after=tick)
        if beside is not None:
            return beside
        cell = next(mark.iterancestors(W + "tc"), None)
        if cell is None:
            return _chosen(self._above(paragraph), wanted, self.is_heading)
        within = [p for p in _paragraphs(cell) if _comes_before(p, paragraph)]
        exact = [p for p in within if letters(words_of(p)) == letters(wanted)]
        if exact:
            return _whole(exact[-1])
        row = next(cell.iterancestors(W + "tr"))
        if loop is not None:
            return _chosen(_header(row, cell, loop.begin), wanted, None)
        left = list(_left_of(row, cell))
        found = _chosen(left, wanted, None) if left else None
        return found or _chosen(_header(row, cell, row), wanted, None)

    def is_heading(self, paragraph: etree._Element) -> bool:
        """Whether the style of a paragraph is a heading's."""
        return self.styles.of(paragraph.find(W + "pPr")).level > 0

    def _above(self, paragraph: etree._Element) -> list[etree._Element]:
        """The paragraphs before one, back to its heading, the nearest first."""
        found = []
        top = paragraph
        for ancestor in paragraph.iterancestors(W + "sdt"):
            top = ancestor
        for sibling in top.itersiblings(preceding=True):
            if sibling.tag == W + "p" and _has_words(sibling):
                found.append(sibling)
                if self.is_heading(sibling):
                    break
        return found


def bookmark(label: Label, name: str) -> None:
    """Put a bookmark round a label; its number is given when a copy is filled."""
    start, end = etree.Element(W + "bookmarkStart"), etree.Element(W + "bookmarkEnd")
    # Any number that is the same at both ends will do until then.
    number = str(1_000_000 + int.from_bytes(name.encode(), "big") % 900_000_007)
    start.set(W + "id", number)
    start.set(W + "name", name)
    end.set(W + "id", number)
    label.first.addprevious(start)
    label.last.addnext(end)


def remove_old(root: etree._Element) -> None:
    """Take out label bookmarks of an earlier preparation."""
    for start in list(root.iter(W + "bookmarkStart")):
        if (start.get(W + "name") or "").casefold().startswith(LABEL_PREFIX):
            for end in list(root.iter(W + "bookmarkEnd")):
                if end.get(W + "id") == start.get(W + "id"):
                    _drop(end)
            _drop(start)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


# Words ---------------------------------------------------------------------------------


def words_of(element: etree._Element) -> str:
    """The words of an element without what stands in controls and tags."""
    if element.tag in _ANSWERS:
        return ""
    if element.tag == W + "t":
        return TAG.sub("", element.text or "")
    return "".join(words_of(child) for child in element if isinstance(child.tag, str))


def _has_words(element: etree._Element) -> bool:
    return bool(letters(words_of(element)))


def _has_place(paragraph: etree._Element) -> bool:
    return TAG.search(text_of(paragraph)) is not None


def _paragraphs(cell: etree._Element) -> Iterator[etree._Element]:
    for paragraph in cell.iter(W + "p"):
        if _has_words(paragraph) and not _has_place(paragraph):
            yield paragraph


def _comes_before(paragraph: etree._Element, other: etree._Element) -> bool:
    return any(p is other for p in paragraph.itersiblings(W + "p"))


def _whole(paragraph: etree._Element) -> Label:
    children = [c for c in paragraph if c.tag not in (W + "pPr", W + "bookmarkStart")]
    spoken = [c for c in children if _has_words(c)]
    return Label(spoken[0], spoken[-1])


def _beside(paragraph: etree._Element, mark: etree._Element, *, after: bool) -> Label | None:
    """The words in the same paragraph: before a place, behind (or before) a box."""
    child = mark
    while child.getparent() is not paragraph:
        parent = child.getparent()
        if parent is None:
            return None
        child = parent
    sides = (False, True) if after else (True,)
    for preceding in sides:
        spoken = []
        for sibling in child.itersiblings(preceding=preceding):
            if sibling.tag in _ANSWERS or TAG.search(text_of(sibling)):
                break
            if _has_words(sibling):
                spoken.append(sibling)
        if spoken:
            ordered = spoken[::-1] if preceding else spoken
            return Label(ordered[0], ordered[-1])
    return None


def _chosen(
    paragraphs: Sequence[etree._Element],
    wanted: str,
    preferred: Callable[[etree._Element], bool] | None,
) -> Label | None:
    """Of some paragraphs the one with the wanted words, else the preferred or first one."""
    for paragraph in paragraphs:
        if letters(words_of(paragraph)) == letters(wanted) and not _has_place(paragraph):
            return _whole(paragraph)
    usable = [p for p in paragraphs if not _has_place(p)]
    liked = [p for p in usable if preferred is not None and preferred(p)]
    found = liked or usable
    return _whole(found[0]) if found else None


# Tables --------------------------------------------------------------------------------


def _cells(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """The cells of a row with the grid columns they begin and end at."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    column = int(before.get(W + "val", "0")) if before is not None else 0
    for cell in row.iter(W + "tc"):
        if next(cell.iterancestors(W + "tr")) is not row:
            continue
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        width = int(span.get(W + "val", "1")) if span is not None else 1
        yield column, column + width, cell
        column += width


def _left_of(row: etree._Element, cell: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs of the cells left of a cell, row by row from the first cell."""
    for _, _, other in _cells(row):
        if other is cell:
            return
        yield from _paragraphs(other)


def _header(
    row: etree._Element, cell: etree._Element, below: etree._Element
) -> list[etree._Element]:
    """The paragraphs of the header cell above a cell: of the nearest row without a place."""
    begin = next(first for first, _, other in _cells(row) if other is cell)
    for above in below.itersiblings(W + "tr", preceding=True):
        for first, last, other in _cells(above):
            if first <= begin < last:
                found = list(_paragraphs(other))
                if found:
                    return found
    return []
