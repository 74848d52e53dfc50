"""Checking: gently, in the form's own words, and blank is legal."""

from __future__ import annotations

from datetime import date

import pytest
from site_readiness import SiteReadiness

from workbook_docs.anchors import new_copy
from workbook_docs.checks import check
from workbook_docs.copies import fill
from workbook_docs.definition import Problem
from workbook_docs.reading import read, read_bytes
from workbook_docs.templates import rendered
from workbook_docs.workbooks.module_2 import Module2

TODAY = date(2026, 9, 21)


def findings(tmp_path, values, *, final=False, workbook=Module2):
    path = fill(workbook, values, tmp_path / "copy.xlsx")
    return check(read(path, workbook), final, today=TODAY)


RULES = [
    # what was filled in                                    path                     code
    ({"participant.email": "ann.reed"}, "participant.email", "email-shape"),
    ({"participant.email": "a@b.org, c@d.org"}, "participant.email", "email-shape"),
    ({"next_review_date": date(2026, 9, 21)}, "next_review_date", "review-not-ahead"),
    ({"next_review_date": date(2126, 9, 21)}, "next_review_date", "date-unlikely"),
    ({"last_stakeholder_review_date": date(2027, 1, 1)}, "last_stakeholder_review_date",
     "review-not-past"),
    ({"last_stakeholder_review_date": date(1926, 1, 1)}, "last_stakeholder_review_date",
     "date-unlikely"),
    ({"checklist.engagement_strategy": True}, "checklist.engagement_strategy", "ticked-but-empty"),
    ({"checklist.next_review_date_set": True}, "checklist.next_review_date_set",
     "ticked-but-empty"),
    ({"involvement[0].role": "Advise"}, "checklist.inclusion_strategy", "not-ticked"),
    ({"nine_cs.consumers": ["Patients"]}, "checklist.stakeholder_list", "not-ticked"),
    ({"ongoing_matrix[0].stakeholder": "GPs"}, "checklist.stakeholder_list", "not-ticked"),
    ({f"co_production.point_{n}": "So" for n in range(1, 5)},
     "checklist.co_production_strategy", "not-ticked"),
    ({"nine_cs.channels": ["DR JONES"]}, "nine_cs.channels", "person-named"),
    ({"nine_cs.channels": ["dr smith"]}, "nine_cs.channels", "person-named"),
    ({"nine_cs.channels": ["Dr.Smith"]}, "nine_cs.channels", "person-named"),
    ({"nine_cs.channels": ["Dr Alan Whitmore"]}, "nine_cs.channels", "person-named"),
    ({"nine_cs.channels": ["ask a.b@c.org"]}, "nine_cs.channels", "person-named"),
    ({"nine_cs.champions": ["Ann Reed (lead)"], "participant.name": "Ann Reed"},
     "nine_cs.champions", "person-named"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "path", "code"), RULES, ids=[r[2] + " " + r[1] for r in RULES])
def test_a_rule_names_the_field_and_says_what_to_do(tmp_path, values, path, code):
    found = [f for f in findings(tmp_path, values) if f.code == code]

    assert [f.path for f in found] == [path]
    assert found[0].place
    assert found[0].message.endswith((".", "?"))


FINE = [
    {},
    {"participant.email": "ann.reed@example.org"},
    {"next_review_date": date(2027, 1, 31), "checklist.next_review_date_set": True},
    {"nine_cs.channels": ["Drama groups", "Missing people's charity", "Parish councils"]},
    {"nine_cs.channels": ["Ann"], "participant.name": "Ann"},
    {"co_production.point_1": "Ann", "co_production.point_2": "n/a"},
    {"checklist.public_participation": True},
]


@pytest.mark.parametrize("values", FINE)
def test_what_is_right_is_left_alone(tmp_path, values):
    assert [f for f in findings(tmp_path, values) if f.severity != "note"] == []


def test_final_lists_what_is_still_to_do_once_and_nothing_optional(tmp_path):
    values = {"participant.name": "Ann Reed", "co_production.point_1": "n/a"}

    to_do = [f.path for f in findings(tmp_path, values, final=True) if f.code == "still-to-do"]

    assert "participant.name" not in to_do
    assert "co_production.point_1" not in to_do
    assert not any(path.startswith("interest_impact.") for path in to_do)
    assert {"participant.email", "initial_matrix", "life_cycle.closure"} <= set(to_do)
    assert len(to_do) == len(set(to_do))


STILL_TO_DO = [
    # path               what it says
    ("site.name", "“Hospital” is still blank. If there is nothing to say yet, write “not yet” or n/a."),
    ("site.visited_on", "“Date of the visit” is still blank. Please fill it in when you know it."),
    ("contact.email", "“Lead nurse's e-mail” is still blank. Please fill it in when you know it."),
    ("capacity.beds", "“Beds on the ward” is still blank. Please fill it in when you know it."),
    ("capacity.setting", "“Kind of hospital” is still blank. Please choose what fits."),
    ("capacity.support", "“What would help you?” is still blank. Please choose what fits."),
    ("readiness.pharmacy", "“Has the pharmacy agreed?” is not ticked yet. Please tick it when it is done."),
    ("staff", "The table “Who will run the study” has no rows yet. If none is needed, write n/a in the first cell below its headings (Staff!A5)."),
]  # fmt: skip


@pytest.mark.parametrize(("path", "says"), STILL_TO_DO)
def test_what_is_still_to_do_is_said_with_what_to_do(tmp_path, path, says):
    found = findings(tmp_path, {}, final=True, workbook=SiteReadiness)

    assert [f.message for f in found if f.path == path] == [says]


MARKS = [
    # what the boxes hold          which of them are asked about
    (("✓", "x", "✓"), [1]),
    (("✔", "✗", ""), [1]),
    (("✓", "yes", "☑"), []),
    (("x", "X", "x"), []),
    (("✗", "✗", ""), []),
    (("x", "yes", ""), []),
    (("✓", "no", ""), []),
]


@pytest.mark.parametrize(("marks", "asked"), MARKS)
def test_a_cross_among_ticks_is_asked_about_and_kept(marks, asked):
    paths = ("pharmacy", "storage", "consent_forms")
    values = {f"readiness.{path}": mark for path, mark in zip(paths, marks, strict=True)}
    data = rendered(SiteReadiness, values, "xlsx", new_copy())
    reading = read_bytes(data, name="copy.xlsx", workbook=SiteReadiness)

    found = [f for f in check(reading, today=TODAY) if f.code == "cross-among-ticks"]

    assert [f.path for f in found] == [f"readiness.{paths[number]}" for number in asked]
    assert all(getattr(reading.record.readiness, paths[number]) is True for number in asked)


def test_rules_of_ones_own_judge_sections_and_rows(tmp_path):
    values = {"site.visited_on": date(2026, 9, 22), "staff[0].role": "Nurse",
              "staff[0].trained": True}  # fmt: skip

    found = findings(tmp_path, values, workbook=SiteReadiness)

    assert [f.path for f in found] == ["site.visited_on", "staff[0].people"]


def test_a_file_that_was_not_read_has_its_one_finding():
    reading = read_bytes(b"%PDF-1.7", name="S07.docx")

    assert check(reading) == reading.findings


def broken_rule(workbook: Module2):
    raise KeyError("no such thing")


def rule_that_says_nothing(workbook: Module2):
    return None


def rule_with_one_problem(workbook: Module2):
    return Problem("study.title", "One is enough.")


def test_a_rule_that_fails_is_named_and_the_others_go_on(tmp_path, monkeypatch):
    rules = (broken_rule, rule_that_says_nothing, rule_with_one_problem)
    monkeypatch.setattr(Module2, "rules", rules)

    found = findings(tmp_path, {})

    assert [(f.code, f.path) for f in found] == [("rule", "study.title"), ("rule-failed", None)]
    assert "broken_rule" in found[1].message
    assert "no such thing" not in found[1].message


def rule_with_a_wrong_path(workbook: Module2):
    yield Problem("next_reveiw_date", "?")


def rule_with_a_wrong_severity(workbook: Module2):
    yield Problem("next_review_date", "?", "fatal")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (rule_with_a_wrong_path, "“next_reveiw_date”, which is no field of Module2"),
        (rule_with_a_wrong_severity, "severity “fatal”: use error, warning or note"),
    ],
)
def test_a_rule_that_names_what_there_is_not_is_told_its_author(tmp_path, monkeypatch, rule, says):
    monkeypatch.setattr(Module2, "rules", (rule,))
    [failed] = [f for f in findings(tmp_path, {}) if f.code == "rule-failed"]

    assert says in failed.message
    assert failed.severity == "error"


def test_three_points_are_not_yet_a_strategy(tmp_path):
    said = findings(tmp_path, {f"co_production.point_{n}": "So" for n in range(1, 4)})

    assert "checklist.co_production_strategy" not in [finding.path for finding in said]
