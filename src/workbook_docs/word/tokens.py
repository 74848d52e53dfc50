"""A value -> a token for rendering -> the value's runs in its place.

docxtpl and Jinja meet tokens only, never what people wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from workbook_docs import anchors
from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of
from workbook_docs.records import Copy
from workbook_docs.values import printed, show
from workbook_docs.word import controls
from workbook_docs.word.names import W14, W
from workbook_docs.word.prepare import CODE

SPARE, FEWEST = 4, 6
"""Blank rows after the given ones, and rows in all at least."""

_OPEN, _CLOSE = "\ue000wd", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_ROW = re.compile(r"(.+?)\[(\d+)\]\.(.+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a token stands for: a field's value, or words of the copy."""

    path: str
    declared: DeclaredField | None
    value: Any
    option: str | None = None
    marked: bool = False

    @property
    def text(self) -> str:
        """The value as it is printed again; for an edition, whose it is."""
        if self.marked:
            return anchors.printed_again(self.path)
        if self.declared is None or type(self.value) is str:
            return str(self.value or "")
        return show(self.declared.kind, self.value)


@dataclass
class Tokens:
    """Gives every value a token for rendering, and puts the value in its place after."""

    workbook: type[Workbook]
    values: Mapping[str, Any]
    copy: Copy
    for_edition: bool
    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def context(self) -> dict[str, Any]:
        """What the prepared template is rendered with: tokens by path."""
        answers, options, rows = self._copy_words(), {}, {}
        for declared in fields_of(self.workbook):
            path = declared.path
            if declared.table is not None:
                continue
            value = self.values.get(path)
            answers[path] = self._token(Entry(path, declared, value))
            if declared.kind == "choices":
                chosen = {printed(one) for one in value or ()}
                options[path] = [
                    self._token(Entry(path, declared, option in chosen, option))
                    for option in declared.options
                ]
        for table in tables_of(self.workbook):
            rows[table.path] = list(self._rows(table.path, table.columns))
        return {"answers": answers, "options": options, "rows": rows, "again": self._again()}

    def _again(self) -> dict[str, str]:
        """A token for what is printed without being asked for there."""
        single = {f.path: f for f in fields_of(self.workbook) if f.table is None}
        given = {path: self.values.get(path) for path in single} | anchors.copy_texts(self.copy)
        return {
            path: self._token(Entry(path, single.get(path), value, marked=self.for_edition))
            for path, value in given.items()
        }

    def _copy_words(self) -> dict[str, str]:
        code = anchors.visible_code(self.workbook, self.copy)
        words = {**anchors.copy_texts(self.copy), CODE: code}
        return {path: self._token(Entry(path, None, text)) for path, text in words.items()}

    def _rows(self, table: str, columns: tuple[DeclaredField, ...]) -> Iterator[dict[str, str]]:
        given = [
            int(match[2])
            for match in map(_ROW.fullmatch, self.values)
            if match is not None and match[1] == table
        ]
        for number in range(max(FEWEST, (max(given) + 1 if given else 0) + SPARE)):
            row = {}
            for column in columns:
                name = column.path.partition("[].")[2]
                path = f"{table}[{number}].{name}"
                row[name] = self._token(Entry(path, column, self.values.get(path)))
            yield row

    def _token(self, entry: Entry) -> str:
        self.entries.append(entry)
        return f"{_OPEN}{len(self.entries) - 1}{_CLOSE}"

    def said(self, text: str) -> tuple[str, str] | None:
        """What a token stands for: its path, and its words where they are of the copy.

        None for text that is no token.
        """
        match = _TOKEN.fullmatch(text)
        if match is None:
            return None
        entry = self.entries[int(match[1])]
        return entry.path, entry.text if entry.declared is None else ""

    def shows_code(self, root: etree._Element) -> bool:
        """Whether a part shows the copy's code as a whole."""
        found = (self.said(node.text or "") for node in root.iter(W + "t"))
        return any(entry is not None and entry[0] == CODE for entry in found)

    def write(self, root: etree._Element) -> None:
        """Replace every token of a part by what it stands for."""
        for node in list(root.iter(W + "t")):
            if _OPEN not in (node.text or ""):
                continue
            match = _TOKEN.fullmatch(node.text or "")
            entry = self.entries[int(match[1])] if match else None
            try:
                box = _control_of(node, entry) if entry is not None else None
                if box is not None and entry is not None and entry.declared is not None:
                    is_option = entry.option is not None
                    controls.write(box, entry.declared, entry.value, option=is_option)
                    _show_as_known(box)
                else:
                    self._echo(node)
            except ValueError:
                assert entry is not None
                self.problems.append(
                    f"{entry.path}: it holds a character that cannot be written to a file"
                )

    def _echo(self, node: etree._Element) -> None:
        text = _TOKEN.sub(lambda match: self.entries[int(match[1])].text, node.text or "")
        for piece in controls.pieces(text):
            node.addprevious(piece)
        parent = node.getparent()
        assert parent is not None
        parent.remove(node)


def _show_as_known(box: etree._Element) -> None:
    """Give what was filled in a style of its own; a prompt and a check box keep theirs.

    The paragraph takes it where it has our style, for LibreOffice 7.4 shows a plain-text
    control without the style of its words.
    """
    properties = box.find(W + "sdtPr")
    if properties is None or properties.find(W14 + "checkbox") is not None:
        return
    runs = box.findall(f"{W}sdtContent/{W}r")
    if any(run.find(f"{W}rPr/{W}rStyle") is not None for run in runs):
        return
    paragraph = next(box.iterancestors(W + "p"), None)
    worn = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
    if worn is not None and worn.get(W + "val") in ("FormAnswer", "FormAnswerCell"):
        worn.set(W + "val", f"{worn.get(W + 'val')}Known")
        return
    for run in runs:
        manner = run.find(W + "rPr")
        if manner is None:
            manner = etree.Element(W + "rPr")
            run.insert(0, manner)
        style = etree.Element(W + "rStyle")
        style.set(W + "val", "KnownAnswer")
        manner.insert(0, style)


def _control_of(node: etree._Element, entry: Entry) -> etree._Element | None:
    """The control that waits for a value; None for an echo."""
    if entry.declared is None:
        return None
    path = entry.declared.path
    if entry.option is not None:
        path = anchors.option_path(path, entry.option)
    box = next(node.iterancestors(W + "sdt"), None)
    tag = box.find(f"{W}sdtPr/{W}tag") if box is not None else None
    return box if tag is not None and tag.get(W + "val") == anchors.tag(path) else None
