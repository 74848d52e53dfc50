"""In every file we write ids are its own, and names and texts are no longer than Office takes.

Word and Excel ask to repair, or cut without a word, what is out of these bounds; the schema
knows few of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from office_parts import Parts, S, W, element
from variants import write_variants

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_CELL_LIKE = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}|[Rr][0-9]*|[Cc][0-9]*|[Rr][0-9]+[Cc][0-9]+")


def units(text: str | None) -> int:
    """The length of a text as Office counts it, in UTF-16."""
    return len((text or "").encode("utf-16-le")) // 2


def twice(values: Iterable[str | None], what: str) -> Iterator[str]:
    """A line for each value that is there more than once."""
    counted = Counter(value for value in values if value is not None)
    yield from (f"{what} {value!r} is there {n} times" for value, n in counted.items() if n > 1)


def longer(values: Iterable[str | None], most: int, what: str) -> Iterator[str]:
    """A line for each text that is longer than a bound."""
    yield from (f"{what} has {units(v)} characters: {v!r:.60}" for v in values if units(v) > most)


def roots(parts: Parts, pattern: str) -> list[Any]:
    return [parts[name] for name in sorted(parts.data) if re.fullmatch(pattern, name)]


# Word ------------------------------------------------------------------------------------


def word_problems(parts: Parts) -> Iterator[str]:
    """What is out of bounds in a Word file."""
    shown = roots(parts, r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
    nodes = [node for root in shown for node in root.iter() if isinstance(node.tag, str)]

    def of(tag: str) -> list[Any]:
        return [node for node in nodes if node.tag == tag]

    def values(tag: str, name: str = f"{W}val") -> list[str]:
        return [node.get(name, "") for node in of(tag)]

    controls = [n.get(f"{W}val") for n in of(f"{W}id") if n.getparent().tag == f"{W}sdtPr"]
    yield from twice(controls, "The control")
    yield from twice(values(f"{WP}docPr", "id"), "The drawing")
    yield from twice(values(f"{W}bookmarkStart", f"{W}id"), "The bookmark")
    yield from twice(
        [n.casefold() for n in values(f"{W}bookmarkStart", f"{W}name")], "The bookmark"
    )
    starts, ends = (Counter(values(f"{W}bookmark{e}", f"{W}id")) for e in ("Start", "End"))
    if starts != ends:
        yield f"Bookmarks begin and do not end, or end and do not begin: {starts - ends or ends - starts}"
    for name in values(f"{W}bookmarkStart", f"{W}name"):
        if not re.fullmatch(r"[A-Za-z_]\w{0,39}", name, re.ASCII):
            yield f"No name for a bookmark: {name}"
    for tag in ("tag", "alias"):
        yield from longer(values(f"{W}{tag}"), 64, f"The {tag} of a control")
        yield from (f"An empty {tag}" for value in values(f"{W}{tag}") if not value)
    for box in of(f"{W}dropDownList"):
        items = [item.get(f"{W}value", "") for item in box]
        yield from twice(items, "The choice")
        yield from longer(items, 255, "A choice")
    yield from longer(values(f"{W}tblCaption"), 255, "The title of a table")
    yield from longer(values(f"{WP}docPr", "descr"), 250, "The description of a picture")
    for row in of(f"{W}tr"):
        if len(list(row.iter(f"{W}tc"))) > 63:
            yield "A row has more than 63 cells"
    styles = [
        n.get(f"{W}styleId") for r in roots(parts, r"word/styles\.xml") for n in r.iter(f"{W}style")
    ]
    yield from twice(styles, "The style")
    yield from property_problems(parts)


# Excel -----------------------------------------------------------------------------------


def excel_problems(parts: Parts) -> Iterator[str]:
    """What is out of bounds in an Excel file."""
    book = parts["xl/workbook.xml"]
    sheets = [node.get("name", "") for node in book.iter(f"{S}sheet")]
    names = list(book.iter(f"{S}definedName"))
    tables = roots(parts, r"xl/tables/table\d+\.xml")
    yield from twice([name.casefold() for name in sheets], "The sheet")
    yield from longer(sheets, 31, "The name of a sheet")
    yield from (f"No name for a sheet: {n}" for n in sheets if re.search(r"[\[\]:*?/\\]|^'|'$", n))
    # A table and a name of the whole book share their names; a name of a sheet has its own.
    common = [n.get("name", "").casefold() for n in names if n.get("localSheetId") is None]
    yield from twice([*common, *(t.get("displayName", "").casefold() for t in tables)], "The name")
    yield from twice([table.get("id") for table in tables], "The table")
    every = [*(n.get("name", "") for n in names), *(t.get("displayName", "") for t in tables)]
    yield from longer(every, 255, "A name")
    for name in every:
        if not re.fullmatch(r"[^\W\d][\w.\\]*", name) or _CELL_LIKE.fullmatch(name):
            yield f"No name for cells: {name}"
    for table in tables:
        heads = [column.get("name", "") for column in table.iter(f"{S}tableColumn")]
        yield from twice([head.casefold() for head in heads], "The column")
        yield from longer(heads, 255, "The header of a column")
    for root in roots(parts, r"xl/worksheets/sheet\d+\.xml"):
        yield from sheet_problems(root)
    for root in roots(parts, r"xl/sharedStrings\.xml"):
        texts = ("".join(t.text or "" for t in si.iter(f"{S}t")) for si in root.iter(f"{S}si"))
        yield from longer(texts, 32_767, "A cell")
    for root in roots(parts, r"xl/drawings/drawing\d+\.xml"):
        yield from twice([node.get("id") for node in root.iter(f"{XDR}cNvPr")], "The drawing")
    formats = next(parts["xl/styles.xml"].iter(f"{S}cellXfs"))
    if len(formats) > 65_490:
        yield f"{len(formats)} formats of cells"
    yield from property_problems(parts)


def sheet_problems(root: Any) -> Iterator[str]:
    """What is out of bounds in a sheet."""
    for rule in root.iter(f"{S}dataValidation"):
        yield from longer([rule.get("promptTitle"), rule.get("errorTitle")], 32, "A title")
        yield from longer([rule.get("prompt"), rule.get("error")], 255, "A message")
        lists = [node.text for node in rule if (node.text or "").startswith('"')]
        yield from longer(lists, 257, "A list of choices")  # 255, and its quotation marks
    yield from twice([c.get("r") for c in root.iter(f"{S}c")], "The cell")
    yield from twice([r.get("r") for r in root.iter(f"{S}row")], "The row")
    for row in root.iter(f"{S}row"):
        if float(row.get("ht") or 0) > 409.5:
            yield f"Row {row.get('r')} is {row.get('ht')} points high"
    for column in root.iter(f"{S}col"):
        if float(column.get("width") or 0) > 255:
            yield f"Column {column.get('min')} is {column.get('width')} characters wide"
    for kind in (
        "oddHeader",
        "oddFooter",
        "evenHeader",
        "evenFooter",
        "firstHeader",
        "firstFooter",
    ):
        yield from longer([node.text for node in root.iter(f"{S}{kind}")], 255, f"The {kind}")


def property_problems(parts: Parts) -> Iterator[str]:
    """What is out of bounds among the custom properties."""
    found = [
        node
        for root in roots(parts, r"docProps/custom\.xml")
        for node in root.iter(f"{CUSTOM}property")
    ]
    yield from twice([node.get("pid") for node in found], "The property")
    yield from twice([node.get("name", "").casefold() for node in found], "The property")
    yield from (
        f"The property {n.get('name')} has the number {n.get('pid')}"
        for n in found
        if int(n.get("pid", "0")) < 2
    )
    texts = ["".join(node.itertext()) for node in found]
    yield from longer([*texts, *(node.get("name") for node in found)], 255, "A property")


def problems(data: bytes) -> list[str]:
    parts = Parts(data)
    find = word_problems if "word/document.xml" in parts.data else excel_problems
    return list(find(parts))


@pytest.fixture(scope="module")
def variants(tmp_path_factory) -> list[Path]:
    return write_variants(tmp_path_factory.mktemp("variants"))


def test_every_variant_is_within_bounds(variants):
    assert len(variants) == 31
    assert {path.name: problems(path.read_bytes()) for path in variants} == {
        path.name: [] for path in variants
    }


# The checks can fail ----------------------------------------------------------------------

Change = Callable[[Parts], None]


def first(part: str, tag: str, **attributes: str) -> Change:
    """Set attributes of the first element of a kind."""

    def change(parts: Parts) -> None:
        node = next(parts[part].iter(tag))
        for name, value in attributes.items():
            key = name.replace("w_", W) if name.startswith("w_") else name
            node.set(key, value)

    return change


def validation(**attributes: str) -> Change:
    """Set attributes of the first rule for what is typed, on whichever sheet."""

    def change(parts: Parts) -> None:
        sheets = roots(parts, r"xl/worksheets/sheet\d+\.xml")
        node = next(rule for root in sheets for rule in root.iter(f"{S}dataValidation"))
        node.attrib.update(attributes)

    return change


def same(part: str, tag: str, name: str) -> Change:
    """Give the second element of a kind what the first has."""

    def change(parts: Parts) -> None:
        one, two = list(parts[part].iter(tag))[:2]
        two.set(name, one.get(name))

    return change


def same_control(parts: Parts) -> None:
    ids = [n for n in parts["word/document.xml"].iter(f"{W}id") if n.getparent().tag == f"{W}sdtPr"]
    ids[1].set(f"{W}val", ids[0].get(f"{W}val"))


def long_cell(parts: Parts) -> None:
    next(parts["xl/sharedStrings.xml"].iter(f"{S}t")).text = "x" * 32_768


def named_as_a_table(parts: Parts) -> None:
    name = parts["xl/tables/table1.xml"].get("displayName")
    next(parts["xl/workbook.xml"].iter(f"{S}definedName")).set("name", name.upper())


DOCUMENT, BOOK, SHEET = "word/document.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"
OUT = [
    # file, what is done, what is told
    ("docx", same_control, "The control"),
    ("docx", same(DOCUMENT, f"{W}bookmarkStart", f"{W}name"), "The bookmark"),
    ("docx", same(DOCUMENT, f"{W}bookmarkStart", f"{W}id"), "The bookmark"),
    ("docx", first(DOCUMENT, f"{W}bookmarkStart", w_name="a" * 41), "No name for a bookmark"),
    ("docx", first(DOCUMENT, f"{W}tag", w_val="t" * 65), "The tag of a control has 65"),
    ("docx", first(DOCUMENT, f"{W}alias", w_val="t" * 65), "The alias of a control has 65"),
    ("docx", first(DOCUMENT, f"{W}tag", w_val=""), "An empty tag"),
    ("docx", lambda p: [p[DOCUMENT].append(element('<wp:docPr id="3"/>')) for _ in "12"], "The drawing"),
    ("docx", same("word/styles.xml", f"{W}style", f"{W}styleId"), "The style"),
    ("docx", same("docProps/custom.xml", f"{CUSTOM}property", "pid"), "The property"),
    ("xlsx", first(BOOK, f"{S}sheet", name="a" * 32), "The name of a sheet has 32"),
    ("xlsx", same(BOOK, f"{S}sheet", "name"), "The sheet"),
    ("xlsx", first(BOOK, f"{S}definedName", name="n" * 256), "A name has 256"),
    ("xlsx", first(BOOK, f"{S}definedName", name="AB12"), "No name for cells"),
    ("xlsx", named_as_a_table, "The name"),
    ("xlsx", same("xl/tables/table1.xml", f"{S}tableColumn", "name"), "The column"),
    ("xlsx", validation(promptTitle="t" * 33), "A title has 33"),
    ("xlsx", validation(prompt="t" * 256), "A message has 256"),
    ("xlsx", first(SHEET, f"{S}row", ht="500"), "points high"),
    ("xlsx", long_cell, "A cell has 32768"),
]  # fmt: skip


@pytest.mark.parametrize(("format", "change", "told"), OUT)
def test_what_is_out_of_bounds_is_told(variants, format, change, told):
    data = next(p for p in variants if p.name == f"site-readiness-prefilled.{format}").read_bytes()
    parts = Parts(data)
    change(parts)

    assert any(told in line for line in problems(parts.packed()))
