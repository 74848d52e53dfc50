"""What people and other programs do inside Word files, each told in a few paragraphs."""

from __future__ import annotations

import copy
import io
from pathlib import Path

import docx
import docx.document
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from conformance.printed import LAYOUTS, typed
from workbook_docs import fill
from workbook_docs.reading import read_bytes
from workbook_docs.values import assemble, flatten
from workbook_docs.workbooks.module_2 import Module2


def document(*paragraphs: str) -> bytes:
    """The labels of the printed form, with some paragraphs in the place of the same labels."""
    made = docx.Document(io.BytesIO(typed(assemble(Module2, {}), LAYOUTS["blank lines"])))
    for words in paragraphs:
        label = words.split(":")[0].split("\t")[0]
        for paragraph in made.paragraphs:
            if paragraph.text.rstrip(":").strip() == label:
                paragraph.text = words
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def answered(data: bytes) -> dict[str, object]:
    reading = read_bytes(data, name="old.docx")
    assert reading.account is not None
    assert reading.account.adds_up
    return {a.path: a.value for a in reading.answers if a.state == "answered" and a.value}


ON_ONE_LINE = [
    # typed on one line of the printed form     what it says
    ("Name: Ann Reed", {"participant.name": "Ann Reed"}),
    ("Monitoring: We meet: monthly", {"life_cycle.monitoring": "We meet: monthly"}),
]


@pytest.mark.parametrize(("words", "says"), ON_ONE_LINE)
def test_an_answer_behind_its_label(words, says):
    assert answered(document(words)) == says


def test_two_labels_on_one_line_are_two_fields():
    made = docx.Document(io.BytesIO(document()))
    name = next(p for p in made.paragraphs if p.text == "Name:")
    email = next(p for p in made.paragraphs if p.text == "Email address:")
    name.text = "Name: Ann Reed\tEmail address: ann@example.org"
    email._p.getparent().remove(email._p)
    out = io.BytesIO()
    made.save(out)

    assert answered(out.getvalue()) == {
        "participant.name": "Ann Reed", "participant.email": "ann@example.org",
    }  # fmt: skip


@pytest.mark.parametrize("line", ["_" * 60, "." * 40, "Answer:", "Your answer:"])
def test_lines_to_write_on_are_no_answers(line):
    made = docx.Document(io.BytesIO(document()))
    question = next(p for p in made.paragraphs if p.text.startswith("What systems do you have"))
    question._p.addnext(copy.deepcopy(question._p))
    made.paragraphs[[p._p for p in made.paragraphs].index(question._p) + 1].text = line
    out = io.BytesIO()
    made.save(out)

    assert answered(out.getvalue()) == {}


def test_of_two_forms_in_one_file_the_first_is_read_and_the_second_listed(tmp_path: Path):
    made = []
    for name in ("Ann Reed", "Bob Hall"):
        path = fill(Module2, {"participant.name": name}, tmp_path / f"{name}.docx")
        made.append(docx.Document(str(path)))
    body = made[0].element.body
    for element in list(made[1].element.body)[:-1]:
        body.insert(len(body) - 1, copy.deepcopy(element))
    made[0].save(str(tmp_path / "both.docx"))

    reading = read_bytes((tmp_path / "both.docx").read_bytes(), name="both.docx")

    assert flatten(reading.record)["participant.name"] == "Ann Reed"  # type: ignore[arg-type]
    assert "Bob Hall" in [text.text for text in reading.unplaced]
    assert [f.code for f in reading.findings if f.severity != "note"] == ["two-forms"]
    assert reading.account is not None
    assert reading.account.adds_up


def in_cell(data: bytes, path: str, xml: str) -> bytes:
    """A file of ours with some runs in the control of a field."""
    made = docx.Document(io.BytesIO(data))
    for control in made.element.body.iter("{*}sdt"):
        tag = control.find("./{*}sdtPr/{*}tag")
        if tag is not None and next(iter(tag.attrib.values())) == path:
            content = control.find("./{*}sdtContent")
            for child in list(content):
                content.remove(child)
            content.append(parse_xml(xml))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


RUN = f"<w:r {nsdecls('w')}>{{}}</w:r>"
INSERTED = [
    # what was inserted, its XML, what is read
    ("a date that updates itself",
     f'<w:fldSimple {nsdecls("w")} w:instr="DATE \\@ &quot;d MMMM yyyy&quot;"><w:r><w:t>3 September '
     "2026</w:t></w:r></w:fldSimple>", "3 September 2026"),
    ("an equation",
     '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>n = 250'
     "</m:t></m:r></m:oMath>", "n = 250"),
    ("a word with a reading above it",
     RUN.format("<w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r>"
                "</w:rubyBase></w:ruby>"), "base"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "xml", "text"), INSERTED, ids=[row[0] for row in INSERTED])
def test_what_people_insert_is_read(tmp_path, what, xml, text):
    blank = fill(Module2, None, tmp_path / "S07.docx").read_bytes()

    assert answered(in_cell(blank, "co_production.point_3", xml)) == {"co_production.point_3": text}


def test_a_picture_in_an_answer_is_told_of(tmp_path):
    drawing = (
        "<w:drawing><a:blip xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'/>"
        "</w:drawing>"
    )
    blank = fill(Module2, None, tmp_path / "S07.docx").read_bytes()
    reading = read_bytes(
        in_cell(blank, "co_production.point_3", RUN.format(drawing)), name="x.docx"
    )

    assert [f.code for f in reading.findings] == ["picture"]
    assert "Point 3" in str(reading.findings[0].place)


def matrix(*rows: tuple[str, ...], caption: str = "") -> docx.document.Document:
    """The printed form with rows typed into its initial matrix; a caption spans the first one."""
    made = docx.Document(io.BytesIO(typed(assemble(Module2, {}), LAYOUTS["tables"])))
    table = next(t for t in made.tables if t.cell(0, 0).text == "Stakeholder")
    cells = [row.cells for row in table.rows[1:]]
    if caption:
        cells[0][0].merge(cells[0][-1]).text = caption
        cells = cells[1:]
    for line, texts in zip(cells, rows, strict=False):
        for cell, text in zip(line, texts, strict=True):
            cell.text = text
    return made


def read_back(made: docx.document.Document):
    out = io.BytesIO()
    made.save(out)
    reading = read_bytes(out.getvalue(), name="old.docx")
    groups = [row.stakeholder for row in reading.record.initial_matrix]  # type: ignore[union-attr]
    return groups, [text.text for text in reading.unplaced]


GPS = ("GPs", "Workload", "Small", "E-mail")
NO_DATA = [
    # what stands in the table                                rows read     unplaced
    (matrix(GPS, caption="Professionals"), ["GPs"], ["Professionals"]),
    (matrix(("(who)", "(what)", "(how)", "(when)"), GPS), ["GPs"], ["(who)", "(what)", "(how)", "(when)"]),
    (matrix(GPS, ("Total: 1", "", "", "")), ["GPs"], ["Total: 1"]),
    (matrix(("Total Care Ltd", "", "", ""), GPS), ["Total Care Ltd", "GPs"], []),
    (matrix(GPS, ("(retired) nurses", "", "", "")), ["GPs", "(retired) nurses"], []),
]  # fmt: skip


@pytest.mark.parametrize(("made", "groups", "unplaced"), NO_DATA)
def test_captions_hints_and_totals_are_no_rows(made, groups, unplaced):
    assert read_back(made) == (groups, unplaced)


def test_a_copy_of_a_table_at_the_end_of_the_form_joins_no_other_table():
    made = matrix(GPS)
    table = next(t for t in made.tables if t.cell(0, 0).text == "Stakeholder")
    again = copy.deepcopy(table._tbl)
    made.element.body.insert(len(made.element.body) - 1, again)
    out = io.BytesIO()
    made.save(out)
    reading = read_bytes(out.getvalue(), name="old.docx")

    assert len(reading.record.initial_matrix) == 1  # type: ignore[union-attr]
    assert reading.record.ongoing_matrix == []  # type: ignore[union-attr]
    assert "GPs" in [text.text for text in reading.unplaced]


def test_words_drawn_as_a_picture_are_listed(tmp_path):
    art = (
        "<w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'>"
        "<v:textpath string='DRAFT for Ann'/></v:shape></w:pict>"
    )
    blank = fill(Module2, None, tmp_path / "S07.docx").read_bytes()
    reading = read_bytes(in_cell(blank, "co_production.point_3", RUN.format(art)), name="x.docx")

    assert [text.text for text in reading.unplaced] == ["DRAFT for Ann"]
