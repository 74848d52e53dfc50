"""A form, or a part of it, that stands in one file twice: which of the two is read."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import docx
import docx.document
import pytest
from lxml import etree

from workbook_docs import Reading, fill
from workbook_docs.reading import read_bytes
from workbook_docs.values import flatten
from workbook_docs.workbooks.module_2 import Module2

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BLANK: Mapping[str, object] = {}
ANN = {"participant.name": "Ann Reed", "checklist.stakeholder_list": True}
MORE = {**ANN, "life_cycle.closure": "We write to all."}
BOB = {"participant.name": "Bob Hall"}


def filled(values: Mapping[str, object], tmp_path: Path) -> docx.document.Document:
    return docx.Document(str(fill(Module2, values, tmp_path / "form.docx")))


def read(made: docx.document.Document) -> Reading:
    out = io.BytesIO()
    made.save(out)
    reading = read_bytes(out.getvalue(), name="returned.docx")
    assert reading.account is not None
    assert reading.account.adds_up
    return reading


def without_marks(body: etree._Element) -> None:
    for mark in list(body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)
    for control in list(body.iter(f"{W}sdt")):
        at = control.getparent().index(control)
        control.getparent()[at : at + 1] = list(control.find(f"{W}sdtContent"))


def said(reading: Reading) -> dict[str, object]:
    return {a.path: a.value for a in reading.answers if a.state == "answered" and a.value}


FORMS = [
    # what the forms of one file say, which of them is read, and how it is told
    ((BLANK, MORE), 1, ("warning", "two-forms")),
    ((ANN, MORE), 1, ("warning", "two-forms")),  # a prefilled one, and it filled in
    ((BLANK, BLANK, MORE), 2, ("warning", "two-forms")),
    ((BLANK, MORE, BLANK), 1, ("warning", "two-forms")),
    ((ANN, BLANK), 0, ("error", "two-forms")),
    ((ANN, BOB), 0, ("error", "two-forms")),
    ((ANN, ANN), 0, ("error", "two-forms")),
    ((BLANK, ANN, BOB), 1, ("error", "two-forms")),
]


@pytest.mark.parametrize("marks", ["with marks", "without marks"])
@pytest.mark.parametrize(("forms", "is_read", "told"), FORMS)
def test_of_several_forms_in_one_file(forms, is_read, told, marks, tmp_path: Path):
    first, *others = [filled(values, tmp_path) for values in forms]
    body = first.element.body
    for other in others:
        for element in list(other.element.body)[:-1]:
            body.insert(len(body) - 1, copy.deepcopy(element))
    if marks == "without marks":
        without_marks(body)

    reading = read(first)

    assert said(reading) == forms[is_read]
    assert told in [(f.severity, f.code) for f in reading.findings]


PARTS = [
    # what a part of the form says that stands below a blank copy of it
    {"life_cycle.initiation": "We ask the ward."},
    {"nine_cs.commissioners": ["NHS England"], "nine_cs.consumers": ["Patients"]},
    {"checklist.inclusion_strategy": True},
]


@pytest.mark.parametrize("marks", ["with marks", "without marks"])
@pytest.mark.parametrize("values", PARTS)
def test_a_blank_copy_of_a_part_above_it_is_not_read(values, marks, tmp_path: Path):
    made = filled({**values, "participant.name": "Ann Reed"}, tmp_path)
    blank = filled({}, tmp_path).element.body
    path = next(iter(values))
    tops = [next(_over(body, path)) for body in (made.element.body, blank)]
    starts = [_heading_above(top) for top in tops]
    end = list(blank).index(tops[1])
    for element in list(blank)[list(blank).index(starts[1]) : end + 1]:
        starts[0].addprevious(element)
    if marks == "without marks":
        without_marks(made.element.body)

    reading = read(made)

    assert said(reading) == {**values, "participant.name": "Ann Reed"}
    assert flatten(reading.record)["participant.name"] == "Ann Reed"  # type: ignore[arg-type]
    assert "headings-again" in [f.code for f in reading.findings]


def _over(body: etree._Element, path: str) -> Iterator[etree._Element]:
    """The elements of the body that hold the control of a field."""
    for element in body:
        tags = [tag.get(f"{W}val") for tag in element.iter(f"{W}tag")]
        if path in tags:
            yield element


def _heading_above(element: etree._Element) -> etree._Element:
    style = element.find(f"{W}pPr/{W}pStyle")
    if style is not None and style.get(f"{W}val", "").startswith("Heading"):
        return element
    return _heading_above(element.getprevious())
