"""Which column of its row an answer stands in, and what stands beside it in others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from workbook_docs.alignment import Alignment, Found
from workbook_docs.edition import Edition
from workbook_docs.inside import Inside
from workbook_docs.matching import ReturnedLine
from workbook_docs.records import Anchor
from workbook_docs.regions import Regions
from workbook_docs.understanding import understand_tick

OFTEN = 2
"""Rows from which a form is known to print something in its labels' cells, or to have a column
for answers."""


class Columns:
    """Takes from the answers of an alignment what stands in another column of their row."""

    def __init__(
        self,
        out: Alignment,
        regions: Regions,
        inside: Inside,
        edition: Edition,
        claimed: Mapping[int, Anchor],
        ticks: frozenset[str],
    ) -> None:
        self.out, self.regions, self.inside, self.edition = out, regions, inside, edition
        self.claimed, self.ticks = claimed, ticks
        self.lines = out.lines

    def settle(self) -> None:
        """Leave each answer what is its own; the rest is unplaced."""
        self._leave_words_of_labels()
        self._keep_to_one_column()
        self._keep_to_the_mark()
        self._leave_other_columns()
        self._leave_remarks()
        self.out.unplaced.sort()

    def _leave(self, found: Found, numbers: list[int]) -> None:
        for number in numbers:
            found.lines.remove(number)
            self.out.owners.pop(number, None)
            self.out.unplaced.append((number, self.lines[number].text.strip()))

    def _in_rows(self) -> Iterator[tuple[str, Found, tuple[int, int], int]]:
        """The unmarked fields with text in the row of their label alone: the row, its column."""
        for path, found in self.out.fields.items():
            spots = {spot_of(self.lines[n]) for n in found.lines}
            spot = next(iter(spots), None)
            if len(spots) != 1 or spot is None or any(n in self.claimed for n in found.lines):
                continue
            labels = self._labels(path, spot)
            if labels and self.regions.owners_of(*spot) == {path}:
                yield path, found, spot, max(labels)

    def _labels(self, path: str, spot: tuple[int, int]) -> list[int]:
        """The columns of a row that hold a field's own words."""
        return [
            self.lines[n].column or 0
            for n in self.regions.issued_in.get(spot, ())
            if self.edition.lines[self.out.matches[n].issued].field == path
        ]

    def _leave_words_of_labels(self) -> None:
        """What a form prints below its labels, such as their translation, is no answer.

        It is known by the rows that hold an answer beside it, too.
        """
        alone: list[tuple[Found, list[int]]] = []
        both = 0
        for _, found, spot, label in self._in_rows():
            own = [
                n
                for n in found.lines
                if self.lines[n].column == label and self.inside.words_before(n) is None
            ]
            if own and any((self.lines[n].column or 0) > label for n in found.lines):
                both += 1
            elif (
                own
                and max(self.regions.blocks[b].column or 0 for b in self.regions.cells[spot])
                > label
            ):
                alone.append((found, own))
        for found, own in alone if both >= OFTEN else ():
            self._leave(found, own)

    def _keep_to_one_column(self) -> None:
        """An answer beside its label stands in one column; what stands further on is no part.

        The column is that of a mark, else the first one after the label.
        """
        for path, found in self.out.fields.items():
            spots = {spot_of(self.lines[n]) for n in found.lines}
            columns = {self.lines[n].column for n in found.lines}
            spot = next(iter(spots), None)
            if path in self.ticks or len(spots) != 1 or spot is None or len(columns) < 2:
                continue
            marked = {self.lines[n].column for n in found.lines if n in self.claimed}
            own = max(self._labels(path, spot), default=-1)
            after = sorted(c for c in columns if c is not None and c > own)
            kept = marked or set(after[:1]) or {min(c for c in columns if c is not None)}
            self._leave(found, [n for n in found.lines if self.lines[n].column not in kept])

    def _keep_to_the_mark(self) -> None:
        """Of several columns beside a box's words, the one that ticks it: not when, or by whom."""
        for path, found, spot, _ in list(self._in_rows()):
            if path not in self.ticks or any(
                self.regions.blocks[b].boxes for b in self.regions.cells[spot]
            ):
                continue
            texts: dict[int | None, list[str]] = defaultdict(list)
            for n in found.lines:
                texts[self.lines[n].column].append(self.lines[n].text.strip())
            marks = [
                at for at, words in texts.items() if understand_tick(" ".join(words)) is not None
            ]
            if len(texts) > 1 and len(marks) == 1:
                self._leave(found, [n for n in found.lines if self.lines[n].column != marks[0]])

    def _leave_other_columns(self) -> None:
        """A text behind the column that holds the other answers of a table is a remark.

        Where a sheet heads the column of its answers, that column is known.
        """
        headed = self.regions.answer_column
        rows = [
            row for row in self._in_rows() if row[0] not in self.ticks and row[2][0] not in headed
        ]
        counts: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
        for path, found, spot, label in rows:
            if not self.regions.marked_columns(*spot, path):
                counts[spot[0], label][self.lines[found.lines[0]].column or 0] += 1
        for path, found, spot, label in rows:
            beside = [at for at, n in counts[spot[0], label].items() if at > label and n >= OFTEN]
            column = self.lines[found.lines[0]].column or 0
            marked = self.regions.marked_columns(*spot, path)
            if beside and column > min(beside) and not marked:
                self._leave(found, list(found.lines))

    def _leave_remarks(self) -> None:
        """What stands in a sheet beyond the column of its answers is a remark, and no answer.

        Where a form heads that column, its words say which it is. A cell beside it may hold
        an answer that missed its place.
        """
        headed = self.regions.answer_column
        for path, found in self.out.fields.items():
            lines = [self.lines[n] for n in found.lines]
            if path in self.ticks or not lines or any(n in self.claimed for n in found.lines):
                continue
            spots = {(spot_of(line), line.column) for line in lines}
            spot, column = next(iter(spots))
            answers = headed.get(spot[0]) if spot is not None else None
            if len(spots) != 1 or answers is None or column is None or column <= answers + 1:
                continue
            self._leave(found, list(found.lines))


def spot_of(line: ReturnedLine) -> tuple[int, int] | None:
    """The table and row that a line stands in."""
    return None if line.table is None or line.row is None else (line.table, line.row)
