"""The results that the formulas of a new template hold, for programs that do not calculate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from workbook_docs.definition import Workbook, field_at, tables_of
from workbook_docs.excel.book import Book, position_of, positions
from workbook_docs.excel.computed import (
    ECHO,
    KNOWN,
    STATE,
    Computed,
    computed_cell,
    mark_of,
    results,
    set_result,
)
from workbook_docs.excel.grid import SheetXml
from workbook_docs.excel.package import Package
from workbook_docs.excel.states import Held, boxes_state, rows_state, state_of
from workbook_docs.excel.strings import local
from workbook_docs.excel.styles import usual_size
from workbook_docs.ooxml import serialised

_WORDS = re.compile(r'"((?:[^"]|"")*)"&')
_ADDRESS = re.compile(
    r"(?:SUBSTITUTE\()?(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]+\$?[0-9]+)"
    r'(?:,"((?:[^"]|"")*)",""\))?&'
)


def with_results(data: bytes, workbook: type[Workbook]) -> bytes:
    """A template whose formulas hold what they show in a blank."""
    book = Book(data)
    package = Package(data)
    roots: dict[str, Any] = {s.part: book.package.root(s.part) for s in book.sheets}
    cells = [cell for part, root in roots.items() for cell in computed_cells(part, root)]
    shown = dict(_echoes(book, roots))
    shown |= {cell: "" for cell in cells if cell.use == KNOWN}
    shown |= dict(results(cells, lambda path: state_at(workbook, path, {})))
    size = usual_size(package.root(package.one(book.part, "styles")))
    for part, root in roots.items():
        sheet = SheetXml(root, size)
        for cell, text in shown.items():
            if cell.sheet == part:
                set_result(sheet.cell(cell.row, cell.column), text, sheet.namespace)
                if cell.use in (ECHO, STATE):
                    sheet.make_high(cell.row, cell.column, text)
        package.put(part, serialised(root))
    return package.to_bytes()


def computed_cells(part: str, root: Any) -> Iterator[Computed]:
    """The cells of a sheet that are ours and worked out."""
    for element, row, column in positions(root):
        mark = mark_of(_formula(element))
        if mark is not None:
            yield computed_cell(part, row, column, mark)


def _formula(cell: Any) -> str:
    return next((child.text or "" for child in cell if local(child) == "f"), "")


def _echoes(book: Book, roots: Mapping[str, Any]) -> Iterator[tuple[Computed, str]]:
    """The cells that show words which stand elsewhere, with those words."""
    texts = {
        (sheet.name, cell.row, cell.column): cell.text
        for sheet in book.sheets
        for cell in book.cells(roots[sheet.part])
    }
    for part, root in roots.items():
        for element, row, column in positions(root):
            formula = _formula(element)
            mark = mark_of(formula)
            if mark is None or computed_cell(part, row, column, mark).use != ECHO:
                continue
            cell = computed_cell(part, row, column, mark)
            if words := _WORDS.match(formula):
                yield cell, words[1].replace('""', '"')
            elif address := _ADDRESS.match(formula):
                sheet = (address[1] or address[2]).replace("''", "'")
                place = position_of(address[3])
                text = texts.get((sheet, *place), "") if place else ""
                yield cell, text.replace(address[4].replace('""', '"'), "") if address[4] else text


# What a copy holds ------------------------------------------------------------------------


def state_at(workbook: type[Workbook], path: str, held: Mapping[str, Held]) -> str:
    """The state of a field or repeating table in a file that holds these answers by path."""
    for table in tables_of(workbook):
        if table.path == path:
            numbers = {
                int(found[1])
                for own in held
                if (found := re.match(rf"{re.escape(path)}\[(\d+)\]\.", own))
            }
            rows = [
                [held.get(c.path.replace("[]", f"[{n}]"), Held()) for c in table.columns]
                for n in sorted(numbers)
            ]
            return rows_state(table.columns, rows)
    declared = field_at(workbook, path)
    if declared.kind == "choices":
        boxes = [held.get(f"{path}={option}", Held()) for option in declared.options]
        return boxes_state(declared, boxes)
    return state_of(declared, held.get(path, Held()))
