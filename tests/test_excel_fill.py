"""Values arrive in the cells exactly as they are, and come back."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_copies import COPY, Size, Visit, answers, columns, filled, is_valid, template
from workbook_docs import anchors
from workbook_docs.catalogue import shipped_templates
from workbook_docs.content import Content, Heading
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.errors import FillError
from workbook_docs.excel.build import build
from workbook_docs.excel.computed import KNOWN_NOTE
from workbook_docs.excel.fill import fill
from workbook_docs.excel.marks import KNOWN_STYLE
from workbook_docs.excel.outline import outline
from workbook_docs.records import Copy
from workbook_docs.templates import template as template_data
from workbook_docs.text import markdown
from workbook_docs.values import show
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

TRAPS = [
    "=1+1", "+44 20", "-5", "@name", "=HYPERLINK(\"http://x.example\",\"x\")",
    "#N/A", "#REF!", "TRUE", "False", "007", "1e5", "1/2", "25%", "3 September 2026",
    "_x0041_", "_x005F_x0041_", "_x000D_", "_X0041_", "a_x", "&amp; & < > \" '",
    "tab\there", "two\nlines", "three\n\n\nlines", "cr\rhere", "crlf\r\nhere",
    "\u00a0kept\u00a0", "a\u2028b\u2029c", "  both  ", "inner \n outer", "\n",
    "🙂 astral 𝒳", "e\u0301", "\u202eright to left", "wd:visitor.name", "{{ x }}", "'quoted",
    "http://example.org", "ann@example.org", "\ufffd", "\x85", "x" * 32_767, "é" * 5000,
    "[1]Sheet!A1", "R1C1", " ", "\t", "]]>", "<!-- -->", "&#65;", "None", "null", "0", "00",
]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS, ids=lambda text: repr(text)[:24])
def test_text_arrives_exactly(text: str) -> None:
    data = filled({"visitor.story": text, "rooms[0].note": text, "visitor.day": text})

    found = answers(data)
    assert found["visitor.story"].text == text
    assert found["visitor.day"].text == text
    assert columns(data)["rooms[].note"][0].text == text
    assert {found["visitor.story"].value, found["visitor.day"].value} == {None}
    assert outline(data).notices == ()


XML_TEXT = st.text(
    st.characters(
        exclude_categories=["Cs"], exclude_characters=[*map(chr, range(32)), "\ufffe", "\uffff"]
    )
    | st.sampled_from("\t\n\r_x041=&<> "),
    min_size=1,
    max_size=3000,
)


@settings(max_examples=60, deadline=None)
@given(XML_TEXT, XML_TEXT)
def test_any_text_arrives_exactly(story: str, note: str) -> None:
    data = filled({"visitor.story": story, "rooms[3].note": note})

    assert answers(data)["visitor.story"].text == story
    assert [block.text for block in columns(data)["rooms[].note"]] == [note]


VALUES = [
    # path             value                       shown            typed value
    ("visitor.name", "Ann", "Ann", None),
    ("visitor.day", date(2026, 9, 3), "2026-09-03", date(2026, 9, 3)),
    ("visitor.day", date(1900, 3, 1), "1900-03-01", date(1900, 3, 1)),
    ("visitor.day", date(9999, 12, 31), "9999-12-31", date(9999, 12, 31)),
    ("visitor.day", "3rd Sept 2026", "3rd Sept 2026", None),
    ("visitor.ticked", True, "Yes", None),
    ("visitor.ticked", False, "", None),
    ("visitor.ticked", "x", "x", None),
    ("visitor.people", 12, "12", 12),
    ("visitor.people", 0, "0", 0),
    ("visitor.people", "about ten", "about ten", None),
    ("visitor.cost", Decimal("12.50"), "12.5", 12.5),
    ("visitor.cost", Decimal("0.000001"), "0.000001", 0.000001),
    ("visitor.cost", Decimal("123456789012345"), "123456789012345", 123456789012345),
    ("visitor.cost", Decimal("-0.1"), "-0.1", -0.1),
    ("visitor.colour", "Red", "Red", None),
    ("visitor.size", Size.SMALL, "Small, or very small", None),
    ("visitor.guests", ["Ann", "Bob, Cy"], "Ann\nBob, Cy", None),
    ("visitor.guests", [], "", None),
    ("visitor.story", None, "", None),
    ("visitor.story", "", "", None),
]


@pytest.mark.parametrize(("path", "value", "shown", "native"), VALUES)
def test_each_kind_is_written_as_it_is(path: str, value: Any, shown: str, native: Any) -> None:
    found = answers(filled({path: value}))[path]

    assert (found.text, found.value, type(found.value)) == (shown, native, type(native))


def test_each_kind_stands_in_a_repeated_row_too() -> None:
    row = {
        "room": "12", "note": "a\nb", "since": date(2026, 1, 2), "clean": True, "beds": 2,
        "price": Decimal("9.99"), "colour": "Green", "offers": ["Parking", "=Lunch"],
        "keepers": ["Ann", "Bob"],
    }  # fmt: skip

    data = filled({f"rooms[1].{name}": value for name, value in row.items()})

    found = {path.rpartition(".")[2]: blocks for path, blocks in columns(data).items()}
    assert {name: [b.text for b in blocks] for name, blocks in found.items()} == {
        "room": ["12"], "note": ["a\nb"], "since": ["2026-01-02"], "clean": ["Yes"],
        "beds": ["2"], "price": ["9.99"], "colour": ["Green"], "offers": ["Parking\n=Lunch"],
        "keepers": ["Ann\nBob"],
    }  # fmt: skip
    assert found["since"][0].value == date(2026, 1, 2)
    assert found["beds"][0].value == 2


def test_choices_are_boxes_of_their_own() -> None:
    found = answers(filled({"visitor.services": ["=Lunch", "A & B"]}))

    boxes = {path: block.text for path, block in found.items() if "=" in path}
    assert boxes == {
        "visitor.services=Parking": "",
        "visitor.services==Lunch": "Yes",
        "visitor.services=A & B": "Yes",
    }


def test_a_box_takes_what_a_person_types() -> None:
    found = answers(filled({"visitor.services=Parking": "x"}))

    assert found["visitor.services=Parking"].text == "x"


def test_more_rows_than_the_template_has_make_the_table_grow() -> None:
    data = filled({f"rooms[{n}].{name}": f"{name} {n}" for n in range(75) for name in ("room",)})

    rooms = columns(data)["rooms[].room"]
    assert [block.text for block in rooms] == [f"room {n}" for n in range(75)]
    keys = [a.path for block in rooms for a in block.anchors if a.rung == "key"]
    assert keys == ["rooms"] * 75
    with zipfile.ZipFile(BytesIO(data)) as file:
        tables = [file.read(name).decode() for name in file.namelist() if "/tables/" in name]
    table = next(table for table in tables if "wd_rooms" in table)
    last = int((rooms[-1].address or "").rpartition("A")[2])
    assert f'ref="A5:I{last}"' in table
    assert is_valid(data)


def test_checks_reach_down_to_the_last_of_many_rows() -> None:
    data = filled({"rooms[899].room": "far"})

    with zipfile.ZipFile(BytesIO(data)) as file:
        sheet = file.read("xl/worksheets/sheet5.xml").decode()
    assert 'sqref="E6:E905"' in sheet


@pytest.mark.parametrize(
    "path", ["visitor.nme", "rooms[0].rom", "visitor[0].name", "rooms", "visitor.services=Tea"]
)
def test_a_path_without_a_place_is_refused_by_name(path: str) -> None:
    with pytest.raises(FillError) as refused:
        filled({"visitor.name": "Ann", path: "x"})

    assert [problem.partition(":")[0] for problem in refused.value.problems] == [path]


def test_a_field_that_the_template_leaves_out_is_refused_by_name() -> None:
    bare = build(Content("t", (Heading(1, ()),)), Visit)

    with pytest.raises(FillError, match=r"visitor\.name: the template has no place"):
        fill(bare, Visit, {"visitor.name": "Ann"}, COPY)


def test_the_copy_is_told_in_cells_properties_and_footers() -> None:
    copy = replace(COPY, due=date(2026, 12, 1))

    found = outline(filled({}, copy))

    by_path = {
        block.anchors[0].path: block.text for block in found.blocks if "copy" in str(block.anchors)
    }
    texts = {path: text for path, text in by_path.items() if path.startswith("wd_copy")}
    assert texts == {
        "wd_copy__title": "",
        "wd_copy__study": "S07",
        "wd_copy__round": "2026-1",
        "wd_copy__due": show("day", date(2026, 12, 1)),
        "wd_copy__id": "7KQ2-M9XD",
    }
    assert anchors.copy_of(found.properties) == copy
    assert found.properties["workbook-docs"] == "visit@2"
    codes = [b.text for b in found.blocks if b.part == "footer" and not b.computed]
    sheets = {block.table for block in found.blocks if block.table is not None}
    assert codes == ["visit@2 · copy 7KQ2-M9XD"] * len(sheets)


def test_the_same_values_give_the_same_bytes() -> None:
    values = {"visitor.name": "Ann", "rooms[40].room": "x"}

    assert filled(values) == filled(dict(reversed(values.items())))


def test_template_and_copies_are_valid() -> None:
    full = {
        "visitor.name": "=1", "visitor.story": "_x0041_\n🙂", "visitor.day": date(2026, 1, 1),
        "visitor.ticked": True, "visitor.people": 3, "visitor.cost": Decimal("1.5"),
        "visitor.services": ["Parking"], "visitor.guests": ["a", "b"], "rooms[0].room": "x",
    }  # fmt: skip

    assert is_valid(template())
    assert is_valid(filled(full))


# What a copy came with ------------------------------------------------------------------------


def test_what_a_copy_came_with_is_shaded_edged_and_said() -> None:
    values = {"visitor.name": "Ann", "visitor.services": ["Parking"], "rooms[1].note": "x"}
    book = resaved(filled(values))

    place = {n: book.defined_names[anchors.cell_name(n)].attr_text.rpartition("$")[2]
             for n in ("visitor.name", "visitor.mail", "visitor.services=Parking")}  # fmt: skip
    known = {c.coordinate for s in book for r in s.iter_rows() for c in r if c.style == KNOWN_STYLE}
    assert known == {f"B{place['visitor.name']}", f"B{place['visitor.services=Parking']}", "B7"}
    cell = book["You"][f"B{place['visitor.name']}"]
    assert cell.border.left.style == "thick"
    assert not cell.protection.locked
    assert cell.number_format == "@"
    prompts = {str(r.sqref): r.prompt for r in book["You"].data_validations.dataValidation}
    assert prompts[f"B{place['visitor.name']}"].startswith("Filled in for you; please check. ")
    assert "Filled in" not in prompts[f"B{place['visitor.mail']}"]
    assert max(len(prompt) for prompt in prompts.values()) <= 255
    notes = {b.address: b for b in outline(filled(values)).blocks if b.text == KNOWN_NOTE}
    assert set(notes) == {"You!A3", "Rooms!A4"}
    assert all(note.computed for note in notes.values())
    assert KNOWN_NOTE in "".join(str(c.value) for c in book["You"]["A"])


def test_a_blank_came_with_nothing() -> None:
    data = filled({})

    assert not [c for s in resaved(data) for r in s.iter_rows() for c in r
                if c.style == KNOWN_STYLE]  # fmt: skip
    assert KNOWN_NOTE not in {block.text for block in outline(data).blocks}


def test_a_template_without_our_style_is_filled_all_the_same() -> None:
    book = resaved(template())
    book._named_styles = type(book._named_styles)(  # type: ignore[attr-defined]
        style
        for style in book._named_styles
        if style.name != KNOWN_STYLE  # type: ignore[attr-defined]
    )

    data = fill(saved(book), Visit, {"visitor.name": "Ann"}, COPY)

    assert answers(data)["visitor.name"].text == "Ann"


# Templates that others saved or made ------------------------------------------------------


def resaved(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_template_saved_by_another_program_is_filled() -> None:
    data = fill(
        saved(resaved(template())), Visit, {"visitor.name": "=1", "rooms[50].room": "x"}, COPY
    )

    assert answers(data)["visitor.name"].text == "=1"
    assert columns(data)["rooms[].room"][0].text == "x"
    assert outline(data).properties["workbook-docs-copy"] == COPY.id
    assert {b.text for b in outline(data).blocks if b.part == "footer" and not b.computed} == {
        "visit@2 · copy 7KQ2-M9XD"
    }


def test_a_table_is_found_by_its_own_name_too() -> None:
    book = resaved(template())
    for name in [name for name in book.defined_names if name.startswith("wd_q_")]:
        del book.defined_names[name]

    data = fill(saved(book), Visit, {"rooms[0].room": "here", "rooms[1].beds": 2}, COPY)

    texts = {block.address: block.text for block in outline(data).blocks}
    assert (texts["Rooms!A6"], texts["Rooms!E7"]) == ("here", "2")


def test_a_day_in_a_cell_that_shows_no_days_is_written_out() -> None:
    book = resaved(template())
    place = book.defined_names["wd_visitor__day"].attr_text.rpartition("!")[2].replace("$", "")
    book["You"][place].number_format = "General"

    data = fill(saved(book), Visit, {"visitor.day": date(2026, 9, 3)}, COPY)

    assert answers(data)["visitor.day"].text == "3 September 2026"


def test_words_below_a_table_are_never_written_over() -> None:
    book = resaved(template())
    book["Rooms"]["A40"] = "Thank you"

    with pytest.raises(FillError, match=r"rooms: the template has room for 30 rows"):
        fill(saved(book), Visit, {"rooms[36].room": "x"}, COPY)


def test_a_formula_in_a_place_gives_way_to_the_answer() -> None:
    book = resaved(template())
    place = book.defined_names["wd_visitor__name"].attr_text.rpartition("!")[2].replace("$", "")
    book["You"][place] = "=1+1"

    data = fill(saved(book), Visit, {"visitor.name": "Ann"}, COPY)

    assert answers(data)["visitor.name"].text == "Ann"
    assert outline(data).notices == ()


@pytest.mark.parametrize("workbook", [Module2, NineCsList])
def test_the_shipped_texts_take_an_answer_to_every_field(workbook: type[Workbook]) -> None:
    source = (shipped_templates() / f"{workbook.workbook_id}.md").read_text("utf-8")
    data = build(markdown.parse(source), workbook)
    values: dict[str, Any] = {
        declared.path.replace("[]", "[2]"): f"typed into {declared.path}"
        for declared in fields_of(workbook)
    }

    copy = fill(data, workbook, values, COPY)

    texts = [block.text for block in outline(copy).blocks]
    assert sorted(text for text in texts if text.startswith("typed into")) == sorted(
        values.values()
    )
    assert is_valid(data)
    assert is_valid(copy)


# What is known of a copy ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("copy", "shown"),
    [
        (Copy("AAAA-0001"), set()),
        (Copy("AAAA-0001", "S07"), {"copy.study", "copy.id"}),
        (replace(COPY, title="Falls", due=date(2026, 12, 1)), set(anchors.COPY_FIELDS)),
    ],
    ids=["a blank", "a study", "all"],
)
def test_the_first_sheet_shows_what_is_known_of_a_copy_and_no_more(copy, shown) -> None:
    data = template_data(Module2, "xlsx")
    book = openpyxl.load_workbook(BytesIO(fill(data, Module2, {}, copy)))
    cover = book.worksheets[0]
    rows = {
        path: cover[book.defined_names[anchors.cell_name(path)].attr_text.rpartition("!")[2]].row
        for path in anchors.COPY_FIELDS
    }

    hidden = {row for row, dimension in cover.row_dimensions.items() if dimension.hidden}
    assert {path for path, row in rows.items() if row not in hidden} == shown
    assert (min(rows.values()) - 1 in hidden) == (not shown)  # the header
    assert [cell.value for row in hidden for cell in cover[row] if cell.value is not None] == []
    assert outline(fill(data, Module2, {}, copy)).notices == ()
