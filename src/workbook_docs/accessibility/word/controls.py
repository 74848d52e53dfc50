"""Rules about content controls, the places for answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from workbook_docs.accessibility.faults import Spot, quoted
from workbook_docs.accessibility.word.document import Document, Paragraph, Table
from workbook_docs.accessibility.word.names import W15, W, val
from workbook_docs.accessibility.word.runs import is_answer, is_check_box
from workbook_docs.accessibility.word.tables import words

_FAR = 50
"""Paragraphs above a place among which its label is looked for."""


def places_explain_themselves(document: Document) -> Iterator[Spot]:
    """D11: a title, a tag, a prompt and a label for each place; a full date; no way to lose it."""
    prompts = _building_blocks(document)
    labelled = _Labels(document)
    tags: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for box, paragraph in document.controls():
        if not is_answer(box):
            continue
        properties = box.find(f"{W}sdtPr")
        title = (val(properties.find(f"{W}alias")) or "").strip()
        place = _place(paragraph, title)
        repeated = _is_repeated(box)
        tag = (val(properties.find(f"{W}tag")) or "").strip()
        if not title:
            yield place, "The place for an answer has no title"
        if not tag:
            yield place, "The place for an answer has no tag"
        else:
            tags[tag].append((place, repeated))
        if not is_check_box(box) and not _prompt(box, properties, prompts):
            yield place, "The place for an answer has no words that say what to enter"
        if paragraph is not None and not labelled.has_label(box, paragraph):
            yield place, "The place for an answer has no label before it"
        day = properties.find(f"{W}date")
        if day is not None and not _is_full(val(day.find(f"{W}dateFormat"))):
            yield place, "The date is not shown with the name of its month"
        if not repeated and val(properties.find(f"{W}lock")) not in (
            "sdtLocked", "sdtContentLocked",
        ):  # fmt: skip
            yield place, "The place for an answer can be deleted by mistake"
    for tag, found in tags.items():
        # Rows of one table share their tags; no other places do.
        if len(found) > 1 and not all(repeated for _, repeated in found):
            yield found[-1][0], f"Two places for answers have the tag {quoted(tag)}"


def _place(paragraph: Paragraph | None, title: str) -> str:
    where = paragraph.spot.words if paragraph is not None else "the document"
    return f"{where}, the place {quoted(title)}" if title else f"{where}, a place without a title"


def _is_repeated(box: Any) -> bool:
    """Whether a control stands in a row that can be repeated and deleted."""
    return any(
        around.find(f"{W}sdtPr/{W15}repeatingSectionItem") is not None
        for around in box.iterancestors(f"{W}sdt")
    )


def _is_full(format: str | None) -> bool:
    return "MMMM" in (format or "")


def _prompt(box: Any, properties: Any, prompts: dict[str, str]) -> str:
    """The words that stand in an empty place, or will when its answer is deleted."""
    part = val(properties.find(f"{W}placeholder/{W}docPart"))
    if part is not None and prompts.get(part, "").strip():
        return prompts[part]
    showing = properties.find(f"{W}showingPlcHdr") is not None
    return words(box) if showing else ""


def _building_blocks(document: Document) -> dict[str, str]:
    """The words of the building blocks that prompts are taken from, by name."""
    found: dict[str, str] = {}
    for part in document.package.related(document.part, "glossaryDocument"):
        root = document.package.xml(part)
        for block in root.iter(f"{W}docPart") if root is not None else ():
            name = val(block.find(f"{W}docPartPr/{W}name"))
            body = block.find(f"{W}docPartBody")
            if name and body is not None:
                found[name] = words(body)
    return found


class _Labels:
    """Finds whether words stand where a reader looks for the label of a place."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.index = {p.element: n for n, p in enumerate(document.everything)}

    def has_label(self, box: Any, paragraph: Paragraph) -> bool:
        if self._beside(box, paragraph):
            return True
        spot = paragraph.spot
        if spot.table is None:
            return self._above(paragraph)
        return self._in_table(spot.table, spot.row, spot.column) or self._above(paragraph)

    def _in_table(self, table: Table, row: int, column: int) -> bool:
        """Words in an earlier cell of the row; where none is for words, the column's header."""
        earlier = [cell for cell in table.rows[row][:column] if not _holds_place(cell)]
        if earlier:
            return any(words(cell) for cell in earlier)
        header = table.rows[0]
        return row > 0 and len(header) > column and bool(words(header[column]))

    def _beside(self, box: Any, paragraph: Paragraph) -> bool:
        """Words before the place in its paragraph; behind it where it is a box to tick."""
        runs = set(box.iter(f"{W}r"))
        before, behind, passed = "", "", False
        for run in paragraph.runs:
            if run.element in runs:
                passed = True
            elif not run.typed and passed:
                behind += run.text
            elif not run.typed:
                before += run.text
        return bool(before.strip()) or (is_check_box(box) and bool(behind.strip()))

    def _above(self, paragraph: Paragraph) -> bool:
        """Words in the paragraph before, in the same cell or the same column of text."""
        here = self.index.get(paragraph.element, 0)
        for above in reversed(self.document.everything[max(0, here - _FAR) : here]):
            if above.spot.cell is not paragraph.spot.cell:
                return False
            if above.control is not None and above.control is paragraph.control:
                continue  # another paragraph of the same place
            if above.text.strip():
                return any(run.text.strip() and not run.typed for run in above.runs)
        return False


def _holds_place(cell: Any) -> bool:
    return any(is_answer(box) for box in cell.iter(f"{W}sdt"))
