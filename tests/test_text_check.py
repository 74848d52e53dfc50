"""A text and a definition are compared in both directions."""

from __future__ import annotations

import pytest

from workbook_docs.definition import Field, Row, Section, Text, Tick, Workbook
from workbook_docs.text.build import misfits
from workbook_docs.text.check import fit
from workbook_docs.text.markdown import parse


class Item(Row):
    what: Text = Field(title="What?")


class You(Section):
    name: Text = Field(title="Your name")
    agreed: Tick = Field(title="I agree.")


class Small(Workbook, id="small", version="1", title="Small"):
    you: You = Field(title="About you")
    aim: Text = Field(title="Our aim")
    items: list[Item] = Field(title="Items")


GOOD = """---
title: Small
---
# About you

| Question | Answer |
| --- | --- |
| Your name | {{ you.name }} |

- {{ you.agreed }} I agree.

# Our aim

**What do you want?**

{{ aim }}

# Items

| What? |
| --- |
| {{ items[].what }} |
"""


def test_a_text_that_fits_has_no_lines() -> None:
    assert fit(parse(GOOD), Small) == ()


CHANGES = [
    # from          to                          what is said
    ("Your name |", "Your full name |", "line 8: the label of you.name is “Your full name”"),
    ("Your name |", "YOUR NAME: |", None),
    ("I agree.", "I disagree.", "line 10: the label of you.agreed is “I disagree.”"),
    ("I agree.", "I agree", None),
    ("# Our aim", "# My aim", "line 16: the label of aim is “My aim”"),
    ("| What? |", "| Why? |", "line 22: the label of items[].what is “Why?”"),
    ("{{ aim }}", "Nothing", "the field aim (“Our aim”) has no place"),
    ("{{ aim }}", "{{ aims }}", "line 16: small has no field aims"),
    ("{{ aim }}", "{{ items }}", "write {{ items[].column }}"),
    ("{{ aim }}", "{{ copy.colour }}", "small has no field copy.colour"),
    ("- {{ you.agreed }} I agree.", "- {{ aim }} Our aim", "aim is a check box here"),
    ("Your name |", "Round |", "the label of you.name is “Round”"),
]


@pytest.mark.parametrize(("old", "new", "said"), CHANGES)
def test_each_difference_is_told(old: str, new: str, said: str | None) -> None:
    changed = GOOD.replace(old, new, 1)
    if new == "- {{ aim }} Our aim":
        changed = changed.replace("\n{{ aim }}\n", "\nNothing\n")
    lines = fit(parse(changed, "small.md"), Small)
    if said is None:
        assert lines == ()
    else:
        assert any(said in line for line in lines), lines


def test_labels_of_the_copy_are_compared_too() -> None:
    table = "| Copy | By the hub |\n| --- | --- |\n| {} | {{{{ copy.round }}}} |\n\n# Our aim"
    right = parse(GOOD.replace("# Our aim", table.format("Round")), "s.md")
    wrong = parse(GOOD.replace("# Our aim", table.format("Cycle")), "s.md")
    assert fit(right, Small) == ()
    assert [line for line in fit(wrong, Small) if "“Round”" in line]


TOGETHER = [
    # changes, and the beginnings of all lines that are told
    ([("# Our aim", "### Our aim"), ("{{ aim }}", "{{ aims }}")],
     ["small.md line 12: a heading of level 3", "small.md line 16: small has no field aims",
      "small.md: the field aim (“Our aim”) has no place"]),
    # The place is there, only not read: it is not missed.
    ([("| {{ items[].what }} |", "| {{ items[].what }} and so on |")], ["small.md line 22: the place items[].what"]),
    # What a line is told of once is not told again in other words.
    ([("{{ aim }}", "{{ you.name }}")],
     ["small.md line 16: the place you.name a second time",
      "small.md: the field aim (“Our aim”) has no place"]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), TOGETHER)
def test_mistakes_in_a_text_and_misfits_are_told_together(tmp_path, changes, said) -> None:
    changed = GOOD
    for old, new in changes:
        changed = changed.replace(old, new, 1)
    path = tmp_path / "small.md"
    path.write_text(changed, "utf-8")
    told = list(misfits(Small, [path]))

    assert len(told) == len(said), told
    assert all(line.startswith(words) for line, words in zip(told, said, strict=True)), told
