"""Forms of other hubs: labels in other words, blanks that are ruled or dotted, Yes and No columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook as Book

from workbook_docs import Reading, read
from workbook_docs.hub.ingest import reading_of
from workbook_docs.workbooks.module_2 import Module2

NINE = (
    "Commissioners", "Customers", "Collaborators", "Contributors", "Channels",
    "Commentators", "Consumers", "Champions", "Competitors",
)  # fmt: skip
STAGES = ("Initiation", "Planning", "Execution", "Monitoring", "Closure")
ITEMS = (
    "Made a list of stakeholders?",
    "Identified how patients and the public will be able to participate in the study?",
    "Developed your engagement strategy?",
    "Developed your inclusion strategy?",
    "Developed a co-production strategy?",
    "Set the next date for reviewing your progress?",
)
MATRIX = (
    "Stakeholder", "Stakeholder Interests", "Assessment of Impact", "Communication Strategies",
)  # fmt: skip
POINT_4 = (
    "Point 4: How will you monitor that co-production is having a genuine impact on your "
    "research? How will you involve stakeholders in all stages of the research?"
)


def _form(path: Path, lines: list[str], stages: dict[str, str], ticked: tuple[str, str]) -> Reading:
    """A form that prints `lines`, then the stages and the checklist in tables of two columns."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(0, 2)
    for stage in STAGES:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = stage, stages.get(stage, "")
    document.add_paragraph("")
    table = document.add_table(0, 3)
    heads = ("CHECKLIST – HAVE YOU DONE THE FOLLOWING?", "YES", "NO")
    for row in (heads, *((item, *ticked) for item in ITEMS)):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    reading = read(path)
    assert reading.outcome == "read"
    return reading


def _lines(name: str, email: str, blank: str = "") -> list[str]:
    """Name and address as given, then the 9 Cs and the points with `blank` behind each."""
    points = [f"Point {number}: {blank}" for number in range(1, 8)]
    return [name, email, *(f"{category}: {blank}" for category in NINE), *points]


def _raw(reading: Reading, path: str) -> str | None:
    return next(answer.raw for answer in reading.answers if answer.path == path)


def _states(reading: Reading, start: str) -> set[str]:
    return {answer.state for answer in reading.answers if answer.path.startswith(start)}


NAMES_AND_ADDRESSES = (
    # line that asks for the name, line that asks for the address
    ("Name: Ann Reed", "E-mail: ann@example.org"),
    ("Your name: Ann Reed", "Email: ann@example.org"),
    ("Full name: Ann Reed", "Your e-mail address: ann@example.org"),
    ("NAME: Ann Reed", "EMAIL ADDRESS: ann@example.org"),
    ("Name: ____Ann Reed____", "Email address: ______ann@example.org"),
    ("Name: ......... Ann Reed", "E-mail: ......... ann@example.org"),
    ("Name: ……… Ann Reed", "Email: ……… ann@example.org"),
)


@pytest.mark.parametrize(("name", "email"), NAMES_AND_ADDRESSES)
def test_name_and_address_are_read_however_they_are_asked_for(
    tmp_path: Path, name: str, email: str
) -> None:
    reading = _form(tmp_path / "form.docx", _lines(name, email), {}, ("", ""))
    assert _raw(reading, "participant.name") == "Ann Reed"
    assert _raw(reading, "participant.email") == "ann@example.org"


@pytest.mark.parametrize(
    "blank", ["[please complete]", "[Please fill in]", "<please specify>", "________", "………"]
)
def test_what_a_form_prints_into_empty_places_is_no_answer(tmp_path: Path, blank: str) -> None:
    lines = _lines(f"Name: {blank}", f"E-mail: {blank}", blank)
    reading = _form(tmp_path / "form.docx", lines, {}, ("", ""))
    for start in ("participant.", "nine_cs.", "co_production."):
        assert _states(reading, start) <= {"blank", "prompt"}, start


@pytest.mark.parametrize(("ticked", "value"), [(("x", ""), True), (("", "x"), False)])
def test_yes_and_no_may_head_columns_beside_the_caption_of_the_checklist(
    tmp_path: Path, ticked: tuple[str, str], value: bool
) -> None:
    lines = _lines("Name: Ann Reed", "Email address:")
    reading = _form(tmp_path / "form.docx", lines, {}, ticked)
    values = [a.value for a in reading.answers if a.path.startswith("checklist.")]
    assert values == [value] * len(ITEMS)


def test_a_question_on_its_labels_own_line_is_no_answer(tmp_path: Path) -> None:
    lines = [POINT_4 if line.startswith("Point 4") else line for line in _lines("Name:", "Email:")]
    blank = _form(tmp_path / "blank.docx", lines, {}, ("", ""))
    assert _raw(blank, "co_production.point_4") is None
    answered = [f"{line} By a survey." if line == POINT_4 else line for line in lines]
    reading = _form(tmp_path / "answered.docx", answered, {}, ("", ""))
    assert _raw(reading, "co_production.point_4") == "By a survey."


def test_a_definition_behind_a_label_and_a_dash_is_no_answer(tmp_path: Path) -> None:
    defined = "Customers – Those who acquire and use the organisation's products."
    lines = _lines("Name: Ann Reed", "Email:", "ICB")
    lines[lines.index("Customers: ICB") : lines.index("Customers: ICB") + 1] = [defined, "Wards"]
    reading = _form(tmp_path / "form.docx", lines, {}, ("", ""))
    assert _raw(reading, "nine_cs.commissioners") == "ICB"
    assert _raw(reading, "nine_cs.customers") == "Wards"


def test_an_answer_in_a_labels_row_may_begin_like_another_label(tmp_path: Path) -> None:
    stages = {"Planning": "Name a lead\nBook rooms"}
    lines = _lines("Who are you?", "Email:")
    reading = _form(tmp_path / "form.docx", lines, stages, ("", ""))
    assert _raw(reading, "life_cycle.planning") == "Name a lead\nBook rooms"


def test_a_label_printed_in_two_languages_is_no_answer(tmp_path: Path) -> None:
    lines = _lines("Name: Ann Reed", "Email address / Cyfeiriad e-bost")
    reading = _form(tmp_path / "form.docx", lines, {}, ("", ""))
    assert _raw(reading, "participant.email") is None
    assert "/ Cyfeiriad e-bost" in [item.text.strip() for item in reading.unplaced]


def test_rows_in_lines_may_use_words_of_the_form(tmp_path: Path) -> None:
    rows = (
        ("GP practices", "Shorter visits", "Less work", "Bulletin"),
        ("Patients", "A voice in the design", "Better care", "Phone"),
    )
    lines = _lines("Name: Ann Reed", "Email:")
    lines.append("Initial Key Stakeholder Analysis Matrix")
    lines += [f"{head}: {text}" for row in rows for head, text in zip(MATRIX, row, strict=True)]
    reading = _form(tmp_path / "form.docx", lines, {}, ("", ""))
    found = [_raw(reading, f"initial_matrix[{n}].interests") for n in range(2)]
    assert found == ["Shorter visits", "A voice in the design"]


def test_labels_with_their_questions_are_read_in_a_retyped_sheet(tmp_path: Path) -> None:
    book = Book()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Name", "Ann Reed"),
        ("Email address", "ann@example.org"),
        *((category, "ICB") for category in NINE),
        *((f"Point {n}", f"Answer {n}") for n in (1, 2, 3)),
        (POINT_4, "By a survey."),
        *((f"Point {n}", "") for n in (5, 6, 7)),
        *((stage, "Weekly call") for stage in STAGES),
        *((item, "Yes") for item in ITEMS),
    ):
        sheet.append(row)
    path = tmp_path / "form.xlsx"
    book.save(path)
    reading = read(path)
    assert _raw(reading, "co_production.point_4") == "By a survey."


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        (["Commissioners: ICB", "Dear all, see above."], "read"),
        (["Dear all, see below."], "not-ours"),
    ],
)
def test_a_file_with_a_label_or_two_is_read_where_its_workbook_is_named(
    tmp_path: Path, lines: list[str], outcome: str
) -> None:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    path = tmp_path / "letter.docx"
    document.save(str(path))
    assert read(path).outcome == "not-ours"
    named = read(path, Module2)
    assert named.outcome == outcome
    if outcome == "read":
        assert "few-labels" in {finding.code for finding in named.findings}
        told = " ".join(
            [item.text for item in named.unplaced] + [a.raw or "" for a in named.answers]
        )
        assert "ICB" in told
        assert "Dear all, see above." in told


def test_a_hub_takes_no_file_for_a_return_by_a_label_or_two(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Commissioners: ICB")
    path = tmp_path / "letter.docx"
    document.save(str(path))
    reading = reading_of(read, [Module2], path, "letter.docx", "0" * 64, None)
    assert reading.outcome == "not-ours"
    named = reading_of(read, [Module2], path, "letter.docx", "0" * 64, Module2)
    assert named.outcome == "read"
