"""Large print of the Excel template: larger letters, and pages that do not shrink them."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pytest
from lxml import etree

from excel_copies import COPY, Visit, is_valid, template
from workbook_docs import accessibility_faults
from workbook_docs.definition import Workbook
from workbook_docs.excel.fill import fill
from workbook_docs.excel.large_print import enlarged
from workbook_docs.excel.outline import outline
from workbook_docs.excel.package import Package
from workbook_docs.templates import template_path
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data))


@pytest.mark.parametrize("workbook", [Module2, NineCsList, Visit], ids=lambda w: w.workbook_id)
def test_in_large_print_no_letter_is_smaller_than_16_points_and_no_page_shrinks_them(
    workbook: type[Workbook],
) -> None:
    usual = template() if workbook is Visit else template_path(workbook, "xlsx").read_bytes()
    large = enlarged(usual)

    with zipfile.ZipFile(BytesIO(large)) as package:
        sized = [package.read(f"xl/{name}.xml") for name in ("styles", "sharedStrings")]
    sizes = [float(s.get("val")) for part in sized for s in etree.fromstring(part).iter("{*}sz")]
    assert min(sizes) == 16
    assert len(set(sizes)) > 3  # headings are still larger than the words below them
    for sheet in opened(large):
        printed = {c.column_letter for row in sheet.iter_rows() for c in row if c.value is not None}
        columns = sheet.column_dimensions
        widths = [columns[letter].width for letter in printed if not columns[letter].hidden]
        # Digits of 16 points between the margins of an A4 page, standing or lying.
        page = 83 if sheet.page_setup.orientation == "landscape" else 56
        assert sheet.sheet_state == "hidden" or sum(widths) <= page + 0.1, sheet.title
        assert sheet.page_setup.fitToHeight == 0


def test_large_print_has_larger_letters_and_says_the_same() -> None:
    large = enlarged(template())

    assert {opened(large)["You"][cell].font.sz for cell in ("A5", "B5", "C5")} == {16}
    assert opened(large)["You"].row_dimensions[5].height > 30
    usual, words = outline(template()), outline(large)
    assert [b.text for b in words.blocks] == [b.text for b in usual.blocks]
    assert [b.anchors for b in words.blocks] == [b.anchors for b in usual.blocks]
    assert is_valid(large)
    for data in (large, template()):
        assert list(accessibility_faults(data, "visit.xlsx")) == []
    filled = fill(large, Visit, {"visitor.story": "word " * 200}, COPY)
    story = opened(filled).defined_names["wd_visitor__story"].attr_text.rpartition("$")[2]
    usual_height = opened(fill(template(), Visit, {"visitor.story": "word " * 200}, COPY))
    assert (
        opened(filled)["You"].row_dimensions[int(story)].height
        > 1.3 * usual_height["You"].row_dimensions[int(story)].height
    )


def test_columns_that_share_an_element_and_lines_too_long_for_a_page_are_taken_as_they_come() -> (
    None
):
    """As Excel saves a sheet, columns of one width share an element; a long line is not wrapped."""
    book = opened(template())
    number = book.sheetnames.index("You") + 1
    book["You"]["A2"].value = "many words " * 20
    out = BytesIO()
    book.save(out)
    package = Package(out.getvalue())
    part = f"xl/worksheets/sheet{number}.xml"
    root = package.root(part)
    assert root is not None
    columns = root.find("{*}cols")
    first, second = columns[0], columns[1]
    first.set("max", "2")
    columns.remove(second)
    package.put(part, etree.tostring(root))

    sheet = opened(enlarged(package.to_bytes()))["You"]

    assert sheet["A2"].alignment.wrap_text
    assert not sheet["A1"].alignment.wrap_text
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths[0] != 36  # its own width, no longer that of the element
    assert sum(widths) == pytest.approx(83)
    assert sheet.row_dimensions[2].height > 100
