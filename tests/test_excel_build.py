"""What the template of a workbook looks like, sheet by sheet."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
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
from programs import converted, text_of_pdf
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
from workbook_docs.excel.book import Book, address_of
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
        "Back to “Start here”",
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

    assert column("Year", "A", book)[-2:] == ["Spring – Plan", "Spring – Result"]


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
    assert texts[:3] == ["=1", "Back to “Start here”", "@x _x0041_"]
    assert {"=2", "-3"} <= set(texts)
    assert found.notices == ()


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

    assert column("A visit", "A", book)[-1] == Visitor.model_fields["name"].title


def test_the_name_of_an_answer_never_looks_like_that_of_a_label() -> None:
    class Questions(Workbook, id="questions", version="1", title="Questions"):
        q_1: Text = Field(title="First")

    blocks = (Heading(1, words("x"), "x"), form(("First", "", "q_1")))
    data = fill(build(Content("x", blocks), Questions), Questions, {"q_1": "yes"}, COPY)

    found = anchors.resolve(outline(data), anchors.names_of(Questions))
    (block,) = [b for b in found.blocks if b.text == "yes"]
    assert [(a.role, a.path) for a in block.anchors] == [("answer", "q_1")]


# The first sheet, links and keyboard ------------------------------------------------------


def shown(sheet: str, data: bytes | None = None) -> dict[str, str]:
    """What the cells of a sheet show, by address."""
    book = Book(data or template())
    part = next(found.part for found in book.sheets if found.name == sheet)
    cells = book.cells(book.package.root(part))
    return {address_of(cell.row, cell.column): cell.text for cell in cells}


def test_the_first_sheet_lists_the_others_and_says_how_to_fill_in_and_send_back() -> None:
    cells = shown("Start here")

    assert [cells.get(f"A{row}") for row in (1, 2, 11, 12)] == [
        "A visit", "Leave this table as it is. Two tables follow.", "The sheets of this file", "Go to",
    ]  # fmt: skip
    assert [(cells[f"A{row}"], cells.get(f"C{row}", "")) for row in range(13, 18)] == [
        ("What is left to do", "0 of 13 answered, 13 still empty"),
        ("Guidance", "To read"),
        ("You", "0 of 11 answered"),
        ("Rooms", "0 of 1 answered"),
        ("End", "0 of 1 answered"),
    ]
    assert [cells[f"B{row}"] for row in (15, 16, 17)] == [
        "Tell us about you.", "One row for each room.", "Nearly done.",
    ]  # fmt: skip
    told = " ".join(cells.values())
    for sentence in ("Tab goes to the next box", "Ctrl and Page Down", "Save the file and send it",
                  "The person who sent you this file.", "No sheet needs to be unlocked"):  # fmt: skip
        assert sentence in told


def test_the_text_may_say_whom_to_ask() -> None:
    content = replace(text(), front={"contact": "Ann Lee, 0115 496 0000"})

    assert "Ann Lee, 0115 496 0000" in shown("Start here", build(content, Visit)).values()


def test_a_text_without_data_of_the_copy_has_a_first_sheet_too() -> None:
    data = build(Content("Short", (AnswerParagraph(Slot("closing")),)), Visit)

    assert opened(data).sheetnames == ["Start here", "What is left to do", "A visit"]
    assert shown("Start here", data)["A1"] == "Short"
    assert shown("Start here", data)["B7"] == "Short"  # what has no first paragraph


def test_every_link_leads_to_a_box_that_is_there() -> None:
    book = opened(template())
    links = [c.hyperlink for s in book for r in s.iter_rows() for c in r if c.hyperlink]

    assert len(links) == 5 + 13 + 5  # of the first sheet, of what is left, and back
    for link in links:
        assert link.target is None  # nothing outside of the file
        sheet, _, cell = link.location.rpartition("!")
        name = sheet.strip("'")
        assert name in book.sheetnames
        assert not book[name].protection.sheet or not book[name][cell].protection.locked \
            or name in ("What is left to do", "Guidance", "Start here")  # fmt: skip


def test_each_sheet_opens_at_its_first_box_and_the_file_at_its_first_sheet() -> None:
    book = opened(template())

    at = {sheet.title: sheet.sheet_view.selection[-1].activeCell for sheet in book}
    assert at == {
        "Start here": "A1", "What is left to do": "A1", "Guidance": "A1", "You": "B5",
        "Rooms": "A6", "End": "B5", "Lists": "A1",
    }  # fmt: skip
    frozen = {sheet.title: sheet.freeze_panes for sheet in book}
    # Of two headers on one sheet none may stand above rows that are not its own.
    assert (frozen["Rooms"], frozen["End"], frozen["You"]) == ("A6", "A5", "A3")
    assert [s.title for s in book if s.sheet_view.tabSelected] == ["Start here"]


def test_the_order_of_the_keyboard_is_the_order_of_the_questions() -> None:
    book = opened(template())

    boxes = [c.coordinate for r in book["You"].iter_rows() for c in r if not c.protection.locked]
    asked = [b.address for b in outline(template()).blocks
             if any(a.rung == "name" and a.role == "answer" for a in b.anchors)]  # fmt: skip
    assert [f"You!{box}" for box in boxes] == [a for a in asked if (a or "").startswith("You!")]
    assert not any(sheet.protection.selectLockedCells for sheet in book)
    assert not any(sheet.merged_cells.ranges for sheet in book)


def test_a_box_looks_like_one_and_what_the_hub_writes_does_not() -> None:
    book = opened(template())

    assert book["You"]["B5"].style == book["Rooms"]["A6"].style == "Form answer"
    assert {book["Start here"][f"B{row}"].style for row in range(5, 9)} == {"Form help"}


# Print ------------------------------------------------------------------------------------


def test_every_sheet_prints_on_a4_with_its_name_its_code_and_page_numbers() -> None:
    for sheet in opened(template()):
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (9, 1)
        footer = sheet.oddFooter
        assert (footer.left.text, footer.center.text, footer.right.text) == (
            "visit@2", None, "&A, page &P of &N",
        )  # fmt: skip
    assert opened(template())["Rooms"].print_title_rows == "$5:$5"


def test_the_empty_rows_of_a_table_are_printed(tmp_path: Path) -> None:
    (tmp_path / "blank.xlsx").write_bytes(template())

    (pdf,) = converted([tmp_path / "blank.xlsx"], "pdf", tmp_path)

    # Its header stands on top of each page, and 30 rows need more than one.
    assert text_of_pdf(pdf).count("Keepers") == 2
    sheet = opened(template())["Rooms"]
    assert {sheet.cell(row, 1).border.bottom.style for row in range(6, 36)} == {"thin"}
    assert "A36" not in {c.coordinate for r in sheet.iter_rows() for c in r if c.has_style}


def test_a_row_is_as_high_as_the_answer_it_came_with() -> None:
    values = {"visitor.story": "word " * 200, "rooms[2].note": "line\n" * 9}
    book = opened(fill(template(), Visit, values, COPY))

    story = book.defined_names["wd_visitor__story"].attr_text.rpartition("$")[2]
    assert book["You"].row_dimensions[int(story)].height > 14 * 12
    assert book["Rooms"].row_dimensions[8].height > 14 * 9


def test_boxes_that_stand_one_by_one_in_the_text_are_one_question() -> None:
    blocks: list[Block] = [Heading(1, words("Used"), "Used")]
    blocks += [
        TickItem(Slot(f"visitor.services={option}"), words(f"I used {option}."))
        for option in ("Parking", "=Lunch", "A & B")
    ]
    data = build(Content("t", tuple(blocks)), Visit)
    listed = {a: t for a, t in shown("What is left to do", data).items() if a[0] in "ABC"}

    assert [listed[f"{letter}8"] for letter in "ABC"] == ["Used", "What you used", "Still empty"]
    filled = fill(data, Visit, {"visitor.services": ["=Lunch"]}, COPY)
    assert shown("What is left to do", filled)["C8"] == "Answered"
    assert shown("Start here", filled)["C7"] == "1 of 1 answered"
