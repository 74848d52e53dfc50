"""Markdown with places becomes neutral blocks, and what is wrong in it is named by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_docs.catalogue import known_workbooks, template_folder
from workbook_docs.content import (
    AnswerParagraph,
    Box,
    Cell,
    Heading,
    ListItems,
    Paragraph,
    Run,
    Slot,
    Table,
    TickItem,
    plain,
    slots,
)
from workbook_docs.errors import TemplateError
from workbook_docs.text.check import fit
from workbook_docs.text.markdown import parse

FRONT = "---\ntitle: Our plan\n---\n"
"""Front matter of three lines: what follows begins in line 4."""


def words(text: str) -> tuple[Run, ...]:
    return (Run(text),)


BLOCKS = [
    # what is written             what it is
    ("# Start", Heading(1, words("Start"), None, 4)),
    ('# Start {sheet="Start here"}', Heading(1, words("Start"), "Start here", 4)),
    ("# The *9 Cs*", Heading(1, (Run("The "), Run("9 Cs", italic=True)), None, 4)),
    ("Some words.", Paragraph(words("Some words."), 4)),
    ("Two lines\nof words.", Paragraph(words("Two lines of words."), 4)),
    ("**Who?**", Paragraph((Run("Who?", bold=True),), 4)),
    (
        "See [our page](https://example.org/a?b=c).",
        Paragraph((Run("See "), Run("our page", link="https://example.org/a?b=c"), Run(".")), 4),
    ),
    ("Fish & <5 'chips'", Paragraph(words("Fish & <5 'chips'"), 4)),
    (r"Not \*bold\*", Paragraph(words("Not *bold*"), 4)),
    ("{{ study.title }}", AnswerParagraph(Slot("study.title", 4))),
    ("{{study.title}}", AnswerParagraph(Slot("study.title", 4))),
    ("{{ a_b.c_d }}", AnswerParagraph(Slot("a_b.c_d", 4))),
    ("- {{ list.done }} Done it?", TickItem(Slot("list.done", 4), words("Done it?"))),
    (
        "- {{ a.b_c }} Set the **next_date**",
        TickItem(Slot("a.b_c", 4), (Run("Set the "), Run("next_date", bold=True))),
    ),
    ("- one\n- two", ListItems((words("one"), words("two")), False, 4)),
    ("1. one\n2. two", ListItems((words("one"), words("two")), True, 4)),
    (
        "| Q | A |\n| --- | --- |\n| Name | {{ you.name }} |\n| Fee | about \\| £5 |",
        Table(
            (words("Q"), words("A")),
            (
                (Cell(words("Name")), Cell(slot=Slot("you.name", 6))),
                (Cell(words("Fee")), Cell(words("about | £5"))),
            ),
            None,
            4,
        ),
    ),
    (
        "| Who | Why |\n|---|---|\n| {{ plan.rows[].who }} | {{ plan.rows[].it.why }} |",
        Table(
            (words("Who"), words("Why")),
            (
                (
                    Cell(slot=Slot("plan.rows[].who", 6)),
                    Cell(slot=Slot("plan.rows[].it.why", 6)),
                ),
            ),
            "plan.rows",
            4,
        ),
    ),
    (
        "::: rule Golden Rules – Feedback\nListen.\n\n- a\n:::",
        Box(
            "rule",
            "Golden Rules – Feedback",
            (Paragraph(words("Listen."), 5), ListItems((words("a"),), False, 7)),
            4,
        ),
    ),
]


@pytest.mark.parametrize(("source", "block"), BLOCKS)
def test_each_sort_of_block(source: str, block: object) -> None:
    assert parse(FRONT + source).blocks == (block,)


def test_ticks_are_blocks_of_their_own() -> None:
    content = parse(FRONT + "- {{ a.x }} One\n- {{ a.y }} Two")
    assert content.blocks == (
        TickItem(Slot("a.x", 4), words("One")),
        TickItem(Slot("a.y", 5), words("Two")),
    )


def test_front_matter_keeps_colons_and_quotation_marks_go() -> None:
    content = parse(
        '---\ntitle: Module 2: Plan\nsubtitle: "A: b"\nlanguage: cy\nx: y\n---\nHi', "a.md"
    )
    assert (content.title, content.subtitle, content.language) == ("Module 2: Plan", "A: b", "cy")
    assert content.front["x"] == "y"
    assert content.source == "a.md"


def test_comments_of_authors_are_passed_over() -> None:
    content = parse(FRONT + "<!-- To do: ask Ann. -->\n\nWords <!-- here too --> go on.")
    assert [plain(block.words) for block in content.blocks] == ["Words  go on."]  # type: ignore[union-attr]


MARKED = FRONT + "# Data\n\n<!-- data-statement -->\n\nOurs.\n\n<!-- /data-statement -->\n\nAfter."


def test_a_marked_section_stands_as_it_is() -> None:
    content = parse(MARKED)
    assert [plain(b.words) for b in content.blocks] == ["Data", "Ours.", "After."]  # type: ignore[union-attr]


def test_a_hub_replaces_a_marked_section() -> None:
    content = parse(MARKED, replace={"data-statement": "Theirs.\n\n- one\n- two"})
    assert content.blocks[1:3] == (
        Paragraph(words("Theirs."), 1),
        ListItems((words("one"), words("two")), False, 3),
    )
    assert content.blocks[3] == Paragraph(words("After."), 12)


def test_an_error_in_a_replaced_section_names_the_section() -> None:
    with pytest.raises(TemplateError) as caught:
        parse(MARKED, "m.md", replace={"data-statement": "Fine.\n\n---"})
    assert str(caught.value).startswith("m.md (data-statement) line 3: a line across the page – ")


WRONG = [
    # what is written                                line  what is said about it
    ("Dear {{ you.name }},", 4, "the place you.name within words"),
    ("# About {{ you.name }}", 4, "the place you.name within words"),
    ("| {{ a.b }} |\n| --- |\n| x |", 4, "the place a.b within words"),
    ("| A |\n| --- |\n| My {{ a.b }} |", 6, "the place a.b within words"),
    ("{{ a.b }}\n{{ a.c }}", 4, "the place a.b within words"),
    ("- {{ a.b }}", 4, "the place a.b within words"),
    ("1. {{ a.b }} Done", 4, "the place a.b within words"),
    ("{{ a b }}", 4, "“a b” is no path of a field"),
    ("{{ }}", 4, "“” is no path of a field"),
    ("{{ a.b|upper }}", 4, "“a.b|upper” is no path of a field"),
    ("{{ rows[0].a }}", 4, "“rows[0].a” is no path of a field"),
    ("{{ rows[] }}", 4, "“rows[]” is no path of a field"),
    ("{{ rows[].a }}", 4, "the column rows[].a outside a table"),
    ("- {{ rows[].a }} Done", 4, "the column rows[].a outside a table"),
    ("{{ a.b", 4, "in words"),
    ("{% if a %}", 4, "in words"),
    (r"\{\{ a \}\}", 4, "in words"),
    ("<b>Bold</b>", 4, "raw HTML"),
    ("<div>Block</div>", 4, "raw HTML"),
    ("# One\n\n### Three", 6, "a heading of level 3 below level 1"),
    ("## Two", 4, "a heading of level 2 at the beginning"),
    ("# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5", 12, "a heading of level 5"),
    ("#", 4, "a heading without words"),
    ("# A {colour=red}", 4, "{colour=red} is no attribute of a heading"),
    ('# A {sheet="a/b"}', 4, "“a/b” cannot name a sheet"),
    (f'# A {{sheet="{"x" * 32}"}}', 4, "cannot name a sheet"),
    ("::: signpost Stop\n{{ a.b }}\n:::", 5, "the place a.b in a box"),
    ("::: signpost Stop\n- {{ a.b }} Done\n:::", 5, "the place a.b in a box"),
    ("::: signpost Stop\n# Head\n:::", 5, "a heading in a box"),
    ("::: signpost Stop\n| A |\n| --- |\n| b |\n:::", 4, "a table in a box"),
    (":::: signpost Stop\n::: rule Go\nx\n:::\n::::", 5, "a box in a box"),
    ("::: note Stop\nx\n:::", 4, "'note' is no kind of box"),
    ("::: signpost\nx\n:::", 4, "a box without a title"),
    ("::: signpost Stop\nx", 4, "a box without an end"),
    ("x\n\n:::", 6, "':::' without a box before it"),
    ("{{ a.b }}\n\nx\n\n{{ a.b }}", 8, "the place a.b a second time"),
    ("| A |\n|---|\n| {{ r[].a }} |\n| {{ r[].b }} |", 4, "more than one row"),
    ("| A | B |\n|---|---|\n| {{ r[].a }} | x |", 4, "a cell that is not repeated"),
    ("| A | B |\n|---|---|\n| {{ r[].a }} | {{ a.b }} |", 4, "a cell that is not repeated"),
    ("| A | B |\n|---|---|\n| {{ r[].a }} | {{ s[].b }} |", 4, "one table repeats r and s"),
    ("| A | B |\n|---|---|\n| x |", 6, "a row of 1 cell below 2 headings"),
    ("| A | B |\n|---|---|\n| x | y | z |", 6, "a row of 3 cells below 2 headings"),
    ("| A |  |\n|---|---|\n| x | y |", 4, "a column without a heading"),
    ("| A |\n|---|", 4, "a table without a row"),
    ("- a\n  - b", 4, "a list item that is more than one paragraph"),
    ("- {{ a.b }} Done\n- Not a place", 4, "a list of both check boxes and words"),
    ("3. c\n4. d", 4, "a list that begins with 3"),
    ("> said", 4, "a quotation with '>'"),
    ("```\nx\n```", 4, "a block of code"),
    ("Say `x`.", 4, "words between back-ticks"),
    ("Look: ![alt](a.png)", 4, "a picture among words"),
    ("![](a.png)", 4, "the picture “a.png” has no words"),
    ("![A.png](a.png)", 4, "the picture “a.png” has no words"),
    (f"![{'long ' * 60}](a.png)", 4, "a picture with 299 characters of words"),
    ("![A tree](https://example.org/a.png)", 4, "lies elsewhere"),
    ('# A {page="old"}', 4, "is no attribute of a heading"),
    ("one  \ntwo", 4, "a line break within a paragraph"),
    ("[here](javascript:alert(1))", 4, "a link to"),
    ("[here](page.html)", 4, "a link to “page.html”"),
    ("<!-- part -->\n\nx", 4, "the section part has no end"),
    ("x\n\n<!-- /part -->", 6, "has no partner"),
]


@pytest.mark.parametrize(("source", "line", "said"), WRONG)
def test_what_is_wrong_is_named_by_line(source: str, line: int, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse(FRONT + source, "module-2.md")
    lines = str(caught.value).split("\n")
    assert any(one.startswith(f"module-2.md line {line}: ") and said in one for one in lines), lines
    assert all(" – " in one for one in lines)


def test_all_errors_are_told_at_once_in_order() -> None:
    with pytest.raises(TemplateError) as caught:
        parse("## Low\n\n{{ a b }}\n\n`code`", "a.md")
    assert [line.split(":")[0] for line in str(caught.value).split("\n")] == [
        "a.md line 1",
        "a.md line 1",
        "a.md line 3",
        "a.md line 5",
    ]


def test_a_replacement_without_its_section_is_an_error() -> None:
    with pytest.raises(TemplateError, match="there is no section data-statement to replace"):
        parse(FRONT + "x", replace={"data-statement": "y"})


@given(st.text(st.sampled_from("ab{}[]|:<>*_-#`!\n .\\(1)%")))
def test_any_text_gives_content_or_an_error_of_ours(source: str) -> None:
    said: list[str] = []
    try:
        content = parse(FRONT + source, "any.md")
    except TemplateError as problem:
        said = str(problem).split("\n")
    if said:
        assert all(line.startswith("any.md line ") for line in said)
    else:
        assert all("{{" not in slot.path for slot in slots(content.blocks))


@pytest.mark.parametrize("name", ["module-2", "nine-cs"])
def test_the_shipped_texts_fit_their_definitions(name: str) -> None:
    workbook = known_workbooks()[name]
    source = (template_folder(workbook) / f"{name}.md").read_text(encoding="utf-8")
    assert fit(parse(source, f"{name}.md"), workbook) == ()
