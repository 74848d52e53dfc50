"""Looking for anything wrong in a hub, and mending what can safely be mended."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from workbook_docs.hub.decisions import replay
from workbook_docs.hub.erase import SCRUB, scrub
from workbook_docs.hub.ingest import Ingest
from workbook_docs.hub.originals import (
    UNFINISHED,
    is_whole,
    left_over,
    make_folder,
    put,
    sync_folder,
)
from workbook_docs.hub.schema import (
    HUB_MIGRATIONS,
    PEOPLE_MIGRATIONS,
    expected_schema,
    schema_of,
    unsafe_pragmas,
)
from workbook_docs.hub.store import (
    ORIGINALS,
    QUARANTINE,
    Connection,
    Store,
    sweep,
    unreferred,
)
from workbook_docs.hub.writing import KEPT
from workbook_docs.wording import quantity

Step = Callable[[], None]


def problems(store: Store, step: Step | None = None) -> Iterator[str]:
    """What is wrong with a hub, a sentence each; nothing is changed.

    `step` is called for every original that was looked at.
    """
    damaged = [name for name, connection in _databases(store) if not _is_whole(connection)]
    for name in damaged:
        yield f"{name}.sqlite is damaged: restore it from a backup."
    if damaged:
        return
    for name, connection in _databases(store):
        for table, *_ in connection.execute("PRAGMA foreign_key_check"):
            yield f"{name}.sqlite: a row of {table} belongs to no return."
        for pragma, wanted, found in unsafe_pragmas(connection):
            yield f"{name}.sqlite: {pragma} is {found}, not {wanted}."
        migrations = HUB_MIGRATIONS if name == "hub" else PEOPLE_MIGRATIONS
        for _, table, _ in sorted(schema_of(connection) ^ expected_schema(migrations)):
            yield f"{name}.sqlite: {table} is not as this version makes it."
    yield from _of_originals(store, step or (lambda: None))
    yield from _of_people(store)
    yield from _of_events(store)
    if store.setting(SCRUB):
        yield "An erasure was interrupted: “hub doctor --mend” brings it to its end."


def advice(store: Store) -> Iterator[str]:
    """What would be better with a hub in which nothing is wrong, a sentence each."""
    if older := read_less(store):
        yield (
            f"{quantity(older, 'return')} {'was' if older == 1 else 'were'} read by an earlier "
            "version, which kept less: what “check” finds in them is not known. “hub rebuild” "
            "reads them again."
        )


def read_less(store: Store) -> int:
    """How many returns were read by a version that kept less of a reading than this one."""
    query = "SELECT count(*) FROM returns WHERE kept < ?"
    try:
        return int(store.hub.execute(query, (KEPT,)).fetchone()[0])
    except sqlite3.DatabaseError:
        return 0  # damaged, as `problems` tells


def _databases(store: Store) -> tuple[tuple[str, Connection], ...]:
    return (("hub", store.hub), ("people", store.people))


def _is_whole(connection: Connection) -> bool:
    try:
        return [str(row[0]) for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
    except sqlite3.DatabaseError:
        return False  # so damaged that it cannot even be looked at


def _of_originals(store: Store, step: Step) -> Iterator[str]:
    expected: dict[str, str] = {}
    for digest, extension in store.hub.execute("SELECT hash, extension FROM returns"):
        path = store.original(digest, extension)
        expected[path.name] = digest
        if not path.is_file():
            yield f"The original of return {digest[:12]} is lost: take the file in again."
    gone = set(left_over(store.folder / ORIGINALS))
    for path in sorted((store.folder / ORIGINALS).iterdir()):
        step()
        if path.name.startswith(UNFINISHED):
            if path in gone:
                yield f"{path.name} is left over from a crash; it goes when the hub is next opened."
        elif path.name in expected:
            if not is_whole(path, expected[path.name]):
                yield (
                    f"The original of return {path.name[:12]} has been altered: take the file in "
                    "again, or restore a backup."
                )
        elif is_whole(path, path.stem):
            yield (
                f"The original {path.name[:12]} belongs to no return: it is just being taken in, "
                "or a crash came between. Take the file in again, or say “hub doctor --mend”."
            )
        else:
            yield (
                f"“{path.name[:12]}” among the originals is none: its bytes are not what its name "
                "says. “hub doctor --mend” moves it to the hub's quarantine."
            )


def _of_people(store: Store) -> Iterator[str]:
    if extra := sum(map(len, unreferred(store).values())):
        so_many = quantity(extra, "row")
        yield f"people.sqlite holds {so_many} that nothing in the hub refers to."
    held = {str(key) for (key,) in store.people.execute("SELECT id FROM personal")}
    for table, column in (
        ("answers", "personal"), ("answers", "corrected_personal"), ("findings", "personal"),
        ("events", "personal"),
    ):  # fmt: skip
        query = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"
        if lost := sum(key not in held for (key,) in store.hub.execute(query)):
            advice = "restore a backup" if table == "events" else "run “hub rebuild”"
            so_many = quantity(lost, "row")
            yield f"people.sqlite lacks {so_many} that {table} refer to: {advice}."
    people = {str(id) for (id,) in store.people.execute("SELECT id FROM people")}
    for table in ("returns", "copies"):
        query = f"SELECT person FROM {table} WHERE person IS NOT NULL"
        if lost := sum(person not in people for (person,) in store.hub.execute(query)):
            so_many = quantity(lost, "person")
            yield f"people.sqlite lacks {so_many} that {table} refer to: run “hub rebuild”."
    whose = {str(id) for (id,) in store.people.execute("SELECT id FROM recipients")}
    if lost := sum(
        key not in whose for (key,) in store.hub.execute("SELECT recipient FROM copies")
    ):
        so_many = quantity(lost, "recipient")
        yield f"people.sqlite lacks {so_many} that copies refer to: restore a backup."


def _of_events(store: Store) -> Iterator[str]:
    strays = store.hub.execute(
        "SELECT count(*) FROM events WHERE hash IS NOT NULL "
        "AND hash NOT IN (SELECT hash FROM returns)"
    ).fetchone()[0]
    if strays:
        yield f"The hub does not hold what {quantity(strays, 'decision')} decided about."
    if changed := replay_changes(store):
        yield (
            f"What follows from the decisions and copies is not what {', '.join(changed)} say: "
            "“hub doctor --mend” works it out again."
        )


_DERIVED = {
    "returns": "SELECT hash, study, study_key, matched_by, round, standing, same_as, assigned, "
    "assigned_round, counted, reference, person FROM returns ORDER BY hash",
    "answers": "SELECT hash, path, row, corrected_by, corrected_state, corrected_value, "
    "corrected_personal FROM answers ORDER BY hash, path, row",
    "decisions": "SELECT winner, loser, event FROM decided ORDER BY winner, loser",
    "findings": "SELECT hash, code, message FROM findings WHERE origin = 'hub' "
    "ORDER BY hash, code, message",
}


class _Undo(Exception):
    """Ends a transaction that was never meant to last."""


def replay_changes(store: Store) -> list[str]:
    """Which tables would change if all events were replayed; nothing is changed."""
    changed: list[str] = []
    try:
        with store.writing():
            before = _derived(store)
            replay(store)
            after = _derived(store)
            changed = [name for name in _DERIVED if before[name] != after[name]]
            raise _Undo
    except _Undo:
        return changed


def _derived(store: Store) -> dict[str, str]:
    found = {}
    for name, query in _DERIVED.items():
        digest = hashlib.sha256()
        for row in store.hub.execute(query):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
        found[name] = digest.hexdigest()
    return found


# Mending -----------------------------------------------------------------------------------


def mend(store: Store, run: Ingest) -> Iterator[str]:
    """Mend what loses nothing by it; says each thing that was done.

    Rows that nothing refers to go, an interrupted erasure is brought to its end, returns
    whose row is missing are taken in, what lies among the originals and is none is moved to
    the folder `quarantine`, and what follows from the decisions is worked out again. Nothing
    else is touched.
    """
    if store.setting(SCRUB):
        scrub(store)
        yield "An interrupted erasure was brought to its end."
    if extra := sum(map(len, unreferred(store).values())):
        with store.writing():
            sweep(store)
        yield f"Taken away from people.sqlite: {quantity(extra, 'row')} that nothing referred to."
    yield from _mend_orphans(store, run)
    if changed := replay_changes(store):
        with store.writing():
            replay(store)
        yield f"The decisions were replayed: {', '.join(changed)} changed."


def _mend_orphans(store: Store, run: Ingest) -> Iterator[str]:
    held = {
        store.original(digest, extension).name
        for digest, extension in store.hub.execute("SELECT hash, extension FROM returns")
    }
    for path in sorted((store.folder / ORIGINALS).iterdir()):
        if path.name in held or path.name.startswith(UNFINISHED):
            continue
        if not is_whole(path, path.stem):
            moved = _set_apart(store, path)
            yield f"{path.name[:12]} is no original; it is {moved} in the hub's folder now."
            continue
        result = run.adopt(path)
        if result.status == "refused":
            yield f"The original {path.name[:12]} was taken away: {result.message}"
        else:
            yield f"The original {path.name[:12]} was taken in as a return: {result.message}"


def _set_apart(store: Store, path: Path) -> Path:
    """Move what is no original out of their folder; where it lies now, within the hub's."""
    folder = store.folder / QUARANTINE
    make_folder(folder)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{number}-{path.name}"
    put(path, target)
    sync_folder(path.parent)
    return target.relative_to(store.folder)


__all__ = ["mend", "problems", "replay_changes"]
