"""Which line of a return is which issued line: alignment in order, exact before fuzzy.

Lines that occur once on both sides fix the order; between them the work goes on in the
smaller gaps, so the time grows with the length of the document. difflib would be
quadratic on repeated paragraphs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from workbook_docs.edition import IssuedLine, letters, shingles

DENSE = 250_000
"""Cells of a gap that are compared one by one; above that only in order."""
CLOSE = 86.0
"""Per cent of likeness from which an edited line is taken for the issued one."""
LONG_LINE = 30
CLOSE_LONG = 72.0
"""The same for a line of so many letters, of which a word or two may have been changed."""
LONG_LABEL = 16
"""Letters of a label that is known again without another beside it."""
NEAR = 8
"""Lines between two labels that stand together."""
CONTEXT = 6.0
"""Weight, in lines and their length, from which a run of lines is known again elsewhere."""
MOST_MOVES = 8
"""Rounds of looking for moved sections; each makes more lines the only ones of their words."""
AROUND = 40
"""Issued lines before and behind a found line that are looked for beside it."""
SHARED = 0.6
"""Share of three-word shingles from which edited hashed guidance is known again."""


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
    """An issued line found again: its number, and whether all its words still stand there."""

    issued: int
    exact: bool = True


def match(
    issued: Sequence[IssuedLine],
    returned: Sequence[ReturnedLine],
    free: Sequence[int],
    pins: Mapping[int, int],
) -> dict[int, Match]:
    """The issued line of each returned line, by the returned line's number.

    Args:
        issued: the lines of the edition, in order.
        returned: the lines of the return, in order.
        free: numbers of the returned lines that may be issued text (no claimed answers).
        pins: returned line -> issued line, where an anchor says so.
    """
    work = _Matching(issued, returned)
    work.in_order(pins, free)
    work.moved(free)
    work.around(free)
    work.edited(free)
    work.labelled(free)
    work.left_over(free)
    return work.found


class _Matching:
    def __init__(self, issued: Sequence[IssuedLine], returned: Sequence[ReturnedLine]) -> None:
        self.issued, self.returned = issued, returned
        self.found: dict[int, Match] = {}
        self.issued_found: set[int] = set()

    # Exact, in order ---------------------------------------------------------------------

    def in_order(self, pins: Mapping[int, int], free: Sequence[int]) -> None:
        """Exact matches in one order, the pins first."""
        for b, a in pins.items():
            exact = self.issued[a].key == self.returned[b].key
            self._put(b, Match(a, exact))
        fixed = self._longest_order(
            [(a, b) for b, a in pins.items()]
            + self._unique_pairs(self._open_issued(), self._open_returned(free))
        )
        self._take(fixed)
        self._gaps(fixed, self._open_issued(), self._open_returned(free))

    def _unique_pairs(self, a_side: Sequence[int], b_side: Sequence[int]) -> list[tuple[int, int]]:
        a_count = Counter(self.issued[a].key for a in a_side)
        b_count = Counter(self.returned[b].key for b in b_side)
        at = {self.issued[a].key: a for a in a_side if a_count[self.issued[a].key] == 1}
        return [
            (at[self.returned[b].key], b)
            for b in b_side
            if b_count[self.returned[b].key] == 1
            and self.returned[b].key in at
            and self._may_be(at[self.returned[b].key], b)
        ]

    def _may_be(self, a: int, b: int) -> bool:
        """Whether a line can be an issued one by how it stands: a heading is no plain cell."""
        issued, line = self.issued[a], self.returned[b]
        plain_cell = bool(line.table is not None and line.column and not line.strong)
        return not (
            plain_cell
            and not line.level
            and (issued.level or issued.strong)
            and issued.column != line.column
        )

    def _weight(self, a: int, b: int) -> float:
        line = self.issued[a]
        return (
            1.0
            + min(self.returned[b].end - self.returned[b].start, 60) / 10
            + 2 * bool(line.level)
            + 1.5 * line.label
        )

    def _longest_order(self, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The heaviest subset of pairs that rises on both sides."""
        ordered = sorted(set(pairs))
        ends: list[int] = []  # rising b of the best chains, by rising weight
        best: list[tuple[int, float, int]] = []  # b, weight, index into chain
        chain: list[tuple[int, int, int]] = []  # a, b, previous
        for a, b in ordered:
            slot = bisect_left(ends, b)
            previous = best[slot - 1] if slot else (-1, 0.0, -1)
            weight = previous[1] + self._weight(a, b)
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

    def _take(self, pairs: Sequence[tuple[int, int]]) -> None:
        for a, b in pairs:
            if b not in self.found:
                self._put(b, Match(a))

    def _put(self, b: int, match: Match) -> None:
        self.found[b] = match
        self.issued_found.add(match.issued)

    def _gaps(
        self, fixed: Sequence[tuple[int, int]], rest_a: Sequence[int], rest_b: Sequence[int]
    ) -> None:
        """Work on what lies between fixed pairs, each gap for itself."""
        bounds = [(-1, -1), *fixed, (len(self.issued), len(self.returned))]
        at_a = at_b = 0
        for (_, _), (stop_a, stop_b) in pairwise(bounds):
            end_a = bisect_left(rest_a, stop_a, at_a)
            end_b = bisect_left(rest_b, stop_b, at_b)
            if end_a > at_a and end_b > at_b:
                self._gap(rest_a[at_a:end_a], rest_b[at_b:end_b])
            at_a, at_b = end_a, end_b

    def _gap(self, a_side: Sequence[int], b_side: Sequence[int]) -> None:
        keys = {self.issued[a].key for a in a_side}
        b_side = [b for b in b_side if self.returned[b].key in keys]
        keys = {self.returned[b].key for b in b_side}
        a_side = [a for a in a_side if self.issued[a].key in keys]
        if not a_side or not b_side:
            return
        unique = self._longest_order(self._unique_pairs(a_side, b_side))
        if unique:
            self._take(unique)
            done_a, done_b = {a for a, _ in unique}, {b for _, b in unique}
            rest_a = [a for a in a_side if a not in done_a]
            rest_b = [b for b in b_side if b not in done_b]
            self._gaps(unique, rest_a, rest_b)
        elif len(a_side) * len(b_side) <= DENSE:
            self._take(self._best_order(a_side, b_side))
        else:
            self._take(self._first_come(a_side, b_side))

    def _likeness(self, a: int, b: int) -> float:
        """How well two lines of the same words also stand alike: strength, then column."""
        issued, line = self.issued[a], self.returned[b]
        return (
            4.0
            + 1.5 * (bool(issued.level) == bool(line.level))
            + 1.2 * (issued.strong == line.strong)
            + 1.0 * (issued.column == line.column)
            + 0.5 * ((issued.table is None) == (line.table is None))
            + 0.5 * (issued.part == line.part)
        )

    def _best_order(self, a_side: Sequence[int], b_side: Sequence[int]) -> list[tuple[int, int]]:
        """The heaviest alignment in order, every pair of equal words considered."""
        width = len(b_side) + 1
        table = [[0.0] * width for _ in range(len(a_side) + 1)]
        for i in range(len(a_side) - 1, -1, -1):
            here, below, key = table[i], table[i + 1], self.issued[a_side[i]].key
            for j in range(len(b_side) - 1, -1, -1):
                best = below[j] if below[j] >= here[j + 1] else here[j + 1]
                if self.returned[b_side[j]].key == key:
                    best = max(best, below[j + 1] + self._likeness(a_side[i], b_side[j]))
                here[j] = best
        pairs, i, j = [], 0, 0
        while i < len(a_side) and j < len(b_side):
            a, b = a_side[i], b_side[j]
            if self.issued[a].key == self.returned[b].key and (
                table[i][j] == table[i + 1][j + 1] + self._likeness(a, b)
            ):
                pairs.append((a, b))
                i, j = i + 1, j + 1
            elif table[i][j] == table[i + 1][j]:
                i += 1
            else:
                j += 1
        return pairs

    def _first_come(self, a_side: Sequence[int], b_side: Sequence[int]) -> list[tuple[int, int]]:
        pairs, at = [], 0
        places: dict[str, list[int]] = {}
        for position, b in enumerate(b_side):
            places.setdefault(self.returned[b].key, []).append(position)
        for a in a_side:
            spots = places.get(self.issued[a].key, [])
            spot = bisect_left(spots, at)
            if spot < len(spots):
                pairs.append((a, b_side[spots[spot]]))
                at = spots[spot] + 1
        return pairs

    # Moved ---------------------------------------------------------------------------------

    def moved(self, free: Sequence[int]) -> None:
        """Further runs of issued lines in another place: sections that were moved.

        A run counts only with context: two lines, or one long one where such a line stood.
        """
        for _ in range(MOST_MOVES):
            pairs = self._unique_pairs(self._open_issued(), self._open_returned(free))
            runs = [run for run in self._runs(pairs) if self._has_context(run)]
            for run in runs:
                self._take(run)
                (first_a, first_b), (last_a, last_b) = run[0], run[-1]
                self._gap_of(range(first_a, last_a + 1), first_b, last_b + 1, free)
            if not runs:
                return

    def _runs(self, pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
        """Pairs that stand together on both sides, with no found line between them."""
        found = sorted(self.found)
        runs: list[list[tuple[int, int]]] = []
        for a, b in sorted(pairs, key=lambda pair: pair[1]):
            if runs:
                before_a, before_b = runs[-1][-1]
                crossed = bisect_left(found, b) - bisect_left(found, before_b)
                if 0 < a - before_a <= AROUND and not crossed:
                    runs[-1].append((a, b))
                    continue
            runs.append([(a, b)])
        return runs

    def _has_context(self, run: Sequence[tuple[int, int]]) -> bool:
        if len(run) == 1:
            issued, line = self.issued[run[0][0]], self.returned[run[0][1]]
            if (issued.table is None, issued.column) != (line.table is None, line.column):
                return False
        return sum(self._weight(a, b) for a, b in run) >= CONTEXT

    def around(self, free: Sequence[int]) -> None:
        """Lines that follow or precede a found line both as issued and as returned.

        Where sections were shuffled, words that occur in several of them are known again by
        their neighbours.
        """
        taken = sorted(match.issued for match in self.found.values())
        ends = [(b, match.issued) for b, match in sorted(self.found.items())]
        ends = [(-1, len(self.issued)), *ends, (len(self.returned), -1)]
        for (b, a), (next_b, next_a) in pairwise(ends):
            if next_b - b < 2:
                continue
            after = bisect_left(taken, a + 1)
            stop = taken[after] if after < len(taken) else len(self.issued)
            self._gap_of(range(a + 1, min(stop, a + 1 + AROUND)), b + 1, next_b, free)
            before = bisect_left(taken, next_a)
            start = taken[before - 1] + 1 if before else 0
            self._gap_of(range(max(start, next_a - AROUND), next_a), b + 1, next_b, free)

    def _gap_of(self, issued: range, first: int, stop: int, free: Sequence[int]) -> None:
        """Work on what is open of some issued lines and some returned ones."""
        near = free[bisect_left(free, first) : bisect_left(free, stop)]
        rest_b = [b for b in near if b not in self.found]
        rest_a = [a for a in issued if a not in self.issued_found]
        if rest_a and rest_b:
            self._gap(rest_a, rest_b)

    def _open_issued(self) -> list[int]:
        return [a for a in range(len(self.issued)) if a not in self.issued_found]

    def _open_returned(self, free: Sequence[int]) -> list[int]:
        return [b for b in free if b not in self.found]

    # Edited --------------------------------------------------------------------------------

    def edited(self, free: Sequence[int]) -> None:
        """Issued lines that were edited, or that have an answer behind them on one line."""
        rest_a, rest_b = self._open_issued(), self._open_returned(free)
        if not rest_a or not rest_b:
            return
        after = sorted(self.found)
        for b in rest_b:
            spot = bisect_left(after, b)
            low = self.found[after[spot - 1]].issued if spot else -1
            high = self.found[after[spot]].issued if spot < len(after) else len(self.issued)
            if low >= high:  # beside a moved section
                low, high = (low, low + 12) if low >= 0 else (high - 12, high)
            near = rest_a[bisect_left(rest_a, low + 1) : bisect_left(rest_a, high)][:40]
            best = self._closest(b, near)
            if best is not None:
                self._put(b, best)
                rest_a.remove(best.issued)

    # Labels elsewhere ----------------------------------------------------------------------

    def labelled(self, free: Sequence[int]) -> None:
        """Labels with or without an answer behind them, wherever the form puts them.

        A short label counts only beside another of the form's, in the form's order.
        """
        missing = [
            (a, text)
            for a in self._open_issued()
            if self.issued[a].label and self.issued[a].field and (text := self.issued[a].text)
        ]
        if not missing:
            return
        pairs = [
            (a, b)
            for b in free
            if b not in self.found
            for a, label in missing
            if self._equal(a, b) or begins_with_label(self.returned[b].text, label)
        ]
        on_a, on_b = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
        chain = self._longest_order([(a, b) for a, b in pairs if on_a[a] == on_b[b] == 1])
        for number, (a, b) in enumerate(chain):
            around = chain[max(0, number - 1) : number] + chain[number + 1 : number + 2]
            is_long = len(letters(self.issued[a].text or "")) >= LONG_LABEL
            if is_long or any(abs(b - other) <= NEAR for _, other in around):
                self._put(b, Match(a, self._equal(a, b)))

    def left_over(self, free: Sequence[int]) -> None:
        """Headings that the form prints several times and that lost their neighbours.

        Only what stands as a heading on both sides, and is no field's own: plain words may
        be an answer.
        """
        waiting: dict[str, list[int]] = {}
        for a in self._open_issued():
            issued = self.issued[a]
            if (issued.level or issued.strong) and not (issued.field or issued.column_of):
                waiting.setdefault(issued.key, []).append(a)
        for b in self._open_returned(free):
            line = self.returned[b]
            if (line.level or line.strong) and waiting.get(line.key):
                self._put(b, Match(waiting[line.key].pop(0)))

    def _equal(self, a: int, b: int) -> bool:
        return self.issued[a].key == self.returned[b].key

    def _closest(self, b: int, near: Sequence[int]) -> Match | None:
        line = self.returned[b]
        text, words = letters(line.text), None
        best: tuple[float, Match] | None = None
        for a in near:
            issued = self.issued[a]
            candidate: tuple[float, Match] | None = None
            if issued.text is not None:
                own = letters(issued.text)
                if issued.field and begins_with_label(line.text, issued.text):
                    candidate = (95.0 + len(own) / 1000, Match(a, False))
                elif len(own) >= 10 and self._alike_in_place(issued, line):
                    ratio = fuzz.ratio(own, text)
                    if ratio >= (CLOSE if len(own) < LONG_LINE else CLOSE_LONG):
                        candidate = (ratio, Match(a, False))
            elif issued.marks:
                words = shingles(line.text) if words is None else words
                shared = len(words & issued.marks) / max(1, min(len(words), len(issued.marks)))
                if len(words) >= 4 and len(issued.marks) >= 4 and shared >= SHARED:
                    candidate = (100 * shared, Match(a, False))
            if candidate and (best is None or candidate[0] > best[0]):
                best = candidate
        return best[1] if best else None

    def _alike_in_place(self, issued: IssuedLine, line: ReturnedLine) -> bool:
        return (issued.table is None) == (line.table is None) or bool(issued.level)


def begins_with_label(text: str, label: str) -> bool:
    """Whether a line is a label with an answer behind it.

    A short label asks for a separator (`Name: Ann`), a long one does not.
    """
    wanted = letters(label)
    if not wanted:
        return False
    seen, position = "", 0
    while seen != wanted:
        if position == len(text):
            return False
        if text[position].isalnum():
            seen += letters(text[position])
        if not wanted.startswith(seen):
            return False
        position += 1
    end = position
    while end < len(text) and text[end] in " \t\u00a0:?!.…_–—-=>)*":
        end += 1
    between, rest = text[position:end], text[end:]
    if not rest.strip():
        return False
    separated = (
        any(letter in ":?\t–—=…" for letter in between)
        or between.strip("\u00a0") == " - "
        or label.rstrip()[-1:] in ":?"
    )
    return separated or (len(wanted) >= 24 and between[:1].isspace())
