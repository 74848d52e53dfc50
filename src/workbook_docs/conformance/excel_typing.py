"""Hands of people who type where the form did not mean it, and their notes."""

from __future__ import annotations

import copy
from collections.abc import Collection
from datetime import date, timedelta
from random import Random

from lxml import etree

from workbook_docs.conformance.excel_file import (
    ANSWER,
    ExcelFile,
    Move,
    S,
    Sheet,
    column_of,
    insert,
    letters_of,
    move_cells,
    number_of,
    path_of,
    put,
    related,
    row_of,
    rows_down,
    write,
)
from workbook_docs.conformance.hands import excel_hand, some
from workbook_docs.conformance.xml import child_of, new_root, parent_of
from workbook_docs.excel.numbers import day_zero
from workbook_docs.values import show

_NOTES = ("Ann to ask the sponsor before Friday", "Draft, not agreed with the team yet",
          "see e-mail of 3 March from the R&D office")  # fmt: skip
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@excel_hand("answers cut and pasted elsewhere in the row")
def cut_and_paste(file: ExcelFile, dice: Random) -> bool:
    """The name follows the cell; a hidden key does not. All lines of an answer go together."""
    single = {
        path_of(c) for c in file.answers() if "[]" not in path_of(c) and "=" not in path_of(c)
    }
    for path in some(dice, sorted(single), 0.15):
        cells = [c for c in file.answers() if path_of(c) == path]
        sheet = file.sheet_of(cells[0])
        spots = {(row_of(c), number_of(column_of(c))) for c in cells}
        move_cells(file, sheet, _aside(spots, _free_column(sheet)))
    return bool(single)


def _free_column(sheet: Sheet) -> int:
    """A column beyond all that is used, one left blank between."""
    return max((number_of(column_of(c)) for c in sheet.cells()), default=0) + 2


def _aside(spots: Collection[tuple[int, int]], free: int) -> Move:
    return lambda row, column: (row, free if (row, column) in spots else column)


@excel_hand("booleans for ticks")
def booleans(file: ExcelFile, dice: Random) -> bool:
    ticks = file.answers("tick")
    for cell in ticks:
        put(cell, "1", "b")
    return bool(ticks)


@excel_hand("=TRUE() for ticks")
def true_formulas(file: ExcelFile, dice: Random) -> bool:
    ticks = file.answers("tick")
    for cell in ticks:
        put(cell, "1", "b", "TRUE()")
    return bool(ticks)


@excel_hand("x, ✓ and yes for ticks")
def typed_ticks(file: ExcelFile, dice: Random) -> bool:
    ticks = file.answers("tick")
    for cell in ticks:
        write(cell, dice.choice(("x", "X", "✓", "yes", "Y", "☑", "TRUE", "1", "done")))
    return bool(ticks)


def _days(file: ExcelFile) -> list[tuple[etree._Element, date]]:
    properties = file.book.find(f"{S}workbookPr")
    zero = day_zero(properties is not None and properties.get("date1904") in ("1", "true"))
    return [
        (cell, zero + timedelta(days=int(float(file.text(cell)))))
        for cell in file.answers("day")
        if cell.get("t", "n") == "n" and file.text(cell).replace(".", "").isdigit()
    ]


@excel_hand("days typed as text")
def text_days(file: ExcelFile, dice: Random) -> bool:
    for cell, day in _days(file):
        forms = (
            show("day", day),
            f"{day:%d/%m/%Y}",
            f"{day:%d.%m.%y}",
            day.isoformat(),
            f"{day:%d %b %Y}",
        )
        write(cell, dice.choice(forms))
    return bool(_days(file)) or bool(file.answers("day"))


@excel_hand("days counted from 1904")
def days_1904(file: ExcelFile, dice: Random) -> bool:
    properties = file.book.find(f"{S}workbookPr")
    if properties is None or properties.get("date1904"):
        return False
    days = _days(file)
    properties.set("date1904", "1")
    for cell, day in days:
        put(cell, str((day - date(1904, 1, 1)).days))
    return bool(days)


@excel_hand("numbers typed as text")
def text_numbers(file: ExcelFile, dice: Random) -> bool:
    numbers = file.answers("whole", "decimal")
    for cell in numbers:
        text = file.text(cell)
        forms = ("{}", " {} ") if "." in text else ("{}", " {} ", "{}.0")
        write(cell, dice.choice(forms).format(text))
    return bool(numbers)


@excel_hand("formulas with their results")
def formulas(file: ExcelFile, dice: Random) -> bool:
    answers = file.answers("text", "long-text", "email", "names")
    for cell in some(dice, answers, 0.3):
        put(cell, file.text(cell), "str", "Sheet9!A1")
    return bool(answers)


@excel_hand("cells merged to the right")
def merge_cells(file: ExcelFile, dice: Random) -> bool:
    done = False
    for sheet in file.sheets:
        cells = [c for c in sheet.cells() if c.get(ANSWER) and "[]" not in path_of(c)]
        fresh = []
        for cell in cells:
            right = cell.getnext()
            if file.text(cell) and (right is None or not file.text(right)):
                fresh.append(
                    f"{cell.get('r')}:{letters_of(number_of(column_of(cell)) + 1)}{row_of(cell)}"
                )
        if fresh and sheet.root.find(f"{S}mergeCells") is None:
            holder = etree.Element(f"{S}mergeCells")
            for ref in fresh:
                etree.SubElement(holder, f"{S}mergeCell").set("ref", ref)
            sheet.data.addnext(holder)
            done = True
    return done


@excel_hand("lines in rows of their own")
def lines_below(file: ExcelFile, dice: Random) -> bool:
    """Entries typed one under another: each in a row that was inserted for it."""
    cells = [c for c in file.answers("names", "long-text")
             if "[]" not in path_of(c) and "\n" in file.text(c)]  # fmt: skip
    for cell in some(dice, cells, 0.3)[:2]:
        sheet, lines, row = file.sheet_of(cell), file.text(cell).split("\n"), row_of(cell)
        extra = len(lines) - 1
        move_cells(file, sheet, rows_down(row + 1, extra))
        write(cell, lines[0])
        at = sheet.data.index(parent_of(cell))
        for number, line in enumerate(lines[1:], 1):
            fresh = etree.Element(f"{S}row")
            fresh.set("r", str(row + number))
            insert(fresh, number_of(column_of(cell)), line)
            fresh[0].set(ANSWER, path_of(cell))
            sheet.data.insert(at + number, fresh)
    return bool(cells)


@excel_hand("a note beside the answers")
def loose_note(file: ExcelFile, dice: Random) -> bool:
    sheets = [sheet for sheet in file.sheets[1:] or file.sheets if sheet.rows()]
    if not sheets:
        return False
    sheet, note = dice.choice(sheets), dice.choice(_NOTES)
    insert(dice.choice(sheet.rows()[:3]), max(12, _free_column(sheet)), note)
    file.notes.append(note)
    return True


@excel_hand("a sheet of our own added")
def add_sheet(file: ExcelFile, dice: Random) -> bool:
    root = new_root(f"{S}worksheet")
    data = etree.SubElement(root, f"{S}sheetData")
    for number, note in enumerate(_NOTES, 1):
        row = etree.SubElement(data, f"{S}row")
        row.set("r", str(number))
        insert(row, 1, note)
        file.notes.append(note)
    part = "xl/worksheets/sheet99.xml"
    holder = child_of(file.book, f"{S}sheets")
    entry = copy.deepcopy(holder[0])
    entry.set("name", "Our notes")
    entry.set("sheetId", "99")
    entry.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", "rId99")
    holder.insert(dice.randint(0, len(holder)), entry)
    rels = etree.fromstring(file.parts["xl/_rels/workbook.xml.rels"])
    relation = copy.deepcopy(rels[0])
    relation.set("Id", "rId99")
    relation.set("Target", "worksheets/sheet99.xml")
    relation.set(
        "Type", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    )
    rels.append(relation)
    file.parts["xl/_rels/workbook.xml.rels"] = etree.tostring(rels)
    types = etree.fromstring(file.parts["[Content_Types].xml"])
    override = etree.SubElement(types, types.tag.replace("Types", "Override"))
    override.set("PartName", f"/{part}")
    override.set(
        "ContentType",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    )
    file.parts["[Content_Types].xml"] = etree.tostring(types)
    file.sheets.append(Sheet(part, root, entry))
    return True


@excel_hand("comment at an answer")
def comment(file: ExcelFile, dice: Random) -> bool:
    answers = [c for c in file.answers() if not related(file, file.sheet_of(c).part, "comments")]
    if not answers:
        return False
    cell, note = dice.choice(answers), dice.choice(_NOTES)
    sheet = file.sheet_of(cell)
    root = new_root(f"{S}comments")
    etree.SubElement(etree.SubElement(root, f"{S}authors"), f"{S}author").text = "Ann Reed"
    holder = etree.SubElement(etree.SubElement(root, f"{S}commentList"), f"{S}comment")
    holder.set("ref", cell.get("r", "A1"))
    holder.set("authorId", "0")
    run = etree.SubElement(etree.SubElement(holder, f"{S}text"), f"{S}r")
    etree.SubElement(run, f"{S}t").text = note
    file.parts["xl/comments99.xml"] = etree.tostring(root)
    folder, name = sheet.part.rsplit("/", 1)
    rels_name = f"{folder}/_rels/{name}.rels"
    rels = (
        etree.fromstring(file.parts[rels_name])
        if rels_name in file.parts
        else new_root(f"{_RELATIONS}Relationships")
    )
    relation = etree.SubElement(rels, f"{_RELATIONS}Relationship")
    relation.set("Id", "rIdComments")
    relation.set(
        "Type", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    )
    relation.set("Target", "../comments99.xml")
    file.parts[rels_name] = etree.tostring(rels)
    types = etree.fromstring(file.parts["[Content_Types].xml"])
    override = etree.SubElement(types, types.tag.replace("Types", "Override"))
    override.set("PartName", "/xl/comments99.xml")
    override.set(
        "ContentType",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
    )
    file.parts["[Content_Types].xml"] = etree.tostring(types)
    file.notes.append(note)
    return True
