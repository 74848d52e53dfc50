"""Boxes with a Yes and a No: what the marks of one question come to."""

from __future__ import annotations

import pytest

from workbook_docs.ticked import options_in_words
from workbook_docs.ticks import (
    Mark,
    is_boxes_and_words,
    marks_in,
    settled,
    side_of,
    with_both_words,
)

BESIDE = [
    # in the cell          its boxes          come to
    ("☒ Yes ☐ No", (True, False), (True,)),
    ("☐ Yes ☒ No", (False, True), (False,)),
    ("☐ Yes ☐ No", (False, False), (False,)),
    ("☒ Yes ☒ No", (True, True), (True, False)),  # contradicts itself
    ("Yes ☐ No ☒", (False, True), (False,)),
    ("YES: ☑  NO: ☐", (True, False), (True,)),
    ("☒", (True,), (True,)),
    ("☐ Are there no risks?", (False,), (False,)),
    ("☐ yes", (False,), (False,)),  # one box, and somebody typed yes beside it
    ("☐ ✓", (False, True), (False,)),  # the tick is typed text, and read as such
    ("✓", (True,), (True,)),
    ("Yes", (True,), (True,)),  # a box that is drawn without a letter of ours
]


@pytest.mark.parametrize(("text", "boxes", "states"), BESIDE)
def test_a_box_stands_for_the_word_beside_it(text, boxes, states):
    assert settled(with_both_words(marks_in(text, boxes))).states == states


HEADED = [
    # under Yes   under No    come to         No was said
    ((True,), (), (True,), False),
    ((), (True,), (False,), True),
    ((False,), (False,), (False,), False),
    ((True,), (True,), (True, False), False),
    ((None,), (True,), (None, False), True),
    ((), (), (), False),
]


@pytest.mark.parametrize(("yes", "no", "states", "said_no"), HEADED)
def test_a_mark_stands_for_the_heading_above_it(yes, no, states, said_no):
    marks = [Mark(state, True) for state in yes] + [Mark(state, False) for state in no]

    assert settled(marks).states == states
    assert settled(marks).said_no == said_no


@pytest.mark.parametrize(
    ("heading", "side"), [("Yes", True), (" NO. ", False), ("Yes?", True), ("Notes", None)]
)
def test_which_headings_are_yes_and_no(heading, side):
    assert side_of(heading) is side


@pytest.mark.parametrize(
    ("text", "nothing_else"),
    [("☐ Yes ☒ No", True), ("☐ Yes / ☒ No", True), ("☒ Yes, by May", False), ("Yes", False)],
)
def test_what_is_boxes_and_nothing_else(text, nothing_else):
    assert is_boxes_and_words(text) is nothing_else


OPTIONS = [
    # stand as words     unplaced text                    were chosen
    (["Home"], [], ["Home"]),
    (["Home", "School"], ["Ann to ask"], ["Home", "School"]),
    (["Home", "School", "Ward"], [], []),
    (["School"], ["_X_ Home", "_X_ Ward"], []),
    (["School"], ["Homework clubs"], ["School"]),
]


@pytest.mark.parametrize(("there", "unplaced", "chosen"), OPTIONS)
def test_options_without_boxes_are_chosen_where_the_others_are_gone(there, unplaced, chosen):
    found = options_in_words(["Home", "School", "Ward"], there, unplaced)

    assert found.value == chosen
    assert found.state == ("answered" if chosen else "unreadable")
