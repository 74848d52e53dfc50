"""Content controls: what stands in the place of a field, by its kind.

`control` makes one round a place while a template is prepared; `write` puts a value, or
the prompt, into it while a copy is filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

from lxml import etree

from workbook_docs import anchors
from workbook_docs.definition import DeclaredField
from workbook_docs.prompts import PROMPTS
from workbook_docs.values import show
from workbook_docs.word.names import W14, W15, W
from workbook_docs.word.places import XML_SPACE

TICKED, UNTICKED = "\u2612", "\u2610"
_BOX_FONT = "MS Gothic"
_PLAIN = frozenset({"text", "email", "whole", "decimal"})
"""Kinds of one line: only they are plain text controls, for LibreOffice 7.4 turns `a⏎b`
in a plain control of several lines into `⏎ab`."""


def control(
    run: etree._Element, declared: DeclaredField, *, option: str | None = None
) -> etree._Element:
    """The control that now stands round a run, with everything but its value.

    `option` makes it one box of a multiple choice.
    """
    path = declared.path if option is None else anchors.option_path(declared.path, option)
    label = declared.label if option is None else option
    box = etree.Element(W + "sdt")
    properties = etree.SubElement(box, W + "sdtPr")
    _set(properties, "alias", anchors.alias(label, path))
    _set(properties, "tag", anchors.tag(path))
    _set(properties, "id", "1")
    if declared.table is None:
        # A control that cannot be deleted comes back with its prompt when it is emptied;
        # in a repeated row it would keep people from deleting the row.
        _set(properties, "lock", "sdtLocked")
    _add_kind(properties, declared, option is not None)
    content = etree.SubElement(box, W + "sdtContent")
    run.addprevious(box)
    content.append(run)
    return box


def _set(parent: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, W + name)
    child.set(W + "val", literal(text))
    return child


def literal(text: str) -> str:
    """Words of a definition as a template says them: no brace of theirs means anything."""
    return re.sub(r"[{}]", lambda brace: f"{{{{ '{brace[0]}' }}}}", text)


def said(text: str) -> str:
    """The words that `literal` made safe."""
    return re.sub(r"\{\{ '([{}])' \}\}", r"\1", text)


def is_check_box(declared: DeclaredField, option: bool) -> bool:
    """Whether a field's place is a box to tick: a tick, or one option of several."""
    return declared.kind == "tick" or option


def _add_kind(properties: etree._Element, declared: DeclaredField, option: bool) -> None:
    if is_check_box(declared, option):
        box = etree.SubElement(properties, W14 + "checkbox")
        etree.SubElement(box, W14 + "checked").set(W14 + "val", "0")
        for name, glyph in (("checkedState", TICKED), ("uncheckedState", UNTICKED)):
            state = etree.SubElement(box, W14 + name)
            state.set(W14 + "val", f"{ord(glyph):04X}")
            state.set(W14 + "font", _BOX_FONT)
        return
    placeholder = etree.SubElement(properties, W + "placeholder")
    _set(placeholder, "docPart", prompt_part(PROMPTS[declared.kind]))
    etree.SubElement(properties, W + "showingPlcHdr")
    if declared.kind in _PLAIN:
        etree.SubElement(properties, W + "text")
    elif declared.kind == "day":
        day = etree.SubElement(properties, W + "date")
        _set(day, "dateFormat", "d MMMM yyyy")
        _set(day, "lid", "en-GB")
        _set(day, "storeMappedDataAs", "dateTime")
        _set(day, "calendar", "gregorian")
    elif declared.kind == "choice":
        choices = etree.SubElement(properties, W + "dropDownList")
        # An item that is the prompt takes a choice back.
        for text in (PROMPTS["choice"], *declared.options):
            item = etree.SubElement(choices, W + "listItem")
            item.set(W + "displayText", literal(text))
            item.set(W + "value", literal(text))


def prompt_part(prompt: str) -> str:
    """The name of the building block that holds a prompt."""
    return "wd_prompt_" + "".join(c for c in prompt if c.isascii() and c.isalpha())[:48]


def repeating(title: str) -> tuple[etree._Element, etree._Element]:
    """A repeating section round rows, and the element that takes its items.

    It has no tag: its cells are the fields.
    """
    box = etree.Element(W + "sdt")
    properties = etree.SubElement(box, W + "sdtPr")
    _set(properties, "alias", title[: anchors.TAG_LENGTH])
    _set(properties, "id", "1")
    etree.SubElement(properties, W15 + "repeatingSection")
    return box, etree.SubElement(box, W + "sdtContent")


def item() -> tuple[etree._Element, etree._Element]:
    """One item of a repeating section, and the element that takes its row."""
    box = etree.Element(W + "sdt")
    properties = etree.SubElement(box, W + "sdtPr")
    _set(properties, "id", "1")
    etree.SubElement(properties, W15 + "repeatingSectionItem")
    return box, etree.SubElement(box, W + "sdtContent")


# Values --------------------------------------------------------------------------------


def write(box: etree._Element, declared: DeclaredField, value: Any, *, option: bool) -> None:
    """Put a value into a control, as a person would: text, the tick, or the prompt.

    Raises `ValueError` for a character that XML cannot hold.
    """
    properties, content = box.find(W + "sdtPr"), box.find(W + "sdtContent")
    assert properties is not None
    assert content is not None
    run = content.find(W + "r")
    assert run is not None
    for other in [child for child in content if child is not run]:
        content.remove(other)
    if is_check_box(declared, option):
        _tick(properties, run, bool(value))
        return
    text = value if _is_typed(value) else show(declared.kind, value)
    showing = properties.find(W + "showingPlcHdr")
    if not text:
        _manner(run, "rStyle", "PlaceholderText")
        put(run, PROMPTS[declared.kind])
        return
    if showing is not None:
        properties.remove(showing)
    put(run, text)
    day, choices = properties.find(W + "date"), properties.find(W + "dropDownList")
    if day is not None and isinstance(value, date):
        day.set(W + "fullDate", f"{value.isoformat()}T00:00:00Z")
    if choices is not None and text in declared.options:
        choices.set(W + "lastValue", text)


def _is_typed(value: Any) -> bool:
    # An Enum of strings is a choice, which is shown by its value.
    return type(value) is str


def _tick(properties: etree._Element, run: etree._Element, ticked: bool) -> None:
    checked = properties.find(f"{W14}checkbox/{W14}checked")
    assert checked is not None
    checked.set(W14 + "val", "1" if ticked else "0")
    fonts = _manner(run, "rFonts", None)
    for script in ("ascii", "eastAsia", "hAnsi"):
        fonts.set(W + script, _BOX_FONT)
    put(run, TICKED if ticked else UNTICKED)


def _manner(run: etree._Element, name: str, value: str | None) -> etree._Element:
    """Set a run property that must stand first among them (w:rStyle, w:rFonts)."""
    properties = run.find(W + "rPr")
    if properties is None:
        properties = etree.Element(W + "rPr")
        run.insert(0, properties)
    for old in properties.findall(W + name):
        properties.remove(old)
    found = etree.Element(W + name)
    if value is not None:
        found.set(W + "val", value)
    style = properties.find(W + "rStyle")
    properties.insert(0 if style is None else 1, found)
    return found


def put(run: etree._Element, text: str) -> None:
    """Make text the only content of a run, its manner kept."""
    for child in [child for child in run if child.tag != W + "rPr"]:
        run.remove(child)
    run.extend(pieces(text))


def pieces(text: str) -> Iterator[etree._Element]:
    """Text as the elements of a run: words, line breaks and tabs, exactly."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines):
        if number:
            yield etree.Element(W + "br")
        for column, words in enumerate(line.split("\t")):
            if column:
                yield etree.Element(W + "tab")
            if words:
                node = etree.Element(W + "t")
                node.text = words
                node.set(XML_SPACE, "preserve")
                yield node


def worded(option: str, run: etree._Element) -> Iterator[etree._Element]:
    """A space, and the words of an option, in the manner of a run."""
    for text in (" ", literal(option)):
        beside = etree.Element(W + "r")
        properties = run.find(W + "rPr")
        if properties is not None:
            beside.append(deepcopy(properties))
        put(beside, text)
        yield beside
