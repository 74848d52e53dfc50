"""The lines of a return beside those of its edition, and which of them are known to be which."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

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


@dataclass(slots=True)
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
        for a, b in pairs:
            if b not in self.found:
                self.put(b, Match(a))

    def put(self, b: int, match: Match) -> None:
        self.found[b] = match
        self.issued_found.add(match.issued)

    def open_issued(self) -> list[int]:
        done = self.issued_found | self.aside
        return [a for a in range(len(self.issued)) if a not in done]

    def open_returned(self, free: Sequence[int]) -> list[int]:
        return [b for b in free if b not in self.found]

    def equal(self, a: int, b: int) -> bool:
        return self.issued[a].key == self.returned[b].key

    def weight(self, a: int, b: int) -> float:
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
