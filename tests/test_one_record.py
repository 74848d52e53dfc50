"""The first two laws: one record from either format, and every character accounted for."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from site_readiness import SiteReadiness

from strategies import TRAPS, can_be_filled, records
from workbook_docs import anchors
from workbook_docs.copies import fill
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.errors import FillError
from workbook_docs.prompts import PROMPTS
from workbook_docs.reading import read
from workbook_docs.values import assemble, flatten, normal
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

FORMATS = ("docx", "xlsx")
WORKBOOKS = (Module2, NineCsList, SiteReadiness)
SLOWLY = settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                           HealthCheck.filter_too_much, HealthCheck.data_too_large],
)  # fmt: skip


def there_and_back(workbook: type[Workbook], record, tmp_path, format: str):
    path = fill(workbook, record, tmp_path / f"copy.{format}")
    return read(path, workbook)


def assert_whole(reading) -> None:
    """An untouched copy leaves nothing unplaced, and its account adds up."""
    assert reading.outcome == "read", reading.findings
    assert reading.unplaced == ()
    assert reading.account.adds_up
    assert reading.account.unplaced == 0


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("workbook", WORKBOOKS)
@given(data=st.data())
@SLOWLY
def test_reading_gives_the_normal_form_of_what_was_filled(tmp_path, workbook, format, data):
    record = data.draw(records(workbook))
    assume(can_be_filled(record))

    reading = there_and_back(workbook, record, tmp_path, format)

    assert reading.record == normal(record)
    assert_whole(reading)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_an_untouched_blank_says_nothing_and_leaves_nothing(tmp_path, workbook, format):
    reading = there_and_back(workbook, None, tmp_path, format)

    assert reading.record == normal(workbook())
    assert_whole(reading)
    assert reading.account.answer == 0
    assert reading.findings == ()
    assert {answer.state for answer in reading.answers} <= {"blank", "prompt"}
    assert reading.edition == f"{workbook.workbook_id}@1"


EXAMPLES: list[tuple[str, dict[str, object]]] = [
    ("n/a", {"study.title": "n/a", "initial_matrix[0].impact": "N/A"}),
    ("a blank row in the middle", {"engagement[0].frequency": "x", "engagement[2].frequency": "y"}),
    ("a trailing blank row", {"engagement[0].frequency": "x", "engagement[3].frequency": ""}),
    ("an answer equal to a label", {"life_cycle.initiation": "Planning",
                                    "life_cycle.planning": "Execution"}),
    ("an answer equal to a heading", {"co_production.point_1": "Step One\nPlanning"}),
    ("a column heading as an answer", {"initial_matrix[0].stakeholder": "Stakeholder",
                                       "initial_matrix[0].interests": "Stakeholder Interests",
                                       "initial_matrix[0].impact": "Assessment of Impact",
                                       "initial_matrix[0].communication": "Communication Strategies"}),
    ("our own keys as answers", {"initial_matrix[0].communication": "Key (please leave)",
                                 "initial_matrix[1].communication": "wd:life_cycle.planning"}),
    ("200 rows", {f"initial_matrix[{n}].impact": f"row {n}" for n in range(200)}),
    ("30,000 characters", {"co_production.point_7": "Long. " * 5000}),
    ("the most that fits", {"co_production.point_7": "x" * 32_767}),
    ("many line breaks", {"co_production.point_3": "a\n\n\nb\n \nc\n\td"}),
    ("names one a line", {"nine_cs.consumers": ["Patients", "a, b; c", "- bullet", "1. first"]}),
    ("only ticks", {"checklist.stakeholder_list": True, "checklist.next_review_date_set": True}),
    *((f"the trap {trap!r}", {"participant.email": trap, "engagement[1].information": trap,
                              "co_production.point_5": f"{trap}\n{trap}",
                              "nine_cs.champions": [trap]}) for trap in TRAPS),
]  # fmt: skip


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("what", "values"), EXAMPLES, ids=[what for what, _ in EXAMPLES])
def test_known_traps_survive(tmp_path, what, values, format):
    record = assemble(Module2, values)

    reading = there_and_back(Module2, record, tmp_path, format)

    assert reading.record == normal(record)
    assert_whole(reading)


@given(record=records(Module2))
@SLOWLY
def test_both_formats_give_equal_records(tmp_path, record):
    assume(can_be_filled(record))

    word, excel = (there_and_back(Module2, record, tmp_path, format) for format in FORMATS)

    assert word.record == excel.record
    said = [{(a.path, a.state) for a in r.answers if a.state == "answered"} for r in (word, excel)]
    assert said[0] == said[1]


@pytest.mark.parametrize("format", FORMATS)
def test_a_prefilled_copy_says_whom_it_is_for(tmp_path, format):
    copy = anchors.new_copy("S07", "2026-1", None)
    path = fill(Module2, {"study.reference": "S07"}, tmp_path / f"S07.{format}", copy)

    reading = read(path)

    assert reading.copy == copy
    assert_whole(reading)
    assert flatten(reading.record)["study.reference"] == "S07"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("study.title", "a\x01b"),
        ("study.title", "one\ntwo"),
        ("nine_cs.channels", ["one\ntwo"]),
        ("co_production.point_1", "x" * 32_768),
        ("co_production.point_1", PROMPTS["long-text"]),
        ("participant.name", "\ud800"),
    ],
)
def test_fill_refuses_what_no_file_can_carry_and_writes_nothing(tmp_path, format, path, value):
    target = tmp_path / f"copy.{format}"

    with pytest.raises(FillError, match=path.replace(".", r"\.")):
        fill(Module2, {path: value}, target)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_every_answer_names_its_place_under_the_printed_heading(tmp_path, workbook, format):
    reading = there_and_back(workbook, None, tmp_path, format)
    sections = {f.section for f in fields_of(workbook)} | {f.label for f in fields_of(workbook)}

    for answer in reading.answers:
        assert answer.place is not None
        assert any(answer.place.startswith(section) for section in sections)
        assert format == "docx" or "!" in answer.place
