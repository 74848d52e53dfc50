"""Hands on an Excel file's anchors and sheets."""

from __future__ import annotations

from random import Random

from lxml import etree

from workbook_docs.anchors import KEY_HEADER
from workbook_docs.conformance.excel_file import (
    ANSWER,
    HEAD,
    LABEL,
    ExcelFile,
    S,
    column_of,
    columns_right,
    move_cells,
    related,
    rows_down,
    write,
)
from workbook_docs.conformance.hands import excel_hand, some
from workbook_docs.conformance.xml import child_of, empty, take_out, without


@excel_hand("names gone")
def drop_names(file: ExcelFile, dice: Random) -> bool:
    names = file.book.find(f"{S}definedNames")
    if names is not None:
        file.book.remove(names)
    return names is not None


@excel_hand("key column gone")
def drop_keys(file: ExcelFile, dice: Random) -> bool:
    done = False
    for sheet in file.sheets:
        heads = [c for c in sheet.cells() if file.text(c) == KEY_HEADER]
        columns = {column_of(c) for c in heads}
        for cell in sheet.cells():
            if column_of(cell) in columns and not cell.get(ANSWER):
                take_out(cell)
                done = True
    return done


@excel_hand("tables gone")
def drop_tables(file: ExcelFile, dice: Random) -> bool:
    done = False
    for sheet in file.sheets:
        holder = sheet.root.find(f"{S}tableParts")
        if holder is not None:
            sheet.root.remove(holder)
            for part in related(file, sheet.part, "table"):
                file.parts.pop(part, None)
                _forget(file, part)
            _drop_relations(file, sheet.part, "table")
            done = True
    return done


def _drop_relations(file: ExcelFile, part: str, kind: str) -> None:
    folder, name = part.rsplit("/", 1)
    name = f"{folder}/_rels/{name}.rels"
    if name not in file.parts:
        return
    rels = etree.fromstring(file.parts[name])
    for relation in list(rels):
        if relation.get("Type", "").endswith(f"/{kind}"):
            rels.remove(relation)
    file.parts[name] = etree.tostring(rels)


def _forget(file: ExcelFile, part: str) -> None:
    types = etree.fromstring(file.parts["[Content_Types].xml"])
    for child in list(types):
        if child.get("PartName") == f"/{part}":
            types.remove(child)
    file.parts["[Content_Types].xml"] = etree.tostring(types)


@excel_hand("custom properties gone")
def drop_properties(file: ExcelFile, dice: Random) -> bool:
    there = file.parts.pop("docProps/custom.xml", None)
    _forget(file, "docProps/custom.xml")
    rels = etree.fromstring(file.parts["_rels/.rels"])
    for child in list(rels):
        if child.get("Target", "").endswith("custom.xml"):
            rels.remove(child)
    file.parts["_rels/.rels"] = etree.tostring(rels)
    return there is not None


@excel_hand("every anchor gone")
def strip_all(file: ExcelFile, dice: Random) -> bool:
    drop_names(file, dice)
    drop_keys(file, dice)
    drop_tables(file, dice)
    drop_properties(file, dice)
    for sheet in file.sheets:
        for footer in list(sheet.root.iter(f"{S}headerFooter")):
            sheet.root.remove(footer)
    return True


@excel_hand("rows inserted above")
def rows_above(file: ExcelFile, dice: Random) -> bool:
    for sheet in some(dice, file.sheets):
        at, number = dice.randint(1, 4), dice.randint(1, 3)
        move_cells(file, sheet, rows_down(at, number))
    return True


@excel_hand("column inserted")
def column_inserted(file: ExcelFile, dice: Random) -> bool:
    for sheet in some(dice, file.sheets):
        at = dice.randint(1, 2)
        move_cells(file, sheet, columns_right(at))
    return True


def _quoted(name: str) -> str:
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


@excel_hand("sheets renamed")
def rename_sheets(file: ExcelFile, dice: Random) -> bool:
    for sheet in some(dice, file.sheets, 0.4):
        old, ending = sheet.name, dice.choice((" (2)", " final", " Ann"))
        new = old[: 31 - len(ending)] + ending
        sheet.entry.set("name", new)
        for name in file.book.iter(f"{S}definedName"):
            head, _, ref = (name.text or "").rpartition("!")
            if head in (old, _quoted(old)):
                name.text = f"{_quoted(new)}!{ref}"
    return True


@excel_hand("sheets in another order")
def reorder_sheets(file: ExcelFile, dice: Random) -> bool:
    holder = child_of(file.book, f"{S}sheets")
    entries = list(holder)
    dice.shuffle(entries)
    for entry in entries:
        holder.append(entry)
    return True


@excel_hand("sheet of guidance deleted")
def delete_guidance(file: ExcelFile, dice: Random) -> bool:
    free = [s for s in file.sheets[1:] if not any(c.get(ANSWER) for c in s.cells())]
    if not free:
        return False
    sheet = free[0]
    take_out(sheet.entry)
    file.sheets.remove(sheet)
    file.parts.pop(sheet.part, None)
    _forget(file, sheet.part)
    return True


@excel_hand("guidance and help edited")
def edit_guidance(file: ExcelFile, dice: Random) -> bool:
    for sheet in file.sheets:
        for cell in sheet.cells():
            text = file.text(cell)
            if (
                not cell.get(ANSWER)
                and not cell.get(HEAD)
                and len(text) > 40
                and dice.random() < 0.2
            ):
                words = text.split(" ")
                words[dice.randint(1, len(words) - 1)] = "really"
                write(cell, " ".join(words))
    return True


@excel_hand("labels edited a little")
def edit_labels(file: ExcelFile, dice: Random) -> bool:
    labels = [c for s in file.sheets for c in s.cells()
              if c.get(LABEL) and not c.get(ANSWER) and len(file.text(c)) > 9]  # fmt: skip
    for cell in some(dice, labels, 0.3)[:3]:
        write(cell, file.text(cell).rstrip(":?") + dice.choice((" *", " (required)", ":")))
    return bool(labels)


@excel_hand("hidden columns shown, a sheet hidden")
def hide_and_show(file: ExcelFile, dice: Random) -> bool:
    for sheet in file.sheets:
        for column in sheet.root.iter(f"{S}col"):
            without(column, "hidden")
    if len(file.sheets) > 1:
        dice.choice(file.sheets[1:]).entry.set("state", "hidden")
    return True


_BOOK = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
_WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def _saved_as(file: ExcelFile, kind: bytes) -> bool:
    before = file.parts["[Content_Types].xml"]
    file.parts["[Content_Types].xml"] = before.replace(_BOOK, kind)
    return file.parts["[Content_Types].xml"] != before


@excel_hand("saved as a template (.xltx)")
def as_template(file: ExcelFile, dice: Random) -> bool:
    return _saved_as(file, _TEMPLATE)


@excel_hand("saved with macros (.xlsm)")
def with_macros(file: ExcelFile, dice: Random) -> bool:
    return _saved_as(file, _WITH_MACROS)


@excel_hand("wrong dimension")
def wrong_dimension(file: ExcelFile, dice: Random) -> bool:
    for sheet in file.sheets:
        for dimension in sheet.root.iter(f"{S}dimension"):
            dimension.set("ref", "A1")
    return True


@excel_hand("inline strings")
def inline_strings(file: ExcelFile, dice: Random) -> bool:
    for sheet in file.sheets:
        for cell in sheet.cells():
            if cell.get("t") == "s":
                write(cell, file.text(cell))
    return True


@excel_hand("Strict namespaces")
def strict(file: ExcelFile, dice: Random) -> bool:
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main":
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties":
            b"http://purl.oclc.org/ooxml/officeDocument/customProperties",
    }  # fmt: skip

    def change(data: bytes) -> bytes:
        for old, new in names.items():
            data = data.replace(old, new)
        return data

    file.late.append(change)
    return True


@excel_hand("values pasted into a new workbook")
def new_workbook(file: ExcelFile, dice: Random) -> bool:
    """Every sheet pasted as values: no names, tables, formats, properties or footers."""
    strip_all(file, dice)
    for sheet in file.sheets:
        for cell in sheet.cells():
            if file.kind(cell) != "day":
                without(cell, "s")
            if cell.get("t") == "s":
                write(cell, file.text(cell))
        empty(sheet.root, f"{S}sheetData", f"{S}dimension", f"{S}sheetViews")
    # Comments are not pasted with values, so what stood in one is gone.
    shown = {file.text(cell) for sheet in file.sheets for cell in sheet.cells()}
    file.notes[:] = [note for note in file.notes if note in shown]
    return True
