"""Hands that lay the repeating tables of an Excel file out anew: turned, beside each other."""

from __future__ import annotations

import copy
from random import Random

from lxml import etree

from workbook_docs.conformance.excel_file import (
    ANSWER,
    DATA,
    HEAD,
    ExcelFile,
    S,
    Sheet,
    column_of,
    letters_of,
    number_of,
    row_of,
)
from workbook_docs.conformance.hands import excel_hand, some
from workbook_docs.conformance.xml import parent_of, without

Grid = list[list[etree._Element | None]]


@excel_hand("table turned, rows and columns exchanged")
def turn_table(file: ExcelFile, dice: Random) -> bool:
    done = False
    for sheet in some(dice, [s for s in file.tables() if len(s.heads()) > 1]):
        if not file.data_rows(sheet, filled=True):
            continue
        heads = sheet.heads()
        top, left = row_of(heads[0]), number_of(column_of(heads[0]))
        grid = _taken(file, sheet)
        turned = [[line[at] for line in grid] for at in range(len(heads))]
        for row in sheet.rows():
            if top <= int(row.get("r", 0)) < top + len(turned):
                for cell in list(row):  # the keys beside would be in the way
                    row.remove(cell)
        _put(sheet, turned, top, left)
        done = True
    return done


@excel_hand("a table moved beside another one")
def beside(file: ExcelFile, dice: Random) -> bool:
    tables = [sheet for sheet in file.tables() if file.data_rows(sheet, filled=True)]
    if len(tables) < 2:
        return False
    one, other = dice.sample(tables, 2)
    heads = one.heads()
    top = row_of(heads[0])
    left = max(number_of(column_of(cell)) for cell in one.cells()) + 2
    title = next(cell for cell in other.cells() if file.text(cell))
    grid: Grid = _taken(file, other)
    for row in other.rows():
        for cell in list(row):
            row.remove(cell)
    _put(one, [[title]], top - 1, left)
    _put(one, grid, top, left)
    return True


def _taken(file: ExcelFile, sheet: Sheet) -> Grid:
    """The headings and filled rows of a table, cell by cell, taken out of their sheet."""
    heads = sheet.heads()
    columns = [column_of(cell) for cell in heads]
    rows = [parent_of(heads[0]), *file.data_rows(sheet, filled=True)]
    by_column = [{column_of(cell): cell for cell in row} for row in rows]
    grid: Grid = [[cells.get(column) for column in columns] for cells in by_column]
    for cell in (cell for line in grid for cell in line if cell is not None):
        without(cell, ANSWER, HEAD)
        parent_of(cell).remove(cell)
    for row in file.data_rows(sheet):
        without(row, DATA)
    return grid


def _put(sheet: Sheet, grid: Grid, top: int, left: int) -> None:
    """Put cells into a sheet, from a row and column on."""
    for down, line in enumerate(grid):
        row = _row(sheet, top + down)
        for right, cell in enumerate(line):
            if cell is None:
                continue
            fresh = copy.deepcopy(cell)
            without(fresh, ANSWER, HEAD)
            fresh.set("r", f"{letters_of(left + right)}{top + down}")
            for old in [c for c in row if column_of(c) == column_of(fresh)]:
                row.remove(old)
            before = [c for c in row if number_of(column_of(c)) < left + right]
            row.insert(len(before), fresh)


def _row(sheet: Sheet, number: int) -> etree._Element:
    """The row of a number, made where it is missing."""
    before = [row for row in sheet.rows() if int(row.get("r", 0)) <= number]
    if before and before[-1].get("r") == str(number):
        return before[-1]
    row = etree.Element(f"{S}row")
    row.set("r", str(number))
    sheet.data.insert(len(before), row)
    return row
