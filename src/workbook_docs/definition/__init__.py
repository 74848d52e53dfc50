"""Declaring a workbook: pydantic classes whose fields know path, label and kind.

    class Stakeholder(Row):
        stakeholder: Text = Field(title="Stakeholder")

    class Plan(Workbook, id="plan", version="1", title="Our plan"):
        matrix: list[Stakeholder] = Field(title="Who matters")

`title` is the printed label, `description` the help, and pydantic's own bounds are the
validation. Blank is a legal answer to everything, so no field is ever required.
"""

from __future__ import annotations

from pydantic import Field

from workbook_docs.definition.classes import Problem, Row, Rule, Section, Workbook
from workbook_docs.definition.fields import (
    DeclaredField,
    DeclaredTable,
    field_at,
    fields_of,
    renamed_paths,
    schema,
    tables_of,
    title_of,
)
from workbook_docs.definition.kinds import (
    Day,
    Decimal,
    Email,
    Kind,
    KindName,
    LongText,
    Names,
    Personal,
    Text,
    Tick,
    Whole,
)

__all__ = [
    "Day", "Decimal", "DeclaredField", "DeclaredTable", "Email", "Field", "Kind", "KindName",
    "LongText", "Names", "Personal", "Problem", "Row", "Rule", "Section", "Text", "Tick",
    "Whole", "Workbook", "field_at", "fields_of",
    "renamed_paths", "schema",
    "tables_of", "title_of",
]  # fmt: skip
