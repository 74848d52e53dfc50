"""Any docxtpl template becomes one with controls, bookmarks and repeating sections."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable

import docx
import pytest
from lxml import etree

from test_word_build import AllKinds, W, shipped, template, val, words, xml
from workbook_docs import anchors
from workbook_docs.catalogue import known_workbooks
from workbook_docs.definition import Field, Names, Row, Section, Text, Tick, Workbook, fields_of
from workbook_docs.errors import TemplateError
from workbook_docs.prompts import PROMPTS
from workbook_docs.records import Copy
from workbook_docs.word.fill import fill
from workbook_docs.word.package import pack, unpack
from workbook_docs.word.prepare import check, prepare
from workbook_docs.workbooks.module_2 import Module2

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


class Line(Row):
    what: Text = Field(title="What?")
    who: Names = Field(title="Who?")


class You(Section):
    name: Text = Field(title="Your name")
    agreed: Tick = Field(title="I agree.")


class Small(Workbook, id="small", version="1", title="Small"):
    you: You = Field(title="About you")
    lines: list[Line] = Field(title="Lines")


def designed(change: Callable[[docx.document.Document], None] | None = None) -> bytes:
    """A template of `Small` as a designer makes it in Word, without any style of ours."""
    document = docx.Document()
    document.core_properties.author = "Dana Designer"
    document.add_heading("About you", 1)
    document.add_paragraph("Your name: {{ you.name }}")
    document.add_paragraph("{{ you.agreed }} I agree.")
    table = document.add_table(4, 2)
    for row, texts in zip(
        table.rows,
        (
            ("What?", "Who?"),
            ("{%tr for line in lines %}", ""),
            ("{{ line.what }}", "{{line.who}}"),
            ("{%tr endfor %}", ""),
        ),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    if change is not None:
        change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def controls(data: bytes) -> dict[str, list[etree._Element]]:
    """The controls of a file by tag."""
    found: dict[str, list[etree._Element]] = {}
    for box in xml(data).iter(W + "sdt"):
        tag = val(box, "w:sdtPr/w:tag")
        if tag:
            found.setdefault(unescaped(tag), []).append(box)
    return found


def unescaped(text: str) -> str:
    """Braces of a definition's own words wait as expressions until a copy is filled."""
    return text.replace("{{ '{' }}", "{").replace("{{ '}' }}", "}")


def bookmarked(data: bytes) -> dict[str, str]:
    """The words that each bookmark surrounds; every one within one paragraph."""
    found = {}
    for paragraph in xml(data).iter(W + "p"):
        open_names: dict[str, str] = {}
        for element in paragraph.iter(W + "bookmarkStart", W + "bookmarkEnd", W + "t"):
            number = element.get(W + "id") or ""
            if element.tag == W + "bookmarkStart":
                open_names[number] = element.get(W + "name")
                found[open_names[number]] = ""
            elif element.tag == W + "bookmarkEnd":
                del open_names[number]
            else:
                for name in open_names.values():
                    found[name] += element.text or ""
        assert open_names == {}, "a bookmark spans paragraphs"
    return found


# Controls ------------------------------------------------------------------------------


@pytest.mark.parametrize("workbook", [AllKinds, *known_workbooks().values()][:3])
def test_every_field_has_one_control_that_names_it(workbook: type[Workbook]) -> None:
    source = template() if workbook is AllKinds else shipped(workbook.workbook_id)
    found = controls(prepare(source, workbook))
    expected = []
    for declared in fields_of(workbook):
        if declared.kind == "choices" and declared.table is None:
            expected += [anchors.option_path(declared.path, o) for o in declared.options]
        else:
            expected.append(declared.path)
    assert Counter({tag: len(boxes) for tag, boxes in found.items()}) == Counter(
        anchors.tag(path) for path in expected
    )
    names = anchors.names_of(workbook)
    for tag, (box,) in found.items():
        alias = unescaped(val(box, "w:sdtPr/w:alias") or "")
        assert names.tags[tag] in expected
        assert names.aliases[anchors.alias_path(alias)] == names.tags[tag]
        assert len(tag) <= 64
        assert len(alias) <= 64
        assert box.getparent().tag == W + "p", "controls stand in a paragraph"


KINDS = [
    # field           what its control is                what it is not
    ("text", W + "text", None),
    ("mail", W + "text", None),
    ("whole", W + "text", None),
    ("decimal", W + "text", None),
    ("long", None, W + "text"),
    ("names", None, W + "text"),
    ("day", W + "date", W + "text"),
    ("choice", W + "dropDownList", W + "text"),
    ("tick", W14 + "checkbox", W + "text"),
]


@pytest.mark.parametrize(("name", "has", "has_not"), KINDS)
@pytest.mark.parametrize("where", ["one.", "several[]."])
def test_controls_by_kind(where: str, name: str, has: str | None, has_not: str | None) -> None:
    (box,) = controls(prepare(template(), AllKinds))[f"{where}{name}"]
    properties = box.find(W + "sdtPr")
    assert has is None or properties.find(has) is not None
    assert has_not is None or properties.find(has_not) is None
    locked = val(box, "w:sdtPr/w:lock")
    assert locked == ("sdtLocked" if where == "one." else None)


def test_a_day_is_written_out_in_british_english() -> None:
    (box,) = controls(prepare(template(), AllKinds))["one.day"]
    assert val(box, "w:sdtPr/w:date/w:dateFormat") == "d MMMM yyyy"
    assert val(box, "w:sdtPr/w:date/w:lid") == "en-GB"


def test_a_choice_offers_its_options_and_the_prompt() -> None:
    (box,) = controls(prepare(template(), AllKinds))["one.choice"]
    items = [item.get(W + "displayText") for item in box.iter(W + "listItem")]
    assert items == [PROMPTS["choice"], "Red", "Green"]


def test_several_choices_in_a_row_are_lines_of_one_control() -> None:
    (box,) = controls(prepare(template(), AllKinds))["several[].choices"]
    assert box.find(f"{W}sdtPr/{W14}checkbox") is None


def test_rows_stand_in_a_repeating_section_without_a_path() -> None:
    root = xml(prepare(template(), AllKinds))
    (section,) = [m.getparent().getparent() for m in root.iter(W15 + "repeatingSection")]
    assert section.getparent().tag == W + "tbl"
    assert section.find(f"{W}sdtPr/{W}tag") is None
    assert anchors.alias_path(val(section, "w:sdtPr/w:alias") or "") is None
    kinds = [child.tag for child in section.find(W + "sdtContent")]
    assert kinds == [W + "tr", W + "sdt", W + "tr"]
    (item,) = [m.getparent().getparent() for m in root.iter(W15 + "repeatingSectionItem")]
    assert [child.tag for child in item.find(W + "sdtContent")] == [W + "tr"]


def test_prompts_are_building_blocks() -> None:
    data = prepare(template(), AllKinds)
    blocks = {
        block.find(f"{W}docPartPr/{W}name").get(W + "val"): words(block)
        for block in xml(data, "word/glossary/document.xml").iter(W + "docPart")
    }
    for box in xml(data).iter(W + "sdt"):
        name = val(box, "w:sdtPr/w:placeholder/w:docPart")
        assert name is None or blocks[name] in PROMPTS.values()


# Labels --------------------------------------------------------------------------------


@pytest.mark.parametrize("workbook", [AllKinds, *known_workbooks().values()][:3])
def test_every_label_has_a_bookmark(workbook: type[Workbook]) -> None:
    source = template() if workbook is AllKinds else shipped(workbook.workbook_id)
    found = bookmarked(prepare(source, workbook))
    for declared in fields_of(workbook):
        name = anchors.label_bookmark(declared.path)
        assert len(name) <= 40
        assert name.isascii()
        assert "".join(c for c in found[name].casefold() if c.isalnum()) == "".join(
            c for c in declared.label.casefold() if c.isalnum()
        )
    for path, label in anchors.COPY_FIELDS.items():
        assert found[anchors.label_bookmark(path)] == label


def test_every_option_has_a_bookmark_round_its_words() -> None:
    found = bookmarked(fill(prepare(template(), AllKinds), AllKinds, {}, Copy("AAAA-BBBB")))
    (declared,) = [f for f in fields_of(AllKinds) if f.path == "one.choices"]
    for option in declared.options:
        name = anchors.label_bookmark(anchors.option_path("one.choices", option))
        assert found[name] == option


def test_no_bookmark_surrounds_what_people_type_over() -> None:
    for text in bookmarked(prepare(template(), AllKinds)).values():
        assert "{{ answers" not in text
        assert "{{ row" not in text


# Designers -----------------------------------------------------------------------------


def test_a_designers_own_template_will_do() -> None:
    data = prepare(designed(), Small)
    assert set(controls(data)) == {"you.name", "you.agreed", "lines[].what", "lines[].who"}
    found = bookmarked(data)
    assert found["wd_q_you__name"] == "Your name: "
    assert found["wd_q_you__agreed"] == "I agree."
    assert found["wd_q_lines__what"] == "What?"


def test_the_name_of_the_designer_stays_at_home() -> None:
    data = prepare(designed(), Small)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [n for n in package.namelist() if b"Dana" in package.read(n)]
    assert docx.Document(io.BytesIO(data)).core_properties.title == "Small"


def test_a_style_for_prompts_is_added_where_there_is_none() -> None:
    styles = xml(prepare(designed(), Small), "word/styles.xml")
    assert "PlaceholderText" in [s.get(W + "styleId") for s in styles.iter(W + "style")]


SPLITS = [
    ["{{ you.name }}"],
    ["{", "{ you.name }}"],
    ["{{", " you", ".", "name ", "}", "}"],
    ["Your name", ": {{ you.na", "me }} please"],
    ["{{\u00a0you.name\u00a0}}"],
]


@pytest.mark.parametrize("pieces", SPLITS)
def test_tags_are_found_however_word_has_split_them(pieces: list[str]) -> None:
    def split(document: docx.document.Document) -> None:
        paragraph = document.paragraphs[1]
        paragraph.clear()
        if not pieces[0].startswith("Your"):
            paragraph.add_run("Your name ")
        for number, piece in enumerate(pieces):
            paragraph.add_run(piece).bold = number % 2 == 0

    data = prepare(designed(split), Small)
    (box,) = controls(data)["you.name"]
    assert words(box) == '{{ answers["you.name"] }}'
    assert words(box.getparent()).startswith("Your name")
    assert box.find(f".//{W}rPr/{W}b") is not None, "in the manner of its first letter"


def test_a_second_place_is_an_echo() -> None:
    data = prepare(designed(lambda d: d.add_paragraph("Dear {{ you.name }},")), Small)
    assert len(controls(data)["you.name"]) == 1
    last = list(xml(data).iter(W + "p"))[-1]
    assert words(last) == 'Dear {{ again["you.name"] }},'
    assert last.find(f".//{W}sdt") is None


def test_a_second_table_of_the_same_rows_is_an_echo() -> None:
    def again(document: docx.document.Document) -> None:
        table = document.add_table(3, 1)
        for row, text in zip(
            table.rows, ("{%tr for x in lines %}", "{{ x.what }}", "{%tr endfor %}"), strict=True
        ):
            row.cells[0].text = text

    data = prepare(designed(again), Small)
    assert len(controls(data)["lines[].what"]) == 1
    assert '{{ row["what"] }}' in words(list(xml(data).iter(W + "tbl"))[1])


def cleared(text: str) -> Callable[[docx.document.Document], None]:
    """A change that puts other words into the paragraph of the name."""

    def change(document: docx.document.Document) -> None:
        document.paragraphs[1].text = text

    return change


def in_cell(row: int, text: str) -> Callable[[docx.document.Document], None]:
    """A change that puts other words into the first cell of a row."""

    def change(document: docx.document.Document) -> None:
        document.tables[0].rows[row].cells[0].text = text

    return change


def added(text: str) -> Callable[[docx.document.Document], None]:
    """A change that adds a paragraph."""

    def change(document: docx.document.Document) -> None:
        document.add_paragraph(text)

    return change


def only_in_header(document: docx.document.Document) -> None:
    document.paragraphs[1].text = ""
    document.sections[0].header.paragraphs[0].text = "{{ you.name }}"


MISFITS = [
    (cleared("Your name"), "you.name (“Your name”) has no place"),
    (only_in_header, "you.name has no place for an answer"),
    (cleared("Your name {{ you.nme }}"), "you.nme is no field of small"),
    (cleared("Your name {{ you.name|upper }}"), "is no tag that can be filled"),
    (cleared("Your name {{ you.name }} {% if x %}"), "is no tag that can be filled"),
    (cleared("Your name {{ you.name }} {# note #}"), "is no tag that can be filled"),
    (cleared("Your name {{ you.name }} and {{ open"), "begins a tag that has no end"),
    (added("{{ copy.colour }}"), "copy.colour is no field of small"),
    (added("{{ lines }}"), "lines is no field of small"),
    (added("{%tr for x in lines %}"), "must stand in a table row of its own"),
    (added("{%tr endfor %}"), "stands without its “for”"),
    (in_cell(3, ""), "needs a row below it and then a row with {%tr endfor %}"),
    (in_cell(1, "{%tr for line in rows %}"), "rows is no repeated table of small"),
    (in_cell(2, "{{ line.which }}"), "lines[].which is no field of small"),
    (in_cell(2, "{{ lines.what }}"), "lines[].what (“What?”) has no place"),
    (in_cell(0, ""), "lines[].what has no label – write “What?” above its place, in a row before"),
]


@pytest.mark.parametrize(("change", "said"), MISFITS)
def test_what_does_not_fit_is_said(
    change: Callable[[docx.document.Document], None], said: str
) -> None:
    lines = check(designed(change), Small)
    assert any(said in line for line in lines), lines
    assert all(" – " in line for line in lines)
    with pytest.raises(TemplateError):
        prepare(designed(change), Small)


def test_a_template_that_fits_has_no_lines() -> None:
    assert check(designed(), Small) == ()
    assert check(template(), AllKinds) == ()


def test_all_misfits_are_told_at_once() -> None:
    def worse(document: docx.document.Document) -> None:
        cleared("{{ a.b }}")(document)
        added("{{ c.d }}")(document)

    lines = check(designed(worse), Small)
    assert [line.split(" ")[0] for line in lines] == ["a.b", "c.d", "you.name"]


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_what_is_no_word_file_is_said(data: bytes) -> None:
    assert "is no Word document" in check(data, Small)[0]


def test_preparing_is_deterministic() -> None:
    data = template()
    assert prepare.__wrapped__(data, AllKinds) == prepare.__wrapped__(data, AllKinds)


class Layout(Workbook, id="layout", version="1", title="Layout"):
    name: Text = Field(title="Your name")
    done: Tick = Field(title="Done")


def laid_out(rows: list[list[str]], before: str = "Heading") -> bytes:
    """A template with a table of these cells."""
    document = docx.Document()
    document.add_heading(before, 1)
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


LABELS = [
    # cells                                                        label of the name
    ([["Your name", "{{ name }}"], ["Done", "{{ done }}"]], "Your name"),
    ([["Q1", "Your name", "{{ name }}"], ["Q2", "Done", "{{ done }}"]], "Your name"),
    ([["Your name", "Full", "{{ name }}"], ["Done", "", "{{ done }}"]], "Your name"),
    ([["Your name?", "Help", "{{ name }}"], ["Done", "", "{{ done }}"]], "Your name?"),
    ([["Done", "{{ done }}", "Your name", "{{ name }}"]], "Your name"),
    ([["Your name", "Done"], ["{{ name }}", "{{ done }}"]], "Your name"),
    ([["Your name\nIn full\n{{ name }}", "Done {{ done }}"]], "Your nameIn full"),
    ([["Your name: {{ name }}", "{{ done }} Done"]], "Your name: "),
]


@pytest.mark.parametrize(("cells", "label"), LABELS)
def test_labels_are_found_where_designers_put_them(cells: list[list[str]], label: str) -> None:
    found = bookmarked(prepare(laid_out(cells), Layout))
    assert found["wd_q_name"] == label
    assert found["wd_q_done"].strip() == "Done"


# Tables --------------------------------------------------------------------------------

LOST = {
    "tblLook": "tblPr/tblLook",
    "tblCaption": "tblPr/tblCaption",
    "tblStyle": "tblPr/tblStyle",
    "tblHeader": "tr/trPr/tblHeader",
}


@pytest.mark.parametrize("lost", [("tblLook", "tblCaption", "tblStyle"), ("tblHeader",), (*LOST,)])
def test_what_a_table_lost_in_another_program_is_put_back(lost: tuple[str, ...]) -> None:
    parts = unpack(shipped("module-2"))
    root = etree.fromstring(parts["word/document.xml"])
    kept = [table.find("w:tblPr/w:tblCaption", NAMES).get(W + "val") for table in tables(root)]
    for table in tables(root):
        for name in lost:
            for element in table.findall("/".join(f"w:{n}" for n in LOST[name].split("/")), NAMES):
                element.getparent().remove(element)
    parts["word/document.xml"] = etree.tostring(root)
    data = fill(prepare(pack(parts), Module2), Module2, {}, Copy("AAAA-0001", "S07"))
    found = tables(xml(data))

    assert [t.find("w:tblPr/w:tblCaption", NAMES).get(W + "val") for t in found] == kept
    assert [t for t in found if t.find("w:tblPr/w:tblLook", NAMES) is None] == []
    assert [t for t in found if t.find(".//w:tr[1]/w:trPr/w:tblHeader", NAMES) is None] == []


def test_a_table_whose_first_row_is_no_header_is_given_none() -> None:
    rows = [["Your name", "{{ name }}"], ["Done", "{{ done }}"]]
    data = fill(prepare(laid_out(rows), Plain), Plain, {}, Copy("AAAA-0001"))
    (found,) = tables(xml(data))

    assert found.find(".//w:tblHeader", NAMES) is None
    assert found.find("w:tblPr/w:tblCaption", NAMES).get(W + "val") == "Heading"


NAMES = {"w": W.strip("{}")}


class Plain(Workbook, id="plain", version="1", title="Plain"):
    name: Text = Field(title="Your name")
    done: Tick = Field(title="Done")


def tables(root: etree._Element) -> list[etree._Element]:
    return root.findall("w:body/w:tbl", NAMES)
