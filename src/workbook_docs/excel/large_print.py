"""A template -> the same template in large print: its words, places and marks untouched.

No letter stays below 16 points (RNIB, Clear Print: large print begins at 16), on paper too:
columns share the width of a page anew, and rows grow with their words. It works on sizes
alone, so a template that a designer restyled will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from workbook_docs.excel.book import positions, rows
from workbook_docs.excel.heights import HIGHEST, digits_of, height_of
from workbook_docs.excel.logo import LOGO_COLUMN
from workbook_docs.excel.package import Package
from workbook_docs.excel.strings import item_text, local
from workbook_docs.excel.styles import usual_size
from workbook_docs.ooxml import serialised
from workbook_docs.widths import shared

SMALLEST = 16.0
"""Points of the smallest letters."""
_PAGE = {"landscape": 83.0, "portrait": 56.0}
"""Digits of that size between the margins of an A4 page: more, and printing would shrink them."""
_LONGEST_WORD = 22
"""Letters of a word that a column must hold unbroken; an address may break."""
_RUN_ON = 1.06
"""By how much a line may pass its room: the estimate is a high one."""
_LEAST_TITLE = 18.0
"""Points of the smallest title."""
_EDGES = 3.0
"""Digits that the edges and the indent of a cell take."""
_DEFAULT_WIDTH = 9.0


@lru_cache(maxsize=8)
def enlarged(template: bytes) -> bytes:
    """The template in large print, as an Excel file like the one given."""
    package = Package(template)
    book = package.main_part or ""
    styles_part = package.one(book, "styles")
    styles = package.root(styles_part)
    if styles_part is None or styles is None:
        return template
    times = max(1.0, SMALLEST / usual_size(styles))
    _grow(styles.iterfind("{*}fonts/{*}font/{*}sz"), times)
    _grow(styles.iterfind("{*}dxfs/{*}dxf/{*}font/{*}sz"), times)
    strings_part = package.one(book, "sharedStrings")
    strings = package.root(strings_part)
    if strings_part is not None and strings is not None:
        _grow(strings.iter("{*}sz"), times)
        package.put(strings_part, serialised(strings))
    texts = [item_text(item) for item in strings] if strings is not None else []
    formats = _Formats(styles)
    for part in package.related(book, "worksheet"):
        root = package.root(part)
        if root is not None:
            _Sheet(root, texts, formats, times).enlarge()
            package.put(part, serialised(root))
    package.put(styles_part, serialised(styles))
    return package.to_bytes()


def _grow(sizes: Iterator[Any], times: float) -> None:
    for size in sizes:
        points = max(SMALLEST, round(float(size.get("val", SMALLEST)) * times))
        size.set("val", f"{points:g}")


@dataclass(frozen=True, slots=True)
class _Format:
    """Of a cell's format: points of its letters, whether bold, whether its lines are wrapped."""

    size: float
    bold: bool
    wrapped: bool


class _Formats:
    """The cell formats of a file by number; one that wraps is added where none does."""

    def __init__(self, styles: Any) -> None:
        self._styles = styles
        self._xfs = next(styles.iterfind("{*}cellXfs"))
        fonts = list(styles.iterfind("{*}fonts/{*}font"))
        sizes = [font.find("{*}sz") for font in fonts]
        self._fonts = [
            (float(s.get("val")) if s is not None else SMALLEST, f.find("{*}b") is not None)
            for f, s in zip(fonts, sizes, strict=True)
        ]
        self._wrapping: dict[str, str] = {}
        self.usual = usual_size(styles)

    def of(self, cell: Any) -> _Format:
        """The format of a cell."""
        xf = self._xfs[int(cell.get("s", "0"))]
        alignment = xf.find("{*}alignment")
        wrapped = alignment is not None and alignment.get("wrapText") in ("1", "true")
        return _Format(*self._fonts[int(xf.get("fontId", "0"))], wrapped)

    def smaller(self, style: str, size: float) -> str:
        """The number of a format that is like another and has letters of so many points."""
        xf = deepcopy(self._xfs[int(style)])
        fonts = next(self._styles.iterfind("{*}fonts"))
        font = deepcopy(fonts[int(xf.get("fontId", "0"))])
        for held in font.iterfind("{*}sz"):
            held.set("val", f"{size:g}")
        fonts.append(font)
        fonts.set("count", str(len(fonts)))
        self._fonts.append((size, font.find("{*}b") is not None))
        xf.set("fontId", str(len(fonts) - 1))
        xf.set("applyFont", "1")
        return self._add(xf)

    def _add(self, xf: Any) -> str:
        self._xfs.append(xf)
        self._xfs.set("count", str(len(self._xfs)))
        return str(len(self._xfs) - 1)

    def wrapping(self, style: str) -> str:
        """The number of a format that is like another and wraps its lines."""
        if style not in self._wrapping:
            xf = deepcopy(self._xfs[int(style)])
            alignment = xf.find("{*}alignment")
            if alignment is None:
                alignment = etree.Element(f"{{{etree.QName(xf).namespace}}}alignment")
                xf.insert(0, alignment)
            alignment.set("wrapText", "1")
            xf.set("applyAlignment", "1")
            self._wrapping[style] = self._add(xf)
        return self._wrapping[style]


@dataclass(slots=True)
class _Sheet:
    """One sheet under way."""

    root: Any
    texts: Sequence[str]
    formats: _Formats
    times: float
    words: dict[tuple[int, int], tuple[Any, str]] = field(init=False)

    def __post_init__(self) -> None:
        found = (
            (row, column, cell, self._text(cell)) for cell, row, column in positions(self.root)
        )
        self.words = {(row, column): (cell, text) for row, column, cell, text in found if text}

    def enlarge(self) -> None:
        """Share its width out again, and make its rows as high as their words need."""
        for format in self.root.iterfind("{*}sheetFormatPr"):
            format.set("defaultRowHeight", f"{15 * self.times:g}")
        for setup in self.root.iterfind("{*}pageSetup"):
            setup.set("fitToHeight", "0")  # on one page it would be small print again
        widths = self._widened()
        self._heighten(widths)

    def _text(self, cell: Any) -> str:
        value = cell.find("{*}v")
        held = (value.text or "") if value is not None else ""
        if cell.get("t") == "s" and held:
            return self.texts[int(held)]
        if cell.get("t") == "inlineStr":
            return "".join(item_text(child) for child in cell if local(child) == "is")
        return held

    def _widened(self) -> dict[int, float]:
        """Give the columns in sight widths that a page holds; the widths by column."""
        for columns in self.root.iterfind("{*}cols"):
            _one_by_one(columns, max((column for _, column in self.words), default=0))
        shown = {
            int(column.get("min")) - 1: column
            for column in self.root.iterfind("{*}cols/{*}col")
            if column.get("min") == column.get("max") and column.get("hidden") not in ("1", "true")
        }
        # A column behind the last words is not printed and takes no room from the others.
        last = max((column for _, column in self.words if column in shown), default=0)
        columns = {number: column for number, column in shown.items() if number <= last}
        if not columns:
            return {}
        given = {n: float(c.get("width", _DEFAULT_WIDTH)) for n, c in columns.items()}
        setup = self.root.find("{*}pageSetup")
        way = setup.get("orientation", "portrait") if setup is not None else "portrait"
        page = min(_PAGE.get(way, _PAGE["portrait"]), sum(given.values()))
        least = [round(10 * self._least(number)) for number in columns]
        needs = [round(10 * width) for width in given.values()]
        widths = [tenths / 10 for tenths in shared(round(10 * page), least, needs)]
        for column, width in zip(columns.values(), widths, strict=True):
            column.set("width", f"{width:g}")
            column.set("customWidth", "1")
        return dict(zip(columns, widths, strict=True))

    def _least(self, number: int) -> float:
        """Digits of the widest word of a column whose lines are wrapped."""
        lengths = [
            min(len(word), _LONGEST_WORD) * format.size / self.formats.usual
            for (_, column), (cell, text) in self.words.items()
            if column == number and (format := self.formats.of(cell)).wrapped
            for word in text.split()
        ]
        return max(lengths, default=1.0) + _EDGES

    def _room(self, row: int, column: int, widths: Mapping[int, float]) -> float:
        """Digits over which words may run on: up to those beside them, or to the logo."""
        beside = [c for r, c in self.words if r == row and c > column]
        if row == 0 and self.root.find("{*}drawing") is not None:
            beside.append(LOGO_COLUMN)
        return sum(wide for n, wide in widths.items() if column <= n < min(beside, default=n + 1))

    def _fit(self, cell: Any, text: str, room: float, *, is_title: bool) -> None:
        """Let the whole of a line be seen: a title in smaller letters, else in several lines."""
        format = self.formats.of(cell)
        needed = digits_of(text, bold=format.bold) * format.size / self.formats.usual
        if needed <= room * _RUN_ON:
            return
        if is_title:
            size = max(_LEAST_TITLE, float(int(format.size * room / needed)))
            cell.set("s", self.formats.smaller(cell.get("s", "0"), size))
            if needed * size / format.size <= room:
                return
        cell.set("s", self.formats.wrapping(cell.get("s", "0")))

    def _heighten(self, widths: Mapping[int, float]) -> None:
        needed: dict[int, float] = {}
        for (row, column), (cell, text) in self.words.items():
            format, width = self.formats.of(cell), widths.get(column)
            if width is None:
                continue
            if not format.wrapped and cell.find("{*}f") is None and "\n" not in text:
                self._fit(cell, text, self._room(row, column, widths), is_title=row == column == 0)
                format = self.formats.of(cell)
            size = format.size * (1.05 if format.bold else 1.0)
            room = width if format.wrapped else 1000.0
            high = height_of(text, room, size, self.formats.usual)
            needed[row] = max(needed.get(row, 0.0), high)
        for element, number in rows(self.root):
            given = float(element.get("ht", "0")) * self.times
            high = min(max(given, needed.get(number, 0.0)), HIGHEST)
            if high:
                element.set("ht", f"{high:.4g}")


def _one_by_one(columns: Any, last: int) -> None:
    """Let each column down to the last that holds words stand for itself."""
    for column in list(columns):
        first, end = int(column.get("min", "1")), int(column.get("max", "1"))
        for number in range(first, min(end, last + 1) + 1):
            single = deepcopy(column)
            single.set("min", str(number))
            single.set("max", str(number))
            column.addprevious(single)
        if end > last + 1:
            column.set("min", str(max(first, last + 2)))
        else:
            columns.remove(column)
