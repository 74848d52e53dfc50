"""A prepared template and values -> one copy.

docxtpl and Jinja render tokens, never values: a value therefore meets no rewriting of
theirs ("{_{", form feeds, doubled line ends) and can never be taken for a template. The
tokens are then replaced by real runs.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import docxtpl
import jinja2
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from workbook_docs import anchors
from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of
from workbook_docs.errors import FillError
from workbook_docs.ooxml import serialised
from workbook_docs.records import Copy
from workbook_docs.values import printed, show
from workbook_docs.word import controls, package
from workbook_docs.word.names import W14, W
from workbook_docs.word.places import TAG
from workbook_docs.word.prepare import CODE
from workbook_docs.word.unsaid import drop_unsaid

SPARE, FEWEST = 4, 6
"""Blank rows after the given ones, and rows in all at least."""

_OPEN, _CLOSE = "\ue000wd", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_ROW = re.compile(r"(.+?)\[(\d+)\]\.(.+)")
_FENCE = "\ue002wd\ue003"
_ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
"""The signs by which a docxtpl template writes braces of its own."""
_PROPERTY_ID = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def fill(
    prepared: bytes,
    workbook: type[Workbook],
    values: Mapping[str, Any],
    copy: Copy,
    *,
    for_edition: bool = False,
) -> bytes:
    """The file of one copy.

    Args:
        prepared: the template, as `prepare` gives it.
        workbook: its definition.
        values: by path (`study.title`, `initial_matrix[0].stakeholder`): a value of the
            field's type, None or [] for its prompt, or a string, which is written as a
            person would type it whatever the kind. A box takes True, False or None only.
        copy: whom the file is for.
        for_edition: say which field is printed again, where it is; for the blank that an
            edition is made of.

    Raises:
        FillError: naming every path that the template has no place for, or whose value
            cannot be written.
    """
    problems = list(_problems(workbook, values))
    if problems:
        raise FillError(problems)
    engine = _engine(prepared)
    tokens = _Tokens(workbook, values, copy, for_edition)
    context = tokens.context()
    parts = dict(engine.parts)
    roots = {}
    for name, template in engine.templates.items():
        roots[name] = package.parsed(template.render(context).replace(_FENCE, "").encode())
    if not for_edition:
        code_is_shown = any(map(tokens.shows_code, roots.values()))
        drop_unsaid(roots[package.DOCUMENT], tokens.said, code_is_shown)
    for root in roots.values():
        tokens.write(root)
    if tokens.problems:
        raise FillError(tokens.problems)
    _number(roots, f"{workbook.workbook_id}@{workbook.workbook_version}")
    for name, root in roots.items():
        parts[name] = serialised(root)
    package.set_custom(parts, anchors.copy_properties(workbook, copy))
    return package.pack(parts)


# The template --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Engine:
    """A prepared template, compiled."""

    parts: package.Parts
    templates: Mapping[str, jinja2.Template]


@lru_cache(maxsize=8)
def _engine(prepared: bytes) -> _Engine:
    parts = package.unpack(prepared)
    patch = docxtpl.DocxTemplate(io.BytesIO(prepared)).patch_xml
    # StrictUndefined: a misspelt name would print nothing. Autoescape is for what a
    # designer may have written; the values never come here.
    environment = SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    templates = {}
    for name in package.drawn_parts(parts):
        root = package.parsed(parts[name])
        _fence(root)
        xml = etree.tostring(root, encoding="unicode")
        templates[name] = environment.from_string(patch(xml))
    return _Engine(parts, templates)


def _fence(root: etree._Element) -> None:
    """Let a part's braces mean themselves, but for the tags that `prepare` left in its text.

    Words for a picture, fields and formulas of a designer may hold them too, and docxtpl joins
    braces across paragraphs.
    """
    for element in root.iter(etree.Element):
        for key, words in element.attrib.items():
            element.set(key, _fenced(str(words)))
        if not element.text:
            continue
        text = str(element.text)
        if element.tag == W + "t":
            tag = TAG.match(text.strip())
            if tag is not None and tag[0] == text.strip() and controls.said(text) == text:
                continue
            for written, meant in _ESCAPES:
                text = text.replace(written, meant)
        element.text = _fenced(text)


def _fenced(text: str) -> str:
    if "{" not in text and "}" not in text:
        return text
    return controls.said(text).replace("{", f"{{{_FENCE}").replace("}", f"{_FENCE}}}")


# Values --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
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
class _Tokens:
    """Gives every value a token for rendering, and puts the value in its place after."""

    workbook: type[Workbook]
    values: Mapping[str, Any]
    copy: Copy
    for_edition: bool
    entries: list[_Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def context(self) -> dict[str, Any]:
        """What the prepared template is rendered with: tokens by path."""
        answers, options, rows = self._copy_words(), {}, {}
        for declared in fields_of(self.workbook):
            path = declared.path
            if declared.table is not None:
                continue
            value = self.values.get(path)
            answers[path] = self._token(_Entry(path, declared, value))
            if declared.kind == "choices":
                chosen = {printed(one) for one in value or ()}
                options[path] = [
                    self._token(_Entry(path, declared, option in chosen, option))
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
            path: self._token(_Entry(path, single.get(path), value, marked=self.for_edition))
            for path, value in given.items()
        }

    def _copy_words(self) -> dict[str, str]:
        code = anchors.visible_code(self.workbook, self.copy)
        words = {**anchors.copy_texts(self.copy), CODE: code}
        return {path: self._token(_Entry(path, None, text)) for path, text in words.items()}

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
                row[name] = self._token(_Entry(path, column, self.values.get(path)))
            yield row

    def _token(self, entry: _Entry) -> str:
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


def _control_of(node: etree._Element, entry: _Entry) -> etree._Element | None:
    """The control that waits for a value; None for an echo."""
    if entry.declared is None:
        return None
    path = entry.declared.path
    if entry.option is not None:
        path = anchors.option_path(path, entry.option)
    box = next(node.iterancestors(W + "sdt"), None)
    tag = box.find(f"{W}sdtPr/{W}tag") if box is not None else None
    return box if tag is not None and tag.get(W + "val") == anchors.tag(path) else None


_TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "long-text": (str,),
    "email": (str,),
    "day": (date,),
    "whole": (int,),
    "decimal": (Decimal, int, float),
}


def _problems(workbook: type[Workbook], values: Mapping[str, Any]) -> Iterator[str]:
    fields = {declared.path: declared for declared in fields_of(workbook)}
    for path, value in values.items():
        declared = fields.get(anchors.bare(path))
        if declared is None or "[]" in path or (declared.table is None) != ("[" not in path):
            yield f"{path}: the template has no place for it"
        elif value is not None and not _fits(declared, value):
            yield f"{path}: {value!r} cannot be written into a place of the kind {declared.kind}"
        elif any(not _writable(text) for text in _texts(value)):
            yield f"{path}: it holds a character that cannot be written to a file"


def _fits(declared: DeclaredField, value: Any) -> bool:
    kind = declared.kind
    if kind == "tick":
        return isinstance(value, bool)
    if type(value) is str:
        # Several boxes cannot be typed into; in a row they are lines of one control.
        return not (kind == "choices" and declared.table is None)
    if kind in ("names", "choices"):
        if not isinstance(value, list | tuple):
            return False
        known = declared.options if kind == "choices" else None
        return all(
            printed(entry) in known if known is not None else isinstance(entry, str)
            for entry in value
        )
    if kind == "choice":
        return printed(value) in declared.options
    if isinstance(value, bool | datetime):
        return False
    return isinstance(value, _TYPES[kind])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from (entry for entry in value if isinstance(entry, str))


def _writable(text: str) -> bool:
    """Whether XML can hold a text: lxml refuses control characters and lone surrogates."""
    try:
        etree.Element("t").text = text
    except ValueError:
        return False
    return "\ufffe" not in text and "\uffff" not in text


# Numbers -------------------------------------------------------------------------------


def _number(roots: Mapping[str, etree._Element], seed: str) -> None:
    """Give controls, bookmarks and drawings numbers that no other has."""
    first = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:3], "big") + 1
    control = first
    mark = drawing = 0
    names: set[str] = set()
    for root in roots.values():
        numbers: dict[str, str | None] = {}
        for element in list(root.iter(W + "sdtPr", W + "bookmarkStart", W + "bookmarkEnd",
                                      _PROPERTY_ID)):  # fmt: skip
            if element.tag == W + "sdtPr":
                control += 1
                _number_control(element, control)
            elif element.tag == _PROPERTY_ID:
                drawing += 1
                element.set("id", str(drawing))
            elif element.tag == W + "bookmarkStart":
                old, name = element.get(W + "id", ""), element.get(W + "name", "").casefold()
                mark += 1
                # A bookmark of a repeated row would be there in every row.
                numbers[old] = None if name in names else str(mark)
                names.add(name)
                _renumber(element, numbers[old])
            else:
                _renumber(element, numbers.get(element.get(W + "id", "")))


def _number_control(properties: etree._Element, number: int) -> None:
    found = properties.find(W + "id")
    if found is None:
        found = etree.Element(W + "id")
        before = [c for c in properties if c.tag in (W + "rPr", W + "alias", W + "tag")]
        properties.insert(len(before), found)
    found.set(W + "val", str(number))


def _renumber(element: etree._Element, number: str | None) -> None:
    if number is not None:
        element.set(W + "id", number)
        return
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
