"""Where the repeated tables of a return are: their header rows, columns and data rows.

A table is found by its headings and read by position to where it ends: a row that holds
issued text is no data row.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from workbook_docs.captions import Captions
from workbook_docs.edition import Edition
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.records import Anchor, Block, Rung

_CONTINUED = re.compile(r".{0,80}\bcont(?:inued|inuation|['\u2019]?d|\.)?[).:\s]*", re.IGNORECASE)
RENAMED = 50.0
"""Per cent of likeness, word by word, from which a heading is a column's, renamed a little."""


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
    another column than they were issued at.
    """

    rows: dict[tuple[int, int], DataRow] = field(default_factory=dict)
    rungs: dict[str, Rung] = field(default_factory=dict)
    headings: dict[str, int] = field(default_factory=dict)
    repeated: set[tuple[int, int]] = field(default_factory=set)
    headings_again: set[tuple[int, int]] = field(default_factory=set)
    renamed: list[tuple[int, str]] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Header:
    """A header row: where it is, its columns, and whether an anchor says so."""

    table: int
    row: int
    columns: dict[int, str] = field(default_factory=dict)
    pinned: bool = False


def find_grids(
    blocks: Sequence[Block],
    lines: Sequence[ReturnedLine],
    matches: Mapping[int, Match],
    edition: Edition,
    claims: Mapping[int, Sequence[Anchor]],
) -> Grids:
    """The repeated tables of a return, by headings, else by the controls in their rows."""
    return _Search(blocks, lines, matches, edition, claims).grids()


class _Search:
    def __init__(
        self,
        blocks: Sequence[Block],
        lines: Sequence[ReturnedLine],
        matches: Mapping[int, Match],
        edition: Edition,
        claims: Mapping[int, Sequence[Anchor]],
    ) -> None:
        self.blocks, self.lines, self.matches = blocks, lines, matches
        self.edition, self.claims = edition, claims
        self.out = Grids()
        self.wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)  # (column, key)
        for line in edition.lines:
            if line.column_of:
                self.wanted[_table_of(line.column_of)].append((line.column_of, line.key))
        self.texts = {line.column_of: line.text or "" for line in edition.lines if line.column_of}
        self.in_row: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.lines_of: dict[int, list[int]] = defaultdict(list)
        for number, returned in enumerate(lines):
            self.lines_of[returned.block].append(number)
            if returned.table is not None and returned.row is not None:
                self.in_row[returned.table, returned.row].append(number)
        self.captions = Captions(blocks, lines, self.in_row)
        self.rows_of: dict[int, list[int]] = defaultdict(list)
        self.keys_of = {path: [key for _, key in columns] for path, columns in self.wanted.items()}
        self.first_block: dict[tuple[int, int], int] = {}
        self.last_block: dict[tuple[int, int], int] = {}
        self.widths: dict[int, int] = defaultdict(int)
        self.counts: dict[str, int] = defaultdict(int)
        self.keys: dict[int, Counter[str]] = defaultdict(Counter)
        for number, block in enumerate(blocks):
            if block.table is not None and block.row is not None:
                spot = (block.table, block.row)
                self.last_block[spot] = number
                for anchor in block.anchors:
                    if anchor.rung == "key" and anchor.path in self.wanted:
                        self.keys[block.table][anchor.path] += 1
                self.widths[block.table] = max(self.widths[block.table], (block.column or 0) + 1)
                if spot not in self.first_block:
                    self.first_block[spot] = number
                    self.rows_of[block.table].append(block.row)

    def grids(self) -> Grids:
        headers = self._headers()
        for path, header in headers.items():
            spot = (header.table, header.row)
            self.out.rungs[path] = "bookmark" if header.pinned else "table"
            self.out.headings[path] = self.first_block[spot]
            self._data_rows(path, header)
        for path, header in self._continued(headers):
            self._data_rows(path, header)
        self._claimed_rows(headers)
        return self.out

    # Headings --------------------------------------------------------------------------

    def _headers(self) -> dict[str, _Header]:
        rows: dict[tuple[int, int], dict[str, _Header]] = defaultdict(dict)
        for number, found in self.matches.items():
            column = self.edition.lines[found.issued].column_of
            line = self.lines[number]
            if column is None or line.table is None or line.row is None:
                continue
            headers = rows[line.table, line.row]
            header = headers.setdefault(_table_of(column), _Header(line.table, line.row))
            header.columns[line.column or 0] = column
            header.pinned = header.pinned or any(
                a.role == "label" and a.path == column for a in self.blocks[line.block].anchors
            )
        for block in self.blocks:
            if block.table is None or block.row is None or block.text.strip():
                continue
            for anchor in block.anchors:
                # A heading that was blanked leaves its name or bookmark behind.
                if anchor.role == "label" and "[]." in anchor.path:
                    headers = rows[block.table, block.row]
                    path = _table_of(anchor.path)
                    header = headers.setdefault(path, _Header(block.table, block.row, {}, True))
                    header.columns.setdefault(block.column or 0, anchor.path)
        chosen: dict[str, _Header] = {}
        for spot, headers in sorted(rows.items()):
            for path, header in headers.items():
                true_path = path if header.pinned else self._by_heading(spot, path)
                if true_path != path and true_path in chosen and path not in chosen:
                    true_path = path  # the heading above is that of the table before
                header.columns = {
                    at: column.replace(f"{path}[]", f"{true_path}[]", 1)
                    for at, column in header.columns.items()
                }
                other = chosen.get(true_path)
                if other is None or len(other.columns) < len(header.columns):
                    chosen[true_path] = header
        full: dict[str, _Header] = {}
        for path, header in chosen.items():
            self._more_columns(path, header)
            if len(header.columns) * 2 >= len(self.wanted[path]):
                full[path] = header
        return full

    def _by_heading(self, spot: tuple[int, int], path: str) -> str:
        """Of tables with the same headings, the one its keys name, or whose heading is above."""
        keys = [key for _, key in self.wanted[path]]
        alike = [p for p, columns in self.wanted.items() if [key for _, key in columns] == keys]
        if len(alike) < 2:
            return path
        keyed = [p for p, _ in self.keys[spot[0]].most_common() if p in alike]
        if keyed:
            return keyed[0]
        above = None
        for number in range(next(iter(self.in_row[spot]), 0) - 1, -1, -1):
            hit = self.matches.get(number)
            if hit is not None and self.edition.lines[hit.issued].level:
                above = hit.issued
                break
        own = {self._heading_above(p): p for p in alike}
        return own.get(above, path)

    def _heading_above(self, path: str) -> int | None:
        first = next(
            n for n, line in enumerate(self.edition.lines)
            if line.column_of and _table_of(line.column_of) == path
        )  # fmt: skip
        return next((n for n in range(first - 1, -1, -1) if self.edition.lines[n].level), None)

    def _more_columns(self, path: str, header: _Header) -> None:
        """Columns that were moved, by their words; then renamed ones, by where they stand."""
        cells = [
            number
            for number in self.in_row[header.table, header.row]
            if number not in self.matches and not self.blocks[self.lines[number].block].computed
        ]
        by_key = {key: column for column, key in self.wanted[path]}
        free = []
        for number in cells:
            column = by_key.get(self.lines[number].key)
            if column is not None and column not in header.columns.values():
                header.columns[self.lines[number].column or 0] = column
                self.out.moved.add(number)
            elif column is None:
                free.append(number)
        for position, (column, _) in enumerate(self.wanted[path]):
            if column not in header.columns.values():
                self._renamed(path, header, position, free)

    def _renamed(self, path: str, header: _Header, position: int, free: Sequence[int]) -> None:
        places = {column: at for at, column in header.columns.items()}
        columns = [column for column, _ in self.wanted[path]]
        before = places.get(columns[position - 1], -1) if position else -1
        after = places.get(columns[position + 1]) if position + 1 < len(columns) else None
        between = [
            n
            for n in free
            if before < (self.lines[n].column or 0) < (10**6 if after is None else after)
            and (self.lines[n].column or 0) not in header.columns
            and self._may_be(n, columns[position], header.table)
        ]
        if len({self.lines[n].column for n in between}) == 1:
            header.columns[self.lines[between[0]].column or 0] = columns[position]
            self.out.renamed += [(n, columns[position]) for n in between]

    def _may_be(self, number: int, column: str, table: int) -> bool:
        """Whether a heading is that of a column, renamed: by its words, or by what marks say."""
        own, text = self.texts.get(column, ""), self.lines[number].text
        if fuzz.token_set_ratio(own.casefold(), text.casefold()) >= RENAMED:
            return True
        at = self.lines[number].column
        return any(
            self.blocks[n].table == table
            and self.blocks[n].column == at
            and any(anchor.path == column for anchor in marks)
            for n, marks in self.claims.items()
        )

    # Tables in several parts -------------------------------------------------------------

    def _continued(self, headers: Mapping[str, _Header]) -> Iterator[tuple[str, _Header]]:
        """Further parts of the tables: those that print the headings again, or follow at once."""
        order = sorted(headers.items(), key=lambda found: (found[1].table, found[1].row))
        known = {header.table for header in headers.values()}
        before: dict[int, tuple[str, _Header]] = {}
        for path, header in order:
            before[header.table] = (path, header)
        for table in sorted(self.rows_of):
            if table in known:
                continue
            first = self.rows_of[table][0]
            columns = self._same_headings(table, first)
            if columns is not None:
                keys = sorted(self.keys_of[columns[min(columns)].partition("[].")[0]])
                part = before.get(table - 1)
                marked = self._marked((table, first))
                path = marked or (part[0] if part and self._nothing_issued(part[1], table) else "")
                if path in headers and sorted(self.keys_of[path]) == keys:
                    own = {at: _in_table(column, path) for at, column in columns.items()}
                    self.out.repeated.add((table, first))
                    self.out.headings_again.add((table, first))
                    before[table] = (path, _Header(table, first, own))
                    yield before[table]
                continue
            found = before.get(table - 1)
            if found is not None and self._follows(found[1], table):
                before[table] = found
                yield found[0], _Header(table, first - 1, found[1].columns)

    def _same_headings(self, table: int, row: int) -> dict[int, str] | None:
        """The columns of a row that is nothing but the headings of a repeated table."""
        numbers = self.in_row.get((table, row), [])
        found = {self.lines[n].column or 0: self.lines[n].key for n in numbers}
        for path, wanted in self.wanted.items():
            by_key = {key: column for column, key in wanted}
            is_all = sorted(found.values()) == sorted(self.keys_of[path])
            if is_all and len(found) == len(numbers) > 1:
                return {at: by_key[key] for at, key in found.items()}
        return None

    def _marked(self, spot: tuple[int, int]) -> str | None:
        """The table that the marks on a row's headings name."""
        paths = {
            _table_of(anchor.path)
            for n in self.in_row[spot]
            for anchor in self.blocks[self.lines[n].block].anchors
            if anchor.role == "label" and "[]." in anchor.path
        }
        return paths.pop() if len(paths) == 1 else None

    def _nothing_issued(self, header: _Header, table: int) -> bool:
        """Whether no words of the form stand between a table and the one that follows."""
        last = self.last_block[header.table, self.rows_of[header.table][-1]]
        first = self.first_block[table, self.rows_of[table][0]]
        between = (n for b in range(last + 1, first) for n in self.lines_of[b])
        return not any(n in self.matches for n in between)

    def _follows(self, header: _Header, table: int) -> bool:
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

    def _data_rows(self, path: str, header: _Header) -> None:
        number = self.counts[path]
        for row in self.rows_of[header.table]:
            spot = (header.table, row)
            if row <= header.row:
                continue
            if self._prints_headings(path, header, spot):
                self.out.repeated.add(spot)
                self.out.headings_again.add(spot)
                continue
            if any(
                n in self.matches and not self.blocks[self.lines[n].block].computed
                for n in self.in_row[spot]
            ):
                break
            if self.captions.is_no_data(spot, header.row, header.columns):
                self.out.repeated.add(spot)
                continue
            number += 1
            self.out.rows[spot] = DataRow(path, number, header.columns)
        self.counts[path] = number

    def _prints_headings(self, path: str, header: _Header, spot: tuple[int, int]) -> bool:
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

    def _claimed_rows(self, headers: Mapping[str, _Header]) -> None:
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
            paths = {_table_of(column) for column in columns.values()}
            if len(paths) == 1 and spot not in self.out.repeated:
                path = paths.pop()
                header = headers.get(path)
                if header is not None and columns.items() <= header.columns.items():
                    columns = header.columns  # a column without controls stands where it stood
                self.counts[path] += 1
                self.out.rungs.setdefault(path, "tag")
                self.out.rows[spot] = DataRow(path, self.counts[path], columns)


def _table_of(column: str) -> str:
    return column.partition("[].")[0]


def _in_table(column: str, table: str) -> str:
    return f"{table}[].{column.partition('[].')[2]}"
