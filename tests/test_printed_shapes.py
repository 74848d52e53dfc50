"""The printed form with each of its parts laid out as other people would: read by its words."""

from __future__ import annotations

import pytest

from printed_form import SHARED
from printed_shapes import PARTS, REPEATED, as_typed, laid_out
from workbook_docs.conformance.records import records
from workbook_docs.conformance.scoring import score
from workbook_docs.reading import read_bytes
from workbook_docs.workbooks.module_2 import Module2

RECORDS = records(Module2, 3, seed=11)
SHAPES = [(part, shape) for part, shapes in PARTS.items() for shape in shapes]
SHAPES += [("tables", shape) for shape in REPEATED]
# One answer alone behind a label that nothing parts from it may be all answer: not read.
UNCERTAIN = {"after a bold label"}


TEXT = SHARED / "seed" / "module-2-as-printed.txt"
TEXTS = [pytest.param(None, id="labels only")]
if TEXT.exists():
    TEXTS.append(pytest.param(TEXT, id="the whole text"))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("part", "shape"), SHAPES)
def test_a_part_is_read_in_every_shape(part, shape, text):
    for record in RECORDS[:2] if text else RECORDS:
        truth = as_typed(record, {part: shape})
        reading = read_bytes(laid_out(truth, {part: shape}, text), name="old.docx")
        found = score(truth, reading)

        assert found.wrong == found.lost == 0
        assert reading.account.adds_up
        assert found.misread == [] or shape in UNCERTAIN
