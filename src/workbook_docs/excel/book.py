"""A workbook file as it stands: sheets, names and cells, whatever program wrote it.

Only cells that exist are walked, never the rectangle that a file claims to fill: a
sheet with one cell in its last corner costs one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workbook_docs.errors import NotReadable
from workbook_docs.excel.colours import Look, font_look
from workbook_docs.excel.computed import mark_of
from workbook_docs.excel.numbers import Number, shown_day, shown_number
from workbook_docs.excel.package import Package, reference
from workbook_docs.excel.strings import item_runs, item_strong, item_text, local, unescape
from workbook_docs.excel.styles import PLAIN, Style, read_formats, read_styles

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_NAME_REF = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!\[\]]+))!([^!]+)$")

_WORDS_MISSING = (
    "The file is damaged: it has cells whose words it does not hold. Please open it in Excel, look "
    "through it, save it again and send that."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its part, whether it is hidden, and what it is (`worksheet`)."""

    name: str
    part: str
    hidden: bool
    kind: str = "worksheet"


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name of one cell."""

    name: str
    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something, positions from 0; `value` where it is no text."""

    row: int
    column: int
    text: str
    value: Number = None
    formula: bool = False
    error: bool = False
    unknown: bool = False  # a formula whose result the file does not hold
    own: bool = False  # a formula of ours: what is left to do, and the like
    style: Style = PLAIN
    strong: bool = False
    runs: tuple[tuple[int, int, Look], ...] = ()  # stretches that look otherwise than the cell


@dataclass(frozen=True, slots=True)
class Words:
    """A shared or inline string: its text, whether all of it is bold, and its runs."""

    text: str
    strong: bool = False
    runs: tuple[tuple[int, int, Look], ...] = ()


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 27 -> AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address_of(row: int, column: int) -> str:
    """The address of a cell counted from 0: (3, 1) -> B4."""
    return f"{column_letters(column)}{row + 1}"


def position_of(address: str) -> tuple[int, int] | None:
    """Row and column, from 0, of an address such as $B$4; None for anything else."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class Book:
    """An opened workbook file."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        self.part = self.package.main_part or "xl/workbook.xml"
        root: Any = self.package.root(self.part)
        if root is None or local(root) != "workbook":
            raise NotReadable("not-office", "This is no Excel workbook.")
        self.root: Any = root
        self._related = self.package.relations(self.part)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets of cells in order; one whose part is not named has `part` empty."""
        return tuple(sheet for sheet in self._all_sheets if sheet.kind == "worksheet")

    @cached_property
    def other_sheets(self) -> tuple[Sheet, ...]:
        """The sheets that hold no cells of the usual kind: charts, macros, dialogs."""
        return tuple(sheet for sheet in self._all_sheets if sheet.kind != "worksheet")

    @cached_property
    def _all_sheets(self) -> tuple[Sheet, ...]:
        found = []
        for element in self._children("sheets"):
            target = self._related.get(reference(element))
            part = "" if target is None or target.external else target.target
            hidden = element.get("state", "visible") != "visible"
            kind = "worksheet" if target is None else target.kind
            found.append(Sheet(element.get("name") or "", part, hidden, kind))
        return tuple(found)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The defined names, workbook-level and sheet-scoped, that mean one cell."""
        found = []
        for element in self._children("definedNames"):
            match = _NAME_REF.match((element.text or "").strip())
            if match is None:
                continue
            first, _, last = match[3].partition(":")
            position = position_of(first)
            if position is None or (last and position_of(last) != position):
                continue
            sheet = match[1].replace("''", "'") if match[1] else match[2]
            found.append(Name(element.get("name") or "", sheet, *position))
        return tuple(found)

    @cached_property
    def epoch_1904(self) -> bool:
        """Whether days count from 1904."""
        properties = (child for child in self.root if local(child) == "workbookPr")
        return any(p.get("date1904") in ("1", "true") for p in properties)

    @cached_property
    def strings(self) -> tuple[Words, ...]:
        """The shared strings."""
        root = self.package.root(self.package.one(self.part, "sharedStrings"))
        items = [item for item in root if local(item) == "si"] if root is not None else []
        return tuple(_words(item) for item in items)

    @cached_property
    def styles(self) -> tuple[Style, ...]:
        """The cell formats by number."""
        return read_styles(self.package.root(self.package.one(self.part, "styles")))

    @cached_property
    def formats(self) -> tuple[Look, ...]:
        """What the file's conditional formats say of how text looks, by number."""
        return read_formats(self.package.root(self.package.one(self.part, "styles")))

    def _children(self, group: str) -> Iterator[Any]:
        for child in self.root:
            if local(child) == group:
                yield from child

    def cells(self, sheet_root: Any) -> Iterator[Cell]:
        """The cells of a sheet that hold something, as the file has them."""
        shared: dict[str, bool] = {}  # of several cells with one formula only the first has it
        for element, row, column in positions(sheet_root):
            cell = self._cell(element, row, column, shared)
            if cell is not None:
                yield cell

    def _cell(self, element: Any, row: int, column: int, shared: dict[str, bool]) -> Cell | None:
        formula = held = inline = None
        has_result = False
        for child in element:
            name = local(child)
            if name == "v":
                # An empty text is a result, as of =IF(A1="","",A1); openpyxl writes an empty
                # element where it knows none.
                held = child.text
                has_result = bool(held) or element.get("t") == "str"
            elif name == "f":
                formula = child
            elif name == "is":
                inline = child
        style = self.style(element)
        if formula is None and held is None and inline is None:
            return None
        words, value = self._content(element.get("t", "n"), held, inline, style)
        text = words.text
        constant = _constant(formula.text or "") if formula is not None else None
        is_formula = formula is not None and constant is None
        own = is_formula and _is_own(formula, shared)
        if own and not has_result:
            return None
        unknown = False
        if formula is not None and not has_result and inline is None:
            if constant is not None:
                text, value = str(constant).upper(), constant
            else:
                text, value, unknown = f"={formula.text or ''}", None, True
        if not text:
            return None
        return Cell(
            row, column, text, value, is_formula, element.get("t") == "e", unknown, own, style,
            words.strong or style.strong, words.runs,
        )  # fmt: skip

    def _content(
        self, kind: str, held: str | None, inline: Any, style: Style
    ) -> tuple[Words, Number]:
        if kind == "inlineStr" or (inline is not None and held is None):
            return (Words(unescape(held or "")) if inline is None else _words(inline)), None
        held = held or ""
        if kind == "s":
            return self._shared(held.strip()), None
        if kind == "str":
            return Words(unescape(held)), None
        if kind == "b":
            truth = held.strip().casefold() in ("1", "true")
            return Words("TRUE" if truth else "FALSE"), truth
        if kind == "e":
            return Words(held), None
        text, value = shown_day(held) if kind == "d" else shown_number(held, style, self.epoch_1904)
        return Words(text), value

    def _shared(self, number: str) -> Words:
        if not (number.isdecimal() and int(number) < len(self.strings)):
            # Read as an empty cell it would be an answer lost in silence.
            raise NotReadable("damaged", _WORDS_MISSING)
        return self.strings[int(number)]

    def style(self, element: Any) -> Style:
        """The style of a cell, row or column element; plain where it is missing."""
        number = element.get("s") or ""
        return self.styles[int(number)] if number.isdigit() and int(number) < len(self.styles) \
            else PLAIN  # fmt: skip


def _words(item: Any) -> Words:
    runs = tuple((start, end, font_look(found)) for start, end, found in item_runs(item))
    return Words(item_text(item), item_strong(item), runs)


def _is_own(formula: Any, shared: dict[str, bool]) -> bool:
    number = formula.get("si", "")
    own = mark_of(formula.text or "") is not None
    if formula.get("t") == "shared" and number:
        own = shared.setdefault(number, own)
    return own


def _constant(formula: str) -> bool | None:
    # LibreOffice writes a plain TRUE as this formula.
    folded = formula.replace(" ", "").upper().lstrip("=").removesuffix("()")
    return {"TRUE": True, "FALSE": False}.get(folded)


def positions(sheet_root: Any) -> Iterator[tuple[Any, int, int]]:
    """Each cell element of a sheet with row and column from 0, also where r is missing."""
    for row_element, row in rows(sheet_root):
        column = -1
        for element in row_element:
            if local(element) != "c":
                continue
            position = position_of(element.get("r", ""))
            column = position[1] if position else column + 1
            yield element, position[0] if position else row, column


def rows(sheet_root: Any) -> Iterator[tuple[Any, int]]:
    """Each row element of a sheet with its number from 0, also where r is missing."""
    for data in sheet_root:
        if local(data) != "sheetData":
            continue
        row = -1
        for element in data:
            if local(element) == "row":
                number = element.get("r", "")
                row = int(number) - 1 if number.isdigit() and int(number) > 0 else row + 1
                yield element, row
