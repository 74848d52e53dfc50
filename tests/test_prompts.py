"""What is left of a prompt is no answer; what people put into brackets is."""

from __future__ import annotations

import pytest

from workbook_docs.prompts import PROMPTS, prompt_spans

LEFT = [
    # in the place                          left of the prompt
    ("[Click here to Ann", ["[Click here to"]),
    ("Recovery at home to type]", ["to type]"]),
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
