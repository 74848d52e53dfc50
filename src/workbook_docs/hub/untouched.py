"""Whether a return holds exactly what stood in its copy when it was issued."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from workbook_docs.hub.sent import NOTHING_SENT, Sent, sent_with
from workbook_docs.hub.store import Connection, Store
from workbook_docs.hub.studies import Fact
from workbook_docs.values import is_blank

AS_SENT = "as-sent"
"""The code of the hub's note on a return into which nobody has filled anything."""

_SAID_NOTHING = ("blank", "prompt", "not-found", "not-asked")


def is_untouched(store: Store, fact: Fact) -> bool:
    """Whether nothing was filled into a return: its answers are those it was sent with.

    Of a copy that the hub did not issue, and of one of which it does not know what stood in
    it, that is: no answer at all. Where text is unplaced, or reading left something to look
    at (a picture in the place of an answer, for one), somebody has been at work.
    """
    if fact.outcome != "read":
        return False
    for table, more in (
        ("unplaced", ""),
        ("findings", "AND origin = 'reading' AND NOT checked AND severity <> 'note'"),
    ):
        if store.hub.execute(
            f"SELECT 1 FROM {table} WHERE hash = ? {more} LIMIT 1", (fact.hash,)
        ).fetchone():
            return False
    sent = _sent(store, fact.copy_id)
    met = 0
    for path, row, state, value, personal, corrected in store.hub.execute(
        "SELECT path, row, state, value, personal, corrected_by FROM said WHERE hash = ?",
        (fact.hash,),
    ):
        said = _value(store, value, personal, corrected is not None)
        if is_blank(said) and state not in ("declared-empty", "unreadable"):
            continue
        if state in _SAID_NOTHING or said != sent.at(path, row):
            return False
        met += 1
    return met == len(sent)


def untouched_returns(hub: Connection) -> frozenset[str]:
    """The hashes of all returns into which nothing was filled, as they were settled."""
    found = hub.execute("SELECT hash FROM findings WHERE origin = 'hub' AND code = ?", (AS_SENT,))
    return frozenset(str(digest) for (digest,) in found)


def was_untouched(hub: Connection, digest: str) -> bool:
    """Whether one return was settled as one into which nothing was filled."""
    query = "SELECT 1 FROM findings WHERE hash = ? AND origin = 'hub' AND code = ?"
    return hub.execute(query, (digest, AS_SENT)).fetchone() is not None


def _sent(store: Store, copy: str | None) -> Sent:
    """What stood in a copy, as far as the hub knows."""
    issued = store.hub.execute("SELECT recipient FROM copies WHERE id = ?", (copy,)).fetchone()
    if issued is None:
        return NOTHING_SENT
    held = store.people.execute("SELECT prefilled FROM recipients WHERE id = ?", issued).fetchone()
    return sent_with(held[0] if held else None)


def _value(store: Store, value: str | None, personal: str | None, corrected: bool) -> Any:
    if personal is not None:
        held = json.loads(store.personal(personal), parse_float=Decimal)["value"]
        if corrected:
            return held
        value = held
    return None if value is None else json.loads(value, parse_float=Decimal)
