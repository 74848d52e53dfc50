"""A sheet that was copied, filled in as a copy, and left empty itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from workbook_docs.edition import Edition
from workbook_docs.matching import ReturnedLine
from workbook_docs.records import Block

SAME = 0.8
"""Share of the words of an issued sheet by which a sheet is a copy of it."""


def empty_twins(
    blocks: Sequence[Block], lines: Sequence[ReturnedLine], edition: Edition
) -> dict[int, int]:
    """The sheets to pass over: the table number of each, and that of its copy with the answers.

    Where both hold answers, or neither does, nothing says which of them is meant.
    """
    if edition.format != "xlsx":
        return {}
    issued: dict[int, set[str]] = defaultdict(set)
    for line in edition.lines:
        if line.table is not None:
            issued[line.table].add(line.key)
    printed: dict[int, set[str]] = defaultdict(set)
    for returned in lines:
        if returned.table is not None and not blocks[returned.block].computed:
            printed[returned.table].add(returned.key)
    asks = {line.table for line in edition.lines if line.label}
    found: dict[int, int] = {}
    for sheet in sorted(issued.keys() & asks, key=str):
        keys = issued[sheet]
        alike = [t for t, own in printed.items() if len(own & keys) >= SAME * len(keys)]
        filled = [t for t in alike if printed[t] - keys]
        if len(alike) > 1 and len(filled) == 1:
            found |= {table: filled[0] for table in alike if table != filled[0]}
    return found
