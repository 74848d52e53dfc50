"""A report as a Word document: headings, sentences, pictures with their words, tables."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Length, Pt, RGBColor

from workbook_docs.chapters import Cell, Chapter, Picture, Report, Table

FACE = "Arial"
INK = RGBColor(0x1B, 0x36, 0x5D)
MADE = datetime(2020, 1, 1, tzinfo=UTC)
"""When every report says it was made: equal reports are equal files."""
TEXT_WIDTH = Cm(17.0)
WIDEST_PICTURE = Cm(16.0)
SMALL_PICTURE = Cm(6.5)
FIRST_COLUMN = 0.38
"""The part of the page's width that the first column of a table takes."""


def write_report(report: Report) -> bytes:
    """A .docx file of a report: A4, a heading for each chapter, header rows repeated.

    Every picture has its words as alternative text, the language is British English, and
    looks come from styles alone.
    """
    document = Document()
    _set_up(document, report)
    if report.page_each:
        headings: Any = document.styles["Heading 1"]
        headings.paragraph_format.page_break_before = True
        headings.paragraph_format.space_before = Pt(0)
    else:
        document.add_paragraph(report.title, style="Title")
        document.add_paragraph(" · ".join(report.facts), style="Subtitle")
        document.add_paragraph(report.notice, style="Intense Quote")
    for chapter in report.chapters:
        _write_chapter(document, chapter, SMALL_PICTURE if report.page_each else WIDEST_PICTURE)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write_chapter(document: Docx, chapter: Chapter, widest: Length) -> None:
    document.add_heading(chapter.title, level=1)
    for text, style in ((chapter.about, "Quote"), (chapter.shows, "Strong line")):
        if text:
            paragraph = document.add_paragraph(text, style=style)
            paragraph.paragraph_format.keep_with_next = True
    for text in chapter.paragraphs:
        document.add_paragraph(text)
    if chapter.picture is not None:
        _add_picture(document, chapter.picture, chapter.title, widest)
    for table in chapter.tables:
        if table.caption != chapter.title:
            caption = document.add_paragraph(table.caption, style="Caption")
            caption.paragraph_format.keep_with_next = True
        _add_table(document, table)


def _add_picture(document: Docx, picture: Picture, title: str, widest: Length) -> None:
    shape = document.add_picture(io.BytesIO(picture.png))
    if shape.width > widest:
        shape.height = int(shape.height * widest / shape.width)
        shape.width = widest
    tallest = Cm(22)
    if shape.height > tallest:
        shape.width = int(shape.width * tallest / shape.height)
        shape.height = tallest
    words: Any = shape._inline.docPr
    words.set("descr", f"{title}. {picture.words}")


def _add_table(document: Docx, table: Table) -> None:
    across = len(table.header)
    grid: Any = document.add_table(len(table.rows) + 1, across, "Light List Accent 1")
    grid.autofit = False
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    look.set(qn("w:firstColumn"), "0")
    look.set(qn("w:val"), "0420")  # the same for programs that read the bits alone
    style, widths = document.styles["Table text"], _widths(across)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    # Asked once: python-docx walks the whole table for each row's cells.
    cells = grid._cells
    for number, value in enumerate(cell for row in (table.header, *table.rows) for cell in row):
        cell = cells[number]
        cell.width = widths[number % across]
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        _write_cell(paragraph, value)
    _mark_row(grid.rows[0], "w:tblHeader")
    for row in grid.rows:
        _mark_row(row, "w:cantSplit")
    document.add_paragraph(style="Table text")


def _widths(columns: int) -> list[int]:
    if columns == 1:
        return [TEXT_WIDTH]
    first = int(TEXT_WIDTH * max(FIRST_COLUMN, 1 / columns))
    rest = (int(TEXT_WIDTH) - first) // (columns - 1)
    return [first, *[rest] * (columns - 1)]


def _write_cell(paragraph: Any, value: Cell) -> None:
    if value is None or value == "":
        return
    paragraph.add_run(str(value))
    if isinstance(value, int | float):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().insert(0, OxmlElement(name))


# The document's looks ------------------------------------------------------------------


def _set_up(document: Docx, report: Report) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(2.0)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = report.title, "", report.notice
    properties.language = "en-GB"
    properties.created = properties.modified = MADE
    _set_styles(document)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{report.notice}  Page ")
    _add_page_number(footer)


def _set_styles(document: Docx) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    styles: Any = document.styles
    for name, size, bold in (
        ("Normal", 10.5, None), ("Title", 22, True), ("Subtitle", 11, False),
        ("Heading 1", 15, True), ("Heading 2", 12, True), ("Quote", 10, False),
        ("Intense Quote", 10.5, True), ("Caption", 9, False),
    ):  # fmt: skip
        _set_font(styles[name], size, bold)
    for name in ("Quote", "Intense Quote", "Subtitle"):
        styles[name].font.italic = False
        styles[name].font.color.rgb = RGBColor(0x33, 0x3D, 0x47)
    styles["Caption"].font.color.rgb = RGBColor(0x33, 0x3D, 0x47)
    for name in ("Title", "Heading 1", "Heading 2"):
        styles[name].font.color.rgb = INK
    strong = styles.add_style("Strong line", WD_STYLE_TYPE.PARAGRAPH)
    strong.base_style = styles["Normal"]
    strong.font.bold = True
    cells = styles.add_style("Table text", WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style = styles["Normal"]
    cells.font.size = Pt(9)
    cells.paragraph_format.space_after = Pt(2)
    language = styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")


def _set_font(style: Any, size: float, bold: bool | None) -> None:
    style.font.name = FACE
    style.font.size = Pt(size)
    if bold is not None:
        style.font.bold = bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FACE)


def _add_page_number(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
