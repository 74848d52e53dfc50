"""What a designed Word template prints a second time: issued where it is as it was filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest

from workbook_docs import Field, LongText, Names, Section, Text, Workbook, read
from workbook_docs.copies import fill
from workbook_docs.edition import load, save
from workbook_docs.records import Copy
from workbook_docs.templates import current_edition, editions_of
from workbook_docs.values import assemble, normal


class Who(Section):
    name: Text = Field(title="Your name")
    post: Text = Field(title="Your post")
    helpers: Names = Field(title="Helpers")
    aim: LongText = Field(title="Aim of the visit")


class Letter(Workbook, id="echoed-letter", version="1", title="Letter"):
    who: Who = Field(title="About you")


Document = docx.document.Document
COPY = Copy("7KQ2-M9XD", study="S07", round="2026-2", title="Stroke rehabilitation")
FULL = {
    "who.name": "Ann Reed",
    "who.post": "Ward sister",
    "who.helpers": ["Bob", "Cleo Day"],
    "who.aim": "See the ward.\nMeet the team.",
}


def alone(document: Document) -> None:
    document.add_paragraph("{{ who.name }}")


def in_a_sentence(document: Document) -> None:
    document.add_paragraph("Dear {{ who.name }}, thank you for your visit.")


def two_in_a_line(document: Document) -> None:
    document.add_paragraph("Signed: {{ who.name }} ({{ who.post }})")


def several_lines(document: Document) -> None:
    document.add_paragraph("With you come: {{ who.helpers }}")
    document.add_paragraph("{{ who.aim }}")


def in_the_header(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = "{{ copy.study }} - {{ who.name }}"


def in_a_cell(document: Document) -> None:
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Prepared for", "{{ who.name }}"


def of_the_copy(document: Document) -> None:
    document.add_paragraph("This form is for {{ copy.title }} ({{ copy.study }}).")
    document.add_paragraph("Please return it in round {{ copy.round }}.")


def before_its_place(document: Document) -> None:
    document.paragraphs[0].insert_paragraph_before("Dear {{ who.name }},")


AGAIN = [
    alone, in_a_sentence, two_in_a_line, several_lines, in_the_header, in_a_cell, of_the_copy,
    before_its_place,
]  # fmt: skip


@pytest.fixture(params=AGAIN, ids=lambda again: again.__name__)
def echoed(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A folder with a template that says something again."""
    again: Callable[[Document], None] = request.param
    document = docx.Document()
    document.add_heading("About you", 1)
    document.add_paragraph("Your name: {{ who.name }}")
    document.add_paragraph("Your post: {{ who.post }}")
    document.add_paragraph("Helpers")
    document.add_paragraph("{{ who.helpers }}")
    document.add_paragraph("Aim of the visit")
    document.add_paragraph("{{ who.aim }}")
    document.add_heading("Thank you", 1)
    again(document)
    document.save(str(tmp_path / "echoed-letter.docx"))
    monkeypatch.setattr(Letter, "templates", str(tmp_path))
    current_edition.cache_clear()
    editions_of.cache_clear()
    yield tmp_path
    current_edition.cache_clear()
    editions_of.cache_clear()


@pytest.mark.parametrize(
    "values", [{}, {"who.name": "Ann Reed"}, FULL], ids=["blank", "name", "full"]
)
def test_what_is_printed_again_is_issued(echoed: Path, values: dict) -> None:
    reading = read(fill(Letter, values, echoed / "S07.docx", copy=COPY), Letter)

    assert reading.record == normal(assemble(Letter, values))
    assert reading.unplaced == ()
    assert [f.code for f in reading.findings if f.severity != "note"] == []
    assert reading.account.adds_up


def test_an_edition_that_is_kept_knows_what_it_prints_again(echoed: Path) -> None:
    edition = current_edition(Letter, "docx")

    save(edition, echoed / "kept.json")

    assert load(echoed / "kept.json") == edition


@pytest.mark.parametrize("typed", ["Cleo Day", "A. Reed", "Ann Reed-Hart"])
def test_an_answer_that_was_changed_is_read_and_what_stands_again_is_listed(
    echoed: Path, typed: str
) -> None:
    path = fill(Letter, {"who.name": "Ann Reed"}, echoed / "S07.docx", copy=COPY)
    document = docx.Document(str(path))
    place = next(
        p
        for p in document.paragraphs
        if p.text.startswith("Your name") or "Your name" in "".join(p._p.itertext())
    )
    word = next(
        t
        for t in place._p.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
        if t.text == "Ann Reed"
    )
    word.text = typed
    document.save(str(path))

    reading = read(path, Letter)

    assert reading.record.who.name == typed
    assert reading.record.who.post is None
    assert reading.account.adds_up
    again = [line.again for line in current_edition(Letter, "docx").lines if line.again]
    listed = any("Ann Reed" in text.text for text in reading.unplaced)
    assert listed == any("who.name" in line for line in again)
