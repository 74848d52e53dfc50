"""A table as lines of plain text: no value is ever cut, whatever the width.

Columns share the width by the words they hold. Where the longest words do not stand side by
side, each row becomes a record: one line for each column, its heading before its value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from workbook_docs.widths import allot

GAPS = (2, 1)
"""Blanks between two columns, and fewer where else a row does not fit."""
INDENT = 2
"""Blanks between a heading and its value, or before a value that stands below it."""
NARROWEST = 14
"""Characters below which a column of sentences is a column of single words."""

Row = Sequence[str]


def laid_out(header: Row, rows: Sequence[Row], width: int | None) -> Iterator[str]:
    """The lines of a table with its headings; columns that hold nothing are left out.

    Args:
        header: the heading of each column.
        rows: the cells of each row, as many as there are headings.
        width: columns of the terminal; None for as many as the table takes.

    >>> print("\\n".join(laid_out(("Study", "Days"), [("S01", "9"), ("S02", "20")], 80)))
    Study  Days
    ───────────
    S01       9
    S02      20
    >>> print("\\n".join(laid_out(("Study", "E-mail"), [("S01", "ann.reed@example.org")], 24)))
    Study   S01
    E-mail  ann.reed@example.org
    """
    kept = [n for n in range(len(header)) if any(row[n] for row in rows)]
    kept = kept or list(range(len(header)))
    header = [header[n] for n in kept]
    rows = [[row[n] for n in kept] for row in rows]
    for gap in GAPS:
        widths = _widths(header, rows, width, gap)
        if widths is not None:
            yield from _table(header, rows, widths, " " * gap)
            return
    yield from _records(header, rows, width or 0)


def _widths(header: Row, rows: Sequence[Row], width: int | None, gap: int) -> list[int] | None:
    """What each column gets; None where no word may be broken and too little is left."""
    natural, least = [], []
    for n, heading in enumerate(header):
        cells = [row[n] for row in rows]
        natural.append(max(map(_across, [heading, *cells])))
        words = [cell_len(word) for cell in (heading, *cells) for word in cell.split()]
        widest = max(map(_across, cells), default=0)
        least.append(max(min(NARROWEST, widest), *words, 0))
    if width is None:
        return natural
    return allot(natural, least, width - gap * (len(header) - 1))


def _table(header: Row, rows: Sequence[Row], widths: Sequence[int], gap: str) -> Iterator[str]:
    right = [bool(rows) and all(is_number(row[n]) for row in rows) for n in range(len(header))]
    yield from _row(header, widths, right, gap)
    yield "─" * (sum(widths) + len(gap) * (len(widths) - 1))
    for row in rows:
        yield from _row(row, widths, right, gap)


def _row(cells: Row, widths: Sequence[int], right: Sequence[bool], gap: str) -> Iterator[str]:
    wrapped = [list(wrap(cell, width)) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped), default=0)):
        parts = []
        for lines, width, to_the_right in zip(wrapped, widths, right, strict=True):
            text = lines[number] if number < len(lines) else ""
            blanks = " " * (width - cell_len(text))
            parts.append(blanks + text if to_the_right else text + blanks)
        yield gap.join(parts).rstrip()


def _records(header: Row, rows: Sequence[Row], width: int) -> Iterator[str]:
    indent = max(map(cell_len, header)) + INDENT
    beside = width - indent >= NARROWEST
    for number, row in enumerate(rows):
        if number:
            yield ""
        for heading, cell in zip(header, row, strict=True):
            if not cell:
                continue
            if beside:
                first = heading + " " * (indent - cell_len(heading))
                for line in wrap(cell, width - indent):
                    yield (first + line).rstrip()
                    first = " " * indent
                continue
            yield heading
            for line in wrap(cell, max(width - INDENT, 1)):
                yield (" " * INDENT + line).rstrip()


def wrap(text: str, width: int) -> Iterator[str]:
    """The lines of a text, broken only between words; a longer word has a line of its own."""
    for paragraph in text.split("\n"):
        line = ""
        if cell_len(paragraph) <= width:
            yield paragraph
            continue
        indent = paragraph[: len(paragraph) - len(paragraph.lstrip())]
        for word in paragraph.split():
            word = word if line else indent + word
            joined = f"{line} {word}" if line else word
            if line and cell_len(joined) > width:
                yield line
                line = word
            else:
                line = joined
        yield line


def is_number(text: str) -> bool:
    """Whether a cell stands to the right, digit under digit."""
    return not text or text.replace(",", "").replace(".", "").replace("%", "").lstrip("-").isdigit()


def _across(cell: str) -> int:
    return max(map(cell_len, cell.split("\n")))
