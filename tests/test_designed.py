"""Templates that designers make by hand, in Word and in Excel: checked, filled and read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from test_word_build import W, words, xml
from test_word_prepare import Small, designed
from workbook_docs import Day, Field, LongText, Names, Row, Text, Tick, Workbook, anchors, read
from workbook_docs.copies import fill as fill_file
from workbook_docs.records import Copy
from workbook_docs.templates import current_edition, editions_of, use_templates
from workbook_docs.text.build import misfits
from workbook_docs.values import assemble, normal
from workbook_docs.word.fill import fill
from workbook_docs.word.prepare import check, prepare

COPY = Copy("7KQ2-M9XD")
Change = Callable[[docx.document.Document], None]


# Word: what stands beside the text ------------------------------------------------------


def added(markup: str) -> Change:
    """A change that puts a paragraph of this markup first."""

    def change(document: docx.document.Document) -> None:
        document.paragraphs[0]._p.addprevious(
            parse_xml(f"<w:p {nsdecls('w', 'wp')}>{markup}</w:p>")
        )

    return change


def picture_with_words(document: docx.document.Document) -> None:
    one_pixel = (Path(__file__).parent.parent / "templates" / "figures").glob("*.png")
    document.paragraphs[0].add_run().add_picture(str(next(one_pixel)))
    document.inline_shapes[0]._inline.docPr.set("descr", "A form with {{ braces }} and {% signs")


def braces_across_paragraphs(document: docx.document.Document) -> None:
    for text in ("A set is written {", "{ 1, 2 }", "} and ends so, %", "} too"):
        document.add_paragraph(text)


NO_TAGS: list[tuple[Change, str, str]] = [
    (picture_with_words, "descr", "A form with {{ braces }} and {% signs"),
    (
        added('<w:r><w:instrText>QUOTE "{{ x }}"</w:instrText></w:r>'),
        "instrText",
        'QUOTE "{{ x }}"',
    ),
    (added("<w:r><w:t>{_{ x }_}</w:t></w:r>"), "t", "{{ x }}"),
]


@pytest.mark.parametrize(("change", "where", "stands"), NO_TAGS, ids=["picture", "field", "text"])
def test_braces_that_are_no_place_mean_themselves(change: Change, where: str, stands: str) -> None:
    body = xml(fill(prepare(designed(change), Small), Small, {}, COPY))

    held = [e.text for e in body.iter(W + where)] + [e.get(where) for e in body.iter()]
    assert stands in held


def test_braces_at_the_ends_of_paragraphs_never_join_them() -> None:
    body = xml(fill(prepare(designed(braces_across_paragraphs), Small), Small, {}, COPY))

    assert [words(p) for p in body.iter(W + "p")][-4:] == [
        "A set is written {", "{ 1, 2 }", "} and ends so, %", "} too",
    ]  # fmt: skip


BY = 'w:id="90" w:author="Dana Designer" w:date="2026-01-01T00:00:00Z"'
STRUCK = f"<w:del {BY}><w:r><w:delText>{{{{ old.place }}}}</w:delText></w:r></w:del>"
REVIEWED = [
    # markup of a paragraph                                                     its words
    (f"<w:r><w:t>Old </w:t></w:r>{STRUCK}", "Old "),
    (f"<w:ins {BY}><w:r><w:t>New</w:t></w:r></w:ins>", "New"),
    (f"<w:moveTo {BY}><w:r><w:t>Moved</w:t></w:r></w:moveTo>", "Moved"),
    (f"<w:moveFrom {BY}><w:r><w:t>Moved</w:t></w:r></w:moveFrom>", ""),
    (f"<w:r><w:rPr><w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange></w:rPr><w:t>Bold</w:t></w:r>", "Bold"),
    (f"<w:pPr><w:rPr><w:ins {BY}/></w:rPr></w:pPr><w:r><w:t>Split</w:t></w:r>", "Split"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "text"), REVIEWED)
def test_tracked_changes_are_accepted_and_their_author_stays_at_home(
    markup: str, text: str
) -> None:
    source = designed(added(markup))
    assert check(source, Small) == ()
    data = fill(prepare(source, Small), Small, {}, COPY)

    assert words(next(xml(data).iter(W + "p"))) == text
    assert b"Dana" not in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")


def test_a_paragraph_whose_end_was_struck_out_begins_the_next() -> None:
    markup = f"<w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr><w:r><w:t>Part: </w:t></w:r>"
    body = xml(prepare(designed(added(markup)), Small))

    assert words(next(body.iter(W + "p"))) == "Part: About you"


def test_a_row_that_was_struck_out_is_gone() -> None:
    def change(document: docx.document.Document) -> None:
        row = document.tables[0].add_row()._tr
        row.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')} {BY}/>"))
        row.tc_lst[0].p_lst[0].append(parse_xml(f"<w:r {nsdecls('w')}><w:t>Old row</w:t></w:r>"))

    assert "Old row" not in words(xml(prepare(designed(change), Small)))


def test_comments_are_for_the_designers() -> None:
    def change(document: docx.document.Document) -> None:
        document.add_comment(document.paragraphs[0].runs, "Too long?", author="Dana Designer")

    data = fill(prepare(designed(change), Small), Small, {}, COPY)

    package = zipfile.ZipFile(io.BytesIO(data))
    assert not [name for name in package.namelist() if b"Too long?" in package.read(name)]
    assert not [name for name in package.namelist() if b"Dana" in package.read(name)]
    assert not [e for e in xml(data).iter() if "comment" in str(e.tag).casefold()]
    assert words(next(xml(data).iter(W + "p"))) == "About you"


# Excel ----------------------------------------------------------------------------------


class Line(Row):
    what: Text = Field(title="What")
    when: Day = Field(title="When")


class Plan(Workbook, id="designed-plan", version="1", title="Plan", day_first=True):
    lead: Text = Field(title="Lead")
    aim: LongText = Field(title="Aim")
    start: Day = Field(title="Start")
    ready: Tick = Field(title="Ready")
    helpers: Names = Field(title="Helpers")
    lines: list[Line] = Field(title="Lines")


SINGLE = ("lead", "aim", "start", "ready", "helpers")


def laid_out(folder: Path, *, merged: bool = False, table: str = "wd_lines", beside: bool = False,
             below: bool = False) -> Path:  # fmt: skip
    """An Excel template that a designer made: names on cells, and a table known by its name."""
    book = openpyxl.Workbook()
    book.properties.creator = "Dana Designer"
    form = book.active
    form.title = "Ann's form"
    for row, path in enumerate(SINGLE, 3):
        form.cell(row, 1, path.capitalize())
        area = f"$B${row}:$D${row}" if merged else f"$B${row}"
        if merged:
            form.merge_cells(area.replace("$", ""))
        name = anchors.cell_name(path)
        book.defined_names[name] = DefinedName(name, attr_text=f"'Ann''s form'!{area}")
    form["B5"].number_format = "d mmm yyyy"
    sheet, first = (form, 12) if beside else (book.create_sheet("Lines"), 3)
    for column, title in enumerate(("What", "When"), 1):
        sheet.cell(first, column, title)
    sheet.add_table(Table(displayName=table, ref=f"A{first}:B{first + 2}"))
    if below:
        sheet.cell(first + 5, 1, "Thank you")
    path = folder / f"{Plan.workbook_id}.xlsx"
    book.save(path)
    return path


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder whose templates are those of `Plan`."""
    monkeypatch.setattr(Plan, "templates", str(tmp_path))
    current_edition.cache_clear()
    editions_of.cache_clear()
    yield tmp_path
    use_templates(None)


LAYOUTS = [{}, {"merged": True}, {"table": "lines"}, {"beside": True}, {"below": True}]


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("rows", [0, 2, 3])
def test_what_was_filled_into_a_designed_template_is_read(
    own: Path, layout: dict, rows: int
) -> None:
    template = laid_out(own, **layout)
    values = {
        "lead": "=1+1", "aim": "one\ntwo", "start": date(2027, 1, 31), "ready": True,
        "helpers": ["Ann", "Bob"],
        **{f"lines[{n}].what": f"thing {n}" for n in range(rows)},
        **{f"lines[{n}].when": date(2027, 2, n + 1) for n in range(rows)},
    }  # fmt: skip

    assert list(misfits(Plan, [template])) == []
    reading = read(fill_file(Plan, values, own / "S07.xlsx"), Plan)

    assert reading.record == normal(assemble(Plan, values))
    assert reading.unplaced == ()
    assert [f.code for f in reading.findings if f.severity != "note"] == []
    with zipfile.ZipFile(own / "S07.xlsx") as package:
        assert not [name for name in package.namelist() if b"Dana" in package.read(name)]


def test_a_designed_table_takes_five_thousand_rows(own: Path) -> None:
    laid_out(own)
    values = {f"lines[{n}].what": f"thing {n}" for n in range(5000)}

    reading = read(fill_file(Plan, values, own / "S07.xlsx"), Plan)

    assert [line.what for line in reading.record.lines] == list(values.values())
    assert reading.unplaced == ()


def test_a_place_that_is_left_out_is_named(own: Path) -> None:
    template = laid_out(own, table="Table1")

    assert list(misfits(Plan, [template])) == [
        f"{template.name}: lines[].what has no place: define the name wd_q_lines__what",
        f"{template.name}: lines[].when has no place: define the name wd_q_lines__when",
    ]
