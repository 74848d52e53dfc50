"""What is left of a prompt is no answer; what people put into brackets is."""

from __future__ import annotations

import pytest

from printed_shapes import laid_out
from workbook_docs import fill
from workbook_docs.errors import FillError
from workbook_docs.prompts import PROMPTS, is_foreign_prompt, prompt_spans
from workbook_docs.reading import read_bytes
from workbook_docs.values import assemble
from workbook_docs.workbooks.module_2 import Module2

LEFT = [
    # in the place                          left of the prompt
    ("[Click here to Ann", ["[Click here to"]),
    ("[Click here t Ann", ["[Click here t"]),
    ("[Click here tAnn", ["[Click here t"]),
    ("[Click here to type, one on eac Ann", ["[Click here to type, one on eac"]),
    ("Recovery at home to type]", ["to type]"]),
    ("Recovery ere to type]", ["ere to type]"]),
    ("[Click here to type]Ann", ["[Click here to type]"]),
    ("Ann [Click here to write]", ["[Click here to write]"]),
    ("[Click her", ["[Click her"]),
    ("one on each line]", ["one on each line]"]),
    ("See [Click here to register] on our page", []),
    ("[Click here] to see", []),
    ("We will ask [by September 2026] of carers", []),
    ("Rate it 1 to 5 [choose one]", []),
    ("[a number]", []),
    ("Click here to type", []),
    ("[Click", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "left"), LEFT)
def test_what_is_left_of_a_prompt_is_told_from_what_was_typed(text, left):
    assert [text[start:end] for start, end in prompt_spans(text)] == left


@pytest.mark.parametrize("prompt", sorted(set(PROMPTS.values()) - {""}))
def test_a_whole_prompt_is_one_span(prompt):
    assert prompt_spans(prompt) == [(0, len(prompt))]


FOREIGN = [
    ("Click or tap here to enter text.", True),
    ("[Type here]", True),
    (" Choose an item. ", True),
    ("CLICK OR TAP TO ENTER A DATE.", True),
    ("Please select…", True),
    ("Choose an item from the menu", False),
    ("We will type here each week", False),
    ("Type here\nAnn", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "is_prompt"), FOREIGN)
def test_what_other_programs_show_in_an_empty_place_is_known(text, is_prompt):
    assert is_foreign_prompt(text) is is_prompt


@pytest.mark.parametrize("text", [text for text, is_prompt in FOREIGN if is_prompt])
def test_fill_refuses_what_reading_takes_for_a_prompt(text, tmp_path):
    with pytest.raises(FillError, match=r"^.*participant\.name: these are words of the prompt"):
        fill(Module2, {"participant.name": text}, tmp_path / "S01.docx")


@pytest.mark.parametrize("place", ["participant.name", "nine_cs.consumers", "next_review_date"])
def test_a_prompt_of_word_left_in_a_place_is_a_prompt_and_listed(place):
    typed = {place: "Click or tap here to enter text."}
    reading = read_bytes(laid_out(assemble(Module2, {}), {}, typed=typed), name="old.docx")
    [answer] = [answer for answer in reading.answers if answer.path == place]

    assert (answer.state, answer.raw) == ("prompt", None)
    assert [text.text for text in reading.unplaced] == ["Click or tap here to enter text."]
    assert [finding.code for finding in reading.findings] == ["prompt-of-another-program"]
    assert reading.account.adds_up
