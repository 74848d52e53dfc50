"""What is this file, is it safe to open, and which workbook is it?

Bytes are judged before anything is parsed: by what they are, never by the file's name.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from itertools import pairwise
from typing import Literal

from workbook_docs.errors import NotReadable

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
LARGEST_MEMBER = 64 * MEGABYTE
LARGEST_TOTAL = 200 * MEGABYTE
MOST_MEMBERS = 1000
STEEPEST = 100
GRACE = 2 * MEGABYTE
"""Inflated size up to which a steep ratio proves nothing: blank rows deflate to little."""

_ODF = b"application/vnd.oasis.opendocument"
_SEND_WORD = "Please send the Word (.docx) or Excel (.xlsx) file."
_SAVE_AS = (
    "Please open it, choose Save As, take Word document (.docx) or Excel workbook (.xlsx), "
    "and send that file."
)


def judge(data: bytes) -> Literal["docx", "xlsx"]:
    """The format of a file that may be opened.

    Raises `NotReadable` with an outcome of the closed list for every other file.
    """
    if not data:
        raise NotReadable("not-office", f"The file is empty. {_SEND_WORD}")
    if len(data) > LARGEST_FILE:
        size = len(data) // MEGABYTE
        raise NotReadable(
            "too-large", f"The file has {size} MB; {LARGEST_FILE // MEGABYTE} MB is the most. "
            "Please take large pictures out and send it again.",
        )  # fmt: skip
    head = data[:512].lstrip()
    if b"%PDF-" in data[:1024]:
        raise NotReadable(
            "pdf", "This is a PDF, from which answers cannot be read safely. " + _SEND_WORD
        )
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _judge_compound(data)
    if head.startswith(b"{\\rtf"):
        raise NotReadable("needs-converter", f"This is a rich text file. {_SAVE_AS}")
    if head.startswith((b"<?xml", b"<office:")) and _ODF in data[:4096]:
        raise NotReadable("needs-converter", f"This is a flat OpenDocument file. {_SAVE_AS}")
    if data.startswith(b"PK\x03\x04"):
        return _judge_zip(data)
    raise NotReadable("not-office", f"This is no Word or Excel file. {_SEND_WORD}")


def _judge_compound(data: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise NotReadable(
            "encrypted",
            "The file has a password. Please take it away (File, Info, Protect) and send it again.",
        )
    for stream in ("WordDocument", "Workbook", "Book"):
        if stream.encode("utf-16-le") in data:
            raise NotReadable("needs-converter", f"This is an old Office file. {_SAVE_AS}")
    raise NotReadable("not-office", f"This is no Word or Excel file. {_SEND_WORD}")


def _judge_zip(data: bytes) -> Literal["docx", "xlsx"]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, struct.error,
            NotImplementedError) as problem:  # fmt: skip
        raise NotReadable(
            "damaged", "The file is damaged, as after a broken download. Please send it again."
        ) from problem
    _judge_members(members)
    names = {member.filename.replace("\\", "/").lstrip("/").casefold() for member in members}
    if "mimetype" in names and "content.xml" in names:
        raise NotReadable("needs-converter", f"This is an OpenDocument file. {_SAVE_AS}")
    if "[content_types].xml" not in names:
        raise NotReadable("not-office", f"This is no Word or Excel file. {_SEND_WORD}")
    if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return "docx"
    if any(re.fullmatch(r"xl/workbook\d*\.xml", name) for name in names):
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise NotReadable("needs-converter", f"This is a binary Excel file (.xlsb). {_SAVE_AS}")
    raise NotReadable("not-office", f"This is no Word or Excel file. {_SEND_WORD}")


def _judge_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise NotReadable("unsafe", f"The file holds {len(members)} parts, far too many.")
    seen: set[str] = set()
    spans: list[tuple[int, int]] = []
    total = 0
    for member in members:
        name = member.filename.replace("\\", "/")
        folded = name.lstrip("/").casefold()
        if ".." in name.split("/") or "\0" in name or ":" in name or len(name) > 255:
            raise NotReadable("unsafe", "The file holds a part with a name no editor writes.")
        if folded in seen:
            raise NotReadable("unsafe", "The file holds the same part twice.")
        seen.add(folded)
        if member.flag_bits & 0x1:
            raise NotReadable("encrypted", "The file has a password. Please take it away.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotReadable("unsafe", "The file is packed in a way no editor uses.")
        total += member.file_size
        steep = member.file_size > GRACE and member.file_size > STEEPEST * max(
            1, member.compress_size
        )
        if member.file_size > LARGEST_MEMBER or total > LARGEST_TOTAL or steep:
            raise NotReadable("too-large", "The file unpacks to far more than a workbook holds.")
        spans.append((member.header_offset, member.header_offset + 30 + member.compress_size))
    spans.sort()
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            raise NotReadable("unsafe", "Parts of the file overlap, which no editor writes.")
