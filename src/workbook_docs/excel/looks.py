"""How cells of our sheets look: named styles, number formats, widths, print set-up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import (
    Alignment,
    Border,
    Color,
    Font,
    NamedStyle,
    PatternFill,
    Protection,
    Side,
)
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook import Workbook as File
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs.definition import DeclaredField, KindName
from workbook_docs.excel.heights import digits_of, height_of
from workbook_docs.excel.marks import KNOWN_STYLE

FACE = "Arial"
_INK, _DEEP, _PALE, _LINE = "FF1F2933", "FF193E72", "FFF1F4F8", "FFB4BEC9"
_KNOWN = "FFE6EDF5"
BOX_FILLS = {"signpost": "FFE3F0FA", "rule": "FFFFF3D1"}
_OTHER_BOX = "FFEEEEEE"
TAB_COLOURS = {"read": "FF7B8794", "fill in": "FF193E72", "left to do": "FFB35900"}
"""Colours of the tabs; the first sheet says the same in words."""

DAY_FORMAT = "d mmmm yyyy"
_FORMATS: dict[KindName, str] = {"day": DAY_FORMAT, "whole": "General", "decimal": "General"}


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes of print: of the text in points, of columns in digits of that text."""

    size: float
    form: tuple[float, float, float]
    cover: tuple[float, float, float]
    left: tuple[float, float, float]
    guidance: float
    columns: Mapping[KindName, float]
    widest_header: float
    page: float


USUAL = Look(
    size=11.0,
    form=(36.0, 72.0, 44.0),
    cover=(27.0, 82.0, 43.0),
    left=(27.0, 75.0, 50.0),
    # As wide as a page: LibreOffice does not shrink a single column that is wider.
    guidance=90.0,
    columns={
        "long-text": 42, "names": 36, "choices": 36, "text": 32, "email": 36, "choice": 26,
        "day": 24, "whole": 16, "decimal": 16, "tick": 14,
    },
    widest_header=40.0,
    page=120.0,
)  # fmt: skip
_HEADINGS = {1: 18.0, 2: 14.0, 3: 12.0}
_LEAST = {"one line": 24.0, "several lines": 50.0}
"""Points of an answer's row at our usual size: room to write by hand."""
_LEAST_IN_TABLE = 36.0
_HEADER_HEIGHT = 22.0
_LEAST_TITLE = 13.0
"""Points of the smallest title: it stays larger than the words below it."""
_WIDER = 1.8
"""How many times wider the columns of a narrow table may become."""


def number_format(declared: DeclaredField | None) -> str:
    """The number format of a field's cell: text stays text, a day shows its month's name."""
    return _FORMATS.get(declared.kind, "@") if declared else "@"


def column_widths(columns: Sequence[tuple[str, DeclaredField | str]], look: Look) -> list[float]:
    """The widths of the columns of a repeating table; few columns share a page's width."""
    widths = [_column_width(declared, header, look) for header, declared in columns]
    wider = max(1.0, min(look.page / sum(widths), _WIDER))
    return [round(width * wider, 1) for width in widths]


def _column_width(declared: DeclaredField | str, header: str, look: Look) -> float:
    kind: KindName = declared.kind if isinstance(declared, DeclaredField) else "text"
    return max(look.columns[kind], min(len(header) + 4.0, look.widest_header))


def least_height(declared: DeclaredField | None) -> float:
    """Points that the row of an answer of a kind needs at least."""
    several = declared is not None and not declared.one_line
    return _LEAST["several lines" if several else "one line"]


def least_row(declared: list[DeclaredField]) -> float:
    """Points that a row of a repeating table needs at least."""
    several = any(not column.one_line for column in declared)
    return _LEAST_IN_TABLE if several else _LEAST["one line"]


def box_fill(kind: str) -> PatternFill:
    """The background of a coloured box."""
    return PatternFill("solid", fgColor=BOX_FILLS.get(kind, _OTHER_BOX))


def inline_font(look: Look, *, bold: bool, italic: bool) -> InlineFont:
    """The font of some words within a cell."""
    return InlineFont(rFont=FACE, sz=look.size, b=bold or None, i=italic or None, color=Color(_INK))


def _box(colour: str, **edges: Side) -> Border:
    side = Side(style="thin", color=colour)
    sides: Any = {"left": side, "right": side, "top": side, "bottom": side, **edges}
    return Border(**sides)


def add_styles(file: File, look: Look = USUAL) -> None:
    """Give a workbook our named styles, Excel's own names for headings among them."""
    size = look.size
    wrapped = Alignment(wrap_text=True, vertical="top")
    inner = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
    middle = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
    plain = Font(name=FACE, size=size, color=_INK)
    bold = Font(name=FACE, size=size, color=_INK, bold=True)
    link = Font(name=FACE, size=size, color=_DEEP, underline="single")
    made: Any = file
    made._fonts = IndexedList([plain])  # else openpyxl's own comes first, also for bare cells
    for level, points in _HEADINGS.items():
        font = Font(name=FACE, size=round(points), color=_DEEP, bold=True)
        file.add_named_style(
            NamedStyle(f"Heading {level}", font=font, alignment=Alignment(vertical="top"),
                       builtinId=15 + level)
        )  # fmt: skip
    normal: Any = file._named_styles["Normal"]  # type: ignore[attr-defined]
    normal.font = plain
    thick = _box(_DEEP, left=Side(style="thick", color=_DEEP))
    for name, font, alignment, border, fill in (
        ("Form words", plain, Alignment(vertical="top"), None, None),
        ("Form guidance", plain, wrapped, None, None),
        ("Form question", bold, inner, _box(_LINE), _PALE),
        ("Form help", plain, inner, _box(_LINE), _PALE),
        ("Form answer", plain, inner, _box(_DEEP), None),
        (KNOWN_STYLE, plain, inner, thick, _KNOWN),
        ("Form column", plain, inner, None, None),
        ("Form header", Font(name=FACE, size=size, color="FFFFFFFF", bold=True), middle,
         _box(_DEEP), _DEEP),
        ("Form link", link, inner, _box(_LINE), None),
        ("Form state", plain, inner, _box(_LINE), None),
        ("Form note", bold, Alignment(vertical="top"), None, None),
        ("Form key", plain, Alignment(vertical="top"), None, None),
    ):  # fmt: skip
        style = NamedStyle(name, font=font, alignment=alignment)
        if border is not None:
            style.border = border
        if fill is not None:
            style.fill = PatternFill("solid", fgColor=fill)
        file.add_named_style(style)


def as_answer(
    cell: Any,
    declared: DeclaredField | None,
    *,
    locked: bool = False,
    style: str = "Form answer",
) -> None:
    """Make a cell, or the rest of a column, a place to type an answer of a kind."""
    cell.style = style
    cell.number_format = number_format(declared)
    cell.protection = Protection(locked=locked)


def frame_typed(sheet: Worksheet, area: str, first: str) -> None:
    """Frame each row of an area once something is typed into it; `first` are its first cells."""
    look = DifferentialStyle(border=_box(_DEEP))
    rule: Any = Rule("expression", formula=[f"COUNTA({first})>0"], dxf=look)
    sheet.conditional_formatting.add(area, rule)


def shade_states(sheet: Worksheet, area: str, first: str, words: Mapping[str, str]) -> None:
    """Shade the states that begin with some words: their colour by those words."""
    for beginning, colour in words.items():
        fill = PatternFill("solid", bgColor=colour, fgColor=colour)
        look = DifferentialStyle(fill=fill, font=Font(bold=True, color=_INK))
        begins = f'LEFT({first},{len(beginning)})="{beginning}"'
        rule: Any = Rule("expression", formula=[begins], dxf=look)
        sheet.conditional_formatting.add(area, rule)


def set_up(
    sheet: Worksheet, *, landscape: bool, header_row: int | None, footer: str, kind: str = ""
) -> None:
    """How a sheet prints, and the colour of its tab: one of `TAB_COLOURS` by kind."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    if kind:
        sheet.sheet_properties.tabColor = TAB_COLOURS[kind]
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.75
    if header_row is not None:
        sheet.print_title_rows = f"{header_row}:{header_row}"
    bottom: Any = sheet.oddFooter
    bottom.left.text = footer.replace("&", "&&")
    # Not in the middle: in large print it would run into the code.
    bottom.right.text = "&A, page &P of &N"
    sheet.sheet_view.zoomScale = 100


def print_across(sheet: Worksheet, columns: str, percent: int = 75) -> None:
    """Let a wide sheet print over several pages side by side, some columns on each of them.

    Fitted to the width of one page, its letters would be too small to read.
    """
    sheet.sheet_properties.pageSetUpPr.fitToPage = False  # type: ignore[union-attr]
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
    sheet.page_setup.scale = percent
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.print_title_cols = columns


def open_at(sheet: Worksheet, cell: str, *, below: int | None = None) -> None:
    """Let a sheet open with this cell chosen, the rows down to `below` always in sight."""
    if below is not None:
        sheet.freeze_panes = f"A{below + 1}"
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = cell


def fit_title(sheet: Worksheet, *, last: int | None = None, look: Look = USUAL) -> None:
    """Let the whole title of a sheet be seen: smaller, or wrapped, where it is a long one.

    `last` is the last column that it may run over; by default all up to the next words beside it.
    """
    title = sheet["A1"]
    words = str(title.value or "")
    columns = range(1, max(last or sheet.max_column, 1) + 1)
    beside = (n for n in columns if n > 1 and sheet.cell(1, n).value is not None)
    free = range(1, next(beside, columns[-1] + 1))
    shown = [sheet.column_dimensions[get_column_letter(n)] for n in free]
    room = sum(column.width for column in shown if not column.hidden)
    size = float(title.font.sz or look.size)
    needed = digits_of(words, bold=True) * size / look.size
    if needed <= room:
        return
    fitted = max(_LEAST_TITLE, math.floor(2 * size * room / needed) / 2)
    font = copy(title.font)
    font.sz = fitted
    title.font = font
    if needed * fitted / size > room:
        title.alignment = Alignment(wrap_text=True, vertical="top")


def fit_rows(sheet: Worksheet, least: Mapping[int, float], look: Look = USUAL) -> None:
    """Make each row as high as its words need, and those of `least` so many points at least."""
    for row in sheet.iter_rows():
        needed = [
            height_of(
                str(cell.value),
                sheet.column_dimensions[cell.column_letter].width
                if cell.alignment.wrap_text
                else 1000.0,
                float(cell.font.sz or look.size) * (1.05 if cell.font.b else 1.0),
                look.size,
            )
            for cell in row
            if isinstance(cell, Cell) and cell.value is not None and cell.data_type != "f"
        ]
        if any(cell.style == "Form header" for cell in row):
            needed.append(_HEADER_HEIGHT)
        number = row[0].row or 0
        if number in least:
            needed.append(least[number])
        if needed:
            sheet.row_dimensions[number].height = max(needed)


def protect(sheet: Worksheet) -> None:
    """Lock all but the unlocked cells, without a password; sizes may be changed."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
