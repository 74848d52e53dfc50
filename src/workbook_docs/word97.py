"""Word 97 files (.doc) that end in a table, made such as LibreOffice can open.

A Word 97 document ends in a paragraph ([MS-DOC] 2.4.1). LibreOffice writes one without where
its own document ends in a table, and opening that it drops all marks of cells: labels and
answers then stand glued together in one line.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import olefile

# Offsets into the file information block ([MS-DOC] 2.5).
_FLAGS, _TEXT_LENGTH, _PAGES_OF_PARAGRAPHS, _PIECES = 0x0A, 0x4C, 0x102, 0x1A2
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_PAGE = 512
_CELL_MARK, _TAB, _PARAGRAPH_MARK = 0x07, 0x09, 0x0D
_IN_TABLE, _ROW_END = 0x2416, 0x2417  # sprmPFInTable, sprmPFTtp
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


def with_last_paragraph(data: bytes) -> bytes:
    """A Word 97 file whose last table, where nothing stands behind it, ends one row earlier.

    The last row becomes text, its cells parted by tabs: every other cell stays one, and nothing
    in the file moves. A file that ends in a paragraph, or that is no Word 97 file
    that can be taken apart, stays as it is.

    >>> with_last_paragraph(b"no such file")
    b'no such file'
    """
    held = io.BytesIO(data)
    # LibreOffice judges what we cannot take apart.
    with suppress(OSError, ValueError, LookupError, struct.error):
        with olefile.OleFileIO(held, write_mode=True) as file:
            document = bytearray(file.openstream("WordDocument").read())
            (flags,) = struct.unpack_from("<H", document, _FLAGS)
            if flags & _ENCRYPTED:
                return data
            table = file.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
            if not _end_row_earlier(document, table):
                return data
            file.write_stream("WordDocument", bytes(document))
        return held.getvalue()
    return data


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Where the properties of a paragraph are told, and which they are."""

    start: int
    end: int
    told_at: int
    in_table: bool
    ends_row: bool


def _end_row_earlier(document: bytearray, table: bytes) -> bool:
    """Make text of the last row where the document ends in it; whether it does."""
    paragraphs = sorted(_paragraphs(document, table), key=lambda one: one.start)
    starts = [one.start for one in paragraphs]
    (length,) = struct.unpack_from("<I", document, _TEXT_LENGTH)
    marks, told = [], []
    for number, at in enumerate(_backwards(document, table, length)):
        paragraph = paragraphs[max(bisect_right(starts, at) - 1, 0)]
        if not paragraph.start <= at < paragraph.end:
            raise ValueError("a letter of no paragraph")
        if number == 0 and not (document[at] == _CELL_MARK and paragraph.ends_row):
            return False
        if not paragraph.in_table or (number and paragraph.ends_row):
            break
        if document[at] == _CELL_MARK:
            marks.append(at)
        told.append(paragraph.told_at)
    # From the last one: the end of the row, that of its last cell, those of the others.
    for number, at in enumerate(marks):
        document[at] = _TAB if number > 1 else _PARAGRAPH_MARK
    for at in told:
        document[at] = 0  # the paragraph has the properties of any other
    return bool(marks)


def _backwards(document: bytearray, table: bytes, length: int) -> Iterator[int]:
    """Where each letter of the text stands in the stream, the last one first (2.4.1)."""
    (at,) = struct.unpack_from("<I", document, _PIECES)
    while table[at] == 1:  # formats of pieces, which stand before them
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    (size,) = struct.unpack_from("<I", table, at + 1)
    count = (size - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    for piece in reversed(range(count)):
        told_at = at + 5 + 4 * (count + 1) + 8 * piece + 2
        (place,) = struct.unpack_from("<I", table, told_at)
        width, start = (1, (place & 0x3FFFFFFF) // 2) if place & 0x40000000 else (2, place)
        for letter in reversed(range(min(length, ends[piece + 1]) - ends[piece])):
            yield start + width * letter


def _paragraphs(document: bytearray, table: bytes) -> Iterator[_Paragraph]:
    """All paragraphs, from the pages that tell their properties (2.8.6, 2.9.175)."""
    at, size = struct.unpack_from("<II", document, _PAGES_OF_PARAGRAPHS)
    count = (size - 4) // 8
    for number in struct.unpack_from(f"<{count}I", table, at + 4 * (count + 1)):
        page = (number & 0x3FFFFF) * _PAGE
        held = document[page + _PAGE - 1]
        bounds = struct.unpack_from(f"<{held + 1}I", document, page)
        for index in range(held):
            told_at = page + 4 * (held + 1) + 13 * index
            properties = dict(_properties(document, page, document[told_at]))
            yield _Paragraph(
                bounds[index], bounds[index + 1], told_at,
                in_table=bool(properties.get(_IN_TABLE)), ends_row=bool(properties.get(_ROW_END)),
            )  # fmt: skip


def _properties(document: bytearray, page: int, offset: int) -> Iterator[tuple[int, int]]:
    """The properties of a paragraph with the first byte of each (2.9.114, 2.6)."""
    if offset == 0:
        return
    at = page + 2 * offset
    size, at = (2 * document[at] - 1, at + 1) if document[at] else (2 * document[at + 1], at + 2)
    end, at = at + size, at + 2
    while at + 3 <= end:
        (code,) = struct.unpack_from("<H", document, at)
        at += 2
        if code == _TABLE_DEFINITION:
            width = 1 + struct.unpack_from("<H", document, at)[0]
        elif code == _TABS and document[at] == 255:
            return
        else:
            width = _OPERANDS.get(code >> 13) or 1 + document[at]
        yield code, document[at]
        at += width
