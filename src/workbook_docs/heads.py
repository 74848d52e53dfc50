"""Labels that stand above their answers: a row of questions over a row of answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from workbook_docs.edition import Edition
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.records import Block
from workbook_docs.translations import is_translation


class Heads:
    """Finds the rows of a return's tables that are nothing but labels, and what they head.

    In such a row no cell is left for an answer. It heads the rows below it as far as the next
    row with issued words in its columns. A table that stands as it was issued has none but those
    that the edition knows: there the answers' cells are known.
    """

    def __init__(
        self,
        blocks: Sequence[Block],
        lines: Sequence[ReturnedLine],
        edition: Edition,
        matches: Mapping[int, Match],
        ticks: frozenset[str],
        growing: frozenset[str],
    ) -> None:
        self.blocks, self.lines, self.edition = blocks, lines, edition
        self.matches, self.ticks, self.growing = matches, ticks, growing
        self.spreadsheet = any(block.address for block in blocks)
        self.cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, block in enumerate(blocks):
            if block.table is not None and block.row is not None:
                self.cells[block.table, block.row].append(number)
        self.by_block: dict[int, list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            self.by_block[line.block].append(number)
        self.marked = {a.path for block in blocks for a in block.anchors if a.role == "answer"}
        self._headed = self._all() | (self._below_in_sheets() if self.spreadsheet else {})

    def over(self, line: ReturnedLine) -> str | None:
        """The field whose label heads a line's cell."""
        if line.table is None or line.row is None or line.column is None:
            return None
        return self._headed.get((line.table, line.row, line.column))

    def _all(self) -> dict[tuple[int, int, int], str]:
        """By table, row and column, the field that heads a cell."""
        rows: dict[int, list[int]] = defaultdict(list)
        for table, row in self.cells:
            rows[table].append(row)
        as_issued = self._tables_as_issued()
        # The last row of such a table may have fewer labels than cells.
        in_rows = {spot[0] for spot in self.cells if len(self._labels(spot, False)) > 1}
        headed: dict[tuple[int, int, int], str] = {}
        for table, numbers in rows.items():
            heads: dict[int, str] = {}
            filled: set[str] = set()
            for row in sorted(numbers):
                spot = (table, row)
                issued = self._issued_columns(spot)
                if labels := self._labels(spot, table in in_rows):
                    is_head = (
                        self._width(spot) == 1 or table not in as_issued or self._is_over(spot)
                    )
                    heads, filled = (labels if is_head else {}), set()
                elif issued & heads.keys():
                    heads = {}
                for column, path in heads.items() if not labels else ():
                    if path in filled and path not in self.growing:
                        continue
                    headed[table, row, column] = path
                    if any(self.lines[n].column == column for n in self._lines_in(spot)):
                        filled.add(path)
        return headed

    def _below_in_sheets(self) -> dict[tuple[int, int, int], str]:
        """By sheet, row and column, the field whose label stands above a cell.

        There most answers stand beside their labels. They stand below where the labels of a
        section are alone in their rows, with a text below two of them, or room below each.
        """
        sections: dict[tuple[int, int, str], dict[int, int]] = defaultdict(dict)
        beside: set[tuple[int, int, str]] = set()
        for spot in sorted(self.cells):
            for n in self._lines_in(spot):
                if n not in self.matches:
                    continue
                path = self.edition.lines[self.matches[n].issued].field
                if path is None:
                    continue
                section = (spot[0], self.lines[n].column or 0, path.rpartition(".")[0])
                sections[section].setdefault(spot[1], self.matches[n].issued)
                if len(self._texted(spot)) > 1 or path in self.ticks or path in self.marked:
                    beside.add(section)
        below: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
        sure: set[tuple[int, int]] = set()
        for section, labels in sections.items():
            if section in beside:
                continue
            table, column, _ = section
            found = dict(self._alone_below(table, column, labels))
            below[table, column] |= found
            roomy = len(labels) > 2 and all(after - row > 1 for row, after in pairwise(labels))
            if roomy or len(set(found.values())) > 1:
                sure.add((table, column))
        return {
            (table, row, column): path
            for table, column in sure
            for row, path in below[table, column].items()
        }

    def _alone_below(
        self, table: int, column: int, labels: Mapping[int, int]
    ) -> Iterator[tuple[int, str]]:
        """The rows with a text alone below each of some labels, with the label's field.

        What the form prints behind the label, such as a question, may stand between. Below
        the last one only one row is its answer: nobody knows what follows it.
        """
        last = max(labels)
        for row, issued in labels.items():
            path = self.edition.lines[issued].field or ""
            behind, at = self._printed_behind(issued), row + 1
            while self._texted((table, at)) == {column}:
                hits = {
                    self.matches[n].issued for n in self._lines_in((table, at)) if n in self.matches
                }
                if not hits:
                    yield at, path
                    if path not in self.growing or row == last:
                        break
                elif not hits <= behind:
                    break
                at += 1

    def _printed_behind(self, issued: int) -> set[int]:
        """The issued lines behind a label that belong to no other place of the form."""
        found: set[int] = set()
        for number in range(issued + 1, len(self.edition.lines)):
            line = self.edition.lines[number]
            other = line.field not in (None, self.edition.lines[issued].field)
            if other or line.column_of or line.level:
                break
            found.add(number)
        return found

    def _texted(self, spot: tuple[int, int]) -> set[int]:
        """The columns of a row that hold text."""
        blocks = (self.blocks[n] for n in self.cells.get(spot, ()))
        return {b.column or 0 for b in blocks if b.text.strip() and not b.computed}

    def _lines_in(self, spot: tuple[int, int]) -> list[int]:
        return [n for block in self.cells[spot] for n in self.by_block[block]]

    def _issued_columns(self, spot: tuple[int, int]) -> set[int]:
        return {self.lines[n].column or 0 for n in self._lines_in(spot) if n in self.matches}

    def _width(self, spot: tuple[int, int]) -> int:
        return len({self.blocks[n].column for n in self.cells[spot]})

    def _labels(self, spot: tuple[int, int], with_rest: bool) -> dict[int, str]:
        """The field of each column of a row of labels; none where there is room for an answer.

        The first cell of the row may be empty: that is the corner above row headings. With
        `with_rest` those behind the last label may be, too.
        """
        fields: dict[int, set[str]] = defaultdict(set)
        spans: dict[int, int] = {}
        texted: set[int] = set()
        for number in self.cells[spot]:
            block = self.blocks[number]
            column = block.column or 0
            spans[column] = block.span
            for n in self.by_block[number]:
                texted.add(column)
                if is_translation(self.lines[n].text):
                    continue
                if n not in self.matches:
                    return {}
                field = self.edition.lines[self.matches[n].issued].field
                if field is not None:
                    fields[column].add(field)
        if not fields or any(len(paths) != 1 for paths in fields.values()):
            return {}
        last = max(fields) if with_rest else max(spans)
        if any(column not in texted for column in spans if 0 < column <= last):
            return {}
        if self.spreadsheet and len(fields) < 2 and not self._is_over(spot):
            return {}  # an empty cell beside a label may not be in the file at all
        return {
            column + step: path
            for column, paths in fields.items()
            for path in paths - self.ticks
            for step in range(max(1, spans[column]))
        }

    def _is_over(self, spot: tuple[int, int]) -> bool:
        """Whether the edition says of all labels of a row that their answers stand below."""
        own = [self.edition.lines[self.matches[n].issued] for n in self._lines_in(spot)]
        return all(line.over for line in own if line.field)

    def _tables_as_issued(self) -> set[int]:
        """The tables whose labels stand in the rows and columns where they were issued."""
        agree: dict[int, bool] = {}
        for n, match in self.matches.items():
            line, issued = self.lines[n], self.edition.lines[match.issued]
            if line.table is not None and issued.field:
                same = (issued.row, issued.column) == (line.row, line.column)
                agree[line.table] = agree.get(line.table, True) and same
        return {table for table, same in agree.items() if same}
