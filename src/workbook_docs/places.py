"""Where an answer or a stray text stands, beginning with the printed heading."""

from __future__ import annotations

from functools import cached_property

from workbook_docs.alignment import Alignment, Found, FoundRow
from workbook_docs.definition import (
    DeclaredField,
    DeclaredTable,
    Workbook,
    title_of,
)
from workbook_docs.records import (
    Outline,
    Place,
)


class Places:
    """Where things stand in a return, in the words of the page."""

    def __init__(self, workbook: type[Workbook], outline: Outline, alignment: Alignment) -> None:
        self.workbook, self.outline, self.alignment = workbook, outline, alignment

    @cached_property
    def _headings(self) -> list[str | None]:
        """The heading above each block, in Excel that of its own sheet."""
        found: list[str | None] = []
        last: dict[int | None, str] = {}
        for block in self.outline.blocks:
            sheet = block.table if block.address is not None else None
            if block.level and block.part == "body" and block.text.strip():
                last[sheet] = " ".join(block.text.split())
            found.append(last.get(sheet))
        return found

    def heading_of(self, declared: DeclaredField) -> str:
        """The printed heading a field stands under."""
        return declared.label if declared.section == title_of(self.workbook) else declared.section

    def of_field(self, declared: DeclaredField, found: Found) -> str:
        """Where a field's answer stands."""
        number = self.alignment.lines[found.lines[0]].block if found.lines else found.block
        address = self.outline.blocks[number].address if number is not None else None
        return str(Place(self.heading_of(declared), declared.label, address=address))

    def of_cell(
        self, table: DeclaredTable, column: DeclaredField, row: FoundRow, found: Found
    ) -> str:
        """Where a cell of a repeated table stands; its row counts from 1."""
        number = self.alignment.lines[found.lines[0]].block if found.lines else found.block
        address = self.outline.blocks[number].address if number is not None else None
        return str(Place(table.label, column.label, row.number, address))

    def of_table(self, table: DeclaredTable, block: int | None) -> str:
        """Where a repeated table stands."""
        address = self.outline.blocks[block].address if block is not None else None
        return str(Place(table.label, address=address))

    def of_loose(self, number: int) -> str:
        """Where a block stands that belongs to no field, under the heading above it."""
        block = self.outline.blocks[number]
        heading = self._headings[number]
        row = block.row + 1 if block.row is not None and block.address is None else None
        if block.part not in ("body", "textbox", "stored value"):
            heading = None  # it stands at no place of the page
        return str(Place(heading, None, row, block.address, block.part))
