"""Which study and round a return belongs to.

Nothing here depends on the order in which returns came in: the same returns, copies and
decisions always settle the same way.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

MatchedBy = Literal["assigned", "copy", "copy-study", "reference", "email"]

KNOWN_BY: dict[str | None, str] = {
    "assigned": "Its study was assigned by a person.",
    "copy": "Its study is known by its copy code.",
    "copy-study": "Its study is known by what the hub wrote into it.",
    "reference": "Its study is known by the study reference in it.",
    "email": "Its study is known by the e-mail address in it.",
    None: "Its study is not known.",
}
"""How the study of a return is known, as it is told."""


def study_key(text: str | None) -> str | None:
    """A study reference as it is compared: small letters, no white space."""
    return "".join((text or "").split()).casefold() or None


@dataclass(frozen=True, slots=True)
class Match:
    """The study of a return, by what it was known, and the round."""

    study: str | None
    by: MatchedBy | None
    round: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one return when it is settled, none of it worked out."""

    hash: str
    outcome: str
    workbook: str | None
    copy_id: str | None
    copy_study: str | None
    copy_round: str | None
    reference: str | None
    person: str | None
    modified: str | None
    content_key: str | None
    assigned: str | None
    assigned_round: str | None = None

    @property
    def order(self) -> tuple[str, str]:
        """The order of returns in time; the hash decides where times are the same."""
        return (self.modified or "", self.hash)


_FACT = ", ".join(Fact.__slots__)


def facts(hub: sqlite3.Connection, condition: str, *values: str | None) -> list[Fact]:
    """What is known of the returns that meet a condition."""
    return [
        Fact(*row) for row in hub.execute(f"SELECT {_FACT} FROM returns WHERE {condition}", values)
    ]


def match(hub: sqlite3.Connection, fact: Fact) -> Match:
    """The study of a return: as a person said, else by its copy, the study in it, its person."""
    issued = hub.execute("SELECT study, round FROM copies WHERE id = ?", (fact.copy_id,)).fetchone()
    round = issued[1] if issued else fact.copy_round
    if issued and issued[0] and not study_key(fact.assigned):
        return Match(issued[0], "copy", round)
    claims: tuple[tuple[str | None, MatchedBy], ...] = (
        (fact.assigned, "assigned"),
        (fact.copy_study, "copy-study"),
        (fact.reference, "reference"),
    )
    for claim, by in claims:
        if key := study_key(claim):
            study = issued_spelling(hub, key) or (claim or "").strip()
            if by == "assigned" and fact.assigned_round:
                return Match(study, by, fact.assigned_round)
            return Match(study, by, round or _only_round(hub, study, fact.workbook))
    if fact.person:
        studies = hub.execute(
            "SELECT DISTINCT study FROM copies WHERE person = ? AND study IS NOT NULL",
            (fact.person,),
        ).fetchall()
        if len(studies) == 1:
            study = str(studies[0][0])
            return Match(study, "email", round or _only_round(hub, study, fact.workbook))
    return Match(None, None, round)


def issued_spelling(hub: sqlite3.Connection, key: str) -> str | None:
    """The study that copies were issued to under a reference; None where that is not clear."""
    for column in ("study_key", "reference_key"):
        found = hub.execute(
            f"SELECT DISTINCT study FROM copies WHERE {column} = ? AND study IS NOT NULL "
            "ORDER BY study",
            (key,),
        ).fetchall()
        # Two studies that print the same reference cannot be told apart by it.
        if len({study_key(study) for (study,) in found}) == 1:
            return str(found[0][0])
    return None


def _only_round(hub: sqlite3.Connection, study: str, workbook: str | None) -> str | None:
    rounds = hub.execute(
        "SELECT DISTINCT round FROM copies WHERE study_key = ? AND workbook IS ?",
        (study_key(study), workbook),
    ).fetchall()
    return rounds[0][0] if len(rounds) == 1 else None


def rounds_of(hub: sqlite3.Connection, study: str | None, workbook: str | None) -> tuple[str, ...]:
    """The rounds in which copies of a workbook were issued, to one study or to any."""
    found = hub.execute(
        "SELECT DISTINCT round FROM copies WHERE round IS NOT NULL AND workbook IS ?1 "
        "AND (?2 IS NULL OR study_key = ?2) ORDER BY round",
        (workbook, study_key(study)),
    )
    return tuple(str(round) for (round,) in found)


def names_study(hub: sqlite3.Connection, reference: str, study: str) -> bool:
    """Whether a reference is that of a study, in itself or as printed in a copy of it."""
    key = study_key(reference)
    if key == study_key(study):
        return True
    return bool(
        hub.execute(
            "SELECT 1 FROM copies WHERE study_key = ? AND reference_key = ?",
            (study_key(study), key),
        ).fetchone()
    )
