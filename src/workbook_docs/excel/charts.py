"""Charts that Excel draws itself, from cells beside the table they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs.chapters import Chart
from workbook_docs.excel.marks import free_titles
from workbook_docs.excel.package import Package
from workbook_docs.ooxml import serialised

SHADES = ("12436D", "2B79B4", "6DB0DC", "B5D6EE", "E1E8EE", "FAFAFA")
NOTHING = "[z]"
"""In a cell without an entry, as in every table of ours."""
LONGEST_WORDS = 250
"""Characters of a description that screen readers read in one go."""
WIDTH = 18.0
"""Centimetres."""
ROWS_BETWEEN = 2
_CM_A_ROW = 0.53


def add_charts(
    sheet: Worksheet, charts: Sequence[Chart], name: str, below: int, beside: tuple[int, int]
) -> None:
    """Add some charts beside the table of a sheet, and the table of each below it.

    Args:
        sheet: it has its own table already.
        charts: what to draw.
        name: what the names of the tables begin with; no other table of the file has it.
        below: the row from which there is room for tables, in column A.
        beside: the column and row from which there is room for charts.
    """
    row = below
    column, place = beside
    for number, chart in enumerate(charts, 1):
        depth = len(chart.categories)
        _write_table(sheet, chart, row, f"{name}_chart_{number}")
        drawn = _chart(sheet, chart, row, depth)
        sheet.add_chart(drawn, f"{get_column_letter(column)}{place}")
        place += int(drawn.height / _CM_A_ROW) + ROWS_BETWEEN
        row += depth + 1 + ROWS_BETWEEN


def _write_table(sheet: Worksheet, chart: Chart, row: int, name: str) -> None:
    _write_cells(sheet, chart, row)
    last = f"{get_column_letter(1 + len(chart.series))}{row + len(chart.categories)}"
    look = TableStyleInfo(name="TableStyleLight1")
    framed = Table(displayName=name, ref=f"A{row}:{last}", tableStyleInfo=look)
    framed._initialise_columns()  # type: ignore[attr-defined]
    for part, title in zip(framed.tableColumns, _titles(chart), strict=True):
        part.name = title
    framed.autoFilter = None
    sheet.add_table(framed)


def _titles(chart: Chart) -> list[str]:
    return free_titles((chart.title, *(name for name, _ in chart.series)))


def describe_charts(package: Package, charts: Sequence[Sequence[Chart]]) -> None:
    """Give every chart of a file its words, sheet by sheet in the order they were added.

    openpyxl has no place for them. Sheets without charts have no drawing part.
    """
    drawn = [of_sheet for of_sheet in charts if of_sheet]
    for number, of_sheet in enumerate(drawn, 1):
        part = f"xl/drawings/drawing{number}.xml"
        root = package.root(part)
        assert root is not None, part
        frames = list(root.iter("{*}cNvPr"))
        for frame, chart in zip(frames, of_sheet, strict=True):
            frame.set("name", f"Chart {frame.get('id')}")
            frame.set(
                "descr", shorten(f"{chart.title}. {chart.words}", LONGEST_WORDS, placeholder=" …")
            )
        package.put(part, serialised(root))


def _write_cells(sheet: Worksheet, chart: Chart, row: int) -> None:
    for column, title in enumerate(_titles(chart), 1):
        _text(sheet.cell(row, column), title, "Form header")
    for line, category in enumerate(chart.categories, row + 1):
        _text(sheet.cell(line, 1), category, "Form help")
    for column, (_, values) in enumerate(chart.series, 2):
        for line, value in enumerate(values, row + 1):
            cell: Any = sheet.cell(line, column, NOTHING if value is None else value)
            cell.style = "Form help"
            cell.number_format = "0" if chart.kind == "stacked" else "0%"


def _text(cell: Any, text: str, style: str) -> None:
    cell.style = style
    cell.value = text
    cell.data_type = "s"


def _chart(sheet: Worksheet, chart: Chart, row: int, depth: int) -> Any:
    drawn: Any = LineChart() if chart.kind == "line" else BarChart()
    if chart.kind in ("bars", "stacked"):
        drawn.type = "bar"
        drawn.x_axis.scaling.orientation = "maxMin"
    if chart.kind == "stacked":
        drawn.grouping, drawn.overlap = "percentStacked", 100
    drawn.title = chart.title
    drawn.width = WIDTH
    drawn.height = max(6.0, 2.5 + 0.6 * depth) if drawn.tagname == "barChart" else 8.0
    drawn.y_axis.numFmt = "0%"
    drawn.y_axis.scaling.min = 0
    if chart.kind != "stacked":
        drawn.y_axis.scaling.max = 1
        drawn.legend = None
    drawn.x_axis.delete = drawn.y_axis.delete = False
    data = Reference(
        sheet, min_col=2, max_col=1 + len(chart.series), min_row=row, max_row=row + depth
    )
    drawn.add_data(data, titles_from_data=True)
    drawn.set_categories(Reference(sheet, min_col=1, min_row=row + 1, max_row=row + depth))
    for place, series in enumerate(drawn.series):
        shade = SHADES[place % len(SHADES)]
        series.graphicalProperties = GraphicalProperties(solidFill=shade)
        series.graphicalProperties.line.solidFill = "5C6670" if place > 2 else shade
    drawn.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False,
                                     showLegendKey=False, showPercent=False)  # fmt: skip
    return drawn
