"""A report as data: chapters with words, a picture, tables and charts, for any writer of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and the words for who cannot see it: `svg` for a page, `png` for a document."""

    words: str
    svg: str = ""
    png: bytes = b""


@dataclass(frozen=True, slots=True)
class Table:
    """Header and rows; `caption` says what the table holds."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def filled(self) -> Table:
        """The table without the columns in which no row holds anything."""
        kept = [
            n
            for n in range(len(self.header))
            if any(row[n] not in (None, "") for row in self.rows) or n == 0
        ]
        return Table(
            self.caption,
            tuple(self.header[n] for n in kept),
            tuple(tuple(row[n] for n in kept) for row in self.rows),
        )


@dataclass(frozen=True, slots=True)
class Chart:
    """What a spreadsheet draws by itself: one value for each category in each series.

    `stacked` parts add up to the whole; `bars` lie, `columns` stand; `line` goes over time.
    `words` say what it shows to who cannot see it.
    """

    title: str
    kind: Literal["bars", "stacked", "columns", "line"]
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: what it is about, what it shows in a sentence, and what it shows it with."""

    title: str
    about: str = ""
    shows: str = ""
    picture: Picture | None = None
    tables: tuple[Table, ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `notice` stands on every page of it; `facts` say of what and when.

    With `page_each` every chapter has a page of its own; before the first there is, in Word,
    one with the contents, and on a printed page nothing.
    """

    title: str
    notice: str
    facts: tuple[str, ...]
    chapters: Sequence[Chapter]
    page_each: bool = False
