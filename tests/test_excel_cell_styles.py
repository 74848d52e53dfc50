"""A designer changes one cell style in Excel, and all cells that wear it follow."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO

import openpyxl
import pytest
from site_readiness import SiteReadiness

from workbook_docs.templates import template
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

WORKBOOKS = (Module2, NineCsList, SiteReadiness)
WORN = {
    "Heading 1", "Heading 2", "Form words", "Form guidance", "Form question", "Form help",
    "Form answer", "Form header", "Form link", "Form state", "Form key",
}  # fmt: skip
"""Styles that every workbook of ours wears: headings, body, questions, answers, headers, links."""
BOX_FILLS = "Form guidance"
"""The style of words in a box: the box's own ground is the one thing that a cell adds."""


@pytest.fixture(params=WORKBOOKS, ids=lambda workbook: workbook.workbook_id)
def book(request) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(template(request.param, "xlsx")))


def test_every_cell_that_holds_words_wears_a_style_with_a_name(book):
    worn = defaultdict(set)
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            worn[cell.style].add(f"{sheet.title}!{cell.coordinate}")

    assert worn.get("Normal", set()) == set()
    assert worn.keys() | {"Form answer"} >= WORN


def test_no_cell_overrides_font_edges_or_ground_of_its_style(book):
    styles = {style.name: style for style in book._named_styles}
    odd = []
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            style = styles[cell.style]
            same = cell.font == style.font and cell.border == style.border
            if not same or (cell.fill != style.fill and cell.style != BOX_FILLS):
                odd.append(f"{sheet.title}!{cell.coordinate} ({cell.style})")

    assert odd == []
