"""A returned file -> its record, with the place and evidence of every answer.

`read` never raises for what a sender did: a file that cannot be read has an outcome.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from workbook_docs import anchors, intake, templates
from workbook_docs.align import align
from workbook_docs.converting import convert
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.edition import Edition, printed
from workbook_docs.errors import NotReadable
from workbook_docs.parsing import parse
from workbook_docs.recognition import recognise
from workbook_docs.records import (
    Finding,
    Notice,
    Outline,
    Reading,
)
from workbook_docs.taking import Taking
from workbook_docs.textboxes import unboxed
from workbook_docs.unfolding import unfold

MOST_BLOCKS = 200_000
"""Paragraphs and cells of one file that are compared with what was issued."""


FEWEST_WORDS = 20
"""Words below which a file that holds pictures is a scan, or photographs, of pages."""
_SCAN = (
    "The file holds pictures of pages and no text, such as a scan. What pictures show cannot be "
    "read. Please type the answers into the Word or Excel form and send that."
)


def read(
    path: str | Path, workbook: type[Workbook] | None = None, *, name: str | None = None
) -> Reading:
    """What one returned file says, or why it could not be read.

    Args:
        path: the file.
        workbook: the definition, where it is not one of the known ones.
        name: how to call the file in the reading, where it has another name than its path.

    Returns:
        A reading with `outcome` "read"; or another outcome, with one finding that says
        what the sender can do.
    """
    path = Path(path)
    label = name or path.name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return unreadable(label, "not-office", f"There is no file {label}.")
    except IsADirectoryError:
        return unreadable(label, "not-office", f"{label} is a folder, not a file.")
    except OSError as problem:
        return unreadable(label, "damaged", f"{label} cannot be opened: {problem.strerror}.")
    return read_bytes(data, workbook, name=label)


def read_bytes(data: bytes, workbook: type[Workbook] | None = None, *, name: str) -> Reading:
    """What the bytes of one returned file say, or why they could not be read."""
    sha256 = hashlib.sha256(data).hexdigest()
    format: str | None = None
    try:
        format = intake.judge(data)
        outline = outline_of(data, format)
        if len(outline.blocks) > MOST_BLOCKS:
            raise NotReadable("too-large", "The file holds far more than a workbook does.")
        if _shows_pictures_only(outline):
            raise NotReadable("not-ours", _SCAN)
        definition, edition, resolved = recognise(outline, workbook)
        resolved = unfold(unboxed(resolved, edition), edition)
    except NotReadable as problem:
        return unreadable(name, problem.outcome, str(problem), sha256, format)
    except (RecursionError, MemoryError):
        return unreadable(name, "unsafe", "The file is nested too deeply to read.", sha256, format)
    reading = _taken(definition, edition, resolved, name, sha256)
    return replace(reading, format=format)


def _taken(
    workbook: type[Workbook], edition: Edition, outline: Outline, name: str, sha256: str
) -> Reading:
    """What an outline says, compared with an edition as this copy of it was printed.

    A form may print an answer once more ("Dear Ann Reed"). Which words that are is known when
    the answers are: it is then read again, with them.
    """
    ticks, growing = tick_paths(workbook), growing_paths(workbook)
    issued = printed(edition, {}, outline)
    alignment = align(outline, issued, ticks, growing)
    reading = Taking(workbook, issued, outline, alignment).reading(name, sha256)
    values = {answer.path: answer.raw for answer in reading.answers if answer.raw}
    if reading.copy is not None:
        values |= anchors.copy_texts(reading.copy)
    again = printed(edition, values, outline)
    if again == issued:
        return reading
    alignment = align(outline, again, ticks, growing)
    return Taking(workbook, again, outline, alignment).reading(name, sha256)


def outline_of(data: bytes, format: templates.Format | intake.OlderFormat) -> Outline:
    """The outline of a judged file, converted first where its format asks for it."""
    if format == "docx" or format == "xlsx":
        return parse(data, format)
    made = convert(data, format)
    intake.judge(made.data)
    found = parse(made.data, made.format)
    # What LibreOffice says of itself is not what the sender used.
    notice = Notice("note", "converted", made.remark)
    return replace(found, editor=None, notices=(*found.notices, notice))


def _shows_pictures_only(outline: Outline) -> bool:
    if not any(block.picture and not block.embedded for block in outline.blocks):
        return False
    words = (len(block.text.split()) for block in outline.blocks if block.part == "body")
    return sum(words) < FEWEST_WORDS


def tick_paths(workbook: type[Workbook]) -> frozenset[str]:
    """The paths of all check boxes, those of multiple choices by option."""
    return frozenset(
        path
        for f in fields_of(workbook)
        if f.kind in ("tick", "choices")
        for path in (f.path, *(anchors.option_path(f.path, option) for option in f.options))
    )


def growing_paths(workbook: type[Workbook]) -> frozenset[str]:
    """The paths of all fields and columns that take several lines."""
    return frozenset(f.path for f in fields_of(workbook) if f.kind in ("long-text", "names"))


def unreadable(
    name: str, outcome: str, message: str, sha256: str | None = None, format: str | None = None
) -> Reading:
    """The reading of a file that could not be read: an outcome, and one finding that says why."""
    finding = Finding("error", outcome, message, place=name)
    return Reading(name, sha256, format, outcome, findings=(finding,))  # type: ignore[arg-type]
