"""Running the rules over a file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from workbook_docs import intake
from workbook_docs.accessibility import excel, word
from workbook_docs.accessibility.excel.book import Book
from workbook_docs.accessibility.faults import AnyRule, Fault
from workbook_docs.accessibility.word.document import Document
from workbook_docs.errors import NotReadable
from workbook_docs.ooxml import Package

Format = Literal["docx", "xlsx"]


def accessibility_faults(file: str | Path | bytes, name: str | None = None) -> list[Fault]:
    """The faults of a .docx or .xlsx file, rule by rule, each in the order of the file.

    Args:
        file: its path, or its bytes.
        name: what it is called, where bytes are given; a title must not be that.

    Raises:
        NotReadable: for a file that is no Word or Excel file, or is damaged or unsafe.
        OSError: where the path cannot be read.
    """
    if isinstance(file, bytes):
        data, called = file, name or ""
    else:
        path = Path(file)
        data, called = path.read_bytes(), name or path.name
    format = format_of(data)
    package = Package(data)
    subject = Document(package, called) if format == "docx" else Book(package, called)
    return [fault for rule in rules(format) for fault in rule.faults(subject)]


def format_of(data: bytes) -> Format:
    """The format of a file that can be checked.

    Raises `NotReadable` for every other.
    """
    format = intake.judge(data)
    if format not in ("docx", "xlsx"):
        raise NotReadable(
            "needs-converter",
            f"This is a .{format} file. Save it as .docx or .xlsx to have it checked.",
        )
    return "docx" if format == "docx" else "xlsx"


def rules(format: Format) -> tuple[AnyRule, ...]:
    """The rules for a format, in the order of their numbers."""
    return word.RULES if format == "docx" else excel.RULES
