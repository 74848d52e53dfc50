"""The examples of docs/typed-values.md, the one table of what people type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from workbook_docs.definition import DeclaredField, KindName

PAGE = Path(__file__).parent.parent / "docs" / "typed-values.md"
OPTIONS = (
    "Teaching hospital", "District hospital", "Community hospital", "None of these",
    "Other (please say which)",
)  # fmt: skip
LEAST, MOST = 0, 10_000
TODAY = date(2026, 9, 21)
"""The day by which the page judges dates."""

KINDS: dict[str, KindName] = {
    "Text": "text", "LongText": "long-text", "Email": "email", "Day": "day", "Tick": "tick",
    "Whole": "whole", "Decimal": "decimal", "Choice": "choice", "Choices": "choices",
    "Names": "names",
}  # fmt: skip
ORDERS = {"day first": True, "month first": False, "either": None}

_CELLS = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\(u[0-9a-f]{4}|.)")


@dataclass(frozen=True)
class Example:
    """One row: what was typed, and what it is understood as.

    `says` are the codes of its findings, `asks` those of them that are no notes.
    """

    kind: KindName
    typed: str
    day_first: bool | None
    value: Any
    state: str
    says: frozenset[str]
    asks: frozenset[str]

    def __str__(self) -> str:
        return f"{self.kind} {self.typed!r} {self.day_first}"


def declared(kind: KindName) -> DeclaredField:
    """The field that the examples of a kind are answers to."""
    options = OPTIONS if kind in ("choice", "choices") else ()
    bounds = (LEAST, MOST) if kind == "whole" else (None, None)
    return DeclaredField("path", "Label", kind, options=options, ge=bounds[0], le=bounds[1])


def rows(heading: str) -> Iterator[dict[str, str]]:
    """The rows of the table under a heading of the page, by column."""
    section = PAGE.read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.split("\n") if line.startswith("|")]
    columns = [cell.strip() for cell in _CELLS.split(lines[0])[1:-1]]
    for line in lines[2:]:
        yield dict(zip(columns, (c.strip() for c in _CELLS.split(line)[1:-1]), strict=True))


def examples() -> Iterator[Example]:
    """Every example of the page, those of any order once for each order."""
    for heading, kind in KINDS.items():
        for row in rows(heading):
            order = row.get("order", "day first")
            for name, day_first in ORDERS.items():
                if order in (name, "any"):
                    yield _example(kind, row, day_first)


def _example(kind: KindName, row: dict[str, str], day_first: bool | None) -> Example:
    says = [word.split() for word in row["says"].split(",") if word.strip()]
    return Example(
        kind, typed(row["typed"]), day_first, _value(kind, row["value"]), row["state"],
        frozenset(words[0] for words in says), frozenset(w[0] for w in says if "⚠" in w),
    )  # fmt: skip


def box_examples() -> Iterator[tuple[str, Example]]:
    """The boxes of the page, as drawn, each with what was typed beside it."""
    for row in rows("A box with words beside it"):
        yield row["box"].strip("`"), _example("tick", row, True)


@dataclass(frozen=True)
class CellExample:
    """One cell of Excel that holds no text, its number format and its file's first day."""

    example: Example
    type: str
    content: str
    format: str
    epoch_1904: bool


def cell_examples() -> Iterator[CellExample]:
    """Every cell of Excel on the page."""
    for row in rows("Cells of Excel"):
        kind, cell = KINDS[row["kind"]], row["cell"].strip("`")
        yield CellExample(
            _example(kind, row | {"typed": row["cell"]}, True), cell[0], cell[2:],
            row["format"].strip("`"), row["days from"] == "1904",
        )  # fmt: skip


def typed(cell: str) -> str:
    """The text that a cell of the page shows between its backticks."""
    letters = {"n": "\n", "r": "\r", "t": "\t"}
    return _ESCAPED.sub(
        lambda m: chr(int(m[1][1:], 16)) if len(m[1]) > 1 else letters.get(m[1], m[1]),
        cell.strip("`"),
    )


def _value(kind: KindName, cell: str) -> Any:
    if cell == "null":
        return None
    if kind == "decimal":
        return Decimal(cell.strip("`"))
    if kind in ("tick", "whole", "choices", "names"):
        return json.loads(cell.strip("`"))
    text = typed(cell)
    return date.fromisoformat(text) if kind == "day" else text


def expected(example: Example) -> tuple[Any, str]:
    """Value and state of an answer in a reading, where values stand as JSON holds them."""
    value = example.value
    if isinstance(value, date):
        value = value.isoformat()
    return float(value) if isinstance(value, Decimal) else value, example.state
