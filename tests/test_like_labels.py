"""Labels that are like others: what can be told apart is read, what cannot is refused."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from workbook_docs.conformance import excel_marks, word_marks
from workbook_docs.conformance.excel_file import ExcelFile
from workbook_docs.conformance.word_file import WordFile
from workbook_docs.copies import fill
from workbook_docs.definition import Day, Field, LongText, Row, Section, Text, Workbook, fields_of
from workbook_docs.errors import DefinitionError
from workbook_docs.reading import read_bytes
from workbook_docs.text.build import build
from workbook_docs.values import assemble, normal


class Person(Section):
    name: Text = Field(title="Name")
    name_of_ward: Text = Field(title="Name of ward")
    name_of_ward_manager: Text = Field(title="Name of ward manager")
    ward: Text = Field(title="Ward")
    date: Day = Field(title="Date")
    date_of_birth: Day = Field(title="Date of birth")
    name_and_address: LongText = Field(title="Name and address")


class Visit(Row):
    name: Text = Field(title="Name")
    name_of_ward: Text = Field(title="Name of ward")
    date: Day = Field(title="Date")


TEXT = """\
---
title: Two people
---
# Two people

{people}
## Visits {{sheet="Visits"}}

| Name | Name of ward | Date |
|---|---|---|
| {{{{ visits[].name }}}} | {{{{ visits[].name_of_ward }}}} | {{{{ visits[].date }}}} |
"""
PERSON = """\
## {heading} {{sheet="{heading}"}}

| Question | Answer |
|---|---|
"""


@pytest.fixture(scope="module")
def two_people(tmp_path_factory):
    folder = tmp_path_factory.mktemp("like")

    class TwoPeople(
        Workbook, id="two-people", version="1", title="Two people", day_first=True, templates=folder
    ):
        lead: Person = Field(title="Lead nurse")
        deputy: Person = Field(title="Deputy")
        visits: list[Visit] = Field(title="Visits")

    people = ""
    for name, heading in (("lead", "Lead nurse"), ("deputy", "Deputy")):
        people += PERSON.format(heading=heading)
        for field, info in Person.model_fields.items():
            people += f"| {info.title} | {{{{ {name}.{field} }}}} |\n"
        people += "\n"
    (folder / "two-people.md").write_text(TEXT.format(people=people), "utf-8")
    build(TwoPeople)
    return TwoPeople


def stripped(data: bytes, workbook: type[Workbook], format: str) -> bytes:
    """The file without any mark of ours."""
    blank = normal(assemble(workbook, {}))
    file: Any = (WordFile if format == "docx" else ExcelFile).open(data, blank)
    marks = word_marks if format == "docx" else excel_marks
    assert marks.strip_all(file, Random(1))
    return file.save()


ANSWERS = {
    "lead.name": "Ann Reed",
    "lead.name_of_ward": "Name",
    "lead.name_of_ward_manager": "Ward Seven",
    "lead.ward": "7",
    "lead.date": "2026-09-03",
    "deputy.name_of_ward": "Ward 8",
    "deputy.date_of_birth": "1980-01-02",
    "deputy.name_and_address": "Bob\n1 High Street",
    "visits[0].name": "Date",
    "visits[0].date": "2026-09-04",
    "visits[1].name_of_ward": "Name of ward manager",
}


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@pytest.mark.parametrize("marks", ["kept", "gone"])
@pytest.mark.parametrize("left_out", [None, *ANSWERS], ids=str)
def test_labels_that_begin_alike_are_told_apart(tmp_path, two_people, format, marks, left_out):
    values = {path: value for path, value in ANSWERS.items() if path != left_out}
    data = fill(two_people, values, tmp_path / f"copy.{format}").read_bytes()
    if marks == "gone":
        data = stripped(data, two_people, format)

    reading = read_bytes(data, name=f"copy.{format}", workbook=two_people)

    assert reading.record == normal(assemble(two_people, values))
    assert reading.unplaced == ()


ALIKE = [("Name", "Name"), ("Name", "name:"), ("What for?", "What – for"), (None, "One")]


@pytest.mark.parametrize("base", [Section, Row])
@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_two_fields_of_one_label_are_refused_by_both_their_names(base, first, second):
    with pytest.raises(DefinitionError, match=r"Pair\.one and Pair\.two both print") as caught:

        class Pair(base):
            one: Text = Field(title=first)
            two: Text = Field(title=second)

    assert "Give one of them another title" in str(caught.value)


def test_the_same_label_in_two_sections_or_as_a_heading_is_fine(two_people):
    class Inner(Section):
        name: Text = Field(title="Name")
        also: Person = Field(title="Name")
        rows: list[Visit] = Field(title="Name")

    assert [f.label for f in fields_of(two_people)].count("Name") == 3
    assert "also" in Inner.model_fields
