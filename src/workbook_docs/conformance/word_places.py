"""Hands that put answers where no place is, take them away, or give them twice."""

from __future__ import annotations

import copy
from random import Random

from lxml import etree

from workbook_docs.conformance.hands import some, word_hand
from workbook_docs.conformance.word_file import (
    ANSWER,
    LABEL,
    ROW,
    TABLE,
    TICK,
    W,
    WordFile,
    clear,
    is_prompt,
    is_tick,
    paragraph,
    path_of,
    place_of,
    text_of,
    untick,
    write,
)
from workbook_docs.conformance.word_layout import add_comment, box_of, sections_of
from workbook_docs.conformance.xml import take_out, without

_PICTURE = "{urn:schemas-microsoft-com:vml}rect"


def _single(file: WordFile) -> list[etree._Element]:
    """The places of single fields whose whole answer is in them."""
    answers = [p for p in file.answers(filled=True) if "[]" not in path_of(p)]
    paths = [path_of(p) for p in answers]
    return [p for p in answers if paths.count(path_of(p)) == 1]


@word_hand("answer in a text box", told="a box floats: it may stand beside any place")
def in_text_box(file: WordFile, dice: Random) -> bool:
    answers = _single(file)
    for p in some(dice, answers, 0.15):
        lines = text_of(p).split("\n")
        clear(p)
        p.append(box_of([paragraph(line) for line in lines]))
    return bool(answers)


@word_hand("answer as a comment", told="a comment is no answer until a person says so")
def as_comment(file: WordFile, dice: Random) -> bool:
    answers = [p for p in _single(file) if "\n" not in text_of(p)]
    if not answers or "word/comments.xml" in file.parts:
        return False
    p = dice.choice(answers)
    text = text_of(p)
    clear(p)
    add_comment(file, p, text)
    return True


def _picture() -> etree._Element:
    r = etree.Element(f"{W}r")
    etree.SubElement(etree.SubElement(r, f"{W}pict"), _PICTURE).set("id", "scan")
    return r


@word_hand("picture in place of an answer")
def scanned(file: WordFile, dice: Random) -> bool:
    """A scan of what was written by hand: nobody can read it, and the place says so."""
    answers = _single(file)
    for p in some(dice, answers, 0.1):
        file.truth.pop(place_of(p), None)
        clear(p)
        p.append(_picture())
    return bool(answers)


@word_hand("picture behind an answer")
def pictures(file: WordFile, dice: Random) -> bool:
    answers = file.answers(filled=True)
    for p in some(dice, answers, 0.15):
        p.append(_picture())
    return bool(answers)


def _asking(file: WordFile) -> list[list[etree._Element]]:
    """The parts of the form that ask something, without the first, by which it is known."""
    return [
        s for s in sections_of(file)[1:] if any(p.get(ANSWER) for e in s for p in e.iter(f"{W}p"))
    ]


@word_hand("section deleted")
def delete_section(file: WordFile, dice: Random) -> bool:
    sections = _asking(file)
    if len(sections) < 2 or file.doubled:
        return False  # of a form that is there twice its answers would still be
    for element in dice.choice(sections):
        _forget(file, element)
        take_out(element)
    return True


def _forget(file: WordFile, element: etree._Element) -> None:
    """Take what an element says out of the truth, and out of the notes of other hands."""
    tables = {t.get(TABLE) for t in element.iter(f"{W}tbl")}
    paths = {place_of(p) for p in element.iter(f"{W}p") if p.get(ANSWER)}
    for path in list(file.truth):
        option = any(p.startswith(f"{path}=") for p in paths)
        if path in paths or option or path.partition("[")[0] in tables:
            del file.truth[path]
    text = "\n".join(text_of(p) for p in element.iter(f"{W}p"))
    file.notes[:] = [note for note in file.notes if note not in text]


@word_hand("section doubled", told="which of two equal parts is meant, nobody can say")
def double_section(file: WordFile, dice: Random) -> bool:
    sections = _asking(file)
    if not sections:
        return False
    section = dice.choice(sections)
    for element in reversed(section):
        section[-1].addnext(_without_marks(element))
    file.doubled = True
    return True


@word_hand("whole form twice in one file", told="of two forms the first is read")
def twice(file: WordFile, dice: Random) -> bool:
    elements = [e for e in file.body if e.tag != f"{W}sectPr"]
    for element in reversed(elements):
        elements[-1].addnext(_without_marks(element))
    file.doubled = True
    return True


@word_hand("blank copy of a section before it")
def blank_section_before(file: WordFile, dice: Random) -> bool:
    """A section kept blank, and the copy of it that was pasted below filled in."""
    sections = {text_of(s[0]): s for s in _asking(file)}
    printed = [s for s in sections_of(file.as_filled())[1:] if text_of(s[0]) in sections]
    filled = [s for s in printed if _says(s)]
    if not filled or file.doubled:
        return False
    section = dice.choice(filled)
    start = sections[text_of(section[0])][0]
    for element in section:
        start.addprevious(_emptied(file, element))
    return True


@word_hand("blank form before the one filled in")
def blank_form_before(file: WordFile, dice: Random) -> bool:
    """A form kept blank, and a second one filled in below it."""
    form = [e for e in file.as_filled().body if e.tag != f"{W}sectPr"]
    if file.doubled or not _says(form):
        return False
    start = file.body[0]
    for element in form:
        start.addprevious(_emptied(file, element))
    return True


def _says(elements: list[etree._Element]) -> bool:
    places = (p for e in elements for p in e.iter(f"{W}p") if p.get(ANSWER))
    return any("☒" in text_of(p) if is_tick(p) else not is_prompt(p) for p in places)


def _emptied(file: WordFile, element: etree._Element) -> etree._Element:
    """A copy with a prompt or an empty box in each place, which no hand finds."""
    for control in element.iter(f"{W}sdt"):
        untick(control)
    for p in element.iter(f"{W}p"):
        if p.get(ANSWER) and not is_tick(p) and not is_prompt(p):
            write(p, file.prompt_of(p))
    made = _without_marks(element)
    for found in made.iter():
        without(found, ANSWER, LABEL, TICK, TABLE, ROW)
    return made


def _without_marks(element: etree._Element) -> etree._Element:
    """A copy as pasting makes it: no bookmark stands twice in a file."""
    fresh = copy.deepcopy(element)
    for mark in list(fresh.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        take_out(mark)
    for p in fresh.iter(f"{W}p"):
        # Hands that come later find each answer once.
        if not is_tick(p):
            p.attrib.pop(ANSWER, "")
    return fresh
