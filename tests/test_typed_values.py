"""What people type, as docs/typed-values.md says: each row of it, here and through files."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from typed_values import KINDS, TODAY, Example, box_examples, declared, examples, rows, typed
from workbook_docs.checks import judge
from workbook_docs.definition import KindName
from workbook_docs.understanding import Understood, understand, understood_tick
from workbook_docs.understanding.remarks import Remark
from workbook_docs.values import as_json

EXAMPLES = list(examples())


def understood(kind: KindName, text: str, day_first: bool | None) -> Understood:
    return understand(declared(kind), text, day_first=day_first)


def remarks(kind: KindName, text: str, day_first: bool | None = True) -> list[Remark]:
    """What reading and checking say of one answer."""
    found = understood(kind, text, day_first)
    value = as_json(found.value)
    judged = judge(declared(kind), value, TODAY) if found.state == "answered" else ()
    return [*found.remarks, *judged]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_answer_is_understood_as_the_page_says(example: Example):
    found = understood(example.kind, example.typed, example.day_first)
    said = remarks(example.kind, example.typed, example.day_first)

    assert (found.value, found.state) == (example.value, example.state)
    assert type(found.value) is type(example.value)
    assert {remark.code for remark in said} == example.says
    assert {remark.code for remark in said if remark.severity != "note"} == example.asks


@pytest.mark.parametrize(("boxes", "example"), list(box_examples()), ids=str)
def test_a_box_and_the_words_beside_it_come_to_what_the_page_says(boxes: str, example: Example):
    found = understood_tick(example.typed, [box == "☒" for box in boxes])

    assert (found.value, found.state) == (example.value, example.state)
    assert {remark.code for remark in found.remarks} == example.says
    assert {r.code for r in found.remarks if r.severity != "note"} == example.asks


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_what_is_null_and_not_declared_empty_asks_for_something(example: Example):
    if example.state == "unreadable":
        assert example.value in (None, [])
        assert example.asks


# Pieces of what people type, put together in any order.
PIECES = st.sampled_from(
    [*{e.typed for e in EXAMPLES}, " ", "\n", ", ", "/", "3", "Sept", "@", "(", "%"]
)


@pytest.mark.parametrize("kind", KINDS.values())
@pytest.mark.parametrize("day_first", [True, False, None])
@given(text=st.text(max_size=30) | st.lists(PIECES, max_size=4).map("".join))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_to_a_value_of_its_kind(kind: KindName, day_first: bool | None, text: str):
    found = understood(kind, text, day_first)
    types = {"day": date, "tick": bool, "whole": int, "decimal": Decimal, "names": list,
             "choices": list}  # fmt: skip

    assert found.value is None or type(found.value) is types.get(kind, str)
    if found.state == "unreadable":
        assert not found.value
        assert any(remark.severity == "warning" for remark in found.remarks)
    if kind in ("text", "long-text", "names", "email", "choice", "choices") and found.value:
        again = "\n".join(found.value) if isinstance(found.value, list) else found.value
        assert understood(kind, again, day_first).value == found.value


LONG = ["by " * 5000, "x" * 32_767, "1," * 9000, "1 " * 9000, "ann" * 9000 + "@", "a.@" * 9000,
        "(" * 20_000, "3/9/26 " * 3000, "yes, " * 5000, "- " * 9000, "mailto:" * 4000,
        "1. a\n" * 4000, "<>" * 9000, "Teaching hospital, " * 1500]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS.values())
@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:8])
def test_any_text_of_any_length_comes_to_a_state(kind: KindName, text: str):
    found = understood(kind, text, True)

    assert found.state in ("answered", "unreadable", "declared-empty")
    assert all(len(remark.message) < 400 for remark in found.remarks)


SAID = [(row["kind"], row["typed"], row["finding"], row["what it says"])
        for row in rows("What the findings say")]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "finding", "says"), SAID)
def test_a_finding_says_what_the_page_says(kind, text, finding, says):
    found = {remark.code: remark for remark in remarks(KINDS[kind], typed(text))}
    code, _, mark = finding.partition(" ")

    assert found[code].message == says
    assert (found[code].severity == "note") == (mark != "⚠")


def test_the_page_shows_the_words_of_every_finding_it_names():
    named = {code for example in EXAMPLES for code in example.says}

    assert named == {finding.split()[0] for _, _, finding, _ in SAID}


@pytest.mark.parametrize("says", [says for *_, says in SAID])
def test_a_finding_is_two_short_sentences_at_most(says):
    words = says.split("”")[-1] if says.startswith("“") else says

    assert says[0] in "“" or says[0].isupper() or says[0].isdigit()
    assert says.endswith(".")
    assert len(words.split()) <= 30
    assert words.count(". ") <= 2


def test_the_page_holds_many_examples_of_every_kind():
    counts = Counter(example.kind for example in EXAMPLES)

    assert set(counts) == set(KINDS.values())
    assert min(counts.values()) >= 8
    assert len(EXAMPLES) >= 250
