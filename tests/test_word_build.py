"""A text becomes a Word template that a designer can open: real styles, nothing by hand."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum
from typing import Literal

import docx
import pytest
from lxml import etree

from workbook_docs.catalogue import known_workbooks, template_folder
from workbook_docs.definition import (
    Day,
    Decimal,
    Email,
    Field,
    LongText,
    Names,
    Row,
    Section,
    Text,
    Tick,
    Whole,
    Workbook,
)
from workbook_docs.text.check import fit
from workbook_docs.text.markdown import parse
from workbook_docs.word.build import build

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Meal(Enum):
    """An Enum whose printed words hold what XML and Jinja must not take for theirs."""

    PLAIN = "Plain & <simple>"
    BRACES = "{{ 7 * 7 }} “quoted” 'n' \"all\""


class Every(Row):
    text: Text = Field(title="A line")
    long: LongText = Field(title="Much text")
    mail: Email = Field(title="Address")
    day: Day = Field(title="When")
    tick: Tick = Field(title="Done")
    whole: Whole = Field(title="How many", ge=0)
    decimal: Decimal = Field(title="How much")
    choice: Literal["Red", "Green"] = Field(title="Colour")
    choices: list[Meal] = Field(title="Meals")
    names: Names = Field(title="Who")


class One(Section):
    text: Text = Field(title="A line of text")
    long: LongText = Field(title="Much text to write")
    mail: Email = Field(title="Your address")
    day: Day = Field(title="The day")
    tick: Tick = Field(title="I have done it.")
    whole: Whole = Field(title="How many of them", ge=0, le=99)
    decimal: Decimal = Field(title="How much of it")
    choice: Literal["Red", "Green"] = Field(title="Your colour")
    choices: list[Meal] = Field(title="Your meals")
    names: Names = Field(title="Who they are")
    # A name that Jinja and dictionaries know otherwise.
    items: Text = Field(title="The items")
    loop: LongText = Field(title="The loop")


class AllKinds(Workbook, id="all-kinds", version="3", title="All kinds", day_first=True):
    one: One = Field(title="One of each")
    several: list[Every] = Field(title="Several of each")
    an_extraordinarily_long_name_of_a_field_that_no_tag_of_word_can_ever_hold: Text = Field(
        title="A label that is as long as its path is, and that goes on for a good while yet"
    )


ALL_KINDS = """---
title: All kinds
subtitle: A form of every sort
---
# All kinds

| This copy | Filled in |
| --- | --- |
| Name of the study | {{ copy.title }} |
| Study | {{ copy.study }} |
| Round | {{ copy.round }} |
| Return by | {{ copy.due }} |
| Copy code | {{ copy.id }} |

## One of each

Write *something*, or **nothing**; see [our page](https://example.org/?a=1&b=2).

1. first
2. second

| Question | Help | Answer |
| --- | --- | --- |
| A line of text | Short. | {{ one.text }} |
| Your address | | {{ one.mail }} |
| The day | | {{ one.day }} |
| How many of them | | {{ one.whole }} |
| How much of it | | {{ one.decimal }} |
| Your colour | | {{ one.choice }} |
| Who they are | | {{ one.names }} |
| The items | | {{ one.items }} |

### Much text to write

**What do you think?**

{{ one.long }}

### Your meals

{{ one.choices }}

### Last questions

- {{ one.tick }} I have done it.

1. again the first

### The loop

{{ one.loop }}

::: signpost Look out
Words in a box.

- point

1. step
:::

::: rule Golden Rule – one
Rule.
:::

## Several of each

| A line | Much text | Address | When | Done | How many | How much | Colour | Meals | Who |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| {{ several[].text }} | {{ several[].long }} | {{ several[].mail }} | {{ several[].day }} | \
{{ several[].tick }} | {{ several[].whole }} | {{ several[].decimal }} | {{ several[].choice }} \
| {{ several[].choices }} | {{ several[].names }} |

## A label that is as long as its path is, and that goes on for a good while yet

{{ an_extraordinarily_long_name_of_a_field_that_no_tag_of_word_can_ever_hold }}
"""


def template(source: str = ALL_KINDS, workbook: type[Workbook] = AllKinds) -> bytes:
    """A template of a text."""
    return build(parse(source), workbook)


def xml(data: bytes, part: str = "word/document.xml") -> etree._Element:
    """The root of a part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(part))


def val(element: etree._Element, path: str) -> str | None:
    """The `w:val` found along a path such as `w:sdtPr/w:tag`."""
    found = element.find(path.replace("w:", W))
    return None if found is None else found.get(W + "val")


def words(element: etree._Element) -> str:
    """All words of an element, breaks as line feeds."""
    parts = {W + "br": "\n", W + "tab": "\t"}
    return "".join(
        parts.get(e.tag, e.text or "")
        for e in element.iter(W + "t", W + "br", W + "tab")
        if e.getparent().tag != W + "tabs"
    )


def shipped(name: str) -> bytes:
    """The template of a shipped text."""
    workbook = known_workbooks()[name]
    source = (template_folder(workbook) / f"{name}.md").read_text(encoding="utf-8")
    return build(parse(source, f"{name}.md"), workbook)


def test_the_text_of_every_kind_fits_its_definition() -> None:
    assert fit(parse(ALL_KINDS), AllKinds) == ()


def test_the_same_text_gives_the_same_bytes() -> None:
    assert template() == template()


def test_places_stand_in_it_as_a_designer_writes_them() -> None:
    text = words(xml(template()))
    for tag in (
        "{{ one.text }}", "{{ one.choices }}", "{{ one.tick }} I have done it.", "{{ copy.due }}",
        "{%tr for row in several %}", "{{ row.names }}", "{%tr endfor %}",
    ):  # fmt: skip
        assert tag in text
    assert "{{ copy.code }}" in words(xml(template(), "word/footer1.xml"))


STYLES = [
    ("All kinds", "Title"),
    ("A form of every sort", "Subtitle"),
    ("One of each", "Heading 2"),
    ("Much text to write", "Heading 3"),
    ("What do you think?", "Form Question"),
    ("{{ one.long }}", "Form Answer"),
    ("{{ one.choices }}", "Form Tick"),
    ("{{ one.tick }} I have done it.", "Form Tick"),
    ("first", "List Number"),
    ("Look out", "Signpost Title"),
    ("Words in a box.", "Signpost Lead In"),  # a list follows
    ("point", "Signpost Bullet"),
    ("step", "Signpost Number"),
    ("Golden Rule – one", "Golden Rule Title"),
    ("Rule.", "Golden Rule"),
]


@pytest.mark.parametrize(("text", "style"), STYLES)
def test_each_paragraph_has_a_style_of_its_own(text: str, style: str) -> None:
    document = docx.Document(io.BytesIO(template()))
    assert [p.style.name for p in document.paragraphs if p.text == text] == [style]


def test_the_title_stands_once() -> None:
    document = docx.Document(io.BytesIO(template()))
    assert [p.text for p in document.paragraphs].count("All kinds") == 1


def test_cells_have_styles_of_their_own() -> None:
    table = docx.Document(io.BytesIO(template())).tables[1]
    assert [cell.paragraphs[0].style.name for cell in table.rows[0].cells] == ["Table Heading"] * 3
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells] == [
        "Form Label",
        "Table Text",
        "Form Answer Cell",
    ]


def test_nothing_is_formatted_by_hand() -> None:
    # The weight of words and a list's own number are the text's; all else is a style's.
    allowed = {"pStyle", "rStyle", "b", "i", "numPr", "keepNext"}
    for properties in xml(template()).iter(W + "pPr", W + "rPr"):
        assert {etree.QName(child).localname for child in properties} <= allowed


def test_every_numbered_list_begins_with_1() -> None:
    data = template()
    numbers = [
        val(p, "w:pPr/w:numPr/w:numId")
        for p in xml(data).iter(W + "p")
        if (val(p, "w:pPr/w:pStyle") or "").endswith("Number")
    ]
    assert len(numbers) == 4
    assert len(set(numbers)) == 3
    starts = {n.get(W + "numId"): n for n in xml(data, "word/numbering.xml").iter(W + "num")}
    assert all(val(starts[n], "w:lvlOverride/w:startOverride") == "1" for n in numbers)


def test_tables_are_fit_for_screen_readers() -> None:
    for table in xml(template()).iter(W + "tbl"):
        first = table.find(W + "tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert first.find(f"{W}trPr/{W}cantSplit") is not None
        assert table.find(f"{W}tblPr/{W}tblLook").get(W + "firstRow") == "1"
        widths = [int(c.get(W + "w")) for c in table.find(W + "tblGrid")]
        assert sum(widths) == 9354
        assert all(width > 500 for width in widths)
        for row in table.iter(W + "tr"):
            cells = [int(c.find(f"{W}tcPr/{W}tcW").get(W + "w")) for c in row.iter(W + "tc")]
            assert cells == widths
        assert table.find(f".//{W}gridSpan") is None
        assert table.find(f".//{W}vMerge") is None


def test_the_file_tells_its_title_and_language_and_no_person() -> None:
    core = docx.Document(io.BytesIO(template())).core_properties
    assert (core.title, core.language, core.author, core.last_modified_by) == (
        "All kinds", "en-GB", "", "",
    )  # fmt: skip
    assert xml(template(), "word/styles.xml").find(f".//{W}docDefaults//{W}lang").get(
        W + "val"
    ) == ("en-GB")
    with zipfile.ZipFile(io.BytesIO(template())) as package:
        everything = b"".join(package.read(n) for n in package.namelist())
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"python-docx" not in everything


def test_word_opens_it_in_its_own_mode_and_asks_nothing() -> None:
    settings = xml(template(), "word/settings.xml")
    modes = {s.get(W + "name"): s.get(W + "val") for s in settings.iter(W + "compatSetting")}
    assert modes["compatibilityMode"] == "15"
    assert settings.find(W + "updateFields") is None
    assert settings.find(W + "documentProtection") is None


def test_links_are_links() -> None:
    document = docx.Document(io.BytesIO(template()))
    links = [link for p in document.paragraphs for link in p.hyperlinks if link.address]
    assert [(link.text, link.address) for link in links] == [
        ("our page", "https://example.org/?a=1&b=2")
    ]


def test_contents_lead_to_the_headings() -> None:
    root = xml(shipped("module-2"))
    marks = {b.get(W + "name") for b in root.iter(W + "bookmarkStart")}
    entries = [
        (words(p), p.find(W + "hyperlink").get(W + "anchor"))
        for p in root.iter(W + "p")
        if (val(p, "w:pPr/w:pStyle") or "").startswith("TOC")
    ]
    assert len(entries) > 20
    assert all(anchor in marks for _, anchor in entries)
    assert entries[0][0] == "Introduction"
    code = next(root.iter(W + "instrText")).text
    assert re.search(r'TOC .*"1-2"', code)
    begins = [c.get(W + "fldCharType") for c in root.iter(W + "fldChar")]
    assert begins == ["begin", "separate", "end"]


def test_a_text_of_six_headings_has_a_list_of_contents_and_one_of_five_has_none() -> None:
    six = ALL_KINDS.replace("### Last questions\n\n", "")
    five = six.replace("### The loop\n\n", "")
    assert xml(template(six)).find(f".//{W}instrText") is not None
    assert xml(template(five)).find(f".//{W}instrText") is None


def test_a_table_is_named_after_the_heading_above_it() -> None:
    names = [val(table, "w:tblPr/w:tblCaption") for table in xml(template()).iter(W + "tbl")]
    assert names == ["All kinds", "One of each", "Several of each"]


def test_the_footer_counts_the_pages() -> None:
    footer = xml(template(), "word/footer1.xml")
    assert [code.text.strip() for code in footer.iter(W + "instrText")] == ["PAGE", "NUMPAGES"]


def test_styles_are_the_same_in_every_language_but_their_own() -> None:
    welsh = template(ALL_KINDS.replace("subtitle:", "language: cy\nsubtitle:"))
    assert xml(welsh, "word/styles.xml").find(f".//{W}docDefaults//{W}lang").get(W + "val") == "cy"
