"""A workbook file as one sequence of blocks, whatever program wrote it.

Names are reported as they stand: which field a name means is for others to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workbook_docs.anchors import KEY_HEADER, LABEL_PREFIX, PREFIX
from workbook_docs.compatibility import settle
from workbook_docs.editors import editor_of
from workbook_docs.excel.book import Book, Cell, Sheet, address_of, position_of
from workbook_docs.excel.computed import RESULT
from workbook_docs.excel.margins import comments, footers
from workbook_docs.excel.marks import KEY, KEY_CELL, KEY_ROW, LEFT_KEY, LISTS_NOTE, ONE_TABLE
from workbook_docs.excel.numbers import day_zero
from workbook_docs.excel.objects import charted, drawn
from workbook_docs.excel.package import Package
from workbook_docs.excel.sight import Sight
from workbook_docs.excel.states import STATE
from workbook_docs.excel.strings import unescape
from workbook_docs.records import Anchor, Block, Notice, Outline

_MOST_NOTICES = 50


def outline(data: bytes) -> Outline:
    """The blocks of an .xlsx file: cells, then notes, headers, footers and boxes of text.

    Raises `NotReadable` for what is no workbook or is damaged.
    """
    book = Book(data)
    blocks: list[Block] = []
    formulas: list[str] = []
    errors: list[str] = []
    struck: list[tuple[str, str]] = []
    missing: list[str] = []
    around: list[Block] = []
    for number, sheet in enumerate(book.sheets):
        root = settle(book.package.root(sheet.part))
        if root is None:
            missing.append(sheet.name)
            continue
        reader = _SheetReader(book, sheet, number, root)
        blocks += reader.blocks()
        formulas += reader.formulas
        errors += reader.errors
        struck += reader.struck
        around += [*comments(book, sheet), *footers(sheet, root), *drawn(book, sheet, root, number)]
    for sheet in book.other_sheets:
        if sheet.kind == "chartsheet":
            around += charted(book, sheet)
    names = {sheet.name for sheet in book.sheets}
    return Outline(
        format="xlsx",
        blocks=(*_with_results(blocks, names), *around),
        properties=_properties(book.package),
        editor=editor_of(book.package),
        modified=book.package.modified,
        notices=(
            *_missing_notices(missing),
            *_formula_notices(formulas),
            *_error_notices(errors),
            *_struck_notices(struck),
            *_other_notices(book),
        ),
        day_zero=day_zero(book.epoch_1904),
    )


def _with_results(blocks: list[Block], names: set[str]) -> Iterator[Block]:
    """The blocks, results of our formulas marked where a program kept those alone.

    Such a result stands in a row with our key, and is a state, a count, or words that
    stand elsewhere in the file too.
    """
    rows = {(b.table, b.row) for b in blocks if b.computed and b.text == LEFT_KEY}
    elsewhere = {b.text for b in blocks if (b.table, b.row) not in rows}
    texts = {text.removesuffix(f" {ONE_TABLE}") for text in elsewhere} | elsewhere | names
    for block in blocks:
        if (block.table, block.row) in rows and not (block.computed or block.anchors):
            text = block.text
            if text in texts or STATE.fullmatch(text) or RESULT.fullmatch(text):
                block = replace(block, computed=True)
        yield block


class _SheetReader:
    """Reads one sheet; notes where formulas, error values and struck text stand."""

    def __init__(self, book: Book, sheet: Sheet, number: int, root: Any) -> None:
        self.book, self.sheet, self.number, self.root = book, sheet, number, root
        self.formulas: list[str] = []
        self.errors: list[str] = []
        self.struck: list[tuple[str, str]] = []
        self.sight = Sight(book, sheet, root)
        self.tells_of_sight = True
        self.key_columns: set[int] = set()
        self.spans = dict(_spans(root))

    def blocks(self) -> Iterator[Block]:
        """The cells that hold something or carry a mark, row by row."""
        marks = self._marks()
        cells = sorted(self.book.cells(self.root), key=lambda cell: (cell.row, cell.column))
        self.key_columns = set(_key_column(cells))
        # The sheet with our choices is hidden as it should be.
        self.tells_of_sight = not (cells and cells[0].text == LISTS_NOTE)
        blocks = [self._block(cell, marks.pop((cell.row, cell.column), ())) for cell in cells]
        blocks += [
            Block("", table=self.number, row=row, column=column, anchors=found,
                  address=self._address(row, column))
            for (row, column), found in marks.items()
        ]  # fmt: skip
        blocks.sort(key=lambda block: (block.row or 0, block.column or 0))
        self._note(cells)
        return self._keyed(blocks)

    def _address(self, row: int, column: int) -> str:
        return f"{self.sheet.name}!{address_of(row, column)}"

    def _marks(self) -> dict[tuple[int, int], tuple[Anchor, ...]]:
        """The anchors of each cell that a name of ours means."""
        found: dict[tuple[int, int], tuple[Anchor, ...]] = defaultdict(tuple)
        for name in self.book.names:
            folded = name.name.casefold()
            if folded.startswith(PREFIX) and name.sheet.casefold() == self.sheet.name.casefold():
                is_label = folded.startswith(LABEL_PREFIX)
                anchor = Anchor("name", "label" if is_label else "answer", name.name)
                found[name.row, name.column] += (anchor,)
        return found

    def _block(self, cell: Cell, marks: tuple[Anchor, ...]) -> Block:
        computed = not marks and (cell.own or self._is_key(cell))
        tells = self.tells_of_sight and not computed
        return Block(
            cell.text,
            table=self.number,
            row=cell.row,
            column=cell.column,
            level=cell.style.level,
            strong=cell.strong,
            value=cell.value,
            anchors=tuple(replace(mark, end=len(cell.text)) for mark in marks),
            address=self._address(cell.row, cell.column),
            computed=computed,
            broken=cell.error or cell.unknown,
            span=self.spans.get((cell.row, cell.column), 1),
            unseen=self.sight.unseen(cell) if tells else (),
        )

    def _is_key(self, cell: Cell) -> bool:
        """Whether a cell belongs to the key column: what people type is never taken for it."""
        return cell.column in self.key_columns and (
            cell.text == KEY_HEADER or KEY_CELL.fullmatch(cell.text) is not None
        )

    def _note(self, cells: list[Cell]) -> None:
        for cell in cells:
            if cell.own:
                continue
            if cell.formula and not cell.unknown:
                self.formulas.append(self._address(cell.row, cell.column))
            if cell.error:
                self.errors.append(f"{self._address(cell.row, cell.column)} holds {cell.text}")
            if cell.style.look.struck or any(look.struck for _, _, look in cell.runs):
                self.struck.append((self._address(cell.row, cell.column), cell.text))

    def _is_key_block(self, block: Block) -> bool:
        return (
            block.computed
            and block.column in self.key_columns
            and block.text != LEFT_KEY
            and KEY_CELL.fullmatch(block.text) is not None
        )

    def _keyed(self, blocks: list[Block]) -> Iterator[Block]:
        """The blocks, those at the left of a key marked with it."""
        keys: dict[int, tuple[str, int | None]] = {}
        for block in blocks:
            if self._is_key_block(block) and block.row is not None:
                keys[block.row] = _key(block.text)
        for block in blocks:
            if block.row in keys and block.text and not block.computed:
                path, index = keys.pop(block.row)
                anchor = Anchor("key", "label", path, end=len(block.text), index=index)
                block = replace(block, anchors=(*block.anchors, anchor))
            yield block


def _key(text: str) -> tuple[str, int | None]:
    """The path that a key says, and the number of its row where the copy came with it."""
    path = text.removeprefix(KEY)
    numbered = KEY_ROW.search(path)
    return (path[: numbered.start()], int(numbered[1])) if numbered else (path, None)


def _spans(root: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """How many columns the merged cells of a sheet cover, by their first cell."""
    for merged in root.iter("{*}mergeCell"):
        first, _, last = (merged.get("ref") or "").partition(":")
        begin, end = position_of(first), position_of(last)
        if begin is not None and end is not None:
            yield begin, max(1, end[1] - begin[1] + 1)


def _key_column(cells: list[Cell]) -> list[int]:
    """The column of our keys, where there is one: the last of those that are headed as such.

    A sheet has one; a column whose answers look like it stands before it.
    """
    heads = {cell.column: cell.row for cell in reversed(cells) if cell.text == KEY_HEADER}
    heads = heads or _columns_of_keys(cells)
    keyed = [
        cell.column
        for cell in cells
        if cell.row > heads.get(cell.column, cell.row) and KEY_CELL.fullmatch(cell.text)
    ]
    return [max(keyed)] if keyed else []


def _columns_of_keys(cells: list[Cell]) -> dict[int, int]:
    """The columns that hold keys and nothing else, their heading deleted, and a row above."""
    texts: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        texts[cell.column].append(cell)
    return {
        column: found[0].row - 1
        for column, found in texts.items()
        if len(found) > 1 and all(KEY_CELL.fullmatch(cell.text) for cell in found)
    }


def _missing_notices(names: list[str]) -> Iterator[Notice]:
    for name in names:
        message = f"The file names a sheet “{name}” but does not hold it."
        yield Notice("note", "part-missing", message)


def _formula_notices(addresses: list[str]) -> Iterator[Notice]:
    for address in addresses[:_MOST_NOTICES]:
        message = f"{address} holds a formula; its last result was read."
        yield Notice("note", "formula", message)
    if len(addresses) > _MOST_NOTICES:
        more = len(addresses) - _MOST_NOTICES
        message = f"{more:,} more cells hold formulas; their last results were read."
        yield Notice("note", "formula", message)


def _error_notices(cells: list[str]) -> Iterator[Notice]:
    for cell in cells[:_MOST_NOTICES]:
        message = f"{cell}, which a formula gives when it cannot be worked out."
        yield Notice("note", "cell-error", message)
    if len(cells) > _MOST_NOTICES:
        message = f"{len(cells) - _MOST_NOTICES:,} more cells hold error values."
        yield Notice("note", "cell-error", message)


def _struck_notices(cells: list[tuple[str, str]]) -> Iterator[Notice]:
    for address, text in cells[:_MOST_NOTICES]:
        message = f"Struck-through text was read in {address}: “{text[:60]}”."
        yield Notice("warning", "struck-text", message)
    if len(cells) > _MOST_NOTICES:
        message = f"{len(cells) - _MOST_NOTICES:,} more cells hold struck-through text."
        yield Notice("warning", "struck-text", message)


def _other_notices(book: Book) -> Iterator[Notice]:
    """What the file holds beside its sheets of cells that nobody reads."""
    for sheet in book.other_sheets:
        if sheet.kind != "chartsheet":
            message = (
                f"The sheet “{sheet.name}” is of an old kind (macros or a dialog) and was not "
                "read. Please look into it."
            )
            yield Notice("warning", "sheet-not-read", message)
    if book.package.macros:
        yield book.package.macros


def _properties(package: Package) -> dict[str, str]:
    """The custom document properties, each value as text."""
    return {name: unescape(text) for name, text in package.properties.items() if name}
