"""A workbook is declared once, in pydantic's own words."""

from __future__ import annotations

import decimal
import enum
import subprocess
import sys
from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import ValidationError

from workbook_docs import (
    Day,
    Decimal,
    Email,
    Field,
    LongText,
    Names,
    Personal,
    Row,
    Section,
    Text,
    Tick,
    Whole,
    Workbook,
    schema,
)
from workbook_docs.catalogue import named
from workbook_docs.definition import field_at, fields_of, tables_of, title_of
from workbook_docs.errors import DefinitionError
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList


class Colour(enum.Enum):
    RED = "Red"
    BLUE = "Light blue"


class Part(Row):
    name: Text = Field(title="Part")
    count: Whole = Field(title="How many", ge=0)


class Inner(Section):
    note: LongText = Field(title="Note")
    parts: list[Part] = Field(title="Parts")


class Everything(Workbook, id="everything", version="3", title="All kinds"):
    who: Annotated[Text, Personal] = Field(title="Who")
    mail: Personal[Email] = Field(title="Mail")
    on: Day = Field(title="On")
    done: Tick = Field(title="Done")
    price: Decimal = Field(title="Price", le=10)
    size: Literal["S", "M"] = Field(title="Size")
    colours: list[Colour] = Field(title="Colours")
    tags: Names = Field(title="Tags", description="One a line.")
    inner: Inner = Field(title="Inside")


FIELDS = [
    # path                  kind         label       personal  table
    ("who", "text", "Who", True, None),
    ("mail", "email", "Mail", True, None),
    ("on", "day", "On", False, None),
    ("done", "tick", "Done", False, None),
    ("price", "decimal", "Price", False, None),
    ("size", "choice", "Size", False, None),
    ("colours", "choices", "Colours", False, None),
    ("tags", "names", "Tags", False, None),
    ("inner.note", "long-text", "Note", False, None),
    ("inner.parts[].name", "text", "Part", False, "inner.parts"),
    ("inner.parts[].count", "whole", "How many", False, "inner.parts"),
]


def test_every_field_has_path_kind_and_label():
    found = [(f.path, f.kind, f.label, f.personal, f.table) for f in fields_of(Everything)]

    assert found == FIELDS


def test_options_bounds_and_headings_come_from_pydantics_words():
    assert field_at(Everything, "colours").options == ("Red", "Light blue")
    assert field_at(Everything, "inner.parts[4].count").ge == 0
    assert field_at(Everything, "inner.note").section == "Inside"
    assert [table.label for table in tables_of(Everything)] == ["Parts"]
    assert title_of(Everything) == "All kinds"


def test_blank_is_a_legal_answer_everywhere():
    blank = Everything()

    assert blank.model_dump(mode="json") == {
        "who": None, "mail": None, "on": None, "done": None, "price": None, "size": None,
        "colours": [], "tags": [], "inner": {"note": None, "parts": []},
    }  # fmt: skip
    assert Everything.model_validate(blank.model_dump(mode="json")) == blank


def test_numbers_are_numbers_in_json_and_true_is_none():
    assert Everything(price=decimal.Decimal("7.5")).model_dump(mode="json")["price"] == 7.5
    for wrong in (True, "nan", 10.5):
        with pytest.raises(ValidationError):
            Everything(price=wrong)
    with pytest.raises(ValidationError):
        Part(count=True)
    with pytest.raises(ValidationError):
        Everything(on=5)


def test_json_schema_comes_free():
    assert schema(Everything)["properties"]["tags"]["description"] == "One a line."


def test_an_unknown_annotation_is_a_definition_error():
    class Odd(Workbook, id="odd", version="1", title="Odd"):
        what: dict[str, str] = Field(title="What")

    with pytest.raises(DefinitionError, match="what"):
        fields_of(Odd)


def test_an_id_that_no_file_name_can_carry_is_refused():
    with pytest.raises(DefinitionError, match="not usable"):

        class Bad(Workbook, id="Not This", version="1", title="Bad"):
            pass


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("module-2", Module2),
        ("nine-cs", NineCsList),
        ("workbook_docs.workbooks.module_2:Module2", Module2),
    ],
)
def test_a_workbook_is_found_by_id_or_by_class(name, found):
    assert named(name) is found


@pytest.mark.parametrize("name", ["module-3", "no.such:Thing", "json:JSONDecoder", "json:"])
def test_what_is_no_workbook_is_said_in_one_line(name):
    with pytest.raises(DefinitionError):
        named(name)


CONTRACT = [
    "study.title",
    "study.reference",
    "participant.name",
    "participant.email",
    "nine_cs.commissioners",
    "nine_cs.customers",
    "nine_cs.collaborators",
    "nine_cs.contributors",
    "nine_cs.channels",
    "nine_cs.commentators",
    "nine_cs.consumers",
    "nine_cs.champions",
    "nine_cs.competitors",
    "interest_impact.q1",
    "interest_impact.q2",
    "interest_impact.q3",
    "interest_impact.q4",
    "initial_matrix[].stakeholder",
    "initial_matrix[].interests",
    "initial_matrix[].impact",
    "initial_matrix[].communication",
    "ongoing_matrix[].stakeholder",
    "ongoing_matrix[].interests",
    "ongoing_matrix[].impact",
    "ongoing_matrix[].communication",
    "last_stakeholder_review_date",
    "engagement[].organisation",
    "engagement[].information",
    "engagement[].contact_method",
    "engagement[].frequency",
    "involvement[].stakeholder",
    "involvement[].role",
    "co_production.point_1",
    "co_production.point_2",
    "co_production.point_3",
    "co_production.point_4",
    "co_production.point_5",
    "co_production.point_6",
    "co_production.point_7",
    "life_cycle.initiation",
    "life_cycle.planning",
    "life_cycle.execution",
    "life_cycle.monitoring",
    "life_cycle.closure",
    "next_review_date",
    "checklist.stakeholder_list",
    "checklist.public_participation",
    "checklist.engagement_strategy",
    "checklist.inclusion_strategy",
    "checklist.co_production_strategy",
    "checklist.next_review_date_set",
]


def test_module_2_has_exactly_the_paths_that_others_rely_on():
    assert [declared.path for declared in fields_of(Module2)] == CONTRACT
    assert {f.path for f in fields_of(Module2) if f.personal} == {
        "participant.name",
        "participant.email",
    }
    assert (
        Module2(next_review_date=date(2027, 1, 31)).model_dump(mode="json")["next_review_date"]
        == "2027-01-31"
    )


def test_declaring_does_not_load_word_or_excel():
    code = (
        "import sys, workbook_docs, workbook_docs.workbooks.module_2;"
        "print([m for m in ('docx', 'docxtpl', 'openpyxl', 'lxml', 'jinja2', 'rich') "
        "if m in sys.modules])"
    )

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


def test_personal_is_handed_down_to_all_that_is_inside():
    class Visit(Workbook, id="visit", version="1", title="Visit"):
        inside: Personal[Inner] = Field(title="Inside")
        parts: Personal[list[Part]] = Field(title="Parts")

    assert all(declared.personal for declared in fields_of(Visit))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("class A(Workbook, version='1', title='A'): pass", "id and version"),
        ("class A(Workbook, id='a', title='A'): pass", "id and version"),
        ("class A(Workbook, id='a', version='1', dayfirst=True): pass", "dayfirst"),
        ("class A(Workbook", "line 2"),
        ("class A(Wrkbook): pass", "line 2"),
    ],
)
def test_what_is_wrong_with_a_definition_is_said_in_one_line(tmp_path, monkeypatch, source, words):
    (tmp_path / "mine.py").write_text(f"from workbook_docs import Workbook\n{source}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "mine", raising=False)

    with pytest.raises(DefinitionError) as caught:
        named("mine:A")

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
