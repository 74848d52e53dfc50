"""Boxes with a Yes and a No: which of them is ticked, and what that says.

A form may ask by one box, or by two: beside the words Yes and No, or under such headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BOXES: Mapping[str, bool] = dict.fromkeys("☐□❏❑❐⬜▢", False) | dict.fromkeys("☑☒🗹🗷🗵⊠", True)
"""Letters that draw a whole box, and whether it is ticked; a mark such as ✓ is typed text."""

_SIDES: Mapping[str, bool] = {
    "yes": True, "y": True, "done": True, "no": False, "n": False, "not done": False,
    "not yet": False, "n/a": False, "na": False, "not applicable": False,
}  # fmt: skip
_BOX = "[" + "".join(BOXES) + "]"
_TICK = "[✓✔✗✘☓✅🗸]"
_BOX_FIRST = re.compile(rf"({_BOX})[\s\u00a0:.]*(yes|no)\b", re.IGNORECASE)
_WORD_FIRST = re.compile(rf"\b(yes|no)[\s\u00a0:.]*({_BOX})", re.IGNORECASE)
_BRACKETS = re.compile(r"[\[(]([ \u00a0]{0,3}[xXvV✓✔]?[ \u00a0]{0,3})[\])]")
_NOTHING_ELSE = re.compile(rf"(?:{_BOX}|\byes\b|\bno\b|[\s\u00a0:./,;|()-])*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """One box or typed mark: whether it is set, and whether it stands for Yes or for No.

    `by_word` tells that a word beside the box says so, and no heading above it.
    """

    state: bool | None
    side: bool | None = None
    by_word: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """What the marks of one question say: the states found, and whether No was said."""

    states: tuple[bool | None, ...] = ()
    said_no: bool = False


def side_of(heading: str) -> bool | None:
    """Whether a column is headed Yes or No; None where it is neither."""
    return _SIDES.get(" ".join(heading.casefold().split()).rstrip(".:?"))


def marks_in(text: str, boxes: Sequence[bool | None]) -> list[Mark]:
    """The boxes of a paragraph or cell, each with the Yes or No that stands beside it."""
    drawn = [m.start() for m in re.finditer(_BOX, text)]
    typed = len(re.findall(_TICK, text))
    if drawn and len(drawn) + typed == len(boxes):
        # A tick typed at a box is what was typed, not a box of its own.
        boxes = [BOXES[text[at]] for at in drawn]
    if len(drawn) != len(boxes):
        return [Mark(state) for state in boxes]
    box_first = {m.start(1): m[2] for m in _BOX_FIRST.finditer(text)}
    word_first = {m.start(2): m[1] for m in _WORD_FIRST.finditer(text)}
    words = box_first if len(box_first) >= len(word_first) else word_first
    sides = [side_of(words.get(at, "")) for at in drawn]
    return [Mark(state, side, side is not None) for state, side in zip(boxes, sides, strict=True)]


def marks_typed(text: str) -> list[Mark]:
    """The marks of boxes drawn with brackets beside a Yes and a No: `[x] Yes [ ] No`.

    None where a text is anything else.
    """
    drawn = _BRACKETS.sub(lambda found: "☒" if found[1].strip() else "☐", text)
    if drawn == text or not is_boxes_and_words(drawn):
        return []
    boxes = [BOXES[letter] for letter in drawn if letter in BOXES]
    marks = with_both_words(marks_in(drawn, boxes))
    return marks if all(mark.by_word for mark in marks) else []


def with_both_words(marks: Sequence[Mark]) -> list[Mark]:
    """The marks, those with a word beside them as such only where Yes and No both stand there.

    A box with Yes alone beside it is one box, and somebody typed Yes.
    """
    if {mark.side for mark in marks if mark.by_word} == {True, False}:
        return list(marks)
    return [Mark(mark.state) if mark.by_word else mark for mark in marks]


def without_boxes(text: str) -> str:
    """What was typed beside the boxes of a text."""
    return re.sub(_BOX, "", text).strip()


def is_boxes_and_words(text: str) -> bool:
    """Whether a text is nothing but boxes, at least one of them beside a Yes or No."""
    return bool(
        _NOTHING_ELSE.fullmatch(text) and (_BOX_FIRST.search(text) or _WORD_FIRST.search(text))
    )


def settled(marks: Iterable[Mark]) -> Marked:
    """The states that marks come to: a set No is no tick, and an unset one says nothing."""
    marks = list(marks)
    states = [mark.state for mark in marks if mark.side is None]
    sided = [mark for mark in marks if mark.side is not None]
    yes = any(mark.state for mark in sided if mark.side)
    no = any(mark.state for mark in sided if not mark.side)
    states += [None for mark in sided if mark.state is None]
    if sided:
        states += ([True] if yes else []) + ([False] if no or not yes else [])
    return Marked(tuple(states), no and not yes)
