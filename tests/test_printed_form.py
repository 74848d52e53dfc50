"""The printed form has no anchors: it is known by its labels, and read by them."""

from __future__ import annotations

import json

import pytest

from printed_form import REAL, TYPED, labels_only, typed_into
from workbook_docs import edition
from workbook_docs.catalogue import shipped_templates
from workbook_docs.reading import read_bytes
from workbook_docs.templates import keep_edition
from workbook_docs.values import assemble, normal
from workbook_docs.workbooks.module_2 import Module2

FORMS = [pytest.param(labels_only, id="labels only")]
if REAL.exists():
    FORMS.append(pytest.param(REAL.read_bytes, id="as printed"))


@pytest.mark.parametrize("form", FORMS)
def test_what_was_typed_into_the_printed_form_is_read_by_its_labels(form):
    reading = read_bytes(typed_into(form()), name="old.docx")

    assert reading.edition == "module-2@printed"
    assert reading.record == normal(assemble(Module2, TYPED))
    assert [text.text for text in reading.unplaced][-1:] == ["A stray note at the end"]
    assert reading.account.adds_up
    assert {a.rung for a in reading.answers if a.state == "answered"} == {"label", "table"}


@pytest.mark.parametrize("form", FORMS)
def test_what_print_does_not_ask_is_not_asked_rather_than_blank(form):
    reading = read_bytes(form(), name="old.docx")
    states = {answer.path: answer.state for answer in reading.answers}

    assert states["study.title"] == states["interest_impact.q1"] == "not-asked"
    assert states["participant.name"] == "blank"


@pytest.mark.skipif(not REAL.exists(), reason="the printed form itself is not beside the checkout")
def test_an_untouched_printed_form_leaves_nothing_unplaced():
    reading = read_bytes(REAL.read_bytes(), name="old.docx")

    assert reading.unplaced == ()
    assert reading.findings == ()
    assert reading.account.answer == reading.account.unplaced == 0


def test_the_edition_keeps_labels_in_clear_and_everything_else_hashed():
    path = shipped_templates() / "editions" / "module-2@printed.json"
    kept = edition.load(path)
    clear = [line for line in kept.lines if line.text is not None]
    printed = {letter for line in clear for letter in [line.text]}

    assert all(line.label for line in clear)
    assert len(clear) < 80 < len(kept.lines)
    assert all(len(text) < 160 for text in printed)


def test_a_form_of_ones_own_becomes_an_edition_by_typing_places_into_it(tmp_path):
    import io

    import docx

    blank = docx.Document()
    blank.add_paragraph("A sentence that is not ours and is kept as a hash only, never in clear.")
    table = blank.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Your name", "{{ participant.name }}"
    table.cell(1, 0).text, table.cell(1, 1).text = "Your e-mail", "{{ participant.email }}"
    people = blank.add_table(2, 2)
    people.cell(0, 0).text, people.cell(0, 1).text = "Who", "What they do"
    people.cell(1, 0).text = "{{ involvement[].stakeholder }}"
    people.cell(1, 1).text = "{{ involvement[].role }}"
    blank.save(tmp_path / "old.docx")
    path, missing = keep_edition(Module2, tmp_path / "old.docx", "2019", tmp_path / "old.json")

    assert "not ours" not in path.read_text("utf-8")
    assert json.loads(path.read_text("utf-8"))["name"] == "2019"
    assert "study.title" in missing
    assert "involvement[].role" not in missing
    assert io.BytesIO(path.read_bytes()).read(1) == b"{"
