"""The Excel template of a workbook, from its text."""

from __future__ import annotations

import io
from copy import copy
from typing import Any

from openpyxl import Workbook as File
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs import anchors
from workbook_docs.content import Content, Words, plain
from workbook_docs.definition import DeclaredField, Workbook, title_of
from workbook_docs.errors import TemplateError
from workbook_docs.excel import looks
from workbook_docs.excel.cells import compute, put, rich
from workbook_docs.excel.computed import KNOWN, marked
from workbook_docs.excel.cover import COVER, Listed, write_cover
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
from workbook_docs.excel.left import LEFT, Question, write_left
from workbook_docs.excel.marks import KEY, LEFT_KEY, LISTS_NOTE, free_name
from workbook_docs.excel.package import Package
from workbook_docs.excel.results import with_results
from workbook_docs.excel.states import formula_of, rows_formula
from workbook_docs.excel.validations import inline_list, validation

SPARE_ROWS = 30
"""Empty formatted rows of a repeating table."""
CHECKED_ROWS = 500
"""Rows below the header of a repeating table that Excel checks."""
COUNTED_ROWS = 1000
"""Rows below the header of a repeating table that are counted."""
MORE_ROWS = (
    "Do you need more rows? In Excel, press Tab in the last box of the table. In any program "
    "you can go on typing right below it."
)
_UNWRAPPED = 140  # characters of a first paragraph that fit across the columns of a form
_NOTE_HEIGHT = 24.0  # points of the row that says what was filled in
_CHOICES = "choices_{}"  # name of the range of a long list


def build(content: Content, workbook: type[Workbook], *, large_print: bool = False) -> bytes:
    """The template of a workbook as an .xlsx file.

    Args:
        content: its text.
        workbook: its definition.
        large_print: whether letters are larger, and columns hold fewer of them.

    Raises `TemplateError` for a place that the definition does not have.
    """
    laid_out = layout(content, workbook)
    title = content.title or title_of(workbook)
    look = looks.LARGE if large_print else looks.USUAL
    data = _Builder(laid_out, content, workbook, title, look).file()
    package = Package(with_results(finish(data, title, content.language), workbook))
    code = f"{workbook.workbook_id}@{workbook.workbook_version}"
    set_properties(package, {anchors.PROPERTY: code})
    return package.to_bytes()


class _Builder:
    def __init__(
        self,
        laid_out: Layout,
        content: Content,
        workbook: type[Workbook],
        title: str,
        look: looks.Look,
    ) -> None:
        self.laid_out, self.content, self.title, self.look = laid_out, content, title, look
        self.footer = f"{workbook.workbook_id}@{workbook.workbook_version}"
        self.book = File()
        self.lists: dict[tuple[str, ...], str] = {}
        self.least: dict[int, float] = {}
        self.helped = True
        self.questions: list[Question] = []
        self.listed: list[Listed] = []
        self.taken = {sheet.name.casefold() for sheet in laid_out.sheets}
        self.taken |= {laid_out.guidance_name.casefold(), LISTS.casefold()}

    def file(self) -> bytes:
        looks.add_styles(self.book, self.look)
        self.book.remove(self.book.worksheets[0])
        order: list[Sheet | None] = [*self.laid_out.sheets]
        if self.laid_out.guidance:
            order.insert(self.laid_out.guidance_at, None)
        if not order:
            raise TemplateError("The text has neither words nor places.")
        cover = order.pop(0) if order[0] is not None and _is_cover(order[0]) else None
        name = cover.name if cover else free_name(COVER, self.taken)
        heading = plain(cover.heading) if cover else self.title
        first = self._new(name, heading, cover.intro if cover else None, _UNWRAPPED)
        row = self._items(first, cover.items)[0] if cover else 4
        self.least = {}
        left = free_name(LEFT, self.taken)
        for sheet in order:
            if sheet is None:
                self._guidance()
            elif sheet.repeating is not None:
                self._table(sheet, sheet.repeating)
            else:
                self._form(sheet)
        parts = {}
        if self.questions:
            parts = write_left(self.book, left, 1, self.questions, self.look, self.footer)
            self.listed.insert(0, Listed(left, "A8", "left to do"))
        contact = self.content.front.get("contact", "")
        write_cover(first, row + (1 if cover else 0), self.listed, parts, contact)
        self._set_up_form(first, None, "read", self.look.cover)
        if self.look is looks.USUAL:  # on one page, as long as that does not make it small print
            first.page_setup.fitToHeight = 1
        self._write_lists()
        self.book.active = 0
        first.sheet_view.tabSelected = True
        self.book.properties.title = self.title
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def _new(self, name: str, heading: str, intro: Words | None, width: int) -> Worksheet:
        sheet: Worksheet = self.book.create_sheet(name)
        put(sheet, 1, 1, heading, "Heading 1")
        if intro is not None:
            text = written(intro)
            style = "Form words" if len(text) <= width else "Form guidance"
            put(sheet, 2, 1, text, style)
        return sheet

    # Forms ------------------------------------------------------------------------------

    def _form(self, laid_out: Sheet) -> None:
        sheet = self._new(laid_out.name, plain(laid_out.heading), laid_out.intro, _UNWRAPPED)
        compute(sheet, 3, 1, marked('""', KNOWN), "Form note")
        put(sheet, 3, 4, LEFT_KEY, "Form key")
        self.least[3] = _NOTE_HEIGHT * self.look.scale
        asked = len(self.questions)
        header_rows = self._items(sheet, laid_out.items)[1]
        own = [question.cell for question in self.questions[asked:]]
        cell = own[0] if own else "A1"
        self.listed.append(Listed(laid_out.name, cell, "fill in", _telling(laid_out)))
        only = header_rows[0] if len(header_rows) == 1 else None
        repeated = header_rows[0] if header_rows else None
        self._set_up_form(sheet, repeated, "fill in", self.look.form)
        # Of several headers none may stand above rows that are not its own.
        looks.open_at(sheet, cell, below=only or 2)

    def _set_up_form(
        self,
        sheet: Worksheet,
        header_row: int | None,
        kind: str,
        widths: tuple[float, float, float],
    ) -> None:
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.column_dimensions["D"].hidden = True
        looks.set_up(sheet, landscape=True, header_row=header_row, footer=self.footer, kind=kind)
        looks.fit_rows(sheet, self.least, self.look)
        self.least = {}
        sheet.sheet_view.showGridLines = False
        looks.protect(sheet)

    def _items(self, sheet: Worksheet, items: list[Item]) -> tuple[int, list[int]]:
        """Write headings, headers and rows; the next free row and the rows of headers."""
        row, header_rows = 4, []
        for position, item in enumerate(items):
            if isinstance(item, SubHeading):
                row += 1 if position else 0
                put(sheet, row, 1, item.text, f"Heading {item.level}")
                row += 1
            elif isinstance(item, Header):
                if position and isinstance(items[position - 1], Row):
                    row += 1
                header_rows.append(row)
                self.helped = _has_help(items[position + 1 :])
                words = [item.label, item.answer]
                words += [item.help or ANSWER_HEADER[2]] if self.helped else []
                for column, text in enumerate(words, 1):
                    put(sheet, row, column, text, "Form header")
                put(sheet, row, 4, anchors.KEY_HEADER, "Form key")
                row += 1
            elif isinstance(item, Row):
                row = self._row(sheet, row, item)
        return row, header_rows

    def _row(self, sheet: Worksheet, row: int, item: Row) -> int:
        """Write one line of a form, or the lines of a multiple choice; the next free row."""
        declared = item.declared
        put(sheet, row, 1, item.label, "Form question")
        if self.helped:
            put(sheet, row, 3, item.help, "Form help")
        if item.path is None:
            echo = f"See the sheet “{item.echo}”." if item.echo else ""
            put(sheet, row, 2, echo, "Form help")
            return row + 1
        if declared and declared.kind == "choices" and "=" not in item.path:
            put(sheet, row, 2, "", "Form help")
            label_row = row
            for option in declared.options:
                row += 1
                put(sheet, row, 1, option, "Form question")
                if self.helped:
                    put(sheet, row, 3, "", "Form help")
                self._place(sheet, row, anchors.option_path(item.path, option), declared, option)
            self._ask(sheet, label_row, declared, label_row + 1, row)
            return row + 1
        self._place(sheet, row, item.path, declared, item.label)
        if declared is not None and "=" not in item.path:
            self._ask(sheet, row, declared, row, row)
        return row + 1

    def _ask(
        self, sheet: Worksheet, label_row: int, declared: DeclaredField, first: int, last: int
    ) -> None:
        """Note a question for the list of what is left; its boxes stand from `first` to `last`."""
        name = quote_sheetname(sheet.title)
        place = f"{name}!$B${first}" + (f":$B${last}" if last > first else "")
        options = self._list(declared) or ""
        state = formula_of(declared, place, "" if options.startswith('"') else options)
        label = f"{name}!$A${label_row}"
        self.questions.append(
            Question(sheet.title, label, f"B{first}", declared.path, state, declared.optional)
        )

    def _place(
        self, sheet: Worksheet, row: int, path: str, declared: DeclaredField | None, label: str
    ) -> None:
        cell = sheet.cell(row, 2)
        tick = "=" in path
        if declared is None:  # the hub's own: nobody types there
            looks.as_answer(cell, None, locked=True, style="Form help")
        else:
            looks.as_answer(cell, None if tick else declared)
        self._name(anchors.cell_name(path), sheet, row, 2)
        put(sheet, row, 4, f"{KEY}{path}", "Form key")
        self.least[row] = looks.least_height(None if tick else declared, self.look)
        if declared is not None:
            rule = validation(declared, label, self._list(declared), tick=tick)
            rule.add(cell)
            sheet.add_data_validation(rule)

    def _name(self, name: str, sheet: Worksheet, row: int, column: int) -> None:
        place = f"{quote_sheetname(sheet.title)}!${get_column_letter(column)}${row}"
        self.book.defined_names[name] = DefinedName(name, attr_text=place)

    # Repeating tables -------------------------------------------------------------------

    def _table(self, laid_out: Sheet, repeating: Repeating) -> None:
        widths = looks.column_widths(repeating.columns, self.look)
        intro = laid_out.intro
        sheet = self._new(laid_out.name, plain(laid_out.heading), intro, int(sum(widths)))
        for column, wide in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = wide
        key_column = len(repeating.columns) + 1
        # Above the table: what stands below it would end it for those who type on there.
        put(sheet, 3, 1, MORE_ROWS, "Form words")
        compute(sheet, 4, 1, marked('""', KNOWN), "Form note")
        put(sheet, 4, key_column, LEFT_KEY, "Form key")
        header_row = 5
        rows = range(header_row + 1, header_row + 1 + SPARE_ROWS)
        for column, (header, declared) in enumerate(repeating.columns, 1):
            put(sheet, header_row, column, header, "Form header")
            self._column(sheet, column, header, declared, rows)
        put(sheet, header_row, key_column, anchors.KEY_HEADER, "Form key")
        for row in rows:
            put(sheet, row, key_column, f"{KEY}{repeating.path}", "Form key")
        letter = get_column_letter(len(repeating.columns))
        table = Table(
            displayName=anchors.cell_name(repeating.path),
            ref=f"A{header_row}:{letter}{rows[-1]}",
            tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=False),
        )
        table._initialise_columns()  # type: ignore[attr-defined]
        for column, (header, _) in zip(table.tableColumns, repeating.columns, strict=True):
            column.name = header
        table.autoFilter = None  # a filter hides rows, and its buttons hide words
        sheet.add_table(table)
        sheet.column_dimensions[get_column_letter(key_column)].hidden = True
        looks.set_up(
            sheet, landscape=True, header_row=header_row, footer=self.footer, kind="fill in"
        )
        looks.frame_typed(
            sheet, f"A{rows[-1] + 1}:{letter}{rows[0] + CHECKED_ROWS - 1}",
            f"$A{rows[-1] + 1}:${letter}{rows[-1] + 1}",
        )  # fmt: skip
        fields = [(n, d) for n, (_, d) in enumerate(repeating.columns, 1)
                  if isinstance(d, DeclaredField)]  # fmt: skip
        least = looks.least_row([declared for _, declared in fields], self.look)
        above = {4: _NOTE_HEIGHT * self.look.scale}
        looks.fit_rows(sheet, dict.fromkeys(rows, least) | above, self.look)
        first = f"{get_column_letter(fields[0][0]) if fields else 'A'}{rows[0]}"
        looks.open_at(sheet, first, below=header_row)
        self.listed.append(Listed(laid_out.name, first, "fill in", _telling(laid_out)))
        if fields:
            self._ask_rows(sheet, repeating.path, fields, first, rows[0])

    def _ask_rows(
        self,
        sheet: Worksheet,
        path: str,
        fields: list[tuple[int, DeclaredField]],
        first: str,
        row: int,
    ) -> None:
        """Note a repeating table for the list of what is left."""
        name, last = quote_sheetname(sheet.title), row + COUNTED_ROWS - 1
        columns = [
            (d, f"{name}!${get_column_letter(n)}${row}:${get_column_letter(n)}${last}")
            for n, d in fields
        ]
        state = rows_formula(columns)
        self.questions.append(Question(sheet.title, f"{name}!$A$1", first, path, state, False))

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
        for row in range(1, rows[0] - 1):  # what the column looks like begins below
            if sheet.cell(row, column).value is None:
                sheet.cell(row, column).style = "Form words"
        for row in rows:
            cell = sheet.cell(row, column)
            looks.as_answer(cell, field)
            if isinstance(declared, str):
                put(sheet, row, column, declared, "Form answer")
        if field is None:
            return
        # Rows typed below the last one hold the same kinds. A frame without end would
        # keep programs from printing the empty rows: it comes with the words.
        below: Any = dimension
        pattern: Any = sheet.cell(rows[-1] + 1, column)
        looks.as_answer(pattern, field, style="Form column")
        below._style = copy(pattern._style)
        del sheet._cells[pattern.row, pattern.column]
        self._name(anchors.label_bookmark(field.path), sheet, rows[0] - 1, column)
        rule = validation(field, header, self._list(field))
        rule.add(f"{letter}{rows[0]}:{letter}{rows[0] + CHECKED_ROWS - 1}")
        sheet.add_data_validation(rule)

    # Guidance and lists ----------------------------------------------------------------

    def _guidance(self) -> None:
        sheet: Worksheet = self.book.create_sheet(self.laid_out.guidance_name)
        sheet.column_dimensions["A"].width = self.look.guidance
        put(sheet, 1, 1, self.title, "Heading 1", wrap=True)
        if self.content.subtitle:
            put(sheet, 2, 1, self.content.subtitle, "Heading 3", wrap=True)
        row = 3
        for position, line in enumerate(self.laid_out.guidance):
            if position == 0 and line.level and plain(line.words) == self.title:
                continue
            # A blank row before a heading or a box lets the eye rest.
            row += 2 if line.level or line.opens else 1
            self._line(sheet, row, line)
        looks.set_up(sheet, landscape=False, header_row=None, footer=self.footer, kind="read")
        looks.fit_rows(sheet, {}, self.look)
        looks.open_at(sheet, "A1")
        sheet.sheet_view.showGridLines = False
        looks.protect(sheet)
        self.listed.append(Listed(sheet.title, "A1", "read"))

    def _line(self, sheet: Worksheet, row: int, line: Line) -> None:
        style = f"Heading {line.level}" if line.level else "Form guidance"
        cell = put(sheet, row, 1, line.bullet + written(line.words), style, wrap=True)
        if not line.level and any(run.bold or run.italic for run in line.words):
            cell.value = rich(line.words, line.bullet, self.look)
        if line.box is not None:
            cell.fill = looks.box_fill(line.box)

    def _list(self, declared: DeclaredField) -> str | None:
        """The list of a choice: within the rule where it is short, else named on a sheet."""
        if declared.kind != "choice":
            return None
        short = inline_list(declared.options)
        if short is not None:
            return short
        if declared.options not in self.lists:
            number = len(self.lists) + 1
            letter, last = get_column_letter(number), len(declared.options) + 2
            name = _CHOICES.format(number)
            place = f"{quote_sheetname(LISTS)}!${letter}$3:${letter}${last}"
            self.book.defined_names[name] = DefinedName(name, attr_text=place)
            self.lists[declared.options] = name
        return self.lists[declared.options]

    def _write_lists(self) -> None:
        if not self.lists:
            return
        sheet = self.book.create_sheet(LISTS)
        sheet.sheet_state = "hidden"
        put(sheet, 1, 1, LISTS_NOTE, "Form words")
        for column, options in enumerate(self.lists, 1):
            for row, option in enumerate(options, 3):
                put(sheet, row, column, option, "Form words").number_format = "@"
        looks.set_up(sheet, landscape=False, header_row=None, footer=self.footer)
        looks.protect(sheet)


def _is_cover(sheet: Sheet) -> bool:
    """Whether a sheet holds the data of the copy and no question."""
    rows = [item for item in sheet.items if isinstance(item, Row)]
    return (
        sheet.repeating is None
        and any(row.path in anchors.COPY_FIELDS for row in rows)
        and all(row.declared is None and row.echo is None for row in rows)
    )


def _telling(sheet: Sheet) -> str:
    """The cell that says what a sheet is for: its first paragraph, else its heading."""
    return "$A$2" if sheet.intro is not None else "$A$1"


def _has_help(items: list[Item]) -> bool:
    """Whether any row up to the next header has help beside its place."""
    for item in items:
        if isinstance(item, Header):
            break
        if isinstance(item, Row) and item.help:
            return True
    return False
