"""The issued part of an edited line, and what a person put into it.

A line that is nearly an issued one is issued only as far as its words are. What stands
behind a label may be its answer; what stands inside issued words fits no field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from workbook_docs.edition import IssuedLine, letters, word_groups
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.translations import is_translation
from workbook_docs.understanding import understand_tick

ALIKE = 80.0
"""Per cent of likeness at which a word without digits is the issued one, misspelt."""
KEPT = 0.5
"""Share of an issued line's words that must still be there for it to be that line."""
MOST_WORDS = 600
"""Words of one line that are compared one by one; longer lines are guidance."""


_SEPARATOR = re.compile(r"\S*(?:\s*[-\u2013\u2014:=>]+(?=\s))?")
_DASH = re.compile(r"\s*([-\u2013\u2014*\u2022])\s")


@dataclass(frozen=True, slots=True)
class Split:
    """The lines of a return with edited ones cut into pieces.

    `number` tells where each line of before is now; `loose` are pieces that fit no field
    wherever they stand.
    """

    lines: Sequence[ReturnedLine]
    matches: Mapping[int, Match]
    number: Sequence[int]
    loose: frozenset[int]


def split(
    lines: Sequence[ReturnedLine],
    matches: Mapping[int, Match],
    issued: Sequence[IssuedLine],
    ticks: frozenset[str],
) -> Split:
    """Cut every inexact match into what was issued and what was not.

    What stands before the words of a label is a number or the like; before those of a box,
    one of `ticks`, a mark is an answer.
    """
    pieces: list[ReturnedLine] = []
    found: dict[int, Match] = {}
    number: list[int] = []
    loose: set[int] = set()
    for old, line in enumerate(lines):
        number.append(len(pieces))
        hit = matches.get(old)
        if hit is None or hit.exact or line.part in ("header", "footer"):
            if hit is not None:
                found[len(pieces)] = hit
            elif is_translation(line.text) and _is_behind(lines, old, matches):
                loose.add(len(pieces))
            pieces.append(line)
            continue
        spans = list(_spans(line.text, issued[hit.issued]))
        if old + 1 < len(lines) and old + 1 not in matches:
            spans = _with_bullet(line.text, spans, lines[old + 1])
        kept = sum(end - start for start, end, is_issued in spans if is_issued)
        last = max((n for n, span in enumerate(spans) if span[2]), default=-1)
        if not kept or not _is_that_line(line.text, spans, issued[hit.issued]):
            # The label was typed over: its place is still that of the field.
            found[len(pieces)] = hit
            loose.add(len(pieces))
            pieces.append(line)
            continue
        first = next(n for n, span in enumerate(spans) if span[2])
        is_tick = issued[hit.issued].field in ticks
        for position, (start, end, is_issued) in enumerate(spans):
            if is_issued:
                found[len(pieces)] = hit
            elif line.text[start:end].lstrip().startswith("/") or (
                position < last
                and not (position < first and is_tick and _may_tick(line.text[start:end]))
            ):
                loose.add(len(pieces))  # behind a stroke, a label is printed in another language
            pieces.append(_cut(line, start, end, is_issued))
    return Split(pieces, found, number, frozenset(loose))


def _is_behind(lines: Sequence[ReturnedLine], number: int, matches: Mapping[int, Match]) -> bool:
    """Whether a line goes on right behind issued words."""
    before, line = lines[number - 1], lines[number]
    return number - 1 in matches and (before.block, before.end) == (line.block, line.start)


def _may_tick(text: str) -> bool:
    """Whether words before those of a box may tick it; a number only counts it."""
    words = text.strip(" .:-\u2013\u2014")
    return not words.isdigit() and understand_tick(words) is not None


def _cut(line: ReturnedLine, start: int, end: int, is_issued: bool) -> ReturnedLine:
    return replace(
        line,
        key=line.key if is_issued else "",
        text=line.text[start:end],
        start=line.start + start,
        end=line.start + end,
    )


def _spans(text: str, issued: IssuedLine) -> Iterator[tuple[int, int, bool]]:
    """The line in stretches that are issued and stretches that are not."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\w+", text)]
    if not words:
        return
    known = _known(text, words, issued)
    start, state = 0, known[0]
    for (_, before), (after, _), was, is_known in zip(
        words, words[1:], known, known[1:], strict=False
    ):
        if was != is_known:
            # Punctuation goes with the word it touches: “Name:”, and then the answer.
            between = _SEPARATOR.match(text[before:after])
            cut = before + (between.end() if between else 0)
            yield start, cut, state
            start, state = cut, is_known
    yield start, len(text), state


def _with_bullet(
    text: str, spans: list[tuple[int, int, bool]], below: ReturnedLine
) -> list[tuple[int, int, bool]]:
    """The spans, a dash before the answer given to it where the line below has one, too.

    `Channels - letters`, and below it `- calls`: the first dash begins a list.
    """
    bullet = _DASH.match(below.text)
    if bullet is None or len(spans) < 2 or spans[-1][2]:
        return spans
    start, end, _ = spans[-1]
    kept = text[:start].rstrip()
    if not kept.endswith(bullet[1]) or not kept[: -len(bullet[1])][-1:].isspace():
        return spans
    cut = len(kept) - len(bullet[1])
    return [*spans[:-2], (spans[-2][0], cut, True), (cut, end, False)]


def _known(text: str, words: Sequence[tuple[int, int]], issued: IssuedLine) -> list[bool]:
    returned = [letters(text[start:end]) for start, end in words]
    if issued.text is None:
        return _known_by_marks(returned, issued.marks)
    own = [letters(word) for word in re.findall(r"\w+", issued.text)]
    if max(len(own), len(returned)) > MOST_WORDS:
        return [word in set(own) for word in returned]
    known = [False] * len(returned)
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, own, returned, autojunk=False).get_opcodes():
        if kind == "equal":
            known[b0:b1] = [True] * (b1 - b0)
        elif kind == "replace" and a1 - a0 == b1 - b0:
            for a, b in zip(range(a0, a1), range(b0, b1), strict=True):
                known[b] = _misspelt(own[a], returned[b])
    return known


def _misspelt(own: str, word: str) -> bool:
    # A number is never a slip of another number.
    return word.isalpha() and own.isalpha() and fuzz.ratio(own, word) >= ALIKE


def _known_by_marks(words: Sequence[str], marks: frozenset[int]) -> list[bool]:
    known = [False] * len(words)
    for position, mark in enumerate(word_groups(words)):
        if mark in marks:
            known[position : position + 3] = [True] * len(known[position : position + 3])
    return known


def _is_that_line(text: str, spans: Sequence[tuple[int, int, bool]], issued: IssuedLine) -> bool:
    kept = sum(len(re.findall(r"\w+", text[s:e])) for s, e, is_issued in spans if is_issued)
    total = len(re.findall(r"\w+", issued.text)) if issued.text is not None else len(issued.marks)
    return kept >= KEPT * total
