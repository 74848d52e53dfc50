"""A copy of the Excel template with values in its places.

The template's own parts are edited and nothing else: what a designer put into them
stays, and every value becomes a shared string or a number, never a formula or a link.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from xml.sax import saxutils

from lxml import etree

from workbook_docs import anchors
from workbook_docs.definition import DeclaredField, Workbook, field_at
from workbook_docs.errors import DefinitionError, FillError
from workbook_docs.excel.computed import KNOWN, STATE, Computed, results, set_result, show_note
from workbook_docs.excel.finish import STRINGS_TYPE, set_properties
from workbook_docs.excel.grid import SheetXml
from workbook_docs.excel.known import say_known
from workbook_docs.excel.marks import KEY
from workbook_docs.excel.numbers import serial_of
from workbook_docs.excel.package import Package
from workbook_docs.excel.places import Places, Spot, TableSpot, find_places
from workbook_docs.excel.results import state_at
from workbook_docs.excel.states import Held
from workbook_docs.excel.strings import SharedStrings
from workbook_docs.ooxml import serialised
from workbook_docs.records import Copy
from workbook_docs.trimming import TOTAL
from workbook_docs.values import printed, show

_INDEXED = re.compile(r"(?P<table>[^\[\]]+)\[(?P<row>\d+)\]\.(?P<column>.+)")


@dataclass(frozen=True, slots=True)
class _Written:
    """What goes into one cell: a text, or a number as Excel holds it."""

    text: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class _Still:
    """A sheet in which a copy writes its code and nothing else, cut where the code goes."""

    pieces: tuple[bytes, ...]
    shared_cells: int


_HERE = "\ue000the code\ue000"  # in the place of a code; no code holds such letters


@lru_cache(maxsize=16)
def _prepared(template: bytes, workbook: type[Workbook]) -> tuple[Places, Mapping[str, _Still]]:
    """Where a template has its places, and its sheets as they are where nothing is written."""
    places = find_places(template, workbook)
    package = Package(template)
    still = {}
    for part in places.sheet_parts:
        sheet = SheetXml(package.root(part))
        sheet.set_footer(places.code, _HERE)
        pieces = serialised(sheet.root).split(_HERE.encode())
        still[part] = _Still(tuple(pieces), sheet.shared_cells())
    return places, still


def fill(template: bytes, workbook: type[Workbook], values: Mapping[str, Any], copy: Copy) -> bytes:
    """A copy of the template that holds these values.

    Args:
        template: an .xlsx template of the workbook.
        workbook: its definition.
        values: by flat path, such as `initial_matrix[0].stakeholder`; a value of the
            field's type, or a text that is then written as typed, whatever the kind.
        copy: whom it is for.

    Returns:
        The file; equal arguments give equal bytes.

    Raises `FillError`, naming each path for which the template has no place.
    """
    filler = _Filler(template, workbook)
    problems = [problem for path, value in values.items() for problem in filler.take(path, value)]
    if problems:
        raise FillError(problems)
    filler.take_copy(copy)
    return filler.file(anchors.visible_code(workbook, copy), copy)


@dataclass(slots=True)
class _Filler:
    template: bytes
    workbook: type[Workbook]
    places: Places = field(init=False)
    still: Mapping[str, _Still] = field(init=False)
    cells: dict[Spot, _Written] = field(init=False, default_factory=dict)
    held: dict[str, Held] = field(init=False, default_factory=dict)
    known: set[Spot] = field(init=False, default_factory=set)
    last_rows: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.places, self.still = _prepared(self.template, self.workbook)

    def take(self, path: str, value: Any) -> Iterator[str]:
        """Note where a value goes; a line for each problem."""
        if value is None or value == "" or value == []:
            return
        try:
            bare, _, option = path.partition("=")
            declared = field_at(self.workbook, bare)
        except DefinitionError as problem:
            yield f"{path}: {problem}"
            return
        if declared.kind == "choices" and not option and declared.table is None:
            yield from self._take_options(path, declared, value)
            return
        spot = self._spot(path)
        if spot is None:
            yield f"{path}: the template has no place for it."
            return
        written = self._written(declared, value, spot)
        if written is not None:
            self._hold(path, spot, written)

    def _hold(self, path: str, spot: Spot, written: _Written) -> None:
        self.cells[spot] = written
        self.known.add(spot)
        number = float(written.number) if written.number is not None else None
        self.held[path] = Held(written.text or "", number)

    def _take_options(self, path: str, declared: DeclaredField, value: Any) -> Iterator[str]:
        entries = value.split("\n") if isinstance(value, str) else [printed(v) for v in value]
        for entry in entries:
            option = entry.strip()
            spot = self._spot(anchors.option_path(path, option))
            if option not in declared.options:
                yield f"{path}: “{option}” is none of the choices, so it has no box."
            elif spot is None:
                yield f"{path}: the template has no place for “{option}”."
            else:
                self._hold(anchors.option_path(path, option), spot, _Written("Yes"))

    def _spot(self, path: str) -> Spot | None:
        match = _INDEXED.fullmatch(path)
        if match is None:
            return self.places.cells.get(path)
        table = self.places.tables.get(match["table"])
        column = table.columns.get(f"{match['table']}[].{match['column']}") if table else None
        if table is None or column is None:
            return None
        row = table.first_row + int(match["row"])
        self.last_rows[match["table"]] = max(self.last_rows.get(match["table"], 0), row)
        return Spot(table.sheet, row, column)

    def _written(self, declared: DeclaredField, value: Any, spot: Spot) -> _Written | None:
        if isinstance(value, str):
            return _Written(printed(value))
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            # A number in a cell that shows no day would be read as a number.
            if self.places.shows_day(spot):
                return _Written(number=str(serial_of(value)))
            return _Written(show("day", value))
        if declared.kind in ("whole", "decimal") and not isinstance(value, bool):
            return _Written(number=format(Decimal(str(value)), "f"))
        text = show(declared.kind, value)
        return _Written(text) if text else None

    def take_copy(self, copy: Copy) -> None:
        """Note the data of the copy, where the template shows them."""
        shown = anchors.copy_texts(copy)
        for path, text in shown.items():
            spot = self.places.cells.get(path)
            if spot is not None and text:
                self.cells[spot] = _Written(text)

    def _unsaid(self, sheet: SheetXml, part: str, copy: Copy) -> set[int]:
        """Rows of the copy's data that say nothing; all, with their header, where none but the
        code's does. The blank that an edition is made of, which has no code, shows every row."""
        data = {p: s for p, s in self.places.copy_rows.items() if s.sheet == part}
        shown = anchors.copy_texts(copy)
        empty = {spot.row for path, spot in data.items() if not shown[path]}
        if not copy.id or not empty:
            return set()
        if len(empty) == len(data.keys() - {"copy.id"}):
            empty = {spot.row for spot in data.values()}
            for header in [row for of, row in self.places.copy_headers if of == part]:
                empty.add(header)
                if header and not sheet.holds_anything(header - 1, header - 1):
                    empty.add(header - 1)  # else two blank rows would meet
        return empty

    def file(self, code: str, copy: Copy) -> bytes:
        """The bytes of the copy."""
        package = Package(self.template)
        strings = SharedStrings(package.root(self.places.strings_part))
        by_sheet: dict[str, dict[Spot, _Written]] = defaultdict(dict)
        for spot, written in self.cells.items():
            by_sheet[spot.sheet][spot] = written
        shown = self._results()
        count = 0
        written_code = saxutils.escape(code.replace("&", "&&")).encode()
        for part in self.places.sheet_parts:
            if part not in by_sheet and part not in shown:
                package.put(part, written_code.join(self.still[part].pieces))
                count += self.still[part].shared_cells
                continue
            sheet = SheetXml(package.root(part), self.places.text_size)
            for path, table in self.places.tables.items():
                last = self.last_rows.get(path, 0)
                if table.sheet == part and last > table.last_row:
                    self._grow(package, sheet, path, table, last)
            for spot, written in by_sheet[part].items():
                sheet.make_wide(spot.column, written.text or "")
            for spot, written in sorted(by_sheet[part].items()):
                _write(sheet, spot, written, strings)
            self._number_rows(sheet, part, strings)
            self._show_known(sheet, part)
            for row in self._unsaid(sheet, part, copy):
                sheet.take_out(row)
            for cell, text in shown[part]:
                set_result(sheet.cell(cell.row, cell.column), text, sheet.namespace)
                if cell.use == STATE:
                    sheet.make_high(cell.row, cell.column, text)
            sheet.set_footer(self.places.code, code)
            count += sheet.shared_cells()
            package.put(part, serialised(sheet.root))
        if self.known and self.places.styles_part and self.places.styles:
            package.put(self.places.styles_part, self.places.styles.data)
        package.add(
            self.places.workbook_part, self.places.strings_part, "sharedStrings", STRINGS_TYPE,
            strings.to_bytes(count),
        )  # fmt: skip
        if self.places.calculation_part:  # it may list a cell that holds no formula now
            package.drop(self.places.workbook_part, self.places.calculation_part)
        set_properties(package, anchors.copy_properties(self.workbook, copy))
        return package.to_bytes()

    def _results(self) -> dict[str, list[tuple[Computed, str]]]:
        """What the cells show that are worked out from the answers, by sheet."""
        found: dict[str, list[tuple[Computed, str]]] = defaultdict(list)

        def state(path: str) -> str:
            return state_at(self.workbook, path, self.held)

        for cell, text in results(self.places.computed, state):
            found[cell.sheet].append((cell, text))
        return found

    def _show_known(self, sheet: SheetXml, part: str) -> None:
        """Let the answers of one sheet that the copy comes with look and sound known."""
        spots = [spot for spot in self.known if spot.sheet == part]
        styles = self.places.styles
        if not spots or styles is None or not styles.known:
            return
        rules = sheet.single_rules()
        for spot in spots:
            cell = sheet.cell(spot.row, spot.column)
            style = cell.get("s", "")
            cell.set("s", styles.known.get(style, style))
            if (rule := rules.get((spot.row, spot.column))) is not None:
                say_known(rule)
        for note in self.places.computed:
            if note.sheet == part and note.use == KNOWN:
                show_note(sheet.cell(note.row, note.column), sheet.namespace)

    def _number_rows(self, sheet: SheetXml, part: str, strings: SharedStrings) -> None:
        """Let the key of a row that is called Total say that the copy came with it.

        So it is a row of the record, though its words say otherwise. Other rows need none: a
        key may stay where it is when rows are sorted.
        """
        for path, table in self.places.tables.items():
            key = strings.known(f"{KEY}{path}")
            if table.sheet != part or key is None:
                continue
            column = sheet.column_of(table.first_row, key)
            if column is None:
                continue
            rows = {
                spot.row
                for spot, written in self.cells.items()
                if spot in self.known and spot.sheet == part and spot.row >= table.first_row
                and TOTAL.fullmatch((written.text or "").strip())
            }  # fmt: skip
            for row in sorted(rows):
                number = strings.index(f"{KEY}{path}[{row - table.first_row}]")
                sheet.refer(row, column, number)

    def _grow(
        self, package: Package, sheet: SheetXml, path: str, table: TableSpot, last: int
    ) -> None:
        """Give a repeating table rows down to `last` that look and check like its own."""
        if sheet.holds_anything(table.last_row + 1, last):
            room = table.last_row - table.first_row + 1
            raise FillError(
                [f"{path}: the template has room for {room} rows above other text; "
                 f"{last - table.first_row + 1} are needed."]
            )  # fmt: skip
        sheet.copy_row_down(table.last_row, last)
        sheet.stretch_ranges(table.last_row, last)
        if table.part is not None:
            root = package.root(table.part)
            for element in root.iter("{*}table", "{*}autoFilter") if root is not None else ():
                element.set("ref", _stretched(element.get("ref"), last))
            if root is not None:
                package.put(table.part, serialised(root))


def _stretched(ref: str, last: int) -> str:
    first, _, end = ref.partition(":")
    return f"{first}:{re.sub(r'[0-9]+', str(last + 1), end)}"


def _write(sheet: SheetXml, spot: Spot, written: _Written, strings: SharedStrings) -> None:
    cell = sheet.cell(spot.row, spot.column)
    for child in list(cell):
        cell.remove(child)
    held = etree.SubElement(cell, f"{{{sheet.namespace}}}v")
    if written.text is not None:
        cell.set("t", "s")
        held.text = str(strings.index(written.text))
        sheet.make_high(spot.row, spot.column, written.text)
    else:
        cell.attrib.pop("t", None)
        held.text = written.number
