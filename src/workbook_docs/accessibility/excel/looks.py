"""Rules about how cells look: whole words in sight, contrast, and what colour must not say."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from workbook_docs.accessibility import colours
from workbook_docs.accessibility.dates import numeric_date
from workbook_docs.accessibility.excel.areas import Area, areas
from workbook_docs.accessibility.excel.book import Book, Cell, Sheet
from workbook_docs.accessibility.excel.covered import covered_cells
from workbook_docs.accessibility.excel.styles import PLAIN, Difference, Style
from workbook_docs.accessibility.excel.table_styles import built_in
from workbook_docs.accessibility.faults import Spot, number, quoted, truth
from workbook_docs.contrast import Colour

_PER_CHARACTER = 1.25
"""Characters of running text that a column holds for each of its width: digits are wider."""
_MOST_SHRUNK = 1.2
"""How much longer than its column a text may be that is made smaller to fit."""
_LINE = 1.15
"""Height of a line by the size of its letters, at the least."""
_ENOUGH = 0.8
"""Share of the height that its text needs, below which words of a row are cut off."""
_HIGHEST = 409.0
_LONGEST_DAY = 15.0
"""Width of a column that shows `30 September 2026`; a narrower one shows ####."""


def words_are_in_sight(book: Book) -> Iterator[Spot]:
    """X8: text wraps where its column is narrower, and rows grow with their text."""
    for sheet in book.visible:
        last = max((c.column for c in sheet.filled if not sheet.is_hidden(c.column)), default=0)
        covered = covered_cells(sheet)
        for cell in sheet.filled:
            if sheet.is_hidden(cell.column) or sheet.line(cell.row).hidden:
                continue
            place = sheet.place(cell.row, cell.column)
            if (cell.row, cell.column) in covered:
                yield place, "A picture lies over what the cell says"
            elif cell.number is not None and cell.style.is_day:
                if sheet.width(cell.column) < _LONGEST_DAY and cell.style.names_month:
                    yield place, "The column is too narrow for its date"
            elif cell.number is not None and _digits(cell) > sheet.width(cell.column):
                yield place, "The column is too narrow for its number"
            elif cell.number is None and not _fits(sheet, cell, last, covered):
                yield place, "The text is wider than its cell and does not wrap"
        yield from _heights(sheet)


def _digits(cell: Cell) -> int:
    """Digits of a number before its point, which a cell never leaves out; others it does."""
    match = re.match(r"-?[0-9]+(?![0-9]*[Ee])", cell.text)
    return len(match[0]) if match else 0


def _longest(text: str) -> int:
    return max((len(line) for line in text.split("\n")), default=0)


def _room(sheet: Sheet, column: int, style: Style) -> float:
    digits = sheet.book.styles.usual_points / max(style.font.points, 1.0)
    return sheet.width(column) * _PER_CHARACTER * digits


def _fits(sheet: Sheet, cell: Cell, last: int, covered: frozenset[tuple[int, int]]) -> bool:
    """Whether a text is seen whole: wrapped, or running on over empty cells."""
    if cell.style.wraps:
        return True
    if "\n" in cell.text.strip():
        return False  # without wrapping its lines stand behind one another
    room = _room(sheet, cell.column, cell.style)
    if cell.style.shrinks:
        return _longest(cell.text) <= room * _MOST_SHRUNK
    needed = _longest(cell.text) - room
    column = cell.column + 1
    while needed > 0 and column <= last:
        beside = sheet.cell(cell.row, column)
        if (beside is not None and not beside.is_blank) or (cell.row, column) in covered:
            return False
        if not sheet.is_hidden(column):
            needed -= _room(sheet, column, cell.style)
        column += 1
    return needed <= 0


def _heights(sheet: Sheet) -> Iterator[Spot]:
    by_row: dict[int, list[Cell]] = {}
    for cell in sheet.filled:
        if not sheet.is_hidden(cell.column):
            by_row.setdefault(cell.row, []).append(cell)
    inputs = {cell.row for cell in sheet.inputs}
    for row, line in sheet.lines.items():
        if line.hidden or line.height is None:
            continue
        needed = max((_height(sheet, cell) for cell in by_row.get(row, [])), default=0.0)
        if line.fixed and row in inputs:
            yield f"{sheet.name}, row {row}", "The row does not grow with what is typed into it"
        elif line.height < _ENOUGH * min(needed, _HIGHEST):
            yield f"{sheet.name}, row {row}", "The row is too low for its text"


def _height(sheet: Sheet, cell: Cell) -> float:
    """Points that a cell's text needs at the least."""
    points = max([cell.style.font.points, *(font.points for font in cell.fonts)])
    if not cell.style.wraps or cell.number is not None:
        return points * _LINE  # numbers do not wrap
    room = max(_room(sheet, cell.column, cell.style), 1.0)
    lines = sum(max(1, math.ceil(len(line) / room)) for line in cell.text.split("\n"))
    return lines * points * _LINE


# Contrast ------------------------------------------------------------------------------


def cells_stand_out(book: Book) -> Iterator[Spot]:
    """X9: every word can be told from its background, whatever a condition makes of it."""
    for sheet in book.visible:
        found: dict[str, list[Cell]] = {}
        for _, cell in sorted(sheet.cells.items()):
            if (cell.is_blank and cell.style.locked) or sheet.is_hidden(cell.column):
                continue
            for problem in _faint(sheet, cell):
                found.setdefault(problem, []).append(cell)
        for problem, cells in found.items():
            more = f"; {len(cells) - 1} more cells of the sheet are alike" if cells[1:] else ""
            yield sheet.place(cells[0].row, cells[0].column), f"{problem}{more}"
        yield from _conditions_stand_out(sheet)


def _faint(sheet: Sheet, cell: Cell) -> Iterator[str]:
    change = _by_table(sheet, cell)
    grounds = cell.style.grounds or change.grounds or (colours.WHITE,)
    usual = sheet.book.styles.usual_colour
    for font in dict.fromkeys((cell.style.font, *cell.fonts)):
        # A table style colours what has no colour of its own, or that of the style Normal.
        own = None if change.colour is not None and font.colour == usual else font.colour
        text = own or change.colour or colours.BLACK
        for ground in grounds:
            problem = colours.too_faint(text, ground, font.points, font.bold or bool(change.bold))
            if problem:
                yield problem
                break
    for text in cell.style.shown_in if cell.number is not None else ():
        problem = colours.too_faint(text, grounds[0], cell.style.font.points, cell.style.font.bold)
        if problem:
            yield f"By its number format: {problem}"


def _by_table(sheet: Sheet, cell: Cell) -> Difference:
    """What a table's style makes of a cell."""
    table = sheet.table_at(cell.row, cell.column)
    if table is None or not table.style:
        return Difference()
    styles = sheet.book.styles
    own = styles.table_styles.get(table.style)
    known = (
        built_in(table.style, styles.theme)
        if own is None
        else {part: styles.difference(number) for part, number in own.items()}
    )
    names = ["wholeTable"]
    if cell.row < table.area.top + table.headers:
        names.insert(0, "headerRow")
    elif table.striped:
        odd = (cell.row - table.area.top - table.headers) % 2
        names.insert(0, "secondRowStripe" if odd else "firstRowStripe")
    found = [known[name] for name in names if name in known]
    grounds = next((change.grounds for change in found if change.grounds), ())
    colour = next((change.colour for change in found if change.colour), None)
    bold = next((change.bold for change in found if change.bold is not None), None)
    return Difference(colour=colour, bold=bold, grounds=grounds)


def conditions(sheet: Sheet) -> Iterator[tuple[list[Area], Any]]:
    """The rules of a sheet's conditional formats, each with its cells."""
    for format in sheet.root.iterfind("{*}conditionalFormatting"):
        places = areas(format.get("sqref"))
        for rule in format.iterfind("{*}cfRule"):
            yield places, rule


def _conditions_stand_out(sheet: Sheet) -> Iterator[Spot]:
    for places, rule in conditions(sheet):
        change = sheet.book.styles.difference(number(rule.get("dxfId"), -1))
        if not places or not (change.grounds or change.coloured):
            continue
        sheet.book.allowance.spend(len(sheet.cells) * min(len(places), 100))
        styles = {
            cell.style for cell in sheet.cells.values()
            if any((cell.row, cell.column) in place for place in places[:100])
        } or {PLAIN}  # fmt: skip
        for style in sorted(styles, key=str):
            problem = _changed(style, change)
            if problem:
                yield f"{sheet.name}!{places[0]}", f"Where a condition holds: {problem}"
                break


def _changed(style: Style, change: Difference) -> str | None:
    text: Colour = change.colour or style.font.colour or colours.BLACK
    bold = style.font.bold if change.bold is None else change.bold
    for ground in change.grounds or style.grounds or (colours.WHITE,):
        problem = colours.too_faint(text, ground, style.font.points, bold)
        if problem:
            return problem
    return None


# What colour alone says --------------------------------------------------------------------

_LITERAL = re.compile(r'"[^"]*[^"\s][^"]*"')
_STRIPES = re.compile(r"\b(?:ROW|COLUMN|SUBTOTAL)S?\([^()]*\)", re.IGNORECASE)
_CELL = re.compile(r"\$?\b[A-Z]{1,3}\$?[0-9]+\b", re.IGNORECASE)
_OF_WORDS = frozenset({"containsText", "notContainsText", "beginsWith", "endsWith"})


def states_are_words(book: Book) -> Iterator[Spot]:
    """X10: what a colour says, words say too."""
    for sheet in book.visible:
        for places, rule in conditions(sheet):
            if places and _by_colour_alone(sheet, rule):
                yield f"{sheet.name}!{places[0]}", "A colour alone tells that a condition holds"
        yield from sheet.told(_coloured(sheet))


def _coloured(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """Cells of which only the colour tells something."""
    for _, cell in sorted(sheet.cells.items()):
        if sheet.is_hidden(cell.column):
            continue
        table = sheet.table_at(cell.row, cell.column) if cell.is_blank else None
        in_body = table is not None and cell.row >= table.area.top + table.headers
        if in_body and cell.style.locked and any(map(colours.is_loud, cell.style.grounds)):
            yield "Only the colour of the cell tells something", cell
        if cell.number is not None and cell.style.hides_minus:
            yield "A colour alone tells that a number is less than nought", cell


def _by_colour_alone(sheet: Sheet, rule: Any) -> bool:
    kind = rule.get("type", "")
    if kind in ("iconSet", "dataBar"):
        held = rule.find(f"{{*}}{kind}")
        return held is not None and not truth(held.get("showValue"), True)
    if kind == "colorScale":
        return False  # the figure stands in the cell
    change = sheet.book.styles.difference(number(rule.get("dxfId"), -1))
    if change.says or not (change.grounds or change.coloured):
        return False
    formulas = [node.text or "" for node in rule.iterfind("{*}formula")]
    joined = " ".join(formulas)
    if kind in _OF_WORDS or (kind == "cellIs" and _LITERAL.search(joined)):
        return False  # the cell itself says what the colour says
    if kind == "expression" and _LITERAL.search(joined):
        return False
    # Stripes ask for the number of a row or column, and for nothing that stands in a cell.
    left = _STRIPES.sub("", joined)
    return left == joined or bool(_CELL.search(left))


# Dates ---------------------------------------------------------------------------------


def dates_are_dates(book: Book) -> Iterator[Spot]:
    """X16: a date is a date to Excel, and shown with the name of its month."""
    for sheet in book.visible:
        yield from sheet.told(_odd_dates(sheet))


def _odd_dates(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    for _, cell in sorted(sheet.cells.items()):
        if sheet.is_hidden(cell.column):
            continue
        shown = cell.number is not None or (not cell.style.locked and _asks_for_day(sheet, cell))
        if shown and cell.style.is_day and not cell.style.names_month:
            yield "The date is not shown with the name of its month", cell
        elif not cell.style.is_day and cell.is_blank and _asks_for_day(sheet, cell):
            yield "The place for a date does not show a date", cell
        elif cell.number is None and cell.style.locked:
            found = numeric_date(cell.text)
            if found:
                yield f"The date {quoted(found)} is a text in figures", cell


def _asks_for_day(sheet: Sheet, cell: Cell) -> bool:
    rule = sheet.validations.of(cell.row, cell.column)
    return rule is not None and rule.get("type") == "date"
