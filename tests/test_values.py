"""The normal form of a record, what no file can carry, and values as people read them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import LINE, entries
from workbook_docs.addresses import address_of
from workbook_docs.copies import filled_bytes
from workbook_docs.definition import DeclaredField, fields_of
from workbook_docs.errors import FillError
from workbook_docs.prompts import PROMPTS
from workbook_docs.trimming import is_declared_empty
from workbook_docs.understanding import understand, understand_day
from workbook_docs.values import assemble, flatten, normal, refusals, show
from workbook_docs.workbooks.module_2 import Module2, Stakeholder
from workbook_docs.workbooks.nine_cs import NineCsList, Study


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
            "participant.email": "Ann Reed <ann@example.org>;",
            "nine_cs.champions": ["1. Nurses,", "2. Carers"],
        },
    )

    flat = flatten(normal(record))

    assert flat["study.title"] == "Falls"
    assert flat["study.reference"] is None
    assert flat["nine_cs.channels"] == ["Parish councils"]
    assert flat["co_production.point_1"] == "one\ntwo"
    assert flat["participant.email"] == "ann@example.org"
    assert flat["nine_cs.champions"] == ["Nurses", "Carers"]
    assert flat["initial_matrix[1].impact"] == "Large"
    assert "initial_matrix[2].impact" not in flat
    assert flat["checklist.stakeholder_list"] is False


@given(
    st.lists(st.text(max_size=20), max_size=4) | entries(),
    st.text(max_size=40) | LINE,
    st.text("an@.<>(): mailto,;'\u200b", max_size=20) | LINE,
)
@settings(max_examples=500, deadline=None)
def test_normal_of_normal_is_normal(names, text, mail):
    record = assemble(
        Module2,
        {
            "nine_cs.channels": names,
            "study.title": text,
            "engagement[0].frequency": text,
            "participant.email": mail,
        },
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


ROW = {"stakeholder": "Carers"}
SAID_TWICE: list[tuple[dict[str, object], str]] = [
    ({"study.title": "b", "study": {"title": "a"}}, "study.title"),
    ({"study": {"title": "a"}, "study.title": "b"}, "study.title"),
    ({"study.title": "b", "study": Study(title="a")}, "study.title"),
    (
        {"initial_matrix": [ROW], "initial_matrix[0].stakeholder": "x"},
        "initial_matrix[0].stakeholder",
    ),
    (
        {"initial_matrix[0].stakeholder": "x", "initial_matrix": [Stakeholder(**ROW)]},
        "initial_matrix[0].stakeholder",
    ),
]


@pytest.mark.parametrize(("given", "path"), SAID_TWICE)
def test_what_is_said_twice_is_refused_by_path(given, path):
    with pytest.raises(FillError) as caught:
        assemble(Module2, given)

    assert set(caught.value.problems) == {f"{path}: this is said twice"}


def test_paths_and_nested_values_go_together_and_stay_as_they_were():
    given = {"study": {"title": "a"}, "study.reference": "S07", "initial_matrix[0]": ROW}

    record = assemble(Module2, given)

    assert (record.study.title, record.study.reference) == ("a", "S07")
    assert record.initial_matrix[0].stakeholder == "Carers"
    assert given["study"] == {"title": "a"}


def test_no_sheet_has_a_row_that_far_down():
    with pytest.raises(FillError, match="1,048,576 rows"):
        assemble(Module2, {"initial_matrix[999999999].stakeholder": "x"})


@pytest.mark.parametrize("record", [NineCsList(), "S07", 7, [("study.title", "a")]])
def test_a_record_of_something_else_is_refused(record):
    with pytest.raises(FillError, match="no record of module-2"):
        filled_bytes(Module2, record, "docx")


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


ROUND_AT = [
    # typed                       the address
    ("ann @ example.org", "ann@example.org"),
    ("ann\t@\u00a0 example.org", "ann@example.org"),
    ("ann @", "ann @"),
    ("@ example.org", "@ example.org"),
    ("a @ b @ c.org", "a @ b @ c.org"),
    (f"x{' ' * 30_000}y", f"x{' ' * 30_000}y"),  # took seconds, by a pattern
]


@pytest.mark.parametrize(("typed", "address"), ROUND_AT, ids=lambda text: text[:20])
def test_white_space_round_the_at_is_no_part_of_an_address(typed, address):
    assert address_of(typed) == address
