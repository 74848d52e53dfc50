"""Files that people send in the place of the form, and what to say to them.

Such a file is told by its first bytes. Nothing of it is opened: an e-mail is parsed as
text, to name what is attached to it, and no more.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterable, Iterator
from email.header import decode_header, make_header
from email.message import Message

SEND_WORD = "Please send the Word (.docx) or Excel (.xlsx) file."
_TYPE_IT = "What it shows cannot be read. Please type the answers into the Word or Excel form."
_SAVE_AS = "Open it, choose Save As, take Word document (.docx) or Excel workbook (.xlsx)"
_SAVE_ATTACHED = "Please open it, save the attached form, and send or read that file."
# PNG, JPEG, GIF, TIFF in both orders.
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_HEIC = re.compile(rb".{4}ftyp(?:hei[cfx]|hevc|mif1|msf1|avif)", re.DOTALL)
_HEADERS = re.compile(
    rb"(?:[\x21-\x39\x3b-\x7e]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}", re.ASCII
)
_MAIL_HEADERS = (b"from:", b"received:", b"message-id:", b"return-path:", b"delivered-to:")
_MOST_NAMES = 5
_MOST_PARTS = 200
_LONGEST_NAME = 500
_LONGEST_HEADERS = 50_000


def advice(data: bytes) -> str:
    """What to say of a file that is no Word or Excel file: what it is, and what to send."""
    head = data[:4096]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _is_picture(head):
        return f"This is a picture. {_TYPE_IT}"
    if _is_mail(head):
        return _about_mail(data)
    if start.startswith((b"<!doctype html", b"<html")):
        return f"This is a web page. {_SAVE_AS}, and send that."
    if start.startswith(b"<?xml") and (b"<pkg:package" in head or b"wordDocument" in head):
        return f"This is a Word file in XML. {_SAVE_AS}, and send that."
    if start.startswith(b"{") and b"docs.google.com" in head:
        return (
            "This is only a link to a Google document. Open it, choose File, Download, and take "
            "Microsoft Word (.docx) or Microsoft Excel (.xlsx)."
        )
    return f"This is no Word or Excel file. {SEND_WORD}"


def advice_on_compound(data: bytes) -> str:
    """The same for a compound file, the container of old Office files and Outlook's e-mails."""
    if "__properties_version1.0".encode("utf-16-le") in data:
        return f"This is an e-mail saved by Outlook (.msg). {_SAVE_ATTACHED}"
    if "PowerPoint Document".encode("utf-16-le") in data:
        return f"This is a PowerPoint file. {SEND_WORD}"
    return f"This is no Word or Excel file. {SEND_WORD}"


def advice_on_archive(names: Iterable[str]) -> str:
    """The same for a zip file with these members, their names folded."""
    held = set(names)
    if any(name.endswith(".iwa") for name in held):
        return (
            "This is a file of Apple's Pages or Numbers. Open it, choose File, Export To, and take "
            "Word or Excel."
        )
    if any(name.startswith("ppt/") for name in held):
        return f"This is a PowerPoint file. {SEND_WORD}"
    if any(name.endswith((".docx", ".xlsx", ".docm", ".xlsm")) for name in held):
        return (
            "This is a .zip archive. Unpack it and read the files in it; ingest takes it as it is."
        )
    return f"This is no Word or Excel file. {SEND_WORD}"


def _is_picture(head: bytes) -> bool:
    if head.startswith(b"BM"):
        # A text may begin so too; a picture gives its own size and nothing behind it.
        return head[6:10] == bytes(4)
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return webp or bool(_HEIC.match(head)) or head.startswith(_PICTURES)


def _is_mail(head: bytes) -> bool:
    found = _HEADERS.match(head.lstrip(b"\xef\xbb\xbf\r\n"))
    if found is None:
        return False
    headers = [line.lower() for line in found[0].splitlines()]
    return any(line.startswith(_MAIL_HEADERS) for line in headers) or (
        any(line.startswith(b"mime-version:") for line in headers)
    )


def _about_mail(data: bytes) -> str:
    message = email.message_from_bytes(data)
    if message.get_content_type() == "multipart/related" and "From" not in message:
        return f"This is a web page. {_SAVE_AS}, and send that."
    names = list(_attached(message))
    if not names:
        return f"This is an e-mail with no form attached. {SEND_WORD}"
    listed = ", ".join(f"“{name}”" for name in names[:_MOST_NAMES])
    return f"This is an e-mail with {listed} attached. {_SAVE_ATTACHED}"


def _attached(message: Message) -> Iterator[str]:
    """The names of what is attached to an e-mail, short and plain."""
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        if sum(len(str(value)) for _, value in part.raw_items()) > _LONGEST_HEADERS:
            continue  # far more than a program writes, and slow to take apart
        try:
            name = (part.get_filename() or "")[:_LONGEST_NAME]
            name = str(make_header(decode_header(name)))
        except (LookupError, ValueError, TypeError):
            continue  # a name written as no program writes it
        plain = "".join(c for c in name if c.isprintable()).strip()
        if plain:
            yield plain if len(plain) <= 80 else plain[:79] + "…"
