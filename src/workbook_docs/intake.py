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
from workbook_docs.wrong_files import SEND_WORD, advice, advice_on_archive, advice_on_compound

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
LARGEST_RTF = 200 * MEGABYTE
"""Editors write each picture of an .rtf out dot by dot, in two letters a byte."""
LARGEST_MEMBER = 64 * MEGABYTE
LARGEST_TOTAL = 200 * MEGABYTE
MOST_MEMBERS = 1000
STEEPEST = 100
GRACE = 2 * MEGABYTE
"""Inflated size up to which a steep ratio proves nothing: blank rows deflate to little."""

OlderFormat = Literal["doc", "rtf", "odt", "fodt", "xls", "xlsb", "ods", "fods"]
"""Formats that a converter must turn into Word or Excel before they are read."""

_FLAT = (
    (b"application/vnd.oasis.opendocument.text", "fodt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "fods"),
)
_PASSWORD = "The file has a password. Please take it away (File, Info, Protect) and send it again."


def judge(data: bytes) -> Literal["docx", "xlsx"] | OlderFormat:
    """The format of a file that may be opened, or converted and then opened.

    Raises `NotReadable` with an outcome of the closed list for every other file.
    """
    if not data:
        raise NotReadable("not-office", f"The file is empty. {SEND_WORD}")
    largest = LARGEST_RTF if data.startswith(b"{\\rtf") else LARGEST_FILE
    if len(data) > largest:
        size = len(data) // MEGABYTE
        raise NotReadable(
            "too-large", f"The file has {size} MB; {largest // MEGABYTE} MB is the most. "
            "Please take large pictures out and send it again.",
        )  # fmt: skip
    head = data[:512].lstrip()
    if b"%PDF-" in data[:1024]:
        raise NotReadable(
            "pdf",
            "This is a PDF, from which answers cannot be read safely. Please send the Word (.docx) "
            "or Excel (.xlsx) file that it was made from; where it is a scan, please type the "
            "answers into the form.",
        )
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _judge_compound(data)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith((b"<?xml", b"<office:", b"\xef\xbb\xbf<?xml")):
        for mark, format in _FLAT:
            if mark in data[:8192]:
                return _judge_flat(data, format)
    if data.startswith(b"PK\x03\x04"):
        return _judge_zip(data)
    raise NotReadable("not-office", advice(data))


def _judge_compound(data: bytes) -> OlderFormat:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise NotReadable("encrypted", _PASSWORD)
    streams: tuple[tuple[str, OlderFormat], ...] = (
        ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"),
    )  # fmt: skip
    for stream, format in streams:
        if stream.encode("utf-16-le") in data:
            return format
    raise NotReadable("not-office", advice_on_compound(data))


def _judge_flat(data: bytes, format: str) -> OlderFormat:
    if b"<!ENTITY" in data:
        raise NotReadable("unsafe", "The file has a document type of its own, as no editor writes.")
    return "fodt" if format == "fodt" else "fods"


def _judge_zip(data: bytes) -> Literal["docx", "xlsx"] | OlderFormat:
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
        return _judge_open_document(archive)
    if "[content_types].xml" not in names:
        raise NotReadable("not-office", advice_on_archive(names))
    if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return "docx"
    if any(re.fullmatch(r"xl/workbook\d*\.xml", name) for name in names):
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    raise NotReadable("not-office", advice_on_archive(names))


def _judge_open_document(archive: zipfile.ZipFile) -> OlderFormat:
    try:
        kind = archive.read("mimetype").decode("ascii", "replace").strip()
        manifest = archive.read("META-INF/manifest.xml")
    except KeyError:
        manifest = b""
    except Exception as problem:
        # zipfile lets errors of its packers through, and those have no parent of their own.
        raise NotReadable("damaged", "The file is damaged. Please send it again.") from problem
    if b"encryption-data" in manifest:
        raise NotReadable("encrypted", _PASSWORD)
    if kind.startswith("application/vnd.oasis.opendocument.text"):
        return "odt"
    if kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    raise NotReadable("not-office", f"This is no Word or Excel file. {SEND_WORD}")


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
