"""The values that flow from room to room: frozen, and knowing no next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from workbook_docs.definition import Workbook

State = Literal[
    "answered", "blank", "declared-empty", "prompt", "not-found", "not-asked", "unreadable"
]
Rung = Literal["tag", "alias", "bookmark", "name", "key", "table", "label", "position"]
Severity = Literal["error", "warning", "note"]
Outcome = Literal[
    "read",
    "not-ours",
    "not-office",
    "damaged",
    "encrypted",
    "needs-converter",
    "pdf",
    "too-large",
    "unsafe",
    "time",
    "memory",
]
Part = Literal["body", "header", "footer", "footnote", "comment", "textbox", "stored value"]
Unseen = Literal[
    "hidden", "in the colour of the page", "too small to read", "hidden by its number format",
    "in the colour a conditional format gives it", "in a hidden row", "in a hidden column",
    "on a hidden sheet",
]  # fmt: skip
"""How a reader of the page does not see a text that is there."""

RUNGS: tuple[Rung, ...] = (
    "tag", "alias", "bookmark", "name", "key", "table", "label", "position",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Copy:
    """One generated file: who it was made for, and the code that finds it again.

    `title` is the name of the study as the cover shows it.
    """

    id: str
    study: str | None = None
    round: str | None = None
    due: date | None = None
    title: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The copy as the JSON contract prints it."""
        due = self.due.isoformat() if self.due else None
        return {"id": self.id, "study": self.study, "round": self.round, "due": due}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands, in the words of the page.

    `heading` is the printed heading it stands under; `row` counts from 1 within
    a repeated table; `address` is the cell in Excel (`Engagement!B4`).
    """

    heading: str | None = None
    label: str | None = None
    row: int | None = None
    address: str | None = None
    part: Part = "body"

    def __str__(self) -> str:
        words = [self.heading] if self.heading else []
        if self.part != "body":
            words.append(self.part)
        if self.row is not None:
            words.append(f"row {self.row}")
        if self.label and self.label != self.heading:
            words.append(self.label)
        text = ", ".join(words) or "start of the file"
        return f"{text} ({self.address})" if self.address else text


@dataclass(frozen=True, slots=True)
class Anchor:
    """A mark of ours on a block: `role` tells whether it marks a label or an answer.

    `start` and `end` count characters of the block's text. For an answer of a
    repeated table the path is `table[].column`; for a tick of a multiple choice
    it is `path=option`. `index` is the row of the record that a copy came with, from 0,
    where the mark says so.
    """

    rung: Rung
    role: Literal["label", "answer"]
    path: str
    start: int = 0
    end: int = 0
    tick: bool | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or one cell of a file, as a reader of its final version sees it.

    `table` numbers the tables of a file (in Excel the sheets) from 0; `row` and
    `column` are grid positions from 0 and None outside tables. Several paragraphs of
    one cell are several blocks with the same position. `level` is the heading level (0:
    no heading). `strong` marks text that is bold as a whole, `lead` how many letters at its
    beginning are bold where the rest is not. `boxes` are the states of the
    check boxes in the block (None: its parts contradict each other). `value` is the typed
    content of an Excel cell (date, bool, int or float). `computed` marks what an editor works
    out itself (contents, page numbers, our hidden key column): it counts as issued. `broken`
    marks a formula without a result, or an error value: its text is no answer. `span` is how
    many columns of the grid the cell covers; `picture` marks one that holds a picture. `within` is
    the position of the cell that holds the block's whole table, where one does. `runs_on` tells
    that its last line goes on in the next block, `again` that it prints a label once more.
    """

    text: str
    part: Part = "body"
    table: int | None = None
    row: int | None = None
    column: int | None = None
    level: int = 0
    strong: bool = False
    lead: int = 0
    style: str = ""
    boxes: tuple[bool | None, ...] = ()
    value: date | bool | int | float | None = None
    anchors: tuple[Anchor, ...] = ()
    address: str | None = None
    computed: bool = False
    broken: bool = False
    span: int = 1
    picture: bool = False
    within: tuple[int, int, int] | None = None
    embedded: str = ""
    unseen: tuple[tuple[int, int, Unseen], ...] = ()
    runs_on: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a file that a person should know, before it is known what its text is.

    `block` is the number of the block that it is about, where it is about one.
    """

    severity: Severity
    code: str
    message: str
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A file as one neutral sequence of blocks in reading order, whatever its format.

    `properties` are the custom document properties; `notices` are things a person should
    know; `day_zero` is the day from which the file counts days.
    """

    format: Literal["docx", "xlsx"]
    blocks: tuple[Block, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    editor: str | None = None
    modified: datetime | None = None
    notices: tuple[Notice, ...] = ()
    day_zero: date = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one return says to one field: `raw` as typed, `value` as understood."""

    path: str
    state: State
    raw: str | None
    value: Any
    rung: Rung | None
    place: str | None

    def to_json(self) -> dict[str, Any]:
        """The answer as the JSON contract prints it."""
        return {
            "path": self.path,
            "state": self.state,
            "raw": self.raw,
            "value": self.value,
            "rung": self.rung,
            "place": self.place,
        }


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text of a return that is neither an answer nor issued."""

    text: str
    place: str

    def to_json(self) -> dict[str, str]:
        """The text and its place as the JSON contract prints them."""
        return {"text": self.text, "place": self.place}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at: where, what, and what to do."""

    severity: Severity
    code: str
    message: str
    path: str | None = None
    place: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """The finding as the JSON contract prints it."""
        return {
            "severity": self.severity,
            "code": self.code,
            "path": self.path,
            "place": self.place,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Account:
    """How many characters a return holds and which of three kinds each is.

    Characters are those of the final view, outer white space of each line apart.
    """

    total: int
    answer: int
    issued: int
    unplaced: int

    @property
    def adds_up(self) -> bool:
        """Whether every character belongs to exactly one of the three."""
        return self.total == self.answer + self.issued + self.unplaced

    def to_json(self) -> dict[str, int]:
        """The account as the JSON contract prints it."""
        return {
            "total": self.total,
            "answer": self.answer,
            "issued": self.issued,
            "unplaced": self.unplaced,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was taken from one file, or why nothing could be."""

    file: str
    sha256: str | None
    format: str | None
    outcome: Outcome
    workbook: str | None = None
    version: str | None = None
    edition: str | None = None
    copy: Copy | None = None
    editor: str | None = None
    modified: datetime | None = None
    record: Workbook | None = None
    answers: tuple[Answer, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    account: Account | None = None
    findings: tuple[Finding, ...] = ()
    definition: type[Workbook] | None = None

    def to_json(self) -> dict[str, Any]:
        """The reading as the JSON contract prints it; what is absent is None."""
        modified = self.modified
        return {
            "file": self.file,
            "sha256": self.sha256,
            "format": self.format,
            "outcome": self.outcome,
            "workbook": self.workbook,
            "version": self.version,
            "edition": self.edition,
            "copy": self.copy.to_json() if self.copy else None,
            "editor": self.editor,
            "modified": f"{modified.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
            if modified
            else None,
            "record": self.record.model_dump(mode="json") if self.record is not None else None,
            "answers": [answer.to_json() for answer in self.answers],
            "unplaced": [text.to_json() for text in self.unplaced],
            "account": self.account.to_json() if self.account else None,
            "findings": [finding.to_json() for finding in self.findings],
        }
