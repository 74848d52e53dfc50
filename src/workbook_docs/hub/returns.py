"""The returns of a hub as people and programs see them: what each is, and what it says today."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from workbook_docs.anchors import bare
from workbook_docs.definition import Workbook, fields_of, tables_of
from workbook_docs.errors import HubError
from workbook_docs.hub.originals import digest_of
from workbook_docs.hub.store import Store
from workbook_docs.hub.studies import study_key
from workbook_docs.hub.untouched import untouched_returns, was_untouched
from workbook_docs.values import assemble, flatten, normal

W = TypeVar("W", bound=Workbook)
SHORTEST = 4
"""Characters of a hash from which a return is looked for."""


@dataclass(frozen=True, slots=True)
class Return:
    """One file that came in.

    `standing` is `counts`, `superseded`, `conflict` or `unreadable`; `counted` tells
    whether its study and round are counted by this return. `matched_by` is how its study
    is known: `assigned`, `copy`, `copy-study`, `reference`, `email` or None. `same_as` is
    the hash of an earlier return with the same answers. `as_sent` tells that it holds what
    its copy was sent with and nothing more.
    """

    sha256: str
    file: str
    received: datetime
    outcome: str
    format: str | None
    workbook: str | None
    version: str | None
    edition: str | None
    copy: str | None
    study: str | None
    matched_by: str | None
    round: str | None
    email: str | None
    editor: str | None
    modified: datetime | None
    standing: str
    counted: bool
    same_as: str | None
    as_sent: bool = False

    def to_json(self) -> dict[str, Any]:
        """The return as JSON holds it."""
        document = {name: getattr(self, name) for name in self.__slots__}
        for name in ("received", "modified"):
            document[name] = document[name].isoformat() if document[name] else None
        return document


def held_returns(
    store: Store,
    *,
    workbook: str | None = None,
    round: str | None = None,
    study: str | None = None,
    counted: bool | None = None,
    sha256: str | None = None,
) -> Iterator[Return]:
    """The returns of a hub in the order in which they came, those that meet what is asked."""
    asked = {
        "workbook": workbook, "round": round, "study_key": study_key(study), "counted": counted,
        "hash": sha256,
    }  # fmt: skip
    asked = {column: wanted for column, wanted in asked.items() if wanted is not None}
    rows = store.hub.execute(
        "SELECT hash, received, outcome, format, workbook, version, edition, copy_id, study, "
        "matched_by, round, person, editor, modified, standing, counted, same_as FROM returns "
        f"WHERE {' AND '.join(f'{column} = ?' for column in asked) or '1'} ORDER BY sequence",
        tuple(asked.values()),
    ).fetchall()
    if sha256 is None:
        names = store.file_names()
        emails = dict(store.people.execute("SELECT id, email FROM people"))
        untouched = untouched_returns(store.hub)
    else:  # one return must not cost reading the names of all
        names = {sha256: store.file_name(sha256)}
        whose = [(row[11],) for row in rows]
        query = "SELECT id, email FROM people WHERE id = ?"
        untouched = frozenset([sha256] if was_untouched(store.hub, sha256) else [])
        emails = dict(pair for id in whose for pair in store.people.execute(query, id))
    for row in rows:
        digest, received, *middle, person, editor, modified, standing, is_counted, same_as = row
        told = (
            digest,
            names.get(digest, digest),
            datetime.fromisoformat(received),
            *middle,
            emails.get(person),
            editor,
            datetime.fromisoformat(modified) if modified else None,
            standing,
            bool(is_counted),
            same_as,
            digest in untouched,
        )
        yield Return(**dict(zip(Return.__slots__, told, strict=True)))


def find(store: Store, wanted: str | Path) -> str:
    """The hash of a return that is named by its file or by the first characters of its hash.

    Raises `HubError` where there is none, or more than one.
    """
    path, text = Path(wanted), str(wanted).casefold()
    is_hash = len(text) >= SHORTEST and all(letter in "0123456789abcdef" for letter in text)
    if path.is_file():
        with path.open("rb") as file:
            digest = digest_of(file)
        if store.hub.execute("SELECT 1 FROM returns WHERE hash = ?", (digest,)).fetchone():
            return digest
        if not is_hash:
            raise HubError(f"{path.name} is no return of this hub. Take it in first.")
    if not is_hash:
        raise HubError(
            f"There is no file {wanted}. Name a return by its file, or by at least {SHORTEST} of "
            "the first characters of its hash."
        )
    found = [
        str(digest)
        for (digest,) in store.hub.execute(
            "SELECT hash FROM returns WHERE hash >= ? AND hash < ? ORDER BY hash",
            (text, text + "g"),
        )
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise HubError(f"There is no return whose hash begins with {text}.")
    shown = ", ".join(digest[: len(text) + 6] for digest in found[:5])
    raise HubError(f"{len(found)} returns begin with {text}: {shown}. Give more characters.")


# What it says today ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """One answer of a return: as it was read, and as it stands today.

    `corrected` is None, or who corrected it, when and why.
    """

    path: str
    state: str
    raw: str | None
    value: Any
    rung: str | None
    place: str | None
    read_value: Any
    corrected: dict[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """The answer as the JSON of a reading prints it, with its correction beside it."""
        document = {name: getattr(self, name) for name in self.__slots__}
        if self.corrected is None:
            del document["read_value"], document["corrected"]
        return document


def held_answers(store: Store, digest: str) -> tuple[HeldAnswer, ...]:
    """Every answer of a return, with what people corrected."""
    personal = dict(
        store.people.execute("SELECT id, text FROM personal WHERE owner = ?", (digest,))
    )
    found = []
    for row in store.hub.execute(
        "SELECT a.path, a.row, a.state, a.raw, a.value, a.rung, a.place, a.personal, "
        "a.corrected_by, a.corrected_state, a.corrected_value, a.corrected_personal, "
        "e.who, e.at, e.why FROM answers a LEFT JOIN events e ON e.number = a.corrected_by "
        "WHERE a.hash = ? ORDER BY a.rowid",
        (digest,),
    ):
        path, number, state, raw, value, rung, place, key, by, *corrected = row
        read_value = None if value is None else json.loads(value)
        if key is not None:
            held = _held(personal, key)
            raw = held["raw"]
            read_value = None if held["value"] is None else json.loads(held["value"])
        now_state, now_value, told = state, read_value, None
        if by is not None:
            now_state, text, corrected_key, who, at, why = corrected
            if corrected_key is not None:
                now_value = _held(personal, corrected_key)["value"]
            else:
                now_value = None if text is None else json.loads(text)
            told = {"by": who, "at": at, "why": why}
        shown = path if number is None else path.replace("[]", f"[{number}]")
        found.append(HeldAnswer(shown, now_state, raw, now_value, rung, place, read_value, told))
    return tuple(found)


def _held(personal: dict[str, str], key: str) -> dict[str, Any]:
    if key not in personal:
        raise HubError("A personal answer is lost. Run “hub doctor”.")
    found: dict[str, Any] = json.loads(personal[key])
    return found


def document_of(store: Store, found: Return, workbook: type[Workbook] | None) -> dict[str, Any]:
    """A return as the JSON of a reading prints it, as it stands today, and what the hub adds."""
    [(account, due)] = store.hub.execute(
        "SELECT r.account, c.due FROM returns r LEFT JOIN copies c ON c.id = r.copy_id "
        "WHERE r.hash = ?",
        (found.sha256,),
    )
    copy = {"id": found.copy, "study": found.study, "round": found.round, "due": due}
    record = None
    if workbook is not None and found.outcome == "read":
        record = record_of(store, found.sha256, workbook).model_dump(mode="json")
    return {
        **found.to_json(),
        "copy": copy if found.copy else None,
        "record": record,
        "answers": [answer.to_json() for answer in held_answers(store, found.sha256)],
        "unplaced": [
            {"text": text, "place": place}
            for text, place in store.hub.execute(
                "SELECT text, place FROM unplaced WHERE hash = ? ORDER BY rowid", (found.sha256,)
            )
        ],
        "account": json.loads(account) if account else None,
        "findings": list(_findings(store, found.sha256)),
        "decisions": list(decisions_about(store, found.sha256)),
    }


def decisions_about(store: Store, digest: str) -> Iterator[dict[str, Any]]:
    """What people decided about a return, in order: who, when, what and why.

    What a correction put in place of an answer stands beside that answer.
    """
    for at, who, what, details, why in store.hub.execute(
        "SELECT at, who, what, details, why FROM events WHERE hash = ? ORDER BY number", (digest,)
    ):
        told = json.loads(details)
        about = told.get("study") if what == "assign" else None
        if what == "correct":
            row = told["row"]
            about = told["path"] if row is None else told["path"].replace("[]", f"[{row}]")
        yield {"what": what, "about": about, "by": who, "at": at, "why": why}


def _findings(store: Store, digest: str) -> Iterator[dict[str, Any]]:
    for severity, code, path, place, message, key in store.hub.execute(
        "SELECT severity, code, path, place, message, personal FROM findings WHERE hash = ? "
        "ORDER BY rowid",
        (digest,),
    ).fetchall():
        told = {"message": message, "place": place}
        if key is not None:
            told = json.loads(store.personal(key))
        yield {"severity": severity, "code": code, "path": path, **told}


def record_of(store: Store, digest: str, workbook: type[W]) -> W:
    """The record of a return as it stands today, corrections included."""
    known = {declared.path: declared.kind for declared in fields_of(workbook)}
    values: dict[str, Any] = {}
    for answer in held_answers(store, digest):
        kind = known.get(bare(answer.path))
        if kind is None or answer.value is None:
            continue
        is_number = kind == "decimal" and isinstance(answer.value, float)
        values[answer.path] = Decimal(str(answer.value)) if is_number else answer.value
    return normal(assemble(workbook, values))


def check_table(workbook: type[Workbook], table: str | None) -> None:
    """Raise `HubError` where a workbook has no such table, saying which it has."""
    known = [declared.path for declared in tables_of(workbook)]
    if table is not None and table not in known:
        listed = ", ".join(known) or "none"
        raise HubError(f"{workbook.workbook_id} has no table {table}. It has: {listed}.")


def rows_of(found: Return, record: Workbook, table: str | None) -> Iterator[dict[str, Any]]:
    """A record as plain rows: one of its single fields, or one for each row of a table."""
    about: dict[str, Any] = {
        "return": found.sha256, "study": found.study, "round": found.round,
        "received": found.received,
    }  # fmt: skip
    flat = flatten(record)
    if table is None:
        yield about | {path: value for path, value in flat.items() if "[" not in path}
        return
    numbers = {
        int(path.split("[")[1].split("]")[0]) for path in flat if path.startswith(f"{table}[")
    }
    for number in sorted(numbers):
        start = f"{table}[{number}]."
        cells = {p.removeprefix(start): v for p, v in flat.items() if p.startswith(start)}
        yield about | {"row": number} | cells
