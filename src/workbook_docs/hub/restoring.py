"""Restoring a backup: unpacked beside its place, proved, and only then put there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbook_docs.errors import HubError
from workbook_docs.hub import backup, care, erased, originals
from workbook_docs.hub.decisions import By, record_event
from workbook_docs.hub.erase import scrub, take_away
from workbook_docs.hub.store import HUB, Store


def restore(
    path: Path, folder: Path, by: By, erased_in: Path | None = None, step: backup.Step | None = None
) -> int:
    """Make a hub of a backup; returns how many returns were erased again on the way.

    Args:
        path: the .zip.
        folder: where the hub is to lie; a new or empty folder.
        by: who restores it.
        erased_in: the hub as it was last, whose later erasures are carried out again.
        step: called for every file that was unpacked.

    Raises `HubError` where the backup is not whole; nothing is put in place then.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise HubError(
            f"{folder} is not empty. Restore into a new folder, and move the old one away."
        )
    prefix = f".{folder.name}.unfinished-"
    for left in originals.left_over(folder.parent, prefix):
        backup.remove(left)
    unfinished = folder.parent / originals.unfinished_name(prefix)
    try:
        backup.unpack(path, unfinished, step)
        store = Store(unfinished, create=False)
        try:
            again = _erase_again(store, erased_in, by) if erased_in else 0
            if wrong := list(care.problems(store)):
                raise HubError(f"{path.name} was not restored. " + " ".join(wrong[:5]))
        finally:
            store.close()
        if folder.exists():
            folder.rmdir()
        originals.put(unfinished, folder)
    finally:
        backup.remove(unfinished)
    return again


@contextmanager
def _opened(folder: Path) -> Iterator[Store]:
    store = Store(folder, create=False)
    try:
        yield store
    finally:
        store.close()


def _erase_again(store: Store, folder: Path, by: By) -> int:
    """Carry out in a restored hub what was erased from the hub since."""
    if not (folder / HUB).is_file():
        raise HubError(f"{folder} is no hub.")
    with _opened(folder) as last:
        [(key,)] = last.people.execute("SELECT key FROM keys WHERE name = 'erased'")
        rows = last.hub.execute("SELECT key, what, at FROM erased").fetchall()
        names = last.file_names()
    with store.writing():
        _take_over(store, bytes(key), rows)
        # Erasing takes a name out of the names of others' files, too.
        store.people.executemany(
            "UPDATE personal SET text = ? WHERE owner = ? AND what = 'file'",
            [(name, digest) for digest, name in names.items()],
        )
        gone = {
            str(digest)
            for (digest,) in store.hub.execute("SELECT hash FROM returns")
            if erased.day_of(store, "return", digest)
        }
        emails = dict(store.people.execute("SELECT id, email FROM people"))
        copies = [
            str(id)
            for id, study, person in store.hub.execute("SELECT id, study, person FROM copies")
            if erased.day_of(store, "study", study)
            or erased.day_of(store, "person", emails.get(person))
        ]
        take_away(store, gone, copies)
        record_event(store, "erase", by, None, {"what": "restored", "returns": len(gone)})
    scrub(store)
    return len(gone)


def _take_over(store: Store, key: bytes, rows: list[tuple[str, str, str]]) -> None:
    [(own,)] = store.people.execute("SELECT key FROM keys WHERE name = 'erased'")
    if own != key:
        # A backup of the first schema has no such key yet, so that it may take this one.
        if store.hub.execute("SELECT 1 FROM erased").fetchone():
            raise HubError("The backup is of another hub, so that its erasures cannot be told.")
        store.people.execute("UPDATE keys SET key = ? WHERE name = 'erased'", (key,))
    store.hub.executemany("INSERT INTO erased VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows)
