"""What the template of a workbook looks like, sheet by sheet."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Literal

import openpyxl
import pytest

from excel_copies import (
    COPY,
    VISITOR,
    Visit,
    Visitor,
    cell,
    form,
    is_valid,
    rooms,
    template,
    text,
    words,
)
from workbook_docs import anchors
from workbook_docs.content import (
    AnswerParagraph,
    Block,
    Box,
    Content,
    Heading,
    Paragraph,
    Slot,
    Table,
    TickItem,
)
from workbook_docs.definition import Field, LongText, Section, Text, Workbook
from workbook_docs.errors import DefinitionError, TemplateError
from workbook_docs.excel.build import build
from workbook_docs.excel.fill import fill
from workbook_docs.excel.outline import outline


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def sheet_names(*blocks: Block, workbook: type[Workbook] = Visit) -> list[str]:
    return opened(build(Content("A visit", blocks), workbook)).sheetnames


def column(sheet: str, letter: str, book: openpyxl.Workbook | None = None) -> list[str]:
    book = book or opened(template())
    return [str(c.value) for c in book[sheet][letter] if c.value is not None]


def test_sheets_stand_in_the_order_of_their_headings() -> None:
    assert opened(template()).sheetnames == [
        "Start here", "What is left to do", "Guidance", "You", "Rooms", "End", "Lists",
    ]  # fmt: skip


def test_a_form_has_label_answer_help_and_a_hidden_key() -> None:
    sheet = opened(template())["You"]

    assert [c.value for c in sheet[1]][:1] == ["About you"]
    assert sheet["A2"].value == "Tell us about you."
    assert [c.value for c in sheet[4]] == ["Ask", "Say", "Why", anchors.KEY_HEADER]
    assert [c.value for c in sheet[5]] == [
        "Your name",
        None,
        "As on your badge.",
        "wd:visitor.name",
    ]
    assert sheet.column_dimensions["D"].hidden
    assert sheet["A1"].style == "Heading 1"
    assert not sheet.merged_cells.ranges


def test_a_multiple_choice_has_a_box_for_each_option() -> None:
    labels = column("You", "A")
    begin = labels.index("What you used")

    assert labels[begin : begin + 4] == ["What you used", "Parking", "=Lunch", "A & B"]
    assert "wd:visitor.services=A & B" in column("You", "D")


def test_words_that_no_place_needs_stand_in_the_guidance() -> None:
    assert column("Guidance", "A") == [
        "A visit",
        "For guests",
        "Thank you for coming.",
        "How it works",
        "Read this (https://example.org/) first.",
        "• =one",
        "• two",
        "1. first",
        "2. second",
        "Required Information",
        "Wear a badge.",
        "Word | Meaning",
        "Ward: Where people stay",
    ]


def test_a_place_that_stands_alone_takes_its_heading_as_label() -> None:
    sheet = opened(template())["End"]

    assert [c.value for c in sheet[4]][:3] == ["Question", "Your answer", "Help"]
    assert [c.value for c in sheet[5]][:3] == [
        "One last question", None, "Is there anything else?",
    ]  # fmt: skip


def test_a_repeating_table_has_a_sheet_of_its_own() -> None:
    sheet = opened(template())["Rooms"]
    (table,) = sheet.tables.values()

    assert (table.displayName, table.ref, table.autoFilter) == ("wd_rooms", "A5:I35", None)
    assert sheet.freeze_panes == "A6"
    assert [c.value for c in sheet["J"]][4:35] == [anchors.KEY_HEADER, *["wd:rooms"] * 30]
    assert sheet.column_dimensions["J"].hidden


def test_only_sheets_with_a_repeating_table_are_unprotected() -> None:
    book = opened(template())

    locked = {sheet.title: sheet.protection.sheet for sheet in book}
    assert locked == {
        "Start here": True, "What is left to do": True, "Guidance": True, "You": True,
        "Rooms": False, "End": True, "Lists": True,
    }  # fmt: skip
    assert {sheet.protection.password for sheet in book} == {None}
    answers = [c for c in book["You"]["B"] if str(c.offset(column=2).value).startswith("wd:v")]
    assert len(answers) == 9 + 3 + 1
    assert not any(c.protection.locked for c in answers)
    assert book["Start here"]["B5"].protection.locked


def test_every_place_has_a_name_without_dots() -> None:
    names = set(opened(template()).defined_names)

    expected = {anchors.cell_name(f"visitor.{n}") for n in VISITOR if n != "services"}
    expected |= {anchors.cell_name(p) for p in anchors.COPY_FIELDS}
    assert expected <= names
    assert anchors.cell_name("visitor.services=A & B") in names
    assert anchors.label_bookmark("rooms[].room") in names
    assert not any("." in name for name in names)


def test_every_answer_is_checked_and_says_so() -> None:
    book = opened(template())
    rules = [rule for sheet in book for rule in sheet.data_validations.dataValidation]

    assert len(rules) == 9 + 3 + 1 + 9 + 1
    for rule in rules:
        assert rule.showErrorMessage
        assert rule.showInputMessage
        assert 0 < len(rule.promptTitle) <= 32
        assert 0 < len(rule.prompt) <= 255
        assert 0 < len(rule.error) <= 255


CHECKS = [
    ("visitor.name", "textLength", "32767", "warning"),
    ("visitor.mail", "textLength", "32767", "warning"),
    ("visitor.day", "date", "61", "warning"),
    ("visitor.ticked", "list", '"Yes,No"', None),
    ("visitor.people", "whole", "0", None),
    ("visitor.cost", "decimal", "0", None),
    ("visitor.colour", "list", '"Red,Green"', None),
    ("visitor.size", "list", "choices_1", None),
    ("visitor.services=Parking", "list", '"Yes,No"', None),
]


@pytest.mark.parametrize(("path", "kind", "first", "style"), CHECKS)
def test_the_check_follows_from_the_kind(
    path: str, kind: str, first: str, style: str | None
) -> None:
    data = build(text(), Visit)
    book = opened(data)
    place = book.defined_names[anchors.cell_name(path)].attr_text
    address = place.rpartition("!")[2].replace("$", "")
    rule = next(r for r in book["You"].data_validations.dataValidation if address in r.sqref)

    assert (rule.type, rule.formula1, rule.errorStyle) == (kind, first, style)


def test_a_long_list_of_choices_stands_on_a_hidden_explained_sheet() -> None:
    options = tuple(f"Choice number {n}, of many" for n in range(40))

    class Long(Workbook, id="long", version="1", title="Long"):
        one: Literal[options] | None = Field(None, title="One")  # type: ignore[valid-type]

    book = opened(build(Content("Long", (Heading(1, words("One"), "One"),
                                         AnswerParagraph(Slot("one")))), Long))  # fmt: skip

    sheet = book["Lists"]
    assert sheet.sheet_state == "hidden"
    assert "Please leave it" in sheet["A1"].value
    assert [c.value for c in sheet["A"]][2:] == list(options)
    assert book.defined_names["choices_1"].attr_text == "'Lists'!$A$3:$A$42"


def test_the_file_names_its_workbook_and_no_person() -> None:
    book = opened(template())

    properties = book.properties
    assert (properties.title, properties.language) == ("A visit", "en-GB")
    with zipfile.ZipFile(BytesIO(template())) as file:
        core, app = (file.read(f"docProps/{name}.xml").decode() for name in ("core", "app"))
    assert "creator" not in core
    assert "lastModifiedBy" not in core
    assert "openpyxl" not in (core + app).casefold()
    assert outline(template()).properties == {"workbook-docs": "visit@2"}
    assert outline(template()).editor == "workbook-docs"
    assert book.active.title == "Start here"
    assert {sheet.page_setup.paperSize for sheet in book} == {9}


def test_the_first_sheet_explains_the_hidden_column() -> None:
    assert "Please leave it." in column("Start here", "B")[-1]


def test_building_twice_gives_the_same_bytes() -> None:
    assert build(text(), Visit) == build(text(), Visit)


# Texts of other shapes ------------------------------------------------------------------


def test_without_named_sheets_each_heading_with_places_gets_one() -> None:
    data = build(text(sheets=False), Visit)

    assert opened(data).sheetnames == [
        "A visit", "What is left to do", "Guidance", "About you", "The rooms", "At the end",
        "Lists",
    ]  # fmt: skip
    assert is_valid(data)


def test_sheet_names_are_legal_and_unique() -> None:
    long = "A very long name: it has [brackets], / and more than thirty-one letters"
    names = sheet_names(
        Heading(1, words("x"), long),
        form(("Your name", "", "visitor.name")),
        Heading(1, words("y"), long.upper()),
        form(("E-mail", "", "visitor.mail")),
        Heading(1, words("z"), "History"),
        AnswerParagraph(Slot("closing")),
    )

    assert names[2:] == [
        "A very long name it has bracket", "A VERY LONG NAME IT HAS BRA (2)", "History (2)",
    ]  # fmt: skip


def test_a_sheet_with_form_and_table_becomes_two() -> None:
    names = sheet_names(
        Heading(1, words("Stay"), "Stay"),
        form(("Your name", "", "visitor.name")),
        Heading(2, words("All rooms")),
        rooms(),
    )

    assert names[2:] == ["Stay", "All rooms"]


def test_a_place_within_a_box_is_kept() -> None:
    data = build(
        Content("t", (Heading(1, words("Stay"), "Stay"),
                      Box("rule", "Please", (Paragraph(words("Why?")),
                                             AnswerParagraph(Slot("closing")))))),
        Visit,
    )  # fmt: skip

    assert opened(data).defined_names["wd_closing"].attr_text == "'Stay'!$B$5"


def test_a_field_printed_again_points_to_its_one_place() -> None:
    book = opened(
        build(
            Content("t", (Heading(1, words("One"), "One"), form(("Name", "", "visitor.name")),
                          Heading(1, words("Two"), "Two"), form(("Name", "", "visitor.name")))),
            Visit,
        )
    )  # fmt: skip

    assert book["Two"]["B5"].value == "See the sheet “One”."
    assert book.defined_names["wd_visitor__name"].attr_text.startswith("'One'")


def test_two_places_in_a_row_are_two_rows() -> None:
    table = Table(
        (words(""), words("Plan"), words("Result")),
        ((cell("Spring"), cell(path="visitor.name"), cell(path="closing")),),
    )
    book = opened(build(Content("t", (Heading(1, words("Year"), "Year"), table)), Visit))

    assert column("Year", "A", book)[2:4] == ["Spring – Plan", "Spring – Result"]


def test_one_box_of_a_multiple_choice_may_stand_in_the_text() -> None:
    data = build(
        Content("t", (Heading(1, words("Used"), "Used"),
                      TickItem(Slot("visitor.services=Parking"), words("I parked.")))),
        Visit,
    )  # fmt: skip

    assert [b.text for b in outline(data).blocks if b.anchors and b.text] == ["I parked."]


def test_paths_that_look_alike_have_names_of_their_own() -> None:
    class First(Section):
        b_c: Text = Field(title="One")

    class Second(Section):
        c: Text = Field(title="Two")

    class Alike(Workbook, id="alike", version="1", title="Alike"):
        a: First = Field(title="First")
        a_b: Second = Field(title="Second")

    blocks = (Heading(1, words("x"), "x"), form(("One", "", "a.b_c"), ("Two", "", "a_b.c")))
    data = build(Content("Alike", blocks), Alike)

    both = outline(fill(data, Alike, {"a.b_c": "first", "a_b.c": "second"}, COPY))

    told = {a.path: b.text for b in both.blocks for a in b.anchors if a.rung == "name"}
    assert told == {"wd_a__b_c": "first", "wd_a_b__c": "second"}


def test_paths_that_would_share_a_name_are_refused() -> None:
    class Inner(Section):
        b: Text = Field(title="One")

    class Clash(Workbook, id="clash", version="1", title="Clash"):
        a: Inner = Field(title="First")
        a__b: Text = Field(title="Second")

    with pytest.raises(DefinitionError, match=r"a__b and a\.b"):
        anchors.names_of(Clash)


@pytest.mark.parametrize("path", ["visitor.nme", "rooms[].rom", "visitor.services=Tea"])
def test_an_unknown_place_is_refused_with_its_line(path: str) -> None:
    content = Content("t", (Heading(1, words("x"), "x"), AnswerParagraph(Slot(path, line=7))))

    with pytest.raises(TemplateError, match="Line 7"):
        build(content, Visit)


def test_words_never_become_formulas() -> None:
    class Odd(Workbook, id="odd", version="1", title="=1+1"):
        x: LongText = Field(title="=SUM(A1)", description="+1")

    blocks = (Heading(1, words("=1"), "=1"), Paragraph(words("@x _x0041_")),
              form(("=2", "-3", "x")))  # fmt: skip
    found = outline(build(Content("=1+1", blocks), Odd))

    texts = [
        block.text
        for block in found.blocks
        if block.part == "body" and not block.computed and (block.address or "").startswith("=1!")
    ]
    assert texts[:2] == ["=1", "@x _x0041_"]
    assert {"=2", "-3"} <= set(texts)
    assert found.remarks == ()


def test_long_help_goes_to_the_guidance() -> None:
    content = replace(
        text(),
        blocks=(
            Heading(1, words("A"), "A"),
            Paragraph(words("intro")),
            *(Paragraph(words(f"{n} " + "word " * 100)) for n in range(4)),
            AnswerParagraph(Slot("closing")),
        ),
    )
    book = opened(build(content, Visit))

    assert len(column("Guidance", "A", book)) > 2
    assert len(column("A", "C", book)[1]) < 1300


def test_labels_come_from_the_definition_where_the_text_has_none() -> None:
    book = opened(build(Content("t", (AnswerParagraph(Slot("visitor.name")),)), Visit))

    assert column("A visit", "A", book)[3] == Visitor.model_fields["name"].title


def test_the_name_of_an_answer_never_looks_like_that_of_a_label() -> None:
    class Questions(Workbook, id="questions", version="1", title="Questions"):
        q_1: Text = Field(title="First")

    blocks = (Heading(1, words("x"), "x"), form(("First", "", "q_1")))
    data = fill(build(Content("x", blocks), Questions), Questions, {"q_1": "yes"}, COPY)

    found = anchors.resolve(outline(data), anchors.names_of(Questions))
    (block,) = [b for b in found.blocks if b.text == "yes"]
    assert [(a.role, a.path) for a in block.anchors] == [("answer", "q_1")]
