"""A report as one HTML page that stands alone: no network, no script, drawings inline."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from workbook_docs.chapters import Cell, Report


def page(report: Report) -> str:
    """The HTML of a report, accessible at any width, in print and without colours.

    Source: WCAG 2.2 AA; each drawing has its words, each table its caption and headers.
    """
    return _template().render(report=report, svg=_svg, anchor=_anchor, numeric=_numeric)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                              lstrip_blocks=True)  # fmt: skip
    text = resources.files("workbook_docs.report").joinpath("page.html").read_text("utf-8")
    return environment.from_string(text)


def _svg(svg: str, words: str, number: int) -> Markup:
    """A drawing that a screen reader takes for one picture, with its words."""
    open_tag = f'<svg role="img" aria-labelledby="chart-{number}" focusable="false"'
    title = Markup('<title id="chart-{}">{}</title>').format(number, words)
    head, _, rest = svg.partition(">")
    # The drawing is our own, and matplotlib has escaped what it says.
    return Markup(head.replace("<svg", open_tag, 1) + ">") + title + Markup(rest)


def _anchor(title: str, number: int) -> str:
    # Two titles may differ in nothing but letters that an address does not take.
    return re.sub(r"[^a-z0-9]+", "-", f"{title.casefold()}-{number}").strip("-")


def _numeric(cell: Cell) -> bool:
    return isinstance(cell, int | float) or bool(
        re.fullmatch(r"[\d,.–]+( %| \(\d+ %\))?", cell or "")
    )
