"""The first sheet: whose copy it is, what each sheet is for, how to fill in and send back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs import anchors
from workbook_docs.content import Run, Words
from workbook_docs.excel.cells import as_table, compute, echo, link, put, without
from workbook_docs.excel.computed import TOTAL, marked
from workbook_docs.excel.left import WHOLE, Part, part_of
from workbook_docs.excel.marks import LEFT_KEY, ONE_TABLE

COVER = "Start here"
_INTRO = "What this file holds, how to fill it in and how to send it back."
TWO_TABLES = "Two tables follow."
"""What is told of the first sheet before its cells are read."""
_SHEETS = "The sheets of this file"
_HEADER = ("Go to", "What you find there", "How far you are")
_LEFT = "What is answered and what is still empty. It changes while you type."
_GUIDANCE = "Background and advice. There is nothing to fill in."
_TO_READ = "To read"
_HOW = "How to fill it in and send it back"
_HOW_HEADER = ("About", "What to do")
_NAMES = ("sheets_of_this_file", "how_to_fill_it_in")
_MOVING = (
    ("Where to type", "In the white boxes. No sheet needs to be unlocked, and any box can stay "
     "empty. Choose a box, and a note says what to type there."),
    ("By keyboard", "Tab goes to the next box. Ctrl and Page Down together go to the next sheet, "
     "Ctrl and Page Up to the one before. Alt and Enter together begin a new line in a box. "
     "Alt and the down arrow together open a list."),
    ("Long answers", "All that you write is kept. If the end of an answer is out of sight, make "
     "its column wider, or choose the box and read it in the line above the sheet."),
    ("The colours", "Tabs to fill in are blue, tabs to read grey, the list of what is left brown. "
     "If a box is shaded and has a thick left edge, we filled it in: please check it."),
    ("Sending it back", "Save the file and send it to the person you had it from, even where parts "
     "are empty."),
)  # fmt: skip
_ASK, _ASK_SENDER = "Who can help", "The person who sent you this file."
_KEY_LABEL = "The hidden column"
_LISTS_LABEL = "The hidden sheet"
_LISTS_NOTE = "The sheet “{}” is hidden. It holds the choices of long lists. Please leave it."
KEY_NOTE = (
    "The last column of each sheet to fill in is hidden: here it is column D.\n"
    "It holds a key that lets the hub's program find the row again. Please leave it."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the cover lists it: its name, its first box, its kind, the cell that tells."""

    name: str
    cell: str
    kind: str
    words: str = ""


def introduced(intro: Words | None) -> Words:
    """The first paragraph of the first sheet, with what is told of its tables."""
    return (*(intro or (Run(_INTRO),)), Run(f" {TWO_TABLES}"))


def write_cover(
    sheet: Worksheet,
    row: int,
    listed: Sequence[Listed],
    parts: Mapping[str, Part],
    contact: str,
    lists: str,
) -> None:
    """Write the rest of the first sheet from a row on.

    Args:
        sheet: the sheet, its title and the data of the copy already there.
        row: the first free row.
        listed: the other sheets in order.
        parts: how far each sheet is, by its name.
        contact: whom to ask; empty for the sender.
        lists: the name of the hidden sheet of long lists; empty where there is none.
    """
    if sheet.cell(4, 4).value is None:
        put(sheet, row, 4, anchors.KEY_HEADER, "Form key")
    row = _sheets(sheet, row, listed, parts)
    put(sheet, row + 1, 1, _HOW, "Heading 2")
    lines = [*_MOVING, (_ASK, contact or _ASK_SENDER), (_KEY_LABEL, KEY_NOTE)]
    lines += [(_LISTS_LABEL, _LISTS_NOTE.format(lists))] if lists else []
    row += 2
    for column, text in enumerate(_HOW_HEADER, 1):
        put(sheet, row, column, text, "Form header")
    as_table(sheet, _NAMES[1], f"A{row}:B{row + len(lines)}", _HOW_HEADER)
    for at, (label, words) in enumerate(lines, row + 1):
        put(sheet, at, 1, label, "Form question")
        put(sheet, at, 2, words, "Form help")


def _sheets(sheet: Worksheet, row: int, listed: Sequence[Listed], parts: Mapping[str, Part]) -> int:
    """Write the list of the sheets; the next free row."""
    put(sheet, row, 1, _SHEETS, "Heading 2")
    row += 1
    for column, text in enumerate(_HEADER, 1):
        put(sheet, row, column, text, "Form header")
    as_table(sheet, _NAMES[0], f"A{row}:C{row + len(listed)}", _HEADER)
    for other in listed:
        row += 1
        link(sheet, row, 1, other.name, other.cell)
        if other.kind == "fill in":
            words = f"{quote_sheetname(other.name)}!{other.words}"
            echo(sheet, row, 2, without(words, f" {ONE_TABLE}"), "Form help")
        else:
            words = _LEFT if other.kind == "left to do" else _GUIDANCE
            put(sheet, row, 2, words, "Form help")
        if other.name in parts:
            compute(sheet, row, 3, part_of(parts[other.name]), "Form state")
        elif other.kind == "left to do":
            whole = f"{quote_sheetname(other.name)}!{WHOLE}"
            compute(sheet, row, 3, marked(whole, TOTAL), "Form state")
        else:
            put(sheet, row, 3, _TO_READ, "Form state")
        put(sheet, row, 4, LEFT_KEY, "Form key")
    return row + 1
