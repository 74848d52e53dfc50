"""What people do to a form without marks, and what must not come of it."""

from __future__ import annotations

import copy
import io
from random import Random

import docx
import pytest
from site_readiness import SiteReadiness

from printed_form import labels_only, saved
from printed_shapes import FIELDS
from workbook_docs.conformance.run import STRIPPED, damaged, filled
from workbook_docs.conformance.scoring import score
from workbook_docs.definition import fields_of
from workbook_docs.edition import Edition, IssuedLine, digest, shingles
from workbook_docs.lines import Cutter
from workbook_docs.reading import read_bytes
from workbook_docs.records import Block
from workbook_docs.workbooks.module_2 import Module2

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


@pytest.mark.parametrize("column", range(4))
def test_an_answer_in_a_row_that_is_a_heading_of_the_table_stays_the_row_s(column):
    """Another column was put in, so that no heading stands where it was issued."""
    document = docx.Document(io.BytesIO(labels_only()))
    matrix = document.tables[2]
    for row in matrix.rows:
        added = copy.deepcopy(row.cells[0]._tc)
        added.p_lst[0].clear_content()
        row.cells[0]._tc.addnext(added)
    typed = ["Midwives", "Access", "Large", "Letters"]
    typed[column] = "Communication Strategies"
    for number, texts in enumerate([["GPs", "Time", "Small", "E-mail"], typed], 1):
        cells = matrix.rows[number].cells
        for cell, text in zip((cells[0], *cells[2:]), texts, strict=True):
            cell.text = text
    reading = read_bytes(saved(document), name="old.docx")

    rows = [[getattr(row, name) for name in type(row).model_fields] for row in
            reading.record.initial_matrix]  # fmt: skip
    assert rows == [["GPs", "Time", "Small", "E-mail"], typed]


BEHIND = [
    # behind the last answer                              what is no part of it
    (["We will end with a party.", "References", "[1] Reed A. BMJ 2019."], 1),
    (["We will end with a party.", "", "[1] Reed A. Working with patients. BMJ 2019."], 2),
    (["We will end with a party.", "", "2 https://example.org/guide"], 2),
    (["We will end with a party.", "**Our logos**", "see next page"], 1),
    (["We will end with a party.", "", "And we will write to all."], 3),
    (["1. We will end with a party.", "2. We will write to all in 2027."], 2),
    (["**We will end with a party.**", "**And write to all.**"], 2),
    (["Appendix B:", "A list of names"], 0),
]


@pytest.mark.parametrize(("typed", "kept"), BEHIND)
def test_what_stands_behind_the_last_answer_is_no_part_of_it(typed, kept):
    document = docx.Document()
    for path in ("initiation", "planning", "execution", "monitoring", "closure"):
        document.add_paragraph(f"{FIELDS[f'life_cycle.{path}'].label}:")
    for text in typed:
        document.add_paragraph().add_run(text.strip("*")).bold = text.startswith("**") or None
    reading = read_bytes(saved(with_contact(document)), Module2, name="old.docx")

    said = [text.strip("*") for text in typed]
    assert reading.record.life_cycle.closure == ("\n".join(said[:kept]).strip() or None)
    assert [text.text for text in reading.unplaced] == [text for text in said[kept:] if text]


def with_contact(document):
    """Enough further labels, put in front, for a document to be known for the form."""
    first = document.paragraphs[0]
    for words in ("Module 2: Engagement, Involvement & Co-Production", "Name:", "Email address:",
                  *[f"{FIELDS[path].label}:" for path in FIELDS if path.startswith("nine_cs.")],
                  *[f"{FIELDS[path].label}:" for path in FIELDS if ".point_" in path],
                  *[FIELDS[path].label for path in FIELDS if path.startswith("checklist.")]):  # fmt: skip
        first.insert_paragraph_before(words)
    return document


def test_a_second_paragraph_is_no_part_of_a_one_line_answer():
    document = docx.Document()
    document.add_heading("Next Steps – Moving forward", 1)
    with_contact(document)
    name = next(p for p in document.paragraphs if p.text == "Name:")
    name.add_run(" Ann Reed")
    name._p.addnext(document.add_paragraph("She is away in May.")._p)
    reading = read_bytes(saved(document), Module2, name="old.docx")

    assert reading.record.participant.name == "Ann Reed"
    assert [text.text for text in reading.unplaced] == ["She is away in May."]


BOLD = [
    # a paragraph beginning in bold                                  cut behind the label
    ("Planning We meet every month.", True),
    ("Planning: think early about who should help you", False),
    ("Planning: think early about who can and should help you", False),
    ("Planning: we think early, in May", True),
    ("Costs We pay them.", False),
]


@pytest.mark.parametrize(("text", "is_cut"), BOLD)
def test_a_label_in_bold_is_cut_off_unless_the_paragraph_is_guidance(text, is_cut):
    guidance = "Planning: think early about who should help you"
    issued = (
        IssuedLine(digest("Planning"), "Planning", field="life_cycle.planning", label=True),
        IssuedLine(digest(guidance), marks=shingles(guidance)),
    )
    fields = frozenset({"life_cycle.planning"})
    edition = Edition("module-2", "1", "printed", "docx", issued, fields)
    lead = len(text.split()[0].rstrip(":"))
    lines = list(Cutter(edition, True).lines([Block(text, lead=lead)], {}))

    assert (len(lines) > 1) is is_cut


OPTIONS = [
    "Training for staff",
    "Equipment on loan",
    "Translated leaflets",
    "A visit before opening",
]
SUPPORT = [
    # of the options stand there, without a box          read            state
    (OPTIONS[:2], OPTIONS[:2], "answered"),
    (OPTIONS[3:], OPTIONS[3:], "answered"),
    (OPTIONS, [], "unreadable"),
]


@pytest.mark.parametrize(("there", "read_as", "state"), SUPPORT)
def test_options_without_boxes_are_those_that_were_left_but_never_all(there, read_as, state):
    document = docx.Document()
    for declared in fields_of(SiteReadiness):
        if declared.table is None:
            document.add_paragraph(f"{declared.label}:").style = "Heading 3"
            for text in there if declared.path == "capacity.support" else ():
                document.add_paragraph(text)
    reading = read_bytes(saved(document), SiteReadiness, name="1.docx")
    [answer] = [a for a in reading.answers if a.path == "capacity.support"]

    assert (answer.value, answer.state) == (read_as, state)
    assert "capacity.support" in {finding.path for finding in reading.findings}


BOXES = [
    # boxes beside the options                                      read as              state
    (["☒ Training for staff", "☒ Equipment on loan", "☐ Translated leaflets",
      "☐ A visit before opening"], OPTIONS[:2], "answered"),
    (["☒ Training for staff", "☒ Equipment on loan No", "☐ Translated leaflets",
      "☐ A visit before opening"], [], "unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("there", "read_as", "state"), BOXES)
def test_a_list_of_choices_is_not_read_in_part_where_one_of_them_contradicts_itself(
    there, read_as, state
):
    document = docx.Document()
    for declared in fields_of(SiteReadiness):
        if declared.table is None:
            document.add_paragraph(f"{declared.label}:").style = "Heading 3"
            for text in there if declared.path == "capacity.support" else ():
                document.add_paragraph(text)
    reading = read_bytes(saved(document), SiteReadiness, name="1.docx")
    [answer] = [a for a in reading.answers if a.path == "capacity.support"]

    assert (answer.value, answer.state) == (read_as, state)


# Our own form ----------------------------------------------------------------------------

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
[CASE] = filled(Module2, "docx", 1, 5)
FILES = {"marks": CASE.data, "no marks": damaged(CASE, "docx", [STRIPPED], Random(1)).data}


def read_back(document):
    """How a file is read, and the unplaced texts."""
    reading = read_bytes(saved(document), Module2, name="1.docx")
    assert reading.account.adds_up
    return score(CASE.truth, reading), [text.text for text in reading.unplaced]


def rows_of(document, first):
    """The table whose first cell has some words, and its rows wherever they are wrapped."""
    table = next(t for t in document.tables if t.cell(0, 0).text.strip() == first)._tbl
    return table, list(table.iter(f"{W}tr"))


def cut_off(rows):
    for row in rows:
        while row.getparent().tag != f"{W}tbl" and len(row.getparent()) == 1:
            row = row.getparent()
        row.getparent().remove(row)


@pytest.mark.parametrize("file", FILES)
def test_a_row_moved_within_its_table_is_known(file):
    document = docx.Document(io.BytesIO(FILES[file]))
    _, rows = rows_of(document, "Study Stage")
    rows[0].addnext(rows[-1])
    found, unplaced = read_back(document)

    assert (found.misread, unplaced) == ([], [])


@pytest.mark.parametrize("words", ["continued", "(cont.)", "Matrix, cont'd", ""])
@pytest.mark.parametrize("file", FILES)
def test_a_table_in_two_parts_goes_on_behind_the_word_continued(file, words):
    document = docx.Document(io.BytesIO(FILES[file]))
    table, rows = rows_of(document, "Stakeholder")
    rest = copy.deepcopy(table)
    between = document.add_paragraph(words)._p
    table.addnext(between)
    between.addnext(rest)
    cut_off(rows[3:])
    cut_off(list(rest.iter(f"{W}tr"))[:3])
    found, unplaced = read_back(document)

    assert (found.misread, unplaced) == ([], [words] if words else [])


@pytest.mark.parametrize("file", FILES)
def test_a_table_without_headings_behind_other_words_is_no_part_of_the_one_before(file):
    document = docx.Document(io.BytesIO(FILES[file]))
    table, _ = rows_of(document, "Stakeholder")
    other = document.add_table(1, 4)
    for cell in other.row_cells(0):
        cell.text = "our own"
    between = document.add_paragraph("Another list")._p
    table.addnext(between)
    between.addnext(other._tbl)
    found, unplaced = read_back(document)

    assert found.misread == []
    assert unplaced == ["Another list", *["our own"] * 4]


@pytest.mark.parametrize("parted", [" ", ": ", " - ", "\n"])
@pytest.mark.parametrize("file", FILES)
def test_an_answer_typed_behind_its_question_is_read_where_the_place_is_empty(file, parted):
    document = docx.Document(io.BytesIO(FILES[file]))
    question = next(p for p in document.paragraphs if p.text.startswith("Who will be co-ord"))
    answer = question._p.getnext()
    for text in (*answer.iter(f"{W}t"), *answer.iter(f"{W}br")):
        text.getparent().remove(text)
    question.add_run(parted + CASE.truth.co_production.point_1)
    found, unplaced = read_back(document)

    assert (found.misread, unplaced) == ([], [])


@pytest.mark.parametrize("file", FILES)
def test_a_note_behind_a_question_that_is_answered_is_no_answer(file):
    document = docx.Document(io.BytesIO(FILES[file]))
    question = next(p for p in document.paragraphs if p.text.startswith("Who will be co-ord"))
    question.add_run(" Ann to ask in May")
    found, unplaced = read_back(document)

    assert (found.misread, unplaced) == ([], ["Ann to ask in May"])
