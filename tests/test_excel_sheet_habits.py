"""What people do on our sheets besides filling them in."""

from __future__ import annotations

import io

import openpyxl
import pytest

from workbook_docs.conformance.run import filled
from workbook_docs.conformance.scoring import score
from workbook_docs.reading import read_bytes
from workbook_docs.workbooks.module_2 import Module2

[CASE] = filled(Module2, "xlsx", 1, 5)
MATRIX = "Initial matrix"


def read_back(change, *, stripped=False):
    """The filled file after a change, read; how it was read; and the unplaced texts."""
    book = openpyxl.load_workbook(io.BytesIO(CASE.data))
    change(book)
    if stripped:
        for name in list(book.defined_names):
            del book.defined_names[name]
        for sheet in book:
            sheet.tables.clear()
    out = io.BytesIO()
    book.save(out)
    reading = read_bytes(out.getvalue(), Module2, name="1.xlsx")
    assert reading.account.adds_up
    found = score(CASE.truth, reading)
    return reading, found, [text.text for text in reading.unplaced]


def moved(by):
    def change(book):
        sheet = book["Checklist"]
        for row in range(5, 11):
            if mark := sheet.cell(row, 2).value:
                sheet.cell(row, 2).value = None
                sheet.cell(row, 2 + by).value = mark

    return change


@pytest.mark.parametrize("by", [1, 3], ids=["over the help", "beyond the key"])
def test_a_mark_that_missed_its_box_is_a_tick_and_told_of(by):
    reading, found, unplaced = read_back(moved(by))

    assert (found.misread, unplaced) == ([], [])
    told = {f.path for f in reading.findings if f.code == "mark-beside-box"}
    ticked = {f"checklist.{name}" for name, on in CASE.truth.checklist if on}
    assert told == ticked


def test_two_marks_beside_a_box_are_no_tick():
    def change(book):
        book["Checklist"]["B5"].value = None
        book["Checklist"]["E5"].value = book["Checklist"]["F5"].value = "x"

    reading, _, unplaced = read_back(change)

    assert reading.record.checklist.stakeholder_list is False
    assert unplaced == ["x", "x"]


NOTES = [
    # typed below the last row of the sheet           at    row
    ("Note: list agreed in May", 36),
    ("N.B. - only the groups in Leeds", 36),
    ("Please see the other file for the rest", 37),
]


@pytest.mark.parametrize("stripped", [False, True], ids=["marks", "no marks"])
@pytest.mark.parametrize(("text", "row"), NOTES)
def test_a_note_below_the_rows_is_no_row(text, row, stripped):
    def change(book):
        book[MATRIX].cell(row, 1).value = text

    _, found, unplaced = read_back(change, stripped=stripped)

    assert (found.misread, unplaced) == ([], [text])


@pytest.mark.parametrize("text", ["Midwives", "Link workers of the north"])
def test_a_name_below_the_rows_is_a_row(text):
    def change(book):
        book[MATRIX].cell(36, 1).value = text

    reading, _, unplaced = read_back(change)

    assert reading.record.initial_matrix[-1].stakeholder == text
    assert unplaced == []


@pytest.mark.parametrize("columns", [(1, 2, 3, 4), (2,)], ids=["all", "one"])
def test_headings_that_were_blanked_are_known_by_their_names(columns):
    def change(book):
        for column in columns:
            book[MATRIX].cell(5, column).value = None

    _, found, unplaced = read_back(change)

    assert (found.misread, unplaced) == ([], [])


def test_a_second_table_to_the_right_is_no_answer():
    def change(book):
        for row in range(5, 9):
            for column in range(1, 5):
                book[MATRIX].cell(row, column + 6).value = book[MATRIX].cell(row, column).value
        book["Life cycle"]["G5"].value = "May"

    _, found, unplaced = read_back(change)

    assert found.misread == []
    assert "May" in unplaced


def test_text_below_an_answer_is_not_its_end_where_a_note_stands_between():
    def change(book):
        book["Life cycle"]["A10"].value = "Also note this"
        book["Life cycle"]["B11"].value = "and this"

    _, found, unplaced = read_back(change, stripped=True)

    assert (found.misread, unplaced) == ([], ["Also note this", "and this"])


SHEETS = ["Life cycle", MATRIX, "Checklist", "9 Cs"]


@pytest.mark.parametrize("title", SHEETS)
def test_a_filled_copy_of_a_sheet_is_read_where_the_sheet_itself_is_empty(title):
    def change(book):
        sheet = book[title]
        book.copy_worksheet(sheet)
        for row in sheet.iter_rows(min_row=6 if sheet.tables else 5):
            for cell in row:
                is_answer = cell.column == 2 if sheet.max_column == 4 else cell.column < 5
                cell.value = None if is_answer else cell.value

    reading, found, unplaced = read_back(change)

    assert found.misread == []
    assert "sheet-copied" in {finding.code for finding in reading.findings}
    assert unplaced  # the words of the form that stand there twice


@pytest.mark.parametrize("title", SHEETS)
def test_a_copy_of_a_filled_sheet_is_passed_over(title):
    _, found, unplaced = read_back(lambda book: book.copy_worksheet(book[title]))

    assert found.misread == []
    assert unplaced
