"""Hands of editors: the kinds of file they save, and what they make of controls and boxes."""

from __future__ import annotations

import copy
from random import Random

from lxml import etree

from workbook_docs.conformance.hands import some, word_hand
from workbook_docs.conformance.word_file import (
    W,
    WordFile,
    boxes,
    is_tick,
    runs_of,
    text_of,
    wrap,
)
from workbook_docs.conformance.xml import child_of, empty, parent_of, take_out

_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_WITH_MACROS = b"application/vnd.ms-word.document.macroEnabled.main+xml"
_TYPES = "[Content_Types].xml"


def _saved_as(file: WordFile, kind: bytes) -> bool:
    before = file.parts[_TYPES]
    file.parts[_TYPES] = before.replace(_DOCUMENT, kind)
    return file.parts[_TYPES] != before


@word_hand("saved as a template (.dotx)")
def as_template(file: WordFile, dice: Random) -> bool:
    return _saved_as(file, _TEMPLATE)


@word_hand("saved with macros (.docm)")
def with_macros(file: WordFile, dice: Random) -> bool:
    return _saved_as(file, _WITH_MACROS)


@word_hand("compatibility mode of Word 2007")
def old_mode(file: WordFile, dice: Random) -> bool:
    """LibreOffice 25 writes 12 where we wrote 15."""
    settings = file.parts.get("word/settings.xml")
    if settings is None:
        return False
    root = etree.fromstring(settings)
    modes = [s for s in root.iter(f"{W}compatSetting") if s.get(f"{W}name") == "compatibilityMode"]
    for mode in modes:
        mode.set(f"{W}val", "12")
    file.parts["word/settings.xml"] = etree.tostring(root)
    return bool(modes)


@word_hand("control round the cell")
def cell_controls(file: WordFile, dice: Random) -> bool:
    done = False
    for p in some(dice, file.answers()):
        cell, inner = parent_of(p), p.find(f"{W}sdt")
        if inner is None or cell.tag != f"{W}tc" or parent_of(cell).tag != f"{W}tr":
            continue
        if len([q for q in cell if q.tag == f"{W}p"]) > 1:
            continue
        sdt = etree.Element(f"{W}sdt")
        sdt.append(copy.deepcopy(child_of(inner, f"{W}sdtPr")))
        content = child_of(inner, f"{W}sdtContent")
        for child in list(content):
            inner.addprevious(child)
        take_out(inner)
        wrap([cell], sdt, etree.SubElement(sdt, f"{W}sdtContent"))
        done = True
    return done


@word_hand("controls within controls")
def nested_controls(file: WordFile, dice: Random) -> bool:
    done = False
    for p in some(dice, file.answers(filled=True)):
        runs = [r for r in runs_of(p) if parent_of(r).tag == f"{W}sdtContent"]
        for r in runs:
            sdt = etree.Element(f"{W}sdt")
            properties = etree.SubElement(sdt, f"{W}sdtPr")
            etree.SubElement(properties, f"{W}alias").set(f"{W}val", "Text")
            wrap([r], sdt, etree.SubElement(sdt, f"{W}sdtContent"))
            done = True
    return done


@word_hand("control bound to a value that is not shown")
def bound(file: WordFile, dice: Random) -> bool:
    """A part of the file holds another value than the one that stands in the control."""
    controls = [
        sdt
        for p in file.answers(filled=True)
        if "\n" not in text_of(p) and (sdt := p.find(f"{W}sdt")) is not None
    ]
    if not controls or "customXml/item9.xml" in file.parts:
        return False
    properties = child_of(dice.choice(controls), f"{W}sdtPr")
    binding = etree.SubElement(properties, f"{W}dataBinding")
    binding.set(f"{W}xpath", "/answer[1]")
    binding.set(f"{W}storeItemID", "{6C0E5A9E-5B1F-4B7A-9C55-1E4F0F3A7D21}")
    file.parts["customXml/item9.xml"] = b"<answer>an older answer</answer>"
    return True


@word_hand("boxes as symbols of a font")
def symbol_boxes(file: WordFile, dice: Random) -> bool:
    """Insert, Symbol, Wingdings: the letter of the glyph stands nowhere in the text."""
    for _, sdt, ticked in boxes(file):
        content = child_of(sdt, f"{W}sdtContent")
        symbol = etree.Element(f"{W}sym")
        symbol.set(f"{W}font", "Wingdings")
        symbol.set(f"{W}char", dice.choice(("F0FE", "F0FC")) if ticked else "F0A8")
        holder = etree.Element(f"{W}r")
        holder.append(symbol)
        empty(content)
        sdt.addprevious(holder)
        take_out(sdt)
    return bool(boxes(file)) or any(is_tick(p) for p in file.root.iter(f"{W}p"))


@word_hand("box ticked and No typed beside it", told="it says both, and a finding says so")
def both(file: WordFile, dice: Random) -> bool:
    ticked = [(p, sdt) for p, sdt, state in boxes(file) if state]
    for p, sdt in some(dice, ticked, 0.3):
        note = etree.Element(f"{W}r")
        etree.SubElement(note, f"{W}t").text = " No"
        (sdt if parent_of(p).tag == f"{W}tc" else list(p)[-1]).addnext(note)
    return bool(ticked)


@word_hand("Yes and No columns in place of boxes")
def yes_no_columns(file: WordFile, dice: Random) -> bool:
    """A list of boxes made into a table, as the printed forms of some houses have it."""
    done = False
    for p, sdt, ticked in boxes(file):
        if parent_of(p).tag != f"{W}body":
            continue
        before = p.getprevious()
        take_out(sdt)
        if before is None or before.get("made") != "1":
            before = _yes_no_table()
            p.addprevious(before)
        row = etree.SubElement(before, f"{W}tr")
        cells = [etree.SubElement(row, f"{W}tc") for _ in range(3)]
        cells[0].append(p)
        for cell, mark in zip(cells[1:], ("x", "") if ticked else ("", "x"), strict=True):
            cell.append(_paragraph(mark))
        done = True
    for table in file.root.iter(f"{W}tbl"):
        table.attrib.pop("made", "")
    return done


def _yes_no_table() -> etree._Element:
    table = etree.Element(f"{W}tbl", made="1")
    etree.SubElement(table, f"{W}tblPr")
    etree.SubElement(table, f"{W}tblGrid")
    row = etree.SubElement(table, f"{W}tr")
    for text in ("", "Yes", "No"):
        etree.SubElement(row, f"{W}tc").append(_paragraph(text))
    return table


def _paragraph(text: str) -> etree._Element:
    p = etree.Element(f"{W}p")
    if text:
        etree.SubElement(etree.SubElement(p, f"{W}r"), f"{W}t").text = text
    return p
