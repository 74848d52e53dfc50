"""What people type, and what we make of it: one table of examples a kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook_docs.definition import DeclaredField, KindName, fields_of
from workbook_docs.errors import FillError
from workbook_docs.prompts import PROMPTS
from workbook_docs.understanding import understand, understand_day, understand_tick
from workbook_docs.values import assemble, flatten, is_declared_empty, normal, refusals, show
from workbook_docs.workbooks.module_2 import Module2

DAYS = [
    # typed                       day first            without an order
    ("3 September 2026", date(2026, 9, 3), date(2026, 9, 3)),
    ("3rd Sept 2026", date(2026, 9, 3), date(2026, 9, 3)),
    ("3 Sep 26", date(2026, 9, 3), date(2026, 9, 3)),
    ("Thursday, 3 September 2026", date(2026, 9, 3), date(2026, 9, 3)),
    ("the 3rd of September 2026", date(2026, 9, 3), date(2026, 9, 3)),
    ("September 3, 2026", date(2026, 9, 3), date(2026, 9, 3)),
    ("2026-09-03", date(2026, 9, 3), date(2026, 9, 3)),
    ("2026/9/3", date(2026, 9, 3), date(2026, 9, 3)),
    ("3/9/26", date(2026, 9, 3), None),
    ("03/09/2026", date(2026, 9, 3), None),
    ("3.9.2026", date(2026, 9, 3), None),
    ("13/09/2026", date(2026, 9, 13), date(2026, 9, 13)),
    ("09/13/2026", date(2026, 9, 13), date(2026, 9, 13)),
    ("9/9/2026", date(2026, 9, 9), date(2026, 9, 9)),
    ("46268", None, None),
    ("46268.4375", None, None),
    ("20260903", date(2026, 9, 3), date(2026, 9, 3)),
    ("2026-09-03 10:30", date(2026, 9, 3), date(2026, 9, 3)),
    ("2026-09-03T00:00:00Z", date(2026, 9, 3), date(2026, 9, 3)),
    ("'03/09/2026", date(2026, 9, 3), None),
    ("3 Sept '26", date(2026, 9, 3), date(2026, 9, 3)),
    ("by 3 September 2026", date(2026, 9, 3), date(2026, 9, 3)),
    ("3 September 2026 (or 4 September)", None, None),
    ("by by by 3 September 2026", None, None),
    ("by " * 5000, None, None),
    ("3/9/2026 at 10am", date(2026, 9, 3), None),
    ("Date: 3/9/2026", date(2026, 9, 3), None),
    ("by next spring", None, None),
    ("13/9/99", date(1999, 9, 13), date(1999, 9, 13)),
    ("31 December 2026.", date(2026, 12, 31), date(2026, 12, 31)),
    ("31 June 2026", None, None),
    ("Sep-26", None, None),
    ("September 2026", None, None),
    ("next spring", None, None),
    ("12", None, None),
    ("3 Smarch 2026", None, None),
]


@pytest.mark.parametrize(("typed", "day_first", "either"), DAYS)
def test_a_day_is_understood_as_typed(typed, day_first, either):
    assert understand_day(typed, True).value == day_first
    assert understand_day(typed, None).value == either


def test_a_number_of_days_counts_from_the_day_of_its_file():
    declared = DeclaredField("path", "Label", "day")
    understood = understand(
        declared, "44806", day_first=True, native=44806, day_zero=date(1904, 1, 1)
    )

    assert understood.value == date(2026, 9, 3)


def test_a_day_of_either_order_shows_both_readings():
    ambiguous = understand_day("03/09/2026", None)

    assert ambiguous.state == "unreadable"
    assert "3 September 2026 or 9 March 2026" in ambiguous.remarks[0].message


def test_a_day_decided_by_the_workbook_says_so_in_a_note():
    decided = understand_day("03/09/2026", True)

    assert [remark.severity for remark in decided.remarks] == ["note"]


TYPED: list[tuple[KindName, str, object, str]] = [
    # kind      typed                value                 state
    ("text", " Ann Reed ", "Ann Reed", "answered"),
    ("text", "Ann\nReed", "Ann Reed", "answered"),
    ("text", "", None, "blank"),
    ("text", "N/A", None, "declared-empty"),
    ("text", "n/a.", None, "declared-empty"),
    ("text", "TBC", None, "declared-empty"),
    ("text", "-", None, "declared-empty"),
    ("text", "Nonesuch", "Nonesuch", "answered"),
    ("long-text", "one\r\n\r\ntwo", "one\n\ntwo", "answered"),
    ("names", "Patients\n• Carers\n- GPs\n\n", ["Patients", "Carers", "GPs"], "answered"),
    ("names", "Patients, carers; GPs", ["Patients, carers; GPs"], "answered"),
    ("names", "none", [], "declared-empty"),
    ("whole", "12", 12, "answered"),
    ("whole", "1,234", 1234, "answered"),
    ("whole", "12.0", 12, "answered"),
    ("whole", "12.5", None, "unreadable"),
    ("whole", "about 12", None, "unreadable"),
    ("decimal", "7.5", Decimal("7.5"), "answered"),
    ("decimal", "7,5", Decimal("7.5"), "answered"),
    ("decimal", "£1,234.50", Decimal("1234.50"), "answered"),
    ("decimal", "nan", None, "unreadable"),
    ("decimal", "25%", Decimal("25"), "answered"),
    ("choice", "blue", "Blue", "answered"),
    ("choice", "green", None, "unreadable"),
    ("choices", "Red\nblue", ["Red", "Blue"], "answered"),
    ("choices", "green", [], "unreadable"),
]


@pytest.mark.parametrize(("kind", "typed", "value", "state"), TYPED)
def test_an_answer_is_understood_by_its_kind(kind, typed, value, state):
    declared = DeclaredField("path", "Label", kind, options=("Red", "Blue"))

    understood = understand(declared, typed, day_first=True)

    assert (understood.value, understood.state) == (value, state)


@pytest.mark.parametrize("word", ["x", "X", "yes", "Y", "TRUE", "☑", "☒", "✓", "=TRUE()", "done"])
def test_these_mean_ticked(word):
    assert understand_tick(word) is True


@pytest.mark.parametrize("word", ["", "no", "N", "FALSE", "☐", "not yet", "n/a"])
def test_these_mean_not_ticked(word):
    assert understand_tick(word) is False


@pytest.mark.parametrize("word", ["maybe", "see below", "2"])
def test_these_mean_neither(word):
    assert understand_tick(word) is None


def test_normal_drops_what_no_file_tells_apart():
    record = assemble(
        Module2,
        {
            "study.title": "  Falls\t",
            "study.reference": "tbc",
            "nine_cs.channels": ["• Parish councils", " ", "n/a"],
            "co_production.point_1": "one\r\ntwo\r",
            "initial_matrix[0].stakeholder": "Patients",
            "initial_matrix[1].stakeholder": "n/a",
            "initial_matrix[2].impact": "Large",
        },
    )

    flat = flatten(normal(record))

    assert flat["study.title"] == "Falls"
    assert flat["study.reference"] is None
    assert flat["nine_cs.channels"] == ["Parish councils"]
    assert flat["co_production.point_1"] == "one\ntwo"
    assert flat["initial_matrix[1].impact"] == "Large"
    assert "initial_matrix[2].impact" not in flat
    assert flat["checklist.stakeholder_list"] is False


@given(st.lists(st.text(max_size=20), max_size=4), st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_normal_of_normal_is_normal(entries, text):
    record = assemble(
        Module2, {"nine_cs.channels": entries, "study.title": text, "engagement[0].frequency": text}
    )

    once = normal(record)

    assert normal(once) == once


REFUSED = [
    # path                        value                       because
    ("study.title", "a\x00b", "U+0000"),
    ("study.title", "a\ud800", "U+D800"),
    ("study.title", "a\ufffe", "U+FFFE"),
    ("study.title", "two\nlines", "line break"),
    ("nine_cs.channels", ["two\nlines"], "line break"),
    ("co_production.point_1", "x" * 32_768, "too long"),
    ("co_production.point_1", "😀" * 16_384, "too long"),
    ("next_review_date", date(1900, 2, 28), "1 March 1900"),
    ("co_production.point_1", PROMPTS["long-text"], "prompt"),
    ("initial_matrix[0].impact", "a\x0bb", "initial_matrix[0].impact"),
]


@pytest.mark.parametrize(("path", "value", "reason"), REFUSED)
def test_what_no_file_can_carry_is_refused_by_path(path, value, reason):
    lines = list(refusals(assemble(Module2, {path: value})))

    assert len(lines) == 1
    assert lines[0].startswith(f"{path}: ")
    assert reason in lines[0]


def test_all_wrong_paths_are_named_at_once():
    with pytest.raises(FillError) as caught:
        assemble(Module2, {"study.titel": "x", "nowhere": 1, "study.title": "right"})

    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "study.titel",
        "nowhere",
    ]


@given(st.dates(date(1900, 3, 1)))
def test_a_day_that_is_shown_is_understood_again(day):
    assert understand_day(show("day", day), True).value == day


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_number_that_is_shown_is_understood_again(number):
    declared = DeclaredField("path", "Label", "decimal")

    assert understand(declared, show("decimal", number), day_first=None).value == number


def test_declared_empty_words_are_few_and_whole():
    assert is_declared_empty("N/A")
    assert not is_declared_empty("none of the nurses")


def test_every_field_of_module_2_has_a_printed_label():
    assert all(declared.label for declared in fields_of(Module2))
