"""Answers that a program dropped on the way: their places are empty, the prompts gone with them.

An answer place of ours holds an answer or a prompt. A program that does not know content
controls (pandoc those of an .odt, AbiWord those of a .doc by LibreOffice) may leave them out
with all that they hold; then nothing else in the file tells of what was typed.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbook_docs.definition import Workbook, fields_of
from workbook_docs.edition import Edition
from workbook_docs.records import Answer, Finding

FEWEST_PLACES = 3
"""Empty places from which chance is no explanation, nor a sender who cleared them all."""
_CONTROLS = ("tag", "alias")


def dropped(
    workbook: type[Workbook], edition: Edition, answers: Sequence[Answer]
) -> Finding | None:
    """Says that all places for a line of text are empty, without a control or a prompt."""
    if edition.format != "docx" or edition.name != edition.version:
        return None  # other forms print no prompts, and cells of a sheet show none
    labels = {
        declared.path: declared.label
        for declared in fields_of(workbook)
        if declared.table is None and declared.kind in ("text", "email")
    }
    places = [answer for answer in answers if answer.path in labels and answer.state != "not-asked"]
    if len(places) < FEWEST_PLACES or any(
        answer.state != "blank" or answer.rung in _CONTROLS for answer in places
    ):
        return None
    named = ", ".join(f"“{labels[answer.path]}”" for answer in places[:-1])
    return Finding(
        "warning", "answers-dropped",
        f"{named} and “{labels[places[-1].path]}” are empty, without the words that say what to "
        "type there. A program may have dropped what stood in them, and in other places for one "
        "line. Please ask for the file as it was before that program saved it.",
    )  # fmt: skip
