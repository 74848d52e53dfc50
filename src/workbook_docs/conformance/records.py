"""Records as British study teams might answer, the same for the same seed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import ceil, floor
from random import Random
from typing import Any

from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of
from workbook_docs.values import assemble, normal

PEOPLE = ("Ann Reed", "Priya Natarajan", "Siân O'Brien", "Tom Ashworth", "Grace Adeyemi",
          "Ewan McLeod", "Dr Hannah Whitcombe", "J. R. Okonkwo")  # fmt: skip
GROUPS = (
    "Leeds Carers' Network", "GP practices in Bradford", "Patients and carers", "Link workers",
    "NIHR ARC Yorkshire & Humber", "Age UK Calderdale", "Community pharmacists",
    "Public Health team", "Ambulance service", "Care home managers", "Ward sisters",
    "Integrated Care Board (ICB)",
    "Healthwatch", "The Royal College of Nursing", "Peer researchers", "Practice managers",
    "Voluntary groups", "University of York", "Ethics committee", "A retired district nurse",
    "District nurses", "Family members", "Local MPs", "Mosques and churches",
)  # fmt: skip
SENTENCES = (
    "Fewer trips to hospital for people who live far away.",
    "They want their members to be heard, and early.",
    "Monthly e-mail, plus a phone call before each meeting.",
    "We will ask them to read the leaflet and mark what is unclear.",
    "Coffee mornings at the hall on Thornton Road; tea & biscuits provided.",
    "One more review a year, about 20 minutes each.",
    "Worried about workload: “another form to fill in”.",
    "Newsletter (printed), and the practice's Facebook page.",
    "High – daily life changes most for them.",
    "Small, unless the pilot is extended beyond March 2027.",
    "Training that fits shifts, e.g. 07:30 handover.",
    "Vouchers of £25 an hour, and travel paid the same day.",
    "A dashboard that the steering group asked for.",
    "At key stages: set-up, recruitment and write-up.",
    "Joint review twice a year with the matron.",
    "Through the Patient Participation Group, chaired by Mrs Khan.",
    "Members of the steering group, with an equal vote.",
    "Two workshops to set the question.",
    "Results in plain words, two pages at most.",
    "Interpreters for Urdu, Polish and BSL will be booked.",
    "They lead the session on consent.",
    "By letter first; e-mail does not reach everybody.",
    "Quarterly.", "Weekly during recruitment", "We do not know yet who will chair it.",
    "The PI will visit every site once.",
    "Budget: 1,200 pounds a year, less than 5 % of the grant.",
    "Public contributors read the protocol and change it.", "Low, but they can block access.",
)  # fmt: skip
TEXTS = {
    "name": PEOPLE,
    "reference": ("S07", "ARC-0042", "IRAS 301234", "S11/b"),
    "title": ("Falls prevention at home", "PROMPT-2: a stepped-wedge trial", "Sleep & pain"),
    "code": ("LD042", "BD007", "YO114"),
    "role": ("Research nurse", "Pharmacist", "Porter", "Trial co-ordinator", "Ward clerk"),
}
LANGUAGES = ("English", "Urdu", "Polish", "Punjabi", "British Sign Language", "Welsh")
LABEL_SHARE = 0.02
"""How often an answer is the very words of some label, such as “Planning”."""


def records(workbook: type[Workbook], count: int, seed: int) -> list[Workbook]:
    """Some records of a workbook, from nearly full to nearly blank."""
    fullness = (1.0, 0.6, 0.85, 0.35, 0.95, 0.75)
    return [
        normal(_record(workbook, fullness[n % 6], Random(f"{workbook.workbook_id} {seed} {n}")))
        for n in range(count)
    ]


def _record(workbook: type[Workbook], fullness: float, dice: Random) -> Workbook:
    labels = [f.label for f in fields_of(workbook) if f.kind != "tick"]
    sentences = list(SENTENCES)
    dice.shuffle(sentences)
    values: dict[str, Any] = {}
    for declared in fields_of(workbook):
        if declared.table is None and dice.random() < fullness:
            values[declared.path] = _value(declared, dice, labels, sentences)
    for table in tables_of(workbook):
        for number in range(round(fullness * dice.randint(1, 7))):
            for position, column in enumerate(table.columns):
                if not position or dice.random() < 0.85:
                    path = column.path.replace("[]", f"[{number}]")
                    values[path] = _value(column, dice, labels, sentences)
    return assemble(workbook, values)


def _value(declared: DeclaredField, dice: Random, labels: list[str], sentences: list[str]) -> Any:
    low, high = _bounds(declared)
    match declared.kind:
        case "day":
            return date(2025, 1, 6) + timedelta(days=dice.randint(0, 900))
        case "tick":
            return dice.random() < 0.6
        case "whole":
            return dice.randint(ceil(low), floor(high))
        case "decimal":
            return low + (high - low) * dice.randint(0, 20) / 20
        case "choice":
            return dice.choice(declared.options)
        case "choices":
            return dice.sample(declared.options, dice.randint(1, len(declared.options)))
        case "email":
            return dice.choice(
                ("ann.reed@example.org", "p.natarajan@nhs.example", "team@arc.example.ac.uk")
            )
        case "names":
            pool = LANGUAGES if "language" in declared.path else GROUPS
            return dice.sample(pool, dice.randint(1, min(4, len(pool))))
    if dice.random() < LABEL_SHARE:
        return dice.choice(labels)
    if declared.kind == "text":
        return dice.choice(TEXTS.get(declared.name, GROUPS))
    lines = [_sentence(sentences, dice) for _ in range(dice.choice((1, 1, 1, 2, 3)))]
    return "\n".join(lines) if dice.random() < 0.6 else " ".join(lines)


def _bounds(declared: DeclaredField) -> tuple[Decimal, Decimal]:
    """Numbers between which an answer may be, at most 60 apart."""
    if declared.ge is None and declared.le is not None:
        return Decimal(str(declared.le)) - 60, Decimal(str(declared.le))
    low = Decimal(str(declared.ge or 0))
    return low, low + 60 if declared.le is None else min(low + 60, Decimal(str(declared.le)))


def _sentence(sentences: list[str], dice: Random) -> str:
    """A sentence not used yet, so that an answer in the wrong place is seen."""
    if sentences:
        return sentences.pop()
    return f"{dice.choice(GROUPS)}: {dice.choice(SENTENCES)[:-1]} (no. {dice.randint(10, 999)})."
