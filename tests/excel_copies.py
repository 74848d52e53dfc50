"""A workbook with every kind of field, its text, and short ways to fill and read it."""

from __future__ import annotations

import enum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

from openxml_audit import OpenXmlValidator

from workbook_docs import anchors
from workbook_docs.content import (
    AnswerParagraph,
    Block,
    Box,
    Cell,
    Content,
    Heading,
    ListItems,
    Paragraph,
    Run,
    Slot,
    Table,
    TickItem,
    Words,
)
from workbook_docs.definition import (
    Day,
    Decimal,
    Email,
    Field,
    LongText,
    Names,
    Row,
    Section,
    Text,
    Tick,
    Whole,
    Workbook,
)
from workbook_docs.excel.build import build
from workbook_docs.excel.fill import fill
from workbook_docs.excel.outline import outline
from workbook_docs.records import Block as Found
from workbook_docs.records import Copy, Outline


class Size(enum.Enum):
    SMALL = "Small, or very small"
    LARGE = "Large"


Service = Literal["Parking", "=Lunch", "A & B"]


class Visitor(Section):
    name: Text = Field(title="Your name", description="As on your badge.")
    mail: Email = Field(title="E-mail")
    story: LongText = Field(title="What happened?")
    day: Day = Field(title="Day of the visit")
    ticked: Tick = Field(title="It was my first visit")
    people: Whole = Field(title="How many came", ge=0, le=20)
    cost: Decimal = Field(title="What it cost", ge=0)
    colour: Literal["Red", "Green"] | None = Field(None, title="Colour")
    size: Size | None = Field(None, title="Size")
    services: list[Service] = Field(default_factory=list, title="What you used")
    guests: Names = Field(title="Guests")


class Room(Row):
    room: Text = Field(title="Room")
    note: LongText = Field(title="Note")
    since: Day = Field(title="Since")
    clean: Tick = Field(title="Clean?")
    beds: Whole = Field(title="Beds", ge=1)
    price: Decimal = Field(title="Price")
    colour: Literal["Red", "Green"] | None = Field(None, title="Colour")
    offers: list[Service] = Field(default_factory=list, title="Offers")
    keepers: Names = Field(title="Keepers")


class Visit(Workbook, id="visit", version="2", title="A visit", day_first=True):
    visitor: Visitor = Field(title="You")
    rooms: list[Room] = Field(title="Rooms")
    closing: Annotated[LongText, Field(title="Anything else?")]


COPY = Copy("7KQ2-M9XD", "S07", "2026-1", None)


def words(text: str, **manner: Any) -> Words:
    return (Run(text, **manner),)


def cell(text: str = "", *, path: str | None = None) -> Cell:
    return Cell(slot=Slot(path, 1)) if path else Cell(words(text))


def form(*rows: tuple[str, str, str]) -> Table:
    return Table(
        (words("Ask"), words("Why"), words("Say")),
        tuple((cell(label), cell(help), cell(path=path)) for label, help, path in rows),
    )


def rooms(path: str = "rooms") -> Table:
    names = list(Room.model_fields)
    return Table(
        tuple(words(str(Room.model_fields[name].title)) for name in names),
        (tuple(cell(path=f"{path}[].{name}") for name in names),),
        repeats=path,
    )


COPY_TABLE = Table(
    (words("About this copy"), words("Filled in by the hub")),
    tuple((cell(label), cell(path=path)) for path, label in anchors.COPY_FIELDS.items()),
)
VISITOR = ("name", "mail", "story", "day", "people", "cost", "colour", "size", "services", "guests")


def text(*, sheets: bool = True) -> Content:
    """The text of the workbook, with sheets named or not."""

    def sheet(name: str) -> str | None:
        return name if sheets else None

    blocks: tuple[Block, ...] = (
        Heading(1, words("A visit"), sheet("Start here")),
        Paragraph(words("Leave this table as it is.")),
        COPY_TABLE,
        Paragraph(words("Thank you for coming.")),
        Heading(2, words("How it works"), sheet("Guidance")),
        Paragraph((Run("Read "), Run("this", link="https://example.org/"), Run(" first."))),
        ListItems((words("=one"), words("two"))),
        ListItems((words("first"), words("second")), numbered=True),
        Box("signpost", "Required Information", (Paragraph(words("Wear a badge.")),)),
        Table(
            (words("Word"), words("Meaning")),
            ((cell("Ward"), cell("Where people stay")),),
        ),
        Heading(2, words("About you"), sheet("You")),
        Paragraph(words("Tell us about you.")),
        form(*((str(Visitor.model_fields[n].title), "", f"visitor.{n}") for n in VISITOR)),
        TickItem(Slot("visitor.ticked"), words("This was my first visit.")),
        Heading(2, words("The rooms"), sheet("Rooms")),
        Paragraph(words("One row for each room.")),
        rooms(),
        Heading(2, words("At the end"), sheet("End")),
        Paragraph(words("Nearly done.")),
        Heading(3, words("One last question")),
        Paragraph(words("Is there anything else?", bold=True)),
        AnswerParagraph(Slot("closing")),
    )
    return Content("A visit", blocks, subtitle="For guests")


@cache
def template() -> bytes:
    return build(text(), Visit)


def filled(values: dict[str, Any], copy: Copy = COPY) -> bytes:
    return fill(template(), Visit, values, copy)


def answers(data: bytes) -> dict[str, Found]:
    """The blocks of a file by the path that their defined name means."""
    return named(outline(data))


def named(found: Outline) -> dict[str, Found]:
    known = anchors.names_of(Visit).cells
    return {
        known[anchor.path.casefold()]: block
        for block in found.blocks
        for anchor in block.anchors
        if anchor.rung == "name" and anchor.role == "answer"
    }


def columns(data: bytes) -> dict[str, list[Found]]:
    """The blocks below each header of the repeating table, by the path of its column."""
    found = outline(data)
    known = anchors.names_of(Visit).labels
    heads = {
        known[anchor.path.casefold()]: block
        for block in found.blocks
        for anchor in block.anchors
        if anchor.rung == "name" and anchor.role == "label"
    }
    return {
        path: [
            block
            for block in found.blocks
            if (block.table, block.column) == (head.table, head.column)
            and (block.row or 0) > (head.row or 0)
        ]
        for path, head in heads.items()
    }


def is_valid(data: bytes) -> bool:
    """Whether a file follows the standard's schemas."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "file.xlsx")
        path.write_bytes(data)
        return bool(OpenXmlValidator().validate(path).is_valid)
