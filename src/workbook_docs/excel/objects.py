"""What lies over the cells: shapes and their words, charts, boxes to tick, files put in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbook_docs import drawingml
from workbook_docs.compatibility import settle
from workbook_docs.embedded import called
from workbook_docs.excel.book import Book, Sheet, address_of
from workbook_docs.excel.package import reference
from workbook_docs.excel.strings import local
from workbook_docs.records import Block

_ANCHORS = ("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor")
_LISTS = {"Drop": "a drop-down list", "List": "a list", "Radio": "an option button"}
"""Form controls that hold what somebody chose."""


def drawn(book: Book, sheet: Sheet, root: Any, number: int) -> Iterator[Block]:
    """The paragraphs of a sheet's shapes, text boxes, charts and diagrams, and its boxes.

    A check box stands over a cell and is one of that cell's boxes; `number` is the sheet's.
    """
    controls = dict(_controls(book, sheet, root))
    for part in book.package.related(sheet.part, "drawing"):
        drawing = settle(book.package.root(part))
        for anchor in drawing.iter(*_ANCHORS) if drawing is not None else ():
            yield from _shape(sheet, number, anchor, controls)
        yield from _related(book, part, sheet)
    yield from _embedded(sheet, number, root)


def charted(book: Book, sheet: Sheet) -> Iterator[Block]:
    """The words of a sheet that is a chart as a whole."""
    for part in book.package.related(sheet.part, "drawing"):
        drawing = settle(book.package.root(part))
        yield from _words(drawing, sheet.name) if drawing is not None else ()
        yield from _related(book, part, sheet)


def _related(book: Book, part: str, sheet: Sheet) -> Iterator[Block]:
    """The words of the charts and diagrams of a drawing; a chart's names stand in cells."""
    for relation in book.package.relations(part).values():
        if relation.kind in drawingml.WORD_PARTS and not relation.external:
            other = settle(book.package.root(relation.target))
            yield from _words(other, sheet.name) if other is not None else ()


def _shape(
    sheet: Sheet, number: int, anchor: Any, controls: dict[str, tuple[bool | None, str]]
) -> Iterator[Block]:
    cell = _cell_of(anchor)
    address = f"{sheet.name}!{address_of(*cell)}" if cell else sheet.name
    row, column = cell or (0, 0)
    tick, chosen = next(
        (controls[e.get("id", "")] for e in anchor.iter("{*}cNvPr") if e.get("id", "") in controls),
        (None, ""),
    )
    if tick is not None and cell is not None:
        yield Block("", table=number, row=row, column=column, address=address, boxes=(tick,))
    if chosen or any(True for _ in anchor.iter("{*}blip")):
        yield Block(
            "", table=number, row=row, column=column, address=address, picture=True, embedded=chosen
        )
    yield from _words(anchor, address)


def _words(root: Any, address: str) -> Iterator[Block]:
    for text in drawingml.paragraphs(root):
        yield Block(text, part="textbox", address=address)


def _cell_of(anchor: Any) -> tuple[int, int] | None:
    """The cell in which a drawing begins."""
    begin = next((child for child in anchor if local(child) == "from"), None)
    numbers = {
        local(child): (child.text or "").strip() for child in (begin if begin is not None else ())
    }
    row, column = numbers.get("row", ""), numbers.get("col", "")
    return (int(row), int(column)) if row.isdigit() and column.isdigit() else None


def _controls(book: Book, sheet: Sheet, root: Any) -> Iterator[tuple[str, tuple[bool | None, str]]]:
    """By the number of its shape: whether a check box is ticked; what kind holds a choice."""
    targets = {id: found.target for id, found in book.package.relations(sheet.part).items()}
    for control in root.iter("{*}control"):
        properties = book.package.root(targets.get(reference(control)))
        if properties is None:
            continue
        kind, shape = properties.get("objectType", ""), control.get("shapeId", "")
        if kind == "CheckBox":
            yield shape, (properties.get("checked") == "Checked", "")
        elif kind in _LISTS and not properties.get("fmlaLink"):
            # One that is linked to a cell says there what was chosen.
            is_set = properties.get("checked") == "Checked" or properties.get("sel", "0") != "0"
            yield shape, (None, f"{_LISTS[kind]} with a choice made in it" if is_set else "")


def _embedded(sheet: Sheet, number: int, root: Any) -> Iterator[Block]:
    """The files of other programs that were put into a sheet."""
    for thing in root.iter("{*}oleObject"):
        anchor = next(thing.iter("{*}anchor"), None)
        cell = _cell_of(anchor) if anchor is not None else None
        address = f"{sheet.name}!{address_of(*cell)}" if cell else sheet.name
        row, column = cell or (0, 0)
        yield Block(
            "", table=number, row=row, column=column, address=address, picture=True,
            embedded=called(thing.get("progId"), bool(thing.get("link"))),
        )  # fmt: skip
