"""A repeated table whose heading row was deleted, in a file without any marks of ours."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.table import Table
from lxml import etree
from site_readiness import SiteReadiness

from test_doubles import said, without_marks
from workbook_docs import Reading, Workbook, fill
from workbook_docs.reading import read_bytes
from workbook_docs.workbooks.module_2 import Module2

GPS = {
    "participant.name": "Ann Reed",
    "engagement[0].organisation": "GPs",
    "engagement[0].information": "Which of our letters were read at all, and what was made of them",
    "engagement[0].contact_method": "Letter",
    "engagement[0].frequency": "monthly",
    "engagement[1].organisation": "Nurses",
    "engagement[1].information": "Frequency",  # has the words of a heading
}
WARD = {
    "site.name": "Elm Ward", "staff[0].role": "Nurse", "staff[0].trained": True,
    "staff[1].role": "Porter", "staff[1].trained": False,
}  # fmt: skip


def table_headed(made: Document, words: str) -> Table:
    return next(t for t in made.tables if t.cell(0, 0).text.strip() == words)


def returned(
    workbook: type[Workbook], values: dict[str, object], heading: str,
    change: Callable[[Document, Table], None], folder: Path,
) -> Reading:  # fmt: skip
    """What a file says of which one table was changed, and all marks are gone."""
    made = docx.Document(str(fill(workbook, values, folder / "form.docx")))
    table = table_headed(made, heading)
    without_marks(made.element.body)
    change(made, table)
    out = io.BytesIO()
    made.save(out)
    reading = read_bytes(out.getvalue(), workbook, name="returned.docx")
    assert reading.account is not None
    assert reading.account.adds_up
    return reading


def headless(made: Document, table: Table) -> None:
    table._tbl.remove(table.rows[0]._tr)


def with_own_headings(made: Document, table: Table) -> None:
    for cell, words in zip(table.rows[0].cells, ("Who", "What", "How", "When"), strict=True):
        cell.text = words


def beside_another(made: Document, table: Table) -> None:
    headless(made, table)
    other = made.add_table(1, 4)
    other.cell(0, 0).text = "Our plan"
    table._tbl.addprevious(other._tbl)
    table._tbl.addprevious(made.add_paragraph("so far")._p)


def with_a_column_more(made: Document, table: Table) -> None:
    headless(made, table)
    for row in table.rows:
        row._tr.append(docx.oxml.parse_xml(etree.tostring(row._tr.tc_lst[0])))


@pytest.mark.parametrize(
    ("workbook", "heading", "values"),
    [(Module2, "Name/Organisation", GPS), (SiteReadiness, "Role", WARD)],
)
def test_it_is_read_where_nothing_else_can_stand(workbook, heading, values, tmp_path):
    reading = returned(workbook, values, heading, headless, tmp_path)

    assert said(reading) == {path: value for path, value in values.items() if value}
    assert "headings-gone" in [f.code for f in reading.findings if f.severity == "warning"]


@pytest.mark.parametrize("change", [with_own_headings, beside_another, with_a_column_more])
def test_where_there_is_doubt_its_rows_are_listed(change, tmp_path):
    reading = returned(Module2, GPS, "Name/Organisation", change, tmp_path)

    assert said(reading) == {"participant.name": "Ann Reed"}
    listed = [text.text for text in reading.unplaced]
    assert {value for path, value in GPS.items() if "[" in path} <= set(listed)


def test_a_tick_in_a_table_that_is_not_known_is_listed(tmp_path):
    reading = returned(
        SiteReadiness, {**WARD, "staff[0].role": "Nurse 4"}, "Role", beside_another, tmp_path
    )

    assert [text.text for text in reading.unplaced].count("☒") == 1
