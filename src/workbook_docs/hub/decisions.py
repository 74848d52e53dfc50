"""What a person decided, kept as events: assign, correct, prefer; and how they are replayed.

An event says who, when, what and why. Everything that follows from it can be taken away
and made again from the events alone.
"""

from __future__ import annotations

import getpass
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from workbook_docs.anchors import bare
from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of
from workbook_docs.errors import DecisionError, FillError
from workbook_docs.hub import standing
from workbook_docs.hub.columns import path_of
from workbook_docs.hub.register import people_of
from workbook_docs.hub.store import Store, add, moment_text, now, storable
from workbook_docs.hub.studies import issued_spelling, study_key
from workbook_docs.records import State
from workbook_docs.trimming import tidy
from workbook_docs.understanding import understand
from workbook_docs.values import as_json, assemble, flatten, is_blank, normal, refusals

What = Literal["assign", "correct", "prefer", "erase", "readmit"]


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, and why."""

    who: str
    why: str | None = None


def user() -> str:
    """The name by which the system knows who is at work."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "not known"


def record_event(
    store: Store,
    what: What,
    by: By,
    digest: str | None,
    details: dict[str, Any],
    personal: str | None = None,
) -> int:
    """Write down an event, in an open transaction; returns its number."""
    add(
        store.hub,
        "events",
        {
            "at": moment_text(now()),
            "who": by.who,
            "what": what,
            "hash": digest,
            "details": json.dumps(details, sort_keys=True),
            "why": by.why,
            "personal": personal,
        },
    )
    [(number,)] = store.hub.execute("SELECT last_insert_rowid()")
    return int(number)


# Assign and prefer -----------------------------------------------------------------------


def assign(store: Store, digest: str, study: str, by: By, round: str | None = None) -> str:
    """Say to which study a return belongs, and to which round; returns the study as it was issued.

    Without a round it is that of its copy, or the only one in which the study had copies.
    """
    study = tidy(study)
    key = study_key(study)
    if key is None or "\n" in study:
        raise DecisionError("Give the reference of one study, such as S07.")
    with store.writing():
        study = issued_spelling(store.hub, key) or study
        details = {"study": study}
        if round is not None:
            details["round"] = _round_known(store, round)
        number = record_event(store, "assign", by, digest, details)
        _apply(store, number, "assign", digest, details, None)
        standing.settle(store, digest)
    return study


def _round_known(store: Store, round: str) -> str:
    """A round as the hub spells it. Raises `DecisionError` where it knows none like it."""
    known = store.hub.execute(
        "SELECT round FROM copies WHERE round IS NOT NULL UNION "
        "SELECT copy_round FROM returns WHERE copy_round IS NOT NULL ORDER BY 1"
    ).fetchall()
    rounds = [str(found) for (found,) in known]
    if round.strip() not in rounds:
        listed = ", ".join(rounds) or "none yet"
        raise DecisionError(f"The hub knows no round “{round}”. Known: {listed}.")
    return round.strip()


def prefer(store: Store, digest: str, by: By) -> tuple[str, ...]:
    """Say that a return counts before all others of its copy and of its study and round.

    Returns the hashes of those others, which are superseded by it. A return that comes
    in later is weighed as always.
    """
    with store.writing():
        outcome, copy, workbook, study, round = store.hub.execute(
            "SELECT outcome, copy_id, workbook, study_key, round FROM returns WHERE hash = ?",
            (digest,),
        ).fetchone()
        if outcome != "read":
            raise DecisionError("This return could not be read, so that it cannot count.")
        others = store.hub.execute(
            "SELECT hash FROM returns WHERE hash <> ?1 AND outcome = 'read' AND (copy_id = ?2 OR "
            "(workbook IS ?3 AND study_key = ?4 AND round IS ?5)) ORDER BY hash",
            (digest, copy, workbook, study, round),
        ).fetchall()
        over = tuple(str(other) for (other,) in others)
        if not over:
            raise DecisionError(
                "There is no other return of this copy, or of this study and round."
            )
        details = {"over": over}
        number = record_event(store, "prefer", by, digest, details)
        _apply(store, number, "prefer", digest, details, None)
        for other in (digest, *over):
            standing.settle(store, other)
    return over


# Correct ---------------------------------------------------------------------------------


def correct(
    store: Store, digest: str, workbook: type[Workbook], path: str, value: Any, by: By
) -> Any:
    """Put a value in the place of what a return says at a path; returns the typed value.

    Args:
        workbook: the definition of the return's workbook.
        path: such as `next_review_date` or `initial_matrix[0].impact`; the row after a
            table's last adds one. Or a printed label, where that is plain.
        value: a value of the path's kind, or text as a person types it; nothing ("",
            None) for a blank.

    Raises:
        DecisionError: where there is no such path, or the value is none of its kind.
    """
    declared, path = _declared(workbook, path)
    typed, state = typed_value(workbook, declared, path, value)
    with store.writing():
        outcome = store.hub.execute(
            "SELECT outcome FROM returns WHERE hash = ?", (digest,)
        ).fetchone()[0]
        if outcome != "read":
            raise DecisionError("This return could not be read, so that nothing is to correct.")
        row = _row_of(path)
        cells: list[str] = []
        if declared.table is not None:
            held = rows_held(store, digest, declared.table)
            if row is None or row > held:
                raise DecisionError(
                    f"{path}: the table {declared.table} of this return has {held} rows, numbered "
                    f"from 0; {declared.table}[{held}] adds one."
                )
            cells = [
                column.path for column in fields_of(workbook) if column.table == declared.table
            ]
        details: dict[str, Any] = {"path": declared.path, "row": row, "state": state}
        if cells:
            details["cells"] = cells
        if declared.path in ("study.reference", people_of(workbook).email):
            details["tells"] = "reference" if declared.path == "study.reference" else "person"
        text, personal = json.dumps(as_json(typed)), None
        if declared.personal:
            personal = store.keep_personal(digest, "event", json.dumps({"value": as_json(typed)}))
        else:
            details["value"] = text
        number = record_event(store, "correct", by, digest, details, personal)
        _apply(store, number, "correct", digest, details, personal)
        standing.settle(store, digest)
    return typed


def typed_value(
    workbook: type[Workbook], declared: DeclaredField, path: str, value: Any
) -> tuple[Any, State]:
    """A value of a path's kind and the state that it gives, understood as reading does.

    Raises `DecisionError` where it is none. No message quotes the value.
    """
    if isinstance(value, str):
        understood = understand(declared, value, day_first=workbook.day_first)
        for remark in understood.remarks:
            if remark.severity != "note":
                raise DecisionError(f"{path}: {_wanted(declared)}.")
        value, said = understood.value, understood.state
        if said == "declared-empty":
            return value, said
    elif value is None:
        value = [] if declared.kind in ("names", "choices") else None
    flat = re.sub(r"\[\d+\]", "[0]", path)
    try:
        record = assemble(workbook, {flat: value})
    except FillError:
        raise DecisionError(f"{path}: {_wanted(declared)}.") from None
    for line in refusals(record):
        reason = line.partition(": ")[2]
        quotes = not isinstance(value, str | list | bool)
        raise DecisionError(f"{path}: {_wanted(declared) if quotes else reason}.")
    typed = flatten(normal(record)).get(flat, getattr(value, "value", value))
    if declared.kind == "tick":
        typed = bool(typed)
    blank = is_blank(typed)
    return typed, "blank" if blank else "answered"


def _wanted(declared: DeclaredField) -> str:
    if declared.options:
        listed = ", ".join(f"“{option}”" for option in declared.options)
        several = "one or several of" if declared.kind == "choices" else "one of"
        return f"give {several} {listed}"
    bounds = [
        f"{word} {bound:g}"
        for word, bound in (("not below", declared.ge), ("not above", declared.le))
        if bound is not None
    ]
    kinds = {
        "day": "give a full date, such as 2026-12-01 or 1 December 2026",
        "tick": "give yes or no",
        "whole": " and ".join(["give a whole number", *bounds]),
        "decimal": " and ".join(["give a number", *bounds]),
        "names": "give entries, one a line",
    }
    return kinds.get(declared.kind, "give text that a file can carry")


def _declared(workbook: type[Workbook], path: str) -> tuple[DeclaredField, str]:
    """The field of a path or a printed label, and its path."""
    plain = bare(path)
    tables = {table.path for table in tables_of(workbook)}
    for declared in fields_of(workbook):
        if declared.path == plain:
            if declared.table is not None and _row_of(path) is None:
                raise DecisionError(f"{path}: say which row, such as {plain.replace('[]', '[0]')}.")
            return declared, path
    if plain.removesuffix("[]") in tables:
        raise DecisionError(f"{path} is a table; correct one cell of it at a time.")
    return _declared(workbook, path_of(path, workbook))


def _row_of(path: str) -> int | None:
    found = re.search(r"\[(\d+)\]", path)
    return int(found[1]) if found else None


def rows_held(store: Store, digest: str, table: str) -> int:
    """How many rows a return's table has, those that were added included."""
    [(held,)] = store.hub.execute(
        "SELECT coalesce(max(row), -1) + 1 FROM answers WHERE hash = ? AND path LIKE ? ESCAPE '!'",
        (digest, table.replace("!", "!!").replace("_", "!_").replace("%", "!%") + "[]%"),
    )
    return int(held)


# Replay ----------------------------------------------------------------------------------


def _apply(
    store: Store, number: int, what: str, digest: str, details: dict[str, Any], personal: str | None
) -> None:
    """Make what follows from one event, in an open transaction."""
    if what == "assign":
        store.hub.execute(
            "UPDATE returns SET assigned = ?, assigned_round = ? WHERE hash = ?",
            (details["study"], details.get("round"), digest),
        )
    elif what == "prefer":
        for other in details["over"]:
            store.hub.execute(
                "INSERT OR REPLACE INTO decided SELECT ?, hash, ? FROM returns WHERE hash = ?",
                (digest, number, other),
            )
    elif what == "correct":
        _apply_correction(store, number, digest, details, personal)


def _apply_correction(
    store: Store, number: int, digest: str, details: dict[str, Any], personal: str | None
) -> None:
    path, row = details["path"], details["row"]
    there = "hash = ? AND path = ? AND row IS ?"
    for cell in details.get("cells", [path]):
        if not store.hub.execute(
            f"SELECT 1 FROM answers WHERE {there}", (digest, cell, row)
        ).fetchone():
            add(store.hub, "answers", {"hash": digest, "path": cell, "row": row, "state": "blank"})
    store.hub.execute(
        "UPDATE answers SET corrected_by = ?, corrected_state = ?, corrected_value = ?, "
        f"corrected_personal = ? WHERE {there}",
        (number, details["state"], details.get("value"), personal, digest, path, row),
    )
    if "tells" in details:
        value = json.loads(details["value"]) if "value" in details else None
        if personal is not None:
            value = json.loads(store.personal(personal))["value"]
        if details["tells"] == "person":
            value = store.person(value)
        store.hub.execute(
            f"UPDATE returns SET {details['tells']} = ? WHERE hash = ?", (storable(value), digest)
        )


def apply_corrections(store: Store, digest: str) -> None:
    """Put the corrections of a return over its answers again, in an open transaction."""
    _replay(store, ("correct",), digest)


def replay(store: Store) -> None:
    """Take away all that follows from events and make it again, in an open transaction."""
    corrected = store.hub.execute(
        "SELECT DISTINCT hash FROM answers WHERE corrected_by IS NOT NULL"
    ).fetchall()
    for (digest,) in corrected:
        _withdraw_corrections(store, str(digest))
    store.hub.execute(
        "UPDATE returns SET assigned = NULL, assigned_round = NULL WHERE assigned IS NOT NULL"
    )
    store.hub.execute("DELETE FROM decided")
    _replay(store, ("assign", "correct", "prefer"))
    standing.settle(store)


def _withdraw_corrections(store: Store, digest: str) -> None:
    store.hub.execute(
        "UPDATE answers SET corrected_by = NULL, corrected_state = NULL, corrected_value = NULL, "
        "corrected_personal = NULL WHERE hash = ?",
        (digest,),
    )


def _replay(store: Store, kinds: Sequence[str], digest: str | None = None) -> None:
    marks = ", ".join("?" * len(kinds))
    events: Iterable[tuple[int, str, str, str, str | None]] = store.hub.execute(
        "SELECT number, what, hash, details, personal FROM events "
        f"WHERE what IN ({marks}) AND (? IS NULL OR hash = ?) "
        "AND hash IN (SELECT hash FROM returns) ORDER BY number",
        (*kinds, digest, digest),
    ).fetchall()
    for number, what, of, details, personal in events:
        _apply(store, number, what, of, json.loads(details), personal)
