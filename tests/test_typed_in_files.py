"""The examples of docs/typed-values.md typed into Word and Excel, and read from the file."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Literal

import pytest
from lxml import etree

from typed_values import (
    LEAST,
    MOST,
    OPTIONS,
    ORDERS,
    TODAY,
    CellExample,
    Example,
    box_examples,
    cell_examples,
    examples,
    expected,
)
from workbook_docs import anchors
from workbook_docs.checks import check
from workbook_docs.definition import (
    Day,
    Decimal,
    Email,
    Field,
    LongText,
    Names,
    Row,
    Text,
    Tick,
    Whole,
    Workbook,
)
from workbook_docs.reading import read_bytes
from workbook_docs.records import Reading
from workbook_docs.templates import Format, rendered
from workbook_docs.text.build import build
from workbook_docs.ticks import BOXES
from workbook_docs.trimming import tidy

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Choice = Literal[OPTIONS]  # type: ignore[valid-type]


class TextRow(Row):
    example: Text = Field(title="Example")
    answer: Text = Field(title="Answer")


class LongTextRow(TextRow):
    answer: LongText = Field(title="Answer")


class EmailRow(TextRow):
    answer: Email = Field(title="Answer")


class DayRow(TextRow):
    answer: Day = Field(title="Answer")


class TickRow(TextRow):
    answer: Tick = Field(title="Answer")


class WholeRow(TextRow):
    answer: Whole = Field(title="Answer", ge=LEAST, le=MOST)


class DecimalRow(TextRow):
    answer: Decimal = Field(title="Answer")


class ChoiceRow(TextRow):
    answer: Choice = Field(title="Answer")


class ChoicesRow(TextRow):
    answer: list[Choice] = Field(title="Answer")


class NamesRow(TextRow):
    answer: Names = Field(title="Answer")


ROWS: dict[str, type[Row]] = {
    "text": TextRow, "long-text": LongTextRow, "email": EmailRow, "day": DayRow, "tick": TickRow,
    "whole": WholeRow, "decimal": DecimalRow, "choice": ChoiceRow, "choices": ChoicesRow,
    "names": NamesRow,
}  # fmt: skip


@cache
def workbook(day_first: bool | None) -> type[Workbook]:
    """A form with a repeated table for each kind, its templates built in a folder of their own."""
    names = {kind: kind.replace("-", "_") for kind in ROWS}
    body = {
        "__annotations__": {names[kind]: list[row] for kind, row in ROWS.items()},
        "__module__": __name__,
    } | {names[kind]: Field(title=f"Answers: {kind}") for kind in ROWS}
    folder = Path(mkdtemp(prefix="typed-"))
    form: Any = type(Workbook)(
        "Typed", (Workbook,), body, id="typed", version="1", title="What people type",
        day_first=day_first, templates=folder,
    )  # fmt: skip
    text = ["---\ntitle: What people type\n---\n# What people type"]
    for kind, name in names.items():
        text.append(
            f'## Answers: {kind} {{sheet="{kind}"}}\n\n| Example | Answer |\n|---|---|\n'
            f"| {{{{ {name}[].example }}}} | {{{{ {name}[].answer }}}} |"
        )
    (folder / "typed.md").write_text("\n\n".join(text), "utf-8")
    build(form)
    return form


def path_of(kind: str, number: int) -> str:
    return f"{kind.replace('-', '_')}[{number}].answer"


def numbered(day_first: bool | None) -> list[tuple[str, Example]]:
    """The examples of one order with their paths: each kind counts from 0."""
    counts: dict[str, int] = defaultdict(int)
    found = []
    for example in examples():
        if example.day_first == day_first and (day_first is True or example.kind == "day"):
            found.append((path_of(example.kind, counts[example.kind]), example))
            counts[example.kind] += 1
    return found


@cache
def reading(format: Format, day_first: bool | None) -> Reading:
    """The form with every example of an order typed into it, as it is read."""
    values: dict[str, Any] = {}
    for path, example in numbered(day_first):
        values[path.replace(".answer", ".example")] = f"example {path}"
        if not (format == "docx" and example.kind == "tick"):
            values[path] = example.typed
    form = workbook(day_first)
    data = rendered(form, values, format, anchors.new_copy())
    if format == "docx":
        ticks = [e.typed for _, e in numbered(day_first) if e.kind == "tick"]
        data = boxes_typed_over(data, ticks)
    return read_bytes(data, name=f"typed.{format}", workbook=form)


def boxes_typed_over(data: bytes, texts: list[str]) -> bytes:
    """A Word file whose boxes in rows were deleted and words typed in their cells."""
    return changed_boxes(data, texts, lambda box, run: box.getparent().replace(box, run))


def beside_boxes(data: bytes, texts: list[str]) -> bytes:
    """A Word file in which words were typed beside the boxes in rows."""
    return changed_boxes(data, texts, lambda box, run: box.addnext(run))


def changed_boxes(
    data: bytes, texts: list[str], change: Callable[[etree._Element, etree._Element], None]
) -> bytes:
    """A Word file in which the boxes of the rows were changed, each by a run with its text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    tag = anchors.tag("tick[].answer")
    boxes = [
        box
        for box in root.iter(f"{W}sdt")
        if box.find(f"{W}sdtPr/{W}tag") is not None
        and box.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == tag
    ]
    assert len(boxes) >= len(texts)
    for box, text in zip(boxes, texts, strict=False):
        run = etree.Element(f"{W}r")
        node = etree.SubElement(run, f"{W}t")
        node.text = text
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        change(box, run)
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return packed(parts)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_what_was_typed_into_a_file_is_read_as_the_page_says(format, order):
    day_first = ORDERS[order]
    read = reading(format, day_first)
    answers = {answer.path: answer for answer in read.answers}
    says: dict[str, set[str]] = defaultdict(set)
    for finding in check(read, today=TODAY):
        if finding.code != "cross-among-ticks":  # it is about the neighbours
            says[finding.path or ""].add(finding.code)

    assert read.unplaced == ()
    assert read.account.adds_up
    read_as = {
        f"{path} {example}": (answers[path].value, answers[path].state, frozenset(says[path]))
        for path, example in numbered(day_first)
    }
    said = {f"{p} {e}": (*expected(e), e.says) for p, e in numbered(day_first)}
    assert read_as == said
    typed = {
        path: tidy(example.typed) or None
        for path, example in numbered(day_first)
        if example.typed not in BOXES  # a box that is typed is as good as one that is drawn
    }
    assert {path: answers[path].raw for path in typed} == typed


BESIDE = [(box, example) for box, example in box_examples() if len(box) == 1]


@cache
def boxes_read() -> Reading:
    """The form in Word with every box of the page and the words beside it."""
    values: dict[str, Any] = {}
    for number, (box, _) in enumerate(BESIDE):
        values[f"tick[{number}].example"] = f"box {number}"
        values[f"tick[{number}].answer"] = box == "☒"
    data = rendered(workbook(True), values, "docx", anchors.new_copy())
    data = beside_boxes(data, [example.typed for _, example in BESIDE])
    return read_bytes(data, name="boxes.docx", workbook=workbook(True))


def test_words_beside_a_box_in_word_are_read_as_the_page_says():
    read = boxes_read()
    answers = {answer.path: answer for answer in read.answers}
    says: dict[str, set[str]] = defaultdict(set)
    for finding in read.findings:
        says[finding.path or ""].add(finding.code)

    paths = [f"tick[{number}].answer" for number in range(len(BESIDE))]
    read_as = [(answers[path].value, answers[path].state, says[path]) for path in paths]
    assert read_as == [(example.value, example.state, example.says) for _, example in BESIDE]
    assert read.unplaced == ()


# Cells ---------------------------------------------------------------------------------


@cache
def cells_read(epoch_1904: bool) -> tuple[list[tuple[str, CellExample]], Reading]:
    """The form with every cell of the page in it, as it is read."""
    counts: dict[str, int] = defaultdict(int)
    numbered, values = [], {}
    for cell in cell_examples():
        if cell.epoch_1904 == epoch_1904:
            path = path_of(cell.example.kind, counts[cell.example.kind])
            counts[cell.example.kind] += 1
            numbered.append((path, cell))
            values |= {path.replace(".answer", ".example"): f"of {path}", path: f"in {path}"}
    data = rendered(workbook(True), values, "xlsx", anchors.new_copy())
    data = with_cells(data, {f"in {path}": cell for path, cell in numbered}, epoch_1904)
    return numbered, read_bytes(data, name="cells.xlsx", workbook=workbook(True))


def with_cells(data: bytes, cells: dict[str, CellExample], epoch_1904: bool) -> bytes:
    """An Excel file in which these cells stand in the place of texts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strings = [
        "".join(node.text or "" for node in item.iter(f"{S}t"))
        for item in etree.fromstring(parts["xl/sharedStrings.xml"])
    ]
    styles = etree.fromstring(parts["xl/styles.xml"])
    for name in [name for name in parts if re.match(r"xl/worksheets/[^/]+\.xml", name)]:
        root = etree.fromstring(parts[name])
        for element in root.iter(f"{S}c"):
            held = element.find(f"{S}v")
            if element.get("t") == "s" and (cell := cells.get(strings[int(held.text)])):
                hold(element, cell, styles)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    parts["xl/styles.xml"] = etree.tostring(styles, xml_declaration=True, encoding="UTF-8")
    if epoch_1904:
        book = etree.fromstring(parts["xl/workbook.xml"])
        properties = book.find(f"{S}workbookPr")
        if properties is None:
            properties = etree.Element(f"{S}workbookPr")
            book.insert(0, properties)
        properties.set("date1904", "1")
        parts["xl/workbook.xml"] = etree.tostring(book, xml_declaration=True, encoding="UTF-8")
    return packed(parts)


def hold(element: etree._Element, cell: CellExample, styles: etree._Element) -> None:
    """Make an element of a sheet hold what an example says."""
    for child in list(element):
        element.remove(child)
    formula, has_result, result = cell.content.partition(" = ")
    element.set("s", str(format_number(styles, cell.format)))
    element.set("t", "n" if cell.type == "f" else cell.type)
    if cell.type == "f":
        etree.SubElement(element, f"{S}f").text = formula
        if not has_result:
            return
    etree.SubElement(element, f"{S}v").text = result or cell.content


def format_number(styles: etree._Element, code: str) -> int:
    """The number of a cell format with this number format, added to the file's styles."""
    formats = styles.find(f"{S}numFmts")
    if formats is None:
        formats = etree.Element(f"{S}numFmts")
        styles.insert(0, formats)
    number = 200 + len(formats)
    etree.SubElement(formats, f"{S}numFmt", numFmtId=str(number), formatCode=code)
    cell_formats = styles.find(f"{S}cellXfs")
    etree.SubElement(cell_formats, f"{S}xf", numFmtId=str(number), fontId="0", fillId="0",
                     borderId="0")  # fmt: skip
    return len(cell_formats) - 1


@pytest.mark.parametrize("epoch_1904", [False, True], ids=["1900", "1904"])
def test_a_cell_of_excel_is_read_as_the_page_says(epoch_1904):
    numbered, read = cells_read(epoch_1904)
    answers = {answer.path: answer for answer in read.answers}
    says: dict[str, set[str]] = defaultdict(set)
    for finding in check(read, today=TODAY):
        says[finding.path or ""].add(finding.code)

    read_as = {
        f"{path} {cell}": (answers[path].value, answers[path].state, frozenset(says[path]))
        for path, cell in numbered
    }
    said = {f"{p} {c}": (*expected(c.example), c.example.says) for p, c in numbered}
    assert len(numbered) == sum(cell.epoch_1904 == epoch_1904 for cell in cell_examples())
    assert read_as == said
