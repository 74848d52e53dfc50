"""Charts that Excel draws itself, from cells beside the table they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbook_docs.chapters import Chart

SHADES = ("12436D", "2B79B4", "6DB0DC", "B5D6EE", "E1E8EE", "FAFAFA")
WIDTH = 18.0
"""Centimetres."""
ROWS_BETWEEN = 2
_CM_A_ROW = 0.53


def add_charts(sheet: Worksheet, charts: Sequence[Chart], column: int, first_row: int) -> None:
    """Put the cells of some charts at a column, and each chart to the right of its cells."""
    row = first_row
    for chart in charts:
        depth = len(chart.categories)
        _write_cells(sheet, chart, column, row)
        drawn = _chart(sheet, chart, column, row, depth)
        place = f"{get_column_letter(column + len(chart.series) + 2)}{row}"
        sheet.add_chart(drawn, place)
        row += max(depth + 1, int(drawn.height / _CM_A_ROW) + 1) + ROWS_BETWEEN


def _write_cells(sheet: Worksheet, chart: Chart, column: int, row: int) -> None:
    _text(sheet.cell(row, column), chart.title, "Form header")
    sheet.column_dimensions[get_column_letter(column)].width = 34
    for place, (name, values) in enumerate(chart.series, column + 1):
        _text(sheet.cell(row, place), name, "Form header")
        sheet.column_dimensions[get_column_letter(place)].width = 14
        for line, value in enumerate(values, row + 1):
            cell: Any = sheet.cell(line, place, value)
            cell.style = "Form help"
            cell.number_format = "0" if chart.kind == "stacked" else "0%"
    for line, category in enumerate(chart.categories, row + 1):
        _text(sheet.cell(line, column), category, "Form help")


def _text(cell: Any, text: str, style: str) -> None:
    cell.style = style
    cell.value = text
    cell.data_type = "s"


def _chart(sheet: Worksheet, chart: Chart, column: int, row: int, depth: int) -> Any:
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
        sheet, min_col=column + 1, max_col=column + len(chart.series), min_row=row,
        max_row=row + depth,
    )  # fmt: skip
    drawn.add_data(data, titles_from_data=True)
    drawn.set_categories(Reference(sheet, min_col=column, min_row=row + 1, max_row=row + depth))
    for place, series in enumerate(drawn.series):
        shade = SHADES[place % len(SHADES)]
        series.graphicalProperties = GraphicalProperties(solidFill=shade)
        series.graphicalProperties.line.solidFill = "5C6670" if place > 2 else shade
    drawn.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False,
                                     showLegendKey=False, showPercent=False)  # fmt: skip
    return drawn
