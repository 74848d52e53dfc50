"""What a definition's own bounds and checks refuse is taken out, and said in plain English."""

from __future__ import annotations

import decimal
from datetime import date
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, model_validator

from workbook_docs import anchors
from workbook_docs.definition import (
    Day,
    Decimal,
    Field,
    Names,
    Row,
    Section,
    Text,
    Whole,
    Workbook,
)
from workbook_docs.errors import DefinitionError
from workbook_docs.reading import read_bytes
from workbook_docs.templates import rendered
from workbook_docs.text.build import build


def capital(text: str | None) -> str | None:
    if text and not text[:1].isupper():
        raise ValueError("It must begin with a capital letter.")
    return text


class Part(Row):
    code: Text = Field(title="Code", pattern=r"^[A-Z]{2}\d{3}$", description="Such as DE014.")
    count: Whole = Field(title="Count", gt=0, lt=100)


class Bounds(Section):
    code: Text = Field(title="Code", pattern=r"^[A-Z]{2}\d{3}$", description="Such as DE014.")
    short: Text = Field(title="Short", max_length=5)
    proper: Annotated[Text, AfterValidator(capital)] = Field(title="Proper")
    more: Whole = Field(title="More", gt=10)
    twelves: Whole = Field(title="Twelves", multiple_of=12)
    price: Decimal = Field(title="Price", decimal_places=2, lt=100)
    since: Day = Field(title="Since", ge=date(2020, 1, 1))
    names: Names = Field(title="Names", min_length=1, max_length=2)


TEXT = """\
---
title: Bounds
---
# Bounds

| Question | Answer |
|---|---|
{fields}
## Parts {{sheet="Parts"}}

| Code | Count |
|---|---|
| {{{{ parts[].code }}}} | {{{{ parts[].count }}}} |
"""


def built(folder, base: type[Section] = Bounds) -> type[Workbook]:
    class Bounded(
        Workbook, id="bounded", version="1", title="Bounds", day_first=True, templates=folder
    ):
        bounds: base = Field(title="Bounds")  # type: ignore[valid-type]
        parts: list[Part] = Field(title="Parts", min_length=1)

    fields = "".join(
        f"| {info.title} | {{{{ bounds.{name} }}}} |\n" for name, info in base.model_fields.items()
    )
    (folder / "bounded.md").write_text(TEXT.format(fields=fields), "utf-8")
    build(Bounded)
    return Bounded


@pytest.fixture(scope="module")
def bounded(tmp_path_factory):
    return built(tmp_path_factory.mktemp("bounded"))


def read_typed(workbook: type[Workbook], values: dict[str, Any], format: str):
    data = rendered(workbook, values, format, anchors.new_copy())  # type: ignore[arg-type]
    return read_bytes(data, name=f"typed.{format}", workbook=workbook)


REFUSED = [
    # path              typed           what is said
    ("bounds.code", "de14", "“de14” does not have the form that is asked for. Such as DE014."),
    ("bounds.short", "Too long", "“Too long” is longer than 5 characters. Please check it."),
    ("bounds.proper", "ann", "“ann” is not allowed here: it must begin with a capital letter. Please check it."),
    ("bounds.more", "10", "“10” is not more than 10. Please check it."),
    ("bounds.twelves", "13", "“13” is no multiple of 12. Please check it."),
    ("bounds.price", "7.555", "“7.555” has more than 2 decimals. Please check it."),
    ("bounds.price", "100", "“100” is not less than 100. Please check it."),
    ("bounds.since", "3 Sept 2019", "“3 Sept 2019” is before 1 January 2020, the first day that is allowed here. Please check it."),
    ("bounds.names", "a\nb\nc", "“a b c” has more than 2 entries. Please check it."),
    ("parts[0].code", "x", "“x” does not have the form that is asked for. Such as DE014."),
    ("parts[0].count", "100", "“100” is not less than 100. Please check it."),
]  # fmt: skip


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@pytest.mark.parametrize(
    ("path", "text", "says"), REFUSED, ids=[f"{r[0]} {r[1]!r}" for r in REFUSED]
)
def test_what_is_refused_is_null_and_said_with_its_place(bounded, format, path, text, says):
    reading = read_typed(bounded, {path: text}, format)

    [finding] = [f for f in reading.findings if f.code == "not-allowed"]
    [answer] = [a for a in reading.answers if a.path == path]
    assert (finding.message, finding.path, finding.severity) == (says, path, "warning")
    assert finding.place
    assert (answer.state, answer.raw, answer.value) == (
        "unreadable",
        text,
        [] if "names" in path else None,
    )


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_a_blank_is_legal_whatever_the_bounds_say(bounded, format):
    reading = read_typed(bounded, {}, format)

    assert reading.record == bounded()
    assert reading.findings == ()


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_one_refused_value_leaves_the_others(bounded, format):
    values = {"bounds.code": "DE014", "bounds.short": "Too long", "bounds.price": "7.25",
              "parts[0].code": "x", "parts[0].count": "5"}  # fmt: skip
    reading = read_typed(bounded, values, format)

    assert reading.record.bounds.code == "DE014"
    assert reading.record.bounds.short is None
    assert reading.record.bounds.price == decimal.Decimal("7.25")
    assert (reading.record.parts[0].code, reading.record.parts[0].count) == (None, 5)


class Stubborn(Section):
    code: Text = Field(title="Code")

    @model_validator(mode="after")
    def never(self) -> Stubborn:
        raise ValueError("no")


def test_a_section_that_refuses_a_record_as_a_whole_is_told_its_author(tmp_path):
    workbook = built(tmp_path, Stubborn)

    with pytest.raises(DefinitionError, match=r"Bounded refuses bounds as a whole .* write a rule"):
        read_typed(workbook, {"bounds.code": "x"}, "xlsx")
