"""The law of one record over definitions that somebody else might declare."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategies
from definitions import Part, declared, forms
from workbook_docs import fill, normal
from workbook_docs.reading import read_bytes
from workbook_docs.text.build import build, misfits
from workbook_docs.values import assemble

FORMATS = ("docx", "xlsx")
SLOW = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


def built(form, folder):
    workbook = declared(form, folder)
    build(workbook)
    return workbook


def returned(workbook, record, folder, format):
    path = fill(workbook, record, folder / f"returned.{format}")
    return read_bytes(path.read_bytes(), workbook, name=path.name)


def read_as(reading, record):
    """That a reading has a record, and all else in the file is issued."""
    assert reading.outcome == "read"
    assert reading.record == normal(record)
    assert reading.unplaced == ()
    assert reading.account.adds_up
    assert {answer.state for answer in reading.answers} <= {
        "answered", "blank", "prompt", "declared-empty",
    }  # fmt: skip
    return True


@SLOW
@given(form=forms(), data=st.data())
def test_any_form_gives_back_what_was_filled_into_it(tmp_path_factory, form, data):
    folder = tmp_path_factory.mktemp("forms")
    workbook = built(form, folder)
    record = data.draw(strategies.records(workbook).filter(strategies.can_be_filled))

    assert list(misfits(workbook)) == []
    for format in FORMATS:
        for filled in (workbook(), record):
            assert read_as(returned(workbook, filled, folder, format), filled)


ALIKE = (("Start", "LongText"), ("No. of beds", "Whole"), ("Name of the ward", "Text"),
         ("Name", "Text"), ("Risks", "Text"))  # fmt: skip
FORMS = [
    # what was found by the law above
    (
        "two sheets of the same words, and none is a copy of the other",
        (
            Part("Risks", "Fill in what you can.", "repeated", ALIKE),
            Part("Step 1", "Fill in what you can.", "repeated", ALIKE),
        ),
        {"part_1[0].field_3": "Ward 7"},
    ),
]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("what", "form", "values"), FORMS, ids=[row[0] for row in FORMS])
def test_a_form_that_was_misread_once_is_read(tmp_path, what, form, values, format):
    workbook = built(form, tmp_path)
    for record in (workbook(), assemble(workbook, values)):
        assert read_as(returned(workbook, record, tmp_path, format), record)
