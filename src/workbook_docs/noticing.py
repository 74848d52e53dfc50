"""What a person should know about a return beside its answers, as findings with places.

What the form itself prints is not told of: its own white headings, pictures and bound
fields are as they were sent.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbook_docs.alignment import Alignment
from workbook_docs.edition import Edition, line_before
from workbook_docs.places import Places
from workbook_docs.records import Finding, Outline
from workbook_docs.surrogates import LOST

_UNLESS_ISSUED = frozenset({"stored-value"})
"""Notices that say nothing where all that stands in their place is issued."""
_MOST_UNSEEN = 20
"""Places of unseen text that are told one by one."""


def noticed(
    outline: Outline, edition: Edition, alignment: Alignment, places: Places
) -> Iterator[Finding]:
    """The findings on a file as a whole, and on what stands in it without being read or seen."""
    own = _own_lines(alignment)
    for notice in outline.notices:
        if notice.code in _UNLESS_ISSUED and notice.block is not None and notice.block not in own:
            continue
        place = places.of_loose(notice.block) if notice.block is not None else None
        yield Finding(notice.severity, notice.code, notice.message, None, place)
    yield from _unseen(outline, own, places)
    yield from _lost_letters(outline, own, places)
    yield from _unreadable(outline, edition, places)
    for empty, copy in alignment.twins.items():
        yield Finding(
            "warning", "sheet-copied",
            f"The sheet “{_sheet(outline, empty)}” is empty, and its copy "
            f"“{_sheet(outline, copy)}” is filled in. The copy was read; please check it.",
        )  # fmt: skip
    for path in sorted(alignment.headless):
        cells = [cell for row in alignment.tables[path].rows for cell in row.cells.values()]
        if any(cell.lines or any(cell.boxes) for cell in cells):
            first = min(cell.block for cell in cells if cell.block is not None)
            yield Finding(
                "warning", "headings-gone",
                "The headings of this table are gone. It was read by where it stands and how many "
                "columns it has; please check that each answer is in its column.",
                path, places.of_loose(first),
            )  # fmt: skip
    for number, path in alignment.renamed:
        text = alignment.lines[number].text.strip()
        yield Finding(
            "note", "column-renamed",
            f"The column heading “{text}” was read as the column that stands there.", path,
        )  # fmt: skip


def _sheet(outline: Outline, table: int) -> str:
    """The name of a sheet by its table number."""
    addresses = (block.address for block in outline.blocks if block.table == table)
    return next((a.rpartition("!")[0] for a in addresses if a), "")


def _own_lines(alignment: Alignment) -> dict[int, list[tuple[int, int]]]:
    """The stretches of each block that are an answer or unplaced: what somebody put there."""
    found: dict[int, list[tuple[int, int]]] = {}
    for number in {*alignment.owners, *(number for number, _ in alignment.unplaced)}:
        line = alignment.lines[number]
        found.setdefault(line.block, []).append((line.start, line.end))
    return found


def _unseen(
    outline: Outline, own: dict[int, list[tuple[int, int]]], places: Places
) -> Iterator[Finding]:
    told = 0
    for number, block in enumerate(outline.blocks):
        for start, end, why in block.unseen:
            if not any(start < last and first < end for first, last in own.get(number, ())):
                continue
            told += 1
            if told <= _MOST_UNSEEN:
                words = " ".join(block.text[start:end].split())
                shown = words if len(words) <= 60 else words[:59] + "…"
                yield Finding(
                    "note", "hidden-text",
                    f"“{shown}” stands {_where(why)}. It was read like the rest.",
                    None, places.of_loose(number),
                )  # fmt: skip
    if told > _MOST_UNSEEN:
        more = told - _MOST_UNSEEN
        yield Finding(
            "note", "hidden-text", f"{more:,} more pieces of text that nobody sees were read."
        )


def _lost_letters(
    outline: Outline, own: dict[int, list[tuple[int, int]]], places: Places
) -> Iterator[Finding]:
    """Where a program put a sign in the place of a letter that it could not keep."""
    told = 0
    for number, stretches in sorted(own.items()):
        texts = (outline.blocks[number].text[start:end] for start, end in sorted(stretches))
        lost = next(filter(None, map(LOST.search, texts)), None)
        told += lost is not None
        if lost is not None and told <= _MOST_UNSEEN:
            round_it = lost.string[max(0, lost.start() - 30) : lost.end() + 30]
            shown = " ".join(LOST.sub("�", round_it).split())
            yield Finding(
                "warning", "letter-lost",
                f"“{shown}” holds a sign that a program put in the place of a letter or picture "
                "it does not know, such as an emoji. It was read as it is; please type it anew.",
                None, places.of_loose(number),
            )  # fmt: skip
    if told > _MOST_UNSEEN:
        yield Finding(
            "warning", "letter-lost", f"{told - _MOST_UNSEEN:,} more texts hold such a sign."
        )


def _where(why: str) -> str:
    return {
        "hidden": "here as hidden text",
        "too small to read": "here in letters too small to read",
        "in the colour of the page": "here in the colour of what it stands on",
        "in the colour a conditional format gives it": (
            "here in the colour of what it stands on, where a conditional format says so"
        ),
        "hidden by its number format": "here, hidden by the cell's number format",
    }.get(why, why)


def _unreadable(outline: Outline, edition: Edition, places: Places) -> Iterator[Finding]:
    """Pictures, and files of other programs, that the form did not print there."""
    for number, block in enumerate(outline.blocks):
        if not block.picture or (block.part in ("header", "footer") and not block.embedded):
            continue  # a picture at the edge of the page is furniture
        if line_before(outline.blocks, number) in edition.pictured:
            continue
        if block.embedded:
            code = "embedded-file"
            message = (
                f"There is {block.embedded} in this place, which was not read. Please look into "
                "it: what is an answer should be typed, or the file sent by itself."
            )
        else:
            code = "picture"
            message = (
                "There is a picture here. What it shows cannot be read: please type it if it is "
                "an answer."
            )
        yield Finding("warning", code, message, None, places.of_loose(number))
