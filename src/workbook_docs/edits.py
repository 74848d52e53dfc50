"""Issued lines found again although they were edited, or have an answer behind them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz

from workbook_docs.edition import IssuedLine, digest, letters, shingles
from workbook_docs.matching import Match, Matching, ReturnedLine

CLOSE = 86.0
"""Per cent of likeness from which an edited line is taken for the issued one."""
LONG_LINE = 30
CLOSE_LONG = 72.0
"""The same for a line of so many letters, of which a word or two may have been changed."""
LONG_LABEL = 16
"""Letters of a label that is known again without another beside it."""
NEAR = 8
"""Lines between two labels that stand together."""
SHARED = 0.6
"""Share of three-word shingles from which edited hashed guidance is known again."""


_NUMBER = re.compile(
    r"\s*(?:(?:part|section|step|question|q)\s*)?"
    r"(?:\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,4})[.):]*)[ \t\u00a0–—-]+",
    re.IGNORECASE,
)
"""A number before a heading: `2.`, `3.1`, `Part A:`, `Q4`, `(b)`."""

_STROKE = re.compile(r"[ \u00a0]*/")


class Edits:
    """Finds issued lines that are not as they were."""

    def __init__(self, work: Matching) -> None:
        self.work = work

    # Edited --------------------------------------------------------------------------------

    def edited(self, free: Sequence[int]) -> None:
        """Issued lines that were edited, or that have an answer behind them on one line."""
        rest_a, rest_b = self.work.open_issued(), self.work.open_returned(free)
        if not rest_a or not rest_b:
            return
        after = sorted(self.work.found)
        for b in rest_b:
            spot = bisect_left(after, b)
            low = self.work.found[after[spot - 1]].issued if spot else -1
            high = (
                self.work.found[after[spot]].issued if spot < len(after) else len(self.work.issued)
            )
            if low >= high:  # beside a moved section
                low, high = (low, low + 12) if low >= 0 else (high - 12, high)
            near = rest_a[bisect_left(rest_a, low + 1) : bisect_left(rest_a, high)][:40]
            best = self._closest(b, near)
            if best is not None:
                self.work.put(b, best)
                rest_a.remove(best.issued)

    def numbered(self, free: Sequence[int]) -> None:
        """Headings and labels that somebody put a number before, in the form's order."""
        waiting: dict[str, list[int]] = {}
        labels: list[tuple[int, str]] = []
        for a in self.work.open_issued():
            issued = self.work.issued[a]
            if (issued.level or issued.label) and issued.table is None:
                waiting.setdefault(issued.key, []).append(a)
            if issued.label and issued.field and issued.text:
                labels.append((a, issued.text))
        if not waiting and not labels:
            return
        pairs = []
        for b in self.work.open_returned(free):
            line = self.work.returned[b]
            number = _NUMBER.match(line.text) if line.table is None and not line.start else None
            if number is not None:
                rest = line.text[number.end() :]
                pairs += [(a, b) for a in waiting.get(digest(rest), ())]
                pairs += [(a, b) for a, label in labels if begins_with_label(rest, label)]
        # Words that stand there twice may be an answer once: only the order tells.
        pairs = self._in_place(pairs, always=True)
        for a, b in self.work.longest_order(pairs):
            self.work.put(b, Match(a, False))

    # Labels elsewhere ----------------------------------------------------------------------

    def labelled(self, free: Sequence[int]) -> None:
        """Labels with or without an answer behind them, wherever the form puts them.

        A short label counts only beside another of the form's, in the form's order.
        """
        missing = [
            (a, text)
            for a in self.work.open_issued()
            if self.work.issued[a].label
            and self.work.issued[a].field
            and (text := self.work.issued[a].text)
        ]
        if not missing:
            return
        pairs = [
            (a, b)
            for b in free
            if b not in self.work.found
            for a, label in missing
            if self.work.equal(a, b) or begins_with_label(self.work.returned[b].text, label)
        ]
        pairs = self._in_place(pairs)
        on_a, on_b = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
        chain = self.work.longest_order([(a, b) for a, b in pairs if on_a[a] == on_b[b] == 1])
        neighbours = self._neighbours()
        for number, (a, b) in enumerate(chain):
            around = chain[max(0, number - 1) : number] + chain[number + 1 : number + 2]
            is_long = len(letters(self.work.issued[a].text or "")) >= LONG_LABEL
            is_near = any(abs(b - other) <= NEAR for _, other in around)
            if is_long or is_near or _is_beside(b, neighbours[a]):
                found = _behind(self.work.returned[b].text, self.work.issued[a], a)
                self.work.put(b, Match(a) if self.work.equal(a, b) else found)

    def _neighbours(self) -> dict[int, list[tuple[int, bool]]]:
        """By label, where its neighbours in the form stand, and whether each is before it there."""
        labels = [n for n, line in enumerate(self.work.issued) if line.label and line.field]
        stands: dict[int, list[int]] = defaultdict(list)
        for b, match in self.work.found.items():
            stands[match.issued].append(b)
        found: dict[int, list[tuple[int, bool]]] = defaultdict(list)
        for before, after in pairwise(labels):
            found[after] += [(b, True) for b in stands.get(before, ())]
            found[before] += [(b, False) for b in stands.get(after, ())]
        return found

    def _in_place(
        self, pairs: Sequence[tuple[int, int]], always: bool = False
    ) -> list[tuple[int, int]]:
        """The pairs, of a label with several candidates only those between its neighbours.

        `always` asks it also of a label with one candidate.
        """
        count = Counter(a for a, _ in pairs)
        at = {match.issued: b for b, match in self.work.found.items()}
        known = sorted(at)
        kept = []
        for a, b in pairs:
            if always or count[a] > 1:
                spot = bisect_left(known, a)
                low = at[known[spot - 1]] if spot else -1
                high = at[known[spot]] if spot < len(known) else len(self.work.returned)
                if not low < b < high:
                    continue
            kept.append((a, b))
        return kept

    def begun(self, free: Sequence[int]) -> None:
        """Lines that begin with a label that is found nowhere else: `Name Ann Reed`.

        Two labels that follow each other in the form, each at the beginning of a line, are
        labels. One alone may be the first word of an answer: nobody can tell.
        """
        seen = {self.work.issued[match.issued].field for match in self.work.found.values()}
        labels: dict[str, int] = {}  # field -> its first label line
        for a, issued in enumerate(self.work.issued):
            if issued.label and issued.field and issued.text:
                labels.setdefault(issued.field, a)
        place = {a: number for number, a in enumerate(labels.values())}
        missing = [a for field, a in labels.items() if field not in seen]
        pairs = [
            (a, b)
            for b in free
            if b not in self.work.found and self._begins_its_block(b)
            for a in missing
            if answer_behind(self.work.returned[b].text, self.work.issued[a].text or "")
        ]
        on_a, on_b = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
        chain = self.work.longest_order([(a, b) for a, b in pairs if on_a[a] == on_b[b] == 1])
        sure: set[int] = set()
        for (a, b), (next_a, next_b) in pairwise(chain):
            if place[next_a] == place[a] + 1 and next_b - b <= NEAR:
                sure |= {b, next_b}
        neighbours = self._neighbours()
        # Behind a stroke it is printed in another language: no answer begins so.
        sure |= {
            b
            for a, b in chain
            if _STROKE.match(self.work.returned[b].text, len(self.work.issued[a].text or ""))
            and _is_beside(b, neighbours[a])
        }
        for a, b in chain:
            if b in sure:
                self.work.put(b, Match(a, False, True))
        # Beside a label, in its row, the words are an answer to it, whatever they begin with.
        rows = {
            (line.table, line.row)
            for n, match in self.work.found.items()
            if (line := self.work.returned[n]).table is not None
            and self.work.issued[match.issued].field
        }
        self.work.doubtful |= {
            b
            for _, b in pairs
            if b not in sure
            and (self.work.returned[b].table, self.work.returned[b].row) not in rows
        }

    def _begins_its_block(self, b: int) -> bool:
        line = self.work.returned[b]
        return line.start == 0 and line.part == "body" and not line.level

    def left_over(self, free: Sequence[int]) -> None:
        """Headings that the form prints several times and that lost their neighbours.

        Only what stands as a heading on both sides, and is no field's own: plain words may
        be an answer.
        """
        waiting: dict[str, list[int]] = {}
        for a in self.work.open_issued():
            issued = self.work.issued[a]
            if (issued.level or issued.strong) and not (issued.field or issued.column_of):
                waiting.setdefault(issued.key, []).append(a)
        for b in self.work.open_returned(free):
            line = self.work.returned[b]
            if (line.level or line.strong) and waiting.get(line.key):
                self.work.put(b, Match(waiting[line.key].pop(0)))

    def _closest(self, b: int, near: Sequence[int]) -> Match | None:
        line = self.work.returned[b]
        text, words = letters(line.text), None
        best: tuple[float, Match] | None = None
        for a in near:
            issued = self.work.issued[a]
            candidate: tuple[float, Match] | None = None
            if issued.text is not None:
                own = letters(issued.text)
                if issued.field and begins_with_label(line.text, issued.text):
                    candidate = (101.0 + len(own) / 1000, _behind(line.text, issued, a))
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


def _is_beside(b: int, neighbours: Sequence[tuple[int, bool]]) -> bool:
    """Whether a line stands near one of a label's neighbours, on the side where the form has it."""
    return any(
        abs(b - other) <= NEAR and (other < b) == is_before for other, is_before in neighbours
    )


def _behind(text: str, issued: IssuedLine, number: int) -> Match:
    """The match of a label that has an answer behind it on its line."""
    return Match(number, False, answer_behind(text, issued.text or "") == "parted")


def answer_behind(text: str, label: str) -> Literal["parted", "long", "loose", None]:
    """How an answer stands behind a label on its line; None where the line does not begin so.

    A short label asks for a separator (`Name: Ann`, a tab, several spaces); without one the
    words may be all answer (`loose`), but for a long label.
    """
    wanted = letters(label)
    end = _end_of(text, wanted)
    if end is None:
        return None
    start = answer_start(text, label) or end
    between, rest = text[end:start], text[start:]
    if not rest.strip():
        return None
    if (
        any(letter in ":?\t–—=…" for letter in between)
        or between.strip("\u00a0") == " - "
        or label.rstrip()[-1:] in ":?"
        or (label.rstrip()[-1:] in ".!" and between.startswith(label.rstrip()[-1]))
    ):
        return "parted"
    if len(wanted) >= 24 and between[:1].isspace():
        return "long"
    if between and not between.strip(" \u00a0"):
        return "parted" if len(between) > 1 else "loose"
    return None


def answer_start(text: str, label: str) -> int | None:
    """Where on a line that begins with a label what stands behind it begins."""
    end = _end_of(text, letters(label))
    while end is not None and end < len(text) and text[end] in " \t\u00a0:?!.…_–—-=>)*":
        end += 1
    return end


def _end_of(text: str, wanted: str) -> int | None:
    """Where the letters of a label end at the beginning of a line."""
    if not wanted or letters(text[:1])[:1] not in ("", wanted[0]):
        return None
    seen, position = "", 0
    while seen != wanted:
        if position == len(text):
            return None
        if text[position].isalnum():
            seen += letters(text[position])
        if not wanted.startswith(seen):
            return None
        position += 1
    return position


def begins_with_label(text: str, label: str) -> bool:
    """Whether a line is a label with an answer behind it."""
    return answer_behind(text, label) in ("parted", "long")
