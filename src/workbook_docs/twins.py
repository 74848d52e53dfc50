"""A sheet that was copied, filled in as a copy, and left empty itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

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
    copies: dict[int, list[int]] = defaultdict(list)
    for table, own in printed.items():
        sheet = _sheet_of(own, {n: keys for n, keys in issued.items() if n in asks})
        if sheet is not None:
            copies[sheet].append(table)
    found: dict[int, int] = {}
    for sheet, alike in copies.items():
        filled = [table for table in alike if printed[table] - issued[sheet]]
        if len(alike) > 1 and len(filled) == 1:
            found |= {table: filled[0] for table in alike if table != filled[0]}
    return found


def _sheet_of(own: set[str], issued: Mapping[int, set[str]]) -> int | None:
    """The issued sheet that a sheet is, or a copy of; None where it is none, or any of several.

    A form may print two sheets of nearly the same words: each of them is itself.
    """
    shares = {sheet: len(own & keys) / len(keys) for sheet, keys in issued.items()}
    best = max(shares.values(), default=0.0)
    alike = [sheet for sheet, share in shares.items() if share == best]
    return alike[0] if best >= SAME and len(alike) == 1 else None
