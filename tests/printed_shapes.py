"""Further shapes that people give to the parts of the printed form, a record typed in by hand.

`conformance.printed` holds four whole layouts; here each part has shapes of its own that can
be put together freely. None of them bears a mark of ours.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import docx
from docx.document import Document
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from conformance.printed import HEADINGS, _paragraphs, printed_truth
from workbook_docs.definition import DeclaredTable, fields_of, tables_of
from workbook_docs.values import assemble, flatten, normal, show
from workbook_docs.workbooks.module_2 import WORKING_WITH, Module2

FIELDS = {declared.path: declared for declared in fields_of(Module2)}
TABLES = {table.path: table for table in tables_of(Module2)}
Shape = Callable[["Sheet", list[str]], None]


class Sheet:
    """A document that is being laid out, and the record that is typed into it."""

    def __init__(self, record: Module2, typed: Mapping[str, str]) -> None:
        self.values, self.typed = flatten(record), typed
        self.document: Document = docx.Document()

    def label(self, path: str) -> str:
        return FIELDS[path].label

    def question(self, path: str) -> str:
        """The sentence that the form prints under a label."""
        printed = path.startswith(("co_production.", "nine_cs."))
        return FIELDS[path].help if printed else ""

    def answer(self, path: str) -> str:
        if path in self.typed:
            return self.typed[path]
        kind = FIELDS[path].kind
        return show(kind, self.values[path]) if self.values.get(path) else ""

    def say(self, text: str, bold: bool = False) -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph.add_run(text).bold = bold or None
        return paragraph

    def type(self, text: str) -> None:
        for line in text.split("\n"):
            self.document.add_paragraph(line)

    def table(self, rows: int, columns: int) -> Table:
        table = self.document.add_table(rows, columns)
        self.document.add_paragraph()
        return table

    def rows(self, table: DeclaredTable) -> list[list[str]]:
        """The rows of a repeated table, as typed."""
        paths = [column.path for column in table.columns]
        found = []
        while any(path.replace("[]", f"[{len(found)}]") in self.values for path in paths):
            values = [self.values.get(path.replace("[]", f"[{len(found)}]")) for path in paths]
            found.append(
                [show(c.kind, v) if v else "" for c, v in zip(table.columns, values, strict=True)]
            )
        return found


def fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    """Type a text into a cell, a paragraph a line."""
    first, *more = text.split("\n")
    cell.paragraphs[0].add_run(first).bold = bold or None
    for line in more:
        cell.add_paragraph(line)


def asked(sheet: Sheet, cell: _Cell, path: str, *, question: bool = True) -> None:
    """Print a label into a cell, and its question under it."""
    fill(cell, sheet.label(path), bold=True)
    if question and sheet.question(path):
        cell.add_paragraph(sheet.question(path))


# Single fields ---------------------------------------------------------------------------


def beside(sheet: Sheet, paths: list[str], *, question: bool = True) -> None:
    table = sheet.table(len(paths), 2)
    for row, path in zip(table.rows, paths, strict=True):
        asked(sheet, row.cells[0], path, question=question)
        fill(row.cells[1], sheet.answer(path))


def beside_label_only(sheet: Sheet, paths: list[str]) -> None:
    beside(sheet, paths, question=False)


def heads_over_answers(
    sheet: Sheet, paths: list[str], *, width: int = 3, question: bool = True
) -> None:
    """A row of labels over a row of answers, as many to a row as fit."""
    width = min(width, len(paths))
    table = sheet.table(2 * -(-len(paths) // width), width)
    for number, path in enumerate(paths):
        asked(sheet, table.cell(2 * (number // width), number % width), path, question=question)
        fill(table.cell(2 * (number // width) + 1, number % width), sheet.answer(path))


def labels_over_answers(sheet: Sheet, paths: list[str]) -> None:
    heads_over_answers(sheet, paths, question=False)


def one_row_of_heads(sheet: Sheet, paths: list[str]) -> None:
    heads_over_answers(sheet, paths, width=len(paths), question=False)


def one_column(sheet: Sheet, paths: list[str]) -> None:
    heads_over_answers(sheet, paths, width=1)


def one_column_of_labels(sheet: Sheet, paths: list[str]) -> None:
    heads_over_answers(sheet, paths, width=1, question=False)


def pairs_in_a_row(sheet: Sheet, paths: list[str]) -> None:
    """Label, answer, label, answer: two fields in one row of a table."""
    table = sheet.table(-(-len(paths) // 2), 4)
    for number, path in enumerate(paths):
        asked(sheet, table.cell(number // 2, number % 2 * 2), path, question=False)
        fill(table.cell(number // 2, number % 2 * 2 + 1), sheet.answer(path))


def question_in_the_middle(sheet: Sheet, paths: list[str]) -> None:
    """Three columns: the label, the question, the answer."""
    table = sheet.table(len(paths), 3)
    for row, path in zip(table.rows, paths, strict=True):
        fill(row.cells[0], sheet.label(path), bold=True)
        fill(row.cells[1], sheet.question(path))
        fill(row.cells[2], sheet.answer(path))


def headed_columns(sheet: Sheet, paths: list[str]) -> None:
    """The same with a heading row of somebody's own."""
    table = sheet.table(len(paths) + 1, 3)
    for cell, words in zip(
        table.rows[0].cells, ("Heading", "Question", "Your answer"), strict=True
    ):
        fill(cell, words, bold=True)
    for row, path in zip(table.rows[1:], paths, strict=True):
        fill(row.cells[0], sheet.label(path))
        fill(row.cells[1], sheet.question(path))
        fill(row.cells[2], sheet.answer(path))


def boxes(sheet: Sheet, paths: list[str]) -> None:
    """The label as a bold line, the answer in a box of its own below it."""
    for path in paths:
        sheet.say(sheet.label(path), bold=True)
        if sheet.question(path):
            sheet.say(sheet.question(path))
        fill(sheet.table(1, 1).cell(0, 0), sheet.answer(path))


def box_with_head(sheet: Sheet, paths: list[str]) -> None:
    """A small table for each: the label in its first row, the answer in its second."""
    for path in paths:
        heads_over_answers(sheet, [path])


def one_box(sheet: Sheet, paths: list[str]) -> None:
    """A box for each, with label, question and answer in its one cell."""
    for path in paths:
        cell = sheet.table(1, 1).cell(0, 0)
        asked(sheet, cell, path)
        for line in sheet.answer(path).split("\n"):
            cell.add_paragraph(line)


def bold_lines(sheet: Sheet, paths: list[str]) -> None:
    """The label as a bold line, the answer in the lines below it."""
    for path in paths:
        sheet.say(sheet.label(path), bold=True)
        if sheet.question(path):
            sheet.say(sheet.question(path))
        sheet.type(sheet.answer(path))
        sheet.say("")


def plain_lines(sheet: Sheet, paths: list[str]) -> None:
    for path in paths:
        sheet.say(sheet.label(path))
        if sheet.question(path):
            sheet.say(sheet.question(path))
        sheet.type(sheet.answer(path))


def one_sentence(sheet: Sheet, paths: list[str]) -> None:
    """Label and question in one paragraph, the answer in the next."""
    for path in paths:
        sheet.say(f"{sheet.label(path)}: {sheet.question(path)}".rstrip(": "))
        sheet.type(sheet.answer(path))


def after_colon(sheet: Sheet, paths: list[str]) -> None:
    for path in paths:
        sheet.type(f"{sheet.label(path).rstrip(':')}: {sheet.answer(path)}".rstrip())


def after_tab(sheet: Sheet, paths: list[str]) -> None:
    for path in paths:
        sheet.type(f"{sheet.label(path)}\t{sheet.answer(path)}".rstrip())


def after_bold_label(sheet: Sheet, paths: list[str]) -> None:
    """The label in bold, and the answer behind it with no more than a space."""
    for path in paths:
        first, *more = sheet.answer(path).split("\n")
        paragraph = sheet.say(sheet.label(path), bold=True)
        paragraph.add_run(f" {first}" if first else "")
        sheet.type("\n".join(more)) if more else None


def after_two_spaces(sheet: Sheet, paths: list[str]) -> None:
    for path in paths:
        sheet.type(f"{sheet.label(path)}   {sheet.answer(path)}".rstrip())


def tabbed_table(sheet: Sheet, paths: list[str]) -> None:
    """A table pasted as text: label, tab, question, tab, answer."""
    for path in paths:
        answer = " / ".join(sheet.answer(path).split("\n"))
        cells = [sheet.label(path), sheet.question(path), answer]
        sheet.say("\t".join(cell for cell in cells if cell or cell is answer).rstrip())


def over_definition(sheet: Sheet, paths: list[str]) -> None:
    """A grid of nine, the answers typed over the sentences under the labels."""
    table = sheet.table(-(-len(paths) // 3), 3)
    for number, path in enumerate(paths):
        cell = table.cell(number // 3, number % 3)
        asked(sheet, cell, path, question=not sheet.answer(path))
        if sheet.answer(path):
            for line in sheet.answer(path).split("\n"):
                cell.add_paragraph(line)


def grid(sheet: Sheet, paths: list[str], *, question: bool = True) -> None:
    table = sheet.table(-(-len(paths) // 3), 3)
    for number, path in enumerate(paths):
        cell = table.cell(number // 3, number % 3)
        asked(sheet, cell, path, question=question)
        for line in sheet.answer(path).split("\n"):
            cell.add_paragraph(line)


def grid_of_labels(sheet: Sheet, paths: list[str]) -> None:
    grid(sheet, paths, question=False)


def stages_as_columns(sheet: Sheet, paths: list[str]) -> None:
    """The stages across the top, with a heading column before them."""
    table = sheet.table(2, len(paths) + 1)
    fill(table.cell(0, 0), "Study Stage", bold=True)
    fill(table.cell(1, 0), WORKING_WITH)
    for number, path in enumerate(paths, 1):
        fill(table.cell(0, number), sheet.label(path), bold=True)
        fill(table.cell(1, number), sheet.answer(path))


def stages_as_rows(sheet: Sheet, paths: list[str]) -> None:
    table = sheet.table(len(paths) + 1, 2)
    fill(table.cell(0, 0), "Study Stage", bold=True)
    fill(table.cell(0, 1), WORKING_WITH, bold=True)
    for row, path in zip(table.rows[1:], paths, strict=True):
        fill(row.cells[0], sheet.label(path))
        fill(row.cells[1], sheet.answer(path))


# Repeated tables -------------------------------------------------------------------------


def as_table(sheet: Sheet, table: DeclaredTable, *, bold: bool = True, spare: int = 2) -> None:
    rows = sheet.rows(table)
    printed = sheet.table(1 + len(rows) + spare, len(table.columns))
    for cell, column in zip(printed.rows[0].cells, table.columns, strict=True):
        fill(cell, column.label, bold=bold)
    for row, texts in zip(printed.rows[1:], rows, strict=False):
        for cell, text in zip(row.cells, texts, strict=True):
            fill(cell, text)


def as_plain_table(sheet: Sheet, table: DeclaredTable) -> None:
    as_table(sheet, table, bold=False, spare=0)


def as_numbered_table(sheet: Sheet, table: DeclaredTable) -> None:
    """With a column of numbers before the form's own."""
    rows = sheet.rows(table)
    printed = sheet.table(1 + len(rows), len(table.columns) + 1)
    fill(printed.cell(0, 0), "No.", bold=True)
    for cell, column in zip(printed.rows[0].cells[1:], table.columns, strict=True):
        fill(cell, column.label, bold=True)
    for number, texts in enumerate(rows, 1):
        for cell, text in zip(printed.rows[number].cells, [str(number), *texts], strict=True):
            fill(cell, text)


def titled_table(sheet: Sheet, table: DeclaredTable) -> None:
    """The title of the table in its own first row, across all columns."""
    rows = sheet.rows(table)
    printed = sheet.table(2 + len(rows), len(table.columns))
    fill(printed.cell(0, 0).merge(printed.cell(0, len(table.columns) - 1)), table.label, bold=True)
    for cell, column in zip(printed.rows[1].cells, table.columns, strict=True):
        fill(cell, column.label, bold=True)
    for number, texts in enumerate(rows, 2):
        for cell, text in zip(printed.rows[number].cells, texts, strict=True):
            fill(cell, text)


def lines_each(sheet: Sheet, table: DeclaredTable) -> None:
    """A block of `Stakeholder: …` lines for each row."""
    for texts in sheet.rows(table):
        for column, text in zip(table.columns, texts, strict=True):
            sheet.type(f"{column.label}: {text}".rstrip())
        sheet.say("")


def headed_lines_each(sheet: Sheet, table: DeclaredTable) -> None:
    """Each column's label as a bold line, its text in the lines below."""
    for texts in sheet.rows(table):
        for column, text in zip(table.columns, texts, strict=True):
            sheet.say(column.label, bold=True)
            sheet.type(text)
        sheet.say("")


def block_each(sheet: Sheet, table: DeclaredTable) -> None:
    """A table of two columns for each row: label beside answer."""
    for texts in sheet.rows(table):
        block = sheet.table(len(table.columns), 2)
        for row, column, text in zip(block.rows, table.columns, texts, strict=True):
            fill(row.cells[0], column.label, bold=True)
            fill(row.cells[1], text)


def blocks_in_one_table(sheet: Sheet, table: DeclaredTable) -> None:
    rows = sheet.rows(table)
    if not rows:
        return block_each(sheet, table)
    block = sheet.table(len(table.columns) * len(rows), 2)
    for number, texts in enumerate(rows):
        for at, (column, text) in enumerate(zip(table.columns, texts, strict=True)):
            cells = block.rows[number * len(table.columns) + at].cells
            fill(cells[0], column.label, bold=True)
            fill(cells[1], text)
    return None


def turned(sheet: Sheet, table: DeclaredTable) -> None:
    """The labels down the first column, a column for each row."""
    rows = sheet.rows(table)
    printed = sheet.table(len(table.columns), len(rows) + 1)
    for at, column in enumerate(table.columns):
        fill(printed.cell(at, 0), column.label, bold=True)
        for number, texts in enumerate(rows, 1):
            fill(printed.cell(at, number), texts[at])


def tabbed(sheet: Sheet, table: DeclaredTable) -> None:
    """Pasted as text: cells parted by tabs."""
    sheet.say("\t".join(column.label for column in table.columns))
    for texts in sheet.rows(table):
        sheet.say("\t".join(" / ".join(text.split("\n")) for text in texts))


# Checklist -------------------------------------------------------------------------------


def _ticked(sheet: Sheet, path: str) -> bool:
    return bool(sheet.values.get(path))


def _ticks(write: Callable[[str, bool], str]) -> Shape:
    def lay_out(sheet: Sheet, paths: list[str]) -> None:
        for path in paths:
            sheet.say(write(sheet.label(path), _ticked(sheet, path)))

    return lay_out


def _tick_cells(write: Callable[[bool], list[str]], heads: list[str], at: int) -> Shape:
    """A table of items; `at` is the column of the words among those of the marks."""

    def lay_out(sheet: Sheet, paths: list[str]) -> None:
        width = len(write(True)) + 1
        table = sheet.table(len(paths) + bool(heads), width)
        if heads:
            for cell, words in zip(table.rows[0].cells, heads, strict=True):
                fill(cell, words, bold=True)
        for row, path in zip(table.rows[bool(heads) :], paths, strict=True):
            texts = write(_ticked(sheet, path))
            texts.insert(at, sheet.label(path))
            for cell, text in zip(row.cells, texts, strict=True):
                fill(cell, text)

    return lay_out


CHECKLISTS: dict[str, Shape] = {
    "box before": _ticks(lambda label, t: f"{'☒' if t else '☐'} {label}"),
    "brackets before": _ticks(lambda label, t: f"[{'x' if t else ' '}] {label}"),
    "box after": _ticks(lambda label, t: f"{label} {'☑' if t else '☐'}"),
    "tick or nothing after": _ticks(lambda label, t: f"{label}{' ✓' if t else ''}"),
    "word after": _ticks(lambda label, t: f"{label} – {'Yes' if t else 'No'}"),
    "yes box no box": _ticks(lambda label, t: f"{label} Yes {'☒' if t else '☐'} No {'☐' if t else '☒'}"),
    "ticks first": _tick_cells(lambda t: ["☒" if t else "☐"], [], 1),
    "marks first": _tick_cells(lambda t: ["✓" if t else ""], [], 1),
    "headed marks": _tick_cells(lambda t: ["x" if t else ""], ["Item", "Done?"], 0),
    "yes and no": _tick_cells(lambda t: ["☒", "☐"] if t else ["☐", "☒"], ["", "Yes", "No"], 0),
    "yes or no": _tick_cells(lambda t: ["Yes" if t else "No"], ["Checklist", "Yes/No"], 0),
    "yes first": _tick_cells(lambda t: ["x", ""] if t else ["", "x"], ["Yes", "No", "Item"], 2),
}  # fmt: skip

SINGLES: dict[str, Shape] = {
    "beside": beside,
    "beside, labels only": beside_label_only,
    "heads over answers": heads_over_answers,
    "labels over answers": labels_over_answers,
    "one row of heads": one_row_of_heads,
    "one column": one_column,
    "one column of labels": one_column_of_labels,
    "pairs in a row": pairs_in_a_row,
    "boxes": boxes,
    "box with head": box_with_head,
    "one box": one_box,
    "bold lines": bold_lines,
    "plain lines": plain_lines,
    "after a colon": after_colon,
    "after a tab": after_tab,
    "after a bold label": after_bold_label,
    "after two spaces": after_two_spaces,
}
QUESTIONS: dict[str, Shape] = {
    "question in the middle": question_in_the_middle,
    "headed columns": headed_columns,
    "one sentence": one_sentence,
    "tabbed table": tabbed_table,
}
GRIDS: dict[str, Shape] = {
    "grid": grid,
    "grid of labels": grid_of_labels,
    "over the definition": over_definition,
}
PARTS: dict[str, Mapping[str, Shape]] = {
    "contact": SINGLES,
    "nine_cs": GRIDS | SINGLES | QUESTIONS,
    "last_review": SINGLES,
    "points": SINGLES | QUESTIONS,
    "stages": {"as rows": stages_as_rows, "as columns": stages_as_columns} | SINGLES,
    "next_review": SINGLES,
    "checklist": CHECKLISTS,
}
REPEATED: dict[str, Callable[[Sheet, DeclaredTable], None]] = {
    "table": as_table,
    "plain table": as_plain_table,
    "numbered table": as_numbered_table,
    "titled table": titled_table,
    "lines each": lines_each,
    "headed lines each": headed_lines_each,
    "block each": block_each,
    "blocks in one table": blocks_in_one_table,
    "turned": turned,
    "tabbed": tabbed,
}
USUAL = {
    "contact": "beside", "nine_cs": "grid", "last_review": "after a colon", "points": "beside",
    "stages": "as rows", "next_review": "beside", "checklist": "box before", "tables": "table",
}  # fmt: skip


ON_ONE_LINE = {"tabbed", "tabbed table"}


def as_typed(record: Module2, shapes: Mapping[str, str]) -> Module2:
    """A record as the printed form asks it; where cells are one line, so are the answers."""
    asked = printed_truth(record)
    if not ON_ONE_LINE & set(shapes.values()):
        return asked
    kept = {
        path: [" / ".join(value)] if isinstance(value, list) and value
        else value.replace("\n", " / ") if isinstance(value, str) else value
        for path, value in flatten(asked).items()
    }  # fmt: skip
    return normal(assemble(Module2, kept))


def laid_out(
    record: Module2,
    shapes: Mapping[str, str],
    text: Path | None = None,
    typed: Mapping[str, str] | None = None,
) -> bytes:
    """A printed form whose parts have the shapes named, the others their usual ones.

    `text` is the text of the printed form, for its guidance; it is not ours to keep. `typed`
    are words for the places of some single fields, whatever their kind.
    """
    sheet = Sheet(record, typed or {})
    guidance = _paragraphs(text) if text else {}
    shapes = {**USUAL, **shapes}
    sheet.document.add_heading("Module 2: Engagement, Involvement & Co-Production", 1)

    def guide(part: str) -> None:
        for paragraph in guidance.get(part, ()):
            sheet.say(paragraph)

    def singles(part: str, *paths: str) -> None:
        guide(part)
        if part in HEADINGS:
            sheet.document.add_heading(HEADINGS[part], 2)
        PARTS[part][shapes[part]](sheet, list(paths))

    def table(path: str) -> None:
        guide(path)
        sheet.document.add_heading(TABLES[path].label, 2)
        REPEATED[shapes["tables"]](sheet, TABLES[path])

    singles("contact", "participant.name", "participant.email")
    singles("nine_cs", *_under("nine_cs."))
    table("initial_matrix")
    table("ongoing_matrix")
    singles("last_review", "last_stakeholder_review_date")
    table("engagement")
    table("involvement")
    singles("points", *_under("co_production."))
    singles("stages", *_under("life_cycle."))
    singles("next_review", "next_review_date")
    singles("checklist", *_under("checklist."))
    sheet.document.add_heading("Next Steps – Moving forward", 2)
    guide("end")
    out = io.BytesIO()
    sheet.document.save(out)
    return out.getvalue()


def any_shapes(dice: Random) -> dict[str, str]:
    """A shape for each part, drawn at random."""
    drawn = {part: dice.choice(sorted(shapes)) for part, shapes in PARTS.items()}
    return drawn | {"tables": dice.choice(sorted(REPEATED))}


def _under(prefix: str) -> list[str]:
    return [path for path in FIELDS if path.startswith(prefix)]
