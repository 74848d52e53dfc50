"""Where people slip in Excel: rows put in by a script, totals, remarks, labels noted on."""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import copy
from typing import Any, Literal

import openpyxl
import pytest

from workbook_docs import anchors, fill
from workbook_docs.definition import (
    Day,
    Decimal,
    Field,
    LongText,
    Row,
    Section,
    Text,
    Tick,
    Workbook,
)
from workbook_docs.reading import read_bytes
from workbook_docs.records import Reading
from workbook_docs.text.build import build
from workbook_docs.values import flatten


class Nurse(Section):
    name: Text = Field(title="Name")
    since: Day = Field(title="Date")
    note: LongText = Field(title="Note")


class Visit(Row):
    who: Text = Field(title="Name")
    when: Day = Field(title="Date")
    hours: Decimal = Field(title="Hours", ge=0)
    note: LongText = Field(title="Note")


class Cost(Row):
    item: Text = Field(title="Item")
    code: Text = Field(title="Code")


class Done(Section):
    floors: Tick = Field(title="Floors clean")
    sinks: Tick = Field(title="Sinks clean")


PEOPLE = """\
### {heading}

| {heading} | Answer |
|---|---|
| Name | {{{{ {path}.name }}}} |
| Date | {{{{ {path}.since }}}} |
| Note | {{{{ {path}.note }}}} |

"""
VISITS = """\
## {heading} {{sheet="{heading}"}}

| Name | Date | Hours | Note |
|---|---|---|---|
| {{{{ {path}[].who }}}} | {{{{ {path}[].when }}}} | {{{{ {path}[].hours }}}} | {{{{ {path}[].note }}}} |

"""
REST = """\
## Costs {sheet="Costs"}

| Item | Code |
|---|---|
| {{ costs[].item }} | {{ costs[].code }} |

## Done {sheet="Done"}

- {{ done.floors }} Floors clean
- {{ done.sinks }} Sinks clean

### Shifts

{{ shifts }}
"""
FULL: dict[str, Any] = {
    "lead.name": "Ann Reed",
    "lead.since": "2026-03-04",
    "lead.note": "Works on Mondays.",
    "deputy.name": "Tom Hall",
    "deputy.since": "2025-01-02",
    "deputy.note": "Part time.",
    "planned[0].who": "Mia",
    "planned[0].when": "2026-05-06",
    "planned[0].hours": "2.5",
    "planned[0].note": "Walk round.",
    "planned[1].who": "Lee",
    "planned[1].note": "Interview.",
    "made[0].who": "Kim",
    "made[0].note": "All seen.",
    "costs[0].item": "Taxi",
    "costs[0].code": "T1",
    "costs[1].item": "Tea",
    "costs[1].code": "T2",
    "done.floors": True,
    "done.sinks": False,
    "shifts": ["Early", "Night"],
}
Change = Callable[[Any, type[Workbook]], None]


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> type[Workbook]:
    """A form with alike labels: two people on a sheet, two tables with the same headings."""
    folder = tmp_path_factory.mktemp("ward")

    class Ward(Workbook, id="ward", version="1", title="Ward", day_first=True, templates=folder):
        lead: Nurse = Field(title="Lead nurse")
        deputy: Nurse = Field(title="Deputy")
        planned: list[Visit] = Field(title="Planned visits")
        made: list[Visit] = Field(title="Visits made")
        costs: list[Cost] = Field(title="Costs")
        done: Done = Field(title="Done")
        shifts: list[Literal["Early", "Late", "Night"]] = Field(title="Shifts")

    text = '---\ntitle: Ward\n---\n# Ward\n\n## People {sheet="People"}\n\n'
    text += PEOPLE.format(heading="Lead nurse", path="lead")
    text += PEOPLE.format(heading="Deputy", path="deputy")
    text += VISITS.format(heading="Planned visits", path="planned")
    text += VISITS.format(heading="Visits made", path="made") + REST
    (folder / "ward.md").write_text(text, "utf-8")
    build(Ward)
    return Ward


def after(
    folder: Any, ward: type[Workbook], values: dict[str, Any], change: Change, marks: str = "kept"
) -> Reading:
    """The reading of a filled copy after somebody changed it, with or without our marks."""
    book = openpyxl.load_workbook(fill(ward, values, folder / "sent.xlsx"))
    change(book, ward)
    if marks == "gone":
        take_marks(book)
    data = io.BytesIO()
    book.save(data)
    reading = read_bytes(data.getvalue(), name="back.xlsx", workbook=ward)
    assert reading.account is not None
    assert reading.account.adds_up
    return reading


def take_marks(book: Any) -> None:
    book.defined_names.clear()
    for sheet in book:
        sheet.tables.clear()
        for row in sheet.iter_rows():
            for cell in row:
                text = str(cell.value or "")
                if text == anchors.KEY_HEADER or text.startswith("wd:"):
                    cell.value = None


def place(book: Any, path: str) -> Any:
    """The cell that a field's name means."""
    sheet, address = book.defined_names[anchors.cell_name(path)].attr_text.rsplit("!", 1)
    return book[sheet.strip("'")][address.replace("$", "")]


def flat(reading: Reading) -> dict[str, Any]:
    assert reading.record is not None
    return flatten(reading.record)


def texts(reading: Reading) -> list[str]:
    return [text.text for text in reading.unplaced]


def nothing(book: Any, ward: type[Workbook]) -> None:
    """Leave the file as it is."""


def rows_above(book: Any, ward: type[Workbook]) -> None:
    """A script puts rows in at the top of each sheet, and no name follows."""
    for number, sheet in enumerate(book.worksheets):
        sheet.insert_rows(1, 1 + number % 3)


def sheets_reversed(book: Any, ward: type[Workbook]) -> None:
    book._sheets.reverse()


def sheet_first(book: Any, ward: type[Workbook]) -> None:
    book.move_sheet("Planned visits", -book.index(book["Planned visits"]))


def key_headings_deleted(book: Any, ward: type[Workbook]) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == anchors.KEY_HEADER:
                    cell.value = None


def headings_copied_again(book: Any, ward: type[Workbook]) -> None:
    sheet = book["Costs"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Tea")
    for column in (1, 2):
        sheet.cell(row + 1, column).value = sheet.cell(5, column).value
        sheet.cell(row + 1, column)._style = copy(sheet.cell(5, column)._style)


def total_below(book: Any, ward: type[Workbook]) -> None:
    sheet = book["Planned visits"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Lee")
    sheet.cell(row + 1, 1).value, sheet.cell(row + 1, 3).value = "Total", 2.5


def numbered(book: Any, ward: type[Workbook]) -> None:
    for sheet in (book["People"], book["Done"]):
        for number, cell in enumerate(sheet["A"]):
            if cell.value in ("Name", "Note", "Floors clean", "Sinks clean", "Late"):
                cell.value = f"{number % 9 + 1}. {cell.value}"


def noted(book: Any, ward: type[Workbook]) -> None:
    for sheet in (book["People"], book["Done"]):
        for cell in sheet["A"]:
            if cell.value in ("Name", "Note", "Floors clean", "Sinks clean", "Late"):
                cell.value = f"{cell.value} (see mail)"


def pasted_below(book: Any, ward: type[Workbook]) -> None:
    """The table of costs, with its title, pasted below that of visits."""
    visits, costs = book["Visits made"], book["Costs"]
    visits.cell(40, 1).value = "Costs"
    for row in range(5, 9):
        for column in (1, 2):
            visits.cell(36 + row, column).value = costs.cell(row, column).value
    del book["Costs"]


@pytest.mark.parametrize("marks", ["kept", "gone"])
@pytest.mark.parametrize(
    ("change", "unplaced"),
    [
        (nothing, []),
        (rows_above, []),
        (sheets_reversed, []),
        (sheet_first, []),
        (key_headings_deleted, []),
        (headings_copied_again, ["Item", "Code"]),
        (total_below, ["Total", "2.5"]),
        (noted, ["(see mail)"] * 7),
        (pasted_below, None),
    ],
)
def test_every_answer_is_read_and_the_rest_is_listed(tmp_path, ward, change, unplaced, marks):
    as_sent = flat(after(tmp_path, ward, FULL, nothing))
    reading = after(tmp_path, ward, FULL, change, marks)

    assert flat(reading) == as_sent
    if unplaced is not None:
        assert sorted(texts(reading)) == sorted(unplaced)


@pytest.mark.parametrize("marks", ["kept", "gone"])
def test_a_number_before_a_label_is_no_answer_and_no_tick(tmp_path, ward, marks):
    reading = after(tmp_path, ward, FULL, numbered, marks)

    assert flat(reading) == flat(after(tmp_path, ward, FULL, nothing))
    assert all(text.rstrip(".").isdigit() for text in texts(reading))


def test_a_row_that_begins_with_total_and_says_more_is_a_row(tmp_path, ward):
    values = FULL | {"made[1].who": "Total", "made[1].note": "All wards together."}

    for marks in ("kept", "gone"):
        read = flat(after(tmp_path, ward, values, nothing, marks))
        assert read["made[1].note"] == "All wards together."


def test_a_keyed_row_that_says_total_alone_is_a_row(tmp_path, ward):
    values = FULL | {"made[1].who": "Total"}

    assert flat(after(tmp_path, ward, values, nothing))["made[1].who"] == "Total"


@pytest.mark.parametrize(
    ("row", "hours"), [("made[0]", 3.0), ("planned[1]", 2.5), ("planned[40]", 7.0)]
)
def test_a_row_that_the_copy_came_with_is_a_row_though_it_reads_like_a_total(
    tmp_path, ward, row, hours
):
    last = {f"planned[{n}].who": "Mia" for n in range(40)} if row == "planned[40]" else {}
    rest = {key: value for key, value in FULL.items() if not key.startswith(row)}
    values = rest | last | {f"{row}.who": "Total", f"{row}.hours": hours}

    reading = after(tmp_path, ward, values, nothing)

    assert float(flat(reading)[f"{row}.hours"]) == hours
    assert flat(reading)[f"{row}.who"] == "Total"
    assert not reading.unplaced


BLANK = {key: value for key, value in FULL.items() if not key.startswith(("lead", "done"))}


@pytest.mark.parametrize("marks", ["kept", "gone"])
@pytest.mark.parametrize(
    ("path", "across", "down", "typed", "value", "code"),
    [
        ("lead.name", 1, 0, "Ann Reed", "Ann Reed", "answer-beside-cell"),
        ("lead.note", 0, 1, "Mondays.", "Mondays.", None),
        ("lead.name", 2, 0, "Ask Mia", None, "unplaced-text"),
        ("done.sinks", 1, 0, "x", True, "mark-beside-box"),
        ("shifts=Night", 0, 1, "Yes", ["Early", "Night"], None),
    ],
)
def test_an_answer_one_cell_off_its_place_is_read(
    tmp_path, ward, marks, path, across, down, typed, value, code
):
    """A cell further on it is somebody's remark: that is listed."""

    def slip(book: Any, _: type[Workbook]) -> None:
        cell = place(book, path)
        cell.value = None
        cell.parent.cell(cell.row + down, cell.column + across).value = typed

    reading = after(tmp_path, ward, BLANK, slip, marks)
    answer = next(a for a in reading.answers if a.path == path.partition("=")[0])

    assert answer.value == value
    if code is not None and marks == "kept":  # without marks nobody knows which cell it was
        assert code in {f.code for f in reading.findings}


def test_options_are_not_read_in_part_where_the_words_of_one_are_gone(tmp_path, ward):
    def retyped(book: Any, _: type[Workbook]) -> None:
        cell = place(book, "shifts=Night")
        cell.offset(0, -1).value = "After dark, as agreed with the matron"

    reading = after(tmp_path, ward, FULL, retyped, "gone")
    answer = next(a for a in reading.answers if a.path == "shifts")

    assert (answer.state, answer.value) == ("unreadable", [])
    assert "Yes" in texts(reading)


def test_words_in_brackets_that_begin_an_answer_in_its_labels_cell_are_part_of_it(tmp_path, ward):
    def into_label(book: Any, _: type[Workbook]) -> None:
        cell = place(book, "lead.note")
        cell.value = None
        cell.offset(0, -1).value = "Note: (draft) works on Mondays.\nAnd on Fridays."

    reading = after(tmp_path, ward, FULL, into_label)

    assert flat(reading)["lead.note"] == "(draft) works on Mondays.\nAnd on Fridays."


def test_a_text_that_goes_on_in_a_row_put_in_below_it_is_one_answer(tmp_path, ward):
    def split(book: Any, _: type[Workbook]) -> None:
        sheet = book["Planned visits"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "Mia")
        sheet.insert_rows(row + 1)
        sheet.cell(row + 1, 4).value = "With the matron."

    reading = after(tmp_path, ward, FULL, split)

    assert flat(reading)["planned[0].note"] == "Walk round.\nWith the matron."
    assert flat(reading)["planned[1].who"] == "Lee"
    assert "row-split" in {f.code for f in reading.findings}


def test_a_row_of_ours_with_one_text_is_a_row(tmp_path, ward):
    values = FULL | {"made[1].note": "Nobody knows who it was."}

    assert flat(after(tmp_path, ward, values, nothing))["made[1].note"] == values["made[1].note"]
