"""The field in whose region a line of a return stands.

A region begins behind a field's own words and ends at the next issued line; a label in a
table never leaves its row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from workbook_docs.alignment import Found
from workbook_docs.edition import Edition, letters
from workbook_docs.heads import Heads
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.records import Block


class Regions:
    """Says of each line in whose region it stands, by the issued lines around it."""

    def __init__(
        self,
        blocks: Sequence[Block],
        lines: Sequence[ReturnedLine],
        edition: Edition,
        matches: Mapping[int, Match],
        ticks: frozenset[str],
        growing: frozenset[str],
        fields: Mapping[str, Found],
    ) -> None:
        self.blocks, self.lines, self.edition = blocks, lines, edition
        self.matches, self.ticks, self.growing, self.fields = matches, ticks, growing, fields
        self.issued_in: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.lines_in: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.by_block: dict[int, list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            self.by_block[line.block].append(number)
            if line.table is not None and line.row is not None:
                self.lines_in[line.table, line.row].append(number)
        self.columns_in: dict[tuple[int, int], set[int | None]] = defaultdict(set)
        for line in lines:
            if line.table is not None and line.row is not None and not blocks[line.block].computed:
                self.columns_in[line.table, line.row].add(line.column)
        self.owners_in: dict[int, set[str]] = defaultdict(set)
        for number, match in matches.items():
            line = lines[number]
            if field := edition.lines[match.issued].field:
                self.owners_in[line.block].add(field)
            if line.table is not None and line.row is not None:
                self.issued_in[line.table, line.row].append(number)
        self.cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, block in enumerate(blocks):
            if block.table is not None and block.row is not None:
                self.cells[block.table, block.row].append(number)
        self.form_tables = {table for table, _ in self.issued_in}
        self._answers_in: dict[tuple[int, int], dict[str, set[int | None]]] = {}
        self._missing: set[tuple[str | None, int | None]] | None = None
        self.heads = Heads(blocks, lines, edition, matches, ticks, growing)

    def field_of(self, line: ReturnedLine, current: int | None) -> str | None:
        """The field in whose region a line stands: its label never leaves its table row."""
        if line.part not in ("body",):
            return None
        beside = self._beside(line)
        if beside is not None:
            return beside
        if line.table is not None and line.row is not None:
            owners = self.owners_of(line.table, line.row)
            if len(owners) == 1:
                path = next(iter(owners))
                return path if self._may_answer(line, path) else None
            if owners and current is not None and self._in_row(current, line):
                if self._shares_cell(self.lines[current], line):
                    return None
                return self.edition.lines[self.matches[current].issued].field
            if not owners and (above := self.heads.over(line)) is not None:
                return above
            if owners or self.issued_in.get((line.table, line.row)):
                return None
            if current is not None and self.lines[current].table == line.table:
                return self._continued(line)
        if current is None:
            return None
        before = self.lines[current]
        if before.part != line.part or (before.table is None and line.table in self.form_tables):
            return None
        if before.table is not None and (before.table, before.row) != (line.table, line.row):
            return None
        return self.edition.lines[self.matches[current].issued].field

    def _shares_cell(self, label: ReturnedLine, line: ReturnedLine) -> bool:
        """Whether the cell of a label holds those of other fields too, and a line stands beside.

        Rows were merged then, and nothing says which of the answers is whose.
        """
        if label.column == line.column:
            return False
        fields: dict[int | None, set[str]] = defaultdict(set)
        for number in self.issued_in[label.table or 0, label.row or 0]:
            field = self.edition.lines[self.matches[number].issued].field
            if field is not None and self.lines[number].column != line.column:
                fields[self.lines[number].column].add(field)
        return any(len(held - self.ticks) > 1 for held in fields.values())

    def _may_answer(self, line: ReturnedLine, path: str) -> bool:
        """Whether a cell in a label's row can hold its answer.

        Not where an anchor says that another column does, nor where issued text of the
        field stood: that is the text, edited.
        """
        assert line.table is not None
        assert line.row is not None
        if self._is_label_before_question(line, path):
            return False
        columns = self.marked_columns(line.table, line.row, path)
        if not columns and self._only_counts(line, path):
            return False
        if columns or path in self.ticks:
            return not columns or line.column in columns or self.missed(line, path)
        if len({self.blocks[n].column for n in self.cells[line.table, line.row]}) == 1:
            return True  # a box holds all there is: its label, what explains it, the answer
        found = {match.issued for match in self.matches.values()} if self._missing is None else None
        if found is not None:
            as_issued = {
                self.edition.lines[match.issued].field
                for n, match in self.matches.items()
                if self.edition.lines[match.issued].column == self.lines[n].column
            }
            self._missing = {
                (issued.field, issued.column)
                for n, issued in enumerate(self.edition.lines)
                if issued.field in as_issued and issued.table is not None and n not in found
            }
        return (path, line.column) not in (self._missing or set())

    def _only_counts(self, line: ReturnedLine, path: str) -> bool:
        """Whether a cell stands before the words of its row, and is no mark at a box.

        Forms number their rows there, and print which part they belong to.
        """
        assert line.table is not None
        assert line.row is not None
        labels = [
            self.lines[n].column or 0
            for n in self.issued_in[line.table, line.row]
            if self.edition.lines[self.matches[n].issued].field == path
        ]
        is_before = (line.column or 0) < min(labels, default=0)
        return is_before and (path not in self.ticks or line.text.strip(" .:)").isdigit())

    def _is_label_before_question(self, line: ReturnedLine, path: str) -> bool:
        """Whether a cell left of a field's words begins with its label: the label, edited."""
        words = [letters(i.text or "") for i in self.edition.lines if i.label and i.field == path]
        if not letters(line.text).startswith(tuple(word for word in words if word)):
            return False
        return any(
            (self.lines[n].table, self.lines[n].row) == (line.table, line.row)
            and (self.lines[n].column or 0) > (line.column or 0)
            and self.edition.lines[match.issued].field == path
            for n, match in self.matches.items()
        )

    def missed(self, line: ReturnedLine, path: str) -> bool:
        """Whether an answer stands alone in its row of a sheet, one cell beside its own."""
        if line.table is None or line.row is None or path in self.ticks:
            return False
        named = self.marked_columns(line.table, line.row, path)
        beside = {None if column is None else column + 1 for column in named}
        if self.blocks[line.block].address is None or line.column not in beside:
            return False
        typed = {
            self.lines[n].column
            for n in self.lines_in[line.table, line.row]
            if n not in self.matches and not self.blocks[self.lines[n].block].computed
        }
        return typed == {line.column}

    def marked_columns(self, table: int, row: int, path: str) -> set[int | None]:
        """The columns of a row where marks say that the answer of a field stands."""
        if (table, row) not in self._answers_in:
            # Asked of each line, of which one cell may have thousands.
            columns: dict[str, set[int | None]] = defaultdict(set)
            for block in (self.blocks[n] for n in self.cells[table, row]):
                for anchor in block.anchors:
                    if anchor.role == "answer":
                        columns[anchor.path].add(block.column)
            self._answers_in[table, row] = columns
        return self._answers_in[table, row].get(path, set())

    def _continued(self, line: ReturnedLine) -> str | None:
        """The field above, where a row has text in its answer's column and no label."""
        assert line.table is not None
        assert line.row is not None
        filled = self._texted(line.table, line.row)
        for row in range(line.row - 1, max(-1, line.row - 60), -1):
            owners = self.owners_of(line.table, row)
            if not owners and not self.issued_in.get((line.table, row)):
                if self._texted(line.table, row) - {line.column}:
                    return None  # text of somebody's own stands between
                continue
            if len(owners) != 1 or filled != {line.column}:
                return None
            labels = {self.lines[n].column for n in self.issued_in[line.table, row]}
            if self.heads.spreadsheet and line.column in labels:
                return None  # right below a label of a sheet, its head says what is an answer
            path = next(iter(owners))
            found = self.fields.get(path, Found())
            columns = self.marked_columns(line.table, row, path) or {
                self.lines[n].column for n in found.lines
            }
            if not columns and line.table in self.answer_column:
                columns = {self.answer_column[line.table]}
            return path if line.column in columns else None
        return None

    def _texted(self, table: int, row: int) -> set[int | None]:
        """The columns of a row that hold text of a person or the form."""
        return self.columns_in.get((table, row), set())

    def _beside(self, line: ReturnedLine) -> str | None:
        """The only field that has its words in the line's own paragraph or cell."""
        owners = self.owners_in.get(line.block, set())
        return next(iter(owners)) if len(owners) == 1 else None

    def _in_row(self, number: int, line: ReturnedLine) -> bool:
        other = self.lines[number]
        return (other.table, other.row) == (line.table, line.row)

    def owners_of(self, table: int, row: int) -> set[str]:
        """The fields whose own words stand in a table row."""
        owners = {
            self.edition.lines[self.matches[n].issued].field
            for n in self.issued_in.get((table, row), ())
        }
        return {path for path in owners if path is not None}

    @cached_property
    def answer_column(self) -> dict[int, int]:
        """By sheet, the one column that is headed, and issued empty, beside its labels."""
        labels: dict[int, set[int | None]] = defaultdict(set)
        texts: dict[int, set[int | None]] = defaultdict(set)
        for issued in self.edition.lines:
            if issued.table is not None and issued.field:
                labels[issued.table].add(issued.column)
        rows = {(line.table, line.row) for line in self.edition.lines if line.field}
        for issued in self.edition.lines:
            if issued.table is not None and (issued.table, issued.row) in rows:
                texts[issued.table].add(issued.column)
        found: dict[int, set[int]] = defaultdict(set)
        for number, match in self.matches.items():
            line, issued = self.lines[number], self.edition.lines[match.issued]
            if (
                line.table is None
                or issued.table is None
                or self.blocks[line.block].address is None
            ):
                continue
            heads = issued.strong and not issued.field and not issued.column_of
            if heads and labels[issued.table] and issued.column not in texts[issued.table]:
                found[line.table].add(line.column or 0)
        return {table: columns.pop() for table, columns in found.items() if len(columns) == 1}
