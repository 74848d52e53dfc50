"""A report as a Word document: headings, sentences, pictures with their words, tables."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Cm, Length, Pt, RGBColor

from workbook_docs.chapters import Cell, Chapter, Picture, Report, Table
from workbook_docs.word import package

FACE = "Arial"
INK = RGBColor(0x1B, 0x36, 0x5D)
MADE = datetime(2020, 1, 1, tzinfo=UTC)
"""When every report says it was made: equal reports are equal files."""
TEXT_WIDTH = Cm(17.0)
WIDEST_PICTURE = Cm(16.0)
SMALL_PICTURE = Cm(4.6)
FEWEST_LISTED = 6
"""Chapters from which there is a list of contents."""
FIRST_COLUMN = 0.38
"""The part of the page's width that the first column of a table takes."""
FIRST_OF_A_PAGE = 0.42
"""The same where a chapter must do with one page."""


def write_report(report: Report) -> bytes:
    """A .docx file of a report: A4, a heading for each chapter, header rows repeated.

    Every picture has its words as alternative text, the language is British English, and
    looks come from styles alone.
    """
    document = Document()
    _set_up(document, report)
    document.add_paragraph(report.title, style="Title")
    document.add_paragraph(" · ".join(report.facts), style="Subtitle")
    document.add_paragraph(report.notice, style="Intense Quote")
    if report.page_each:
        headings: Any = document.styles["Heading 1"]
        headings.paragraph_format.page_break_before = True
        headings.paragraph_format.space_before = Pt(0)
        # A page must hold it all.
        section = document.sections[0]
        section.top_margin = section.bottom_margin = Cm(1.4)
        section.footer_distance = Cm(0.6)
        for name in ("Normal", "Quote", "Caption", "Strong line"):
            document.styles[name].paragraph_format.space_after = Pt(3)
    if len(report.chapters) >= FEWEST_LISTED:
        _add_contents(document, report.chapters)
    for number, chapter in enumerate(report.chapters, 1):
        heading = document.add_heading(chapter.title, level=1)
        _mark(heading, number)
        _write_chapter(document, chapter, report.page_each)
    out = io.BytesIO()
    document.save(out)
    parts = package.unpack(out.getvalue())
    # Word 2010's second list of styles would contradict ours; the picture is of no page of it.
    package.without(parts, "word/stylesWithEffects.xml", "docProps/thumbnail.jpeg")
    return package.pack(parts)


def _add_contents(document: Docx, chapters: Sequence[Chapter]) -> None:
    """A list of the chapters that Word can make again, each entry a link; without page numbers,
    which nobody knows before a program lays the pages out."""
    document.add_paragraph("Contents", style="Contents heading")
    for number, chapter in enumerate(chapters, 1):
        paragraph = document.add_paragraph(style="Contents entry")
        if number == 1:
            _add_field_marks(paragraph, "begin", 'TOC \\o "1-1" \\n \\h', "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"chapter_{number}")
        run = paragraph.add_run(chapter.title)
        link.append(run._r)
        paragraph._p.append(link)
        if number == len(chapters):
            _add_field_marks(paragraph, "end")


def _add_field_marks(paragraph: Any, *marks: str) -> None:
    for text in marks:
        run = paragraph.add_run()
        if text in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), text)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def _mark(paragraph: Any, number: int) -> None:
    """A bookmark round a heading, which the list of contents leads to."""
    for name in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(name)
        mark.set(qn("w:id"), str(number))
        if name == "w:bookmarkStart":
            mark.set(qn("w:name"), f"chapter_{number}")
            paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, mark)
        else:
            paragraph._p.append(mark)


def _write_chapter(document: Docx, chapter: Chapter, one_page: bool) -> None:
    for text, style in ((chapter.about, "Quote"), (chapter.shows, "Strong line")):
        if text:
            paragraph = document.add_paragraph(text, style=style)
            paragraph.paragraph_format.keep_with_next = True
    for text in chapter.paragraphs:
        document.add_paragraph(text)
    if chapter.picture is not None:
        widest = SMALL_PICTURE if one_page else WIDEST_PICTURE
        _add_picture(document, chapter.picture, chapter.title, widest)
    for table in chapter.tables:
        if len(chapter.tables) > 1:
            document.add_heading(table.caption, level=2)
        elif table.caption != chapter.title:
            caption = document.add_paragraph(table.caption, style="Caption")
            caption.paragraph_format.keep_with_next = True
        _add_table(document, table, FIRST_OF_A_PAGE if one_page else None)
        if table is not chapter.tables[-1]:
            document.add_paragraph(style="Table text")


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


def _add_table(document: Docx, table: Table, first: float | None) -> None:
    across = len(table.header)
    grid: Any = document.add_table(len(table.rows) + 1, across, "Report table")
    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), table.caption)
    grid._tbl.tblPr.append(title)
    grid.autofit = False
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    look.set(qn("w:firstColumn"), "0")
    look.set(qn("w:val"), "0420")  # the same for programs that read the bits alone
    style, widths = document.styles["Table text"], _widths(across, first)
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


def _widths(columns: int, share: float | None) -> list[int]:
    if columns == 1:
        return [TEXT_WIDTH]
    first = int(TEXT_WIDTH * (share or max(FIRST_COLUMN, 1 / columns)))
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
    section.footer.paragraphs[0].add_run(report.notice)
    page = section.footer.add_paragraph("Page ")
    _add_field_marks(page, "begin", "PAGE", "separate")
    page.add_run("1")
    _add_field_marks(page, "end")


def _set_styles(document: Docx) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    styles: Any = document.styles
    for name, size, bold in (
        ("Normal", 12, None), ("Title", 22, True), ("Subtitle", 12, False),
        ("Heading 1", 16, True), ("Heading 2", 13, True), ("Quote", 12, False),
        ("Intense Quote", 12, True), ("Caption", 12, False), ("Footer", 12, None),
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
    cells.paragraph_format.space_after = Pt(2)
    cells.paragraph_format.line_spacing = 1.0
    contents = styles.add_style("Contents heading", WD_STYLE_TYPE.PARAGRAPH)
    contents.base_style = styles["Strong line"]
    entry = styles.add_style("Contents entry", WD_STYLE_TYPE.PARAGRAPH)
    entry.base_style = styles["Normal"]
    entry.paragraph_format.space_after = Pt(2)
    styles.element.append(parse_xml(_TABLE_STYLE))
    language = styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")


_TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
<w:name w:val="Report table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
<w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>
<w:top w:val="single" w:sz="8" w:color="12436D"/>
<w:bottom w:val="single" w:sz="8" w:color="12436D"/>
<w:insideH w:val="single" w:sz="4" w:color="B8C2CC"/></w:tblBorders>
<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
<w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>
<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="12436D"/></w:tcPr></w:tblStylePr>
</w:style>"""


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
