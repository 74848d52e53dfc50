"""The sheets of a workbook as they are laid out, before they are cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from workbook_docs.content import Words
from workbook_docs.definition import DeclaredField
from workbook_docs.excel.guidance import Line

LISTS = "Lists"
ANSWER_HEADER = ("Question", "Your answer", "Help")


@dataclass(frozen=True, slots=True)
class SubHeading:
    """A heading within a form sheet."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Header:
    """The words over label, answer and help of the rows that follow."""

    label: str
    answer: str
    help: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a form: a label, a place, help. Without a path it has words only.

    `path` may name one box of a multiple choice (`services=Parking`), which then is a
    tick. `echo` is the sheet where the place itself stands.
    """

    label: str
    help: str = ""
    path: str | None = None
    declared: DeclaredField | None = None
    echo: str | None = None


@dataclass(frozen=True, slots=True)
class Repeating:
    """A repeating table: for each column its header, and its field or fixed words."""

    path: str
    columns: tuple[tuple[str, DeclaredField | str], ...]


Item: TypeAlias = "SubHeading | Header | Row | Repeating"


@dataclass(slots=True)
class Sheet:
    """A sheet to fill in, as it is laid out: heading, first paragraph, items."""

    name: str
    heading: Words
    intro: Words | None = None
    items: list[Item] = field(default_factory=list)

    @property
    def repeating(self) -> Repeating | None:
        """The repeating table, where the sheet has one; then it has nothing else."""
        return next((item for item in self.items if isinstance(item, Repeating)), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole workbook: sheets to fill in, the guidance and its place among them."""

    sheets: tuple[Sheet, ...]
    guidance: tuple[Line, ...]
    guidance_name: str
    guidance_at: int
