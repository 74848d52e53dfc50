"""Whether a workbook's text and its definition fit each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workbook_docs.anchors import COPY_FIELDS
from workbook_docs.content import (
    AnswerParagraph,
    Block,
    Box,
    Content,
    Heading,
    Slot,
    Table,
    TickItem,
    Words,
    plain,
    slots,
)
from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of


def fit(content: Content, workbook: type[Workbook], unread: str = "") -> tuple[str, ...]:
    """A line for each way in which a text and a definition differ; none where they fit.

    `unread` is a source whose mistakes kept some of it from being read: a path that stands
    in it is not missed.

    Labels are compared by their letters and digits: signs and capitals are the text's
    own affair.
    """
    return tuple(_differences(content, workbook, unread))


def letters(text: str) -> str:
    """The letters and digits of a text, by which labels are compared."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _differences(content: Content, workbook: type[Workbook], unread: str) -> Iterator[str]:
    fields = {declared.path: declared for declared in fields_of(workbook)}
    tables = {table.path for table in tables_of(workbook)}
    places = list(slots(content.blocks))
    name = workbook.workbook_id
    for slot in places:
        if slot.path not in fields and slot.path not in COPY_FIELDS:
            remedy = (
                "write {{ " + slot.path + "[].column }}"
                if slot.path in tables
                else "correct the path or declare the field"
            )
            yield f"{_where(content, slot)}: {name} has no field {slot.path} – {remedy}"
    placed = Counter(slot.path for slot in places)
    for path, count in placed.items():
        if count > 1 and not unread:  # of a text with mistakes it is one of them
            yield f"{content.source or 'The text'}: {path} has {count} places – keep one of them"
    for path, declared in fields.items():
        if path not in placed and not _stands_in(unread, path):
            yield (
                f"{content.source or 'The text'}: the field {path} (“{declared.label}”) has no "
                f"place – write {{{{ {path} }}}} beside its label"
            )
    for slot, label in _labels(content.blocks):
        wanted = fields[slot.path].label if slot.path in fields else COPY_FIELDS.get(slot.path)
        if wanted is not None and letters(label) != letters(wanted):
            yield (
                f"{_where(content, slot)}: the label of {slot.path} is “{label}”, but the "
                f"definition says “{wanted}” – make them the same"
            )
    yield from _misplaced(content, content.blocks, fields)


def _stands_in(source: str, path: str) -> bool:
    return re.search(rf"\{{\s*{re.escape(path)}\s*\}}", source) is not None


def _where(content: Content, slot: Slot) -> str:
    return f"{content.source} line {slot.line}".strip()


def _labels(blocks: tuple[Block, ...]) -> Iterator[tuple[Slot, str]]:
    """Every place with the words that are its label."""
    heading: Words = ()
    for block in blocks:
        if isinstance(block, Heading):
            heading = block.words
        elif isinstance(block, AnswerParagraph):
            yield block.slot, plain(heading)
        elif isinstance(block, TickItem):
            yield block.slot, plain(block.words)
        elif isinstance(block, Box):
            yield from _labels(block.blocks)
        elif isinstance(block, Table):
            yield from _labels_of_table(block)


def _labels_of_table(table: Table) -> Iterator[tuple[Slot, str]]:
    for row in table.rows:
        for cell, header in zip(row, table.header, strict=False):
            if cell.slot is not None:
                words = header if table.repeats or row[0].slot is not None else row[0].words
                yield cell.slot, plain(words)


def _misplaced(
    content: Content, blocks: tuple[Block, ...], fields: dict[str, DeclaredField]
) -> Iterator[str]:
    """Check boxes whose field is no tick."""
    for block in blocks:
        if isinstance(block, TickItem):
            declared = fields.get(block.slot.path)
            if declared is not None and declared.kind != "tick":
                yield (
                    f"{_where(content, block.slot)}: {declared.path} is a check box here, but the "
                    f"definition says {declared.kind} – give it a paragraph or a cell of its own"
                )
