"""A person who fills in the Excel file by keyboard alone gets everywhere."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook as File
from openpyxl.worksheet.worksheet import Worksheet
from site_readiness import SiteReadiness

from workbook_docs import fill
from workbook_docs.definition import Workbook
from workbook_docs.excel.places import Places, find_places
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

WORKBOOKS = (Module2, NineCsList, SiteReadiness)
LARGE = (False, True)


@pytest.fixture(
    params=[(w, large) for w in WORKBOOKS for large in LARGE],
    ids=lambda p: f"{p[0].workbook_id}-{'large' if p[1] else 'usual'}",
)
def copy(request, tmp_path) -> tuple[File, Places]:
    """A blank copy as openpyxl and as we see it."""
    workbook: type[Workbook]
    workbook, large = request.param
    path: Path = fill(workbook, None, tmp_path / "copy.xlsx", large_print=large)
    data = path.read_bytes()
    return openpyxl.load_workbook(BytesIO(data)), find_places(data, workbook)


def boxes(copy: tuple[File, Places]) -> dict[str, list[tuple[int, int]]]:
    """Row and column, from 1, of each single box and of each first cell of a table's columns."""
    book, places = copy
    sheets = {f"xl/worksheets/sheet{n}.xml": s for n, s in enumerate(book.sheetnames, 1)}
    found: dict[str, list[tuple[int, int]]] = {name: [] for name in book.sheetnames}
    for path, spot in places.cells.items():
        if not path.startswith("copy."):
            found[sheets[spot.sheet]].append((spot.row + 1, spot.column + 1))
    for table in places.tables.values():
        for column in table.columns.values():
            for row in range(table.first_row, table.last_row + 1):
                found[sheets[table.sheet]].append((row + 1, column + 1))
    return {name: sorted(spots) for name, spots in found.items() if spots}


def stops(sheet: Worksheet) -> list[tuple[int, int]]:
    """Where Tab stops on a protected sheet: its unlocked cells in sight, row by row."""
    return [
        (cell.row, cell.column)
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
        and not sheet.row_dimensions[cell.row].hidden
        and not sheet.column_dimensions[cell.column_letter].hidden
    ]


def links(sheet: Worksheet) -> list[tuple[str, tuple[int, int]]]:
    """Sheet, and row and column of the cell, to which each link of a sheet leads."""
    found = []
    for row in sheet.iter_rows():
        for cell in row:
            if cell.hyperlink is not None:
                name, _, address = cell.hyperlink.location.rpartition("!")
                left, top, _, _ = range_boundaries(address)
                found.append((name.strip("'").replace("''", "'"), (top, left)))
    return found


def test_tab_stops_at_every_box_from_top_to_bottom_and_nowhere_else(copy):
    found = boxes(copy)

    assert found
    for name, spots in found.items():
        sheet = copy[0][name]
        assert stops(sheet) == spots, name
        # In one column the order of Tab is the order of the questions.
        assert len({column for _, column in spots}) == 1 or not sheet.protection.sheet


def test_protected_sheets_let_every_cell_be_chosen_and_need_no_password(copy):
    for sheet in copy[0]:
        if sheet.protection.sheet:
            assert not sheet.protection.selectLockedCells, sheet.title
            assert not sheet.protection.selectUnlockedCells, sheet.title
            assert sheet.protection.password is None, sheet.title
    assert copy[0].security is None or not copy[0].security.lockStructure


def test_no_cell_is_merged_and_no_box_is_hidden(copy):
    for name in boxes(copy):
        sheet = copy[0][name]
        assert sheet.merged_cells.ranges == set(), name
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())


def test_every_sheet_opens_at_its_first_box_and_what_is_frozen_leaves_room(copy):
    for name, spots in boxes(copy).items():
        sheet = copy[0][name]
        opens = {selection.activeCell for selection in sheet.sheet_view.selection}
        first = sheet.cell(*spots[0]).coordinate
        assert first in opens, name
        frozen = int("".join(filter(str.isdigit, sheet.freeze_panes or "A1"))) - 1
        assert frozen < spots[0][0], name  # the first box can scroll
        above = sum(sheet.row_dimensions[row].height or 15 for row in range(1, frozen + 1))
        assert above < 250, name  # half of a small screen


def test_the_links_of_the_first_sheet_lead_to_every_sheet_and_to_its_first_box(copy):
    book = copy[0]
    targets = dict(links(book.worksheets[0]))

    assert set(targets) == {s.title for s in book.worksheets[1:] if s.sheet_state == "visible"}
    for name, spots in boxes(copy).items():
        if name in targets:
            assert targets[name] == spots[0], name


def test_the_list_of_what_is_left_leads_to_a_box_for_each_of_its_questions(copy):
    book = copy[0]
    found = boxes(copy)
    led = links(book["What is left to do"])

    assert len(led) >= len(found)
    assert {name for name, _ in led} == set(found)
    assert [spot for name, spot in led if spot not in found[name]] == []
