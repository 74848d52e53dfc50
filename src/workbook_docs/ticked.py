"""Whether a box was ticked: its marks and what was typed beside it, taken together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbook_docs.alignment import Found
from workbook_docs.records import Outline
from workbook_docs.understanding import Remark, Understood, understood_tick


def understand_boxes(found: Found, outline: Outline, native: object) -> Understood:
    """Whether a field's box is ticked; null where it contradicts itself or is gone.

    Args:
        found: the field's marks, settled, and the text beside them.
        outline: the return.
        native: the typed content of the field's Excel cell, where it has one.
    """
    room = bool(found.boxes) or _has_cell(found, outline)
    return understood_tick(
        found.typed, found.boxes, native=native, room=room, said_no=found.said_no
    )


def _has_cell(found: Found, outline: Outline) -> bool:
    """Whether there is an empty cell for the mark, as in Excel or a Yes/No column."""
    if outline.format == "xlsx":
        return True
    block = outline.blocks[found.block] if found.block is not None else None
    return block is not None and block.table is not None and any(
        other.table == block.table and other.row == block.row and not other.text.strip()
        and other.column != block.column
        for other in outline.blocks
    )  # fmt: skip


def without_boxes(options: Sequence[Found], outline: Outline) -> bool:
    """Whether the options of a question stand as words only, with no box or cell for any.

    Marks of ours stand for boxes; and so do the cells of a table with a row for each option.
    """
    if outline.format == "xlsx":
        return False
    blocks = [outline.blocks[f.block] if f.block is not None else None for f in options]
    places = {(b.table, b.row, b.column) for b in blocks if b is not None and b.table is not None}
    marked = any(f.boxes or f.marks or f.typed or f.rungs - {"label"} for f in options)
    return not marked and len(places) <= 1


def options_in_words(
    asked: Sequence[str], there: Sequence[str], unplaced: Sequence[str]
) -> Understood:
    """What options say that stand as words without boxes.

    Some of them are what was typed, or what was left when the others were struck; of all
    nobody can tell. One that stands in `unplaced` text, marked in some way, was not struck.
    """
    others = [rf"(?<!\w){re.escape(option)}(?!\w)" for option in asked if option not in there]
    marked = any(re.search(other, text) for other in others for text in unplaced)
    if len(there) == len(asked) or marked:
        message = "The boxes are gone, so that nobody can tell which of the options were ticked."
        return Understood([], "unreadable", (Remark("warning", "tick-not-found", message),))
    kept = [option for option in asked if option in there]
    quoted = ", ".join(f"“{option}”" for option in kept)
    message = f"There are no boxes; the options that stand there, {quoted}, were read as chosen."
    return Understood(kept, "answered", (Remark("note", "options-in-words", message),))
