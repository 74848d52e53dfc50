"""Making copies: a record and a template become a file that a team can fill in."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbook_docs import anchors, values
from workbook_docs.definition import Workbook
from workbook_docs.errors import FillError, WorkbookDocsError
from workbook_docs.ooxml import Package
from workbook_docs.records import Copy
from workbook_docs.templates import FORMATS, Format, rendered


def fill(
    workbook: type[Workbook],
    record: Workbook | Mapping[str, Any] | None,
    path: str | Path,
    copy: Copy | None = None,
    *,
    large_print: bool = False,
) -> Path:
    """Write one copy; its format is that of the path's suffix.

    Args:
        workbook: the definition.
        record: an instance, or a mapping of paths to values; None for a blank.
        path: where to write, ending in .docx or .xlsx; written whole or not at all.
        copy: whom it is for; without one it gets a fresh code.
        large_print: letters of 16 points and more, and the same words.

    Returns:
        The path written.

    Raises:
        FillError: naming every path whose value no file can carry.
    """
    path = Path(path)
    write(path, filled_bytes(workbook, record, format_of(path), copy, large_print=large_print))
    return path


def filled_bytes(
    workbook: type[Workbook],
    record: Workbook | Mapping[str, Any] | None,
    format: Format,
    copy: Copy | None = None,
    *,
    large_print: bool = False,
) -> bytes:
    """The bytes of one copy, as `fill` writes them; raises `FillError` as it does."""
    if record is None or isinstance(record, Mapping):
        record = values.assemble(workbook, record or {})
    elif not isinstance(record, workbook):
        raise FillError([f"This is no record of {workbook.workbook_id}: {type(record).__name__}."])
    problems = tuple(values.refusals(record))
    if problems:
        raise FillError(problems)
    flat = values.flatten(values.filled(record))
    copy = copy or anchors.new_copy()
    if copy.title is None and isinstance(title := flat.get("study.title"), str):
        copy = replace(copy, title=title)
    return rendered(workbook, flat, format, copy, large_print)


def is_as_filled(
    workbook: type[Workbook],
    record: Workbook | Mapping[str, Any] | None,
    path: Path,
    *,
    large_print: bool = False,
) -> bool:
    """Whether a file is, byte for byte, what `fill` writes for a record: nobody saved it since."""
    try:
        data = path.read_bytes()
        code = anchors.copy_of(Package(data).properties)
    except (OSError, WorkbookDocsError):
        return False
    if code is None:
        return False
    return data == filled_bytes(workbook, record, format_of(path), code, large_print=large_print)


def format_of(path: Path) -> Format:
    """The format that a path's suffix asks for."""
    suffix = path.suffix.casefold().lstrip(".")
    for format in FORMATS:
        if suffix == format:
            return format
    raise WorkbookDocsError(f"{path.name} must end in .docx or .xlsx.")


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; what was there stays until then."""
    part = path.parent / f".{secrets.token_hex(8)}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as file:  # who may read it is as the user has set for new files
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException as problem:
        part.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise WorkbookDocsError(f"{path} cannot be written: {problem.strerror}.") from problem
        raise
