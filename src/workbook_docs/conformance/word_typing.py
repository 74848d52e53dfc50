"""Hands of people who type where the form did not mean it: single answers of a Word file."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random

from lxml import etree

from workbook_docs.conformance.hands import some, word_hand
from workbook_docs.conformance.word_file import (
    ANSWER,
    LABEL,
    W,
    WordFile,
    boxes,
    clear,
    is_tick,
    paragraph,
    path_of,
    run,
    runs_of,
    text_of,
    untick,
    unwrap,
    unwrap_controls,
    wrap,
    write,
)
from workbook_docs.conformance.xml import child_of, empty, parent_of, take_out, without


def _tracked(name: str) -> etree._Element:
    element = etree.Element(f"{W}{name}")
    element.set(f"{W}id", "9001")
    element.set(f"{W}author", "Ann Reed")
    element.set(f"{W}date", "2026-11-01T10:00:00Z")
    return element


def _in_table(p: etree._Element) -> bool:
    return parent_of(p).tag == f"{W}tc"


@word_hand("tracked insertion")
def tracked_insertion(file: WordFile, dice: Random) -> bool:
    answers = some(dice, file.answers(filled=True), 0.6)
    for p in answers:
        for r in runs_of(p):
            holder = _tracked("ins")
            wrap([r], holder, holder)
    return bool(answers)


@word_hand("tracked deletion kept")
def tracked_deletion(file: WordFile, dice: Random) -> bool:
    answers = some(dice, file.answers(filled=True), 0.6)
    for p in answers:
        first = runs_of(p)
        if not first:
            continue
        gone = run("an older answer, struck out")
        for node in gone.iter(f"{W}t"):
            node.tag = f"{W}delText"
        holder = _tracked("del")
        holder.append(gone)
        first[0].addprevious(holder)
    return bool(answers)


@word_hand("whole prompt left before the answer")
def prompt_before(file: WordFile, dice: Random) -> bool:
    return _with_prompt(file, dice, lambda prompt, text: prompt + dice.choice(("", " ")) + text)


@word_hand("whole prompt left after the answer")
def prompt_after(file: WordFile, dice: Random) -> bool:
    return _with_prompt(file, dice, lambda prompt, text: f"{text} {prompt}")


@word_hand("half a prompt left", told="a word or two of the prompt may count as the answer's")
def half_prompt(file: WordFile, dice: Random) -> bool:
    return _with_prompt(file, dice, lambda prompt, text: prompt[: prompt.rindex(" ")] + text)


def _with_prompt(file: WordFile, dice: Random, join: Callable[[str, str], str]) -> bool:
    answers = some(dice, [p for p in file.answers(filled=True) if file.prompt_of(p)], 0.15)
    for p in answers:
        text = join(file.prompt_of(p), text_of(p))
        first = p.find(f".//{W}sdtContent")
        holder = first if first is not None else p
        empty(holder, f"{W}pPr")
        holder.append(run(text))
    return bool(answers)


@word_hand("typed in a new paragraph after the control")
def after_control(file: WordFile, dice: Random) -> bool:
    answers = [
        p for p in some(dice, file.answers(filled=True), 0.3) if p.find(f".//{W}sdt") is not None
    ]
    for p in answers:
        text = text_of(p)
        content = child_of(p, f".//{W}sdtContent")
        empty(content)
        content.append(run(file.prompt_of(p)))
        below = p
        for line in text.split("\n"):
            fresh = paragraph(line)
            fresh.set(ANSWER, path_of(p))
            below.addnext(fresh)
            below = fresh
    return bool(answers)


@word_hand("typed over control and all")
def over_control(file: WordFile, dice: Random) -> bool:
    answers = some(dice, file.answers(filled=True), 0.4)
    for p in answers:
        write(p, text_of(p))
    return bool(answers)


@word_hand("typed in the label's own paragraph")
def in_label(file: WordFile, dice: Random) -> bool:
    """`Name: Ann`, the place itself left empty."""
    labels = file.labels()
    done = False
    for p in some(dice, file.answers(filled=True), 0.25):
        label = labels.get(path_of(p))
        if label is None or "\n" in text_of(p) or not _in_table(p) or is_tick(label):
            continue
        if not file.is_whole(p):
            continue
        colon = "" if text_of(label).rstrip().endswith((":", "?")) else ":"
        label.append(run(f"{colon} {text_of(p)}"))
        clear(p)
        done = True
    return done


@word_hand("typed under the label in its cell")
def under_label(file: WordFile, dice: Random) -> bool:
    labels = file.labels()
    done = False
    for p in some(dice, file.answers(filled=True), 0.25):
        label = labels.get(path_of(p))
        if label is None or not _in_table(p) or is_tick(label) or not file.is_whole(p):
            continue
        for line in reversed(text_of(p).split("\n")):
            label.addnext(paragraph(line))
        clear(p)
        done = True
    return done


@word_hand("answer in several paragraphs")
def several_paragraphs(file: WordFile, dice: Random) -> bool:
    """Enter pressed in a rich-text control, or its lines pasted: only the first stays inside."""
    done = False
    for p in file.answers(filled=True):
        lines = text_of(p).split("\n")
        if len(lines) == 1:
            continue
        done = True
        content = p.find(f".//{W}sdtContent")
        holder = content if content is not None and dice.random() < 0.5 else p
        if holder is p:
            unwrap_controls(p)
        empty(holder, f"{W}pPr")
        holder.append(run(lines[0]))
        for line in reversed(lines[1:]):
            below = paragraph(line)
            below.set(ANSWER, path_of(p))
            p.addnext(below)
    return done


@word_hand("control copied over another field's place")
def copied_control(file: WordFile, dice: Random) -> bool:
    """A place copied to keep its look, then typed over: its tag names another field."""
    single = [p for p in file.answers(filled=True)
              if "[]" not in path_of(p) and p.find(f"{W}sdt") is not None]  # fmt: skip
    if len(single) < 2:
        return False
    source, target = dice.sample(single, 2)
    text = text_of(target)
    sdt = copy.deepcopy(child_of(source, f"{W}sdt"))
    clear(target)
    content = child_of(sdt, f"{W}sdtContent")
    empty(content)
    content.append(run(text))
    target.append(sdt)
    return True


@word_hand("nested table in a cell", told="a table in a cell is read as a table of its own")
def nested_table(file: WordFile, dice: Random) -> bool:
    answers = [p for p in file.answers(filled=True) if _in_table(p) and "[]" not in path_of(p)]
    if not answers:
        return False
    p = dice.choice(answers)
    table = etree.Element(f"{W}tbl")
    etree.SubElement(table, f"{W}tblPr")
    etree.SubElement(table, f"{W}tblGrid")
    for line in text_of(p).split("\n"):
        cell = etree.SubElement(etree.SubElement(table, f"{W}tr"), f"{W}tc")
        cell.append(paragraph(line))
    clear(p)
    p.addprevious(table)
    return True


@word_hand("entries in rows of their own")
def entries_in_rows(file: WordFile, dice: Random) -> bool:
    """Rows inserted under a label for its further entries, their label cells left blank."""
    answers = [p for p in file.answers(filled=True)
               if _in_table(p) and "[]" not in path_of(p) and "\n" in text_of(p)]  # fmt: skip
    for p in some(dice, answers, 0.3)[:3]:
        lines, row = text_of(p).split("\n"), next(p.iterancestors(f"{W}tr"))
        write(p, lines[0])
        for line in reversed(lines[1:]):
            fresh = copy.deepcopy(row)
            unwrap_controls(fresh)
            for other in fresh.iter(f"{W}p"):
                mine = other.get(ANSWER) == p.get(ANSWER)
                write(other, line if mine else "")
                without(other, LABEL)
            row.addnext(fresh)
    return bool(answers)


# Boxes ----------------------------------------------------------------------------------


def _typed_box(
    file: WordFile, ticked: tuple[str, ...], blank: tuple[str, ...], dice: Random
) -> bool:
    every = boxes(file)
    for _, sdt, state in every:
        content = child_of(sdt, f"{W}sdtContent")
        empty(content)
        text = dice.choice(ticked if state else blank)
        if text:
            content.append(run(text))
        unwrap(sdt)
    return bool(every)


@word_hand("glyphs in place of boxes")
def glyph_boxes(file: WordFile, dice: Random) -> bool:
    return _typed_box(file, ("☑", "☒", "✓", "✔"), ("☐", "□"), dice)


@word_hand("x typed in place of boxes", told="the box is gone, and a finding says so")
def typed_x(file: WordFile, dice: Random) -> bool:
    return _typed_box(file, ("x", "X", "[x]"), ("[ ]", "☐", ""), dice)


@word_hand("Yes and No typed in place of boxes", told="the box is gone, and a finding says so")
def typed_yes(file: WordFile, dice: Random) -> bool:
    return _typed_box(file, ("Yes", "yes"), ("No", "no"), dice)


@word_hand("Yes typed after the words, the box left")
def yes_after(file: WordFile, dice: Random) -> bool:
    ticked = [(p, sdt) for p, sdt, state in boxes(file) if state and not _in_table(p)]
    for p, sdt in some(dice, ticked):
        untick(sdt)
        p.append(run(" Yes"))
    return bool(ticked)


@word_hand("✓ typed before the box, the box left")
def tick_before(file: WordFile, dice: Random) -> bool:
    ticked = [(p, sdt) for p, sdt, state in boxes(file) if state and not _in_table(p)]
    for _, sdt in some(dice, ticked):
        untick(sdt)
        sdt.addprevious(run("✓ "))
    return bool(ticked)


@word_hand("legacy check boxes")
def legacy_boxes(file: WordFile, dice: Random) -> bool:
    every = boxes(file)
    for _, sdt, state in every:
        begin = etree.Element(f"{W}r")
        start = etree.SubElement(begin, f"{W}fldChar")
        start.set(f"{W}fldCharType", "begin")
        data = etree.SubElement(start, f"{W}ffData")
        check = etree.SubElement(data, f"{W}checkBox")
        etree.SubElement(check, f"{W}default").set(f"{W}val", "1" if state else "0")
        code = etree.Element(f"{W}r")
        etree.SubElement(code, f"{W}instrText").text = " FORMCHECKBOX "
        end = etree.Element(f"{W}r")
        etree.SubElement(end, f"{W}fldChar").set(f"{W}fldCharType", "end")
        for element in (begin, code, end):
            sdt.addprevious(element)
        take_out(sdt)
    return bool(every)
