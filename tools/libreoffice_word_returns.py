"""What a person does to our Word files in LibreOffice, one function a returned file.

The record that each must give stands, written by hand, in tests/returned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from libreoffice_typing import BACKSPACE, DELETE, END, Writer

MATRIX, ONGOING = "initial_matrix[].stakeholder", "ongoing_matrix[].stakeholder"
ENGAGEMENT, INVOLVEMENT = "engagement[].organisation", "involvement[].stakeholder"


def fields(person: Writer) -> None:
    """Click on prompts and type; tick boxes."""
    person.answer("study.title", "Walking after stroke")
    person.answer("study.reference", "S07")
    person.answer("participant.name", "Ada Brown")
    person.answer("participant.email", "Ada.Brown@example.org")
    person.answer("nine_cs.commissioners", "Integrated care board\nLocal council\nNHS England")
    person.answer("nine_cs.customers", "N/A")
    person.answer("nine_cs.champions", "Stroke nurses, and their teams")
    person.answer("interest_impact.q4", "Carers\nTherapists")
    person.answer("last_stakeholder_review_date", "03/09/2026")
    person.answer("co_production.point_1", "Ada leads. Ben helps.\nWe meet each month.")
    person.answer("co_production.point_4", "With a diary: each team’s own.")
    person.answer("life_cycle.planning", "Über 20 % of our partners join; 5 < 6 & 7 > 6.")
    person.answer("next_review_date", "14 May 2027")
    for name in ("stakeholder_list", "engagement_strategy", "next_review_date_set"):
        person.tick(f"checklist.{name}")


def matrix(person: Writer) -> None:
    """Fill a table, and make it longer with the tabulator key in its last cell."""
    person.answer("study.reference", "S08")
    for row, texts in enumerate(SIX_ROWS, 1):
        person.fill_row(MATRIX, row, *texts)
    person.tab()
    for text in ("Pharmacists", "Storage", "Some", "Phone"):
        person.type(text)
        person.tab()
    person.type("Porters")
    person.tab()
    person.tab()
    person.type("Longer ways\nHeavier loads")


SIX_ROWS = (
    ("Carers", "Respite; and support", "High", "Letter"),
    ("Patients", "Walking again\nGoing home sooner", "High", "Clinic"),
    ("Therapists", "Time", "Some", "Team meeting"),
    ("Stakeholder", "Planning", "Low", "Engagement"),
    ("Commissioners", "Cost", "Low", "Report"),
    ("Voluntary groups", "Being heard", "High", "Coffee morning"),
)


def beside(person: Writer) -> None:
    """Come in with the tabulator key, and leave the prompts standing."""
    person.click(person.label("participant.name"))
    person.tab()
    person.tab()
    person.type("Ada Brown ")
    person.click(person.label("study.reference"))
    person.tab()
    person.tab()
    person.press(END)
    person.type(" S09")
    person.click(person.label("nine_cs.channels"))
    person.tab()
    person.tab()
    person.type("Local radio ")
    person.click(person.label("life_cycle.closure"))
    person.tab()
    person.press(END)
    person.type(" We hold a party.")


def partly(person: Writer) -> None:
    """Type over a part of a prompt, and leave the rest of it."""
    prompt = person.find("[Click here", person.label("study.title"))
    person.select(prompt)
    person.type("Recovery at home")
    person.click(person.find("an e-mail address]", person.label("participant.email")))
    person.times(len("an e-mail address]"), BACKSPACE)
    person.type("Ada@example.org")
    person.answer("participant.name", "Ada Brown")


def retyped(person: Writer) -> None:
    """Change one's mind: select the whole line, delete it and type anew."""
    for path, texts in RETYPED.items():
        first, second = texts
        person.answer(path, first)
        person.select_line()
        person.press(DELETE)
        person.type(second)
    for path, words in (
        ("nine_cs.champions", "Champions"),
        ("life_cycle.monitoring", "Monitoring"),
    ):
        person.click(person.label(path))
        person.select_line()
        person.type(words)
    person.answer("life_cycle.monitoring", "By a short form after each visit.")


RETYPED = {
    "study.title": ("Wrong title", "Sleep in hospital"),
    "participant.name": ("Adda Brown", "Ada Brown"),
    "nine_cs.champions": ("Nurses", "Matrons"),
    "co_production.point_2": ("We do not know.", "Through the carers’ cafe."),
    "life_cycle.closure": ("Later.", "A letter to everyone who took part."),
    "next_review_date": ("1 May 2027", "2 June 2027"),
}


def pasted(person: Writer) -> None:
    """Paste two paragraphs from another document over prompts and into a table."""
    other = Writer.new(person.office)
    other.type("We pay for travel.\nWe thank people by name.")
    other.menu("SelectAll")
    other.menu("Copy")
    other.document.close(True)
    person.prompt(person.label("co_production.point_3"))
    person.menu("Paste")
    person.prompt(person.cell(MATRIX, 1, 1))
    person.menu("Paste")
    person.prompt(person.cell(MATRIX, 1, 0))
    person.type("Carers")
    person.prompt(person.label("life_cycle.execution"))
    person.menu("PasteUnformatted")
    person.answer("life_cycle.closure", "With a party.")


def reviewed(person: Writer) -> None:
    """Answer with changes recorded, change an answer, and leave a comment."""
    person.menu("TrackChanges", TrackChanges=True)
    person.answer("nine_cs.consumers", "Patients\nFamilies")
    person.answer("co_production.point_1", "Ada leads.")
    for old, new in (("monthly", "weekly"), (" and by phone", "")):
        person.select(person.find(old))
        person.press(DELETE)
        person.type(new)
    person.click(person.label("co_production.point_1"))
    person.menu("InsertAnnotation", Text="Please ask Ben about this one.")


def recorded(person: Writer) -> None:
    """Type over the prompt of a control for one line with changes recorded.

    LibreOffice 7.4 writes this as XML whose elements cross: it is not well-formed.
    """
    person.menu("TrackChanges", TrackChanges=True)
    person.answer("study.reference", "S11")


def rows(person: Writer) -> None:
    """Delete a given row and a spare one, put a row in front, and type at the end."""
    person.click(person.cell(MATRIX, 2, 0))
    person.menu("DeleteRows")
    person.click(person.cell(MATRIX, 4, 0))
    person.menu("DeleteRows")
    person.click(person.cell(MATRIX, 1, 0))
    person.menu("InsertRowsBefore")
    person.click(person.cell(MATRIX, 1, 0))
    person.type("Neighbours")
    person.tab()
    person.type("Quiet nights")
    person.fill_row(MATRIX, 4, "Sisters", "Rotas")
    person.fill_row(ENGAGEMENT, 2, "Parish council", "", "", "Twice a year")


def next_round(person: Writer) -> None:
    """Bring last round's answers up to date: add, change, clear, tick and take a tick away."""
    person.select(person.find("Ada Brown"))
    person.type("Cara Davis")
    person.click(person.find("Local council"))
    person.type("\nHousing team")
    person.click(person.find("We meet each month"))
    person.type(", and by phone between")
    person.select(person.find("To be cleared."))
    person.press(DELETE)
    person.select(person.find("14 May 2027"))
    person.type("12 November 2027")
    person.tick("checklist.stakeholder_list")
    person.tick("checklist.inclusion_strategy")


def notes(person: Writer) -> None:
    """Write where nothing is asked."""
    person.answer("participant.name", "Ada Brown")
    person.answer("nine_cs.competitors", "Private clinics")
    person.click(person.find("Add the stakeholders you think of later, one in each row."))
    person.type("\nWe kept this one short on purpose.")
    person.menu("GoToEndOfDoc")
    person.type("\nThank you, this was useful!")
    person.answer("life_cycle.initiation", "With a workshop.")


def labels(person: Writer) -> None:
    """Add words of one's own to printed labels."""
    person.answer("participant.name", "Ada Brown")
    person.click(person.label("participant.name"))
    person.type(" of lead researcher")
    person.answer("co_production.point_6", "With a short course.")
    person.click(person.label("co_production.point_6"))
    person.type(" (not yet agreed)")


def short(person: Writer) -> None:
    """A few answers of each sort, for files that go through other formats."""
    person.answer("participant.name", "Ada Brown")
    person.answer("nine_cs.collaborators", "University\nHospital trust")
    person.fill_row(MATRIX, 1, "Carers", "Respite", "High", "Letter")
    person.fill_row(MATRIX, 3, "Patients", "", "", "Clinic")
    person.answer("last_stakeholder_review_date", "3 September 2026")
    person.fill_row(INVOLVEMENT, 1, "Carers", "Advisers")
    person.answer("co_production.point_7", "A first meeting.\nA second one.")
    person.answer("life_cycle.initiation", "With a workshop.")
    person.answer("next_review_date", "14 May 2027")
    person.tick("checklist.public_participation")
    person.tick("checklist.co_production_strategy")


def site(person: Writer) -> None:
    """A workbook with every kind of field."""
    person.answer("site.name", "St Mary’s")
    person.answer("site.code", "DE014")
    person.answer("site.visited_on", "5 October 2026")
    person.answer("capacity.beds", "24")
    person.answer("capacity.hours", "7.5")
    person.answer("capacity.setting", "District hospital")
    person.answer("capacity.languages", "English\nPolish")
    person.tick("capacity.support=Equipment on loan")
    person.tick("capacity.support=A visit before opening")
    person.answer("capacity.concerns", "Storage is tight.\nStaff are few.")
    table = "staff[].role"
    person.fill_row(table, 1, "Nurse", "3", "", "Night", "1 December 2026")
    person.fill_row(table, 2, "Pharmacist", "1", "", "Day")
    person.point(person.find("☐", person.cell(table, 1, 2)), 7)
    person.tick("readiness.storage")


SCENARIOS: Mapping[str, Callable[[Writer], None]] = {
    function.__name__: function
    for function in (
        fields, matrix, beside, partly, retyped, pasted, reviewed, recorded, rows, next_round,
        notes, labels, short, site,
    )
}  # fmt: skip
