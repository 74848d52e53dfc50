"""Hands that miss their place on an Excel sheet: a cell beside, a total below, a number before."""

from __future__ import annotations

from random import Random

from lxml import etree

from workbook_docs.conformance.excel_file import (
    ANSWER,
    ExcelFile,
    S,
    column_of,
    insert,
    letters_of,
    move_cells,
    number_of,
    path_of,
    row_of,
    rows_down,
    write,
)
from workbook_docs.conformance.hands import excel_hand, some
from workbook_docs.conformance.xml import parent_of, take_out

_REMARK = "Mia is looking into this, number {}"


@excel_hand("answers one cell beside their own")
def beside(file: ExcelFile, dice: Random) -> bool:
    """Typed where nothing stood: the name stays with the empty cell."""
    done = False
    for cell in some(
        dice, file.answers("text", "long-text", "email", "names", "whole", "day"), 0.3
    ):
        column = number_of(column_of(cell))
        row = parent_of(cell)
        right = [c for c in row if number_of(column_of(c)) == column + 1]
        if "[]" in path_of(cell) or any(file.text(c) or c.get(ANSWER) for c in right):
            continue
        for other in right:
            take_out(other)
        cell.set("r", f"{letters_of(column + 1)}{row.get('r')}")
        done = True
    return done


def _plain(file: ExcelFile) -> list[etree._Element]:
    return file.answers("text", "long-text", "email", "names", "whole", "day")


@excel_hand("labels numbered")
def number_labels(file: ExcelFile, dice: Random) -> bool:
    # The words of a question of ours stand at the left of their place.
    labels = [
        before
        for sheet in file.sheets
        for cell in sheet.cells()
        if cell.get(ANSWER) and "[]" not in path_of(cell)
        and (before := cell.getprevious()) is not None
        and not before.get(ANSWER) and file.text(before)
    ]  # fmt: skip
    for number, cell in enumerate(some(dice, labels, 0.4), 1):
        write(cell, dice.choice(("{}. {}", "{}) {}", "Q{}. {}")).format(number, file.text(cell)))
    return bool(labels)


@excel_hand("rows put in by a script, names left behind")
def names_left_behind(file: ExcelFile, dice: Random) -> bool:
    names = list(file.book.iter(f"{S}definedName"))
    before = [name.text for name in names]
    for sheet in some(dice, file.sheets):
        move_cells(file, sheet, rows_down(1, dice.randint(1, 3)))
    for name, text in zip(names, before, strict=True):
        name.text = text
    return bool(names)


@excel_hand("a total below the rows")
def total_below(file: ExcelFile, dice: Random) -> bool:
    done = False
    for sheet in file.tables():
        filled, spare = file.data_rows(sheet, filled=True), file.data_rows(sheet, filled=False)
        below = [row for row in spare if filled and row_of(row[0]) == row_of(filled[-1][0]) + 1]
        cells = [cell for row in below for cell in row if cell.get(ANSWER)]
        if len(cells) > 1:
            write(cells[0], "Total")
            write(cells[1], str(len(filled)))
            done = True
    return done


@excel_hand("a remark far beside an empty place")
def remark(file: ExcelFile, dice: Random) -> bool:
    blanks = [c for c in file.blanks() if "[]" not in path_of(c) and file.kind(c) != "tick"]
    for number, cell in enumerate(some(dice, blanks, 0.3)):
        row = parent_of(cell)
        text = _REMARK.format(number)
        insert(row, max(number_of(column_of(c)) for c in row) + 2, text)
        file.notes.append(text)
    return bool(blanks)
