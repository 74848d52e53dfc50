"""What is typed into a line of ours is an answer or unplaced, and never swallowed as issued."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from site_readiness import SiteReadiness

from workbook_docs.copies import fill
from workbook_docs.reading import read_bytes
from workbook_docs.workbooks.module_2 import Module2


def word_copy(tmp_path, change):
    document = docx.Document(str(fill(Module2, None, tmp_path / "copy.docx")))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return read_bytes(out.getvalue(), name="copy.docx")


def excel_copy(tmp_path, sheet, cell, text):
    path = fill(Module2, None, tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = text
    out = io.BytesIO()
    book.save(out)
    return read_bytes(out.getvalue(), name="copy.xlsx")


def add_to(document, words, text, front=False):
    """Type text behind (or before) the words of a paragraph, in the body or a cell."""
    paragraphs = [*document.paragraphs]
    for table in document.tables:
        paragraphs += [p for row in table.rows for c in row.cells for p in c.paragraphs]
    paragraph = next(p for p in paragraphs if p.text.strip() == words)
    if front:
        paragraph.runs[0].text = text + paragraph.runs[0].text
    else:
        paragraph.runs[-1].text += text


def site_copy(tmp_path, words, typed):
    document = docx.Document(str(fill(SiteReadiness, None, tmp_path / "copy.docx")))
    paragraph = next(p for p in document.paragraphs if p.text.strip() == words)
    paragraph.add_run(typed)
    document.save(tmp_path / "back.docx")
    return read_bytes((tmp_path / "back.docx").read_bytes(), SiteReadiness, name="back.docx")


WORD = [
    # in the line of               typed behind it      is the answer to
    ("Study title", ": Falls at home", "study.title"),
    ("Name", ": Ann Reed", "participant.name"),
    ("Point 3", " – Vouchers and thanks", "co_production.point_3"),
    ("NEXT Engagement, Involvement and Co-production Review Date:", " 31 January 2027",
     "next_review_date"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "typed", "path"), WORD)
def test_an_answer_typed_behind_its_label_is_that_answer(tmp_path, words, typed, path):
    reading = word_copy(tmp_path, lambda document: add_to(document, words, typed))

    assert {a.path: a.raw for a in reading.answers if a.raw} == {path: typed.lstrip(":– ")}
    assert reading.unplaced == ()
    assert reading.account.adds_up


LISTS = [
    # typed behind the label Closure     is the answer
    (" - tea\n- cake", "- tea\n- cake"),
    (": - tea\n- cake", "- tea\n- cake"),
    (" – tea\n– cake", "– tea\n– cake"),
    (" - tea", "tea"),
    (" - tea\nand cake", "tea\nand cake"),
    (" – tea\n- cake", "tea\n- cake"),
]


@pytest.mark.parametrize(("typed", "answer"), LISTS)
def test_a_dash_behind_a_label_is_a_bullet_where_the_next_line_has_one(tmp_path, typed, answer):
    reading = word_copy(tmp_path, lambda document: add_to(document, "Closure", typed))

    assert {a.path: a.raw for a in reading.answers if a.raw} == {"life_cycle.closure": answer}
    assert reading.unplaced == ()
    assert reading.account.adds_up


@pytest.mark.parametrize("number", ["3. ", "15.2 ", "Part C: ", "Q7 ", "(c) ", "iv. "])
@pytest.mark.parametrize("typed", ["Vouchers and thanks", None])
def test_a_number_before_a_heading_is_no_answer(tmp_path, number, typed):
    record = {"co_production.point_3": typed} if typed else None
    document = docx.Document(str(fill(Module2, record, tmp_path / "copy.docx")))
    add_to(document, "Point 3", number, front=True)
    document.save(tmp_path / "back.docx")
    reading = read_bytes((tmp_path / "back.docx").read_bytes(), name="back.docx")

    assert {a.path: a.raw for a in reading.answers if a.raw} == (record or {})
    assert [text.text.strip() for text in reading.unplaced] == [number.strip()]
    assert reading.account.adds_up


def test_a_remark_behind_a_dash_on_a_heading_is_no_part_of_the_answer_below(tmp_path):
    record = {"co_production.point_3": "Vouchers and thanks"}
    document = docx.Document(str(fill(Module2, record, tmp_path / "copy.docx")))
    add_to(document, "Point 3", " – draft")
    document.save(tmp_path / "back.docx")
    reading = read_bytes((tmp_path / "back.docx").read_bytes(), name="back.docx")

    assert {a.path: a.raw for a in reading.answers if a.raw} == record
    assert [text.text for text in reading.unplaced] == ["draft"]


def test_half_a_text_behind_guidance_is_no_answer(tmp_path):
    reading = site_copy(
        tmp_path, "Tell us in your own words.", " Few beds.\nNo pharmacist at night."
    )

    assert next(a for a in reading.answers if a.path == "capacity.concerns").raw is None
    assert [text.text for text in reading.unplaced] == ["Few beds.", "No pharmacist at night."]
    assert reading.account.adds_up


def test_words_typed_behind_a_tick_are_told_and_kept(tmp_path):
    typed = " yes, since May"
    reading = word_copy(
        tmp_path, lambda document: add_to(document, "Developed your engagement strategy?", typed)
    )

    answer = next(a for a in reading.answers if a.path == "checklist.engagement_strategy")
    assert answer.raw == "yes, since May"
    assert [f.code for f in reading.findings] == ["tick-not-understood"]


LOST = [
    ("a label with a word in brackets", "Study title", " (required)", False),
    ("a label with more words", "Name", " of lead researcher", False),
    ("a heading with a word behind it", "Next Steps – Moving forward", " ask Ann", False),
    ("a heading with a word before it", "Setting Potential Review Dates", "(see ", True),
    ("a column heading", "Frequency", " or dates", False),
]


@pytest.mark.parametrize(("what", "words", "typed", "front"), LOST, ids=[r[0] for r in LOST])
def test_words_typed_into_other_lines_are_unplaced(tmp_path, what, words, typed, front):
    reading = word_copy(tmp_path, lambda document: add_to(document, words, typed, front))

    assert [text.text for text in reading.unplaced] == [typed.strip()]
    assert reading.account.unplaced == len(typed.strip())
    assert reading.account.adds_up


EXCEL = [
    ("About you", "A6", "Study reference: S07", {"study.reference": "S07"}, []),
    ("About you", "A7", "NO! nobody knows", {}, ["NO! nobody knows"]),
    ("Checklist", "A5", "Made a full list of stakeholders?", {}, ["full"]),
    ("Engagement", "D5", "Frequency of contact", {}, ["of contact"]),
]


@pytest.mark.parametrize(("sheet", "cell", "text", "answers", "unplaced"), EXCEL)
def test_a_label_cell_that_was_typed_into_loses_nothing(
    tmp_path, sheet, cell, text, answers, unplaced
):
    reading = excel_copy(tmp_path, sheet, cell, text)

    assert {a.path: a.raw for a in reading.answers if a.raw} == answers
    assert [text.text for text in reading.unplaced] == unplaced
    assert reading.account.adds_up
