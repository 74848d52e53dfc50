"""A filled Excel file as hands see it: its sheets as XML, and what each cell is for.

As in Word, what a cell is for is noted in attributes of our own and taken out on saving.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from workbook_docs import anchors
from workbook_docs.conformance.package import packed, unpacked
from workbook_docs.conformance.xml import child_of, empty, parent_of, without
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.values import flatten

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OURS = "{urn:conformance}"
ANSWER, LABEL = f"{OURS}answer", f"{OURS}label"
HEAD, DATA, TICKED = f"{OURS}head", f"{OURS}data", f"{OURS}ticked"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_AREA = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")


Move = Callable[[int, int], tuple[int, int] | None]
"""Where the cell of a row and column goes; None: it is gone."""


@dataclass
class Sheet:
    """One sheet: its part, its XML, and its element in the workbook."""

    part: str
    root: etree._Element
    entry: etree._Element

    @property
    def name(self) -> str:
        """The name on its tab."""
        return str(self.entry.get("name"))

    @property
    def data(self) -> etree._Element:
        """The element that holds the rows."""
        return child_of(self.root, f"{S}sheetData")

    def rows(self) -> list[etree._Element]:
        """The rows in order."""
        return list(self.data)

    def cells(self) -> list[etree._Element]:
        """All cells in order."""
        return list(self.data.iter(f"{S}c"))

    def heads(self) -> list[etree._Element]:
        """The heading cells of a repeating table."""
        return [cell for cell in self.cells() if cell.get(HEAD)]


@dataclass
class ExcelFile:
    """An .xlsx file taken apart.

    `truth` is what it says, by flat path: a hand that takes an answer away takes it out of
    there too. `notes` are texts that hands added outside the answers.
    """

    parts: dict[str, bytes]
    book: etree._Element
    sheets: list[Sheet]
    strings: list[str]
    kinds: dict[str, str]
    truth: dict[str, Any]
    day_first: bool
    notes: list[str] = field(default_factory=list)
    doubled: bool = False
    late: list[Callable[[bytes], bytes]] = field(default_factory=list)
    format = "xlsx"

    @classmethod
    def open(cls, data: bytes, truth: Workbook) -> ExcelFile:
        """The file of a record, every answer cell and heading marked with its path."""
        parts = unpacked(data)
        book = etree.fromstring(parts["xl/workbook.xml"])
        rels = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
        targets = {r.get("Id"): r.get("Target", "") for r in rels}
        sheets = []
        for entry in child_of(book, f"{S}sheets"):
            part = posixpath.normpath(posixpath.join("/xl", targets[entry.get(R_ID)])).lstrip("/")
            sheets.append(Sheet(part, etree.fromstring(parts[part]), entry))
        shared = parts.get("xl/sharedStrings.xml")
        strings = [
            "".join(t.text or "" for t in si.iter(f"{S}t"))
            for si in (etree.fromstring(shared) if shared is not None else ())
        ]
        kinds: dict[str, str] = {f.path: f.kind for f in fields_of(type(truth))}
        file = cls(parts, book, sheets, strings, kinds, flatten(truth), bool(type(truth).day_first))
        file._mark(type(truth))
        for sheet in file.sheets:
            for cell in sheet.cells():
                if file.kind(cell) == "tick" and file.text(cell):
                    cell.set(TICKED, "1")
        return file

    def _mark(self, workbook: type[Workbook]) -> None:
        known = anchors.names_of(workbook)
        for name in self.book.iter(f"{S}definedName"):
            folded = (name.get("name") or "").casefold()
            tab, _, ref = (name.text or "").rpartition("!")
            cell = self.cell(tab.strip("'").replace("''", "'"), ref.replace("$", ""))
            if cell is None:
                continue
            if folded in known.labels and "[]" in known.labels[folded]:
                cell.set(HEAD, known.labels[folded])
            elif folded in known.labels and not known.labels[folded].startswith("copy."):
                cell.set(LABEL, known.labels[folded])
            elif folded in known.cells and not known.cells[folded].startswith("copy."):
                cell.set(ANSWER, known.cells[folded])
        for sheet in self.sheets:
            heads = {column_of(cell): cell.get(HEAD, "") for cell in sheet.heads()}
            last = max((row_of(cell) for cell in sheet.heads()), default=0)
            for cell in sheet.cells():
                if column_of(cell) in heads and row_of(cell) > last and not cell.get(ANSWER):
                    cell.set(ANSWER, heads[column_of(cell)])
                    parent_of(cell).set(DATA, str(row_of(cell) - last - 1))

    def save(self) -> bytes:
        """The bytes of the file, our marks taken out."""
        for sheet in self.sheets:
            root = etree.fromstring(etree.tostring(sheet.root))
            for element in root.iter():
                without(element, ANSWER, LABEL, HEAD, DATA, TICKED)
            etree.cleanup_namespaces(root)
            self.parts[sheet.part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        self.parts["xl/workbook.xml"] = etree.tostring(
            self.book, xml_declaration=True, encoding="UTF-8"
        )
        return packed(self.parts, self.late)

    # Cells ---------------------------------------------------------------------------------

    def cell(self, sheet: str, ref: str) -> etree._Element | None:
        """The cell of an address."""
        for found in self.sheets:
            if found.name == sheet:
                return next((c for c in found.cells() if c.get("r") == ref), None)
        return None

    def text(self, cell: etree._Element) -> str:
        """What a cell holds, as text; numbers as digits."""
        if cell.get("t") == "s":
            return self.strings[int(cell.findtext(f"{S}v") or 0)]
        if cell.get("t") == "inlineStr":
            return "".join(t.text or "" for t in cell.iter(f"{S}t"))
        return cell.findtext(f"{S}v") or ""

    def answers(self, *kinds: str) -> list[etree._Element]:
        """The cells with an answer, of some kinds or of all."""
        return [
            cell
            for sheet in self.sheets
            for cell in sheet.cells()
            if self._is_answered(cell) and (not kinds or self.kind(cell) in kinds)
        ]

    def kind(self, cell: etree._Element) -> str:
        """The kind of the field that a cell is for; the boxes of several choices are ticks."""
        path = cell.get(ANSWER, "")
        return "tick" if "=" in path else self.kinds.get(path, "")

    def value_of(self, cell: etree._Element) -> Any:
        """The true value of the field and row that a cell is for; None where it is blank."""
        return self.truth.get(place_of(cell))

    def blanks(self) -> list[etree._Element]:
        """The cells for answers of single fields and filled rows that hold nothing."""
        return [
            cell
            for sheet in self.sheets
            for cell in sheet.cells()
            if cell.get(ANSWER) and not self._is_answered(cell) and not self.text(cell)
            and ("[]" not in path_of(cell) or self._in_filled_row(cell))
        ]  # fmt: skip

    def _is_answered(self, cell: etree._Element) -> bool:
        """Whether a cell holds an answer; a box that says FALSE or No holds none."""
        if not cell.get(ANSWER) or not self.text(cell):
            return False
        return self.kind(cell) != "tick" or bool(cell.get(TICKED))

    def _in_filled_row(self, cell: etree._Element) -> bool:
        return any(c.get(ANSWER) and self.text(c) for c in parent_of(cell))

    def sheet_of(self, cell: etree._Element) -> Sheet:
        """The sheet that a cell stands on."""
        root = cell.getroottree().getroot()
        return next(sheet for sheet in self.sheets if sheet.root is root)

    def tables(self) -> list[Sheet]:
        """The sheets that hold a repeating table."""
        return [sheet for sheet in self.sheets if sheet.heads()]

    def data_rows(self, sheet: Sheet, *, filled: bool | None = None) -> list[etree._Element]:
        """The rows of a repeating table, filled ones or spare ones."""
        return [
            row for row in sheet.rows() if row.get(DATA)
            and (filled is None or filled == any(c.get(ANSWER) and self.text(c) for c in row))
        ]  # fmt: skip


def write(cell: etree._Element, text: str) -> None:
    """Text into a cell, as an inline string."""
    empty(cell)
    without(cell, "t")
    if text:
        cell.set("t", "inlineStr")
        node = etree.SubElement(etree.SubElement(cell, f"{S}is"), f"{S}t")
        node.text = text
        node.set(SPACE, "preserve")


def put(cell: etree._Element, value: str, kind: str = "n", formula: str = "") -> None:
    """A number, boolean or formula result into a cell."""
    empty(cell)
    cell.set("t", kind)
    if formula:
        etree.SubElement(cell, f"{S}f").text = formula
    etree.SubElement(cell, f"{S}v").text = value


def path_of(cell: etree._Element) -> str:
    """The path of the field that a cell is for; "" where it is for none."""
    return cell.get(ANSWER, "")


def place_of(cell: etree._Element) -> str:
    """The path of the field and row that a cell is for: `matrix[2].impact`."""
    return path_of(cell).replace("[]", f"[{parent_of(cell).get(DATA)}]")


def column_of(cell: etree._Element) -> str:
    """The letters of a cell's address."""
    return cell.get("r", "").rstrip("0123456789")


def row_of(cell: etree._Element) -> int:
    """The row number of a cell's address."""
    return int(cell.get("r", "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def number_of(letters: str) -> int:
    """A column's number from 1: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(number: int) -> str:
    """The letters of a column's number."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def rows_down(at: int, number: int) -> Move:
    """The move that makes room for some rows above a row."""
    return lambda row, column: (row + number if row >= at else row, column)


def rows_up(at: int) -> Move:
    """The move that takes a row away and closes the gap."""
    return lambda row, column: None if row == at else (row - (row > at), column)


def columns_right(at: int) -> Move:
    """The move that makes room for a column before a column."""
    return lambda row, column: (row, column + 1 if column >= at else column)


def move_cells(file: ExcelFile, sheet: Sheet, change: Move) -> None:
    """Move the cells of a sheet, and all that refers to them, as Excel does on inserting."""
    cells = [(cell, change(row_of(cell), number_of(column_of(cell)))) for cell in sheet.cells()]
    for row in sheet.rows():
        sheet.data.remove(row)
    rows: dict[int, etree._Element] = {}
    for cell, spot in sorted(((c, s) for c, s in cells if s), key=lambda pair: pair[1]):
        if spot[0] not in rows:
            rows[spot[0]] = etree.SubElement(sheet.data, f"{S}row")
            rows[spot[0]].attrib.update(dict(parent_of(cell).attrib))
            rows[spot[0]].set("r", str(spot[0]))
        cell.set("r", f"{letters_of(spot[1])}{spot[0]}")
        rows[spot[0]].append(cell)
    _move_references(file, sheet, change)


def _move_references(file: ExcelFile, sheet: Sheet, change: Move) -> None:
    def moved(match: re.Match[str]) -> str:
        spot = change(int(match[4]), number_of(match[2]))
        return f"{match[1]}{letters_of(spot[1])}{match[3]}{spot[0]}" if spot else "#REF!"

    quoted = sheet.name.replace("'", "''")
    for name in file.book.iter(f"{S}definedName"):
        text = name.text or ""
        if text.startswith((f"'{quoted}'!", f"{quoted}!")):
            head, _, ref = text.rpartition("!")
            there = _AREA.sub(moved, ref)
            name.text = "#REF!" if "#REF!" in there else f"{head}!{there}"
    for element in sheet.root.iter():
        for attribute in ("sqref", "ref"):
            area = element.get(attribute)
            if area and element.tag != f"{S}hyperlink":
                element.set(attribute, _AREA.sub(moved, area))
    for part in related(file, sheet.part, "table"):
        root = etree.fromstring(file.parts[part])
        for element in root.iter():
            if area := element.get("ref"):
                element.set("ref", _AREA.sub(moved, area))
        file.parts[part] = etree.tostring(root)


def related(file: ExcelFile, part: str, kind: str) -> list[str]:
    """The parts of a kind that a part refers to."""
    folder, name = posixpath.split(part)
    rels = file.parts.get(f"{folder}/_rels/{name}.rels")
    if rels is None:
        return []
    return [
        posixpath.normpath(posixpath.join(f"/{folder}", relation.get("Target", ""))).lstrip("/")
        for relation in etree.fromstring(rels)
        if relation.get("Type", "").endswith(f"/{kind}")
    ]


def insert(row: etree._Element, column: int, text: str) -> None:
    """A fresh cell of text into a row, in its place."""
    cell = etree.Element(f"{S}c")
    cell.set("r", f"{letters_of(column)}{row.get('r')}")
    write(cell, text)
    before = [c for c in row if number_of(column_of(c)) < column]
    row.insert(len(before), cell)
