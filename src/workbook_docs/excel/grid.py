"""The XML of one sheet, as filling changes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from workbook_docs.excel.book import address_of, column_letters, position_of, positions
from workbook_docs.excel.heights import HIGHEST, height_of, points_of
from workbook_docs.excel.strings import local

_DEFAULT_WIDTH = 9.0
WIDEST = 150.0
"""Digits of the widest column that a long answer makes: a wide screen holds no more."""
# What stands before the footer among the children of a sheet, last first.
_BEFORE_FOOTER = ("pageSetup", "pageMargins", "printOptions", "hyperlinks", "dataValidations",
                  "conditionalFormatting", "mergeCells", "autoFilter", "sheetProtection",
                  "sheetData")  # fmt: skip


def range_of(ref: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column, from 0, of a range such as A4:C9."""
    first, _, last = ref.partition(":")
    begin = position_of(first) or (0, 0)
    end = position_of(last or first) or begin
    return (*begin, *end)


class SheetXml:
    """A sheet's XML, indexed by row; cells and rows are made where they are missing."""

    def __init__(self, root: Any, text_size: float = 11.0) -> None:
        self.root = root
        self.text_size = text_size
        self.namespace = str(etree.QName(root).namespace)
        self.data = next(child for child in root if local(child) == "sheetData")
        self._rows: dict[int, Any] = {}
        self._cells: dict[tuple[int, int], Any] = {}
        for element, row, column in positions(root):
            self._cells[row, column] = element
            self._rows[row] = element.getparent()
        for element in self.data:  # a row may be there without cells
            if local(element) == "row" and (number := element.get("r", "")).isdecimal():
                self._rows.setdefault(int(number) - 1, element)
        self._widths = dict(self._column_widths())

    def _column_widths(self) -> Iterator[tuple[int, float]]:
        for column in self.root.iter(f"{{{self.namespace}}}col"):
            first, last = int(column.get("min", "1")), int(column.get("max", "1"))
            for number in range(first - 1, min(last, first + 200)):
                yield number, float(column.get("width", _DEFAULT_WIDTH))

    def row(self, number: int) -> Any:
        """The row element, made in its place where it is missing."""
        if number not in self._rows:
            element = etree.Element(f"{{{self.namespace}}}row")
            element.set("r", str(number + 1))
            self._place_row(number, element)
        return self._rows[number]

    def _place_row(self, number: int, element: Any) -> None:
        later = [row for row in self._rows if row > number]
        if later:
            self._rows[min(later)].addprevious(element)
        else:
            self.data.append(element)
        self._rows[number] = element

    def cell(self, row: int, column: int) -> Any:
        """The cell element, made in its place where it is missing."""
        if (row, column) not in self._cells:
            parent = self.row(row)
            element = etree.Element(f"{{{self.namespace}}}c")
            element.set("r", address_of(row, column))
            later = [c for r, c in self._cells if r == row and c > column]
            if later:
                self._cells[row, min(later)].addprevious(element)
            else:
                parent.append(element)
            self._cells[row, column] = element
        return self._cells[row, column]

    def take_out(self, row: int) -> None:
        """Empty a row and let nobody see it: what stands below keeps its place."""
        for cell in self.row(row):
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", None)
        self.row(row).set("hidden", "1")

    def shared_cells(self) -> int:
        """How many cells refer to the shared strings."""
        return sum(1 for cell in self._cells.values() if cell.get("t") == "s")

    def column_of(self, row: int, string: int) -> int | None:
        """The column in which a row refers to a shared string; None where it does not."""
        wanted = str(string)
        return next(
            (
                column
                for (at, column), cell in self._cells.items()
                if at == row and cell.get("t") == "s" and _held(cell) == wanted
            ),
            None,
        )

    def refer(self, row: int, column: int, string: int) -> None:
        """Let a cell that refers to a shared string refer to another."""
        for child in self.cell(row, column):
            if local(child) == "v":
                child.text = str(string)

    def holds_anything(self, first: int, last: int) -> bool:
        """Whether any cell from row `first` to row `last` holds something."""
        return any(first <= row <= last and len(cell) for (row, _), cell in self._cells.items())

    def make_wide(self, column: int, text: str) -> None:
        """Widen a column in which the highest row would cut a text off, as far as one may."""
        given = self._widths.get(column, _DEFAULT_WIDTH)

        def needed(width: float) -> float:
            return points_of(text, width, self.text_size, self.text_size)

        # Of a list whose lines are short no width would show more.
        enough = max(needed(max(given, WIDEST)), HIGHEST)
        width = given
        while needed(width) > enough:
            width = min(width + 4.0, WIDEST)
        if width > given:
            self._widths[column] = width
            element = self._own_column(column)
            element.set("width", f"{width:g}")
            element.set("customWidth", "1")

    def _own_column(self, column: int) -> Any:
        """The element that tells of one column alone, made where others share it."""
        held = next((c for c in self.root if local(c) == "cols"), None)
        if held is None:
            held = etree.Element(f"{{{self.namespace}}}cols")
            self.data.addprevious(held)
        number = column + 1
        shared = next(
            (c for c in held if int(c.get("min", "1")) <= number <= int(c.get("max", "1"))), None
        )
        if shared is None:
            own = etree.Element(f"{{{self.namespace}}}col")
            before = [c for c in held if int(c.get("max", "1")) < number]
            held.insert(len(before), own)
        else:
            first, last = int(shared.get("min", "1")), int(shared.get("max", "1"))
            own = shared
            for begin, end in ((first, number - 1), (number + 1, last)):
                if begin <= end:
                    rest = deepcopy(shared)
                    rest.set("min", str(begin))
                    rest.set("max", str(end))
                    (own.addprevious if begin < number else own.addnext)(rest)
        own.set("min", str(number))
        own.set("max", str(number))
        return own

    def make_high(self, row: int, column: int, text: str) -> None:
        """Make a row high enough for a text, unless it is so already."""
        element = self.row(row)
        width = self._widths.get(column, _DEFAULT_WIDTH)
        needed = height_of(text, width, self.text_size, self.text_size)
        if needed > float(element.get("ht", "15")):
            element.set("ht", f"{needed:g}")
            # Marked as custom, it would not grow on typing.
            element.attrib.pop("customHeight", None)

    def copy_row_down(self, row: int, last: int) -> None:
        """Give the rows below `row`, down to `last`, its cells' looks and its keys."""
        above = pattern = self.row(row)
        columns = sorted(c for r, c in self._cells if r == row)
        for number in range(row + 1, last + 1):
            if number in self._rows:
                self.data.remove(self._rows.pop(number))
        self._cells = {at: cell for at, cell in self._cells.items() if not row < at[0] <= last}
        for number in range(row + 1, last + 1):
            fresh = deepcopy(pattern)
            fresh.set("r", str(number + 1))
            above.addnext(fresh)
            above = self._rows[number] = fresh
            copies = [cell for cell in fresh if local(cell) == "c"]
            for column, cell in zip(columns, copies, strict=True):
                cell.set("r", address_of(number, column))
                self._cells[number, column] = cell
        for dimension in self.root.iter(f"{{{self.namespace}}}dimension"):
            first, left, end, right = range_of(dimension.get("ref", "A1"))
            bottom = max(end, last) + 1
            dimension.set("ref", f"{address_of(first, left)}:{column_letters(right)}{bottom}")

    def stretch_ranges(self, row: int, last: int) -> None:
        """Let checks and conditional formats that cover `row` cover all down to `last`."""
        for name in ("dataValidation", "conditionalFormatting"):
            for element in self.root.iter(f"{{{self.namespace}}}{name}"):
                ranges = (element.get("sqref") or "").split()
                element.set("sqref", " ".join(_stretched(ref, row, last) for ref in ranges))

    def single_rules(self) -> dict[tuple[int, int], Any]:
        """The checks that hold for one cell alone, by its position."""
        return {
            position: rule
            for rule in self.root.iter(f"{{{self.namespace}}}dataValidation")
            if (position := position_of(rule.get("sqref") or "")) is not None
        }

    def set_footer(self, known: str, code: str) -> None:
        """Put the visible code into the footers, in the place of the template's own."""
        escaped = code.replace("&", "&&")
        pattern = re.compile(re.escape(known.replace("&", "&&")) + r"(?: · copy [0-9A-Z-]*)?")
        parent = next((c for c in self.root if local(c) == "headerFooter"), None)
        if parent is None:
            parent = etree.Element(f"{{{self.namespace}}}headerFooter")
            before = {local(child): child for child in self.root}
            next(before[name] for name in _BEFORE_FOOTER if name in before).addnext(parent)
        footers = [c for c in parent if local(c).endswith("Footer") and (c.text or "").strip()]
        if not any(local(footer) == "oddFooter" for footer in footers):
            odd = next((c for c in parent if local(c) == "oddFooter"), None)
            if odd is None:
                odd = etree.Element(f"{{{self.namespace}}}oddFooter")
                header = next((c for c in parent if local(c) == "oddHeader"), None)
                if header is None:
                    parent.insert(0, odd)
                else:
                    header.addnext(odd)
            footers.append(odd)
        for footer in footers:
            text = footer.text or ""
            replaced, n = pattern.subn(lambda _: escaped, text)
            footer.text = replaced if n else _before(text, escaped)


def _before(text: str, code: str) -> str:
    """A footer with the code before its left part."""
    if text.startswith("&L"):
        return f"&L{code}  {text[2:]}"
    # Without a letter the first part is the middle one.
    middle = text if not text or text[:2] in ("&C", "&R") else f"&C{text}"
    return f"&L{code}{middle}"


def _stretched(ref: str, row: int, last: int) -> str:
    first, left, end, right = range_of(ref)
    if not first <= row <= end or end >= last:
        return ref
    return f"{address_of(first, left)}:{address_of(last, right)}"


def _held(cell: Any) -> str | None:
    return next((child.text for child in cell if local(child) == "v"), None)
