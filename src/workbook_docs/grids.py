"""Where the repeated tables of a return are: their header rows, columns and data rows.

A table is found by its headings and read by position to where it ends: a row that holds
issued text is no data row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbook_docs.captions import Captions
from workbook_docs.edition import Edition, digest, letters
from workbook_docs.headings import Header, Headings, in_table, table_of
from workbook_docs.headless import without_headings
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.records import Anchor, Block, Rung
from workbook_docs.trimming import without_notes

_CONTINUED = re.compile(r".{0,80}\bcont(?:inued|inuation|['\u2019]?d|\.)?[).:\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DataRow:
    """A data row: its table's path, its number from 1, and the path of each grid column."""

    path: str
    number: int
    columns: Mapping[int, str]


@dataclass(slots=True)
class Grids:
    """The repeated tables of a return.

    `rows` are the data rows by (table, row); `rungs` tells by what each table was found
    and `headings` the first block of its header row; `repeated` are rows that are no data:
    captions, totals, hints, and `headings_again`, headings printed once more; `renamed` are
    headings that were read as the column where they stand; `moved` are headings that stand at
    another column than they were issued at. `headless` are tables known by their place alone,
    and `unmatched` the answers that were taken for headings.
    """

    rows: dict[tuple[int, int], DataRow] = field(default_factory=dict)
    rungs: dict[str, Rung] = field(default_factory=dict)
    headings: dict[str, int] = field(default_factory=dict)
    repeated: set[tuple[int, int]] = field(default_factory=set)
    headings_again: set[tuple[int, int]] = field(default_factory=set)
    renamed: list[tuple[int, str]] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)
    headless: set[str] = field(default_factory=set)
    unmatched: set[int] = field(default_factory=set)


def find_grids(
    blocks: Sequence[Block],
    lines: Sequence[ReturnedLine],
    matches: Mapping[int, Match],
    edition: Edition,
    claims: Mapping[int, Sequence[Anchor]],
    growing: frozenset[str],
) -> Grids:
    """The repeated tables of a return, by headings, else by the controls in their rows."""
    return _Search(blocks, lines, matches, edition, claims, growing).grids()


class _Search:
    def __init__(
        self,
        blocks: Sequence[Block],
        lines: Sequence[ReturnedLine],
        matches: Mapping[int, Match],
        edition: Edition,
        claims: Mapping[int, Sequence[Anchor]],
        growing: frozenset[str],
    ) -> None:
        self.growing = growing
        self.blocks, self.lines, self.matches = blocks, lines, matches
        self.edition, self.claims = edition, claims
        self.out = Grids()
        self.seen = seen = Headings(blocks, lines, matches, edition, claims)
        self.in_row, self.lines_of, self.rows_of = seen.in_row, seen.lines_of, seen.rows_of
        self.wanted, self.keys_of, self.widths = seen.wanted, seen.keys_of, seen.widths
        self.first_block, self.last_block = seen.first_block, seen.last_block
        self.captions = Captions(blocks, lines, seen.in_row)
        self.counts: dict[str, int] = defaultdict(int)
        self.header_rows: set[tuple[int, int]] = set()
        self.issued_keys = {line.key for line in edition.lines}
        self.titles = {
            line.key
            for line in edition.lines
            if (line.level or line.strong) and not (line.field or line.column_of)
        }

    def grids(self) -> Grids:
        headers = self.seen.headers()
        self.out.renamed, self.out.moved = self.seen.renamed, self.seen.moved
        self.header_rows = {(header.table, header.row) for header in headers.values()}
        for path, header in headers.items():
            spot = (header.table, header.row)
            self.out.rungs[path] = "bookmark" if header.pinned else "table"
            self.out.headings[path] = self.first_block[spot]
            self._data_rows(path, header)
        for path, header in self._continued(headers):
            self._data_rows(path, header)
        for path, header, taken in without_headings(
            self.seen, headers, self.lines, self.matches, self.edition
        ):
            self.out.unmatched |= taken
            self.out.headless.add(path)
            self.out.rungs[path] = "position"
            self._data_rows(path, header)
        self._headings_nowhere()
        self._claimed_rows(headers)
        self._folded_rows()
        return self.out

    def _folded_rows(self) -> None:
        """Rows into which an editor folded a whole table: nobody can tell its rows any more.

        Each of their cells says its column's heading, and what stood below it.
        """
        for spot, numbers in self.in_row.items():
            if spot in self.out.rows or any(n in self.matches for n in numbers):
                continue
            cells: dict[int, str] = defaultdict(str)
            for n in numbers:
                cells[self.lines[n].column or 0] += letters(self.lines[n].text)
            for columns in self.wanted.values():
                heads = [letters(self.seen.texts[column]) for column, _ in columns]
                if len(cells) == len(heads) > 1 and all(
                    head in cells[at] for at, head in zip(sorted(cells), heads, strict=True)
                ):
                    self.out.repeated.add(spot)

    # Tables in several parts -------------------------------------------------------------

    def _headings_nowhere(self) -> None:
        """Words of a heading in a table that is not found: they may as well be an answer."""
        for number, match in self.matches.items():
            line, issued = self.lines[number], self.edition.lines[match.issued]
            if issued.column_of is None or line.table is None or line.row is None or line.strong:
                continue
            if table_of(issued.column_of) not in self.out.rungs:
                self.out.unmatched.add(number)

    def _continued(self, headers: Mapping[str, Header]) -> Iterator[tuple[str, Header]]:
        """Further parts of the tables: those that print the headings again, or follow at once."""
        order = sorted(headers.items(), key=lambda found: (found[1].table, found[1].row))
        known = {header.table for header in headers.values()}
        before: dict[int, tuple[str, Header]] = {}
        for path, header in order:
            before[header.table] = (path, header)
        for table in sorted(self.rows_of):
            if table in known:
                continue
            first = self.rows_of[table][0]
            columns = self.seen.same_headings(table, first)
            if columns is not None:
                keys = sorted(self.keys_of[columns[min(columns)].partition("[].")[0]])
                part = before.get(table - 1)
                marked = self._marked((table, first))
                path = marked or (part[0] if part and self._nothing_issued(part[1], table) else "")
                if path in headers and sorted(self.keys_of[path]) == keys:
                    own = {at: in_table(column, path) for at, column in columns.items()}
                    self.out.repeated.add((table, first))
                    self.out.headings_again.add((table, first))
                    before[table] = (path, Header(table, first, own))
                    yield before[table]
                continue
            found = before.get(table - 1)
            if found is not None and self._follows(found[1], table):
                before[table] = found
                yield found[0], Header(table, first - 1, found[1].columns)

    def _marked(self, spot: tuple[int, int]) -> str | None:
        """The table that the marks on a row's headings name."""
        paths = {
            table_of(anchor.path)
            for n in self.in_row[spot]
            for anchor in self.blocks[self.lines[n].block].anchors
            if anchor.role == "label" and "[]." in anchor.path
        }
        return paths.pop() if len(paths) == 1 else None

    def _nothing_issued(self, header: Header, table: int) -> bool:
        """Whether no words of the form stand between a table and the one that follows."""
        last = self.last_block[header.table, self.rows_of[header.table][-1]]
        first = self.first_block[table, self.rows_of[table][0]]
        between = (n for b in range(last + 1, first) for n in self.lines_of[b])
        return not any(n in self.matches for n in between)

    def _follows(self, header: Header, table: int) -> bool:
        """Whether a table without headings is the rest of the one just before it."""
        last = (header.table, self.rows_of[header.table][-1])
        first = (table, self.rows_of[table][0])
        if last not in self.out.rows or self._width(header.table) != self._width(table):
            return False
        between = self.blocks[self.last_block[last] + 1 : self.first_block[first]]
        if any(block.text.strip() and not _CONTINUED.fullmatch(block.text) for block in between):
            return False
        rows = [(table, row) for row in self.rows_of[table]]
        return not any(self.lines[n].strong for n in self.in_row[first]) and not any(
            n in self.matches for spot in rows for n in self.in_row[spot]
        )

    def _width(self, table: int) -> int:
        return self.widths.get(table, 0)

    # Rows ------------------------------------------------------------------------------

    def _data_rows(self, path: str, header: Header) -> None:
        number = self.counts[path]
        for row in self.rows_of[header.table]:
            spot = (header.table, row)
            if row <= header.row:
                continue
            if spot in self.header_rows or self._is_title_of_next(spot) or self._is_title(spot):
                break
            if self._prints_headings(path, header, spot):
                self.out.repeated.add(spot)
                self.out.headings_again.add(spot)
                continue
            if any(
                n in self.matches
                and n not in self.out.unmatched
                and not self.blocks[self.lines[n].block].computed
                for n in self.in_row[spot]
            ):
                break
            if self.captions.is_no_data(spot, header.row, header.columns):
                self.out.repeated.add(spot)
                continue
            number += not self._goes_on(spot, header)
            self.out.rows[spot] = DataRow(path, number, header.columns)
        self.counts[path] = number

    def _goes_on(self, spot: tuple[int, int], header: Header) -> bool:
        """Whether a row put in between those of ours holds only the rest of a text above it.

        Such a row has no key, and one cell with text, below a text that may have several lines.
        """
        above = (spot[0], spot[1] - 1)
        columns = {self.lines[n].column or 0 for n in self.in_row[spot]}
        at = next(iter(columns), 0)
        if len(columns) != 1 or at == min(header.columns) or above not in self.out.rows:
            return False
        return (
            header.columns.get(at) in self.growing
            and self._is_keyed(above)
            and not self._is_keyed(spot)
            and at in {self.lines[n].column for n in self.in_row[above]}
        )

    def _is_keyed(self, spot: tuple[int, int]) -> bool:
        blocks = (self.blocks[self.lines[n].block] for n in self.in_row[spot])
        return any(anchor.rung == "key" for block in blocks for anchor in block.anchors)

    def _is_title_of_next(self, spot: tuple[int, int]) -> bool:
        """Whether a row is nothing but words of the form above the headings of another table."""
        numbers = [n for n in self.in_row[spot] if not self.blocks[self.lines[n].block].computed]
        rows = self.rows_of[spot[0]]
        after = rows.index(spot[1]) + 1
        if len(numbers) != 1 or after == len(rows) or self._has_anchor(numbers[0]):
            return False
        is_issued = self.lines[numbers[0]].key in self.issued_keys
        if is_issued and (spot[0], rows[after]) in self.header_rows:
            self.out.repeated.add(spot)
            return True
        return False

    def _is_title(self, spot: tuple[int, int]) -> bool:
        """Whether a row is nothing but a heading of the form with a note: `Aims (Step Two)`."""
        numbers = [n for n in self.in_row[spot] if not self.blocks[self.lines[n].block].computed]
        if len(numbers) != 1 or self.blocks[self.lines[numbers[0]].block].anchors:
            return False
        text = self.lines[numbers[0]].text
        if digest(without_notes(text)) in self.titles and without_notes(text) != text.strip():
            self.out.repeated.add(spot)
            return True
        return False

    def _prints_headings(self, path: str, header: Header, spot: tuple[int, int]) -> bool:
        keys = dict(self.wanted[path])
        printed: dict[int | None, set[str]] = defaultdict(set)
        for n in self.in_row[header.table, header.row]:
            printed[self.lines[n].column].add(self.lines[n].key)  # an edited one has pieces
        numbers = [n for n in self.in_row[spot] if not self.blocks[self.lines[n].block].computed]
        if numbers and all(self.blocks[self.lines[n].block].again for n in numbers):
            return True
        if len(numbers) < 2 or any(self._has_anchor(n) for n in numbers):
            return False
        return all(
            self.lines[n].key in printed[self.lines[n].column]
            or keys.get(header.columns.get(self.lines[n].column or 0, "")) == self.lines[n].key
            for n in numbers
        )

    def _has_anchor(self, number: int) -> bool:
        # A key says only that the row is the table's: a heading copied into it is bold still.
        line = self.lines[number]
        rungs = {anchor.rung for anchor in self.blocks[line.block].anchors}
        return bool(rungs - {"key"}) or (bool(rungs) and not line.strong)

    def _claimed_rows(self, headers: Mapping[str, Header]) -> None:
        """Rows whose header is gone, but whose controls still say what they are."""
        loose: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
        for number, marks in self.claims.items():
            block = self.blocks[number]
            if block.table is None or block.row is None:
                continue
            for anchor in marks:
                spot = (block.table, block.row)
                if "[]." in anchor.path and spot not in self.out.rows:
                    loose[spot][block.column or 0] = anchor.path
        for spot, columns in sorted(loose.items()):
            paths = {table_of(column) for column in columns.values()}
            if len(paths) == 1 and spot not in self.out.repeated:
                path = paths.pop()
                header = headers.get(path)
                if header is not None and columns.items() <= header.columns.items():
                    columns = header.columns  # a column without controls stands where it stood
                self.counts[path] += 1
                self.out.rungs.setdefault(path, "tag")
                self.out.rows[spot] = DataRow(path, self.counts[path], columns)
