"""What comparing a return with its edition found: of each field, of each line, in all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbook_docs.doubles import Unread
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.records import Account, Block, Rung
from workbook_docs.ticks import Mark


@dataclass(slots=True)
class Found:
    """What was found of one place: its lines, boxes and the evidence.

    `lines` are numbers of returned lines in reading order; `text` what they say
    together; `prompt` whether the prompt still stands there. `conflict` is the field beside
    whose label the answer stands, and `mark` the field whose mark it bears, where that is
    another. Of a box, `marks` are those found, `boxes` what they come to, and `typed` is the
    text that is no such mark; `astray` that the mark stands in another cell of the row.
    """

    lines: list[int] = field(default_factory=list)
    boxes: list[bool | None] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    typed: str = ""
    said_no: bool = False
    rungs: set[Rung] = field(default_factory=set)
    seen: bool = False
    prompt: bool = False
    block: int | None = None
    text: str = ""
    conflict: str | None = None
    mark: str | None = None
    astray: bool = False


@dataclass(slots=True)
class FoundRow:
    """One data row of a repeated table: its cells by column path, and where it stands.

    `columns` are those that the row's table has, also where a cell holds nothing.
    """

    number: int
    columns: frozenset[str] = frozenset()
    cells: dict[str, Found] = field(default_factory=dict)


@dataclass(slots=True)
class FoundTable:
    """A repeated table of a return: whether it was found, by what, and its rows."""

    rung: Rung | None = None
    rows: list[FoundRow] = field(default_factory=list)
    heading_block: int | None = None


@dataclass(slots=True)
class Alignment:
    """The outcome: what was found of each field, and what every line is.

    `printed_again` are the unplaced lines that are headings of a table, printed once more;
    `foreign_prompts` those that another program shows in an empty place. `twins` are empty
    sheets with the copies that were read instead. `headless` are tables known by their place.
    """

    blocks: Sequence[Block]
    lines: Sequence[ReturnedLine]
    matches: Mapping[int, Match]
    fields: dict[str, Found]
    tables: dict[str, FoundTable]
    prompts: frozenset[int]
    unplaced: list[tuple[int, str]] = field(default_factory=list)
    owners: dict[int, str] = field(default_factory=dict)
    renamed: list[tuple[int, str]] = field(default_factory=list)
    printed_again: set[int] = field(default_factory=set)
    foreign_prompts: set[int] = field(default_factory=set)
    twins: Mapping[int, int] = field(default_factory=dict)
    headless: set[str] = field(default_factory=set)
    unread: Unread = field(default_factory=Unread)

    def account(self) -> Account:
        """How many characters are answers, issued and unplaced; the total counted apart."""
        total = sum(len(line.strip()) for b in self.blocks for line in b.text.split("\n"))
        total += sum(len(b.text) - len(b.text.rstrip()) for b in self.blocks if b.runs_on)
        counts = {"answer": 0, "issued": 0, "unplaced": 0}
        for kind, length in _kinds(self):
            counts[kind] += length
        return Account(total, counts["answer"], counts["issued"], counts["unplaced"])


def _kinds(alignment: Alignment) -> Iterator[tuple[str, int]]:
    """What each line is and how long; white space between pieces goes with the piece before."""
    unplaced = {number for number, _ in alignment.unplaced}
    for number, line in enumerate(alignment.lines):
        block = alignment.blocks[line.block]
        length = _outer_length(block.text, line.start, line.end, block.runs_on)
        own = len(line.text.strip())
        if number in unplaced or number in alignment.owners:
            # White space towards the next piece of a line is neither.
            yield ("unplaced" if number in unplaced else "answer"), own
            yield "issued", length - own
        else:
            yield "issued", length


def _outer_length(text: str, start: int, end: int, runs_on: bool) -> int:
    """The length of a piece of a line, the white space to the next piece included."""
    line_end = text.find("\n", start)
    if runs_on and line_end < 0 and not text[end:].strip():
        return len(text) - start - len(text[start:]) + len(text[start:].lstrip())
    line_end = len(text) if line_end < 0 else line_end
    last = not text[end:line_end].strip()
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    if last:
        return start + len(piece.rstrip()) - left
    rest = text[end:line_end]
    return end + len(rest) - len(rest.lstrip()) - left
