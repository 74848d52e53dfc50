"""Rules about headings and the list of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from workbook_docs.accessibility.faults import Spot, quoted
from workbook_docs.accessibility.word.document import Document, Paragraph
from workbook_docs.accessibility.word.names import W, val

MANY_PARAGRAPHS = 10
"""Paragraphs from which a document without headings cannot be found one's way in."""
MANY_HEADINGS = 5
"""Headings up to which a list of contents can be done without."""
_SHORT = 90  # characters that a heading seldom passes
_INITIALS, _NAMES = 4, 3  # letters of initials, and names in initials, that are seldom passed
_LARGER = 1.25
"""By how much a line is larger than the running text from which it looks like a heading."""
_LABELS = re.compile(r"caption|subtitle|toc|contents|quote|signature|header|footer|definition term")
_SENTENCE = re.compile(r"[.;,!]$")


def headings_form_a_tree(document: Document) -> Iterator[Spot]:
    """D3: heading styles, from level 1 without a gap, none of them empty."""
    titles = [p for p in document.paragraphs if p.is_title and p.text.strip()]
    headings = document.headings
    worded = [p for p in document.paragraphs if p.text.strip()]
    if not headings and not titles:
        if len(worded) > MANY_PARAGRAPHS:
            yield "the document as a whole", "The document has no headings"
        return
    for title in titles[1:]:
        yield title.place, "The document has a second title"
    for heading in headings:
        if not heading.text.strip():
            yield heading.place, f"A heading of level {heading.level} is empty"
    yield from _levels([h for h in headings if h.text.strip()], bool(titles))


def _levels(headings: Sequence[Paragraph], titled: bool) -> Iterator[Spot]:
    before, tops = 1 if titled else 0, 0
    for heading in headings:
        if heading.level > before + 1:
            yield (
                heading.place,
                (
                    f"The heading is of level {heading.level}, but "
                    + (
                        f"the one above it is of level {before}"
                        if before
                        else "no level 1 is above it"
                    )
                ),
            )
        before = heading.level
        tops += heading.level == 1
        if tops == 2 and heading.level == 1 and not titled:
            yield heading.place, "The document has no title and more than one heading of level 1"


def headings_are_headings(document: Document) -> Iterator[Spot]:
    """D4: what looks like a heading is one."""
    paragraphs = document.paragraphs
    for index, paragraph in enumerate(paragraphs):
        if _looks_like_heading(paragraph) and not _labels(paragraphs, index):
            yield paragraph.place, "This looks like a heading, but is a paragraph"
        elif _begins_like_heading(paragraph):
            yield paragraph.place, "The first line looks like a heading, but is part of a paragraph"


def _looks_like_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    if not text or len(text) > _SHORT or _SENTENCE.search(text) or "\t" in text:
        return False
    if paragraph.level or paragraph.is_title or not paragraph.in_body or paragraph.is_listed:
        return False
    if _LABELS.search(paragraph.style) or paragraph.has_place or _is_framed(paragraph):
        return False
    runs = [run for run in paragraph.runs if run.text.strip()]
    looks = [paragraph.look(run) for run in runs]
    large = paragraph.document.body_points * _LARGER
    if all(run.link is not None for run in runs):
        return False
    marked = all(look.bold or look.underlined or look.points >= large for look in looks)
    shown = (
        (run.text.upper() if look.capitals else run.text)
        for run, look in zip(runs, looks, strict=True)
    )
    return marked or _is_shouted("".join(shown))


def _begins_like_heading(paragraph: Paragraph) -> bool:
    """Whether a bold line stands on top of plain ones, with a line break between."""
    if paragraph.level or not paragraph.in_body or paragraph.is_listed or _is_framed(paragraph):
        return False
    lines: list[list[tuple[str, bool]]] = [[]]
    for run in paragraph.runs:
        for number, part in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
            if part.strip():
                lines[-1].append((part, paragraph.look(run).bold))
    first, rest = lines[0], [part for line in lines[1:] for part in line]
    words = "".join(part for part, _ in first).strip()
    if not rest or not words or len(words) > _SHORT or _SENTENCE.search(words):
        return False
    return all(bold for _, bold in first) and not any(bold for _, bold in rest)


def _is_shouted(text: str) -> bool:
    """Whether some words, and not only the initials of names, are in capitals."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) < 2 or text != text.upper():
        return False
    return len(words) > _NAMES or any(len(word) > _INITIALS for word in words)


def _is_framed(paragraph: Paragraph) -> bool:
    """Whether a paragraph is the title of a box: it has a border or a background of its own."""
    shading = paragraph.properties.get("shd")
    borders = paragraph.properties.get("pBdr")
    return borders is not None or (
        shading is not None and paragraph.document.styles.filling(shading) is not None
    )


def _labels(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a bold paragraph is the question of the place that follows it."""
    for following in paragraphs[index + 1 : index + 4]:
        if following.has_place:
            return True
        if following.spot.table is not None:
            # A table is named by the bold line above it, which is its caption.
            return False
        looks = [following.look(run).bold for run in following.runs if run.text.strip()]
        if not looks or not all(looks):
            return False
    return False


def _holds_words(gallery: Any) -> bool:
    """Whether the control that is marked as a list of contents has any lines."""
    held = next(gallery.iterancestors(f"{W}sdt"), None)
    return held is not None and any((node.text or "").strip() for node in held.iter(f"{W}t"))


def contents_are_listed(document: Document) -> Iterator[Spot]:
    """D18: a document with many headings has a list of contents."""
    worded = [h for h in document.headings if h.text.strip()]
    if len(worded) <= MANY_HEADINGS:
        return
    codes = (str(node.text or "") for node in document.body.iter(f"{W}instrText"))
    simple = (field.get(f"{W}instr", "") for field in document.body.iter(f"{W}fldSimple"))
    fields = any(code.split()[:1] == ["TOC"] for code in (*codes, *simple))
    galleries = [
        val(found) for found in document.body.iter(f"{W}docPartGallery") if _holds_words(found)
    ]
    listed = sum(1 for paragraph in document.paragraphs if paragraph.is_contents)
    if not fields and "Table of Contents" not in galleries and listed < 3:
        yield (
            "the beginning",
            f"The document has {len(worded)} headings, from {quoted(worded[0].text)} on, and no "
            "list of contents",
        )
