"""What a person does to our Excel files in LibreOffice, one function a returned file.

The record that each must give stands, written by hand, in tests/returned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from libreoffice_typing import DELETE, Calc

FIRST, LAST = 6, 35
"""The first row of a repeated table on its sheet, and the last one we send."""


def fields(person: Calc) -> None:
    """Click on cells and type."""
    person.answer("study.title", "Walking after stroke")
    person.answer("study.reference", "007")
    person.answer("participant.name", "Ada Brown")
    person.answer("participant.email", "Ada.Brown@example.org")
    person.answer("nine_cs.commissioners", "Integrated care board\nLocal council\nNHS England")
    person.answer("nine_cs.customers", "n/a")
    person.answer("nine_cs.champions", "Stroke nurses, and their teams")
    person.answer("last_stakeholder_review_date", "03/09/2026")
    person.answer("co_production.point_1", "Ada leads. Ben helps.\nWe meet each month.")
    person.answer("co_production.point_2", "1/2")
    person.answer("co_production.point_4", "• by post\n• by phone")
    person.answer("life_cycle.planning", "Über 20 % of our partners join; 5 < 6 & 7 > 6.")
    person.answer("life_cycle.closure", "1 May 2027")
    person.answer("next_review_date", "14 May 2027")
    person.answer("checklist.stakeholder_list", "Yes")
    person.answer("checklist.engagement_strategy", "No")
    person.answer("checklist.next_review_date_set", "Yes")


def grown(person: Calc) -> None:
    """Type in a table, below its end and in a row put into its middle."""
    person.sheet("Initial matrix")
    person.fill_row(FIRST, "Carers", "Respite", "High", "Letter")
    person.fill_row(FIRST + 1, "Patients", "Walking again\nGoing home sooner", "High", "Clinic")
    person.fill_row(FIRST + 3, "Therapists", "", "Some", "")
    person.fill_row(LAST + 1, "Porters", "Heavier loads", "Low", "Phone")
    person.click(f"A{FIRST + 1}")
    person.menu("InsertRowsBefore")
    person.fill_row(FIRST + 1, "Neighbours", "Quiet nights")
    person.sheet("Engagement")
    person.fill_row(LAST, "Age UK", "", "", "Twice a year")
    person.fill_row(LAST + 1, "Parish council", "", "Newsletter")


def rearranged(person: Calc) -> None:
    """Put a column into a table, rename a sheet, and move an answer to where it belongs."""
    person.sheet("Initial matrix")
    person.fill_row(FIRST, "Carers", "Respite", "High", "Letter")
    person.click("C5")
    person.menu("InsertColumnsBefore")
    person.put("C5", "Who asks them")
    person.put(f"C{FIRST}", "Ben Cole")
    person.sheet("Engagement")
    person.menu("RenameTable", Name="Our partners")
    person.fill_row(FIRST, "Age UK", "Results", "Post", "Yearly")
    person.answer("nine_cs.commissioners", "Patients on the ward")
    person.go("nine_cs.commissioners")
    person.menu("Cut")
    person.sheet("9 Cs")
    person.click("B6")
    person.menu("Paste")
    person.put("B5", "NHS England")


def next_round(person: Calc) -> None:
    """Bring last round's answers up to date: change, clear, delete a row, tick."""
    person.answer("participant.name", "Cara Davis")
    person.answer("nine_cs.commissioners", "NHS England\nLocal council\nHousing team")
    person.go("co_production.point_5")
    person.press(DELETE)
    person.answer("next_review_date", "12/11/2027")
    person.sheet("Involvement")
    person.click(f"A{FIRST}")
    person.menu("DeleteRows")
    person.fill_row(FIRST + 1, "Bus drivers", "Timetables")
    person.go("checklist.stakeholder_list")
    person.press(DELETE)
    person.answer("checklist.inclusion_strategy", "Yes")


def notes(person: Calc) -> None:
    """Write where nothing is asked, and leave a comment."""
    person.answer("participant.name", "Ada Brown")
    person.menu("InsertAnnotation", Text="Ben will take over in May.")
    person.sheet("Initial matrix")
    person.fill_row(FIRST, "Carers", "Respite")
    person.put(f"G{FIRST}", "Ask Ben about them")
    person.sheet("On-going matrix")
    person.fill_row(FIRST + 2, "Patients", "", "High")


def short(person: Calc) -> None:
    """A few answers of each sort, for files that go through other formats."""
    person.answer("participant.name", "Ada Brown")
    person.answer("nine_cs.collaborators", "University\nHospital trust")
    person.sheet("Initial matrix")
    person.fill_row(FIRST, "Carers", "Respite", "High", "Letter")
    person.fill_row(FIRST + 2, "Patients", "", "", "Clinic")
    person.answer("last_stakeholder_review_date", "3 September 2026")
    person.sheet("Involvement")
    person.fill_row(FIRST, "Carers", "Advisers")
    person.answer("co_production.point_7", "A first meeting.\nA second one.")
    person.answer("life_cycle.initiation", "With a workshop.")
    person.answer("next_review_date", "14/05/2027")
    person.answer("checklist.public_participation", "Yes")
    person.answer("checklist.co_production_strategy", "Yes")


def site(person: Calc) -> None:
    """A workbook with every kind of field."""
    person.answer("site.name", "St Mary's")
    person.answer("site.code", "DE014")
    person.answer("site.visited_on", "5/10/2026")
    person.answer("capacity.beds", "24")
    person.answer("capacity.hours", "7.5")
    person.answer("capacity.setting", "District hospital")
    person.answer("capacity.languages", "English\nPolish")
    person.answer("capacity.support=Equipment on loan", "Yes")
    person.answer("capacity.support=A visit before opening", "Yes")
    person.answer("capacity.concerns", "Storage is tight.\nStaff are few.")
    person.sheet("Staff")
    person.fill_row(FIRST, "Nurse", "3", "Yes", "Night", "1 December 2026")
    person.fill_row(FIRST + 1, "Pharmacist", "1", "", "Day")
    person.answer("readiness.storage", "Yes")


SCENARIOS: Mapping[str, Callable[[Calc], None]] = {
    function.__name__: function
    for function in (fields, grown, rearranged, next_round, notes, short, site)
}
