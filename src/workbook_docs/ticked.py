"""Whether a box was ticked: its marks and what was typed beside it, taken together."""

from __future__ import annotations

from workbook_docs.alignment import Found
from workbook_docs.records import Outline
from workbook_docs.understanding import Understood, understood_tick


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
