"""What people and editors do to a workbook, and what is read after it: the fast part of the kit.

The whole of it: `workbook-docs conformance`.
"""

from __future__ import annotations

from random import Random

import pytest
from site_readiness import SiteReadiness

from workbook_docs.conformance import run
from workbook_docs.conformance.records import records
from workbook_docs.conformance.routes import ROUTES, NotInstalled
from workbook_docs.templates import FORMATS
from workbook_docs.values import normal
from workbook_docs.workbooks.module_2 import Module2

WORKBOOKS = (Module2, SiteReadiness)
SINGLE = [
    pytest.param(format, name, id=f"{format}: {name}")
    for format in FORMATS
    for name in sorted(run.hands_of(format))
]
FIVE = [(format, seed) for format in FORMATS for seed in range(3)]


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_records_are_normal_and_the_same_for_the_same_seed(workbook):
    made = records(workbook, 6, seed=1)

    assert made == records(workbook, 6, seed=1)
    assert made != records(workbook, 6, seed=2)
    assert [normal(record) for record in made] == made


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_with_every_anchor_in_place_all_is_right(workbook, format):
    found = run.total(run.after([], workbook, format, 3, seed=1))

    assert found.misread == []
    assert found.right == found.expected > 50


@pytest.mark.parametrize(("format", "name"), SINGLE)
@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_after_one_hand_nothing_is_wrong_and_nothing_is_lost(workbook, format, name):
    found = run.total(run.after([name], workbook, format, 2, seed=1))

    assert [str(one) for one in found.misread if one.kind != "unplaced"] == []
    assert (found.wrong, found.lost, found.notes_lost, found.accounts) == (0, 0, 0, 0)
    if not run.hands_of(format)[name].told:
        assert found.right == found.expected


@pytest.mark.parametrize(("format", "seed"), FIVE)
@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_after_five_hands_nothing_is_wrong_and_nothing_is_lost(workbook, format, seed):
    found = run.total(run.after_random(5, workbook, format, 2, seed))

    assert [str(one) for one in found.misread if one.kind != "unplaced"] == []
    assert found.accounts == 0


def test_days_are_typed_as_they_are_whatever_day_a_file_counts_from():
    names = ["days counted from 1904", "days typed as text"]
    found = run.total(run.after(names, SiteReadiness, "xlsx", 2, seed=303))

    assert found.misread == []
    assert found.right == found.expected


def test_boxes_as_symbols_are_pasted_as_symbols():
    names = ["boxes as symbols of a font", "pasted into a new document"]

    found = run.total(run.after(names, SiteReadiness, "docx", 2, seed=1))

    assert found.misread == []
    assert found.right == found.expected > 50


@pytest.mark.parametrize("format", FORMATS)
def test_hands_do_the_same_for_the_same_dice(format):
    case = run.filled(SiteReadiness, format, 1, 1)[0]
    names = run.random_hands(format, 5, Random(7))

    one, other = (run.damaged(case, format, names, Random(7)) for _ in range(2))

    assert one is not None
    assert other is not None
    assert one.hands == other.hands
    assert one.score().misread == other.score().misread


@pytest.mark.parametrize("name", ["python-docx", "openpyxl"])
def test_what_a_library_saves_again_is_read_whole(name):
    route = ROUTES[name]
    found = run.total(run.sent(route, run.filled(Module2, route.format, 2, 1)))

    assert found.misread == []
    assert found.right == found.expected > 50


def test_a_missing_program_is_said_aloud(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NotInstalled, match="pandoc is not installed"):
        ROUTES["pandoc"].send([b""])
