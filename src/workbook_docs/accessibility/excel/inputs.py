"""Rules about the cells that people type into, and about what lies over the cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbook_docs.accessibility.alternatives import poor_alternative
from workbook_docs.accessibility.excel.areas import area
from workbook_docs.accessibility.excel.book import Book, Cell, Sheet
from workbook_docs.accessibility.faults import Spot, number, quoted, truth

_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def places_explain_themselves(book: Book) -> Iterator[Spot]:
    """X13: each cell to type into has a prompt, an error message, and a label beside it."""
    for sheet in book.visible:
        yield from sheet.told(_unexplained(sheet))
        if not sheet.is_protected:
            yield from _ruled(sheet)


def _ruled(sheet: Sheet) -> Iterator[Spot]:
    """Cells with a rule for what is typed, on a sheet that locks none of them."""
    for place, rule in sheet.validations:
        sheet.book.allowance.spend(len(sheet.inputs))
        if any((cell.row, cell.column) in place for cell in sheet.inputs):
            continue  # told of as a cell to type into
        if not _prompts(rule):
            yield f"{sheet.name}!{place}", "The cells to type into have no prompt with a title"
        elif not _corrects(rule):
            yield (
                f"{sheet.name}!{place}",
                "The cells to type into have no error message with a title",
            )


def _unexplained(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    for cell in sheet.inputs:
        if sheet.is_hidden(cell.column):
            continue
        rule = sheet.validations.of(cell.row, cell.column)
        if rule is None or not _prompts(rule):
            yield "The cell to type into has no prompt with a title", cell
        elif not _corrects(rule):
            yield "The cell to type into has no error message with a title", cell
        if not sheet.is_loose(cell.row, cell.column) and not _label(sheet, cell):
            yield "The cell to type into has no label to its left or above it", cell


def _said(rule: Any, *names: str) -> bool:
    return all((rule.get(name) or "").strip() for name in names)


def _prompts(rule: Any) -> bool:
    return truth(rule.get("showInputMessage")) and _said(rule, "promptTitle", "prompt")


def _corrects(rule: Any) -> bool:
    return truth(rule.get("showErrorMessage")) and _said(rule, "errorTitle", "error")


def _label(sheet: Sheet, cell: Cell) -> bool:
    """Words to the left, or above where those are no header of several places."""
    if sheet.table_at(cell.row, cell.column) is not None:
        return True  # the header is the label, and a table must have one
    if any(
        sheet.text(cell.row, column)
        for column in range(1, cell.column)
        if not sheet.is_hidden(column) and _is_fixed(sheet, cell.row, column)
    ):
        return True
    above, below = sheet.text(cell.row - 1, cell.column), sheet.cell(cell.row + 1, cell.column)
    several = below is not None and not below.style.locked
    return (
        bool(above)
        and _is_fixed(sheet, cell.row - 1, cell.column)
        and (cell.column == 1 or not several)
    )


def _is_fixed(sheet: Sheet, row: int, column: int) -> bool:
    found = sheet.cell(row, column)
    return found is not None and found.style.locked


def locked_cells_can_be_read(book: Book) -> Iterator[Spot]:
    """X18: on a protected sheet every cell can be selected, and there is no password."""
    whole = book.root.find("{*}workbookProtection")
    if whole is not None and (whole.get("workbookPassword") or whole.get("workbookHashValue")):
        yield "the workbook as a whole", "The protection of the workbook has a password"
    for sheet in book.visible:
        if not sheet.is_protected:
            continue
        protection = sheet.root.find("{*}sheetProtection")
        if truth(protection.get("selectLockedCells")) or truth(
            protection.get("selectUnlockedCells")
        ):
            yield sheet.name, "Cells of the protected sheet cannot be selected, so nor read aloud"
        if protection.get("password") or protection.get("hashValue"):
            yield sheet.name, "The protection of the sheet has a password"


def places_have_names(book: Book) -> Iterator[Spot]:
    """X20: each cell to type into has a name, or is in a table."""
    for sheet in book.visible:
        yield from sheet.told(_unnamed(sheet))


def _unnamed(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    named = sheet.book.names.get(sheet.name)
    for cell in sheet.inputs:
        if sheet.is_hidden(cell.column) or sheet.table_at(cell.row, cell.column) is not None:
            continue
        if sheet.is_loose(cell.row, cell.column):
            continue  # a table would name it
        if named is None or named.of(cell.row, cell.column) is None:
            yield "The cell to type into has no name", cell


# Pictures and notes ------------------------------------------------------------------------


def pictures_are_described(book: Book) -> Iterator[Spot]:
    """X15: words for every picture, no text boxes, no notes that alone say what to do."""
    for sheet in book.visible:
        for part in book.package.related(sheet.part, "drawing"):
            root = book.package.xml(part)
            for anchor in root if root is not None else ():
                yield from _drawn(sheet, anchor)
        for part in book.package.related(sheet.part, "comments"):
            root = book.package.xml(part)
            for note in root.iterfind("{*}commentList/{*}comment") if root is not None else ():
                place = area(note.get("ref", ""))
                cell = sheet.cell(place.top, place.left) if place is not None else None
                if cell is None or cell.style.locked:
                    continue
                rule = sheet.validations.of(cell.row, cell.column)
                if rule is None or not _prompts(rule):
                    yield (
                        sheet.place(cell.row, cell.column),
                        "A note is the only thing that says what to type here",
                    )


def _drawn(sheet: Sheet, anchor: Any) -> Iterator[Spot]:
    start = anchor.find("{*}from")
    row = number(start.findtext("{*}row")) + 1 if start is not None else 1
    column = number(start.findtext("{*}col")) + 1 if start is not None else 1
    place = sheet.place(row, column)
    for properties in anchor.iter("{*}cNvPr"):
        if next(properties.iterancestors("{*}Fallback"), None) is not None:
            continue
        mark = next(properties.iter(_DECORATIVE), None)
        if mark is not None and truth(mark.get("val"), True):
            continue
        problem = poor_alternative(properties.get("descr"), [properties.get("name", "")])
        if problem:
            yield place, f"The picture {quoted(properties.get('name', ''))} {problem}"
    for shape in anchor.iter("{*}sp"):
        words = "".join(str(node.text or "") for node in shape.iterfind("{*}txBody//{*}t"))
        if words.strip():
            yield place, f"Words stand in a text box: {quoted(words)}"
