"""The statistics of Module 2, each over five studies whose answers can be counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from module_2_hub import AUTUMN, SPRING, TODAY, two_rounds
from workbook_docs.errors import HubError
from workbook_docs.hub import Hub
from workbook_docs.hub.counting import table
from workbook_docs.hub.counting.coding import FREQUENCIES, METHODS, frequency, methods
from workbook_docs.hub.counting.likeness import distinct, folded
from workbook_docs.hub.counting.typical import ENOUGH, middle_half
from workbook_docs.hub.figures import Statistics


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with two_rounds(tmp_path_factory.mktemp("module-2")) as hub:
        yield hub


@pytest.fixture(scope="module")
def of_all(hub: Hub) -> Statistics:
    return hub.statistics(TODAY)


LIST = "Made a list of stakeholders?"
ENGAGED = "Developed your engagement strategy?"
TOGETHER = "Developed a co-production strategy?"
EMPTY, UNTICKED = "ticked, and nothing is there", "there, and not ticked"

# statistic, figure, numerator, denominator, not counted
FIGURES = [
    ("Ticks against content", f"{LIST}: {EMPTY}", 0, 1, 1),
    ("Ticks against content", f"{LIST}: {UNTICKED}", 2, 3, 0),
    ("Ticks against content", f"{ENGAGED}: {EMPTY}", 1, 2, 1),
    ("Ticks against content", f"{ENGAGED}: {UNTICKED}", 1, 2, 0),
    ("Ticks against content", f"{TOGETHER}: {EMPTY}", 1, 1, 0),
    ("Ticks against content", f"{TOGETHER}: {UNTICKED}", 1, 4, 0),
    ("The 9 Cs named", "Commissioners", 1, 5, 0),
    ("The 9 Cs named", "Consumers", 1, 3, 2),
    ("Public voice listed", "at least one entry in Consumers", 1, 2, 3),
    ("Stakeholders", "stakeholders in all", 4, 2, 3),
    ("Stakeholders", "median stakeholders of a study", None, 2, 3),
    ("Growth of lists", f"{SPRING} to {AUTUMN}: new", 2, 2, 3),
    ("Growth of lists", f"{SPRING} to {AUTUMN}: kept", 2, 2, 3),
    ("Growth of lists", f"{SPRING} to {AUTUMN}: gone", 1, 2, 3),
    ("Interest and impact", "Q1: low interest, low impact", 1, 4, 4),
    ("Interest and impact", "Q4: high interest, high impact", 2, 4, 4),
    ("Interest and impact", "in a matrix, and in no quadrant", 1, 4, 4),
    ("Follow-through", "engaged only", 1, 4, 2),
    ("Follow-through", "involved only", 1, 4, 2),
    ("Follow-through", "both", 1, 4, 2),
    ("Follow-through", "neither", 1, 4, 2),
    ("Contact frequency", "quarterly", 1, 3, 1),
    ("Contact frequency", "ad hoc", 1, 3, 1),
    ("Contact frequency", "more than one", 1, 3, 1),
    ("Contact frequency", "other", 0, 3, 1),
    ("Contact methods", "meeting", 1, 2, 2),
    ("Contact methods", "email", 1, 2, 2),
    ("Contact methods", "newsletter", 1, 2, 2),
    ("Co-production points", "Point 1", 2, 5, 0),
    ("Co-production points", "Point 6", 1, 5, 0),
    ("Life cycle", "Planning", 2, 5, 0),
    ("Life cycle", "all five stages", 1, 5, 0),
    ("Reviews", "next review ahead at receipt", 1, 5, 0),
    ("Reviews", "next review overdue now", 0, 2, 3),
    ("Row completeness",
     "Initial Key Stakeholder Analysis Matrix (initial_matrix): all 4 columns filled", 1, 3, 1),
    ("Row completeness",
     "Initial Key Stakeholder Analysis Matrix (initial_matrix): Stakeholder filled", 3, 3, 1),
    ("Return rate", "in all", 5, 6, 0),
    ("Return rate", f"round {SPRING}", 2, 2, 0),
    ("Return rate", f"round {AUTUMN}", 5, 6, 0),
    ("Time to return", "median days", None, 7, 1),
    ("Persons", "in all: persons", 5, 5, 0),
    ("Persons", f"round {AUTUMN}: new persons", 3, 5, 0),
    ("Persons", "in all: studies that returned more than one file", 2, 5, 0),
    ("Read quality", "docx: read, nothing to look at", 7, 7, 0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "label", "numerator", "denominator", "left_out"), FIGURES)
def test_a_figure_counts(
    of_all: Statistics,
    name: str,
    label: str,
    numerator: int | None,
    denominator: int,
    left_out: int,
) -> None:
    found = {row.label: row for row in of_all.named(name).rows}[label]
    assert (found.numerator, found.denominator, found.not_counted) == (
        numerator, denominator, left_out,
    )  # fmt: skip


def test_every_statistic_of_module_2_is_held_to_a_count_by_hand() -> None:
    assert {s.name for s in table.MODULE_2} <= {name for name, *_ in FIGURES}


def test_what_was_not_asked_is_not_told_as_empty(of_all: Statistics) -> None:
    [voice] = of_all.named("Public voice listed").rows
    assert voice.why == (
        "1 with none of the 9 Cs filled; 1 with 9 Cs of which some were not read or asked; "
        "1 not found not readable or not asked"
    )


def test_a_review_is_overdue_a_month_after_its_day_unless_a_newer_return_came(hub: Hub) -> None:
    # S2 returned on 20 November with a review planned for the 1st: a return came since.
    for today, late in ((date(2027, 3, 2), 0), (date(2027, 3, 3), 1)):
        rows = hub.statistics(today).named("Reviews").rows
        [found] = [row for row in rows if row.category == "next review overdue now"]
        assert found.numerator == late


def test_splits(hub: Hub) -> None:
    by_theme = hub.statistics(TODAY, by="group.theme")
    rate = {row.within: row for row in by_theme.named("Return rate").rows if row.label == "in all"}
    counts = {within: (row.numerator, row.denominator) for within, row in rate.items()}
    assert counts == {
        "": (5, 6), "theme Ageing": (2, 2), "theme Cancer": (2, 3), "theme not known": (1, 1),
    }  # fmt: skip
    for statistic in by_theme.statistics:
        whole = sum(r.denominator for r in statistic.rows if not r.within)
        parts = sum(r.denominator for r in statistic.rows if r.within)
        if statistic.name in ("Ticks", "Follow-through", "Contact methods"):
            assert whole == parts

    by_round = hub.statistics(TODAY, by="round")
    points = [r for r in by_round.named("Co-production points").rows if r.category == "Point 1"]
    assert [(r.within, r.numerator, r.denominator) for r in points] == [
        ("", 2, 5), (f"round {SPRING}", 0, 2), (f"round {AUTUMN}", 2, 5),
    ]  # fmt: skip
    assert by_round.header[0] == "Within"
    assert by_round.to_json()["by"] == "round"


def test_one_round_alone_is_that_part_of_the_split(hub: Hub) -> None:
    alone = hub.statistics(TODAY, round=AUTUMN)
    split = hub.statistics(TODAY, by="round")
    for statistic in alone.statistics:
        if statistic.workbook is None:
            continue
        part = [
            (r.label, r.numerator, r.denominator)
            for r in split.named(statistic.name).rows
            if r.within == f"round {AUTUMN}"
        ]
        assert [(r.label, r.numerator, r.denominator) for r in statistic.rows] == part


def test_an_unknown_split_says_what_is_known(hub: Hub) -> None:
    with pytest.raises(HubError, match=r"by “theme”. Known: round, group.theme"):
        hub.statistics(TODAY, by="theme")


def test_no_shares_above_their_denominator(hub: Hub) -> None:
    for statistic in hub.statistics(TODAY, by="group.theme").statistics:
        for row in statistic.rows:
            if row.kind == "share" and row.numerator is not None:
                assert 0 <= row.numerator <= row.denominator


# What people write ---------------------------------------------------------------------

HOW_OFTEN = [
    ("Weekly", "weekly"), ("once a week", "weekly"), ("per week", "weekly"),
    ("bi-weekly", "other"), ("fortnightly", "other"), ("every two weeks", "other"),
    ("Monthly", "monthly"), ("each month", "monthly"), ("bi-monthly", "other"),
    ("every four weeks", "monthly"),
    ("Quarterly", "quarterly"), ("3-monthly", "quarterly"), ("three monthly", "quarterly"),
    ("every 3 months", "quarterly"), ("4 times a year", "quarterly"),
    ("Half-yearly", "half-yearly"), ("Every six months", "half-yearly"), ("6 monthly", "half-yearly"),
    ("twice a year", "half-yearly"), ("biannually", "half-yearly"), ("bi-annual", "half-yearly"),
    ("twice yearly", "half-yearly"),
    ("Yearly", "yearly"), ("annual report", "yearly"), ("once a year", "yearly"),
    ("every 12 months", "yearly"),
    ("At key stages", "key stages"), ("at each milestone", "key stages"),
    ("start and end of the study", "key stages"), ("beginning, middle and end", "key stages"),
    ("ad hoc", "ad hoc"), ("Ad-hoc", "ad hoc"), ("as required", "ad hoc"),
    ("as and when", "ad hoc"), ("when needed", "ad hoc"), ("on request", "ad hoc"),
    ("weekly and at key points", "more than one"), ("monthly, then quarterly", "more than one"),
    ("often", "other"), ("", "other"), ("5 June", "other"), ("biennially", "other"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), HOW_OFTEN)
def test_how_often(text: str, code: str) -> None:
    assert frequency(text) == code


HOW = [
    ("Team meeting", ["meeting"]), ("face-to-face", ["meeting"]), ("MS Teams", ["meeting"]),
    ("video call", ["meeting"]), ("E–mail", ["email"]), ("emails, phone", ["email", "phone"]),
    ("telephone calls", ["phone"]), ("Twitter and the study web site", ["social media", "website"]),
    ("quarterly newsletter", ["newsletter"]), ("Workshop", ["event or workshop"]),
    ("video conference", ["meeting"]), ("conference", ["event or workshop"]),
    ("through the local carers' forum", ["via a network"]), ("PPI network", ["via a network"]),
    ("carrier pigeon", ["other"]), ("postal letters", ["other"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), HOW)
def test_how(text: str, codes: list[str]) -> None:
    assert methods(text) == codes


@given(st.text())
def test_a_text_always_has_codes_of_the_table(text: str) -> None:
    assert frequency(text) in {code for code, _ in FREQUENCIES} | {"other", "more than one"}
    found = methods(text)
    assert found
    assert set(found) <= {code for code, _ in METHODS} | {"other"}


# The same stakeholder ------------------------------------------------------------------

SAME = [
    ("Patients", "patient", True),
    ("GPs", "G.P.s", False),
    ("NHS  Trust", "nhs trust", True),
    ("The Trust", "Trust", True),
    ("The", "", False),
    ("Charities", "charity", True),
    ("Patients’ group", "patients' groups", True),
    ("Churches", "church", True),
    ("Press", "pres", False),
    ("Nurses", "nurse", True),
    ("Campus", "campu", False),
    ("Service users", "Patients", False),
    ("IT", "I", False),
    ("Ealing – PCN", "Ealing PCN", True),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_the_same_stakeholder(one: str, other: str, same: bool) -> None:
    assert (folded(one) == folded(other)) is same


@given(st.text())
def test_folding_twice_is_folding_once_or_shorter(name: str) -> None:
    assert folded(name.upper()) == folded(name.upper().lower()) or not name.isascii()
    assert distinct([name, f" {name}. "]) == ({folded(name)} if folded(name) else set())


# What is typical -----------------------------------------------------------------------


def test_the_middle_half_is_made_of_enough_values() -> None:
    few = [figure.numerator for figure in middle_half("days", range(ENOUGH - 1))]
    many = [figure.numerator for figure in middle_half("days", range(13))]
    assert few == [None, None, None]
    assert many == [3, 6, 9]


@given(st.lists(st.integers(0, 99), min_size=ENOUGH, max_size=40))
def test_no_typical_figure_depends_on_the_largest_value_alone(values: list[int]) -> None:
    found = [figure.numerator for figure in middle_half("days", values)]
    top = [*sorted(values)[:-1], 10**6]
    assert [figure.numerator for figure in middle_half("days", top)] == found
