"""The core properties of a file: title, language, and how they are tied to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from workbook_docs.ooxml import Package

_DC = "{http://purl.org/dc/elements/1.1/}"
_PART = "docProps/core.xml"
_TAG = re.compile(r"(?!(?:x|und|zxx|mul)(?:-|$))[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:docx?|docm|dotx?|odt|rtf|xlsx?|xlsm|xltx?|ods|csv|pdf|txt)$", re.I)
_PLACEHOLDER = re.compile(
    r"(?=.*[a-z])\[?(?:new )?(?:microsoft )?(?:office )?(?:untitled|word|excel|powerpoint)? ?"
    r"(?:title|document(?: title)?|workbook|worksheet|spreadsheet|book|presentation|template|file)?"
    r" ?\(?\d*\)?\]?",
    re.IGNORECASE,
)
"""What programs put there by themselves: `Document1`, `New Microsoft Word Document (2)`."""


@dataclass(frozen=True, slots=True)
class Core:
    """Title and language of a file; `is_loose` where no relationship leads to them."""

    title: str
    language: str
    is_loose: bool


def core_of(package: Package) -> Core:
    """The core properties of a file."""
    tied = package.related("", "core-properties")
    part = tied[0] if tied else _PART
    root = package.xml(part)
    if root is None:
        return Core("", "", False)
    title = (root.findtext(f"{_DC}title") or "").strip()
    language = (root.findtext(f"{_DC}language") or "").strip()
    return Core(title, language, not tied)


def is_file_name(title: str, name: str) -> bool:
    """Whether a title is the name of a file, or the word that a program puts there.

    >>> is_file_name("plan_v2.docx", ""), is_file_name("Our plan", "Our plan.docx")
    (True, False)
    >>> is_file_name("New Microsoft Word Document", ""), is_file_name("Document of trust", "")
    (True, False)
    """
    folded = title.strip().casefold()
    if _PLACEHOLDER.fullmatch(folded) or _ENDING.search(folded):
        return True
    # A file may well be called by its title; a title is never `plan_v2`.
    same = folded == PurePath(name).stem.casefold()
    return same and not re.search(r"\s", folded) and bool(re.search(r"[-_.\d]", folded))


def language_tag(text: str) -> str | None:
    """A language by its tag (BCP 47), such as `en-GB`; None for what names no language."""
    return text if _TAG.fullmatch(text.strip()) else None
