"""Hands of people, and of libraries, that put a value into a cell in a form of their own."""

from __future__ import annotations

from random import Random

from lxml import etree

from workbook_docs.conformance import forms
from workbook_docs.conformance.excel_file import (
    ANSWER,
    SPACE,
    ExcelFile,
    S,
    place_of,
    put,
    write,
)
from workbook_docs.conformance.hands import excel_hand, some
from workbook_docs.conformance.xml import empty
from workbook_docs.values import is_blank


def _retyped(file: ExcelFile, dice: Random, *kinds: str) -> bool:
    done = False
    answers = file.answers(*kinds)
    places = [place_of(cell) for cell in answers]
    for cell, place in zip(answers, places, strict=True):
        text = forms.typed(file.kind(cell), file.value_of(cell), dice, day_first=file.day_first)
        # An answer in several cells is no longer one that could be typed anew.
        if text is None or places.count(place) > 1:
            continue
        write(cell, text)
        done = True
    return done


@excel_hand("days typed in other forms")
def days(file: ExcelFile, dice: Random) -> bool:
    return _retyped(file, dice, "day")


@excel_hand("numbers with signs of thousands and noughts")
def numbers(file: ExcelFile, dice: Random) -> bool:
    return _retyped(file, dice, "whole", "decimal")


@excel_hand("e-mail addresses with mailto, dots and brackets")
def addresses(file: ExcelFile, dice: Random) -> bool:
    return _retyped(file, dice, "email")


@excel_hand("bullets typed before entries")
def bullets(file: ExcelFile, dice: Random) -> bool:
    return _retyped(file, dice, "names")


@excel_hand("n/a typed in blank places")
def nothing(file: ExcelFile, dice: Random) -> bool:
    blanks = [
        cell
        for cell in file.blanks()
        if file.kind(cell) != "tick" and is_blank(file.value_of(cell))
    ]
    for cell in some(dice, blanks):
        write(cell, dice.choice(forms.NOTHING))
    return bool(blanks)


@excel_hand("FALSE in empty boxes")
def false_boxes(file: ExcelFile, dice: Random) -> bool:
    """A form control that was clicked twice leaves FALSE in the cell it is linked with."""
    blanks = [cell for cell in file.blanks() if file.kind(cell) == "tick"]
    for cell in blanks:
        put(cell, "0", "b")
    return bool(blanks)


@excel_hand("No in empty boxes")
def no_boxes(file: ExcelFile, dice: Random) -> bool:
    blanks = [cell for cell in file.blanks() if file.kind(cell) == "tick"]
    for cell in some(dice, blanks):
        write(cell, dice.choice(("No", "no", "N", "☐", "FALSE")))
    return bool(blanks)


@excel_hand("yes and no in one box", told="it says nothing, and a finding says so")
def both(file: ExcelFile, dice: Random) -> bool:
    ticks = file.answers("tick")
    for cell in some(dice, ticks, 0.3):
        write(cell, dice.choice(("Yes / No", "yes, no")))
    return bool(ticks)


@excel_hand("rich text in answers")
def rich_text(file: ExcelFile, dice: Random) -> bool:
    """Single words made bold, as exceljs and Excel write them."""
    answers = file.answers("text", "long-text", "names")
    for cell in some(dice, answers):
        text = file.text(cell)
        at = dice.randint(1, len(text))
        empty(cell)
        cell.set("t", "inlineStr")
        holder = etree.SubElement(cell, f"{S}is")
        for number, part in enumerate((text[:at], text[at:])):
            r = etree.SubElement(holder, f"{S}r")
            if number:
                etree.SubElement(etree.SubElement(r, f"{S}rPr"), f"{S}b")
            node = etree.SubElement(r, f"{S}t")
            node.text = part
            node.set(SPACE, "preserve")
    return bool(answers)


@excel_hand("texts in the cells, as SheetJS writes them")
def cell_texts(file: ExcelFile, dice: Random) -> bool:
    for sheet in file.sheets:
        for cell in sheet.cells():
            if cell.get("t") == "s":
                put(cell, file.text(cell), "str")
    return bool(file.answers())


@excel_hand("answers and labels without formats")
def no_formats(file: ExcelFile, dice: Random) -> bool:
    for sheet in file.sheets:
        for cell in sheet.cells():
            if not (cell.get(ANSWER) and file.kind(cell) == "day") and "s" in cell.attrib:
                del cell.attrib["s"]
    return True
