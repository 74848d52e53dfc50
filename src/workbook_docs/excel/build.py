"""The Excel template of a workbook, from its text."""

from __future__ import annotations

import io
from copy import copy
from typing import Any

from openpyxl import Workbook as File
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs import anchors
from workbook_docs.content import Content, Run, Words, plain
from workbook_docs.definition import DeclaredField, Workbook, title_of
from workbook_docs.errors import TemplateError
from workbook_docs.excel import looks
from workbook_docs.excel.finish import finish, set_properties
from workbook_docs.excel.guidance import Line, written
from workbook_docs.excel.layout import (
    ANSWER_HEADER,
    LISTS,
    Header,
    Item,
    Layout,
    Repeating,
    Row,
    Sheet,
    SubHeading,
    layout,
)
from workbook_docs.excel.marks import KEY, LISTS_NOTE
from workbook_docs.excel.package import Package
from workbook_docs.excel.validations import inline_list, validation

SPARE_ROWS = 30
"""Empty formatted rows of a repeating table."""
CHECKED_ROWS = 500
"""Rows below the header of a repeating table that Excel checks."""
_KEY_NOTES = (
    "The last column of each sheet to fill in is hidden: here it is column {}.",
    "It holds a key that lets the hub's program find the row again. Please leave it.",
)
_ONE_TABLE = " This sheet has one table."
"""What is told of a sheet before its cells are read."""
_UNWRAPPED = 130  # characters of a first paragraph that fit across the columns of a form


def build(content: Content, workbook: type[Workbook]) -> bytes:
    """The template of a workbook as an .xlsx file.

    Raises `TemplateError` for a place that the definition does not have.
    """
    laid_out = layout(content, workbook)
    title = content.title or title_of(workbook)
    data = _Builder(laid_out, content, workbook, title).file()
    package = Package(finish(data, title, content.language))
    code = f"{workbook.workbook_id}@{workbook.workbook_version}"
    set_properties(package, {anchors.PROPERTY: code})
    return package.to_bytes()


class _Builder:
    def __init__(
        self, laid_out: Layout, content: Content, workbook: type[Workbook], title: str
    ) -> None:
        self.laid_out, self.content, self.title = laid_out, content, title
        self.footer = f"{workbook.workbook_id}@{workbook.workbook_version}"
        self.book = File()
        self.lists: dict[tuple[str, ...], str] = {}
        self.tall: set[int] = set()
        self.helped = True

    def file(self) -> bytes:
        looks.add_styles(self.book)
        self.book.remove(self.book.worksheets[0])
        order: list[Sheet | None] = [*self.laid_out.sheets]
        if self.laid_out.guidance:
            order.insert(self.laid_out.guidance_at, None)
        if not order:
            raise TemplateError("The text has neither words nor places.")
        for number, sheet in enumerate(order):
            first = number == 0
            if sheet is None:
                self._guidance(first)
            elif sheet.repeating is not None:
                self._table(sheet, sheet.repeating, first)
            else:
                self._form(sheet, first)
        self._write_lists()
        self.book.active = 0
        self.book.properties.title = self.title
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def _new(self, name: str, heading: str, intro: Words | None, width: int) -> Worksheet:
        sheet: Worksheet = self.book.create_sheet(name)
        _put(sheet, 1, 1, heading, "Heading 1")
        if intro is not None:
            text = written(intro)
            style = "Form words" if len(text) <= width else "Form guidance"
            _put(sheet, 2, 1, text, style)
        return sheet

    # Forms ------------------------------------------------------------------------------

    def _form(self, laid_out: Sheet, first: bool) -> None:
        sheet = self._new(laid_out.name, plain(laid_out.heading), laid_out.intro, _UNWRAPPED)
        for number, width in enumerate(looks.FORM_WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        row, header_row = 4, None
        self.tall = set()
        for position, item in enumerate(laid_out.items):
            if isinstance(item, SubHeading):
                row += 1 if position else 0
                _put(sheet, row, 1, item.text, f"Heading {item.level}")
                row += 1
            elif isinstance(item, Header):
                if position and isinstance(laid_out.items[position - 1], Row):
                    row += 1
                header_row = header_row or row
                self.helped = _has_help(laid_out.items[position + 1 :])
                words = [item.label, item.answer]
                words += [item.help or ANSWER_HEADER[2]] if self.helped else []
                for column, text in enumerate(words, 1):
                    _put(sheet, row, column, text, "Form header")
                _put(sheet, row, 4, anchors.KEY_HEADER, "Form key")
                row += 1
            elif isinstance(item, Row):
                row = self._row(sheet, row, item)
        if first:
            for note in _KEY_NOTES:
                row += 1
                _put(sheet, row, 1, note.format("D"), "Form words")
        sheet.column_dimensions["D"].hidden = True
        looks.set_up(sheet, landscape=True, header_row=header_row, footer=self.footer)
        looks.fit_rows(sheet, self.tall)
        looks.protect(sheet)

    def _row(self, sheet: Worksheet, row: int, item: Row) -> int:
        """Write one line of a form, or the lines of a multiple choice; the next free row."""
        declared = item.declared
        _put(sheet, row, 1, item.label, "Form question")
        if self.helped:
            _put(sheet, row, 3, item.help, "Form help")
        if item.path is None:
            echo = f"See the sheet “{item.echo}”." if item.echo else ""
            _put(sheet, row, 2, echo, "Form help")
            return row + 1
        if declared and declared.kind == "choices" and "=" not in item.path:
            _put(sheet, row, 2, "", "Form help")
            for option in declared.options:
                row += 1
                _put(sheet, row, 1, option, "Form question")
                if self.helped:
                    _put(sheet, row, 3, "", "Form help")
                self._place(sheet, row, anchors.option_path(item.path, option), declared, option)
            return row + 1
        self._place(sheet, row, item.path, declared, item.label)
        return row + 1

    def _place(
        self, sheet: Worksheet, row: int, path: str, declared: DeclaredField | None, label: str
    ) -> None:
        cell = sheet.cell(row, 2)
        tick = "=" in path
        looks.as_answer(cell, None if tick else declared, locked=declared is None)
        self._name(anchors.cell_name(path), sheet, row, 2)
        _put(sheet, row, 4, f"{KEY}{path}", "Form key")
        if declared is not None:
            if declared.kind in ("long-text", "names"):
                self.tall.add(row)
            rule = validation(declared, label, self._list(declared), tick=tick)
            rule.add(cell)
            sheet.add_data_validation(rule)

    def _name(self, name: str, sheet: Worksheet, row: int, column: int) -> None:
        place = f"{quote_sheetname(sheet.title)}!${get_column_letter(column)}${row}"
        self.book.defined_names[name] = DefinedName(name, attr_text=place)

    # Repeating tables -------------------------------------------------------------------

    def _table(self, laid_out: Sheet, repeating: Repeating, first: bool) -> None:
        width = int(sum(looks.column_width(d, h) for h, d in repeating.columns))
        intro = (*(laid_out.intro or ()), Run(_ONE_TABLE if laid_out.intro else _ONE_TABLE.strip()))
        sheet = self._new(laid_out.name, plain(laid_out.heading), intro, width)
        key_column = len(repeating.columns) + 1
        header_row = 4
        if first:
            for note in _KEY_NOTES:
                _put(sheet, header_row - 1, 1, note.format(get_column_letter(key_column)),
                     "Form words")  # fmt: skip
                header_row += 1
            header_row += 1
        rows = range(header_row + 1, header_row + 1 + SPARE_ROWS)
        for column, (header, declared) in enumerate(repeating.columns, 1):
            _put(sheet, header_row, column, header, "Form header")
            self._column(sheet, column, header, declared, rows)
        _put(sheet, header_row, key_column, anchors.KEY_HEADER, "Form key")
        for row in rows:
            _put(sheet, row, key_column, f"{KEY}{repeating.path}", "Form key")
        letter = get_column_letter(len(repeating.columns))
        table = Table(
            displayName=anchors.cell_name(repeating.path),
            ref=f"A{header_row}:{letter}{rows[-1]}",
            tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=True),
        )
        table._initialise_columns()  # type: ignore[attr-defined]
        for column, (header, _) in zip(table.tableColumns, repeating.columns, strict=True):
            column.name = header
        table.autoFilter = None  # a filter hides rows, and its buttons hide words
        sheet.add_table(table)
        sheet.column_dimensions[get_column_letter(key_column)].hidden = True
        looks.set_up(sheet, landscape=True, header_row=header_row, footer=self.footer)
        sheet.freeze_panes = f"A{header_row + 1}"
        long = any(
            isinstance(d, DeclaredField) and d.kind in ("long-text", "names", "choices")
            for _, d in repeating.columns
        )
        looks.fit_rows(sheet, set(rows) if long else set())
        for selection in sheet.sheet_view.selection:
            selection.activeCell = selection.sqref = "A1"

    def _column(
        self,
        sheet: Worksheet,
        column: int,
        header: str,
        declared: DeclaredField | str,
        rows: range,
    ) -> None:
        letter = get_column_letter(column)
        dimension = sheet.column_dimensions[letter]
        field = declared if isinstance(declared, DeclaredField) else None
        dimension.width = looks.column_width(declared, header)
        for row in range(1, rows[0] - 1):  # what the column looks like begins below
            if sheet.cell(row, column).value is None:
                sheet.cell(row, column).style = "Form words"
        for row in rows:
            cell = sheet.cell(row, column)
            looks.as_answer(cell, field)
            if isinstance(declared, str):
                _put(sheet, row, column, declared, "Form answer")
        if field is None:
            return
        # Rows typed below the last one look the same.
        below: Any = dimension
        typed: Any = sheet.cell(rows[0], column)
        below._style = copy(typed._style)
        self._name(anchors.label_bookmark(field.path), sheet, rows[0] - 1, column)
        rule = validation(field, header, self._list(field))
        rule.add(f"{letter}{rows[0]}:{letter}{rows[0] + CHECKED_ROWS - 1}")
        sheet.add_data_validation(rule)

    # Guidance and lists ----------------------------------------------------------------

    def _guidance(self, first: bool) -> None:
        sheet: Worksheet = self.book.create_sheet(self.laid_out.guidance_name)
        sheet.column_dimensions["A"].width = looks.GUIDANCE_WIDTH
        _put(sheet, 1, 1, self.title, "Heading 1", wrap=True)
        if self.content.subtitle:
            _put(sheet, 2, 1, self.content.subtitle, "Heading 3", wrap=True)
        row = 3
        for position, line in enumerate(self.laid_out.guidance):
            if position == 0 and line.level and plain(line.words) == self.title:
                continue
            # A blank row before a heading lets the eye rest.
            row += 2 if line.level else 1
            self._line(sheet, row, line)
        if first:
            row += 1
            for note in _KEY_NOTES[1:]:
                row += 1
                _put(sheet, row, 1, note.replace("It holds", "A hidden last column holds"),
                     "Form guidance")  # fmt: skip
        looks.set_up(sheet, landscape=False, header_row=None, footer=self.footer)
        looks.fit_rows(sheet, set())
        looks.protect(sheet)

    def _line(self, sheet: Worksheet, row: int, line: Line) -> None:
        style = f"Heading {line.level}" if line.level else "Form guidance"
        cell = _put(sheet, row, 1, line.bullet + written(line.words), style, wrap=True)
        if not line.level and any(run.bold or run.italic for run in line.words):
            cell.value = _rich(line)
        if line.box is not None:
            cell.fill = looks.box_fill(line.box)

    def _list(self, declared: DeclaredField) -> str | None:
        """The list of a choice: within the rule where it is short, else on a sheet."""
        if declared.kind != "choice":
            return None
        short = inline_list(declared.options)
        if short is not None:
            return short
        if declared.options not in self.lists:
            letter = get_column_letter(len(self.lists) + 1)
            last = len(declared.options) + 2
            self.lists[declared.options] = f"{quote_sheetname(LISTS)}!${letter}$3:${letter}${last}"
        return self.lists[declared.options]

    def _write_lists(self) -> None:
        if not self.lists:
            return
        sheet = self.book.create_sheet(LISTS)
        sheet.sheet_state = "hidden"
        _put(sheet, 1, 1, LISTS_NOTE, "Form words")
        for column, options in enumerate(self.lists, 1):
            for row, option in enumerate(options, 3):
                _put(sheet, row, column, option, "Form words").number_format = "@"
        looks.set_up(sheet, landscape=False, header_row=None, footer=self.footer)
        looks.protect(sheet)


def _has_help(items: list[Item]) -> bool:
    """Whether any row up to the next header has help beside its place."""
    for item in items:
        if isinstance(item, Header):
            break
        if isinstance(item, Row) and item.help:
            return True
    return False


def _put(
    sheet: Worksheet, row: int, column: int, text: str, style: str, *, wrap: bool = False
) -> Cell:
    """Write words into a cell, as words even where they look like a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.style = style
    if text:
        cell.value = text
        cell.data_type = "s"
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _rich(line: Line) -> CellRichText:
    runs: list[str | TextBlock] = [line.bullet] if line.bullet else []
    for run in line.words:
        text = written((run,))
        if not text:
            continue
        if run.bold or run.italic:
            runs.append(TextBlock(looks.inline_font(bold=run.bold, italic=run.italic), text))
        else:
            runs.append(text)
    return CellRichText(*runs)
