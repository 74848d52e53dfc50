"""Invented definitions, with a text for each: what somebody might declare whom we never met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import new_class
from typing import Any, Literal

from hypothesis import strategies as st

from workbook_docs import (
    Day,
    Decimal,
    Email,
    Field,
    LongText,
    Names,
    Personal,
    Row,
    Section,
    Text,
    Tick,
    Whole,
    Workbook,
)
from workbook_docs.edition import letters

KINDS: Mapping[str, Any] = {
    "Text": Text,
    "LongText": LongText,
    "Email": Email,
    "Day": Day,
    "Tick": Tick,
    "Whole": Whole,
    "Decimal": Decimal,
    "Names": Names,
    "Choice": Literal["Low", "High", "Not known"],
    "Choices": list[Literal["By post", "By phone", "In person"]],
    "Personal": Personal[Text],
}
LABELS = (
    "Name", "Role", "Site", "Hospital", "Ward", "Date", "Title", "Notes", "Who", "When", "Yes or no",
    "Date of birth", "Name of the ward", "Name of the hospital", "Point 1", "Point 2", "Point 10",
    "What will change, and for whom?", "What will change?", "Risks (and what you do about them)",
    "Risks", "E-mail", "No. of beds", "Beds", "Costs in £", "50 % or more?", "Enw’r claf", "Q1", "Q2",
    "Is there a plan?", "Is there a budget?", "Comments", "Anything else?", "Start", "End",
    "Start of recruitment", "Please describe in one or two sentences how people will be involved",
    "Please describe in one or two sentences how people will be told", "Lead", "Stakeholder", "Impact",
    "1. Aim", "2. Method", "Aim", "Method", "Option A", "Option B", "Total", "Low", "Review date",
)  # fmt: skip
HEADINGS = (
    "About you", "The ward", "Plans", "Costs", "Who is involved", "Step 1", "Step 2", "Risks",
    "Recruitment", "Before you begin", "Sites", "The team", "Notes", "Part A: the hospital",
)  # fmt: skip
GUIDANCE = (
    "Fill in what you can.", "One row for each.", "See the plan of last year for the name of the ward.",
    "", "Leave out what you do not know yet; nobody minds.", "Name: as on the badge.",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A heading of a form, the words below it, and its fields as label and kind."""

    heading: str
    guidance: str
    layout: Literal["beside", "below", "ticks", "repeated"]
    fields: tuple[tuple[str, str], ...]


def _apart(labels: list[str]) -> tuple[str, ...]:
    """The labels, of those that nobody could tell apart only the first."""
    return tuple({letters(label): label for label in reversed(labels)}.values())


@st.composite
def parts(draw: st.DrawFn, heading: str) -> Part:
    layout = draw(st.sampled_from(("beside", "below", "ticks", "repeated")))
    most = {"beside": 6, "below": 3, "ticks": 5, "repeated": 5}[layout]
    least = 2 if layout == "repeated" else 1
    labels = _apart(
        draw(st.lists(st.sampled_from(LABELS), min_size=least, max_size=most, unique=True))
    )
    kinds = ["Tick"] if layout == "ticks" else sorted(set(KINDS) - {"Choices", "Tick"})
    if layout == "beside":
        kinds = sorted(KINDS)
    fields = tuple((label, draw(st.sampled_from(kinds))) for label in labels)
    return Part(heading, draw(st.sampled_from(GUIDANCE)), layout, fields)


@st.composite
def forms(draw: st.DrawFn) -> tuple[Part, ...]:
    """One form: up to five parts, no two under one heading."""
    headings = draw(st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=5, unique=True))
    return tuple(draw(parts(heading)) for heading in headings)


def declared(form: tuple[Part, ...], folder: Path) -> type[Workbook]:
    """The definition of a form, its text written into a folder."""
    number = sum(1 for _ in folder.iterdir())
    own = folder / str(number)
    own.mkdir()
    names: dict[str, Any] = {}
    text = [_COVER]
    for index, part in enumerate(form):
        path = f"part_{index}"
        row = part.layout == "repeated"
        columns = {
            f"field_{n}": (KINDS[kind], Field(title=label))
            for n, (label, kind) in enumerate(part.fields)
        }
        section = _class(f"Part{index}", (Row if row else Section,), columns)
        names[path] = (list[section] if row else section, Field(title=part.heading))  # type: ignore[valid-type]
        text.append(_text(part, path))
    keywords = {"id": "invented-form", "version": "1", "title": "Invented form", "day_first": True}
    workbook = _class("Invented", (Workbook,), names, {**keywords, "templates": own})
    (own / "invented-form.md").write_text("\n\n".join(text), "utf-8")
    return workbook


def _class(
    name: str, bases: tuple[type, ...], fields: Mapping[str, Any], keywords: Any = None
) -> Any:
    def body(namespace: dict[str, Any]) -> None:
        namespace["__module__"] = __name__
        namespace["__annotations__"] = {field: kind for field, (kind, _) in fields.items()}
        namespace.update({field: info for field, (_, info) in fields.items()})

    return new_class(name, bases, keywords or {}, body)


_COVER = """---
title: Invented form
language: en-GB
---

# Invented form {sheet="Start here"}

| About this copy | Filled in by the hub |
|---|---|
| Study | {{ copy.study }} |
| Copy code | {{ copy.id }} |"""


def _text(part: Part, path: str) -> str:
    lines = [f"## {part.heading}", part.guidance]
    places = [(label, f"{path}.field_{n}") for n, (label, _) in enumerate(part.fields)]
    if part.layout == "beside":
        rows = [f"| {_plain(label)} | {{{{ {place} }}}} |" for label, place in places]
        lines.append("\n".join(["| Question | Your answer |", "|---|---|", *rows]))
    elif part.layout == "ticks":
        lines.append("\n".join(f"- {{{{ {place} }}}} {_plain(label)}" for label, place in places))
    elif part.layout == "below":
        for label, place in places:
            lines += [f"### {_plain(label)}", f"{{{{ {place} }}}}"]
    else:
        head = " | ".join(_plain(label) for label, _ in places)
        cells = " | ".join(f"{{{{ {p.replace('.', '[].', 1)} }}}}" for _, p in places)
        lines.append("\n".join([f"| {head} |", f"|{'---|' * len(places)}", f"| {cells} |"]))
    return "\n\n".join(line for line in lines if line)


def _plain(label: str) -> str:
    """A label as Markdown holds it, so that `1. Aim` begins no list."""
    return label.replace(". ", "\\. ", 1) if label[0].isdigit() else label
