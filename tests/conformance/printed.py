"""The printed form of Module 2 in four layouts, with a record typed into it by hand.

None of them holds an anchor. Only the first is laid out as the one edition that reading
knows; the others are what other years and other people made of the same words.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.table import _Cell

from workbook_docs.definition import DeclaredField, fields_of, tables_of
from workbook_docs.values import assemble, flatten, is_blank, normal, show
from workbook_docs.workbooks.module_2 import Module2

NOT_PRINTED = ("study.", "interest_impact.")
FIELDS = {declared.path: declared for declared in fields_of(Module2)}
HEADINGS = {
    "contact": "Planning your Implementation Journey",
    "nine_cs": "The 9Cs",
    "points": "Involvement with Your Study",
    "stages": "Study Life Cycle",
    "next_review": "Setting Potential Review Dates",
    "checklist": "Checklist – Have You Done the Following?",
}
# Which lines of the printed form's text stand before which part.
_LINES = {
    "contact": (51, 121), "nine_cs": (124, 199), "initial_matrix": (207, 224),
    "ongoing_matrix": (230, 230), "engagement": (237, 316), "involvement": (322, 347),
    "points": (353, 412), "stages": (446, 482), "next_review": (494, 511), "end": (530, 595),
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """How each part of the form is laid out: the names of the functions below."""

    contact: str
    nine_cs: str
    last_review: str
    points: str
    stages: str
    next_review: str
    checklist: str


LAYOUTS = {
    "tables": Layout("beside", "grid", "caption", "beside", "beside", "beside", "box after"),
    "headed boxes": Layout(
        "line", "rows", "beside", "boxes", "boxes", "line", "box before"
    ),
    "blank lines": Layout(
        "line", "lines", "line", "lines", "line", "line", "yes and no columns"
    ),
    "boxes and lines": Layout(
        "beside", "boxes", "line", "lines", "beside", "boxes", "word after"
    ),
}  # fmt: skip


def printed_truth(record: Module2) -> Module2:
    """What of a record the printed form asks."""
    kept = {
        path: value
        for path, value in flatten(record).items()
        if not path.startswith(NOT_PRINTED) and not is_blank(value)
    }
    return normal(assemble(Module2, kept))


def typed(record: Module2, layout: Layout, text: Path | None = None) -> bytes:
    """The printed form in a layout, with a record typed into it.

    `text` is the text of the printed form, which is not ours to keep; without it the form
    has labels and questions only.
    """
    return _Form(record, layout, _paragraphs(text) if text else {}).data()


@cache
def _paragraphs(text: Path) -> dict[str, tuple[str, ...]]:
    lines = text.read_text("utf-8").splitlines()
    return {
        part: tuple(
            clean
            for line in lines[first - 1 : last]
            if (clean := re.sub(r"<[^>]+>|[*#]|^\s*-\s|\[|\]\([^)]*\)", "", line).strip(" -"))
            and "\t" not in line
        )
        for part, (first, last) in _LINES.items()
    }


class _Form:
    def __init__(
        self, record: Module2, layout: Layout, guidance: dict[str, tuple[str, ...]]
    ) -> None:
        self.values = flatten(record)
        self.layout, self.guidance = layout, guidance
        self.document: Document = docx.Document()

    def data(self) -> bytes:
        self.document.add_heading("Module 2: Engagement, Involvement & Co-Production", 1)
        self._singles("contact", self.layout.contact, "participant.name", "participant.email")
        self._singles("nine_cs", self.layout.nine_cs, *_under("nine_cs."))
        for path in ("initial_matrix", "ongoing_matrix"):
            self._table(path)
        last = ["last_stakeholder_review_date"]
        if self.layout.last_review == "caption":
            cells = self.document.tables[-1].add_row().cells
            merged = cells[0].merge(cells[-1])
            merged.text = f"{self._label(last[0])} {self._shown(last[0])}".strip()
        else:
            self._put(self.layout.last_review, last)
        self._table("engagement")
        self._table("involvement")
        self._singles("points", self.layout.points, *_under("co_production."))
        self._singles("stages", self.layout.stages, *_under("life_cycle."))
        self._singles("next_review", self.layout.next_review, "next_review_date")
        self._heading("checklist", HEADINGS["checklist"])
        self._checklist(_under("checklist."))
        self._guide("end")
        self.document.add_paragraph()  # a table that ends a document is no table in .doc
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    # Words -----------------------------------------------------------------------------

    def _heading(self, part: str, words: str) -> None:
        self._guide(part)
        self.document.add_heading(words, 2)

    def _guide(self, part: str) -> None:
        for paragraph in self.guidance.get(part, ()):
            self.document.add_paragraph(paragraph)

    def _label(self, path: str) -> str:
        return FIELDS[path].label

    def _questions(self, path: str) -> list[str]:
        """What stands under a label; Point 4 prints its two questions apart."""
        words = FIELDS[path].help if path.startswith(("co_production.", "nine_cs.")) else ""
        if path == "co_production.point_4":
            return re.findall(r"[^?]+\?", words)
        return [words] if words else []

    def _shown(self, path: str) -> str:
        declared = FIELDS[path]
        return show(declared.kind, self.values.get(path)) if self.values.get(path) else ""

    # Single answers ----------------------------------------------------------------------

    def _singles(self, part: str, how: str, *paths: str) -> None:
        self._heading(part, HEADINGS[part])
        self._put(how, list(paths))
        self.document.add_paragraph()

    def _put(self, how: str, paths: list[str]) -> None:
        if how == "grid":
            table = self.document.add_table(3, 3)
            for number, path in enumerate(paths):
                self._label_in(table.cell(number // 3, number % 3), path, with_answer=True)
        elif how in ("beside", "rows"):
            table = self.document.add_table(0, 2)
            if paths[0].startswith("life_cycle."):
                head = table.add_row().cells
                head[0].text, head[1].text = (
                    "Study Stage", "How you will be working with Stakeholders?",
                )  # fmt: skip
            for path in paths:
                row = table.add_row().cells
                self._label_in(row[0], path)
                _lines_into(row[1], self._shown(path))
        else:
            for path in paths:
                {"line": self._line, "lines": self._lines, "boxes": self._box}[how](path)

    def _label_in(self, cell: _Cell, path: str, with_answer: bool = False) -> None:
        cell.paragraphs[0].add_run(self._label(path)).bold = True
        for question in self._questions(path):
            cell.add_paragraph(question.strip())
        if with_answer:
            for line in self._shown(path).split("\n"):
                cell.add_paragraph(line)

    def _above(self, path: str) -> None:
        if path.startswith(("co_production.", "nine_cs.", "life_cycle.")):
            self.document.add_heading(self._label(path), 3)
        else:
            self.document.add_paragraph(self._label(path))
        for question in self._questions(path):
            self.document.add_paragraph(question.strip())

    def _box(self, path: str) -> None:
        self._above(path)
        _lines_into(self.document.add_table(1, 1).cell(0, 0), self._shown(path))
        self.document.add_paragraph()

    def _lines(self, path: str) -> None:
        self._above(path)
        for line in self._shown(path).split("\n"):
            self.document.add_paragraph(line)
        self.document.add_paragraph()

    def _line(self, path: str) -> None:
        first, *more = self._shown(path).split("\n")
        label = self._label(path).rstrip(":")
        self.document.add_paragraph(f"{label}: {first}".strip())
        for line in more:
            self.document.add_paragraph(line)

    # Tables and ticks --------------------------------------------------------------------

    def _table(self, path: str) -> None:
        [declared] = [table for table in tables_of(Module2) if table.path == path]
        self._heading(path, declared.label)
        rows = max(
            [int(m[1]) for p in self.values if (m := re.match(rf"{path}\[(\d+)\]", p))],
            default=-1,
        )
        table = self.document.add_table(max(6, rows + 3), len(declared.columns))
        for cell, column in zip(table.rows[0].cells, declared.columns, strict=True):
            cell.paragraphs[0].add_run(column.label).bold = True
        for number in range(rows + 1):
            cells = table.rows[number + 1].cells
            for cell, column in zip(cells, declared.columns, strict=True):
                _lines_into(cell, self._cell(column, number))

    def _cell(self, column: DeclaredField, number: int) -> str:
        value: Any = self.values.get(column.path.replace("[]", f"[{number}]"))
        return show(column.kind, value) if value else ""

    def _checklist(self, paths: list[str]) -> None:
        ticked = [bool(self.values.get(path)) for path in paths]
        labels = [self._label(path) for path in paths]
        makers: dict[str, Callable[[list[str], list[bool]], None]] = {
            "box after": self._box_after,
            "box before": self._box_before,
            "yes and no columns": self._yes_no,
            "word after": self._word_after,
        }
        makers[self.layout.checklist](labels, ticked)

    def _box_after(self, labels: list[str], ticked: list[bool]) -> None:
        table = self.document.add_table(0, 2)
        for label, tick in zip(labels, ticked, strict=True):
            row = table.add_row().cells
            row[0].text, row[1].text = label, "☒" if tick else "☐"

    def _box_before(self, labels: list[str], ticked: list[bool]) -> None:
        for label, tick in zip(labels, ticked, strict=True):
            self.document.add_paragraph(f"{'☑' if tick else '☐'} {label}")

    def _yes_no(self, labels: list[str], ticked: list[bool]) -> None:
        table = self.document.add_table(1, 3)
        table.cell(0, 1).text, table.cell(0, 2).text = "Yes", "No"
        for label, tick in zip(labels, ticked, strict=True):
            row = table.add_row().cells
            row[0].text = label
            row[1 if tick else 2].text = "x"

    def _word_after(self, labels: list[str], ticked: list[bool]) -> None:
        for label, tick in zip(labels, ticked, strict=True):
            self.document.add_paragraph(f"{label} {'Yes' if tick else 'No'}")


def _under(prefix: str) -> list[str]:
    return [path for path in FIELDS if path.startswith(prefix)]


def _lines_into(cell: _Cell, text: str) -> None:
    first, *more = text.split("\n")
    cell.text = first
    for line in more:
        cell.add_paragraph(line)


def all_typed(records: list[Module2], text: Path | None) -> Iterator[tuple[str, Module2, bytes]]:
    """Each record in each layout: the layout's name, the truth, and the file."""
    for name, layout in LAYOUTS.items():
        for record in records:
            yield name, printed_truth(record), typed(record, layout, text)
