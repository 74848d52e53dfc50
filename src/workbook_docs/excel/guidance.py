"""The lines of the guidance: all words of a workbook that stand beside no place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbook_docs.content import (
    Block,
    Box,
    Heading,
    ListItems,
    Paragraph,
    Run,
    Table,
    Words,
    plain,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the guidance.

    `level` is that of a heading, `box` the kind of a box; `opens` marks a box's first line.
    """

    words: Words
    level: int = 0
    box: str | None = None
    bullet: str = ""
    opens: bool = False


def written(words: Words) -> str:
    """The words with the addresses of their links, which a cell cannot hide."""
    return "".join(
        f"{run.text} ({run.link})" if run.link and run.link not in run.text else run.text
        for run in words
    )


def lines(blocks: tuple[Block, ...], box: str | None = None) -> Iterator[Line]:
    """The lines of some blocks; `box` is the kind of the box round them."""
    for block in blocks:
        if isinstance(block, Heading):
            yield Line(block.words, level=min(block.level, 3), box=box)
        elif isinstance(block, Paragraph):
            yield Line(block.words, box=box)
        elif isinstance(block, ListItems):
            for number, words in enumerate(block.items, 1):
                yield Line(words, box=box, bullet=f"{number}. " if block.numbered else "• ")
        elif isinstance(block, Box):
            if block.title:
                yield Line((Run(block.title, bold=True),), box=block.kind, opens=True)
            yield from lines(block.blocks, block.kind)
        elif isinstance(block, Table):
            yield from _table_lines(block, box)


def _table_lines(table: Table, box: str | None) -> Iterator[Line]:
    """A table of words as lines: `first: second`, further columns by their header."""

    def bold(words: Words) -> Words:
        return tuple(Run(run.text, True, run.italic, run.link) for run in words)

    if any(plain(words).strip() for words in table.header):
        titles = [run for words in table.header for run in (*bold(words), Run(" | ", bold=True))]
        yield Line(tuple(titles[:-1]), box=box)
    for cells in table.rows:
        row: list[Run] = [*bold(cells[0].words)] if cells else []
        for n, cell in enumerate(cells[1:], 1):
            row.append(Run(": " if n == 1 else "; "))
            if len(cells) > 2 and n < len(table.header):
                row.append(Run(f"{plain(table.header[n])}: "))
            row += cell.words
        yield Line(tuple(row), box=box)
