"""The Excel template of a workbook, from its text."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs import anchors
from workbook_docs.content import Content, Run, plain
from workbook_docs.definition import Workbook, title_of
from workbook_docs.errors import TemplateError
from workbook_docs.excel import looks
from workbook_docs.excel.book import Book
from workbook_docs.excel.cells import put, rich
from workbook_docs.excel.cover import COVER, Listed, introduced, write_cover
from workbook_docs.excel.draft import Draft
from workbook_docs.excel.finish import finish, set_properties
from workbook_docs.excel.forms import Form, set_up_form, write_form
from workbook_docs.excel.guidance import Line, written
from workbook_docs.excel.layout import layout
from workbook_docs.excel.left import FIRST_LINE, LEFT, write_left
from workbook_docs.excel.logo import LOGO_COLUMN, add_logo
from workbook_docs.excel.marks import free_name
from workbook_docs.excel.package import Package
from workbook_docs.excel.plan import LISTS, Layout, Row, Sheet
from workbook_docs.excel.results import with_results
from workbook_docs.excel.tables import write_table

READ_ONLY = "This sheet is for reading only: nothing on it asks for an answer."
"""Below the heading of a sheet that has no words of its own."""


def build(content: Content, workbook: type[Workbook]) -> bytes:
    """The template of a workbook as an .xlsx file.

    Args:
        content: its text.
        workbook: its definition.

    Raises `TemplateError` for a place that the definition does not have.
    """
    laid_out = layout(content, workbook)
    title = content.title or title_of(workbook)
    code = f"{workbook.workbook_id}@{workbook.workbook_version}"
    data = _file(laid_out, content, title, Draft(looks.USUAL, code))
    package = Package(with_results(finish(data, title, content.language), workbook))
    set_properties(package, {anchors.PROPERTY: code})
    if content.logo is not None and content.logo.picture is not None:
        add_logo(package, Book(data).sheets[0].part, content.logo.picture, content.logo.words)
    return package.to_bytes()


def _file(laid_out: Layout, content: Content, title: str, draft: Draft) -> bytes:
    order: list[Sheet | None] = [*laid_out.sheets]
    if laid_out.guidance:
        order.insert(laid_out.guidance_at, None)
    if not order:
        raise TemplateError("The text has neither words nor places.")
    taken = {sheet.name.casefold() for sheet in laid_out.sheets}
    taken |= {laid_out.guidance_name.casefold(), LISTS.casefold()}
    if order[0] is not None and _is_cover(order[0]):
        cover = order[0]
        order.pop(0)
    else:
        cover = Sheet(free_name(COVER, taken), (Run(title),))
    draft.cover = cover.name
    form = Form(draft, draft.add(replace(cover, intro=introduced(cover.intro))))
    form.write(cover.items)
    for sheet in order:
        if sheet is None:
            _guidance(draft, laid_out, content, title)
        elif sheet.repeating is not None:
            write_table(draft, sheet, sheet.repeating)
        else:
            write_form(draft, sheet)
    contact, logo = content.front.get("contact", ""), content.logo is not None
    _finish_cover(draft, form, contact, free_name(LEFT, taken), logo=logo)
    draft.write_lists()
    draft.book.active = 0
    draft.book.properties.title = title
    out = io.BytesIO()
    draft.book.save(out)
    return out.getvalue()


def _finish_cover(draft: Draft, form: Form, contact: str, left: str, *, logo: bool) -> None:
    """Add the list of what is left, and to the first sheet all that tells of the others."""
    sheet = form.sheet
    parts = {}
    questions = draft.all_questions()
    if questions:
        names = (left, draft.cover)
        parts = write_left(draft.book, names, questions, draft.look, draft.footer)
        draft.listed.insert(0, Listed(left, f"A{FIRST_LINE}", "left to do"))
    row = form.next_row + (1 if form.header_rows else 0)
    write_cover(sheet, row, draft.listed, parts, contact, LISTS if draft.has_lists else "")
    set_up_form(draft, sheet, None, "read", draft.look.cover)
    looks.fit_title(sheet, last=LOGO_COLUMN if logo else LOGO_COLUMN + 1, look=draft.look)
    looks.fit_rows(sheet, {}, draft.look)
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_view.tabSelected = True


def _guidance(draft: Draft, laid_out: Layout, content: Content, title: str) -> None:
    """Add the sheet of what is to be read."""
    sheet: Worksheet = draft.book.create_sheet(laid_out.guidance_name)
    sheet.column_dimensions["A"].width = draft.look.guidance
    put(sheet, 1, 1, title, "Heading 1", wrap=True)
    if content.subtitle:
        put(sheet, 2, 1, content.subtitle, "Heading 3", wrap=True)
    else:
        put(sheet, 2, 1, READ_ONLY, "Form guidance")
    row = 3
    draft.add_way_back(sheet, row, 1)
    for position, line in enumerate(laid_out.guidance):
        if position == 0 and line.level and plain(line.words) == title:
            continue
        # A blank row before a heading or a box lets the eye rest.
        row += 2 if line.level or line.opens else 1
        _line(sheet, row, line, draft.look)
    looks.set_up(sheet, landscape=False, header_row=None, footer=draft.footer, kind="read")
    looks.fit_rows(sheet, {}, draft.look)
    looks.open_at(sheet, "A1")
    sheet.sheet_view.showGridLines = False
    looks.protect(sheet)
    draft.listed.append(Listed(sheet.title, "A1", "read"))


def _line(sheet: Worksheet, row: int, line: Line, look: looks.Look) -> None:
    style = f"Heading {line.level}" if line.level else "Form guidance"
    cell = put(sheet, row, 1, line.bullet + written(line.words), style, wrap=True)
    if not line.level and any(run.bold or run.italic for run in line.words):
        cell.value = rich(line.words, line.bullet, look)
    if line.box is not None:
        cell.fill = looks.box_fill(line.box)


def _is_cover(sheet: Sheet) -> bool:
    """Whether a sheet holds the data of the copy and no question."""
    rows = [item for item in sheet.items if isinstance(item, Row)]
    return (
        sheet.repeating is None
        and any(row.path in anchors.COPY_FIELDS for row in rows)
        and all(row.declared is None and row.echo is None for row in rows)
    )
