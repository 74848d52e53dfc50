"""Which study and round a return belongs to, and which of several returns counts.

Nothing here depends on the order in which returns came in: the same returns and copies
always settle the same way.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

MatchedBy = Literal["copy", "copy-study", "reference", "email"]
Standing = Literal["counts", "superseded", "conflict", "unreadable"]


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

    @property
    def order(self) -> tuple[str, str]:
        """The order of returns in time; the hash decides where times are the same."""
        return (self.modified or "", self.hash)


_FACT = ", ".join(Fact.__slots__)


def settle(hub: sqlite3.Connection, digest: str | None = None) -> None:
    """Work out study, round and standing of one return and its like, or of all."""
    if digest is None:
        facts = _facts(hub, "1")
    else:
        [fact] = _facts(hub, "hash = ?", digest)
        facts = [fact]
        if fact.copy_id:
            facts = _facts(hub, "copy_id = ?", fact.copy_id)
        elif fact.content_key:
            facts = _facts(hub, "copy_id IS NULL AND content_key = ?", fact.content_key)
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        key = ("copy", fact.copy_id) if fact.copy_id else ("content", fact.content_key or fact.hash)
        groups.setdefault(key, []).append(fact)
    for group in groups.values():
        _settle_group(hub, group)


def _facts(hub: sqlite3.Connection, condition: str, *values: str) -> list[Fact]:
    return [
        Fact(*row) for row in hub.execute(f"SELECT {_FACT} FROM returns WHERE {condition}", values)
    ]


def match(hub: sqlite3.Connection, fact: Fact) -> Match:
    """The study of a return: by its copy, else the study in it, else its person."""
    issued = hub.execute("SELECT study, round FROM copies WHERE id = ?", (fact.copy_id,)).fetchone()
    if issued and issued[0]:
        return Match(issued[0], "copy", issued[1])
    round = issued[1] if issued else fact.copy_round
    claims: tuple[tuple[str | None, MatchedBy], ...] = (
        (fact.copy_study, "copy-study"),
        (fact.reference, "reference"),
    )
    for claim, by in claims:
        if key := study_key(claim):
            study = _issued_spelling(hub, key) or (claim or "").strip()
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


def _issued_spelling(hub: sqlite3.Connection, key: str) -> str | None:
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


# Which of several counts ---------------------------------------------------------------


def _settle_group(hub: sqlite3.Connection, group: list[Fact]) -> None:
    readable = sorted((f for f in group if f.outcome == "read"), key=lambda f: f.order)
    matches = {fact.hash: match(hub, fact) for fact in group}
    claims = {f.hash: _claim(hub, f, matches[f.hash].study) for f in readable}
    standings, disagree = standing(readable, claims)
    same = _same_as(readable)
    for fact in group:
        found = matches[fact.hash]
        hub.execute(
            "UPDATE returns SET study = ?, matched_by = ?, round = ?, standing = ?, same_as = ? "
            "WHERE hash = ?",
            (
                found.study,
                found.by,
                found.round,
                standings.get(fact.hash, "unreadable"),
                same.get(fact.hash),
                fact.hash,
            ),
        )
        hub.execute("DELETE FROM findings WHERE hash = ? AND origin = 'hub'", (fact.hash,))
        if fact.outcome == "read":
            for code, message in _findings(hub, fact, found, standings, disagree):
                hub.execute(
                    "INSERT INTO findings (hash, origin, severity, code, message) "
                    "VALUES (?, 'hub', 'warning', ?, ?)",
                    (fact.hash, code, message),
                )


def standing(
    returns: Sequence[Fact], claims: Mapping[str, str | None]
) -> tuple[dict[str, Standing], str | None]:
    """Which of the readable returns of one copy counts, and on what they do not agree.

    `claims` is the study that each says it is about. A newer return supersedes an older
    one only where study and e-mail do not contradict each other; where they do, or where
    the times do not tell which is newer, those that nothing supersedes stand against
    each other and none of them counts.
    """
    studies = {claims[f.hash] for f in returns} - {None}
    people = {f.person for f in returns} - {None}
    contradiction = " and ".join(
        word for word, found in (("study", studies), ("e-mail", people)) if len(found) > 1
    )

    def agree(one: Fact, other: Fact) -> bool:
        return claims[one.hash] == claims[other.hash] and one.person == other.person

    superseded = {
        older.hash
        for older in returns
        for newer in returns
        if _is_newer(newer, older) and (not contradiction or agree(newer, older))
    }
    heads = [f.hash for f in returns if f.hash not in superseded]
    last: Standing = "counts" if len(heads) == 1 else "conflict"
    found: dict[str, Standing] = {
        f.hash: "superseded" if f.hash in superseded else last for f in returns
    }
    return found, None if len(heads) < 2 else contradiction or "time of saving"


def _claim(hub: sqlite3.Connection, fact: Fact, study: str | None) -> str | None:
    """The study that a return says it is about, as it is compared."""
    if fact.reference and not (study and _agrees(hub, fact.reference, study)):
        return study_key(fact.reference)
    return study_key(study)


def _is_newer(newer: Fact, older: Fact) -> bool:
    if newer.content_key is not None and newer.content_key == older.content_key:
        return newer.order > older.order
    if newer.modified is None or older.modified is None:
        return False
    return newer.modified > older.modified


def _same_as(returns: Sequence[Fact]) -> dict[str, str]:
    """For each return with the answers of the one saved just before it, that one."""
    return {
        later.hash: earlier.hash
        for earlier, later in itertools.pairwise(returns)
        if later.content_key is not None and later.content_key == earlier.content_key
    }


def _findings(
    hub: sqlite3.Connection,
    fact: Fact,
    found: Match,
    standings: dict[str, Standing],
    disagree: str | None,
) -> Iterator[tuple[str, str]]:
    if standings[fact.hash] == "conflict":
        others = (h for h, s in standings.items() if s == "conflict" and h != fact.hash)
        yield (
            "copy-conflict",
            f"This return and {_shown(others)} are of one copy, but do not agree on "
            f"{disagree}. None of them counts until a person decides.",
        )
    if found.study is None:
        yield (
            "study-unknown",
            "It is not known which study this return belongs to: copy code, study reference "
            "and e-mail address do not tell.",
        )
    elif fact.reference and not _agrees(hub, fact.reference, found.study):
        yield (
            "study-differs",
            "The study reference in this return is not that of the study its copy was made "
            "for. It is counted for the latter; please look which is right.",
        )


def _agrees(hub: sqlite3.Connection, reference: str, study: str) -> bool:
    key = study_key(reference)
    if key == study_key(study):
        return True
    return bool(
        hub.execute(
            "SELECT 1 FROM copies WHERE study_key = ? AND reference_key = ?",
            (study_key(study), key),
        ).fetchone()
    )


def _shown(hashes: Iterable[str]) -> str:
    return ", ".join(digest[:12] for digest in sorted(hashes))
