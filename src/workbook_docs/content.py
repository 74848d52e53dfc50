"""A workbook's text as neutral blocks, from which both templates are built.

`text` parses Markdown with places into these; `word` and `excel` lay them out. They
know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one manner; `link` is an address."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a field, by its path; `copy.…` paths are data of the copy."""

    path: str
    line: int = 0


Words: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `sheet` names the Excel sheet that begins with it.

    `new_page` begins a page with it in Word.
    """

    level: int
    words: Words
    sheet: str | None = None
    line: int = 0
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of words."""

    words: Words
    line: int = 0


@dataclass(frozen=True, slots=True)
class AnswerParagraph:
    """A place that stands alone, under the heading and questions before it."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class TickItem:
    """A check box with its words."""

    slot: Slot
    words: Words


@dataclass(frozen=True, slots=True)
class ListItems:
    """A bullet or numbered list, one level deep."""

    items: tuple[Words, ...]
    numbered: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: words, or one place."""

    words: Words = ()
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row.

    Where `repeats` names a list of rows, the only body row is repeated for each.
    """

    header: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    repeats: str | None = None
    line: int = 0


BOX_KINDS = ("signpost", "rule")
"""The kinds of coloured box."""


@dataclass(frozen=True, slots=True)
class Box:
    """A coloured box: a signpost or a golden rule, its printed title and its blocks."""

    kind: str
    title: str
    blocks: tuple[Block, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as files of two kinds, its size in points, and the title it gives itself."""

    png: bytes = field(repr=False)
    svg: bytes | None = field(repr=False)
    width: float
    height: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that says something, and `words` that say the same.

    `picture` is None where a text was parsed without the folder that its pictures lie in.
    """

    words: str
    address: str
    picture: Picture | None = None
    line: int = 0


Block: TypeAlias = (
    "Heading | Paragraph | AnswerParagraph | TickItem | ListItems | Table | Box | Figure"
)


@dataclass(frozen=True, slots=True)
class Content:
    """A whole workbook's text: front matter and blocks.

    `logo` stands above its title; `icons` stand before the titles of boxes, by the kind
    of box and its title in small letters with hyphens (`signpost-checklists`), or by the
    kind alone.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    language: str = "en-GB"
    source: str = ""
    front: dict[str, str] = field(default_factory=dict)
    logo: Figure | None = None
    icons: dict[str, Picture] = field(default_factory=dict)


def plain(words: Words) -> str:
    """The words without their manner."""
    return "".join(run.text for run in words)


def slots(blocks: tuple[Block, ...]) -> Iterator[Slot]:
    """Every place in a text, in order."""
    for block in blocks:
        if isinstance(block, AnswerParagraph | TickItem):
            yield block.slot
        elif isinstance(block, Table):
            for row in block.rows:
                yield from (cell.slot for cell in row if cell.slot is not None)
        elif isinstance(block, Box):
            yield from slots(block.blocks)
