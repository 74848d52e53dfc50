"""What people and editors do to a workbook, and what is read after it: the fast part of the kit.

The whole of it: `cd tests && python -m conformance`.
"""

from __future__ import annotations

from random import Random

import pytest
from site_readiness import SiteReadiness

from workbook_docs.conformance import run
from workbook_docs.conformance.records import records
from workbook_docs.conformance.routes import ROUTES, NotInstalled, must_be_installed
from workbook_docs.templates import FORMATS
from workbook_docs.values import normal
from workbook_docs.workbooks.module_2 import Module2

WORKBOOKS = (Module2, SiteReadiness)
# Habits that reading does not take yet: the table of the whole kit shows them.
KNOWN: set[str] = set()
SINGLE = [
    (format, name)
    for format in FORMATS
    for name in sorted(run.hands_of(format))
    if not {name, f"{name} ({format})"} & KNOWN
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
    found = run.measure([], workbook, format, 3, seed=1)

    assert found.misread == []
    assert found.right == found.expected > 50


@pytest.mark.parametrize(("format", "name"), SINGLE, ids=[f"{f}: {n}" for f, n in SINGLE])
@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_after_one_hand_nothing_is_wrong_and_nothing_is_lost(workbook, format, name):
    found = run.measure([name], workbook, format, 2, seed=1)

    assert [line for line in found.misread if not line.startswith("unplaced")] == []
    assert (found.wrong, found.lost, found.notes_lost, found.accounts) == (0, 0, 0, 0)
    if not run.hands_of(format)[name].told:
        assert found.right == found.expected


@pytest.mark.parametrize(("format", "seed"), FIVE)
@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_after_five_hands_nothing_is_wrong_and_nothing_is_lost(workbook, format, seed):
    without = {name.removesuffix(f" ({format})") for name in KNOWN}
    found = run.measure_random(5, workbook, format, 2, seed, without=without)

    assert [line for line in found.misread if "] unplaced " not in line] == []
    assert found.accounts == 0


@pytest.mark.parametrize("format", FORMATS)
def test_hands_do_the_same_for_the_same_dice(format):
    case = run.filled(SiteReadiness, format, 1, 1)[0]
    names = run.random_hands(format, 5, Random(7))

    one, other = (run.damaged(case, format, names, Random(7)) for _ in range(2))

    assert one is not None
    assert other is not None
    assert one.hands == other.hands
    assert one.score("one").misread == other.score("other").misread


@pytest.mark.parametrize("name", ["python-docx", "openpyxl"])
def test_what_a_library_saves_again_is_read_whole(name):
    route = ROUTES[name]
    cases = run.filled(Module2, route.format, 2, 1)

    for case, data in zip(cases, route.send([case.data for case in cases]), strict=True):
        assert data is not None
        assert run.Case(case.truth, data).score(name).misread == []


def test_a_missing_program_is_said_aloud_and_fails_where_every_change_is_checked(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "1")

    with pytest.raises(NotInstalled):
        ROUTES["pandoc"].send([b""])
    assert must_be_installed()
