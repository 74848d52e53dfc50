"""Rules about the workbook and its sheets as wholes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbook_docs.accessibility.core import core_of, is_file_name
from workbook_docs.accessibility.excel.areas import area, letters
from workbook_docs.accessibility.excel.book import Book, Cell, Sheet
from workbook_docs.accessibility.faults import Spot, number, truth

WHOLE = "the workbook as a whole"
LONGEST_NAME = 31
_MEANINGLESS = re.compile(
    r"(?:(?:new|copy of|kopie von) )?(?:sheet|worksheet|tabelle|feuil|feuille|hoja|foglio|blad|ark|"
    r"arkusz|planilha|chart|tab|untitled|unnamed|лист|munka|taul|list|工作表|シート)"
    r"[ _]?\d*(?: ?\(\d+\))?|[\W\d_]+",
    re.IGNORECASE,
)
_MOST_FROZEN = 15
"""Rows that may stay in sight; more leave no room for the others on a small screen."""
_TABLES = re.compile(r"\btables?\b", re.IGNORECASE)


def title_is_set(book: Book) -> Iterator[Spot]:
    """X1: a title among the properties, which is not the file's name."""
    title = core_of(book.package).title
    if not title:
        yield WHOLE, "The workbook has no title among its properties"
    elif is_file_name(title, book.name):
        yield WHOLE, f"The title, “{title}”, is the name of a file"


def sheets_have_names(book: Book) -> Iterator[Spot]:
    """X2: names that differ, mean something, and are not too long."""
    taken: set[str] = set()
    for sheet in book.sheets:
        name = sheet.name.strip()
        if not name or _MEANINGLESS.fullmatch(name):
            yield sheet.name, "The name of the sheet says nothing about it"
        if len(sheet.name) > LONGEST_NAME:
            yield sheet.name, f"The name of the sheet has more than {LONGEST_NAME} characters"
        if name.casefold() in taken:
            yield sheet.name, "Two sheets have the same name"
        taken.add(name.casefold())


def sheets_are_filled(book: Book) -> Iterator[Spot]:
    """X3: no sheet without anything on it."""
    for sheet in book.visible:
        if not sheet.filled and not book.package.related(sheet.part, "drawing"):
            yield sheet.name, "The sheet is blank"


def sheets_have_titles(book: Book) -> Iterator[Spot]:
    """X4: A1 is the sheet's title, A2 says what is here and whether tables are."""
    for sheet in book.visible:
        if not sheet.filled:
            continue
        first = sheet.cell(1, 1)
        if first is None or first.is_blank:
            yield sheet.place(1, 1), "The first cell does not hold the title of the sheet"
        elif first.style.heading != 1:
            yield sheet.place(1, 1), "The title of the sheet is not in the cell style Heading 1"
        second = sheet.cell(2, 1)
        if second is None or second.is_blank:
            yield sheet.place(2, 1), "The cell below the title does not say what is on the sheet"
        elif sheet.tables and not _TABLES.search(second.text):
            yield sheet.place(2, 1), "The cell below the title does not say that a table follows"


def sheets_begin_simply(book: Book) -> Iterator[Spot]:
    """X11: one table on a sheet to fill in, and everything from column A on."""
    for sheet in book.visible:
        if sheet.inputs:
            for table in sheet.tables[1:]:
                yield (
                    sheet.place(table.area.top, table.area.left),
                    f"A second table, {table.name}, is on the same sheet",
                )
        for table in sheet.tables:
            if table.area.left != 1:
                yield (
                    sheet.place(table.area.top, table.area.left),
                    f"The table {table.name} does not begin in column A",
                )
        columns = [cell.column for cell in sheet.filled if not sheet.is_hidden(cell.column)]
        if columns and min(columns) > 1:
            yield sheet.place(1, min(columns)), "Nothing on the sheet is in column A"


def nothing_hides(book: Book) -> Iterator[Spot]:
    """X12: what is hidden is no content, and the first sheet tells of it."""
    told = "hidden" in book.cover_words
    for sheet in book.sheets:
        if not sheet.is_visible:
            if sheet.filled and not book.tells_of_hidden(sheet.name):
                yield sheet.name, "The sheet is hidden, and the first sheet does not tell of it"
            continue
        last = max((c.column for c in sheet.filled if not sheet.is_hidden(c.column)), default=0)
        hidden = sorted({c.column for c in sheet.filled if sheet.is_hidden(c.column)})
        for column in hidden:
            place = f"{sheet.name}, column {letters(column)}"
            if column < last:
                yield place, "A hidden column stands among the others"
            elif not told:
                yield place, "A column is hidden, and the first sheet does not tell of it"
        for row in sorted({c.row for c in sheet.filled if sheet.line(c.row).hidden}):
            yield f"{sheet.name}, row {row}", "A row with content is hidden"
        shown = (cell for cell in sheet.filled if not sheet.is_hidden(cell.column))
        message = "The number format of the cell hides what stands in it"
        yield from sheet.told((message, cell) for cell in shown if _is_hidden_by_format(cell))


def _is_hidden_by_format(cell: Cell) -> bool:
    parts = [part.strip() for part in cell.style.code.split(";")]
    return len(parts) >= 3 and not any(parts[:3] if cell.number is not None else parts[3:4] or "?")


def sheets_open_at_the_top(book: Book) -> Iterator[Spot]:
    """X14: the first sheet opens, each at A1 or its first box, headers stay in sight."""
    view = book.root.find("{*}bookViews/{*}workbookView")
    active = number(view.get("activeTab")) if view is not None else 0
    first = next((n for n, sheet in enumerate(book.sheets) if sheet.is_visible), 0)
    if active != first:
        yield WHOLE, "The workbook does not open on its first sheet"
    for sheet in book.visible:
        for held in sheet.root.iterfind("{*}sheetViews/{*}sheetView"):
            if truth(held.get("tabSelected")) and sheet is not book.sheets[first]:
                yield sheet.name, "The sheet is selected together with the first one"
            corner = area(held.get("topLeftCell") or "")
            if corner is not None and (corner.top, corner.left) != (1, 1):
                yield sheet.name, f"The sheet opens at {corner} and not at its first rows"
            selected = [s.get("activeCell", "A1") for s in held.iterfind("{*}selection")]
            allowed = {"A1"} | {cell.name for cell in sheet.inputs[:1]}
            if any(cell.replace("$", "") not in allowed for cell in selected):
                yield sheet.name, "The cursor stands neither on cell A1 nor on the first box"
        yield from _frozen(sheet)


def _frozen(sheet: Sheet) -> Iterator[Spot]:
    if len(sheet.tables) != 1:
        return
    table = sheet.tables[0]
    header = table.area.top + table.headers - 1
    pane = sheet.root.find("{*}sheetViews/{*}sheetView/{*}pane")
    frozen = pane is not None and pane.get("state") in ("frozen", "frozenSplit")
    if pane is None or not frozen or number(pane.get("ySplit")) < header:
        yield (
            sheet.place(table.area.top, table.area.left),
            f"The header of the table {table.name} does not stay in sight",
        )
        return
    if number(pane.get("ySplit")) > max(header, _MOST_FROZEN):
        yield sheet.name, f"{number(pane.get('ySplit'))} rows stay in sight, so few others are"
    start = area(pane.get("topLeftCell") or "")
    if start is not None and start.top > header + 1 and number(pane.get("ySplit")) == header:
        yield sheet.place(start.top, start.left), "The sheet opens below its first rows"
