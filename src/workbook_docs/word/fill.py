"""A prepared template and values -> one copy.

docxtpl and Jinja render tokens, never values: a value therefore meets no rewriting of
theirs ("{_{", form feeds, doubled line ends) and can never be taken for a template. The
tokens are then replaced by real runs.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import docxtpl
import jinja2
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from workbook_docs import anchors
from workbook_docs.definition import DeclaredField, Workbook, fields_of
from workbook_docs.errors import FillError
from workbook_docs.ooxml import serialised
from workbook_docs.records import Copy
from workbook_docs.values import printed
from workbook_docs.word import controls, package
from workbook_docs.word.names import W
from workbook_docs.word.places import TAG
from workbook_docs.word.tokens import Tokens
from workbook_docs.word.unsaid import drop_unsaid

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
    tokens = Tokens(workbook, values, copy, for_edition)
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
