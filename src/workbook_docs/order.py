"""Equal lines found again: in order, then sections that were moved, then their neighbours.

Lines that occur once on both sides fix the order; between them the work goes on in the
smaller gaps, so the time grows with the length of the document. difflib would be
quadratic on repeated paragraphs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from workbook_docs.edition import digest
from workbook_docs.matching import Match, Matching

DENSE = 250_000
"""Cells of a gap that are compared one by one; above that only in order."""
CONTEXT = 6.0
"""Weight, in lines and their length, from which a run of lines is known again elsewhere."""
FEWEST_IN_COLUMN = 3
"""Labels of a section from which a column of a table holds its labels."""
MOST_MOVES = 8
"""Rounds of looking for moved sections; each makes more lines the only ones of their words."""
OFTEN, LONG = 3, 15
"""Places in which a form prints words, and their letters, from which they are no answer."""
_COUNTS = frozenset(digest(str(number)) for number in range(100))
AROUND = 40
"""Issued lines before and behind a found line that are looked for beside it."""


class Order:
    """Finds issued lines whose words all still stand."""

    def __init__(self, work: Matching) -> None:
        self.work = work
        self._printed = Counter(line.key for line in work.issued)

    # Exact, in order ---------------------------------------------------------------------

    def in_order(self, pins: Mapping[int, int], free: Sequence[int]) -> None:
        """Exact matches in one order, the pins first."""
        for b, a in pins.items():
            exact = self.work.issued[a].key == self.work.returned[b].key
            self.work.put(b, Match(a, exact))
        self.work.aside = self._listed(free)
        fixed = self.work.longest_order(
            [(a, b) for b, a in pins.items()]
            + self._unique_pairs(self.work.open_issued(), self.work.open_returned(free))
        )
        self.work.take(fixed)
        self._gaps(fixed, self.work.open_issued(), self.work.open_returned(free))

    def _listed(self, free: Sequence[int]) -> frozenset[int]:
        """Issued lines, as in a list of contents, that only say headings once more.

        Where a return has such words no more often than the form has headings of them, they
        are the headings: the list is made by a program, or was left out.
        """
        headings = Counter(line.key for line in self.work.issued if line.level)
        there = Counter(self.work.returned[b].key for b in free)
        # A number alone says nothing of where it stands.
        return frozenset(
            a
            for a, line in enumerate(self.work.issued)
            if (line.key in _COUNTS and not (line.label or line.field or line.column_of))
            or (
                not (line.level or line.field or line.column_of)
                and line.table is None
                and there[line.key] <= headings[line.key]
            )
        )

    def _unique_pairs(self, a_side: Sequence[int], b_side: Sequence[int]) -> list[tuple[int, int]]:
        a_count = Counter(self.work.issued[a].key for a in a_side)
        b_count = Counter(self.work.returned[b].key for b in b_side)
        at = {self.work.issued[a].key: a for a in a_side if a_count[self.work.issued[a].key] == 1}
        return [
            (at[self.work.returned[b].key], b)
            for b in b_side
            if b_count[self.work.returned[b].key] == 1
            and self.work.returned[b].key in at
            and self._may_be(at[self.work.returned[b].key], b)
        ]

    def _may_be(self, a: int, b: int) -> bool:
        """Whether a line can be an issued one by how it stands: a heading is no plain cell."""
        issued, line = self.work.issued[a], self.work.returned[b]
        if not self.work.equal(a, b):
            return False
        plain_cell = bool(line.table is not None and line.column and not line.strong)
        return not (
            plain_cell
            and not line.level
            and (issued.level or issued.strong)
            and issued.column != line.column
        )

    def _gaps(
        self, fixed: Sequence[tuple[int, int]], rest_a: Sequence[int], rest_b: Sequence[int]
    ) -> None:
        """Work on what lies between fixed pairs, each gap for itself."""
        bounds = [(-1, -1), *fixed, (len(self.work.issued), len(self.work.returned))]
        at_a = at_b = 0
        for (_, _), (stop_a, stop_b) in pairwise(bounds):
            end_a = bisect_left(rest_a, stop_a, at_a)
            end_b = bisect_left(rest_b, stop_b, at_b)
            if end_a > at_a and end_b > at_b:
                self._gap(rest_a[at_a:end_a], rest_b[at_b:end_b])
            at_a, at_b = end_a, end_b

    def _gap(self, a_side: Sequence[int], b_side: Sequence[int]) -> None:
        keys = {self.work.issued[a].key for a in a_side}
        b_side = [b for b in b_side if self.work.returned[b].key in keys]
        keys = {self.work.returned[b].key for b in b_side}
        a_side = [a for a in a_side if self.work.issued[a].key in keys]
        if not a_side or not b_side:
            return
        unique = self.work.longest_order(self._unique_pairs(a_side, b_side))
        if unique:
            self.work.take(unique)
            done_a, done_b = {a for a, _ in unique}, {b for _, b in unique}
            rest_a = [a for a in a_side if a not in done_a]
            rest_b = [b for b in b_side if b not in done_b]
            self._gaps(unique, rest_a, rest_b)
        elif len(a_side) * len(b_side) <= DENSE:
            self.work.take(self._best_order(a_side, b_side))
        else:
            self.work.take(self._first_come(a_side, b_side))

    def _likeness(self, a: int, b: int) -> float:
        """How well two lines of the same words also stand alike: strength, then column.

        Where the form prints words several times, those of a field are the ones to keep.
        """
        issued, line = self.work.issued[a], self.work.returned[b]
        return (
            4.0
            + 1.5 * (bool(issued.level) == bool(line.level))
            + 1.2 * (issued.strong == line.strong)
            + 1.0 * (issued.column == line.column)
            + 0.5 * ((issued.table is None) == (line.table is None))
            + 0.5 * (issued.part == line.part)
            + 0.4 * issued.label
        )

    def _best_order(self, a_side: Sequence[int], b_side: Sequence[int]) -> list[tuple[int, int]]:
        """The heaviest alignment in order, every pair of equal words considered."""
        width = len(b_side) + 1
        table = [[0.0] * width for _ in range(len(a_side) + 1)]
        for i in range(len(a_side) - 1, -1, -1):
            here, below = table[i], table[i + 1]
            for j in range(len(b_side) - 1, -1, -1):
                best = below[j] if below[j] >= here[j + 1] else here[j + 1]
                if self.work.equal(a_side[i], b_side[j]):
                    best = max(best, below[j + 1] + self._likeness(a_side[i], b_side[j]))
                here[j] = best
        pairs, i, j = [], 0, 0
        while i < len(a_side) and j < len(b_side):
            a, b = a_side[i], b_side[j]
            if self.work.equal(a, b) and (
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
            places.setdefault(self.work.returned[b].key, []).append(position)
        for a in a_side:
            spots = places.get(self.work.issued[a].key, [])
            spot = bisect_left(spots, at)
            if spot < len(spots) and self.work.equal(a, b_side[spots[spot]]):
                pairs.append((a, b_side[spots[spot]]))
                at = spots[spot] + 1
        return pairs

    # Moved ---------------------------------------------------------------------------------

    def moved(self, free: Sequence[int]) -> None:
        """Further runs of issued lines in another place: sections that were moved.

        A run counts only with context: two lines, or one long one where such a line stood.
        """
        for _ in range(MOST_MOVES):
            pairs = self._unique_pairs(self.work.open_issued(), self.work.open_returned(free))
            runs = [run for run in self._runs(pairs) if self._has_context(run)]
            for run in runs:
                self.work.take(run)
                (first_a, first_b), (last_a, last_b) = run[0], run[-1]
                self._gap_of(range(first_a, last_a + 1), first_b, last_b + 1, free)
            if not runs:
                return

    def in_tables(self, free: Sequence[int]) -> None:
        """Labels of rows that were moved within their table: beside others of it in one column."""
        labels: Counter[tuple[int | None, ...]] = Counter()
        for b, match in self.work.found.items():
            issued, line = self.work.issued[match.issued], self.work.returned[b]
            if issued.field and issued.label and line.table is not None:
                labels[issued.table, issued.column, line.table, line.column] += 1
        for a, b in self._unique_pairs(self.work.open_issued(), self.work.open_returned(free)):
            issued, line = self.work.issued[a], self.work.returned[b]
            beside = labels[issued.table, issued.column, line.table, line.column]
            if issued.field and issued.label and issued.table is not None and beside > 1:
                self.work.put(b, Match(a))

    def in_columns(self, free: Sequence[int]) -> None:
        """Labels of one section that stand one below the other in a column of any table."""
        waiting = {
            self.work.issued[a].key: a
            for a in self.work.open_issued()
            if self.work.issued[a].label and self.work.issued[a].field
        }
        columns: dict[tuple[object, ...], list[tuple[int, int]]] = {}
        for b in free:
            line, match = self.work.returned[b], self.work.found.get(b)
            own = match is not None and bool(self.work.issued[match.issued].field)
            a = match.issued if match is not None and own else waiting.get(line.key)
            if a is not None and line.table is not None and self.work.issued[a].label:
                section = (self.work.issued[a].field or "").rpartition(".")[0]
                columns.setdefault((line.table, line.column, section), []).append((a, b))
        for pairs in columns.values():
            rising = sorted(pairs) == sorted(pairs, key=lambda pair: pair[1])
            rows = {self.work.returned[b].row for _, b in pairs}
            if rising and FEWEST_IN_COLUMN <= len(pairs) == len(rows):
                for a, b in pairs:
                    before = self.work.found.get(b)
                    if before is not None and before.issued != a:
                        self.work.issued_found.discard(before.issued)
                    if before is None or before.issued != a:
                        self.work.put(b, Match(a))

    def _runs(self, pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
        """Pairs that stand together on both sides, with no found line between them."""
        found = sorted(self.work.found)
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
            issued, line = self.work.issued[run[0][0]], self.work.returned[run[0][1]]
            if (issued.table is None, issued.column) != (line.table is None, line.column):
                return False
            if self._printed[issued.key] > 1:
                return False  # words that stand in several sections are told by what is beside them
            if issued.level and line.level:
                return True  # a heading that is there once, printed as a heading
        return sum(self.work.weight(a, b) for a, b in run) >= CONTEXT

    def around(self, free: Sequence[int]) -> None:
        """Lines that follow or precede a found line both as issued and as returned.

        Where sections were shuffled, words that occur in several of them are known again by
        their neighbours.
        """
        taken = sorted(match.issued for match in self.work.found.values())
        ends = [(b, match.issued) for b, match in sorted(self.work.found.items())]
        ends = [(-1, len(self.work.issued)), *ends, (len(self.work.returned), -1)]
        for (b, a), (next_b, next_a) in pairwise(ends):
            if next_b - b < 2:
                continue
            after = bisect_left(taken, a + 1)
            stop = taken[after] if after < len(taken) else len(self.work.issued)
            self._gap_of(range(a + 1, min(stop, a + 1 + AROUND)), b + 1, next_b, free)
            before = bisect_left(taken, next_a)
            start = taken[before - 1] + 1 if before else 0
            self._gap_of(range(max(start, next_a - AROUND), next_a), b + 1, next_b, free)

    def printed_often(self, free: Sequence[int]) -> None:
        """Words that the form prints in many places, as on each sheet, wherever they stand."""
        waiting: dict[str, list[int]] = {}
        for a in self.work.open_issued():
            line = self.work.issued[a]
            asks = line.field or line.column_of or line.level
            if self._printed[line.key] >= OFTEN and len(line.text or "") >= LONG and not asks:
                waiting.setdefault(line.key, []).append(a)
        for b in self.work.open_returned(free):
            if places := waiting.get(self.work.returned[b].key):
                self.work.put(b, Match(places.pop(0)))

    def fields_first(self) -> None:
        """Where a form prints words several times and a return has them once, they are a field's.

        Guidance may be left out where a form is laid out anew; the places of answers are not.
        """
        printed: dict[str, list[int]] = {}
        for b, match in self.work.found.items():
            issued = self.work.issued[match.issued]
            if match.exact and not issued.field and not issued.column_of:
                printed.setdefault(issued.key, []).append(b)
        for a in self.work.open_issued():
            issued = self.work.issued[a]
            again = printed.get(issued.key, ())
            if issued.field and len(again) == 1 and self._may_be(a, again[0]):
                self.work.issued_found.discard(self.work.found[again[0]].issued)
                self.work.put(again[0], Match(a))

    def labels_above(self, free: Sequence[int]) -> None:
        """Of a heading and the same words below it, the heading is the label."""
        open_lines = set(self.work.open_returned(free))
        for b, match in list(self.work.found.items()):
            issued, line = self.work.issued[match.issued], self.work.returned[b]
            if b - 1 not in open_lines or not (issued.field and issued.label):
                continue
            above = self.work.returned[b - 1]
            stands_out = (above.level > 0 and not line.level) or (above.strong and not line.strong)
            if above.key == line.key and above.block != line.block and stands_out:
                del self.work.found[b]
                self.work.put(b - 1, match)

    def _gap_of(self, issued: range, first: int, stop: int, free: Sequence[int]) -> None:
        """Work on what is open of some issued lines and some returned ones."""
        near = free[bisect_left(free, first) : bisect_left(free, stop)]
        rest_b = [b for b in near if b not in self.work.found]
        rest_a = [a for a in issued if a not in self.work.issued_found and a not in self.work.aside]
        if rest_a and rest_b:
            self._gap(rest_a, rest_b)
