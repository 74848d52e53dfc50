"""The printed form as other years laid it out: read by its words, one layout known, all read."""

from __future__ import annotations

import pytest

from conformance.printed import LAYOUTS, printed_truth, typed
from printed_form import SHARED
from programs import program
from workbook_docs.conformance.records import records
from workbook_docs.conformance.routes import ROUTES
from workbook_docs.conformance.run import Case
from workbook_docs.reading import read_bytes
from workbook_docs.workbooks.module_2 import Module2

TEXT = SHARED / "seed" / "module-2-as-printed.txt"
TEXTS = [pytest.param(None, id="labels only")]
if TEXT.exists():
    TEXTS.append(pytest.param(TEXT, id="the whole text"))
PROGRAMS = ("libreoffice-docx", "libreoffice-odt", "libreoffice-doc", "libreoffice-rtf",
            "abiword", "pandoc")  # fmt: skip
RECORDS = records(Module2, 4, seed=1)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_answer_is_read_whatever_the_layout(layout, text):
    for record in RECORDS:
        data = typed(record, LAYOUTS[layout], text)
        reading = read_bytes(data, name="old.docx")

        assert reading.edition == "module-2@printed"
        assert Case(printed_truth(record), data).score().misread == []
        assert reading.account.adds_up


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("route", PROGRAMS)
def test_every_answer_is_read_through_every_program(route, text):
    program("soffice" if route.startswith("libreoffice") else route)
    cases = [
        (layout, printed_truth(record), typed(record, LAYOUTS[layout], text))
        for layout in LAYOUTS
        for record in RECORDS[:2]
    ]
    returned = ROUTES[route].send([data for _, _, data in cases])

    for (layout, truth, _), data in zip(cases, returned, strict=True):
        assert data is not None
        assert (layout, Case(truth, data).score().misread) == (layout, [])
