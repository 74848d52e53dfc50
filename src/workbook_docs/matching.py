"""The lines of a return beside those of its edition, and which of them are known to be which."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from workbook_docs.edition import IssuedLine


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """One line of a return, or a piece of one beside an answer's control."""

    key: str
    text: str
    block: int
    start: int
    end: int
    part: str
    table: int | None
    row: int | None
    column: int | None
    level: int
    strong: bool


@dataclass(frozen=True, slots=True)
class Match:
    """An issued line found again: its number, and whether all its words still stand there.

    `begins` tells of a label that what stands behind it on the line is its answer.
    """

    issued: int
    exact: bool = True
    begins: bool = False


@dataclass
class Matching:
    """The issued line of each returned line, by the returned line's number, as it is found.

    `doubtful` are returned lines that may be a label with its answer, or all answer. `aside`
    are issued lines that are looked for only when all others have been.
    """

    issued: Sequence[IssuedLine]
    returned: Sequence[ReturnedLine]
    found: dict[int, Match] = field(default_factory=dict)
    issued_found: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    aside: frozenset[int] = frozenset()

    def take(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Note that issued lines stand in returned lines that are none as yet."""
        for a, b in pairs:
            if b not in self.found:
                self.put(b, Match(a))

    def put(self, b: int, match: Match) -> None:
        """Note which issued line a returned line is."""
        self.found[b] = match
        self.issued_found.add(match.issued)

    def open_issued(self) -> list[int]:
        """The issued lines that were not found as yet."""
        done = self.issued_found | self.aside
        return [a for a in range(len(self.issued)) if a not in done]

    def open_returned(self, free: Sequence[int]) -> list[int]:
        """Those of some returned lines that are no issued line as yet."""
        return [b for b in free if b not in self.found]

    def equal(self, a: int, b: int) -> bool:
        """Whether two lines have the same words, and agree on whether they head a column."""
        if self.issued[a].key != self.returned[b].key:
            return False
        return b not in self.heads or bool(self.issued[a].column_of)

    @cached_property
    def heads(self) -> frozenset[int]:
        """The returned lines in rows that hold all headings of a repeated table."""
        tables: dict[str, set[str]] = defaultdict(set)
        for line in self.issued:
            if line.column_of:
                tables[line.column_of.partition("[].")[0]].add(line.key)
        wanted = {frozenset(keys) for keys in tables.values() if len(keys) > 1}
        rows: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, returned in enumerate(self.returned):
            if returned.table is not None and returned.row is not None:
                rows[returned.table, returned.row].append(number)
        found: set[int] = set()
        for numbers in rows.values():
            keys = {self.returned[n].key for n in numbers}
            headed = frozenset().union(*(table for table in wanted if table <= keys))
            found |= {n for n in numbers if self.returned[n].key in headed}
        return frozenset(found)

    def weight(self, a: int, b: int) -> float:
        """How much it says that two lines are one: long ones, headings and labels say more."""
        line = self.issued[a]
        return (
            1.0
            + min(self.returned[b].end - self.returned[b].start, 60) / 10
            + 2 * bool(line.level)
            + 1.5 * line.label
        )

    def longest_order(self, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The heaviest subset of pairs that rises on both sides."""
        ordered = sorted(set(pairs))
        ends: list[int] = []  # rising b of the best chains, by rising weight
        best: list[tuple[int, float, int]] = []  # b, weight, index into chain
        chain: list[tuple[int, int, int]] = []  # a, b, previous
        for a, b in ordered:
            slot = bisect_left(ends, b)
            previous = best[slot - 1] if slot else (-1, 0.0, -1)
            weight = previous[1] + self.weight(a, b)
            chain.append((a, b, previous[2]))
            entry = (b, weight, len(chain) - 1)
            if slot < len(best) and ends[slot] == b and best[slot][1] >= weight:
                continue
            # Chains that end later and weigh no more are of no use any longer.
            stop = slot
            while stop < len(best) and best[stop][1] <= weight:
                stop += 1
            best[slot:stop] = [entry]
            ends[slot:stop] = [b]
        result: list[tuple[int, int]] = []
        index = best[-1][2] if best else -1
        while index >= 0:
            a, b, index = chain[index]
            result.append((a, b))
        return result[::-1]
