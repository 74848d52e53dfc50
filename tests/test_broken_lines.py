"""Labels broken in two by Enter or a line break, and rows of labels merged into one."""

from __future__ import annotations

import copy
import io
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph

from test_doubles import said, without_marks
from workbook_docs import Reading, fill
from workbook_docs.reading import read_bytes
from workbook_docs.workbooks.module_2 import Module2

VALUES = {
    "study.title": "Falls at home",
    "study.reference": "S07",
    "participant.name": "Ann Reed",
    "co_production.point_2": "Point of care",
    "co_production.point_3": "Vouchers and thanks",
    "life_cycle.closure": "We write to all.\nPoint",
    "initial_matrix[0].stakeholder": "GPs",
    "initial_matrix[0].communication": "Letters",
}


def paragraph(made: Document, words: str) -> Paragraph:
    found = [*made.paragraphs]
    for table in made.tables:
        found += [p for row in table.rows for cell in row.cells for p in cell.paragraphs]
    return next(p for p in found if p.text.strip() == words and p.runs)


def form(folder: Path, marks: str) -> Document:
    made = docx.Document(str(fill(Module2, VALUES, folder / "form.docx")))
    if marks == "without marks":
        without_marks(made.element.body)
    return made


def read(made: Document) -> Reading:
    out = io.BytesIO()
    made.save(out)
    reading = read_bytes(out.getvalue(), name="returned.docx")
    assert reading.account is not None
    assert reading.account.adds_up
    return reading


LABELS = [
    # a line of the form, and how many of its words stand before the break
    ("Point 3", 1),
    ("Study title", 1),
    ("Communication Strategies", 1),
    ("Information Required", 1),
    ("Next Steps – Moving forward", 2),
]


@pytest.mark.parametrize("marks", ["with marks", "without marks"])
@pytest.mark.parametrize("broken", ["line break", "Enter"])
@pytest.mark.parametrize(("words", "first"), LABELS)
def test_a_broken_line_of_the_form_is_that_line(words, first, broken, marks, tmp_path):
    made = form(tmp_path, marks)
    found = paragraph(made, words)
    parts = words.split()
    before, after = " ".join(parts[:first]), " ".join(parts[first:])
    if broken == "line break":
        found.runs[0].text = f"{before}\n{after}"
    else:
        found.runs[0].text = before
        rest = copy.deepcopy(found._p)
        found._p.addnext(rest)
        Paragraph(rest, found._parent).runs[0].text = after
    for extra in found.runs[1:]:
        extra.text = ""

    reading = read(made)

    assert said(reading) == VALUES
    assert reading.unplaced == ()


def test_words_that_only_look_like_a_part_of_a_label_stay_an_answer(tmp_path):
    made = form(tmp_path, "without marks")

    assert said(read(made))["life_cycle.closure"] == "We write to all.\nPoint"


def test_of_two_rows_merged_into_one_nobody_can_say_whose_the_answers_are(tmp_path):
    made = form(tmp_path, "without marks")
    table = next(t for t in made.tables if t.cell(1, 0).text == "Study title")
    assert table.cell(2, 0).text == "Study reference"
    for into, cell in zip(table.rows[1].cells, table.rows[2].cells, strict=True):
        for p in cell.paragraphs:
            into._tc.append(p._p)
    table._tbl.remove(table.rows[2]._tr)

    reading = read(made)

    assert "study.title" not in said(reading)
    assert "study.reference" not in said(reading)
    assert {"Falls at home", "S07"} <= {text.text for text in reading.unplaced}
