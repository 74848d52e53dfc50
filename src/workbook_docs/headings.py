"""The heading rows of a return's repeated tables: which column is which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from workbook_docs.edition import Edition
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.records import Anchor, Block

RENAMED = 50.0
"""Per cent of likeness, word by word, from which a heading is a column's, renamed a little."""


@dataclass(slots=True)
class Header:
    """A header row: where it is, its columns, and whether an anchor says so.

    `worded` tells that a heading's words stand there; else names of ours were left behind.
    """

    table: int
    row: int
    columns: dict[int, str] = field(default_factory=dict)
    pinned: bool = False
    worded: bool = False

    @property
    def rank(self) -> tuple[bool, int]:
        """How much speaks for it: its words, then the number of its columns."""
        return self.worded, len(self.columns)


class Headings:
    """Finds the heading row of each repeated table, by its words and by the marks on it.

    `renamed` are headings that were read as the column where they stand; `moved` those that
    stand at another column than they were issued at.
    """

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
        self.renamed: list[tuple[int, str]] = []
        self.moved: set[int] = set()
        self.wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)  # (column, key)
        for line in edition.lines:
            if line.column_of:
                self.wanted[table_of(line.column_of)].append((line.column_of, line.key))
        self.texts = {line.column_of: line.text or "" for line in edition.lines if line.column_of}
        self.in_row: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.lines_of: dict[int, list[int]] = defaultdict(list)
        for number, returned in enumerate(lines):
            self.lines_of[returned.block].append(number)
            if returned.table is not None and returned.row is not None:
                self.in_row[returned.table, returned.row].append(number)
        self.rows_of: dict[int, list[int]] = defaultdict(list)
        self.keys_of = {path: [key for _, key in columns] for path, columns in self.wanted.items()}
        self.first_block: dict[tuple[int, int], int] = {}
        self.last_block: dict[tuple[int, int], int] = {}
        self.widths: dict[int, int] = defaultdict(int)
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

    def headers(self) -> dict[str, Header]:
        """The heading row of each repeated table that has at least half of its columns."""
        rows: dict[tuple[int, int], dict[str, Header]] = defaultdict(dict)
        for number, found in self.matches.items():
            column = self.edition.lines[found.issued].column_of
            line = self.lines[number]
            if column is None or line.table is None or line.row is None:
                continue
            headers = rows[line.table, line.row]
            header = headers.setdefault(table_of(column), Header(line.table, line.row))
            header.columns[line.column or 0] = column
            header.worded = True
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
                    path = table_of(anchor.path)
                    header = headers.setdefault(path, Header(block.table, block.row, {}, True))
                    header.columns.setdefault(block.column or 0, anchor.path)
        chosen: dict[str, Header] = {}
        for spot, headers in sorted(rows.items()):
            for path, header in headers.items():
                true_path = path if header.pinned else self._by_heading(spot, path)
                before = chosen.get(true_path)
                parted = before is not None and before.table != header.table
                if true_path != path and parted and path not in chosen:
                    true_path = path  # the heading above is that of the table before
                header.columns = {
                    at: column.replace(f"{path}[]", f"{true_path}[]", 1)
                    for at, column in header.columns.items()
                }
                other = chosen.get(true_path)
                if other is None or other.rank < header.rank:
                    chosen[true_path] = header
        self._unmatched_headings(chosen)
        full: dict[str, Header] = {}
        for path, header in chosen.items():
            self._more_columns(path, header)
            if len(header.columns) * 2 >= len(self.wanted[path]):
                full[path] = header
        return full

    def _unmatched_headings(self, chosen: dict[str, Header]) -> None:
        """Rows of headings that were printed more often than the form does: the first of each."""
        for spot in sorted(self.in_row):
            if any(n in self.matches for n in self.in_row[spot]):
                continue
            columns = self.same_headings(*spot)
            if columns is None:
                continue
            first = table_of(columns[min(columns)])
            path = self._by_heading(spot, first)
            sure = path != first or self._is_named(spot, path) or len(self._alike(path)) == 1
            if sure and path not in chosen:
                own = {at: in_table(column, path) for at, column in columns.items()}
                chosen[path] = Header(*spot, own)
                self.moved |= {n for n in self.in_row[spot] if self.lines[n].column in own}

    def _is_named(self, spot: tuple[int, int], path: str) -> bool:
        return self.keys[spot[0]][path] > 0

    def _by_heading(self, spot: tuple[int, int], path: str) -> str:
        """Of tables with the same headings, the one its keys name, or whose heading is above."""
        alike = self._alike(path)
        if len(alike) < 2:
            return path
        keyed = [p for p, _ in self.keys[spot[0]].most_common() if p in alike]
        if keyed:
            return keyed[0]
        above = None
        for number in range(next(iter(self.in_row[spot]), 0) - 1, -1, -1):
            hit = self.matches.get(number)
            if self._is_elsewhere(number, spot):
                continue
            if hit is not None and self.edition.lines[hit.issued].level:
                above = hit.issued
                break
        own: dict[int | None, list[str]] = defaultdict(list)
        for other in alike:
            own[self._heading_above(other)].append(other)
        found = own.get(above, []) if above is not None else []
        return found[0] if len(found) == 1 else path

    def _is_elsewhere(self, number: int, spot: tuple[int, int]) -> bool:
        """Whether a line of a spreadsheet stands on another sheet than a row."""
        line = self.lines[number]
        return bool(self.blocks[line.block].address) and line.table != spot[0]

    def _alike(self, path: str) -> list[str]:
        """The tables that have the headings of one, itself among them."""
        return [p for p, keys in self.keys_of.items() if keys == self.keys_of[path]]

    def _heading_above(self, path: str) -> int | None:
        first = next(
            n for n, line in enumerate(self.edition.lines)
            if line.column_of and table_of(line.column_of) == path
        )  # fmt: skip
        return next((n for n in range(first - 1, -1, -1) if self.edition.lines[n].level), None)

    def _more_columns(self, path: str, header: Header) -> None:
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
                self.moved.add(number)
            elif column is None:
                free.append(number)
        for position, (column, _) in enumerate(self.wanted[path]):
            if column not in header.columns.values():
                self._renamed(path, header, position, free)

    def _renamed(self, path: str, header: Header, position: int, free: Sequence[int]) -> None:
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
            self.renamed += [(n, columns[position]) for n in between]

    def _may_be(self, number: int, column: str, table: int) -> bool:
        """Whether a heading is that of a column, renamed: by its words, or by what marks say."""
        if self.is_alike(self.lines[number].text, column):
            return True
        at = self.lines[number].column
        return any(
            self.blocks[n].table == table
            and self.blocks[n].column == at
            and any(anchor.path == column for anchor in marks)
            for n, marks in self.claims.items()
        )

    def is_alike(self, text: str, column: str) -> bool:
        """Whether some words are much like the heading of a column."""
        own = self.texts.get(column, "").casefold()
        return bool(own) and fuzz.token_set_ratio(own, text.casefold()) >= RENAMED

    def same_headings(self, table: int, row: int) -> dict[int, str] | None:
        """The columns of a row that is nothing but the headings of a repeated table."""
        numbers = [
            n for n in self.in_row.get((table, row), ())
            if not self.blocks[self.lines[n].block].computed
        ]  # fmt: skip
        found = {self.lines[n].column or 0: self.lines[n].key for n in numbers}
        for path, wanted in self.wanted.items():
            by_key = {key: column for column, key in wanted}
            is_all = sorted(found.values()) == sorted(self.keys_of[path])
            if is_all and len(found) == len(numbers) > 1:
                return {at: by_key[key] for at, key in found.items()}
        return None


def table_of(column: str) -> str:
    """The path of the repeated table that a column belongs to."""
    return column.partition("[].")[0]


def in_table(column: str, table: str) -> str:
    """The column of this name in another table."""
    return f"{table}[].{column.partition('[].')[2]}"
