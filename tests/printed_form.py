"""A printed form without anchors, built from the labels that its edition keeps in clear.

The guidance of the real form is not ours to keep; `module_2_as_printed` finds the real
file where the project's shared material lies beside the checkout.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table

from workbook_docs.definition import fields_of, tables_of
from workbook_docs.workbooks.module_2 import Module2

SHARED = Path(os.environ.get("WORKBOOK_DOCS_SHARED", Path(__file__).parents[2] / "shared"))
REAL = SHARED / "legacy" / "module-2-as-printed.docx"


def labels_only() -> bytes:
    """The printed form's labels in the printed layout, without guidance."""
    document = docx.Document()
    fields = {declared.path: declared for declared in fields_of(Module2)}
    document.add_heading("Module 2: Engagement, Involvement & Co-Production", 1)
    document.add_heading("Planning your Implementation Journey", 1)
    beside(document, [fields["participant.name"].label, fields["participant.email"].label])
    document.add_heading("The 9Cs", 2)
    grid = document.add_table(3, 3)
    for number, declared in enumerate(f for p, f in fields.items() if p.startswith("nine_cs.")):
        cell = grid.cell(number // 3, number % 3)
        cell.paragraphs[0].add_run(declared.label).bold = True
        cell.add_paragraph(declared.help)
    for table in tables_of(Module2)[:2]:
        document.add_heading(table.label, 2)
        repeated(document, [column.label for column in table.columns])
    last = document.tables[-1].add_row().cells
    last[0].merge(last[-1]).text = fields["last_stakeholder_review_date"].label
    for table in tables_of(Module2)[2:]:
        document.add_heading(table.label, 2)
        repeated(document, [column.label for column in table.columns])
    document.add_heading("Involvement with Your Study", 2)
    points = beside(document, [fields[f"co_production.point_{n}"].label for n in range(1, 8)])
    for number, row in enumerate(points.rows, 1):
        for question in fields[f"co_production.point_{number}"].help.split("? How will you"):
            mark = "" if question.endswith((".", "?")) else "?"
            start = "How will you" if question.startswith(" involve") else ""
            row.cells[0].add_paragraph(f"{start}{question}{mark}")
    stages = document.add_table(6, 2)
    stages.cell(0, 0).text, stages.cell(0, 1).text = (
        "Study Stage",
        "How you will be working with Stakeholders?",
    )
    for number, name in enumerate(
        ["initiation", "planning", "execution", "monitoring", "closure"], 1
    ):
        stages.cell(number, 0).text = fields[f"life_cycle.{name}"].label
    beside(document, [fields["next_review_date"].label])
    document.add_heading("Checklist – Have You Done the Following?", 3)
    ticks = beside(document, [f.label for p, f in fields.items() if p.startswith("checklist.")])
    for row in ticks.rows:
        row.cells[1].text = "☐"
    return saved(document)


def beside(document: Document, labels: list[str]) -> Table:
    """A table of labels with an empty cell beside each."""
    table = document.add_table(len(labels), 2)
    for row, label in zip(table.rows, labels, strict=True):
        row.cells[0].paragraphs[0].add_run(label).bold = True
    document.add_paragraph()
    return table


def repeated(document: Document, headings: list[str]) -> Table:
    """A table of headings with six empty rows."""
    table = document.add_table(7, len(headings))
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    return table


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def typed_into(data: bytes) -> bytes:
    """The form as a team that never saw a content control filled it in."""
    document = docx.Document(io.BytesIO(data))
    tables = {table.rows[0].cells[0].paragraphs[0].text: table for table in document.tables}
    tables["Name"].cell(0, 1).text = "Ann Reed"
    tables["Name"].cell(1, 1).text = "ann.reed@example.org"
    grids = [
        table for table in document.tables
        if table.rows[0].cells[0].text.startswith("Commissioners") and len(table.columns) == 3
    ]  # fmt: skip
    grids[0].cell(0, 0).add_paragraph("Integrated care board")
    grids[0].cell(0, 0).add_paragraph("NHS England")
    grids[0].cell(2, 1).paragraphs[-1].add_run("\nLay chair")
    initial, ongoing = [
        table for table in document.tables if table.rows[0].cells[0].text == "Stakeholder"
    ]
    for number, row in enumerate([("Patients", "Planning", "Large", "Letters"), None,
                                  ("GPs", "Stakeholder Interests", "", "E-mail")], 1):  # fmt: skip
        for cell, text in zip(initial.rows[number].cells, row or (), strict=False):
            cell.text = text
    ongoing.cell(1, 0).text = "Carers"
    ongoing.rows[-1].cells[0].paragraphs[0].add_run(" 3 September 2026")
    points = tables["Point 1"]
    points.cell(0, 1).text = "The lay lead\n\nand the study manager"
    points.cell(3, 1).text = "Planning"
    tables["Study Stage"].cell(1, 1).text = "Planning"
    tables["NEXT Engagement, Involvement and Co-production Review Date:"].cell(
        0, 1
    ).text = "31/1/27"
    ticks = tables["Made a list of stakeholders?"]
    ticks.cell(0, 1).text = "☒"
    ticks.cell(1, 1).text = "x"
    ticks.cell(2, 1).text = "No"
    document.add_paragraph("A stray note at the end")
    return saved(document)


TYPED = {
    "participant.name": "Ann Reed",
    "participant.email": "ann.reed@example.org",
    "nine_cs.commissioners": ["Integrated care board", "NHS England"],
    "nine_cs.champions": ["Lay chair"],
    "initial_matrix[0].stakeholder": "Patients",
    "initial_matrix[0].interests": "Planning",
    "initial_matrix[0].impact": "Large",
    "initial_matrix[0].communication": "Letters",
    "initial_matrix[1].stakeholder": "GPs",
    "initial_matrix[1].interests": "Stakeholder Interests",
    "initial_matrix[1].communication": "E-mail",
    "ongoing_matrix[0].stakeholder": "Carers",
    "last_stakeholder_review_date": "2026-09-03",
    "co_production.point_1": "The lay lead\n\nand the study manager",
    "co_production.point_4": "Planning",
    "life_cycle.initiation": "Planning",
    "next_review_date": "2027-01-31",
    "checklist.stakeholder_list": True,
    "checklist.public_participation": True,
}
"""What `typed_into` says."""
