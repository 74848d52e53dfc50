"""Which of several returns counts: of one copy, and of one study in a round.

What a person decided goes before what times and contents tell. Everything here is worked
out anew from returns, copies and decisions, and comes out the same in any order.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from workbook_docs.hub.store import Store
from workbook_docs.hub.studies import Fact, Match, facts, match, names_study, rounds_of, study_key
from workbook_docs.hub.untouched import AS_SENT, is_untouched, was_untouched

Standing = Literal["counts", "superseded", "conflict", "unreadable"]
Decided = Mapping[tuple[str, str], int]
"""Pairs of returns, the first preferred to the second by a person, and the event's number."""


def settle(store: Store, digest: str | None = None) -> None:
    """Work out study, round and standing of one return and its like, or of all.

    In an open transaction.
    """
    hub = store.hub
    if digest is None:
        found = facts(hub, "1")
    else:
        [fact] = facts(hub, "hash = ?", digest)
        found = [fact]
        if fact.copy_id:
            found = facts(hub, "copy_id = ?", fact.copy_id)
        elif fact.content_key:
            found = facts(hub, "copy_id IS NULL AND content_key = ?", fact.content_key)
    touched = set() if digest is None else _studies_of(hub, found)
    groups: dict[tuple[str, ...], list[tuple[Fact, Match]]] = {}
    for fact in found:
        matched = match(hub, fact)
        groups.setdefault(_like(hub, fact, matched), []).append((fact, matched))
    for group in groups.values():
        _settle_group(store, group)
    if digest is None:
        _count(hub)
        return
    for study in touched | _studies_of(hub, found):
        _count(hub, study)


_Study = tuple[str | None, str | None, str | None]
"""Workbook, study as it is compared, round."""


def _studies_of(hub: sqlite3.Connection, group: Iterable[Fact]) -> set[_Study]:
    found: set[_Study] = set()
    for fact in group:
        query = "SELECT workbook, study_key, round FROM returns WHERE hash = ?"
        found.add(hub.execute(query, (fact.hash,)).fetchone())
    return found


def _like(hub: sqlite3.Connection, fact: Fact, matched: Match) -> tuple[str, ...]:
    """What returns have in common of which one may replace the other."""
    if not fact.copy_id:
        return ("content", fact.content_key or fact.hash)
    # A return that a person gave to another study or round than its copy's is no return of it.
    if matched.by == "assigned":
        issued = hub.execute(
            "SELECT study, round FROM copies WHERE id = ?", (fact.copy_id,)
        ).fetchone()
        own = issued[0] if issued and issued[0] else fact.copy_study
        round = issued[1] if issued else fact.copy_round
        of_another = own and study_key(own) != study_key(matched.study)
        if of_another or fact.assigned_round not in (None, round):
            return ("copy", fact.copy_id, study_key(matched.study) or "", matched.round or "")
    return ("copy", fact.copy_id)


# Of one copy ---------------------------------------------------------------------------


def _settle_group(store: Store, group: Sequence[tuple[Fact, Match]]) -> None:
    hub = store.hub
    readable = sorted((f for f, _ in group if f.outcome == "read"), key=lambda f: f.order)
    claims = {fact.hash: _claim(hub, fact, matched.study) for fact, matched in group}
    decided = _decided(hub, [fact.hash for fact in readable]) if len(readable) > 1 else {}
    untouched = frozenset(fact.hash for fact in readable if is_untouched(store, fact))
    standings, disagree = standing(readable, claims, decided, untouched)
    same = _same_as(readable)
    for fact, matched in group:
        hub.execute(
            "UPDATE returns SET study = ?, study_key = ?, matched_by = ?, round = ?, "
            "standing = ?, same_as = ?, counted = 0 WHERE hash = ?",
            (
                matched.study,
                study_key(matched.study),
                matched.by,
                matched.round,
                standings.get(fact.hash, "unreadable"),
                same.get(fact.hash),
                fact.hash,
            ),
        )
        hub.execute("DELETE FROM findings WHERE hash = ? AND origin = 'hub'", (fact.hash,))
        if fact.outcome == "read":
            told = _findings(hub, fact, matched, standings, disagree, fact.hash in untouched)
            hub.executemany(
                "INSERT INTO findings (hash, origin, severity, code, message) "
                "VALUES (?, 'hub', ?, ?, ?)",
                [(fact.hash, *finding) for finding in told],
            )


def standing(
    returns: Sequence[Fact],
    claims: Mapping[str, str | None],
    decided: Decided,
    untouched: frozenset[str] = frozenset(),
) -> tuple[dict[str, Standing], str | None]:
    """Which of the readable returns of one copy counts, and on what they do not agree.

    `claims` is the study that each says it is about. What a person preferred another
    return to is superseded, with every return of the same answers. Of the rest a newer
    return supersedes an older one only where study and e-mail do not contradict each
    other; where they do, or where the times do not tell which is newer, those that
    nothing supersedes stand against each other and none of them counts. One that is
    `untouched` says nothing that another could contradict: beside any other it is superseded.
    """
    lost = decided_against(returns, decided)
    filled = {f.hash for f in returns if f.hash not in lost and f.hash not in untouched}
    if filled:
        lost |= untouched
    rest = [fact for fact in returns if fact.hash not in lost]
    studies = {claims[fact.hash] for fact in rest} - {None}
    people = {fact.person for fact in rest} - {None}
    contradiction = " and ".join(
        word for word, found in (("study", studies), ("e-mail", people)) if len(found) > 1
    )

    def agree(one: Fact, other: Fact) -> bool:
        return claims[one.hash] == claims[other.hash] and one.person == other.person

    superseded = {
        older.hash
        for older in rest
        for newer in rest
        if _is_newer(newer, older) and (not contradiction or agree(newer, older))
    }
    heads = [fact.hash for fact in rest if fact.hash not in superseded]
    last: Standing = "counts" if len(heads) == 1 else "conflict"
    found: dict[str, Standing] = {
        fact.hash: "superseded" if fact.hash in superseded | lost else last for fact in returns
    }
    return found, None if len(heads) < 2 else contradiction or "time of saving"


def decided_against(returns: Iterable[Fact], decided: Decided) -> set[str]:
    """The returns to which a person preferred another with other answers.

    A decision is about answers: the same answers saved again are decided with them. Of
    two decisions about the same answers the later one holds.
    """
    answers = {fact.hash: fact.content_key or fact.hash for fact in returns}
    latest: dict[tuple[str, str], int] = {}
    for (winner, loser), event in decided.items():
        if winner in answers and loser in answers and answers[winner] != answers[loser]:
            pair = (answers[winner], answers[loser])
            latest[pair] = max(event, latest.get(pair, 0))
    lost = {
        loser for (winner, loser), event in latest.items() if event > latest.get((loser, winner), 0)
    }
    if latest and lost >= set(answers.values()):
        # Decisions taken at different times about different returns may run in a circle.
        lost.remove(max(latest, key=latest.__getitem__)[0])
    return {digest for digest, key in answers.items() if key in lost}


def _decided(hub: sqlite3.Connection, hashes: Iterable[str]) -> Decided:
    return {
        (winner, loser): event
        for digest in hashes
        for winner, loser, event in hub.execute(
            "SELECT winner, loser, event FROM decided WHERE loser = ?", (digest,)
        )
    }


def _claim(hub: sqlite3.Connection, fact: Fact, study: str | None) -> str | None:
    """The study that a return says it is about, as it is compared."""
    if fact.assigned is not None:
        return study_key(study)
    if fact.reference and not (study and names_study(hub, fact.reference, study)):
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
    standings: Mapping[str, Standing],
    disagree: str | None,
    untouched: bool,
) -> Iterator[tuple[str, str, str]]:
    """What the hub itself has to say of one return: severity, code, message."""
    if untouched:
        yield (
            "note",
            AS_SENT,
            "It came back as it was sent: nothing is filled in. It is still asked for.",
        )
    if standings[fact.hash] == "conflict":
        others = (h for h, s in standings.items() if s == "conflict" and h != fact.hash)
        yield (
            "warning",
            "copy-conflict",
            f"This return and {_shown(others)} are of one copy, but do not agree on "
            f"{disagree}. None of them counts until a person decides: see “hub prefer”.",
        )
    if found.study is None and not untouched:
        yield (
            "warning",
            "study-unknown",
            "It is not known which study this return belongs to: copy code, study reference "
            "and e-mail address do not tell. See “hub assign”.",
        )
    elif found.study is not None and found.round is None and not untouched:
        rounds = rounds_of(hub, found.study, fact.workbook)
        if len(rounds) > 1:
            yield (
                "warning",
                "round-unknown",
                f"It is not known which round this return is of: the study had copies in "
                f"{', '.join(rounds)}, and its copy code does not tell. Say it with “hub assign "
                "--round”; until then its copies are asked for.",
            )
    if (
        found.study is not None
        and fact.reference
        and found.by != "assigned"
        and not names_study(hub, fact.reference, found.study)
    ):
        yield (
            "warning",
            "study-differs",
            "The study reference in this return is not that of the study its copy was made "
            "for. It is counted for the latter; please look which is right.",
        )


def _shown(hashes: Iterable[str]) -> str:
    return ", ".join(digest[:12] for digest in sorted(hashes))


# Of one study --------------------------------------------------------------------------


def _count(hub: sqlite3.Connection, study: _Study | None = None) -> None:
    """Mark the return by which a study and round is counted, or each: the latest that counts."""
    where, values = "study_key IS NOT NULL", tuple[str | None, ...]()
    if study is not None:
        where, values = f"{where} AND workbook IS ? AND study_key IS ? AND round IS ?", study
    hub.execute(f"UPDATE returns SET counted = 0 WHERE counted = 1 AND {where}", values)
    groups: dict[_Study, list[Fact]] = {}
    found = {fact.hash: fact for fact in facts(hub, f"standing = 'counts' AND {where}", *values)}
    for digest, *key in hub.execute(
        "SELECT hash, workbook, study_key, round FROM returns "
        f"WHERE standing = 'counts' AND {where}",
        values,
    ):
        groups.setdefault((key[0], key[1], key[2]), []).append(found[digest])
    hub.executemany(
        "UPDATE returns SET counted = 1 WHERE hash = ?",
        [(_chosen(hub, group).hash,) for group in groups.values()],
    )


def _chosen(hub: sqlite3.Connection, group: Sequence[Fact]) -> Fact:
    lost: set[str] = set()
    if len(group) > 1:
        lost = decided_against(group, _decided(hub, [fact.hash for fact in group]))
    left = [f for f in group if f.hash not in lost]
    if len(left) > 1:
        # Who filled nothing in does not speak for a study that others answered for.
        left = [f for f in left if not was_untouched(hub, f.hash)] or left
    return max(left, key=lambda f: f.order)
