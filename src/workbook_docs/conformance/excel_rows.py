"""Hands on the repeating tables of an Excel file."""

from __future__ import annotations

import copy
from random import Random

from lxml import etree

from workbook_docs.conformance.excel_file import (
    ANSWER,
    HEAD,
    ExcelFile,
    Move,
    S,
    Sheet,
    column_of,
    columns_right,
    insert,
    letters_of,
    move_cells,
    number_of,
    path_of,
    related,
    row_of,
    rows_down,
    rows_up,
    write,
)
from workbook_docs.conformance.hands import excel_hand, some
from workbook_docs.conformance.xml import parent_of


@excel_hand("rows shuffled")
def shuffle_rows(file: ExcelFile, dice: Random) -> bool:
    done = False
    for sheet in file.tables():
        rows = file.data_rows(sheet, filled=True)
        if len(rows) < 2:
            continue
        order = [row_of(row[0]) for row in rows]
        dice.shuffle(order)
        spots = dict(zip([row_of(row[0]) for row in rows], order, strict=True))
        _deal(file, sheet, spots)
        done = True
    return done


def _deal(file: ExcelFile, sheet: Sheet, spots: dict[int, int]) -> None:
    """Sort the contents of data rows: cells move, names and tables do not."""
    rows = {row_of(row[0]): row for row in file.data_rows(sheet) if row_of(row[0]) in spots}
    held = [
        (spots[number], copy.deepcopy(cell))
        for number, row in rows.items()
        for cell in row
        if cell.get(ANSWER)
    ]
    for row in rows.values():
        for cell in [cell for cell in row if cell.get(ANSWER)]:
            row.remove(cell)
    for number, cell in held:
        # An empty cell need not be in the file: what stood there is empty too.
        cell.set("r", f"{column_of(cell)}{number}")
        before = [c for c in rows[number] if number_of(column_of(c)) < number_of(column_of(cell))]
        rows[number].insert(len(before), cell)


@excel_hand("blank rows in the middle")
def blank_rows(file: ExcelFile, dice: Random) -> bool:
    done = False
    for sheet in file.tables():
        rows = file.data_rows(sheet, filled=True)
        if rows:
            at, number = row_of(dice.choice(rows)[0]), dice.randint(1, 2)
            move_cells(file, sheet, rows_down(at, number))
            done = True
    return done


@excel_hand("typed below the table's end")
def below_table(file: ExcelFile, dice: Random) -> bool:
    """The table is short, and the last rows were typed under it: no key, no format."""
    done = False
    for sheet in file.tables():
        rows = file.data_rows(sheet, filled=True)
        if len(rows) < 2:
            continue
        last = row_of(rows[len(rows) // 2 - 1][0])
        for row in file.data_rows(sheet):
            if row_of(row[0]) > last:
                for cell in list(row):
                    if not cell.get(ANSWER):
                        row.remove(cell)
        for part in related(file, sheet.part, "table"):
            if part in file.parts:
                root = etree.fromstring(file.parts[part])
                first, _, end = root.get("ref", "").rpartition(":")
                root.set("ref", f"{first}:{end.rstrip('0123456789')}{last}")
                file.parts[part] = etree.tostring(root)
        done = True
    return done


@excel_hand("columns swapped")
def swap_columns(file: ExcelFile, dice: Random) -> bool:
    for sheet in some(dice, file.tables()):
        columns = [number_of(column_of(cell)) for cell in sheet.heads()]
        if len(columns) < 2:
            continue
        one, two = dice.sample(columns, 2)
        move_cells(file, sheet, _swap(row_of(sheet.heads()[0]), one, two))
    return bool(file.tables())


def _swap(first: int, one: int, two: int) -> Move:
    spots = {one: two, two: one}
    return lambda row, column: (row, spots.get(column, column) if row >= first else column)


@excel_hand("column added")
def add_column(file: ExcelFile, dice: Random) -> bool:
    for sheet in some(dice, file.tables()):
        heads = sheet.heads()
        at = number_of(column_of(dice.choice(heads)))
        move_cells(file, sheet, columns_right(at))
        for number, row in enumerate([parent_of(heads[0]), *file.data_rows(sheet, filled=True)]):
            if not number or dice.random() < 0.5:
                text = f"note {number} of ours" if number else "Our notes"
                insert(row, at, text)
                file.notes.append(text)
    return bool(file.tables())


@excel_hand("column headings renamed a little")
def rename_headings(file: ExcelFile, dice: Random) -> bool:
    for sheet in file.tables():
        for cell in some(dice, sheet.heads(), 0.3)[:2]:
            text = file.text(cell)
            write(
                cell,
                dice.choice(
                    (f"{text} (please list)", f"Our {text.casefold()}", f"{text} / comments")
                ),
            )
    return bool(file.tables())


@excel_hand("heading row repeated further down")
def repeat_header(file: ExcelFile, dice: Random) -> bool:
    done = False
    for sheet in file.tables():
        rows = file.data_rows(sheet, filled=True)
        if len(rows) < 2:
            continue
        at = row_of(dice.choice(rows[1:])[0])
        heads = [(column_of(c), file.text(c)) for c in sheet.heads()]
        move_cells(file, sheet, rows_down(at, 1))
        row = etree.Element(f"{S}row")
        row.set("r", str(at))
        for column, text in heads:
            cell = etree.SubElement(row, f"{S}c")
            cell.set("r", f"{column}{at}")
            write(cell, text)
        above = [r for r in sheet.rows() if int(r.get("r", 0)) < at]
        sheet.data.insert(len(above), row)
        done = True
    return done


@excel_hand("spare rows deleted")
def delete_spare(file: ExcelFile, dice: Random) -> bool:
    done = False
    for sheet in file.tables():
        spare = [row_of(row[0]) for row in file.data_rows(sheet, filled=False)]
        if spare and len(spare) < len(file.data_rows(sheet)):
            for at in reversed(spare):
                move_cells(file, sheet, rows_up(at))
            done = True
    return done


@excel_hand("caption rows in the table")
def caption_rows(file: ExcelFile, dice: Random) -> bool:
    """A row between two data rows whose one cell is merged across the table: it is no data."""
    done = False
    for sheet in some(dice, file.tables()):
        rows, heads = file.data_rows(sheet, filled=True), sheet.heads()
        if not rows or len(heads) < 2 or sheet.root.find(f"{S}mergeCells") is not None:
            continue
        at = row_of(dice.choice(rows)[0])
        caption = dice.choice(("From the hospital", "In the community", "To be asked later"))
        move_cells(file, sheet, rows_down(at, 1))
        row = etree.Element(f"{S}row")
        row.set("r", str(at))
        columns = [number_of(column_of(cell)) for cell in heads]
        insert(row, min(columns), caption)
        sheet.data.insert(len([r for r in sheet.rows() if int(r.get("r", 0)) < at]), row)
        merged = etree.Element(f"{S}mergeCells")
        area = f"{letters_of(min(columns))}{at}:{letters_of(max(columns))}{at}"
        etree.SubElement(merged, f"{S}mergeCell").set("ref", area)
        sheet.data.addnext(merged)
        file.notes.append(caption)
        done = True
    return done


@excel_hand("table copied under itself", told="which of two equal tables is meant, nobody can say")
def copy_table(file: ExcelFile, dice: Random) -> bool:
    tables = [sheet for sheet in file.tables() if file.data_rows(sheet, filled=True)]
    if not tables:
        return False
    sheet = dice.choice(tables)
    last = max(int(row.get("r", 0)) for row in sheet.rows())
    for offset, row in enumerate(
        [parent_of(sheet.heads()[0]), *file.data_rows(sheet, filled=True)]
    ):
        fresh = etree.SubElement(sheet.data, f"{S}row")
        fresh.set("r", str(last + 3 + offset))
        for cell in row:
            if cell.get(HEAD) or cell.get(ANSWER):
                insert(fresh, number_of(column_of(cell)), file.text(cell))
    file.doubled = True
    return True


@excel_hand("row of an answer deleted")
def delete_answer(file: ExcelFile, dice: Random) -> bool:
    """Its name becomes #REF!, and what stood there is gone."""
    single = [c for c in file.answers() if "[]" not in path_of(c) and "=" not in path_of(c)]
    free = [c for c in single if len([o for o in parent_of(c) if o.get(ANSWER)]) == 1
            and [path_of(o) for o in single].count(path_of(c)) == 1]  # fmt: skip
    if not free:
        return False
    cell = dice.choice(free)
    gone = {file.text(other) for other in parent_of(cell)}
    file.notes[:] = [note for note in file.notes if note not in gone]
    file.truth.pop(path_of(cell), None)
    move_cells(file, file.sheet_of(cell), rows_up(row_of(cell)))
    return True
