"""Every kind of file that we write: each workbook in both formats, blank, prefilled and full."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from site_readiness import SiteReadiness, Support

from workbook_docs import anchors
from workbook_docs.catalogue import template_folder
from workbook_docs.copies import fill
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.excel.sheets import Sheet, write_tables
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

WORKBOOKS = (Module2, NineCsList, SiteReadiness)
FORMATS = ("docx", "xlsx")
MANY_ROWS = 40
LONG_ANSWER = (
    "We meet them every month, and write down what they want and what they worry about. " * 6
)


def prefilled(workbook: type[Workbook], rows: int = 2) -> dict[str, Any]:
    """A value for every field, each with words of its own."""
    values: dict[str, Any] = {}
    for number, declared in enumerate(fields_of(workbook), 1):
        kinds: dict[str, Any] = {
            "names": [f"entry {number}a", f"entry {number} & b"],
            "day": date(2027, 1, 1 + number % 28),
            "tick": True,
            "whole": number,
            "decimal": Decimal(f"{number}.25"),
            "choice": declared.options[-1] if declared.options else None,
            "choices": [Support.TRAINING],
            "long-text": f"answer {number}\n<second> line",
            "email": f"a{number}@example.org",
        }
        value = kinds.get(declared.kind, f"answer {number}")
        for row in range(rows if declared.table else 1):
            values[declared.path.replace("[]", f"[{row}]")] = (
                f"answer {number} of row {row} end" if isinstance(value, str)
                and declared.kind in ("text", "long-text") and declared.table else value
            )  # fmt: skip
    return values


def full(workbook: type[Workbook]) -> dict[str, Any]:
    """Forty rows, and a long answer wherever one is taken."""
    kinds = {declared.path: declared.kind for declared in fields_of(workbook)}
    return {
        path: f"{value} {LONG_ANSWER}" if kinds[anchors.bare(path)] == "long-text"
        else [*value, *(f"group {n}" for n in range(30))] if kinds[anchors.bare(path)] == "names"
        else value
        for path, value in prefilled(workbook, MANY_ROWS).items()
    }  # fmt: skip


def write_variants(folder: Path) -> list[Path]:
    """Write them all: the templates themselves, copies of each, and a table of figures."""
    copy = anchors.new_copy("S07", "2026-1", date(2026, 12, 1))
    made = []
    for workbook in WORKBOOKS:
        name = workbook.workbook_id
        for format in FORMATS:
            template = folder / f"{name}-template.{format}"
            template.write_bytes((template_folder(workbook) / f"{name}.{format}").read_bytes())
            made.append(template)
            for variant, values in (
                ("blank", {}), ("prefilled", prefilled(workbook)), ("full", full(workbook)),
            ):  # fmt: skip
                path = folder / f"{name}-{variant}.{format}"
                made.append(fill(workbook, values, path, None if variant == "blank" else copy))
            large = folder / f"{name}-large.{format}"
            made.append(fill(workbook, prefilled(workbook), large, copy, large_print=True))
    figures = folder / "figures.xlsx"
    rows = (("Initial matrix", 12, 8), ("Engagement", 15, None))
    header = ("Section", "Copies sent", "Copies returned")
    figures.write_bytes(write_tables([Sheet("Returns", "Returns by section", "", header, rows)]))
    return [*made, figures]
