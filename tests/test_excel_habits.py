"""What people do in Excel, each told in a few lines: names move, rows are sorted, sheets go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from workbook_docs import anchors, fill, read
from workbook_docs.records import Reading
from workbook_docs.values import flatten
from workbook_docs.workbooks.module_2 import Module2

ABOUT = {
    "study.title": "Falls at home",
    "study.reference": "S07",
    "participant.name": "Ann Reed",
    "participant.email": "ann@example.org",
}


def after(folder: Path, values: dict[str, Any], change: Callable[[Any], None]) -> Reading:
    """The reading of a filled workbook after somebody changed it."""
    book = openpyxl.load_workbook(fill(Module2, values, folder / "sent.xlsx"))
    change(book)
    book.save(folder / "back.xlsx")
    reading = read(folder / "back.xlsx")
    assert reading.account is not None
    assert reading.account.adds_up
    return reading


def said(reading: Reading, *paths: str) -> dict[str, Any]:
    assert reading.record is not None
    flat = flatten(reading.record)
    return {path: flat.get(path) for path in paths}


def spot(book: Any, path: str) -> tuple[Any, str]:
    """The sheet and address that a field's name means."""
    sheet, address = book.defined_names[anchors.cell_name(path)].attr_text.rsplit("!", 1)
    return book[sheet.strip("'")], address.replace("$", "")


def no_names(book: Any) -> None:
    for name in list(book.defined_names):
        del book.defined_names[name]


def sort_rows(book: Any) -> None:
    """Question, answer, help and key sorted together; names stay where they were."""
    sheet, first = spot(book, "study.title")
    top = sheet[first].row
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(top, top + 3)]
    for number, row in enumerate(sorted(rows, key=lambda row: str(row[0]))):
        for column, value in enumerate(row, 1):
            sheet.cell(top + number, column).value = value


def test_rows_that_were_sorted_are_read_by_their_labels(tmp_path):
    reading = after(tmp_path, ABOUT, sort_rows)

    assert said(reading, *ABOUT) == ABOUT
    assert {f.code for f in reading.findings if f.severity != "note"} == {"moved-answer"}


def names_one_row_up(book: Any) -> None:
    """A program put a row in and left the names where they were."""
    for path in ABOUT:
        sheet, address = spot(book, path)
        cell = sheet[address]
        name = anchors.cell_name(path)
        del book.defined_names[name]
        where = f"'{sheet.title}'!${cell.column_letter}${cell.row - 1}"
        book.defined_names[name] = DefinedName(name, attr_text=where)


def test_names_that_point_beside_their_cells_are_not_followed(tmp_path):
    assert said(after(tmp_path, ABOUT, names_one_row_up), *ABOUT) == ABOUT


def test_of_two_tables_with_the_same_headings_the_keys_tell_which_is_which(tmp_path):
    def only_the_later(book: Any) -> None:
        no_names(book)
        del book["Initial matrix"]
        book["Ongoing matrix" if "Ongoing matrix" in book.sheetnames else "On-going matrix"][
            "A1"
        ] = None

    reading = after(tmp_path, {"ongoing_matrix[0].stakeholder": "Carers"}, only_the_later)

    assert said(reading, "ongoing_matrix[0].stakeholder", "initial_matrix[0].stakeholder") == {
        "ongoing_matrix[0].stakeholder": "Carers",
        "initial_matrix[0].stakeholder": None,
    }


@pytest.mark.parametrize("names", ["kept", "gone"])
def test_sheets_in_another_order_change_nothing(tmp_path, names):
    def reverse(book: Any) -> None:
        if names == "gone":
            no_names(book)
        book._sheets.reverse()

    values = {
        "initial_matrix[0].stakeholder": "Patients",
        "ongoing_matrix[0].stakeholder": "Carers",
        "involvement[0].stakeholder": "Involvement with Your Study",
        "participant.name": "Ann Reed",
    }
    reading = after(tmp_path, values, reverse)

    assert said(reading, *values) == values
    assert reading.unplaced == ()


def test_an_answer_like_words_of_a_deleted_sheet_is_an_answer(tmp_path):
    def without_points(book: Any) -> None:
        sheet, _ = spot(book, "co_production.point_1")
        del book[sheet.title]

    values = {"involvement[0].role": "Point 1", "involvement[1].role": "Point 2"}
    reading = after(tmp_path, values, without_points)

    assert said(reading, *values) == values
    assert said(reading, "co_production.point_1")["co_production.point_1"] is None


def test_a_remark_beside_an_answer_is_no_part_of_it(tmp_path):
    def remark(book: Any) -> None:
        sheet, address = spot(book, "participant.email")
        sheet.cell(sheet[address].row, 6).value = "Ann to confirm"
        no_names(book)

    reading = after(tmp_path, ABOUT, remark)

    assert said(reading, *ABOUT) == ABOUT
    assert [text.text for text in reading.unplaced] == ["Ann to confirm"]


def test_a_part_of_a_workbook_without_its_code_is_known_by_its_names(tmp_path):
    def part(book: Any) -> None:
        for sheet in book:
            for place in (sheet.oddFooter, sheet.oddHeader):
                place.left.text = place.center.text = place.right.text = None
        book.custom_doc_props = type(book.custom_doc_props)()
        kept = {spot(book, path)[0].title for path in ("study.title", "nine_cs.consumers")}
        kept |= {"Initial matrix"}
        for name in [name for name in book.sheetnames if name not in kept]:
            del book[name]

    reading = after(tmp_path, ABOUT, part)

    assert reading.workbook == "module-2"
    assert said(reading, *ABOUT) == ABOUT
