"""A Word document as the rules see it: paragraphs, tables and places in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from workbook_docs.accessibility.colours import theme_of
from workbook_docs.accessibility.faults import number, quoted, truth
from workbook_docs.accessibility.word.names import MC, W, val
from workbook_docs.accessibility.word.runs import Run, is_answer, runs_of
from workbook_docs.accessibility.word.styles import (
    Frame,
    Look,
    Position,
    Properties,
    Styles,
    looks_of,
)
from workbook_docs.errors import NotReadable
from workbook_docs.ooxml import Package

_HEADING = re.compile(r"(?:heading|überschrift|titre|título)[ _]?([1-9])")
_PLACE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(slots=True)
class Table:
    """One table: its rows of cells, the heading above it, and its number below that heading."""

    element: Any
    number: int
    under: str
    rows: list[list[Any]] = field(default_factory=list)
    row_elements: list[Any] = field(default_factory=list)
    nested: bool = False

    @property
    def is_box(self) -> bool:
        """Whether it is one cell: a frame round words, and no table of data."""
        return sum(len(row) for row in self.rows) == 1

    def cells_below_header(self) -> Iterator[tuple[int, int, Any]]:
        """The cells of all rows but the first, each with its row and column."""
        for r, cells in enumerate(self.rows[1:], 1):
            for c, cell in enumerate(cells):
                yield r, c, cell

    def place(self, row: int | None = None, column: int | None = None) -> str:
        """Where the table, a row or a cell of it is, in words; rows and columns count from 0."""
        parts = [self.under, f"table {self.number}"]
        parts += [f"row {row + 1}"] if row is not None else []
        parts += [f"column {column + 1}"] if column is not None else []
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a paragraph stands: part, heading above it, cell."""

    part: str
    under: str
    table: Table | None = None
    row: int = 0
    column: int = 0
    position: Position | None = None
    cell: Any | None = None
    around: Spot | None = None
    """Where the table stands, if in a cell of another."""

    @property
    def words(self) -> str:
        """The place in words."""
        if self.table is not None:
            return self.table.place(self.row, self.column)
        return self.under or ("the beginning" if self.part == "body" else "")


class Paragraph:
    """One paragraph of the body, a header, a footer or a note."""

    def __init__(self, document: Document, element: Any, spot: Spot, control: Any | None) -> None:
        self.document, self.element, self.spot = document, element, spot
        self.control = control  # the control of blocks that it stands in
        properties = element.find(f"{W}pPr")
        identifier = val(properties.find(f"{W}pStyle")) if properties is not None else None
        self.style = document.styles.name(identifier)
        self.level = _level(document.styles, identifier, properties)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The runs that have text, as a reader of the final text sees them."""
        return tuple(runs_of(self.element, typed=is_answer(self.control)))

    @cached_property
    def text(self) -> str:
        """All words of the paragraph."""
        return "".join(run.text for run in self.runs)

    @cached_property
    def properties(self) -> Properties:
        """Its properties, styles included."""
        return self.document.styles.paragraph(self.element, self.spot.position)

    @property
    def is_title(self) -> bool:
        """Whether it is the document's title by its style."""
        return self.style == "title"

    @property
    def in_body(self) -> bool:
        """Whether it stands in the body and in no table."""
        return self.spot.part == "body" and self.spot.table is None

    @property
    def is_contents(self) -> bool:
        """Whether it is a line of a table of contents."""
        return bool(re.match(r"(?:toc|contents|table of contents)\b", self.style))

    @property
    def is_listed(self) -> bool:
        """Whether it is an item of a real list."""
        number_id = self.properties.get("numPr", {})
        numbering = self.element.find(f"{W}pPr/{W}numPr/{W}numId")
        if numbering is not None:
            return val(numbering) != "0"
        return bool(number_id) or "numPr" in self.properties

    @property
    def has_place(self) -> bool:
        """Whether an answer is to be typed here: into a control, or where a template has one."""
        if is_answer(self.control):
            return True
        return bool(_PLACE.search(self.text)) or any(
            is_answer(box) for box in self.element.iter(f"{W}sdt")
        )

    @property
    def is_empty(self) -> bool:
        """Whether it has nothing at all: no words, picture, control or break."""
        holders = (f"{W}drawing", f"{W}pict", f"{W}object", f"{W}sdt", f"{W}sectPr", f"{W}fldChar",
                   f"{W}fldSimple", f"{W}ptab")  # fmt: skip
        if self.text.strip() or next(self.element.iter(*holders), None) is not None:
            return False
        return all(val_of_break(found) is None for found in self.element.iter(f"{W}br"))

    def look(self, run: Run) -> Look:
        """How one of its runs looks."""
        return self.document.styles.look(run.element, self.element, self.spot.position)

    @property
    def place(self) -> str:
        """Where it is, in words: the heading above, the cell, its own first words."""
        words = quoted(self.text) if self.text.strip() else ""
        return ", ".join(part for part in (self.spot.words, words) if part)


def val_of_break(element: Any) -> str | None:
    """The kind of a break that is no mere line break: `page`, `column`."""
    kind = element.get(f"{W}type")
    return str(kind) if kind in ("page", "column") else None


def _level(styles: Styles, identifier: str | None, properties: Any | None) -> int:
    """The heading level of a paragraph; 0 for none."""
    direct = properties.find(f"{W}outlineLvl") if properties is not None else None
    outlines = [direct] if direct is not None else []
    for style in reversed(styles.chain(identifier)):
        outlines += style.findall(f"{W}pPr/{W}outlineLvl")
        match = _HEADING.fullmatch(styles.name(style.get(f"{W}styleId")))
        if match:
            outlines.append(None)
            return int(match[1]) if direct is None else _outline(direct)
    return _outline(outlines[0]) if outlines else 0


def _outline(element: Any) -> int:
    level = number(val(element), 9)
    return level + 1 if 0 <= level < 9 else 0


class Document:
    """A Word document: its parts, styles and paragraphs.

    Raises `NotReadable` where the file has no document in it.
    """

    def __init__(self, package: Package, name: str) -> None:
        self.package, self.name = package, name
        self.part = package.main_part or ""
        root = package.xml(self.part) if self.part else None
        body = root.find(f"{W}body") if root is not None else None
        if root is None or body is None:
            raise NotReadable("damaged", "The file has no document in it.")
        self.root, self.body = root, body
        self.theme = theme_of(package)
        styles = package.related(self.part, "styles")
        self.styles_root = package.xml(styles[0]) if styles else None
        self.styles = Styles(self.styles_root, self.theme)
        settings = package.related(self.part, "settings")
        self.settings = package.xml(settings[0]) if settings else None
        self.paragraphs: list[Paragraph] = []
        self.tables: list[Table] = []
        self._under, self._count = "", 0
        self._walk(body, "body", None, None)
        self.margins: list[Paragraph] = []
        self._margin_roots: list[Any] = []
        for kind in ("header", "footer", "footnotes", "endnotes"):
            for part in package.related(self.part, kind):
                held = package.xml(part)
                if held is not None:
                    self._take(held, "note" if kind.endswith("notes") else kind)

    def _take(self, root: Any, kind: str) -> None:
        self._under = {"header": "page header", "footer": "page footer"}.get(kind, "notes")
        before = len(self.paragraphs)
        self._margin_roots.append(root)
        self._walk(root, kind, None, None)
        self.margins += self.paragraphs[before:]
        del self.paragraphs[before:]

    @cached_property
    def everything(self) -> tuple[Paragraph, ...]:
        """All paragraphs: of the body, then of headers, footers and notes."""
        return (*self.paragraphs, *self.margins)

    @cached_property
    def headings(self) -> tuple[Paragraph, ...]:
        """The headings of the body in order."""
        return tuple(p for p in self.paragraphs if p.level and not p.is_title)

    @cached_property
    def body_points(self) -> float:
        """The size of most of the running text, in points."""
        sizes: Counter[float] = Counter()
        for paragraph in self.paragraphs:
            if paragraph.in_body and not paragraph.level and not paragraph.is_title:
                for run in paragraph.runs:
                    sizes[paragraph.look(run).points] += len(run.text)
        return sizes.most_common(1)[0][0] if sizes else 12.0

    @property
    def background(self) -> Properties:
        """The colour of the page, where it is shown."""
        shown = self.settings is not None and self.settings.find(
            f"{W}displayBackgroundShape"
        ) is not None  # fmt: skip
        element = self.root.find(f"{W}background")
        if element is None or not shown:
            return {}
        return {"shd": {"val": "clear", "fill": element.get(f"{W}color", "auto"),
                        "themeFill": element.get(f"{W}themeColor", "")}}  # fmt: skip

    # The walk --------------------------------------------------------------------------

    def _walk(self, parent: Any, part: str, spot: Spot | None, control: Any | None) -> None:
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str) or tag in (f"{W}del", f"{W}moveFrom", f"{MC}Fallback"):
                continue
            if tag == f"{W}p":
                self._add(child, spot or Spot(part, self._under), control, part)
            elif tag == f"{W}tbl":
                self._table(child, part, spot, control)
            elif tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    self._walk(content, part, spot, child if is_answer(child) else control)
            else:
                self._walk(child, part, spot, control)

    def _add(self, element: Any, spot: Spot, control: Any | None, part: str) -> None:
        paragraph = Paragraph(self, element, spot, control)
        self.paragraphs.append(paragraph)
        if part == "body" and (paragraph.level or paragraph.is_title) and paragraph.text.strip():
            self._under, self._count = quoted(paragraph.text), 0
        # Words in a text box belong where the box is anchored.
        for box in element.iter(f"{W}txbxContent"):
            if next(box.iterancestors(f"{MC}Fallback"), None) is None:
                self._walk(box, part, spot, control)

    def _table(self, element: Any, part: str, spot: Spot | None, control: Any | None) -> None:
        nested = next(element.iterancestors(f"{W}tbl"), None) is not None
        self._count += 1
        table = Table(element, self._count, self._under, nested=nested)
        self.tables.append(table)
        rows = list(_inside(element, f"{W}tr"))
        cells = [list(_inside(row, f"{W}tc")) for row in rows]
        table.rows, table.row_elements = cells, rows
        style = val(element.find(f"{W}tblPr/{W}tblStyle"))
        widest = max((len(row) for row in cells), default=0)
        frame = Frame(style, len(cells), widest, looks_of(element), *self._bands(style))
        for r, held in enumerate(cells):
            for c, cell in enumerate(held):
                at = frame.position(r, c)
                inner = Spot(part, self._under, table, r, c, at, cell, around=spot)
                around = next((a for a in cell.iterancestors(f"{W}sdt") if is_answer(a)), None)
                self._walk(cell, part, inner, around if around is not None else control)

    def _bands(self, style: str | None) -> tuple[int, int]:
        sizes = [1, 1]
        for held in self.styles.chain(style):
            for n, name in enumerate(("tblStyleRowBandSize", "tblStyleColBandSize")):
                found = held.find(f"{W}tblPr/{W}{name}")
                if found is not None:
                    sizes[n] = max(1, number(val(found), 1))
        return sizes[0], sizes[1]

    def controls(self) -> Iterator[tuple[Any, Paragraph | None]]:
        """Every content control of the document with the paragraph it stands in, or holds."""
        by_element = {p.element: p for p in self.everything}
        for root in (self.body, *self._margin_roots):
            for box in root.iter(f"{W}sdt"):
                around = next(box.iterancestors(f"{W}p"), None)
                held = around if around is not None else next(box.iter(f"{W}p"), None)
                yield box, by_element.get(held) if held is not None else None


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those that controls hold."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _inside(child, tag)


def lines(paragraph: Paragraph) -> Iterable[str]:
    """The lines of a paragraph without what stands in places for answers."""
    return "".join(run.text for run in paragraph.runs if not run.typed).split("\n")


def is_on(element: Any | None, name: str) -> bool:
    """Whether a property element has a child of this name that is on."""
    found = element.find(f"{W}{name}") if element is not None else None
    return found is not None and truth(val(found), True)
