"""Invented answers of one study team, by flat path, as a person would type them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from workbook_docs.demo.material import (
    ENGAGEMENT,
    FAULTY_EMAILS,
    INVOLVEMENT,
    LAST_REVIEWS,
    MATRIX,
    NEXT_REVIEWS,
    NINE_CS,
    POINTS,
    STAGES,
)

CHECKLIST = (
    "stakeholder_list", "public_participation", "engagement_strategy", "inclusion_strategy",
    "co_production_strategy", "next_review_date_set",
)  # fmt: skip


def answers(lead: str, fullness: float, dice: Random) -> dict[str, object]:
    """What a team says.

    Args:
        lead: the name of the person who fills it in.
        fullness: from 0 (blank) to 1 (everything answered).
        dice: decides what is said; the same dice say the same.

    Returns:
        Texts as typed, and booleans for ticks, by path.
    """
    if not fullness:
        return {}
    first, last = lead.casefold().split(" ", 1)
    last = last.replace(" ", "")
    email = f"{first}.{last}@example.org"
    if dice.random() < 0.15:
        email = dice.choice(FAULTY_EMAILS).format(first=first, last=last)
    said: dict[str, object] = {"participant.name": lead, "participant.email": email}
    for name, entries in NINE_CS.items():
        if dice.random() < fullness:
            said[f"nine_cs.{name}"] = "\n".join(dice.sample(entries, dice.randint(1, 3)))
    if dice.random() < 0.15:
        said["nine_cs.champions"] = "Dr Alan Whitmore\nLink workers"
    rows = dice.sample(MATRIX, round(fullness * dice.randint(3, 7)))
    _put_rows(said, "initial_matrix", ("stakeholder", "interests", "impact", "communication"), rows)
    for number in range(len(rows)):
        if dice.random() < 0.3:  # not thought of yet
            del said[f"initial_matrix[{number}].communication"]
    later = dice.sample(MATRIX, dice.randint(0, 2)) if fullness > 0.6 else []
    _put_rows(
        said, "ongoing_matrix", ("stakeholder", "interests", "impact", "communication"), later
    )
    told = dice.sample(ENGAGEMENT, round(fullness * dice.randint(1, 5)))
    _put_rows(
        said, "engagement", ("organisation", "information", "contact_method", "frequency"), told
    )
    _put_rows(said, "involvement", ("stakeholder", "role"),
              dice.sample(INVOLVEMENT, round(fullness * dice.randint(0, 4))))  # fmt: skip
    if dice.random() < fullness * 0.6:
        for number in range(4):
            groups = [row[0] for row in rows[number::4]]
            if groups:
                said[f"interest_impact.q{number + 1}"] = "\n".join(groups)
    for number, text in enumerate(POINTS, 1):
        if dice.random() < fullness:
            said[f"co_production.point_{number}"] = text if dice.random() < 0.9 else "TBC"
    for stage, text in STAGES.items():
        if dice.random() < fullness:
            said[f"life_cycle.{stage}"] = text
    if dice.random() < fullness:
        said["last_stakeholder_review_date"] = dice.choice(LAST_REVIEWS)
    if dice.random() < fullness:
        said["next_review_date"] = dice.choice(NEXT_REVIEWS)
    for item in CHECKLIST:
        said[f"checklist.{item}"] = dice.random() < fullness * 0.8
    return said


def _put_rows(
    said: dict[str, object], table: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> None:
    for number, row in enumerate(rows):
        for column, text in zip(columns, row, strict=True):
            said[f"{table}[{number}].{column}"] = text
