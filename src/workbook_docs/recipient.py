"""Whom a returned copy was made for, and which copy it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbook_docs import anchors
from workbook_docs.alignment import Alignment
from workbook_docs.edition import digest
from workbook_docs.records import Copy, Outline
from workbook_docs.trimming import tidy
from workbook_docs.understanding import understand_day


def copy_of(outline: Outline, alignment: Alignment) -> Copy | None:
    """The copy that a return is; what the file shows of it is issued where it agrees.

    What does not agree goes to the alignment's unplaced lines.
    """
    known = anchors.copy_of(outline.properties)
    shown = {
        path: tidy(alignment.fields[path].text)
        for path in anchors.COPY_FIELDS
        if path in alignment.fields
    }
    copy = known or _shown_copy(outline, shown)
    expected = anchors.copy_texts(copy) if copy else {}
    for path, text in shown.items():
        agrees = not text or digest(text) == digest(expected.get(path, ""))
        for number in alignment.fields[path].lines:
            alignment.owners.pop(number, None)
            if not agrees:
                alignment.unplaced.append((number, alignment.lines[number].text.strip()))
    alignment.unplaced.sort()
    return copy


def _shown_copy(outline: Outline, shown: Mapping[str, str]) -> Copy | None:
    code = shown.get("copy.id", "")
    for block in outline.blocks:
        if (
            not code
            and block.part in ("header", "footer")
            and (found := anchors.find_code(block.text))
        ):
            code = found[2]
    if not re.fullmatch(r"[0-9A-Z-]{4,}", code):
        return None
    due = understand_day(shown["copy.due"], True).value if shown.get("copy.due") else None
    study, round, title = (
        shown.get(f"copy.{name}") or None for name in ("study", "round", "title")
    )
    return Copy(code, study, round, due, title)
