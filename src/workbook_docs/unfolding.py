"""Repeated tables that are not laid out as tables, laid out as such before they are read.

A form may ask for each row in a block of its own: the columns' labels in lines
(`Stakeholder: …`), above their answers, or down the first column of a table; and a table
pasted as text is lines with tabs. Their blocks get positions in a table whose header row are
the labels, so that they are read like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workbook_docs.beside import tables_beside
from workbook_docs.edition import Edition, digest, shingles
from workbook_docs.edits import answer_behind, answer_start
from workbook_docs.laying import Piece, laid_out
from workbook_docs.records import Block, Outline
from workbook_docs.turning import (
    Labels,
    header_rows,
    position_of,
    turned_sheets,
    turned_tables,
)

GUIDANCE = 0.3
"""Share of a line's three-word shingles that are issued from which it is guidance, edited."""

FEWEST = 3
"""Shingles from which a line can be known for edited guidance at all."""


def unfold(outline: Outline, edition: Edition) -> Outline:
    """The outline with every block of rows, turned table and tabbed table as a table."""
    tables = _tables_of(edition)
    found = [piece for labels in tables for piece in _found(outline, edition, labels)]
    if outline.format == "xlsx":
        found += tables_beside(outline.blocks, tables, {line.key for line in edition.lines})
    return laid_out(outline, found) if found else outline


def _tables_of(edition: Edition) -> list[Labels]:
    columns: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in edition.lines:
        if line.column_of and line.text:
            columns[line.column_of.partition("[].")[0]].append((line.text, line.key))
    alike: dict[tuple[tuple[str, str], ...], int] = defaultdict(int)
    for found in columns.values():
        alike[tuple(found)] += 1
    return [
        Labels(tuple(t for t, _ in found), tuple(k for _, k in found), number)
        for found, number in alike.items()
        if len(found) > 1
    ]


def _found(outline: Outline, edition: Edition, labels: Labels) -> Iterator[list[Piece]]:
    """The pieces of each table of some labels that is not laid out as one."""
    headed = header_rows(outline.blocks, labels)
    if len(headed) >= labels.printed:
        return
    if outline.format == "xlsx":
        yield from turned_sheets(outline.blocks, edition, labels)
        return
    yield from turned_tables(outline.blocks, labels, {table for table, _ in headed})
    yield from _Flow(outline.blocks, edition, labels, headed).tables()


# In the flow -----------------------------------------------------------------------------


class _Unit(NamedTuple):
    """A line of the flow: its column and where its answer begins, if it begins with a label."""

    block: int
    start: int
    end: int
    column: int | None
    answer: int


@dataclass(slots=True)
class _Stack:
    """Rows in blocks of their own, as they are gathered from the flow."""

    pieces: list[Piece] = field(default_factory=list)
    row: int = 0
    seen: list[int] = field(default_factory=list)
    first: set[int] = field(default_factory=set)
    answered: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


class _Flow:
    """Looks for rows in the paragraphs outside tables."""

    def __init__(
        self,
        blocks: Sequence[Block],
        edition: Edition,
        labels: Labels,
        headed: Mapping[tuple[int, int], int],
    ) -> None:
        self.blocks, self.labels, self.headed = blocks, labels, headed
        self.issued = {line.key for line in edition.lines} - set(labels.keys)
        self.marks = frozenset(mark for line in edition.lines for mark in line.marks)
        self.own = [line.text for line in edition.lines if line.label and line.field and line.text]

    def tables(self) -> Iterator[list[Piece]]:
        """The pieces of each table that stands in lines."""
        stretch: list[_Unit] = []
        flow = [
            (block, [] if block.table is not None else list(self._units(number)))
            for number, block in enumerate(self.blocks)
            if block.part == "body" and not block.anchors and not block.computed
        ]
        tabs = 0  # of the line of labels above, where it has any
        for number, (block, units) in enumerate(flow):
            tabs = block.text.count("\t") if self._heads(block.text) else tabs
            if units and (
                not self._ends(block, units)
                or 0 < tabs == block.text.count("\t")
                or self._is_awaited(stretch, flow[number + 1 : number + 3])
            ):
                stretch += units
                continue
            yield from self._of(stretch)
            stretch, tabs = [], 0
        yield from self._of(stretch)

    def _is_awaited(
        self, stretch: Sequence[_Unit], following: Sequence[tuple[Block, Sequence[_Unit]]]
    ) -> bool:
        """Whether a label has no answer yet and another follows: then words are its answer."""
        waits = bool(stretch) and stretch[-1].column is not None
        waits = waits and stretch[-1].answer == stretch[-1].end
        after = next((units for block, units in following if block.text.strip()), ())
        return waits and any(unit.column is not None for unit in after)

    def _text(self, unit: _Unit) -> str:
        return self.blocks[unit.block].text[unit.start : unit.end]

    def _heads(self, text: str) -> bool:
        """Whether a line is nothing but labels with tabs between them."""
        positions = {position_of(cell, self.labels) for cell in text.split("\t") if cell.strip()}
        return None not in positions and self.labels.enough({p for p in positions if p is not None})

    def _units(self, number: int) -> Iterator[_Unit]:
        start = 0
        for text in self.blocks[number].text.split("\n"):
            yield self._unit(number, start, text)
            start += len(text) + 1

    def _unit(self, number: int, start: int, text: str) -> _Unit:
        end = start + len(text)
        if (position := position_of(text, self.labels)) is not None:
            return _Unit(number, start, end, position, end)
        # Of labels that begin alike the longest: “Stakeholder: ”, “Stakeholder interests: ”.
        by_length = sorted(enumerate(self.labels.texts), key=lambda found: -len(found[1]))
        for position, label in by_length:
            behind = answer_start(text, label) or 0
            if answer_behind(text, label) == "parted" and not self._is_guidance(text, behind):
                return _Unit(number, start, end, position, start + behind)
        return _Unit(number, start, end, None, start)

    def _is_guidance(self, text: str, start: int = 0) -> bool:
        """Whether a line is issued; `start` is where what may be edited guidance begins."""
        if digest(text) in self.issued:
            return True
        marks = shingles(text[start:])
        shared = len(marks & self.marks)
        # Three words may stand in a short answer as they do in the form.
        return len(marks) >= FEWEST and shared > 1 and shared >= GUIDANCE * len(marks)

    def _ends(self, block: Block, units: Sequence[_Unit]) -> bool:
        """Whether a block ends what stands before it: a heading, issued words, another field."""
        if any(unit.column is not None for unit in units):
            return False
        text = block.text
        if block.level or (text.strip() and self._is_guidance(text)):
            return True
        return any(answer_behind(text, label) == "parted" for label in self.own)

    def _of(self, units: Sequence[_Unit]) -> Iterator[list[Piece]]:
        yield from self._tabbed(units)
        stack = self._stacked(units)
        if stack is not None and not self._has_table_below(units):
            yield stack

    def _has_table_below(self, units: Sequence[_Unit]) -> bool:
        """Whether the table itself follows: then the lines explain its columns."""
        last = units[-1].block
        for block in range(last + 1, len(self.blocks)):
            if self.blocks[block].level:
                return False
            spot = (self.blocks[block].table, self.blocks[block].row)
            if spot in self.headed:
                return True
        return False

    def _stacked(self, units: Sequence[_Unit]) -> list[Piece] | None:
        """Rows in lines, each column's label before its answer; None where they are none."""
        stack = _Stack()
        after: list[int | None] = []  # of each line, the column whose label follows it
        ahead: int | None = None
        for unit in reversed(units):
            after.append(ahead)
            ahead = ahead if unit.column is None else unit.column
        for unit, following in zip(units, reversed(after), strict=True):
            if unit.column is None or self._is_answer(stack, unit, following):
                if stack.seen:
                    self._answer(stack, unit.block, unit.start, unit.end, stack.seen[-1])
                continue
            if stack.seen and unit.column <= stack.seen[-1]:
                if unit.column or not stack.answered[stack.row + 1]:
                    return None  # labels in no order, or words that only look like one
                stack.row, stack.seen = stack.row + 2, []
            elif not stack.seen and unit.column:
                return None
            stack.seen.append(unit.column)
            stack.first |= {unit.column} if not stack.row else set()
            label_end = unit.answer
            stack.pieces.append(
                Piece(unit.block, unit.start, label_end, stack.row, unit.column, stack.row > 0)
            )
            if label_end < unit.end:
                self._answer(stack, unit.block, label_end, unit.end, unit.column)
        if not self.labels.enough(stack.first) or self._is_header_in_lines(stack):
            return None
        return stack.pieces

    def _is_answer(self, stack: _Stack, unit: _Unit, following: int | None) -> bool:
        """Whether a label's words are an answer: another label has none yet, and one that the
        form prints before these words follows."""
        if not stack.seen or stack.seen[-1] in stack.answered[stack.row + 1]:
            return False
        column, last = unit.column or 0, stack.seen[-1]
        if column == last:
            return following is None or following > last
        return following is not None and last < following <= column

    def _answer(self, stack: _Stack, block: int, start: int, end: int, column: int) -> None:
        stack.pieces.append(Piece(block, start, end, stack.row + 1, column))
        if self.blocks[block].text[start:end].strip():
            stack.answered[stack.row + 1].add(column)

    def _is_header_in_lines(self, stack: _Stack) -> bool:
        """Whether the lines are a table of which each cell became one: no rows can be told."""
        return stack.row == 0 and stack.answered[1] == {max(stack.first)}

    def _tabbed(self, units: Sequence[_Unit]) -> Iterator[list[Piece]]:
        """Tables pasted as text: a line of labels with tabs, and the lines with tabs below."""
        pieces: list[Piece] = []
        row = 0
        for unit in units:
            text = self.blocks[unit.block].text[unit.start : unit.end]
            cells = text.split("\t")
            positions = {position_of(cell, self.labels) for cell in cells if cell.strip()}
            if None not in positions and self.labels.enough(
                {p for p in positions if p is not None}
            ):
                if pieces:
                    yield pieces
                pieces, row = [], 0
            elif not pieces or len(cells) < 2:
                if pieces:
                    yield pieces
                pieces = []
                continue
            at = unit.start
            for column, cell in enumerate(cells):
                pieces.append(Piece(unit.block, at, at + len(cell), row, column))
                at += len(cell) + 1
            row += 1
        if pieces:
            yield pieces
