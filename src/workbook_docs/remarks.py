"""What a person should look at beside single answers: what is lost, moved or unplaced."""

from __future__ import annotations

from collections.abc import Iterator

from workbook_docs.alignment import Alignment, Found
from workbook_docs.definition import DeclaredField, Workbook, fields_of
from workbook_docs.edition import Edition
from workbook_docs.places import Places
from workbook_docs.records import Finding, Outline, Unplaced


def not_found(path: str, label: str, heading: str | None) -> Finding:
    """Says that a field's place is gone from the file."""
    where = f" under “{heading}”" if heading and heading != label else ""
    message = (
        f"“{label}”{where} is no longer in the file, so it could not be read. If it was "
        "answered, look for the answer among the unplaced text."
    )
    return Finding("warning", "field-not-found", message, path)


def no_longer_asked(edition: Edition, path: str, text: str, place: str) -> Finding:
    """Says that an answer belongs to a question of an earlier version only."""
    printed = (line.text for line in edition.lines if line.field == path and line.label)
    label = next((words for words in printed if words), path)
    said = f"The answer, “{short(text)}”," if text else "That it was ticked"
    message = f"Version {edition.version} asks “{label}”, and no later one. {said} is in no answer."
    return Finding("warning", "no-longer-asked", message, None, place)


def moved(workbook: type[Workbook], declared: DeclaredField, found: Found, place: str) -> Finding:
    """Says that an answer's mark and its place are those of two fields."""
    if found.mark:
        message = (
            f"This text bears the mark of “{_label(workbook, found.mark)}”, but stands beside "
            f"“{declared.label}”. It was read as the answer to the latter; please check both."
        )
    else:
        message = (
            f"The answer to “{declared.label}” now stands where "
            f"“{_label(workbook, found.conflict or '')}” is asked. It was read for the field that "
            "its mark names; please check both."
        )
    return Finding("warning", "moved-answer", message, declared.path, place)


def astray(declared: DeclaredField, place: str) -> Finding:
    """Says that a mark or an answer stands beside its cell rather than in it."""
    if declared.kind == "tick":
        message = (
            f"A mark stands beside or below the cell of “{declared.label}”, not in it. It was "
            "read as a tick; please check it."
        )
        return Finding("warning", "mark-beside-box", message, declared.path, place)
    message = (
        f"A text stands one cell beside that of “{declared.label}”, which is empty. It was read "
        "as its answer; please check it."
    )
    return Finding("warning", "answer-beside-cell", message, declared.path, place)


def went_on(column: DeclaredField, path: str, place: str) -> Finding:
    """Says that a text was read from two rows of a table."""
    message = (
        f"“{column.label}” goes on in a row that was put in below it. Both parts were read as one "
        "answer; please check it."
    )
    return Finding("warning", "row-split", message, path, place)


def _label(workbook: type[Workbook], path: str) -> str:
    """The printed words of a field, or of an option of it."""
    known = {f.path: f.label for f in fields_of(workbook)}
    return known.get(path) or path.partition("=")[2] or path


def on_unplaced(
    outline: Outline, alignment: Alignment, places: Places, said_nothing: set[int]
) -> Iterator[tuple[Unplaced | None, Finding | None]]:
    """Every text that is in no answer, with what to say about it.

    `said_nothing` are the lines of rows that say n/a and no more.
    """
    unread = alignment.unread
    if unread.forms and not unread.last:
        message = (
            "There are two copies of the form in this file. The first is blank, or says nothing "
            "that the second does not: the second was read. Please check that it is the one meant."
        )
        yield None, Finding("warning", "two-forms", message)
    elif unread.forms:
        message = (
            "There are two copies of the form in this file. Only the first was read; all of the "
            "second is listed as unplaced. Please send each in a file of its own."
        )
        yield None, Finding("error", "two-forms", message)
    told_again = False
    for number, text in alignment.unplaced:
        block = alignment.lines[number].block
        place = places.of_loose(block)
        found = Unplaced(text, place)
        if block in unread.forms:
            yield found, None
        elif outline.blocks[block].part == "stored value":
            yield found, None  # its notice says so
        elif number in said_nothing:
            message = f"“{short(text)}” stands in a row that says nothing else; it is no row."
            yield found, Finding("note", "row-says-nothing", message, None, place)
        elif number in alignment.foreign_prompts:
            message = f"“{short(text)}” only says where to type; nothing was typed there."
            yield found, Finding("note", "prompt-of-another-program", message, None, place)
        elif number in alignment.printed_again:
            message = (
                "Words of the form are printed again here; they are listed and are no answers."
            )
            again = Finding("note", "headings-again", message, None, place)
            yield found, None if told_again else again
            told_again = True
        else:
            message = (
                f"“{short(text)}” stands outside every answer place and is in no answer. Please "
                "see where it belongs."
            )
            yield found, Finding("warning", "unplaced-text", message, None, place)


def short(text: str) -> str:
    """A text on one line, cut where it is long."""
    folded = " ".join(text.split())
    return folded if len(folded) <= 80 else folded[:79] + "…"
