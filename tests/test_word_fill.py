"""A copy holds exactly the values it was given, whatever they look like."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError, UndefinedError
from lxml import etree
from openxml_audit import OpenXmlValidator

from test_word_build import AllKinds, Meal, W, shipped, template, val, words, xml
from test_word_prepare import W14, W15, Small, bookmarked, designed
from workbook_docs import anchors
from workbook_docs.catalogue import known_workbooks
from workbook_docs.definition import Workbook
from workbook_docs.errors import FillError
from workbook_docs.prompts import PROMPTS
from workbook_docs.records import Copy
from workbook_docs.word.fill import _engine, fill
from workbook_docs.word.package import pack, unpack
from workbook_docs.word.prepare import prepare

COPY = Copy("7KQ2-M9XD", "S07", "2026-1", date(2026, 12, 1), "Falls")
LONG = "an_extraordinarily_long_name_of_a_field_that_no_tag_of_word_can_ever_hold"


def filled(values: Mapping[str, Any], workbook: type[Workbook] = AllKinds) -> bytes:
    """A copy of the template of every kind, or of the small one of a designer."""
    source = designed() if workbook is Small else template()
    return fill(prepare(source, workbook), workbook, values, COPY)


def control(data: bytes, path: str) -> etree._Element:
    """The control of a path, `several[2].text` being that of the third row."""
    bare, number = anchors.bare(path), 0
    if bare != path:
        number = int(path.partition("[")[2].partition("]")[0])
    tag = anchors.tag(bare)
    return [b for b in xml(data).iter(W + "sdt") if val(b, "w:sdtPr/w:tag") == tag][number]


def typed(data: bytes, path: str) -> str:
    """What stands in the control of a path."""
    return words(control(data, path).find(W + "sdtContent"))


def shows_prompt(data: bytes, path: str) -> bool:
    """Whether a control is said to show its prompt."""
    return control(data, path).find(f"{W}sdtPr/{W}showingPlcHdr") is not None


# Values --------------------------------------------------------------------------------

VALUES = [
    # path            value                             what stands there
    ("text", "DE-01", "DE-01"),
    ("text", "A & B <5 mg", "A & B <5 mg"),
    ("text", "  outer space  ", "  outer space  "),
    ("text", "tab\there", "tab\there"),
    ("mail", "a@b.org", "a@b.org"),
    ("long", "one\ntwo\n\nfour\n", "one\ntwo\n\nfour\n"),
    ("long", "one\r\ntwo\rthree\r\n\r\nfive", "one\ntwo\nthree\n\nfive"),
    ("day", date(2027, 1, 31), "31 January 2027"),
    ("day", "end of May", "end of May"),
    ("whole", 12, "12"),
    ("whole", 0, "0"),
    ("whole", "about 12", "about 12"),
    ("decimal", Decimal("1.50"), "1.50"),
    ("decimal", Decimal("1E+3"), "1000"),
    ("choice", "Red", "Red"),
    ("choice", "Reddish", "Reddish"),
    ("names", ["Ann", "Bob & Co"], "Ann\nBob & Co"),
    ("names", "Ann; Bob", "Ann; Bob"),
    ("tick", True, "\u2612"),
    ("tick", False, "\u2610"),
    ("tick", None, "\u2610"),
]


@pytest.mark.parametrize("where", ["one.", "several[1]."])
@pytest.mark.parametrize(("name", "value", "stands"), VALUES)
def test_what_stands_in_a_place(where: str, name: str, value: Any, stands: str) -> None:
    data = filled({f"{where}{name}": value})
    assert typed(data, f"{where}{name}") == stands
    assert not shows_prompt(data, f"{where}{name}")


@pytest.mark.parametrize("where", ["one.", "several[5]."])
@pytest.mark.parametrize("blank", [{}, None, "", []])
def test_a_blank_place_shows_its_prompt(where: str, blank: Any) -> None:
    kinds = {
        "text": "text", "long": "long-text", "mail": "email", "day": "day", "whole": "whole",
        "decimal": "decimal", "choice": "choice", "names": "names",
    }  # fmt: skip
    values = {} if blank == {} else {f"{where}{n}": blank for n in kinds if blank != []}
    data = filled({**values, **({f"{where}names": []} if blank == [] else {})})
    for name, kind in kinds.items():
        assert typed(data, f"{where}{name}") == PROMPTS[kind]  # type: ignore[index]
        assert shows_prompt(data, f"{where}{name}")
        run = next(control(data, f"{where}{name}").iter(W + "r"))
        assert val(run, "w:rPr/w:rStyle") == "PlaceholderText"


def test_an_answer_is_not_written_in_the_style_of_a_prompt() -> None:
    run = next(control(filled({"one.text": "x"}), "one.text").iter(W + "r"))
    assert val(run, "w:rPr/w:rStyle") is None


def test_boxes_say_their_state_twice() -> None:
    for value, said in ((True, "1"), (False, "0"), (None, "0")):
        box = control(filled({"one.tick": value}), "one.tick")
        assert box.find(f"{W}sdtPr/{W14}checkbox/{W14}checked").get(W14 + "val") == said
        assert next(box.iter(W + "rFonts")).get(W + "ascii") == "MS Gothic"
        assert words(box.getparent()).endswith(" I have done it.")


def test_days_and_choices_are_known_to_the_editor_too() -> None:
    data = filled({"one.day": date(2027, 1, 31), "one.choice": "Green"})
    assert control(data, "one.day").find(f"{W}sdtPr/{W}date").get(W + "fullDate") == (
        "2027-01-31T00:00:00Z"
    )
    assert control(data, "one.choice").find(f"{W}sdtPr/{W}dropDownList").get(W + "lastValue") == (
        "Green"
    )
    said = filled({"one.day": "soon"})
    assert control(said, "one.day").find(f"{W}sdtPr/{W}date").get(W + "fullDate") is None


def test_several_choices_have_a_box_each() -> None:
    data = filled({"one.choices": [Meal.BRACES]})
    for meal, glyph in ((Meal.PLAIN, "\u2610"), (Meal.BRACES, "\u2612")):
        box = control(data, anchors.option_path("one.choices", meal.value))
        assert words(box) == glyph
        assert words(box.getparent()) == f"{glyph} {meal.value}"


def test_several_choices_in_a_row_stand_on_lines() -> None:
    data = filled({"several[0].choices": [Meal.PLAIN, Meal.BRACES], "several[1].choices": "Soup"})
    assert typed(data, "several[0].choices") == f"{Meal.PLAIN.value}\n{Meal.BRACES.value}"
    assert typed(data, "several[1].choices") == "Soup"
    assert typed(data, "several[2].choices") == PROMPTS["choices"]


# Traps ---------------------------------------------------------------------------------

TRAPS = [
    "{{ 7 * 7 }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{% for x in rows %}{% endfor %}",
    "{# a comment #}",
    "{{",
    "}}",
    "{%",
    "{_{ and }_} and {_% and %_}",
    "{%tr for row in several %}",
    "{{r x }} {%p y %}",
    "</w:t></w:r></w:p><w:p><w:r><w:t>in",
    "&amp; &lt; &#8216;",
    "“curly” ‘quotes’",
    "a]]>b <![CDATA[c]]>",
    "\u00a0no-break\u00a0",
    "line\u2028separator\u2029paragraph",
    "next\u0085line",
    "\U0001f469\u200d\U0001f52c emoji \U0001f600",
    "e\u0301 combining",
    "\u202eright to left",
    "\ufeffmark",
    "\ue000wd0\ue001",
    "\ue000wd99999\ue001",
    "_x0041_",
    "=1+1",
    "x" * 32_767,
    "two  blanks   three",
]


@pytest.mark.parametrize("text", TRAPS, ids=lambda text: repr(text)[:30])
def test_nothing_in_a_value_means_anything(text: str) -> None:
    paths = ("one.text", "one.long", "several[0].long", "several[0].names")
    values: dict[str, Any] = dict.fromkeys(paths[:3], text)
    data = filled({**values, paths[3]: [text, "second"]})
    for path in paths[:3]:
        assert typed(data, path) == text
    assert typed(data, paths[3]) == f"{text}\nsecond"


@given(
    st.text(
        st.characters(exclude_categories=("Cs",), exclude_characters="\r\ufffe\uffff").filter(
            lambda c: c >= " " or c in "\n\t"
        ),
        min_size=1,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_stands_as_it_is(text: str) -> None:
    assert typed(filled({"you.name": text}, Small), "you.name") == text


REFUSED = [
    ("one.text", "form\ffeed", "a character that cannot be written"),
    ("one.text", "bell\a", "a character that cannot be written"),
    ("one.long", "nul\0", "a character that cannot be written"),
    ("one.long", "lone \ud800 surrogate", "a character that cannot be written"),
    ("one.long", "\uffff", "a character that cannot be written"),
    ("one.names", ["fine", "vertical\vtab"], "a character that cannot be written"),
    ("one.nothing", "x", "the template has no place for it"),
    ("several[].text", "x", "the template has no place for it"),
    ("several.text", "x", "the template has no place for it"),
    ("one[0].text", "x", "the template has no place for it"),
    ("one", "x", "the template has no place for it"),
    ("one.tick", "yes", "of the kind tick"),
    ("one.choices", "Soup", "of the kind choices"),
    ("one.choices", ["Soup"], "of the kind choices"),
    ("one.whole", True, "of the kind whole"),
    ("one.whole", 1.5, "of the kind whole"),
    ("one.day", datetime(2027, 1, 1, 12), "of the kind day"),
    ("one.day", 3, "of the kind day"),
    ("one.names", [1], "of the kind names"),
    ("one.text", ["x"], "of the kind text"),
]


@pytest.mark.parametrize(("path", "value", "said"), REFUSED)
def test_what_cannot_be_written_is_refused_by_path(path: str, value: Any, said: str) -> None:
    with pytest.raises(FillError) as caught:
        filled({path: value, "one.loop": "fine"})
    (line,) = caught.value.problems
    assert line.startswith(f"{path}: ")
    assert said in line


def test_all_refusals_are_told_at_once() -> None:
    with pytest.raises(FillError) as caught:
        filled({"a": 1, "b": 2, "one.text": "x"})
    assert len(caught.value.problems) == 2


# Rows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "rows"), [(0, 6), (1, 6), (2, 6), (3, 7), (20, 24)])
def test_every_table_has_rows_to_spare(given: int, rows: int) -> None:
    data = filled({f"several[{n}].text": f"row {n}" for n in range(given)})
    items = list(xml(data).iter(W15 + "repeatingSectionItem"))
    assert len(items) == rows
    assert [typed(data, f"several[{n}].text") for n in range(rows)] == [
        *(f"row {n}" for n in range(given)),
        *[PROMPTS["text"]] * (rows - given),
    ]


def test_a_row_left_out_stays_blank() -> None:
    data = filled({"several[2].text": "third"})
    assert typed(data, "several[1].text") == PROMPTS["text"]
    assert typed(data, "several[2].text") == "third"


# The file ------------------------------------------------------------------------------


def test_every_number_and_name_is_there_once() -> None:
    root = xml(filled({f"several[{n}].text": "x" for n in range(30)}))
    ids = [p.find(W + "id").get(W + "val") for p in root.iter(W + "sdtPr")]
    assert len(ids) > 300
    assert len(set(ids)) == len(ids)
    assert all(0 < int(i) < 2**31 for i in ids)
    starts = [b.get(W + "id") for b in root.iter(W + "bookmarkStart")]
    ends = [b.get(W + "id") for b in root.iter(W + "bookmarkEnd")]
    names = [b.get(W + "name").casefold() for b in root.iter(W + "bookmarkStart")]
    assert sorted(starts) == sorted(ends)
    assert len(set(starts)) == len(starts)
    assert len(set(names)) == len(names)
    assert all(len(name) <= 40 and name.isascii() for name in names)


def test_bookmarks_surround_labels_also_when_filled() -> None:
    found = bookmarked(filled({"one.text": "Answer", "several[0].text": "Answer"}))
    assert found[anchors.label_bookmark("one.text")] == "A line of text"
    assert found[anchors.label_bookmark("several[].text")] == "A line"
    assert found[anchors.label_bookmark("copy.due")] == "Return by"
    assert not [text for text in found.values() if "Answer" in text]


def test_the_copy_is_known_by_property_and_by_code() -> None:
    data = filled({})
    custom = {p.get("name"): p[0].text for p in xml(data, "docProps/custom.xml")}
    assert custom == anchors.copy_properties(AllKinds, COPY)
    footer = words(xml(data, "word/footer1.xml"))
    assert footer.startswith("all-kinds@3 · copy 7KQ2-M9XD")
    (first, *_) = xml(data).iter(W + "tbl")
    assert [words(row) for row in first.iter(W + "tr")][1:] == [
        "Name of the studyFalls", "StudyS07", "Round2026-1", "Return by1 December 2026", "Copy code7KQ2-M9XD",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("copy", "told"),
    [
        (Copy("AAAA-BBBB"), None),
        (Copy("AAAA-BBBB", "S07"), ["StudyS07", "Copy codeAAAA-BBBB"]),
        (Copy("AAAA-BBBB", None, "2026-1"), ["Round2026-1", "Copy codeAAAA-BBBB"]),
    ],
    ids=["a blank", "a study", "a round"],
)
def test_a_copy_shows_what_is_known_of_it_and_a_blank_no_table_of_it(copy, told) -> None:
    data = fill(prepare(template(), AllKinds), AllKinds, {}, copy)
    tables = [[words(row) for row in table.iter(W + "tr")] for table in xml(data).iter(W + "tbl")]
    about = [rows[1:] for rows in tables if any(row.startswith("Copy code") for row in rows)]
    assert about == ([told] if told else [])
    assert "AAAA-BBBB" in words(xml(data, "word/footer1.xml"))


def test_words_of_the_copy_are_no_template_either() -> None:
    copy = Copy("AAAA-BBBB", "{{ 7 * 7 }} & <b>", "{_{", None)
    data = fill(prepare(template(), AllKinds), AllKinds, {}, copy)
    (first, *_) = xml(data).iter(W + "tbl")
    assert [words(row) for row in first.iter(W + "tr")][1:3] == [
        "Study{{ 7 * 7 }} & <b>", "Round{_{",
    ]  # fmt: skip


def test_other_properties_of_a_designer_stay() -> None:
    source = designed()
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    from workbook_docs.word.package import pack, set_custom

    set_custom(parts, {"Department": "Print & co", "workbook-docs-copy": "old"})
    data = fill(prepare(pack(parts), Small), Small, {}, COPY)
    custom = {p.get("name"): p[0].text for p in xml(data, "docProps/custom.xml")}
    assert custom["Department"] == "Print & co"
    assert custom["workbook-docs-copy"] == COPY.id


def test_an_echo_is_text_and_no_control() -> None:
    source = designed(lambda document: document.add_paragraph("Dear {{ you.name }}, hello"))
    data = fill(prepare(source, Small), Small, {"you.name": "Ann &\nBob"}, COPY)
    last = list(xml(data).iter(W + "p"))[-1]
    assert words(last) == "Dear Ann &\nBob, hello"
    assert last.find(f".//{W}sdt") is None
    blank = fill(prepare(source, Small), Small, {}, COPY)
    assert words(list(xml(blank).iter(W + "p"))[-1]) == "Dear , hello"


def test_braces_of_a_designer_are_written_as_docxtpl_says() -> None:
    source = designed(lambda document: document.add_paragraph("Write {_{ x }_} and {_% y %_}"))
    data = fill(prepare(source, Small), Small, {}, COPY)
    assert words(list(xml(data).iter(W + "p"))[-1]) == "Write {{ x }} and {% y %}"


def test_no_tag_is_left_in_a_copy() -> None:
    for name, workbook in known_workbooks().items():
        if name not in ("module-2", "nine-cs"):
            continue
        data = fill(prepare(shipped(name), workbook), workbook, {}, COPY)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in package.namelist():
                content = package.read(part)
                assert b"{{" not in content
                assert b"{%" not in content
                assert b"\xee\x80\x80" not in content, "a token"


def test_the_same_copy_has_the_same_bytes() -> None:
    values = {"one.text": "x", "several[0].names": ["a", "b"]}
    assert filled(values) == filled(values)
    with zipfile.ZipFile(io.BytesIO(filled(values))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


FULL = {
    "one.text": "x", "one.long": "a\nb", "one.mail": "a@b", "one.day": date(2027, 1, 31),
    "one.tick": True, "one.whole": 3, "one.decimal": Decimal("2.5"), "one.choice": "Red",
    "one.choices": [Meal.PLAIN], "one.names": ["a", "b"], LONG: "y",
}  # fmt: skip
ROWS = {
    f"several[{n}].{path.partition('.')[2]}": value
    for n in range(200)
    for path, value in FULL.items()
    if path.startswith("one.")
}


@pytest.mark.parametrize("values", [{}, FULL, ROWS], ids=["blank", "prefilled", "200 rows"])
def test_files_are_valid(values: Mapping[str, Any], tmp_path: Any) -> None:
    file = tmp_path / "copy.docx"
    file.write_bytes(filled(values))
    result = OpenXmlValidator().validate(str(file))
    assert [str(error) for error in result.errors] == []


def test_a_designers_file_stays_valid(tmp_path: Any) -> None:
    file = tmp_path / "copy.docx"
    file.write_bytes(filled({"you.name": "Ann", "lines[0].who": ["a"]}, Small))
    result = OpenXmlValidator().validate(str(file))
    assert [str(error) for error in result.errors] == []


def test_a_template_is_compiled_once_for_all_its_copies() -> None:
    workbook = known_workbooks()["module-2"]
    prepared = prepare(shipped("module-2"), workbook)
    fill(prepared, workbook, {}, COPY)
    before = _engine.cache_info()
    fill(prepared, workbook, {"study.title": "x"}, COPY)
    after = _engine.cache_info()

    assert (after.misses, after.hits) == (before.misses, before.hits + 1)


@pytest.mark.parametrize("written", ["{{ ''.__class__.__mro__ }}", "{{ nothing_of_ours }}"])
def test_a_template_runs_no_code_and_prints_no_unknown_name(written: str) -> None:
    workbook = known_workbooks()["module-2"]
    parts = unpack(prepare(shipped("module-2"), workbook))
    name = "word/document.xml"
    text = f"<w:p><w:r><w:t>{written}</w:t></w:r></w:p>".encode()
    parts[name] = parts[name].replace(b"<w:body>", b"<w:body>" + text, 1)

    with pytest.raises((SecurityError, UndefinedError)):
        fill(pack(parts), workbook, {}, COPY)
