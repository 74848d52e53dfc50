"""What people do to a form without marks, and what must not come of it."""

from __future__ import annotations

import io

import docx
import pytest

from printed_form import labels_only, saved
from workbook_docs.reading import read_bytes

MATRIX = [
    "Stakeholder",
    "Stakeholder Interests",
    "Assessment of Impact",
    "Communication Strategies",
]


def heading(document, words):
    """The paragraph of a heading."""
    return next(p for p in document.paragraphs if p.text == words)


def copied_table(document, behind, rows):
    """A table with the matrix's headings, put behind a paragraph."""
    table = document.add_table(1 + len(rows), len(MATRIX))
    for cells, texts in zip(table.rows, [MATRIX, *rows], strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    behind._p.addnext(table._tbl)
    return table


@pytest.mark.parametrize(
    ("between", "is_the_rest"),
    [("", True), ("The Engagement with Your Study", False)],
    ids=["nothing between", "the next part's heading between"],
)
def test_words_of_the_form_part_two_tables_with_the_same_headings(between, is_the_rest):
    document = docx.Document(io.BytesIO(labels_only()))
    # Without the last row, which holds a label, so that nothing of the form ends the table.
    ongoing = document.tables[3]
    ongoing._tbl.remove(ongoing.rows[-1]._tr)
    ongoing.rows[1].cells[0].text = "Carers"
    next_part = heading(document, "The Engagement with Your Study")
    behind = next_part if between else next_part.insert_paragraph_before("")
    copied_table(document, behind, [["Link workers", "Access", "Large", "Letters"]])
    reading = read_bytes(saved(document), name="old.docx")

    names = [row.stakeholder for row in reading.record.ongoing_matrix]
    assert names == (["Carers", "Link workers"] if is_the_rest else ["Carers"])
    assert ("Link workers" in [text.text for text in reading.unplaced]) is not is_the_rest


def test_an_answer_in_a_row_that_is_a_label_elsewhere_stays_the_row_s():
    """The label itself was edited, so that only the answer still has its words."""
    document = docx.Document(io.BytesIO(labels_only()))
    contact, matrix = document.tables[0], document.tables[2]
    contact.cell(1, 0).paragraphs[0].runs[0].text = "E-mail addresses"
    contact.cell(1, 1).text = "ann@example.org"
    for cell, text in zip(matrix.rows[1].cells, ["Email address", "35", "Large"], strict=False):
        cell.text = text
    reading = read_bytes(saved(document), name="old.docx")

    assert reading.record.participant.email in ("ann@example.org", None)
    [row] = reading.record.initial_matrix
    assert (row.stakeholder, row.interests, row.impact) == ("Email address", "35", "Large")
