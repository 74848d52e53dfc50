"""Erasing a person or a study from every file of a hub, so that not a byte is left."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from workbook_docs.errors import HubError
from workbook_docs.hub import erased, originals, standing
from workbook_docs.hub.decisions import By, record_event
from workbook_docs.hub.issued import recipients
from workbook_docs.hub.mentions import (
    FILE_NAME,
    NOT_SEARCHED,
    Mention,
    Words,
    find_mentions,
)
from workbook_docs.hub.returns import Return, held_returns
from workbook_docs.hub.store import NEW_NAMES, ORIGINALS, Store, person_key, sweep
from workbook_docs.hub.studies import study_key

Step = Callable[[], None]

SCRUB = "scrub"
"""The setting that says that an erasure is under way."""

SHORTEST_NAME = 3
"""Letters from which a name is looked for elsewhere."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure takes away, and what it leaves for a person to look at.

    `done` tells whether it was carried out. `words` are those that mentions were sought by.
    """

    what: Literal["person", "study"]
    returns: tuple[Return, ...]
    copies: tuple[str, ...]
    mentions: tuple[Mention, ...]
    done: bool = False
    words: frozenset[str] = field(default=frozenset(), repr=False)

    def to_json(self) -> dict[str, Any]:
        """The erasure as JSON holds it."""
        return {
            "what": self.what,
            "returns": [found.to_json() for found in self.returns],
            "copies": list(self.copies),
            "mentions": [mention.to_json() for mention in self.mentions],
            "done": self.done,
        }


def plan_person(store: Store, email: str, step: Step) -> Erasure:
    """What goes if a person is erased: their returns, and the copies made for them.

    Of somebody who returned nothing, but is named by others, there are only the mentions.
    Raises `HubError` where that e-mail address stands nowhere in the hub.
    """
    key = person_key(email)
    if key is None or "@" not in key:
        raise HubError("Give the e-mail address of the person.")
    found = store.people.execute("SELECT id FROM people WHERE email = ?", (key,)).fetchone()
    if found is None:
        planned = _plan(store, "person", set(), (), {key}, step)
        if all(mention.place == NOT_SEARCHED for mention in planned.mentions):
            raise HubError("The hub knows nobody by that e-mail address.")
        return planned
    copies = tuple(
        str(id)
        for (id,) in store.hub.execute("SELECT id FROM copies WHERE person = ? ORDER BY id", found)
    )
    # A copy of theirs that came back without an e-mail address is theirs too.
    hashes = {
        str(digest)
        for (digest,) in store.hub.execute(
            "SELECT hash FROM returns WHERE person = ?1 OR (person IS NULL AND copy_id IN "
            "(SELECT id FROM copies WHERE person = ?1))",
            found,
        )
    }
    return _plan(store, "person", hashes, copies, {key}, step)


def plan_study(store: Store, study: str, step: Step) -> Erasure:
    """What goes if a study is erased: its returns and its copies.

    Raises `HubError` where the hub knows no such study.
    """
    key = study_key(study)
    hashes = {
        str(digest)
        for (digest,) in store.hub.execute("SELECT hash FROM returns WHERE study_key = ?", (key,))
    }
    copies = tuple(
        str(id) for (id,) in store.hub.execute("SELECT id FROM copies WHERE study_key = ?", (key,))
    )
    if not (hashes or copies):
        raise HubError(f"The hub knows no study {study}.")
    return _plan(store, "study", hashes, copies, set(), step)


def _plan(
    store: Store,
    what: Literal["person", "study"],
    hashes: set[str],
    copies: tuple[str, ...],
    words: set[str],
    step: Step,
) -> Erasure:
    going = tuple(found for found in held_returns(store) if found.sha256 in hashes)
    words |= _names(store, hashes, copies)
    if what == "study":
        words |= {found.email for found in going if found.email}
    mentions = tuple(find_mentions(store, hashes, copies, words, step))
    return Erasure(what, going, copies, mentions, words=frozenset(words))


def _names(store: Store, hashes: set[str], copies: Iterable[str]) -> set[str]:
    """What identifies the people of the returns and copies that go."""
    words: set[str] = set()
    for digest in hashes:
        for (text,) in store.people.execute(
            "SELECT text FROM personal WHERE owner = ? AND what IN ('answer', 'event')", (digest,)
        ):
            value = json.loads(text)["value"]
            value = json.loads(value) if isinstance(value, str) and value[:1] in '"[' else value
            words.update(v for v in (value if isinstance(value, list) else [value]) if v)
    whom = recipients(store)
    for copy in copies:
        words.update(word for word in (whom[copy].name, whom[copy].email) if word)
    return {
        word.strip()
        for word in words
        if isinstance(word, str) and len(word.strip()) >= SHORTEST_NAME
    }


# Carrying it out -------------------------------------------------------------------------


def carry_out(store: Store, erasure: Erasure, text: str, by: By) -> Erasure:
    """Erase: first what must not come back is noted, then everything is taken away.

    `text` is the e-mail address or the study. Interrupted at any step, the next opening
    of the hub goes on with it. Returns the same erasure, done.
    """
    with store.writing():
        erased.remember(store, erasure.what, text)
        hashes = {found.sha256 for found in erasure.returns}
        for digest in hashes:
            erased.remember(store, "return", digest)
        take_away(store, hashes, erasure.copies)
        left = _note_names(store, erasure)
        counts = {"returns": len(hashes), "copies": len(erasure.copies)}
        record_event(store, "erase", by, None, {"what": erasure.what, **counts})
    scrub(store)
    names = store.file_names()
    left = tuple(replace(m, file=names.get(m.sha256 or "", m.file)) for m in left)
    return replace(erasure, mentions=left, done=True)


def _note_names(store: Store, erasure: Erasure) -> tuple[Mention, ...]:
    """Note how the names under which others' files came read without the erased; gives the rest.

    The folder or archive that somebody was named by tells nothing of what is in the file. The
    names themselves change in `scrub`, when the hub surely knows that it is erasing: it is
    committed after its people.
    """
    names, left = {}, []
    for mention in erasure.mentions:
        if mention.place != FILE_NAME or mention.sha256 is None:
            left.append(mention)
        else:
            name = store.file_name(mention.sha256)
            names[mention.sha256] = Words(erasure.words).taken_out_of(name)
    if names:
        store.people.execute(
            "INSERT OR REPLACE INTO settings VALUES (?, ?)", (NEW_NAMES, json.dumps(names))
        )
    return tuple(left)


def _take_out_of_names(store: Store) -> None:
    held = store.people.execute("SELECT value FROM settings WHERE key = ?", (NEW_NAMES,)).fetchone()
    for digest, name in json.loads(held[0] if held else "{}").items():
        store.people.execute(
            "UPDATE personal SET text = ? WHERE owner = ? AND what = 'file'", (name, digest)
        )
    store.people.execute("DELETE FROM settings WHERE key = ?", (NEW_NAMES,))


def take_away(store: Store, hashes: set[str], copies: Iterable[str]) -> None:
    """Delete returns and copies with all that is about them, in an open transaction.

    `scrub` is to follow; the hub remembers so.
    """
    for digest in hashes:
        store.hub.execute("DELETE FROM events WHERE hash = ?", (digest,))
        store.hub.execute("DELETE FROM returns WHERE hash = ?", (digest,))
    _forget_in_decisions(store, hashes)
    for copy in copies:
        store.hub.execute("DELETE FROM copies WHERE id = ?", (copy,))
    store.hub.execute("INSERT OR REPLACE INTO settings VALUES (?, 'due')", (SCRUB,))
    standing.settle(store)


def _forget_in_decisions(store: Store, hashes: set[str]) -> None:
    for number, details in store.hub.execute(
        "SELECT number, details FROM events WHERE what = 'prefer'"
    ).fetchall():
        held = json.loads(details)
        left = [digest for digest in held["over"] if digest not in hashes]
        if left != held["over"]:
            store.hub.execute(
                "UPDATE events SET details = ? WHERE number = ?",
                (json.dumps({**held, "over": left}, sort_keys=True), number),
            )


def scrub(store: Store) -> None:
    """Take away what the erased left: rows of people, originals, free pages, logs.

    Raises `HubError` where the disk is full, or another process has the hub open so that
    its log cannot be emptied; the hub remembers that this is still to do.
    """
    with store.writing():
        _take_out_of_names(store)
        sweep(store)
    held = {
        store.original(digest, extension).name
        for digest, extension in store.hub.execute("SELECT hash, extension FROM returns")
    }
    folder = store.folder / ORIGINALS
    try:
        for path in [*originals.left_over(folder), *_erased_originals(store, folder, held)]:
            originals.discard(path)
        for connection in (store.people, store.hub):
            connection.execute("VACUUM")
            [(busy, *_)] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if busy:
                raise HubError(_UNFINISHED.format("another process has the hub open"))
    except (sqlite3.Error, OSError) as problem:
        raise HubError(_UNFINISHED.format(getattr(problem, "strerror", None) or problem)) from None
    with store.writing():
        store.hub.execute("DELETE FROM settings WHERE key = ?", (SCRUB,))


_UNFINISHED = (
    "What was to be erased is no longer told, but traces of it may still lie in the hub's files: "
    "{}. The next command that opens the hub goes on with it; so does “hub doctor --mend”."
)


def _erased_originals(store: Store, folder: Path, held: set[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name not in held and erased.day_of(store, "return", path.stem):
            yield path


def readmit(store: Store, what: Literal["person", "study"], text: str, by: By) -> None:
    """Let an erased person or study come back; erased returns stay erased.

    Raises `HubError` where nobody of that name was erased.
    """
    with store.writing():
        gone = store.hub.execute(
            "DELETE FROM erased WHERE key = ?", (erased.key_of(store, what, text),)
        ).rowcount
        if not gone:
            raise HubError(f"No {what} of that name was erased from this hub.")
        record_event(store, "readmit", by, None, {"what": what})
