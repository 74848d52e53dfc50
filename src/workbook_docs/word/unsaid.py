"""Rows of a copy's own data that say nothing: a blank does not show what could be known of it."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from workbook_docs.anchors import COPY_FIELDS
from workbook_docs.word.names import W

CODE_ROW = "copy.id"
"""The row that no blank needs where its footer shows the code."""
Said = Callable[[str], "tuple[str, str] | None"]
"""Path and words of what is to stand for a token's text; None for words that are no token."""


def drop_unsaid(root: etree._Element, said: Said, code_is_shown: bool) -> None:
    """Take out of a part each row of the copy's data that has nothing to say.

    A table goes whole where nothing but the copy's code would be left in it.

    Args:
        root: the part, its tokens still in it.
        said: what each token stands for.
        code_is_shown: whether the copy's code stands elsewhere too.
    """
    for table in root.findall(f"{W}body/{W}tbl"):
        rows = table.findall(W + "tr")
        data = {row: entry for row in rows if (entry := _data_of(row, said)) is not None}
        told = {path for path, words in data.values() if words}
        if len(data) == len(told):
            continue
        others = [row for row in rows if row not in data]
        if told <= {CODE_ROW} and code_is_shown and _is_heading(others, said) and _can_go(table):
            root[0].remove(table)
            continue
        if told or others:
            for row, (_, words) in data.items():
                if not words:
                    table.remove(row)


def _data_of(row: etree._Element, said: Said) -> tuple[str, str] | None:
    """Path and words of the one place of a row, where it shows data of the copy."""
    found = [entry for node in row.iter(W + "t") if (entry := said(node.text or "")) is not None]
    if len(found) != 1 or found[0][0] not in COPY_FIELDS or row.find(f".//{W}sdt") is not None:
        return None
    return found[0]


def _is_heading(rows: list[etree._Element], said: Said) -> bool:
    """Whether the other rows of a table are at most its header, and hold no place."""
    return len(rows) <= 1 and not any(
        row.find(f".//{W}sdt") is not None or said(node.text or "") is not None
        for row in rows
        for node in row.iter(W + "t")
    )


def _can_go(table: etree._Element) -> bool:
    """Whether what stands before and behind a table may meet: two tables would become one."""
    beside = (table.getprevious(), table.getnext())
    return not all(one is not None and one.tag == W + "tbl" for one in beside)
