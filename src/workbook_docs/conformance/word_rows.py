"""Hands on the repeated tables of a Word file."""

from __future__ import annotations

import copy
from functools import partial
from itertools import pairwise
from random import Random

from lxml import etree

from workbook_docs.conformance.hands import some, word_hand
from workbook_docs.conformance.word_file import (
    LABEL,
    ROW,
    TABLE,
    W,
    WordFile,
    cells_of,
    data_rows,
    is_prompt,
    is_tick,
    loosen,
    outermost,
    paragraph,
    place_of,
    text_of,
    unwrap_controls,
    write,
)
from workbook_docs.conformance.xml import child_of, parent_of, take_out, without


def _tables(file: WordFile, dice: Random, share: float = 0.7) -> list[etree._Element]:
    chosen = some(dice, file.tables(), share)
    for table in chosen:
        loosen(table)
    return chosen


def _header(table: etree._Element) -> etree._Element | None:
    return next((row for row in table.iter(f"{W}tr") if not row.get(ROW)), None)


def _blank(row: etree._Element) -> etree._Element:
    """A row like this one, as Tab or Insert Row makes it: no controls and no text."""
    fresh = copy.deepcopy(row)
    unwrap_controls(fresh)
    for p in fresh.iter(f"{W}p"):
        write(p, "")
        without(p, LABEL)
    return fresh


@word_hand("spare rows deleted")
def delete_spare(file: WordFile, dice: Random) -> bool:
    for table in _tables(file, dice, 0.9):
        for row in data_rows(table, filled=False):
            if len(data_rows(table)) > 1:
                take_out(row)
    return bool(file.tables())


@word_hand("rows added without controls")
def added_rows(file: WordFile, dice: Random) -> bool:
    """The last filled rows stand below the spare ones, as rows that a person added."""
    for table in _tables(file, dice):
        filled = data_rows(table, filled=True)
        for row in filled[len(filled) // 2 :]:
            unwrap_controls(row)
            if row is not data_rows(table)[-1]:
                data_rows(table)[-1].addnext(row)
    return bool(file.tables())


@word_hand("rows shuffled")
def shuffle_rows(file: WordFile, dice: Random) -> bool:
    for table in _tables(file, dice):
        filled = data_rows(table, filled=True)
        if len(filled) < 2:
            continue
        parent = parent_of(filled[0])
        at = parent.index(filled[0])
        dice.shuffle(filled)
        for row in filled:
            take_out(row)
        for row in reversed(filled):
            parent.insert(at, row)
    return bool(file.tables())


@word_hand("blank rows in the middle")
def blank_rows(file: WordFile, dice: Random) -> bool:
    for table in _tables(file, dice):
        for row in some(dice, data_rows(table, filled=True), 0.4):
            for _ in range(dice.randint(1, 2)):
                row.addprevious(_blank(row))
    return bool(file.tables())


@word_hand("columns swapped")
def swap_columns(file: WordFile, dice: Random) -> bool:
    for table in _tables(file, dice, 0.4):
        header = _header(table)
        count = len(list(cells_of(header))) if header is not None else 0
        if count < 2:
            continue
        one, other = sorted(dice.sample(range(count), 2))
        for row in table.iter(f"{W}tr"):
            cells = [outermost(cell) for cell in cells_of(row)]
            if len(cells) != count or next(row.iterancestors(f"{W}tbl")) is not table:
                continue
            first, second = cells[one], cells[other]
            marker = etree.Element("marker")
            first.addprevious(marker)
            second.addprevious(first)
            marker.addprevious(second)
            take_out(marker)
    return bool(file.tables())


@word_hand("column added")
def add_column(file: WordFile, dice: Random) -> bool:
    for table in _tables(file, dice, 0.4):
        header = _header(table)
        if header is None:
            continue
        title = dice.choice(("Our notes", "Lead in our team", "RAG"))
        spot = dice.randint(0, len(list(cells_of(header))))
        for number, row in enumerate(table.iter(f"{W}tr")):
            cells = [outermost(cell) for cell in cells_of(row)]
            text = title if row is header else ""
            if row.get(ROW) and dice.random() < 0.4:
                text = f"note {number} of ours"
            if text:
                file.notes.append(text)
            cell = etree.Element(f"{W}tc")
            etree.SubElement(cell, f"{W}tcPr")
            cell.append(paragraph(text))
            if spot < len(cells):
                cells[spot].addprevious(cell)
            elif cells:
                cells[-1].addnext(cell)
    return bool(file.tables())


@word_hand("column headings renamed a little")
def rename_headings(file: WordFile, dice: Random) -> bool:
    for table in _tables(file, dice):
        header = _header(table)
        cells = list(cells_of(header)) if header is not None else []
        for cell in some(dice, cells, 0.3)[:2]:
            nodes = [t for t in cell.iter(f"{W}t") if (t.text or "").strip()]
            if not nodes:
                continue
            match dice.randint(0, 2):
                case 0:
                    nodes[-1].text = f"{nodes[-1].text} (please list)"
                case 1:
                    nodes[0].text = f"Our {(nodes[0].text or '').casefold()}"
                case _:
                    nodes[-1].text = f"{(nodes[-1].text or '').rstrip('?')} / comments"
    return bool(file.tables())


@word_hand("heading row deleted", told="of short words nobody can say whether they are headings")
def delete_header(file: WordFile, dice: Random) -> bool:
    """The headings of one table gone; of one whose columns another hand moved they stay."""
    tables = _tables(file, dice, 0.0)
    if not tables:
        return False
    file.last.append(partial(_drop_header, tables[0]))
    return True


def _drop_header(table: etree._Element, file: WordFile) -> None:
    issued = next(t for t in file.as_filled().tables() if t.get(TABLE) == table.get(TABLE))
    own, before = _header(table), _header(issued)
    if own is not None and _cells_text(own) == _cells_text(before):
        take_out(own)


def _cells_text(row: etree._Element | None) -> list[str]:
    return [] if row is None else [text_of(cell) for cell in cells_of(row)]


@word_hand("heading row repeated further down")
def repeat_header(file: WordFile, dice: Random) -> bool:
    for table in _tables(file, dice):
        header, rows = _header(table), data_rows(table)
        if header is not None and len(rows) > 1:
            dice.choice(rows[1:]).addprevious(_plain_copy(header))
    return bool(file.tables())


def _plain_copy(row: etree._Element) -> etree._Element:
    fresh = copy.deepcopy(row)
    for mark in list(fresh.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        take_out(mark)
    return fresh


def _split(table: etree._Element, at: etree._Element) -> etree._Element:
    second = etree.Element(f"{W}tbl")
    for name in ("tblPr", "tblGrid"):
        properties = table.find(f"{W}{name}")
        if properties is not None:
            second.append(copy.deepcopy(properties))
    for row in [at, *at.itersiblings()]:
        second.append(row)
    table.addnext(second)
    table.addnext(etree.Element(f"{W}p"))
    return second


@word_hand("table split in two")
def split_table(file: WordFile, dice: Random) -> bool:
    for table in _tables(file, dice):
        filled = data_rows(table, filled=True)
        if len(filled) > 1:
            _split(table, dice.choice(filled[1:]))
    return bool(file.tables())


@word_hand("table split in two, headings repeated")
def split_table_with_header(file: WordFile, dice: Random) -> bool:
    for table in _tables(file, dice):
        header, filled = _header(table), data_rows(table, filled=True)
        if len(filled) > 1 and header is not None:
            second = _split(table, dice.choice(filled[1:]))
            next(second.iter(f"{W}tr")).addprevious(_plain_copy(header))
    return bool(file.tables())


@word_hand("whole table copied", told="which of two equal tables is meant, nobody can say")
def copy_table(file: WordFile, dice: Random) -> bool:
    tables = file.tables()
    if not tables:
        return False
    table = dice.choice(tables)
    second = copy.deepcopy(table)
    for mark in list(second.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        take_out(mark)
    table.addnext(second)
    table.addnext(etree.Element(f"{W}p"))
    file.doubled = True
    return True


@word_hand("cells merged downwards")
def merge_down(file: WordFile, dice: Random) -> bool:
    """The empty cell below an answer becomes part of it."""
    done = False
    for table in _tables(file, dice):
        rows = data_rows(table)
        for row, below in pairwise(rows):
            pairs = list(zip(cells_of(row), cells_of(below), strict=False))
            for upper, lower in pairs[1:]:
                first, second = next(upper.iter(f"{W}p")), next(lower.iter(f"{W}p"))
                if is_tick(first) or not text_of(first).strip() or is_prompt(first):
                    continue
                if text_of(second).strip() and not is_prompt(second):
                    continue
                one, other = upper.find(f"{W}tcPr"), lower.find(f"{W}tcPr")
                if one is None or other is None:
                    continue
                write(second, "")
                etree.SubElement(one, f"{W}vMerge").set(f"{W}val", "restart")
                etree.SubElement(other, f"{W}vMerge")
                done = True
                break
    return done


@word_hand("caption rows in the table")
def caption_rows(file: WordFile, dice: Random) -> bool:
    """A row across the whole table between two data rows: it is no data."""
    done = False
    for table in _tables(file, dice, 0.5):
        header, rows = _header(table), data_rows(table, filled=True)
        width = len(list(cells_of(header))) if header is not None else 0
        if not rows or width < 2:
            continue
        caption = dice.choice(("From the hospital", "In the community", "To be asked later"))
        row = etree.Element(f"{W}tr")
        cell = etree.SubElement(row, f"{W}tc")
        properties = etree.SubElement(cell, f"{W}tcPr")
        etree.SubElement(properties, f"{W}gridSpan").set(f"{W}val", str(width))
        cell.append(paragraph(caption))
        dice.choice(rows).addprevious(row)
        file.notes.append(caption)
        done = True
    return done


@word_hand("two rows merged into one")
def merge_rows(file: WordFile, dice: Random) -> bool:
    """Merge Cells over two rows, column by column: Word keeps both texts, one under the other."""
    done = False
    for table in _tables(file, dice):
        rows = data_rows(table, filled=True)
        pairs = [(a, b) for a, b in pairwise(rows) if _only_text(file, a) and _only_text(file, b)]
        if not pairs:
            continue
        upper, lower = dice.choice(pairs)
        for one, other in zip(cells_of(upper), cells_of(lower), strict=False):
            p, q = next(one.iter(f"{W}p")), next(other.iter(f"{W}p"))
            text = "\n".join(text_of(x) for x in (p, q) if text_of(x) and not is_prompt(x))
            file.truth.pop(place_of(q), None)
            file.truth[place_of(p)] = text or None
            write(p, text)
        take_out(lower)
        done = True
    return done


def _only_text(file: WordFile, row: etree._Element) -> bool:
    """Whether each cell of a row is one paragraph that holds the whole of a text."""
    for cell in cells_of(row):
        paragraphs = list(cell.iter(f"{W}p"))
        p = paragraphs[0]
        if len(paragraphs) > 1 or file.kind_of(p) not in ("text", "long-text"):
            return False
        text = "" if is_prompt(p) else text_of(p)
        if text.split() != str(file.value_of(p) or "").split():
            return False
    return True


@word_hand("a row split in two")
def split_row(file: WordFile, dice: Random) -> bool:
    """Split Cells on one answer: its lines stand one under the other, the row goes on beside."""
    done = False
    for table in _tables(file, dice):
        found = [
            (row, index)
            for row in data_rows(table, filled=True)
            for index, cell in enumerate(cells_of(row))
            if _lines_of(cell) and all(c.find(f"{W}tcPr") is not None for c in cells_of(row))
        ]
        if not found:
            continue
        row, index = dice.choice(found)
        lines = _lines_of(list(cells_of(row))[index])
        second = _blank(row)
        row.addnext(second)
        for number, (one, other) in enumerate(zip(cells_of(row), cells_of(second), strict=True)):
            if number == index:
                write(next(one.iter(f"{W}p")), lines[0])
                write(next(other.iter(f"{W}p")), "\n".join(lines[1:]))
                continue
            for cell, value in ((one, "restart"), (other, "continue")):
                properties = child_of(cell, f"{W}tcPr")
                for old in properties.findall(f"{W}vMerge"):
                    properties.remove(old)
                etree.SubElement(properties, f"{W}vMerge").set(f"{W}val", value)
        done = True
    return done


def _lines_of(cell: etree._Element) -> list[str]:
    """The lines of a cell that is one paragraph of several; none of any other."""
    paragraphs = list(cell.iter(f"{W}p"))
    lines = text_of(cell).split("\n")
    plain = len(paragraphs) == 1 and not is_prompt(paragraphs[0]) and not is_tick(paragraphs[0])
    return lines if plain and len(lines) > 1 and all(line.strip() for line in lines) else []
