"""The tables of a template: widths that fit the words, a header that repeats, rows that hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docx.oxml.ns import qn

from workbook_docs.content import Slot, Table, plain
from workbook_docs.definition import DeclaredField
from workbook_docs.widths import shared
from workbook_docs.word import look
from workbook_docs.word.elements import element

ROOM = {"long-text": 850, "names": 850}
"""Twips of the least height of a row to write in, by the kind of its largest answer."""
LEAST_ROOM = 560
WANTED = {"tick": 8, "whole": 40, "decimal": 40, "day": 90, "text": 100, "email": 100, "choice": 60}
"""Characters of a line to write in, by kind; more for whatever may be long."""
_CHARACTER = 147
"""Twips of a wide character of a table's words."""


def dress(table: Any, block: Table, fields: Mapping[str, DeclaredField], caption: str) -> None:
    """Give a table its widths, a header row that repeats, and a title for those who hear it."""
    widths = _widths(block, fields)
    labelled = not block.repeats and any(row[0].slot is None for row in block.rows)
    properties = table._tbl.tblPr
    for child in list(properties):
        if child.tag in (qn("w:tblW"), qn("w:tblLook"), qn("w:tblLayout")):
            properties.remove(child)
    looks = {
        "firstRow": "1", "lastRow": "0", "firstColumn": "1" if labelled else "0",
        "lastColumn": "0", "noHBand": "1", "noVBand": "1",
    }  # fmt: skip
    properties.append(element("w:tblW", w=str(sum(widths)), type="dxa"))
    properties.append(element("w:tblLayout", type="fixed"))
    properties.append(element("w:tblLook", val="06A0" if labelled else "0620", **looks))
    properties.append(element("w:tblCaption", val=caption))
    for column, twips in zip(table._tbl.tblGrid, widths, strict=True):
        column.set(qn("w:w"), str(twips))
    for row in table._tbl.tr_lst:
        for cell, twips in zip(row.tc_lst, widths, strict=True):
            cell.width = twips * 635
        row.get_or_add_trPr().append(element("w:cantSplit"))
    table._tbl.tr_lst[0].trPr.append(element("w:tblHeader"))


def give_room(row: Any, slots: Sequence[Slot], fields: Mapping[str, DeclaredField]) -> None:
    """Make a row to write in as high as its answers invite; it grows with them."""
    kinds = [fields[slot.path].kind for slot in slots if slot.path in fields]
    if kinds:
        twips = max(ROOM.get(kind, LEAST_ROOM) for kind in kinds)
        row._tr.get_or_add_trPr().append(element("w:trHeight", val=str(twips), hRule="atLeast"))


def _widths(block: Table, fields: Mapping[str, DeclaredField]) -> list[int]:
    """Twips for each column: what is written wants room, and no word may break."""
    needs, least = [], []
    for index, header in enumerate(block.header):
        cells = [row[index] for row in block.rows]
        texts = [plain(header), *(plain(cell.words) for cell in cells)]
        longest = max((len(word) for text in texts for word in text.split()), default=1)
        least.append(320 + longest * _CHARACTER)
        want = max(min(len(text), 50) for text in texts)
        for cell in cells:
            if cell.slot is not None:
                want = max(want, _wanted(fields.get(cell.slot.path)))
        needs.append(want)
    return shared(look.TEXT_WIDTH, least, needs)


def _wanted(declared: DeclaredField | None) -> int:
    """Characters a line for an answer of this kind, and for its prompt."""
    return WANTED.get(declared.kind, 140) if declared is not None else 30
