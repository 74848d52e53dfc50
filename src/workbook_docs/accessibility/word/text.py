"""Rules about running text: lists, blanks, dates, and what stands in the margins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from workbook_docs.accessibility.dates import numeric_date
from workbook_docs.accessibility.faults import Spot, quoted
from workbook_docs.accessibility.word.document import Document, Paragraph, lines
from workbook_docs.accessibility.word.names import W

_BULLET = re.compile(r"\s*[•▪◦●○■◆➢➤‣∙·\uf0b7\uf0a7]\s*(?=\S)")
_DASH = re.compile(r"\s*(?:[-–—*+→►▶»›✓✔]\s+|o\t\s*)(?=\S)")
_COUNTED = re.compile(r"\s*\(?(\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)", re.IGNORECASE)
_TABS = re.compile(r"\t\s*\t")
_SPACES = re.compile(r"(?<=\S)[ \u00a0]{3,}(?=\S)|^[ \u00a0]{3,}(?=\S)", re.MULTILINE)
_BREAKS = re.compile(r"\n[ \u00a0]*\n[ \u00a0]*\n")
_HABIT = 5
"""Single empty paragraphs from which they are somebody's way to make room."""
_FIELD_DATE = re.compile(r"\b(?:DATE|TIME|CREATEDATE|SAVEDATE|PRINTDATE)\b", re.IGNORECASE)
_PAGING = re.compile(r"PAGE|NUMPAGES|SECTIONPAGES|SECTION", re.IGNORECASE)
_PLACE = re.compile(r"\{\{.*?\}\}")


def lists_are_lists(document: Document) -> Iterator[Spot]:
    """D12: items of a list are marked by the list, not by typed signs."""
    before: tuple[str, str] | None = None
    cell = None
    for paragraph in document.paragraphs:
        if paragraph.is_contents or paragraph.level:
            continue  # a number before a heading makes no list
        if paragraph.spot.cell is not cell:
            before, cell = None, paragraph.spot.cell
        for line in lines(paragraph):
            if not line.strip():
                continue
            sign = _sign(line)
            listed = paragraph.is_listed and line == lines_first(paragraph)
            if sign is None or listed:
                before = None
            elif sign[0] == "bullet" or (before is not None and _follows(before, sign)):
                yield paragraph.place, f"A typed sign stands for a list: {quoted(line, 30)}"
                before = sign
            else:
                before = sign


def lines_first(paragraph: Paragraph) -> str:
    """The first line of a paragraph that has words."""
    return next((line for line in lines(paragraph) if line.strip()), "")


def _sign(line: str) -> tuple[str, str] | None:
    if _BULLET.match(line):
        return "bullet", ""
    if match := _DASH.match(line):
        return "dash", match[0].strip()
    if match := _COUNTED.match(line):
        return "count", match[1].casefold()
    return None


def _follows(before: tuple[str, str], sign: tuple[str, str]) -> bool:
    """Whether two lines that begin with signs make a list: the same dash, or the next number."""
    if before[0] != sign[0]:
        return False
    if sign[0] == "dash":
        return before[1] == sign[1]
    one, two = before[1], sign[1]
    if one.isdigit() and two.isdigit():
        return int(two) == int(one) + 1
    return (len(one) == len(two) == 1 and ord(two) == ord(one) + 1) or (one, two) in (
        ("i", "ii"), ("ii", "iii"), ("iii", "iv"),
    )  # fmt: skip


def blanks_do_not_lay_out(document: Document) -> Iterator[Spot]:
    """D13: no rows of empty paragraphs, tabs or spaces where a style should make the room."""
    empty = 0
    for paragraph, following in zip_longest(document.paragraphs, document.paragraphs[1:]):
        empty = empty + 1 if paragraph.is_empty else 0
        same = following is not None and following.spot.cell is paragraph.spot.cell
        if empty > 1 and not (same and following is not None and following.is_empty):
            yield paragraph.place, f"{empty} empty paragraphs follow one another"
        if not same:
            empty = 0
        own = "".join(run.text for run in paragraph.runs if not run.typed)
        if paragraph.is_contents:
            continue
        if _BREAKS.search(own):
            yield paragraph.place, "Line breaks in a row lay the words out"
        if _TABS.search(own):
            yield paragraph.place, "Tabs in a row lay the words out"
        elif _SPACES.search(own):
            yield paragraph.place, "Spaces in a row lay the words out"
    yield from _single_blanks(document)


def _single_blanks(document: Document) -> Iterator[Spot]:
    single = [
        middle
        for before, middle, behind in zip(
            document.paragraphs, document.paragraphs[1:], document.paragraphs[2:], strict=False
        )
        if middle.is_empty and all(p.in_body and not p.is_empty for p in (before, behind))
    ]
    if len(single) >= _HABIT:
        yield single[0].place, f"Here and elsewhere {len(single)} single empty paragraphs make room"


def dates_are_written_out(document: Document) -> Iterator[Spot]:
    """D16: dates that a person reads have the name of their month."""
    for paragraph in document.everything:
        for run in paragraph.runs:
            if _FIELD_DATE.search(run.field) and "@" in run.field and "MMM" not in run.field:
                yield paragraph.place, "A date that the editor puts in has no name of its month"
        found = numeric_date("".join(run.text for run in paragraph.runs if not run.typed))
        if found:
            yield paragraph.place, f"The date {quoted(found)} is written in figures"
        for box in paragraph.element.iter(f"{W}sdt"):
            if box.find(f"{W}sdtPr/{W}date") is None:
                continue
            typed = "".join(str(node.text or "") for node in box.iter(f"{W}t"))
            found = numeric_date(typed)
            if found:
                yield paragraph.place, f"The date {quoted(found)} is written in figures"


def margins_repeat(document: Document) -> Iterator[Spot]:
    """D20: what a header or footer says can be read in the body or the properties too."""
    known = _letters(" ".join(paragraph.text for paragraph in document.paragraphs))
    known += _letters(" ".join(document.package.properties.values()))
    for paragraph in document.margins:
        if paragraph.spot.part not in ("header", "footer"):
            continue
        text = "".join("\x00" if _PAGING.match(run.field) else run.text for run in paragraph.runs)
        for piece in re.split(r"[\t\n|·]", _PLACE.sub("", text)):
            if "\x00" in piece:
                continue  # the number of the page
            words = re.findall(r"\w+", re.sub(r"\bcopy\b", "", piece))
            if words and not all(_letters(word) in known for word in words):
                yield paragraph.place, f"{quoted(piece)} stands in the margin only"


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
