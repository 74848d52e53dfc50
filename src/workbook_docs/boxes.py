"""The check boxes of a return: which field each belongs to, and what its marks come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from workbook_docs.alignment import Found
from workbook_docs.edition import IssuedLine
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.records import Anchor, Block
from workbook_docs.ticks import (
    Mark,
    is_boxes_and_words,
    marks_in,
    settled,
    side_of,
    typed_marks,
    with_both_words,
)
from workbook_docs.understanding import understand_tick


class Boxes:
    """Finds the boxes of fields among the blocks and lines of a return."""

    def __init__(
        self,
        blocks: Sequence[Block],
        lines: Sequence[ReturnedLine],
        matches: Mapping[int, Match],
        in_row: Mapping[tuple[int, int], Sequence[int]],
        issued: Sequence[IssuedLine],
    ) -> None:
        self.blocks, self.lines, self.matches, self.in_row = blocks, lines, matches, in_row
        self.issued = issued

    def gather(self, claims: Mapping[int, Sequence[Anchor]], fields: dict[str, Found]) -> None:
        """Give each field its boxes: by control, else beside its words, else in its row."""
        by_row: dict[tuple[int | None, int | None], list[int]] = defaultdict(list)
        for number, block in enumerate(self.blocks):
            if block.boxes:
                by_row[block.table, block.row].append(number)
        for number, marks in claims.items():
            boxed: dict[str, bool | None] = {
                a.path: a.tick
                for a in marks
                if self.blocks[number].boxes and a.rung in ("tag", "alias")
            }
            for path, tick in boxed.items():
                if "[]" not in path:
                    fields.setdefault(path, Found()).marks.append(Mark(tick))
        for found in fields.values():
            if found.marks or found.block is None:
                continue
            own = self.blocks[found.block]
            if own.boxes:
                found.marks = self._marks_of(found.block)
            elif own.table is not None:
                numbers = by_row.get((own.table, own.row), ())
                found.marks = [mark for n in numbers for mark in self._marks_of(n)]

    def settle(self, found: Found) -> list[int]:
        """What the marks of a field come to; returns its lines that are no such mark.

        What was typed under Yes or No is a mark.
        """
        plain = []
        found.marks = with_both_words(found.marks)
        typed = self._typed(found)
        found.marks += typed
        worded = any(mark.by_word for mark in found.marks)
        for number in found.lines if not typed else ():
            line = self.lines[number]
            side = self._side(line.table, line.row, line.column)
            ticked = understand_tick(line.text.strip()) if side is not None else None
            if ticked is not None:
                found.marks.append(Mark(ticked, side))
            elif not (worded and is_boxes_and_words(line.text)):
                plain.append(number)
        marked = settled(found.marks)
        found.boxes, found.said_no = list(marked.states), marked.said_no
        return plain

    def _typed(self, found: Found) -> list[Mark]:
        """The marks of a field whose text is a Yes and a No with typed boxes, in one place."""
        blocks = {self.lines[n].block for n in found.lines}
        if found.marks or len(blocks) != 1:
            return []
        first, last = self.lines[min(found.lines)], self.lines[max(found.lines)]
        return typed_marks(self.blocks[first.block].text[first.start : last.end])

    def _marks_of(self, number: int) -> list[Mark]:
        block = self.blocks[number]
        side = self._side(block.table, block.row, block.column)
        return [
            Mark(mark.state, side) if mark.side is None else mark
            for mark in marks_in(block.text, block.boxes)
        ]

    def _side(self, table: int | None, row: int | None, column: int | None) -> bool | None:
        """Whether a cell stands under the heading Yes or No."""
        if table is None or row is None or column is None:
            return None
        above = [side for at, side in self._headed.get((table, column), ()) if at < row]
        return above[-1] if above else None

    def _is_label(self, number: int) -> bool:
        """Whether a line is a label of the form: one that reads Yes heads no column."""
        match = self.matches.get(number)
        return match is not None and self.issued[match.issued].label

    def _is_question(self, number: int) -> bool:
        """Whether a line is a field's own words, not a heading of several."""
        match = self.matches.get(number)
        return match is not None and self.issued[match.issued].field is not None

    @cached_property
    def _headed(self) -> dict[tuple[int, int], list[tuple[int, bool]]]:
        """By table and column, the rows that head it Yes or No."""
        found: dict[tuple[int, int], list[tuple[int, bool]]] = defaultdict(list)
        for (table, row), numbers in self.in_row.items():
            sides = {
                self.lines[n].column or 0: side
                for n in numbers
                if not self._is_label(n) and (side := side_of(self.lines[n].text)) is not None
            }
            # One word alone may be an answer to the row above; beside a question both are
            # words to be marked. Beside the caption of the questions they head columns.
            asks = any(self._is_question(n) for n in numbers)
            if set(sides.values()) == {True, False} and not asks:
                for column, side in sides.items():
                    found[table, column].append((row, side))
        return {spot: sorted(rows) for spot, rows in found.items()}
