"""The edition of somebody's own blank, its places marked by `{{ path }}`."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches

from workbook_docs import anchors
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.edition import Edition, IssuedLine, letters, line_of, pictured, shingles
from workbook_docs.errors import TemplateError
from workbook_docs.records import Block, Outline

_PLACE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_RULE = re.compile(r"(?:_{3,}|\.{4,}|…{2,}|-{4,})")
"""What forms print where an answer goes."""
LINES_OF_A_BOX = 3
"""Lines before a place in the flow among which its label is looked for."""


def of_marked(outline: Outline, workbook: type[Workbook], name: str) -> Edition:
    """The edition of a blank in which somebody typed `{{ path }}` at each answer place.

    In a repeated table the places `{{ table[].column }}` stand in one row below the
    headings. The text is kept hashed but for the lines that are fields' own.

    Raises `TemplateError` for places that the workbook does not have, or that stand at no label.
    """
    return _Marking(outline, workbook).edition(name)


class _Marking:
    """Goes through a marked blank line by line."""

    def __init__(self, outline: Outline, workbook: type[Workbook]) -> None:
        self.outline, self.workbook = outline, workbook
        self.known = set(anchors.names_of(workbook).tags.values())
        self.own = {f.path: letters(f"{f.label} {f.help}") for f in fields_of(workbook)}
        self.lines: list[IssuedLine] = []
        self.fields: set[str] = set()
        self.problems: list[str] = []
        self.run: list[int] = []  # lines that may belong to the next place

    def edition(self, name: str) -> Edition:
        before: Block | None = None
        for block in self.outline.blocks:
            self._begin(block, before or block)
            before = block
            for text in block.text.split("\n"):
                places = _PLACE.findall(text)
                rest = _PLACE.sub("", text)
                if places:
                    rest = _RULE.sub("", rest)
                if rest.strip():
                    self.lines.append(line_of(block, rest.strip()))
                    self.run.append(len(self.lines) - 1)
                for path in places:
                    self._mark(block, path)
        if self.problems:
            raise TemplateError("\n".join(self.problems))
        self._mark_headings()
        return Edition(
            self.workbook.workbook_id,
            self.workbook.workbook_version,
            name,
            self.outline.format,
            tuple(_hashed(line) for line in self.lines),
            frozenset(self.fields),
            pictured(self.outline),
        )

    def _begin(self, block: Block, before: Block) -> None:
        """Forget the lines before a block that cannot be the label of a place in it."""
        if (block.table, block.row) != (before.table, before.row) or block.level:
            in_flow = block.table is None and not block.level and before.table is None
            keeps = in_flow or (block.table is not None and before.table is None)
            self.run = self.run if keeps else []

    def _mark(self, block: Block, path: str) -> None:
        if path not in self.known:
            near = get_close_matches(path, self.known, 1)
            hint = f" Did you mean {{{{ {near[0]} }}}}?" if near else ""
            self.problems.append(f"{self.workbook.workbook_id} has no place {path}.{hint}")
            return
        self.fields.add(path)
        is_column = "[]" in path
        found = self._mark_column(block, path) if is_column else self._mark_own(block, path)
        self.run = self.run if is_column else []
        if not found:
            where = "under no heading" if is_column else "beside no label"
            self.problems.append(f"{{{{ {path} }}}} stands {where}: returns could not be read.")

    def _mark_own(self, block: Block, path: str) -> bool:
        # In a table the label never leaves its row; a box has its label in the flow before it.
        in_row = [n for n in self.run if block.table is not None and self._is_beside(n, block)]
        above = [] if in_row else self._above(block)
        in_flow = [n for n in self.run if self.lines[n].table is None][-LINES_OF_A_BOX:]
        for n in in_row or above or in_flow:
            text = letters(self.lines[n].text or "")
            if in_row or above or text in self.own.get(path, "") or n == in_flow[-1]:
                self.lines[n] = replace(self.lines[n], field=path, label=True, over=bool(above))
        return bool(in_row or above or in_flow)

    def _is_beside(self, number: int, block: Block) -> bool:
        line = self.lines[number]
        return (line.table, line.row) == (block.table, block.row)

    def _above(self, block: Block) -> list[int]:
        """The lines of the cell right above a place that has nothing beside it."""
        if block.table is None or block.row is None:
            return []
        spot = (block.table, block.row - 1, block.column)
        cell = [n for n, ln in enumerate(self.lines) if (ln.table, ln.row, ln.column) == spot]
        return [n for n in cell if not self.lines[n].label]

    def _mark_column(self, block: Block, path: str) -> bool:
        for n in range(len(self.lines) - 1, -1, -1):
            line = self.lines[n]
            if line.table == block.table and line.column == block.column:
                self.lines[n] = replace(line, column_of=path, label=True)
                return True
        return False

    def _mark_headings(self) -> None:
        """Let what is printed above a repeated table be its heading, however it looks.

        It tells tables with the same columns apart.
        """
        for n, line in enumerate(self.lines):
            above = self.lines[n - 1] if n else line
            if line.column_of and not (above.label or above.level):
                self.lines[n - 1] = replace(above, level=_CAPTION)


_CAPTION = 6
"""The level of a heading that only its place shows to be one."""


def _hashed(line: IssuedLine) -> IssuedLine:
    if line.label or line.text is None:
        return line
    return replace(line, text=None, marks=shingles(line.text))
