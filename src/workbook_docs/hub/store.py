"""The hub's folder: two databases, the originals, and how they are opened and written.

`hub.sqlite` holds what returns say; `people.sqlite` alone holds what identifies a person
(answers marked Personal, recipients, and file names, which people like to put their name
into), under random ids that the other refers to. `originals` holds every return as it
was received, named by its hash.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from workbook_docs.errors import HubError

Connection = sqlite3.Connection

HUB, PEOPLE, ORIGINALS = "hub.sqlite", "people.sqlite", "originals"
UNFINISHED = ".unfinished-"
STALE_SECONDS = 24 * 3600
"""Age from which an unfinished copy of an original is left over from a crash."""

# Each migration is a tuple of single statements; a store remembers how many it has had.
HUB_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        """CREATE TABLE definitions (
            workbook TEXT PRIMARY KEY,
            name TEXT NOT NULL  -- package.module:Class, as a person gave it
        ) STRICT""",
        """CREATE TABLE copies (
            id TEXT PRIMARY KEY,
            workbook TEXT NOT NULL,
            version TEXT NOT NULL,
            study TEXT,
            study_key TEXT,     -- study and reference as they are compared
            reference TEXT,     -- study reference printed in the copy
            reference_key TEXT,
            round TEXT,
            due TEXT,
            groups TEXT NOT NULL,
            format TEXT,
            issued_on TEXT NOT NULL,
            person TEXT         -- people.id of the recipient
        ) STRICT""",
        "CREATE INDEX copies_study ON copies (study_key)",
        "CREATE INDEX copies_reference ON copies (reference_key)",
        "CREATE INDEX copies_person ON copies (person)",
        """CREATE TABLE returns (
            hash TEXT PRIMARY KEY,
            extension TEXT NOT NULL,
            received TEXT NOT NULL,
            sequence INTEGER NOT NULL,      -- order of arrival
            outcome TEXT NOT NULL,
            format TEXT,
            workbook TEXT, version TEXT, edition TEXT,
            copy_id TEXT, copy_study TEXT, copy_round TEXT,
            reference TEXT,                 -- study reference that the return itself gives
            person TEXT,                    -- people.id of who filled it in
            editor TEXT, modified TEXT,
            content_key TEXT,               -- keyed hash of answers, study and version
            account TEXT,
            -- what follows is worked out from the above by `settle`
            study TEXT, matched_by TEXT, round TEXT,
            standing TEXT NOT NULL DEFAULT 'unreadable'
                CHECK (standing IN ('counts', 'superseded', 'conflict', 'unreadable')),
            same_as TEXT                    -- hash of an earlier return with the same answers
        ) STRICT""",
        "CREATE INDEX returns_copy ON returns (copy_id)",
        "CREATE INDEX returns_content ON returns (content_key)",
        """CREATE TABLE answers (
            hash TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            path TEXT NOT NULL,             -- without row numbers
            row INTEGER,                    -- from 0, in a repeated table
            state TEXT NOT NULL,
            raw TEXT, value TEXT,           -- value as JSON; both null where personal
            rung TEXT, place TEXT,
            personal TEXT                   -- personal.id in people.sqlite
        ) STRICT""",
        "CREATE INDEX answers_hash ON answers (hash)",
        """CREATE TABLE findings (
            hash TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            origin TEXT NOT NULL CHECK (origin IN ('reading', 'hub')),
            severity TEXT NOT NULL, code TEXT NOT NULL,
            path TEXT, place TEXT,
            message TEXT,                   -- null where it is personal
            personal TEXT
        ) STRICT""",
        "CREATE INDEX findings_hash ON findings (hash)",
        """CREATE TABLE unplaced (
            hash TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            text TEXT NOT NULL, place TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX unplaced_hash ON unplaced (hash)",
        """CREATE TABLE events (
            number INTEGER PRIMARY KEY,
            at TEXT NOT NULL, who TEXT NOT NULL,
            what TEXT NOT NULL, hash TEXT, details TEXT NOT NULL, why TEXT
        ) STRICT""",
    ),
)

PEOPLE_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE people (
            id TEXT PRIMARY KEY,
            email TEXT NOT NULL UNIQUE      -- small letters, no outer white space
        ) STRICT""",
        """CREATE TABLE recipients (
            copy TEXT PRIMARY KEY,
            name TEXT, email TEXT
        ) STRICT""",
        """CREATE TABLE personal (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,            -- hash of the return
            what TEXT NOT NULL CHECK (what IN ('file', 'answer', 'finding')),
            text TEXT NOT NULL              -- a file name; else JSON
        ) STRICT""",
        "CREATE INDEX personal_owner ON personal (owner)",
        "CREATE TABLE keys (name TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT",
    ),
)


class Store:
    """The open folder of a hub."""

    def __init__(self, folder: Path, create: bool) -> None:
        self.folder = folder
        _prepare(folder, create)
        self.hub = _open(folder / HUB, HUB_MIGRATIONS)
        try:
            self.people = _open(folder / PEOPLE, PEOPLE_MIGRATIONS)
        except BaseException:
            self.hub.close()
            raise
        self._sweep()

    def close(self) -> None:
        """Close both databases."""
        self.people.close()
        self.hub.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction over both databases: all of it, or nothing that counts.

        People are committed first. A crash between the two leaves personal rows that
        nothing refers to, which the next opening sweeps away; never a return without
        its people.
        """
        try:
            self.hub.execute("BEGIN IMMEDIATE")
            self.people.execute("BEGIN IMMEDIATE")
            yield
            self.people.execute("COMMIT")
            self.hub.execute("COMMIT")
        except BaseException as problem:
            for connection in (self.people, self.hub):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            if isinstance(problem, sqlite3.Error):
                raise HubError(f"The hub could not be written to: {problem}.") from None
            raise

    def original(self, digest: str, extension: str) -> Path:
        """Where the bytes of a return lie."""
        return self.folder / ORIGINALS / f"{digest}.{extension}"

    def keep(self, source: BinaryIO, digest: str, extension: str) -> Path:
        """Copy a file's bytes into the originals, whole or not at all.

        Raises `HubError` where they are no longer those that were hashed.
        """
        target = self.original(digest, extension)
        folder = target.parent
        unfinished = folder / f"{UNFINISHED}{os.getpid()}-{secrets.token_hex(8)}"
        try:
            with unfinished.open("xb") as out:
                copied = _copy(source, out)
                out.flush()
                os.fsync(out.fileno())
            if copied != digest:
                raise HubError("A file changed while it was being taken in. Try again.")
            os.replace(unfinished, target)
            sync_folder(folder)
        finally:
            unfinished.unlink(missing_ok=True)
        return target

    def person(self, email: str | None) -> str | None:
        """The random id of the person with an e-mail address, made on first sight."""
        normal = storable(" ".join((email or "").split()).casefold())
        if not normal:
            return None
        self.people.execute(
            "INSERT INTO people (id, email) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (new_id(), normal),
        )
        [(found,)] = self.people.execute("SELECT id FROM people WHERE email = ?", (normal,))
        return str(found)

    def file_name(self, digest: str) -> str:
        """The name that a return's file had when it came; its hash where none is held."""
        found = self.people.execute(
            "SELECT text FROM personal WHERE owner = ? AND what = 'file'", (digest,)
        ).fetchone()
        return str(found[0]) if found else digest

    def forget_reading(self, digest: str) -> None:
        """Drop what was read from a return, in an open transaction; its file name stays."""
        for table in ("answers", "findings", "unplaced"):
            self.hub.execute(f"DELETE FROM {table} WHERE hash = ?", (digest,))
        self.people.execute("DELETE FROM personal WHERE owner = ? AND what <> 'file'", (digest,))

    def content_key(self, answers: str) -> str:
        """A keyed hash by which the same answers are known again.

        Keyed, because whoever held only the hub could else try names and addresses
        until the hash of the known answers fits; the key lies with the people.
        """
        self.people.execute(
            "INSERT INTO keys VALUES ('content', ?) ON CONFLICT DO NOTHING",
            (secrets.token_bytes(32),),
        )
        [(key,)] = self.people.execute("SELECT key FROM keys WHERE name = 'content'")
        return hmac.new(key, answers.encode(), hashlib.sha256).hexdigest()

    def _sweep(self) -> None:
        # What a crash left: unfinished copies, and personal rows whose return was never
        # committed. The write lock keeps a return that is just being written safe.
        before = time.time() - STALE_SECONDS
        for path in (self.folder / ORIGINALS).glob(f"{UNFINISHED}*"):
            try:
                if path.stat().st_mtime < before:
                    path.unlink()
            except FileNotFoundError:
                continue
        with self.writing():
            for owner in self.ownerless():
                self.people.execute("DELETE FROM personal WHERE owner = ?", (owner,))

    def ownerless(self) -> set[str]:
        """Hashes that own personal rows although the hub has no such return."""
        owners = {str(row[0]) for row in self.people.execute("SELECT DISTINCT owner FROM personal")}
        return owners - {str(row[0]) for row in self.hub.execute("SELECT hash FROM returns")}


def storable(value: Any) -> Any:
    """A value as the databases take it: half characters, which hostile files and odd file
    names hold, are written out."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value


def add(connection: Connection, table: str, values: Mapping[str, Any], more: str = "") -> int:
    """Insert one row given by column; returns how many rows that made."""
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    return connection.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) {more}",
        tuple(map(storable, values.values())),
    ).rowcount


def new_id() -> str:
    """A random id that says nothing about what it stands for."""
    return secrets.token_hex(16)


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def digest_of(source: BinaryIO) -> str:
    """The SHA-256 of a file's bytes."""
    return _copy(source, None)


def _copy(source: BinaryIO, out: BinaryIO | None) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(1 << 20):
        digest.update(chunk)
        if out is not None:
            out.write(chunk)
    return digest.hexdigest()


def extension_of(name: str) -> str:
    """The ending of a file name, where it is an ordinary one, else `bin`."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if re.fullmatch(r"[a-z0-9]{1,8}", ending) else "bin"


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder survive a loss of power."""
    if os.name == "nt":
        return  # Windows opens no folders, and its rename needs no such care
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prepare(folder: Path, create: bool) -> None:
    if not create and not (folder / HUB).is_file():
        raise HubError(f"{folder} is no hub. Make one by taking in a return or issuing copies.")
    if folder.exists() and not folder.is_dir():
        raise HubError(f"{folder} is a file; a hub is a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / HUB).is_file():
        raise HubError(f"{folder} holds other files and no {HUB}. Choose a new or empty folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Returns hold people's answers: nobody else on this computer reads them.
        folder.chmod(0o700)
        (folder / HUB).touch(mode=0o600)
        (folder / ORIGINALS).mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise HubError(f"{folder} cannot be used as a hub: {problem.strerror}.") from None


PRAGMAS = (
    # name, asked for, answered
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("busy_timeout", "10000", 10000),
)


def _open(path: Path, migrations: tuple[tuple[str, ...], ...]) -> Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for name, wanted, _ in reversed(PRAGMAS):
            connection.execute(f"PRAGMA {name} = {wanted}")
        for name, wanted, answer in PRAGMAS:
            [(found,)] = connection.execute(f"PRAGMA {name}")
            if found != answer:
                raise HubError(
                    f"{path.name} cannot be opened safely: {name} is {found}, not {wanted}. "
                    "A hub must lie on a local disk."
                )
        _migrate(connection, path, migrations)
    except sqlite3.Error as problem:
        connection.close()
        raise HubError(f"{path} cannot be opened: {problem}.") from None
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: Connection, path: Path, migrations: tuple[tuple[str, ...], ...]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations "
            "(version INTEGER PRIMARY KEY, applied TEXT NOT NULL) STRICT"
        )
        [(version,)] = connection.execute("SELECT coalesce(max(version), 0) FROM migrations")
        if version > len(migrations):
            raise HubError(
                f"{path} was written by a newer workbook-docs. Update, or use another hub."
            )
        for number, statements in enumerate(migrations[version:], version + 1):
            for statement in statements:
                connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?, ?)", (number, now().isoformat()))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
