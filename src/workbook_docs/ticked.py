"""Whether a box was ticked: its marks and what was typed beside it, taken together."""

from __future__ import annotations

from workbook_docs.alignment import Found
from workbook_docs.records import Outline
from workbook_docs.understanding import Remark, Understood, understand_tick
from workbook_docs.values import tidy


def understand_boxes(found: Found, outline: Outline, native: object) -> Understood:
    """Whether a field's box is ticked; null where it contradicts itself or is gone.

    Args:
        found: the field's marks, settled, and the text beside them.
        outline: the return.
        native: the typed content of the field's Excel cell, where it has one.
    """
    text = tidy(found.typed)
    states = set(found.boxes)
    typed = understand_tick(text.strip(" -–—")) if text else None
    if isinstance(native, bool | int | float) and native in (0, 1):
        typed = bool(native)
    if len(states) > 1 or None in states or (states == {True} and typed is False):
        message = "The box contradicts itself: it is ticked and not ticked. Please set it anew."
        return Understood(None, "unreadable", (Remark("warning", "tick-contradiction", message),))
    if text and typed is None:
        message = (
            f"“{text[:60]}” is neither a tick nor yes or no. Please tick the box, or write Yes "
            "or No."
        )
        remark = Remark("warning", "tick-not-understood", message)
        if not states:
            return Understood(None, "unreadable", (remark,))
        return Understood(states == {True}, "answered" if states == {True} else "blank", (remark,))
    if typed or states == {True}:
        return Understood(True, "answered")
    if text:
        # A person who writes No has answered.
        return Understood(False, "answered")
    if states or _has_cell(found, outline):
        return Understood(False, "answered" if found.said_no else "blank")
    message = "The box is gone, so that nobody can tell whether it was ticked."
    return Understood(None, "unreadable", (Remark("warning", "tick-not-found", message),))


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
