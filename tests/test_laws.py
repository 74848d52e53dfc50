"""The laws of reading, each over many files: what must hold whatever comes back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_readiness import SiteReadiness

import strategies
from printed_shapes import any_shapes, as_typed, laid_out
from workbook_docs import fill, templates
from workbook_docs.align import align
from workbook_docs.anchors import new_copy
from workbook_docs.conformance.records import records
from workbook_docs.conformance.run import Case, damaged, filled, random_hands
from workbook_docs.conformance.word_file import WordFile, heading_level
from workbook_docs.definition import fields_of, tables_of
from workbook_docs.edition import letters
from workbook_docs.parsing import parse
from workbook_docs.reading import growing_paths, read_bytes, tick_paths
from workbook_docs.recognition import recognise
from workbook_docs.records import Block
from workbook_docs.taking import Taking
from workbook_docs.unfolding import unfold
from workbook_docs.values import flatten, normal
from workbook_docs.workbooks.module_2 import Module2

WORKBOOKS = (Module2, SiteReadiness)
FORMATS = ("docx", "xlsx")
SLOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


# Reading is deterministic ----------------------------------------------------------------

READ_ALL = """
import json, sys
sys.path[:0] = sys.argv[1].split(":")
from site_readiness import SiteReadiness
from workbook_docs.reading import read
for path in sys.argv[2:]:
    workbook = SiteReadiness if "site" in path else None
    print(json.dumps(read(path, workbook).to_json()))
"""


def test_a_file_is_read_the_same_by_every_process(tmp_path):
    paths = []
    for workbook in WORKBOOKS:
        for format in FORMATS:
            for number, case in enumerate(filled(workbook, format, 2, 5)):
                dice = Random(number)
                hands = random_hands(format, 5, dice)
                changed = damaged(case, format, hands, dice) or case
                paths.append(tmp_path / f"{workbook.workbook_id}-{number}.{format}")
                paths[-1].write_bytes(changed.data)
    for number, record in enumerate(records(Module2, 2, 6)):
        shapes = any_shapes(Random(number))
        paths.append(tmp_path / f"printed-{number}.docx")
        paths[-1].write_bytes(laid_out(as_typed(record, shapes), shapes))
    printed = {
        subprocess.run(
            [sys.executable, "-c", READ_ALL, ":".join(sys.path), *map(str, paths)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }

    assert len(printed) == 1
    assert len(printed.pop().splitlines()) == len(paths)


# The account adds up, and no answer is in a wrong field ----------------------------------


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("workbook", WORKBOOKS)
@SLOW
@given(data=st.data(), seed=st.integers(0, 10_000))
def test_the_account_adds_up_whatever_was_typed_and_damaged(workbook, format, data, seed):
    record = data.draw(strategies.records(workbook).filter(strategies.can_be_filled))
    values = {p: v for p, v in flatten(record).items() if v not in (None, [])}
    sent = templates.rendered(workbook, values, format, new_copy("S07", "2026-1"))
    dice = Random(seed)
    hands = random_hands(format, dice.randint(0, 4), dice)
    case = Case(normal(record), sent)
    changed = (damaged(case, format, hands, dice) or case) if hands else case
    reading = read_bytes(changed.data, workbook, name=f"1.{format}")

    assert reading.outcome == "read"
    assert reading.account.adds_up
    outline = parse(changed.data, format)
    assert reading.account.total == sum(
        len(line.strip()) for block in outline.blocks for line in block.text.split("\n")
    )
    listed = Counter(letters(text.text) for text in reading.unplaced)
    assert sum(listed.values()) == len(reading.unplaced)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("workbook", WORKBOOKS)
@SLOW
@given(seed=st.integers(0, 10_000), hands=st.integers(1, 3))
def test_no_answer_is_in_another_field(workbook, format, seed, hands):
    """Every answer names its own field: where it is read at all, it is read there."""
    values = {
        f.path: f"answer to {f.path}"
        for f in fields_of(workbook)
        if f.table is None and f.kind in ("text", "long-text")
    }
    for table in tables_of(workbook):
        for column in table.columns:
            for row in range(3):
                if column.kind in ("text", "long-text"):
                    path = column.path.replace("[]", f"[{row}]")
                    values[path] = f"row {row} of {column.path}"
    sent = templates.rendered(workbook, values, format, new_copy("S07", "2026-1"))
    dice = Random(seed)
    case = Case(normal(workbook()), sent)
    changed = damaged(case, format, random_hands(format, hands, dice), dice) or case
    reading = read_bytes(changed.data, workbook, name=f"1.{format}")

    for answer in reading.answers:
        column = "[].".join(part.rpartition("[")[0] or part for part in answer.path.split("]."))
        for path in {text for text in (answer.raw or "").split() if "." in text or "[" in text}:
            assert letters(path) in letters(column) or path not in values, answer


# Shuffled sections -----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_shuffling_sections_changes_nothing_but_places(workbook, seed):
    [case] = filled(workbook, "docx", 1, seed)
    file = WordFile.open(case.data, case.truth)
    elements = [e for e in file.body if not e.tag.endswith("}sectPr")]
    sections: list[list] = [[]]
    for element in elements:
        if element.tag.endswith("}p") and heading_level(element) in (1, 2):
            sections.append([])
        sections[-1].append(element)
    front, *rest = sections
    Random(seed).shuffle(rest)
    for number, element in enumerate(e for section in (front, *rest) for e in section):
        file.body.insert(number, element)
    before = read_bytes(case.data, workbook, name="1.docx")
    after = read_bytes(file.save(), workbook, name="1.docx")

    assert after.record == before.record
    assert [replace(a, place=None) for a in after.answers] == [
        replace(a, place=None) for a in before.answers
    ]
    assert after.unplaced == ()


# Work grows with the document ------------------------------------------------------------

MOST = 5.0
"""How much more work four times the document may be."""


@cache
def blank(workbook):
    return recognise(
        parse(templates.rendered(workbook, {}, "docx", new_copy("S07", "2026-1")), "docx"), workbook
    )


def work(workbook, blocks):
    """How many lines of code run to read some blocks."""
    definition, edition, outline = blank(workbook)
    count = 0

    def traced(frame, event, argument):
        nonlocal count
        count += event == "line"
        return traced

    outline = replace(outline, blocks=tuple(blocks))
    sys.settrace(traced)
    try:
        outline = unfold(outline, edition)
        found = align(outline, edition, tick_paths(definition), growing_paths(definition))
        Taking(definition, edition, outline, found).reading("1.docx", "")
    finally:
        sys.settrace(None)
    return count


def unlike(number):
    return Block(f"Sentence {number} that nobody issued, about topic {number * 7919 % 1000}.")


def alike(number):
    return Block("The same words again and again.")


def issued_again(number):
    lines = [line.text for line in blank(Module2)[1].lines if line.text]
    return Block(lines[number % len(lines)])


def labelled(number):
    words = ("Stakeholder", "Stakeholder Interests", "Assessment of Impact", "Frequency")
    return Block(f"{words[number % 4]}: entry {number}")


def tabbed(number):
    return Block(f"Stakeholder {number}\tinterest\timpact\tletters")


def half_a_label(number):
    return Block(f"Planning the year {number} with Name and Frequency")


def row(number):
    return Block(f"cell {number}", table=900, row=number // 4, column=number % 4)


@pytest.mark.parametrize(
    "kind", [unlike, alike, issued_again, labelled, tabbed, half_a_label, row],
    ids=lambda kind: kind.__name__,
)  # fmt: skip
def test_work_grows_no_faster_than_the_document(kind):
    blocks = blank(Module2)[2].blocks
    half = len(blocks) // 2
    few, many = (
        work(Module2, [*blocks[:half], *map(kind, range(length)), *blocks[half:]])
        for length in (300, 1200)
    )
    alone = work(Module2, blocks)

    assert many - alone <= MOST * (few - alone)


@pytest.mark.parametrize("written", ["one paragraph", "paragraphs", "paragraphs in a control"])
@pytest.mark.parametrize(
    "path", ["nine_cs.commissioners", "co_production.point_1", "initial_matrix[].interests"]
)
def test_work_grows_no_faster_than_an_answer(path, written):
    blocks = blank(Module2)[2].blocks
    place = next(n for n, b in enumerate(blocks) if any(a.path == path for a in b.anchors
                 if a.role == "answer"))  # fmt: skip
    mark = next(a for a in blocks[place].anchors if a.path == path and a.role == "answer")

    def answered(length):
        words = [f"Line {number}." for number in range(length)]
        texts = ["\n".join(words)] if written == "one paragraph" else words
        lines = [
            replace(
                blocks[place],
                text=text,
                boxes=(),
                anchors=(replace(mark, start=0, end=len(text)),) if "control" in written else (),
            )
            for text in texts
        ]
        return work(Module2, [*blocks[: place + 1], *lines, *blocks[place + 1 :]])

    few, many, alone = answered(300), answered(1200), work(Module2, blocks)
    assert many - alone <= MOST * (few - alone)


def test_work_grows_no_faster_than_the_rows_of_a_table(tmp_path):
    def outline(rows):
        record = {f"initial_matrix[{n}].stakeholder": f"Group {n}" for n in range(rows)}
        fill(Module2, record, tmp_path / f"{rows}.docx")
        return parse((tmp_path / f"{rows}.docx").read_bytes(), "docx")

    few, many = (work(Module2, recognise(outline(rows), Module2)[2].blocks) for rows in (100, 400))

    assert many <= MOST * few
