"""Somebody's own blank, its places marked, is an edition: returns on it are read as it is laid out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from workbook_docs import Field, LongText, Names, Row, Section, Text, Tick, Workbook, read
from workbook_docs.errors import TemplateError
from workbook_docs.templates import editions_of, keep_edition

SENTENCE = "Our hub has always asked studies these few things before they meet the public."


class Person(Row):
    who: Text = Field(title="Who")
    why: LongText = Field(title="Why they matter")


class Stages(Section):
    start: LongText = Field(title="Start")
    end: LongText = Field(title="End")


class Done(Section):
    listed: Tick = Field(title="Have you listed them?")
    asked: Tick = Field(title="Have you asked them?")


class OldPlan(Workbook, id="old-plan", version="2", title="Plan", templates="old-plan"):
    name: Text = Field(title="Name")
    groups: Names = Field(title="Groups")
    first: list[Person] = Field(title="First list")
    second: list[Person] = Field(title="Second list")
    stages: Stages = Field(title="Stages")
    done: Done = Field(title="Done")


ANSWERS = {
    "name": "Ann Reed", "groups": "Patients", "who": "Clinic", "why": "They see results",
    "who_2": "Council", "why_2": "They pay", "start": "A workshop", "end": "A party",
    "listed": "x", "not_listed": "", "asked": "", "not_asked": "x",
}  # fmt: skip
PLACES = {
    "name": "{{ name }}", "groups": "{{ groups }}", "who": "{{ first[].who }}",
    "why": "{{ first[].why }}", "who_2": "{{ second[].who }}", "why_2": "{{ second[].why }}",
    "start": "{{ stages.start }}", "end": "{{ stages.end }}", "listed": "{{ done.listed }}",
    "not_listed": "", "asked": "{{ done.asked }}", "not_asked": "",
}  # fmt: skip
Form = Iterable[str | list[list[str]]]


def captions_in_tables(v: dict[str, str]) -> Form:
    """Alike tables under rows that are captions, labels above answers, ruled lines, Yes and No."""
    yield SENTENCE
    yield f"NAME ............ {v['name']}"
    yield [["First list", ""], ["Who", "Why they matter"], [v["who"], v["why"]]]
    yield ""
    yield [["Second list", ""], ["Who", "Why they matter"], [v["who_2"], v["why_2"]]]
    yield f"GROUPS ____________ {v['groups']}"
    yield [["Start", "End"], [v["start"], v["end"]]]
    yield ""
    yield [
        ["Done", "YES", "NO"],
        ["Have you listed them?", v["listed"], v["not_listed"]],
        ["Have you asked them?", v["asked"], v["not_asked"]],
    ]


def rows_as_blocks(v: dict[str, str]) -> Form:
    """Rows as lines, each label before its answer; stages as boxes; brackets for boxes."""
    yield f"Your name: {v['name']}"
    yield "Groups that matter to you"
    yield v["groups"]
    yield "First list"
    yield f"Who: {v['who']}"
    yield f"Why they matter: {v['why']}"
    yield "Second list"
    yield f"Who: {v['who_2']}"
    yield f"Why they matter: {v['why_2']}"
    yield "Start"
    yield [[v["start"]]]
    yield "End"
    yield [[v["end"]]]
    is_blank = v["name"].startswith("{{")
    for label, key in (("Have you listed them?", "listed"), ("Have you asked them?", "asked")):
        box = v[key] if is_blank else "[x] Yes  [ ] No" if v[key] else "[ ] Yes  [x] No"
        yield [[label, box]]
    yield SENTENCE


def words(form: Form, path: Path) -> Path:
    document = Document()
    for part in form:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(0, len(part[0]))
        for row in part:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(path))
    return path


def sheet(form: Form, path: Path) -> Path:
    book = openpyxl.Workbook()
    active: Any = book.active
    row = 1
    for part in form:
        for texts in [[part]] if isinstance(part, str) else part:
            for column, text in enumerate(texts, 1):
                active.cell(row, column).value = text or None
            row += 1
        row += isinstance(part, list)
    book.save(path)
    return path


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Keeps a marked blank as the only edition of the workbook; gives its file."""
    monkeypatch.setenv("WORKBOOK_DOCS_TEMPLATES", "")

    def keep(blank: Path) -> Path:
        monkeypatch.setattr("workbook_docs.templates.template_folder", lambda _: tmp_path)
        monkeypatch.setattr("workbook_docs.templates.text_folder", lambda _: tmp_path)
        editions_of.cache_clear()
        return keep_edition(OldPlan, blank, "2019")[0]

    yield keep
    editions_of.cache_clear()


@pytest.mark.parametrize(
    ("form", "write", "suffix"),
    [
        (captions_in_tables, words, "docx"),
        (rows_as_blocks, words, "docx"),
        (captions_in_tables, sheet, "xlsx"),
    ],
)
def test_a_return_on_an_old_form_is_read_as_its_blank_was_marked(
    tmp_path, kept, form, write, suffix
):
    edition = kept(write(form(PLACES), tmp_path / f"blank.{suffix}"))
    reading = read(write(form(ANSWERS), tmp_path / f"return.{suffix}"), OldPlan)

    record = reading.record
    assert reading.edition == "old-plan@2019"
    assert record.name == "Ann Reed"
    assert record.groups == ["Patients"]
    assert [(r.who, r.why) for r in record.first] == [("Clinic", "They see results")]
    assert [(r.who, r.why) for r in record.second] == [("Council", "They pay")]
    assert (record.stages.start, record.stages.end) == ("A workshop", "A party")
    assert (record.done.listed, record.done.asked) == (True, False)
    assert not reading.unplaced
    assert reading.account.adds_up
    assert SENTENCE not in edition.read_text("utf-8")


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (["Name: {{ nam }}"], r"old-plan has no place nam. Did you mean {{ name }}\?"),
        (["{{ name }}"], "{{ name }} stands beside no label"),
        ([[["{{ first[].who }}"]]], r"{{ first\[\].who }} stands under no heading"),
        (["Nothing is marked."], "has no places"),
    ],
)
def test_a_blank_that_could_not_be_read_is_refused(tmp_path, kept, form, message):
    with pytest.raises(TemplateError, match=message):
        kept(words(form, tmp_path / "blank.docx"))
