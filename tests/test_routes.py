"""Copies that went through other programs: nothing is lost in silence, and nothing is made up."""

from __future__ import annotations

import io

import docx
import pytest

from programs import program
from word_files import answered, reading_of
from workbook_docs import templates
from workbook_docs.conformance.routes import ROUTES
from workbook_docs.conformance.word_file import W
from workbook_docs.reading import read_bytes
from workbook_docs.records import Copy
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

PROGRAM = {
    "LibreOffice": "soffice",
    "AbiWord": "abiword",
    "pandoc": "pandoc",
    "Gnumeric": "ssconvert",
}
LIBRARIES = {"python-docx", "openpyxl"}


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
def test_an_untouched_copy_leaves_nothing_unplaced(route):
    if route.program not in LIBRARIES:
        program(PROGRAM[route.program])
    sent = Copy("C0NF-0001", "S07", "2026-1")
    workbooks = (Module2, NineCsList)
    copies = [templates.rendered(workbook, {}, route.format, sent) for workbook in workbooks]
    for data in route.send(copies):
        reading = read_bytes(data, name="S07")

        assert reading.unplaced == ()
        assert [f.message for f in reading.findings if f.severity != "note"] == []
        assert reading.account.adds_up


# What a program drops -----------------------------------------------------------------------


def without(data: bytes, aliases: tuple[str, ...], *, control: bool = True) -> bytes:
    """A copy from which the text of some controls is gone, and the controls, too."""
    made = docx.Document(io.BytesIO(data))
    for found in list(made.element.body.iter(f"{W}sdt")):
        alias = found.find(f"{W}sdtPr/{W}alias")
        if alias is None or not any(f"[{path}]" in alias.get(f"{W}val") for path in aliases):
            continue
        if control:
            found.getparent().remove(found)
        else:
            for run in found.find(f"{W}sdtContent"):
                run.getparent().remove(run)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


LINES = ("study.title", "study.reference", "participant.name", "participant.email")
DROPPED = [
    # which places are empty         the controls, too   it is told
    (LINES,                          True,               True),
    (LINES,                          False,              False),
    (LINES[:3],                      True,               False),
    ((),                             True,               False),
]  # fmt: skip


@pytest.mark.parametrize(("paths", "controls", "told"), DROPPED)
def test_places_that_a_program_emptied_are_told(paths, controls, told):
    sent = answered(dict.fromkeys(LINES, "a@b.org") | {"co_production.point_1": "The panel."})
    reading = reading_of(without(sent, paths, control=controls))

    assert reading.record.co_production.point_1 == "The panel."
    assert ("answers-dropped" in [finding.code for finding in reading.findings]) is told
