"""A hub with two rounds of Module 2 over five studies, small enough to count by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hub_readings import Shelf, reading_of
from workbook_docs.hub import Hub, IssuedCopy
from workbook_docs.records import Copy, State
from workbook_docs.workbooks.module_2 import Module2

TODAY = date(2026, 12, 11)
SPRING, AUTUMN = "2026 spring", "2026 autumn"
SENT = {SPRING: date(2026, 3, 1), AUTUMN: date(2026, 10, 1)}
RECEIVED = {
    SPRING: datetime(2026, 4, 10, 12, tzinfo=UTC),
    AUTUMN: datetime(2026, 11, 20, 12, tzinfo=UTC),
}


def rows(name: str, **columns: list[str]) -> dict[str, Any]:
    return {
        f"{name}[{n}].{column}": text
        for column, texts in columns.items()
        for n, text in enumerate(texts)
        if text
    }


def points(*numbers: int) -> dict[str, Any]:
    return {f"co_production.point_{n}": "We do." for n in numbers}


STAGES = ("initiation", "planning", "execution", "monitoring", "closure")

# study, theme, round, what it says, what was not found or not asked
RETURNS: list[tuple[str, str, str, dict[str, Any], dict[str, State]]] = [
    ("S1", "Cancer", SPRING,
     rows("initial_matrix", stakeholder=["Patients", "GPs"]), {}),
    ("S2", "Cancer", SPRING,
     rows("initial_matrix", stakeholder=["Nurses"]), {}),
    ("S1", "Cancer", AUTUMN,
     rows("initial_matrix", stakeholder=["The patients", "GP"], interests=["Time", ""],
          impact=["High", ""], communication=["Talks", ""])
     | rows("ongoing_matrix", stakeholder=["Patients", "Carers"])
     | rows("engagement", organisation=["patients", "The Trust"],
            contact_method=["Teams meetings and e-mail", "Newsletter"],
            frequency=["Every 3 months", "As and when needed"])
     | rows("involvement", stakeholder=["Carers", "Patients"])
     | points(1, 2, 3, 6) | {f"life_cycle.{s}": "Together" for s in STAGES}
     | {"nine_cs.consumers": ["Patients"], "interest_impact.q4": ["Patients", "Carers"],
        "interest_impact.q1": ["The council"],
        "checklist.stakeholder_list": True, "checklist.engagement_strategy": True,
        "checklist.co_production_strategy": False, "next_review_date": date(2027, 1, 31)}, {}),
    ("S2", "Cancer", AUTUMN,
     rows("initial_matrix", stakeholder=["Midwives"])
     | rows("engagement", organisation=["Midwives"], frequency=["monthly, later yearly"])
     | points(1) | {"nine_cs.commissioners": ["The ICB"], "life_cycle.planning": "Together",
        "checklist.stakeholder_list": False, "checklist.engagement_strategy": False,
        "checklist.co_production_strategy": True, "next_review_date": date(2026, 11, 1)}, {}),
    ("S3", "Ageing", AUTUMN,
     {"checklist.stakeholder_list": True, "checklist.engagement_strategy": True},
     {"engagement": "not-found", "nine_cs.consumers": "not-asked"}),
    ("S4", "Ageing", AUTUMN,
     {"nine_cs.champions": ["Dr Lee"], "checklist.engagement_strategy": True},
     {"nine_cs.consumers": "unreadable", "next_review_date": "unreadable",
      "initial_matrix": "not-found"}),
    ("S5", "", AUTUMN, {}, {}),
]  # fmt: skip


def two_rounds(folder: Path) -> Hub:
    """The open hub of both rounds."""
    hub = Hub(folder / "hub")
    hub.record_copies(
        [
            IssuedCopy(
                id=f"{study}-{round}", workbook="module-2", version="1", study=study,
                issued_on=SENT[round], round=round, group={"theme": theme} if theme else {},
            )
            for study, theme, round, _, _ in (*RETURNS, ("S6", "Cancer", AUTUMN, {}, {}))
        ],
        Module2,
    )  # fmt: skip
    for round in (SPRING, AUTUMN):
        shelf = Shelf(folder / round)
        for study, _, its_round, values, states in RETURNS:
            if its_round == round:
                values = {"participant.email": f"{study}@example.org", **values}
                copy = Copy(f"{study}-{round}", study, round)
                modified = RECEIVED[round]
                shelf.put(
                    f"{study}.docx",
                    reading_of(Module2, values, copy=copy, states=states, modified=modified),
                    f"{study} in {round}".encode(),
                )
        hub.ingest(shelf.folder, read=shelf.read, received=RECEIVED[round])
    return hub
