"""Put the places of module-2 into a blank of the printed form, and keep it as an edition.

    python tools/mark_printed_form.py BLANK.docx templates/editions/module-2@printed.json

The blank itself is not ours and is not kept: the edition holds labels and hashes only.
What is done here by a script a hub does by hand, typing `{{ path }}` into a blank of its
own old form, before `workbook-docs template edition`.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import docx

from workbook_docs import anchors, edition
from workbook_docs.definition import fields_of, tables_of
from workbook_docs.edition import letters
from workbook_docs.word.outline import outline
from workbook_docs.workbooks.module_2 import Module2


def main(blank: Path, target: Path) -> None:
    """Write the edition of the printed form to `target`."""
    document = docx.Document(str(blank))
    headings = {tuple(letters(c.label) for c in t.columns): [] for t in tables_of(Module2)}
    for table in tables_of(Module2):
        headings[tuple(letters(c.label) for c in table.columns)].append(table)
    fields = {letters(f.label): f.path for f in fields_of(Module2) if f.table is None}
    for table in document.tables:
        first = tuple(letters(cell.text) for cell in table.rows[0].cells)
        if first in headings:
            # The two matrices have the same headings and stand in the form's order.
            columns = headings[first].pop(0).columns
            for cell, column in zip(table.rows[1].cells, columns, strict=True):
                cell.paragraphs[0].add_run(f"{{{{ {column.path} }}}}")
        for row in table.rows:
            mark_row(row, fields)
    data = io.BytesIO()
    document.save(data)
    found = anchors.resolve(outline(data.getvalue()), anchors.names_of(Module2))
    printed = edition.of_marked(found, Module2, "printed")
    missing = {f.path for f in fields_of(Module2)} - printed.fields
    print("not asked in print:", ", ".join(sorted(missing)))
    edition.save(printed, target)


def mark_row(row: object, fields: dict[str, str]) -> None:
    """Mark the places of one table row: beside the label, or in its own cell."""
    cells = row.cells  # type: ignore[attr-defined]
    grid = len(cells) == 3
    for position, cell in enumerate(cells):
        path = fields.get(letters(cell.paragraphs[0].text))
        if path is None or path.startswith("study."):
            continue
        place = f"{{{{ {path} }}}}"
        if grid or all(other._tc is cell._tc for other in cells):
            if not grid or len(cell.paragraphs) > 1:
                cell.add_paragraph(place)
        elif (position + 1 < len(cells) and not letters(cells[position + 1].text)) or (
            position + 1 < len(cells) and letters(cells[position + 1].text) == "☐"
        ):
            cells[position + 1].add_paragraph(place)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
