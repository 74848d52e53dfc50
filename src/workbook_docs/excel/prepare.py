"""A designer's Excel template -> one whose every place has a name of ours that means one cell.

A designer may mark a repeated table by the table's own name, `wd_lines` or `lines`, and name
merged cells, which Excel names whole. Copies carry the names that reading looks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree
from openpyxl.utils import quote_sheetname

from workbook_docs import anchors
from workbook_docs.definition import Workbook, title_of
from workbook_docs.excel.book import Book, column_letters
from workbook_docs.excel.finish import name_file
from workbook_docs.excel.grid import range_of
from workbook_docs.excel.places import find_places
from workbook_docs.excel.strings import local
from workbook_docs.ooxml import serialised

_BEFORE_NAMES = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences",
)  # fmt: skip


@lru_cache(maxsize=16)
def prepare(template: bytes, workbook: type[Workbook]) -> bytes:
    """The template with a name on each place, and without that of its author.

    The very same bytes where there was nothing to do.
    """
    book = Book(template)
    if _without_author(book, workbook):
        template = book.package.to_bytes()
    if _merged_to_first_cells(book, workbook):
        template = _with_names(book)
        book = Book(template)
    missing = list(_unnamed_headings(book, template, workbook))
    if not missing:
        return template
    names = _names_element(book)
    for name, place in missing:
        element = etree.SubElement(names, f"{{{etree.QName(names).namespace}}}definedName")
        element.set("name", name)
        element.text = place
    return _with_names(book)


def _without_author(book: Book, workbook: type[Workbook]) -> bool:
    """Take the persons out of a file's properties; whether there were any."""
    core = book.package.root("docProps/core.xml")
    if core is None:
        return False
    said = {local(element): (element.text or "").strip() for element in core}
    if not (said.get("creator") or said.get("lastModifiedBy")):
        return False
    name_file(book.package, said.get("title") or title_of(workbook), said.get("language", ""))
    return True


def _with_names(book: Book) -> bytes:
    book.package.put(book.part, serialised(book.root))
    return book.package.to_bytes()


def _names_element(book: Book) -> Any:
    for child in book.root:
        if local(child) == "definedNames":
            return child
    names = etree.Element(f"{{{etree.QName(book.root).namespace}}}definedNames")
    before = [child for child in book.root if local(child) in _BEFORE_NAMES]
    before[-1].addnext(names)
    return names


def _merged_to_first_cells(book: Book, workbook: type[Workbook]) -> bool:
    """Let our names of merged cells mean their first cell; whether there were any."""
    known = anchors.names_of(workbook)
    ours = known.cells.keys() | known.labels.keys()
    merged = {
        (sheet.name.casefold(), element.get("ref", ""))
        for sheet in book.sheets
        if (root := book.package.root(sheet.part)) is not None
        for element in root.iter("{*}mergeCell")
    }
    changed = False
    for element in book.root.iter("{*}definedName"):
        if (element.get("name") or "").casefold() not in ours:
            continue
        sheet, _, area = (element.text or "").strip().rpartition("!")
        name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        if (name.casefold(), area.replace("$", "")) in merged:
            element.text = f"{sheet}!{area.partition(':')[0]}"
            changed = True
    return changed


def _unnamed_headings(
    book: Book, template: bytes, workbook: type[Workbook]
) -> Iterator[tuple[str, str]]:
    """The name and place of each heading that is known only by its table's own name."""
    sheets = {sheet.part: sheet.name for sheet in book.sheets}
    there = {name.name.casefold() for name in book.names}
    for table in find_places(template, workbook).tables.values():
        if table.part is None:
            continue
        for path, column in table.columns.items():
            name = anchors.label_bookmark(path)
            if name.casefold() in there:
                continue
            root = book.package.root(table.part)
            first, *_ = range_of(root.get("ref", "") if root is not None else "")
            cell = f"${column_letters(column)}${first + 1}"
            yield name, f"{quote_sheetname(sheets[table.sheet])}!{cell}"
