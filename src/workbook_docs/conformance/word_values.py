"""Hands of people who type an answer in a form of their own: dates, numbers, nothing at all."""

from __future__ import annotations

from random import Random

from lxml import etree

from workbook_docs.conformance import forms
from workbook_docs.conformance.hands import some, word_hand
from workbook_docs.conformance.word_file import (
    ROW,
    W,
    WordFile,
    is_filled,
    run,
    text_of,
)
from workbook_docs.conformance.xml import empty
from workbook_docs.values import is_blank


def _type(p: etree._Element, text: str) -> None:
    """Text into a place, within its control where it still has one."""
    content = p.find(f".//{W}sdtContent")
    holder = content if content is not None else p
    empty(holder, f"{W}pPr")
    holder.append(run(text))


def _retyped(file: WordFile, dice: Random, *kinds: str) -> bool:
    done = False
    for p in file.answers(filled=True):
        text = forms.typed(file.kind_of(p), file.value_of(p), dice, day_first=file.day_first)
        # What another hand tore apart is no longer one answer that could be typed anew.
        if text is None or file.kind_of(p) not in kinds or not file.is_whole(p):
            continue
        if "[" in text_of(p):
            continue  # some of the prompt is left
        _type(p, text)
        done = True
    return done


@word_hand("days typed in other forms")
def days(file: WordFile, dice: Random) -> bool:
    return _retyped(file, dice, "day")


@word_hand("numbers with signs of thousands and noughts")
def numbers(file: WordFile, dice: Random) -> bool:
    return _retyped(file, dice, "whole", "decimal")


@word_hand("e-mail addresses with mailto, dots and brackets")
def addresses(file: WordFile, dice: Random) -> bool:
    return _retyped(file, dice, "email")


@word_hand("bullets typed before entries")
def bullets(file: WordFile, dice: Random) -> bool:
    return _retyped(file, dice, "names")


@word_hand("n/a typed in blank places")
def nothing(file: WordFile, dice: Random) -> bool:
    blanks = [p for p in _blanks(file) if _in_use(p)]
    for p in some(dice, blanks):
        _type(p, dice.choice(forms.NOTHING))
    return bool(blanks)


def _blanks(file: WordFile) -> list[etree._Element]:
    """The places that nobody answered, also not beside them."""
    return [p for p in file.answers(filled=False) if is_blank(file.value_of(p))]


def _in_use(p: etree._Element) -> bool:
    """Whether a place is a single field's, or in a row that somebody began."""
    row = next((r for r in p.iterancestors(f"{W}tr") if r.get(ROW)), None)
    return row is None or is_filled(row)


@word_hand("prompts deleted")
def prompts_deleted(file: WordFile, dice: Random) -> bool:
    """Places that nobody filled in, emptied of their prompt."""
    blanks = _blanks(file)
    for p in some(dice, blanks):
        _type(p, "")
    return bool(blanks)
