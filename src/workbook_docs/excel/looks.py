"""How cells of our sheets look: named styles, number formats, widths, print set-up."""

from __future__ import annotations

from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.cell.text import InlineFont
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
from openpyxl.workbook import Workbook as File
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs.definition import DeclaredField, KindName
from workbook_docs.excel.heights import TWO_LINES, height_of

FACE = "Arial"
SIZE = 11
_INK, _DEEP, _PALE = "FF1F2933", "FF193E72", "FFF3F6FA"
BOX_FILLS = {"signpost": "FFE3F0FA", "rule": "FFFFF3D1"}
_OTHER_BOX = "FFEEEEEE"

DAY_FORMAT = "d mmmm yyyy"
_FORMATS: dict[KindName, str] = {"day": DAY_FORMAT, "whole": "General", "decimal": "General"}

FORM_WIDTHS = (38.0, 60.0, 48.0)
GUIDANCE_WIDTH = 90.0
"""As wide as a page: LibreOffice does not shrink a single column that is wider."""
_COLUMN_WIDTHS: dict[KindName, float] = {
    "long-text": 42, "names": 34, "choices": 34, "text": 30, "email": 34, "choice": 26,
    "day": 22, "whole": 16, "decimal": 16, "tick": 14,
}  # fmt: skip


def number_format(declared: DeclaredField | None) -> str:
    """The number format of a field's cell: text stays text, a day shows its month's name."""
    return _FORMATS.get(declared.kind, "@") if declared else "@"


def column_width(declared: DeclaredField | str, header: str) -> float:
    """The width of a column of a repeating table."""
    kind: KindName = declared.kind if isinstance(declared, DeclaredField) else "text"
    return max(_COLUMN_WIDTHS[kind], min(len(header) + 4.0, 40.0))


def box_fill(kind: str) -> PatternFill:
    """The background of a coloured box."""
    return PatternFill("solid", fgColor=BOX_FILLS.get(kind, _OTHER_BOX))


def inline_font(*, bold: bool, italic: bool) -> InlineFont:
    """The font of some words within a cell."""
    return InlineFont(rFont=FACE, sz=SIZE, b=bold or None, i=italic or None, color=Color(_INK))


def _edges() -> Border:
    side = Side(style="thin", color="FF7B8794")
    return Border(left=side, right=side, top=side, bottom=side)


def add_styles(file: File) -> None:
    """Give a workbook our named styles, Excel's own names for headings among them."""
    wrapped = Alignment(wrap_text=True, vertical="top")
    plain = Font(name=FACE, size=SIZE, color=_INK)
    bold = Font(name=FACE, size=SIZE, color=_INK, bold=True)
    for level, size in ((1, 18), (2, 14), (3, 12)):
        font = Font(name=FACE, size=size, color=_DEEP, bold=True)
        file.add_named_style(
            NamedStyle(f"Heading {level}", font=font, alignment=Alignment(vertical="top"),
                       builtinId=15 + level)
        )  # fmt: skip
    normal: Any = file._named_styles["Normal"]  # type: ignore[attr-defined]
    normal.font = plain
    for name, font, alignment, border, fill in (
        ("Form words", plain, Alignment(vertical="top"), None, None),
        ("Form guidance", plain, wrapped, None, None),
        ("Form question", bold, wrapped, _edges(), _PALE),
        ("Form help", plain, wrapped, _edges(), _PALE),
        ("Form answer", plain, wrapped, _edges(), None),
        ("Form header", Font(name=FACE, size=SIZE, color="FFFFFFFF", bold=True), wrapped,
         _edges(), _DEEP),
        ("Form key", plain, Alignment(vertical="top"), None, None),
    ):  # fmt: skip
        style = NamedStyle(name, font=font, alignment=alignment)
        if border is not None:
            style.border = border
        if fill is not None:
            style.fill = PatternFill("solid", fgColor=fill)
        file.add_named_style(style)


def as_answer(cell: Any, declared: DeclaredField | None, *, locked: bool = False) -> None:
    """Make a cell, or the rest of a column, a place to type an answer of a kind."""
    cell.style = "Form answer"
    cell.number_format = number_format(declared)
    cell.protection = Protection(locked=locked)


def set_up(sheet: Worksheet, *, landscape: bool, header_row: int | None, footer: str) -> None:
    """How a sheet prints, and that it opens at its first cell."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.75
    if header_row is not None:
        sheet.print_title_rows = f"{header_row}:{header_row}"
    bottom: Any = sheet.oddFooter
    bottom.left.text = footer.replace("&", "&&")
    bottom.right.text = "Page &P of &N"
    sheet.sheet_view.zoomScale = 100


def fit_rows(sheet: Worksheet, tall: set[int]) -> None:
    """Make each row as high as its words need; rows of long answers two lines at least."""
    for row in sheet.iter_rows():
        needed = [
            height_of(
                str(cell.value),
                sheet.column_dimensions[cell.column_letter].width
                if cell.alignment.wrap_text
                else 1000.0,
                float(cell.font.sz or SIZE) * (1.05 if cell.font.b else 1.0),
            )
            for cell in row
            if isinstance(cell, Cell) and cell.value is not None
        ]
        number = row[0].row
        if number in tall:
            needed.append(TWO_LINES)
        if needed and number is not None:
            sheet.row_dimensions[number].height = max(needed)


def protect(sheet: Worksheet) -> None:
    """Lock all but the unlocked cells, without a password; sizes may be changed."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
