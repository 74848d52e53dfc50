"""An Excel workbook as the rules see it: sheets, cells that exist, tables, places for answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from workbook_docs.accessibility.colours import theme_of
from workbook_docs.accessibility.excel.areas import (
    Allowance,
    Area,
    Areas,
    area,
    areas,
    at,
    column_of,
    columns_of,
    named_areas,
)
from workbook_docs.accessibility.excel.styles import Font, Style, read_styles
from workbook_docs.accessibility.faults import Spot, number, real, truth
from workbook_docs.errors import NotReadable
from workbook_docs.ooxml import Package

_REF = re.compile(r"([A-Za-z]{1,3})[0-9]{1,7}")
_MANY_CELLS = 8
"""Cells below one another that share a rule for what is typed, and so are a column."""
_SHUT = 0.1
"""Width of a column, or height of a row, below which nobody sees it."""
_MOST_EMPTY = 1000
"""Rows, and columns, of a table in which cells that only a format makes are looked for."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that exists: its place, what it shows, its format."""

    row: int
    column: int
    text: str
    number: float | None
    style: Style
    style_id: int
    formula: bool = False
    fonts: tuple[Font, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing is in it; a formula may show nothing today and something tomorrow."""
        return not self.text.strip() and self.number is None and not self.formula

    @property
    def name(self) -> str:
        """Its reference, such as `B4`."""
        return at(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet: its name, where it is, its column names and settings."""

    name: str
    area: Area
    columns: tuple[str, ...]
    headers: int
    has_filter: bool
    style: str
    striped: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What a sheet says of a row: hidden, height in points, whether that is fixed."""

    hidden: bool = False
    height: float | None = None
    fixed: bool = False


_PLAIN_LINE = Line()


@dataclass(frozen=True, slots=True)
class Column:
    """What a sheet says of some columns: width in characters, hidden, their cells' format."""

    first: int
    last: int
    width: float
    hidden: bool
    style: int


@dataclass
class Sheet:
    """One sheet, with the cells that exist in it."""

    book: Book
    name: str
    state: str
    part: str
    root: Any
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    _columns: dict[int, Column | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.validations = Areas(self.book.allowance)
        self.table_areas = Areas(self.book.allowance)

    @property
    def is_visible(self) -> bool:
        """Whether people see it."""
        return self.state == "visible"

    def place(self, row: int, column: int) -> str:
        """A cell's place as people write it: `Engagement!B4`."""
        return f"{self.name}!{at(row, column)}"

    def told(self, cells: Iterable[tuple[str, Cell]]) -> Iterator[Spot]:
        """What is wrong with some cells, once for those that stand below one another."""
        by_message: dict[str, list[tuple[int, int]]] = {}
        for message, cell in cells:
            by_message.setdefault(message, []).append((cell.row, cell.column))
        for message, places in by_message.items():
            for place in columns_of(places):
                yield f"{self.name}!{place}", message

    def cell(self, row: int, column: int) -> Cell | None:
        """A cell; None where it does not exist."""
        return self.cells.get((row, column))

    def text(self, row: int, column: int) -> str:
        """What a cell says; '' where it does not exist."""
        found = self.cells.get((row, column))
        return found.text.strip() if found is not None else ""

    @cached_property
    def filled(self) -> list[Cell]:
        """The cells in which anything is, row by row."""
        return [cell for key, cell in sorted(self.cells.items()) if not cell.is_blank]

    def line(self, row: int) -> Line:
        """What the sheet says of a row."""
        return self.lines.get(row, _PLAIN_LINE)

    def width(self, column: int) -> float:
        """The width of a column in characters."""
        own = self.column(column)
        if own is not None:
            return own.width
        format = self.root.find("{*}sheetFormatPr")
        return real(format.get("defaultColWidth"), 8.43) if format is not None else 8.43

    def is_hidden(self, column: int) -> bool:
        """Whether a column is hidden."""
        own = self.column(column)
        return own is not None and own.hidden

    def column(self, number: int) -> Column | None:
        """What the sheet says of a column; None where nothing."""
        if number not in self._columns:
            self.book.allowance.spend(len(self.columns))
            own = (c for c in self.columns if c.first <= number <= c.last)
            self._columns[number] = next(own, None)
        return self._columns[number]

    @property
    def is_protected(self) -> bool:
        """Whether its locked cells cannot be changed."""
        protection = self.root.find("{*}sheetProtection")
        return protection is not None and truth(protection.get("sheet"))

    def table_at(self, row: int, column: int) -> Table | None:
        """The table that a cell is in."""
        found: Table | None = self.table_areas.of(row, column)
        return found

    @cached_property
    def inputs(self) -> list[Cell]:
        """The cells that people are meant to type into: the unlocked ones."""
        return [cell for _, cell in sorted(self.cells.items()) if not cell.style.locked]

    @cached_property
    def loose_columns(self) -> list[Area]:
        """Long ranges that share a rule for what is typed, and are in no table."""
        found: dict[tuple[int, int], Area] = {}
        for place, _ in self.validations:
            if place.bottom - place.top + 1 < _MANY_CELLS or self._meets_table(place):
                continue
            rows = place.top, place.bottom
            other = found.get(rows, place)
            left, right = min(place.left, other.left), max(place.right, other.right)
            found[rows] = Area(place.top, left, place.bottom, right)
        return list(found.values())

    def _meets_table(self, place: Area) -> bool:
        self.book.allowance.spend(len(self.tables))
        return any(
            place.top <= table.area.bottom
            and table.area.top <= place.bottom
            and place.left <= table.area.right
            and table.area.left <= place.right
            for table in self.tables
        )

    def is_loose(self, row: int, column: int) -> bool:
        """Whether a cell is in a column to fill in that should be a table's."""
        self.book.allowance.spend(len(self.loose_columns))
        return any((row, column) in place for place in self.loose_columns)

    def is_input_row(self, table: Table, row: int) -> bool:
        """Whether a row of a table is there to be filled in."""
        self.book.allowance.spend(min(table.area.right - table.area.left + 1, 200))
        return any(
            (cell := self.cells.get((row, column))) is not None and not cell.style.locked
            for column in range(table.area.left, min(table.area.right, table.area.left + 200) + 1)
        )

    def is_entry(self, table: Table) -> bool:
        """Whether a table is there to be filled in, as opposed to one that is published."""
        return self.is_input_row(table, table.area.top + max(table.headers, 1))


class Book:
    """An Excel workbook: its sheets and styles.

    Raises `NotReadable` where the file has no workbook in it.
    """

    def __init__(self, package: Package, name: str) -> None:
        self.package, self.name = package, name
        self.allowance = Allowance()
        part = package.main_part or ""
        root = package.xml(part) if part else None
        if root is None or root.find("{*}sheets") is None:
            raise NotReadable("damaged", "The file has no workbook in it.")
        self.root = root
        styles = package.related(part, "styles")
        theme = theme_of(package)
        self.styles = read_styles(package.xml(styles[0]) if styles else None, theme)
        self._strings = list(self._read_strings(part))
        relations = package.relations(part)
        self.sheets: list[Sheet] = []
        for element in root.iterfind("{*}sheets/{*}sheet"):
            relation = relations.get(_relation_id(element))
            held = package.xml(relation.target) if relation and not relation.external else None
            if relation is None or held is None or relation.kind != "worksheet":
                continue
            sheet = Sheet(self, element.get("name", ""), element.get("state", "visible"),
                          relation.target, held)  # fmt: skip
            self._fill(sheet)
            self.sheets.append(sheet)
        if not self.sheets:
            raise NotReadable("damaged", "The file has no sheets in it.")

    @property
    def visible(self) -> list[Sheet]:
        """The sheets that people see."""
        return [sheet for sheet in self.sheets if sheet.is_visible]

    @cached_property
    def cover_words(self) -> str:
        """All words of the first sheet that people see, folded."""
        first = self.visible[0] if self.visible else None
        return " ".join(cell.text for cell in first.filled).casefold() if first else ""

    def tells_of_hidden(self, name: str) -> bool:
        """Whether a cell of the first sheet says of a sheet that it is hidden."""
        first = self.visible[0] if self.visible else None
        texts = (cell.text.casefold() for cell in first.filled) if first else ()
        return any("hidden" in text and name.casefold() in text for text in texts)

    @cached_property
    def names(self) -> dict[str, Areas]:
        """Of each sheet, the cells that have names."""
        found: dict[str, Areas] = {}
        for element in self.root.iterfind("{*}definedNames/{*}definedName"):
            name = element.get("name", "")
            if not name.startswith("_xlnm"):
                for sheet, place in named_areas(element.text):
                    found.setdefault(sheet, Areas(self.allowance)).add(place, name)
        return found

    # Reading ---------------------------------------------------------------------------

    def _read_strings(self, part: str) -> Iterator[tuple[str, tuple[Font, ...]]]:
        for name in self.package.related(part, "sharedStrings")[:1]:
            root = self.package.xml(name)
            for item in root.iterfind("{*}si") if root is not None else ():
                yield self._string(item)

    def _string(self, item: Any) -> tuple[str, tuple[Font, ...]]:
        """The text of a string item, and the fonts of those of its runs that have their own."""
        texts = [node.text or "" for node in item.iterfind("{*}t")]
        fonts = []
        for run in item.iterfind("{*}r"):
            held, manner = run.find("{*}t"), run.find("{*}rPr")
            texts.append((held.text or "") if held is not None else "")
            if manner is not None and texts[-1].strip():
                fonts.append(self.styles.font(manner))
        return "".join(texts), tuple(dict.fromkeys(fonts))

    def _fill(self, sheet: Sheet) -> None:
        for held in sheet.root.iterfind("{*}cols/{*}col"):
            sheet.columns.append(
                Column(
                    number(held.get("min")),
                    number(held.get("max")),
                    real(held.get("width"), 8.43),
                    truth(held.get("hidden")) or real(held.get("width"), 8.43) < _SHUT,
                    number(held.get("style")),
                )
            )
        row = 0
        for line in sheet.root.iterfind("{*}sheetData/{*}row"):
            row = number(line.get("r"), row + 1)
            height = line.get("ht")
            sheet.lines[row] = Line(
                truth(line.get("hidden")) or real(height, 15.0) < _SHUT,
                real(height) if height else None,
                truth(line.get("customHeight")),
            )
            column = 0
            for element in line.iterfind("{*}c"):
                match = _REF.fullmatch(element.get("r") or "")
                column = column_of(match[1]) if match else column + 1
                sheet.cells[row, column] = self._cell(element, row, column)
        for rule in sheet.root.iterfind("{*}dataValidations/{*}dataValidation"):
            for place in areas(rule.get("sqref")):
                sheet.validations.add(place, rule)
        for name in self.package.related(sheet.part, "table"):
            table = self._table(name)
            if table is not None:
                sheet.tables.append(table)
                sheet.table_areas.add(table.area, table)
                self._add_empty(sheet, table)

    def _add_empty(self, sheet: Sheet, table: Table) -> None:
        """Add the unlocked cells of a table that have no more than their column's format."""
        rows = range(table.area.top + table.headers, table.area.bottom + 1)[:_MOST_EMPTY]
        for column in range(table.area.left, table.area.right + 1)[:_MOST_EMPTY]:
            held = sheet.column(column)
            style_id = held.style if held is not None else 0
            style = self.styles.of(style_id)
            if style.locked:
                continue
            self.allowance.spend(len(rows))
            for row in rows:
                blank = Cell(row, column, "", None, style, style_id)
                sheet.cells.setdefault((row, column), blank)

    def _cell(self, element: Any, row: int, column: int) -> Cell:
        kind, held = element.get("t", "n"), element.find("{*}v")
        shown = (held.text or "") if held is not None else ""
        style_id = number(element.get("s"))
        formula = element.find("{*}f") is not None
        style = self.styles.of(style_id)
        value: float | None = None
        fonts: tuple[Font, ...] = ()
        if kind == "s":
            index = number(shown, -1)
            found = self._strings[index] if 0 <= index < len(self._strings) else ("", ())
            shown, fonts = found[0], found[1]
        elif kind == "inlineStr":
            item = element.find("{*}is")
            shown, fonts = self._string(item) if item is not None else ("", ())
        elif kind in ("n", "") and shown:
            value = real(shown)
        elif kind == "b":
            shown = {"1": "TRUE", "0": "FALSE"}.get(shown, shown)
        return Cell(row, column, shown, value, style, style_id, formula, fonts)

    def _table(self, part: str) -> Table | None:
        root = self.package.xml(part)
        place = area(root.get("ref", "")) if root is not None else None
        if root is None or place is None:
            return None
        info, filter = root.find("{*}tableStyleInfo"), root.find("{*}autoFilter")
        return Table(
            name=root.get("displayName") or root.get("name") or "",
            area=place,
            columns=tuple(c.get("name", "") for c in root.iterfind("{*}tableColumns/*")),
            headers=number(root.get("headerRowCount"), 1),
            has_filter=filter is not None and _shows_buttons(filter),
            style=info.get("name", "") if info is not None else "",
            striped=info is not None and truth(info.get("showRowStripes")),
        )


def _relation_id(element: Any) -> str:
    """The relationship id of a sheet."""
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")


def _shows_buttons(filter: Any) -> bool:
    """Whether an auto-filter shows a button on any of its columns."""
    place = area(filter.get("ref", ""))
    hidden = sum(truth(column.get("hiddenButton")) for column in filter.iterfind("{*}filterColumn"))
    return place is None or hidden < place.right - place.left + 1
