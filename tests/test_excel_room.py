"""Whole words in sight: rows and columns for long answers, titles beside a link or a logo."""

from __future__ import annotations

import doctest
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import get_column_letter

from workbook_docs import accessibility_faults, fill, read
from workbook_docs.catalogue import template_folder
from workbook_docs.definition import Field, LongText, Workbook
from workbook_docs.excel import heights
from workbook_docs.excel.build import build
from workbook_docs.excel.grid import WIDEST, SheetXml
from workbook_docs.excel.heights import HIGHEST, digits_of, lines_of, points_of
from workbook_docs.excel.large_print import enlarged
from workbook_docs.text import markdown
from workbook_docs.text.build import OwnParts
from workbook_docs.values import flatten
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

SENTENCE = "We meet them every month, and write down what they want and what they worry about. "


def answer(letters: int) -> str:
    return (SENTENCE * (letters // len(SENTENCE) + 1))[:letters].strip()


# Lines ---------------------------------------------------------------------------------------

LINES = [
    # text, width of the column in digits, lines
    ("", 10, 1),
    ("Short", 20, 1),
    ("one\ntwo\n\nfour", 40, 4),
    ("1234567 1234567 1234567", 11, 3),  # two words do not fit, so each has its line
    ("1" * 30, 12, 4),  # a word that no line holds is broken
    ("aaaa-aaaa-aaaa", 8, 3),  # broken behind its hyphens
    ("ililililililililil", 12, 1),  # narrow letters
    ("WWWWWWWWWW", 12, 2),  # wide ones
    ("漢字漢字漢字漢字", 12, 2),
    ("e\u0301" * 9, 12, 1),  # a mark above a letter takes no room
]


@pytest.mark.parametrize(("text", "width", "lines"), LINES)
def test_the_lines_that_a_text_takes(text, width, lines):
    assert lines_of(text, width) == lines


def test_a_wider_column_never_takes_more_lines():
    text = answer(900)
    counts = [lines_of(text, width) for width in range(8, 140, 4)]

    assert counts == sorted(counts, reverse=True)
    assert points_of(text, 8) > HIGHEST  # what is needed, and not the most there is
    assert doctest.testmod(heights).failed == 0


# Long answers ----------------------------------------------------------------------------------

PLACES = [
    # path, sheet, column of its answers
    ("co_production.point_3", "Co-production", "B"),
    ("initial_matrix[0].interests", "Initial matrix", "B"),
    ("life_cycle.planning", "Life cycle", "B"),
]


@pytest.mark.parametrize("letters", [60, 2100, 4200])
@pytest.mark.parametrize(("path", "name", "column"), PLACES)
def test_the_whole_of_a_long_answer_is_seen(tmp_path: Path, path, name, column, letters):
    text = answer(letters)
    file = fill(Module2, {path: text}, tmp_path / "long.xlsx")
    sheet = openpyxl.load_workbook(file)[name]
    usual = openpyxl.load_workbook(fill(Module2, {}, tmp_path / "usual.xlsx"))[name]

    (cell,) = (c for row in sheet.iter_rows() for c in row if c.value == text)
    width = sheet.column_dimensions[column].width
    assert cell.column_letter == column
    assert points_of(text, width) <= sheet.row_dimensions[cell.row].height <= HIGHEST
    assert width <= WIDEST
    assert (width == usual.column_dimensions[column].width) is (letters == 60) or letters == 2100
    assert flatten(read(file).record)[path] == text
    assert accessibility_faults(file) == []


def test_an_answer_longer_than_any_row_widens_its_column_no_further(tmp_path: Path):
    file = fill(Module2, {"co_production.point_3": answer(9000)}, tmp_path / "long.xlsx")

    sheet = openpyxl.load_workbook(file)["Co-production"]
    assert WIDEST - 4 < sheet.column_dimensions["B"].width <= WIDEST


def test_a_list_of_short_entries_widens_nothing(tmp_path: Path):
    values = {"nine_cs.consumers": [f"group {n}" for n in range(60)]}
    book = openpyxl.load_workbook(fill(Module2, values, tmp_path / "list.xlsx"))
    usual = openpyxl.load_workbook(fill(Module2, {}, tmp_path / "usual.xlsx"))

    widths = [held["9 Cs"].column_dimensions["B"].width for held in (book, usual)]
    assert widths[0] == widths[1]


SHARED = [
    # columns that one element tells of, the column widened, the columns told of afterwards
    ('<col min="1" max="4" width="9"/>', 1, [(1, 1, False), (2, 2, True), (3, 4, False)]),
    ('<col min="1" max="2" width="9"/>', 0, [(1, 1, True), (2, 2, False)]),
    ('<col min="3" max="3" width="9"/>', 1, [(2, 2, True), (3, 3, False)]),
    ("", 2, [(3, 3, True)]),
]


@pytest.mark.parametrize(("columns", "wide", "told"), SHARED)
def test_a_column_is_widened_alone(columns, wide, told):
    around = f"<cols>{columns}</cols>" if columns else ""
    root = etree.fromstring(
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"{around}<sheetData/></worksheet>"
    )

    SheetXml(root).make_wide(wide, answer(3000))

    assert [child.tag.rpartition("}")[2] for child in root] == ["cols", "sheetData"]
    found = [(int(c.get("min")), int(c.get("max")), float(c.get("width")) > 9) for c in root[0]]
    assert found == told


# Titles ------------------------------------------------------------------------------------------

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="50mm" height="20mm" viewBox="0 0 50 20">'
    '<title>Trent Hub</title><rect width="50" height="20" fill="#1F5C99"/></svg>'
)
USUAL_TITLE = "Activity A, Task 1: Your own list of the 9 Cs"
TITLES = [
    "Your own list",
    "Activity A, Task 1: Your own list of the 9 Cs, and of all others in it",
    "Activity A, Task 1: Your own list of the 9 Cs, and of everybody else who has a stake in this",
]


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("has_logo", [False, True])
@pytest.mark.parametrize("title", TITLES)
def test_a_title_runs_neither_over_the_logo_nor_out_of_sight(
    tmp_path: Path, title, has_logo, large_print
):
    logo = tmp_path / "logo.svg"
    logo.write_text(LOGO, "utf-8")
    text = (template_folder(NineCsList) / "nine-cs.md").read_text("utf-8")
    content = markdown.parse(text.replace(USUAL_TITLE, title))
    content = replace(content, logo=OwnParts(logo=logo).figure() if has_logo else None)
    made = build(content, NineCsList)
    path = tmp_path / "own.xlsx"
    path.write_bytes(enlarged(made) if large_print else made)

    book = openpyxl.load_workbook(path)
    sheet = book["Start here"]
    assert sheet["A1"].value == title
    assert_seen(sheet, 2 if has_logo else 3, book)


HEADING = "Everything that your team would like to tell the people who will plan the next round"


class Long(Workbook, id="long", version="1", title="Long"):
    needs: LongText = Field(title="What you need")


@pytest.mark.parametrize("large_print", [False, True])
def test_a_title_of_a_sheet_does_not_run_under_the_way_back(tmp_path: Path, large_print):
    text = f"---\ntitle: Long\n---\n# {HEADING}\n\nTell us.\n\n| It | Yours | Help |\n| --- | --- | --- |\n"
    made = build(markdown.parse(f"{text}| Needs | {{{{ needs }}}} | All. |\n"), Long)
    path = tmp_path / "long.xlsx"
    path.write_bytes(enlarged(made) if large_print else made)

    book = openpyxl.load_workbook(path)
    (sheet,) = (sheet for sheet in book if sheet["A1"].value == HEADING)
    assert str(sheet["C1"].value).startswith("Back to")
    assert_seen(sheet, 2, book)


def assert_seen(sheet, columns: int, book) -> None:
    """The title fits over some columns, or wraps in a row that is high enough."""
    title = sheet["A1"]
    base = book._named_styles["Normal"].font.sz
    widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(1, columns + 1)]
    if title.alignment.wrap_text:
        needed = points_of(title.value, widths[0], title.font.sz, base)
        assert needed <= sheet.row_dimensions[1].height + 0.1
    else:
        assert digits_of(title.value, bold=True) * title.font.sz / base <= sum(widths) * 1.06
    assert title.font.sz > base
    assert title.style == "Heading 1" or title.font.b
