"""The hub's folder: two databases, the originals, and how they are written together.

`hub.sqlite` holds what returns say; `people.sqlite` alone holds what identifies a person
(answers marked Personal, recipients, and file names, which people like to put their name
into), under random ids that the other refers to. `originals` holds every return as it
was received, named by its hash.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
import sqlite3
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from workbook_docs.errors import HubError
from workbook_docs.hub import originals
from workbook_docs.hub.schema import HUB_MIGRATIONS, PEOPLE_MIGRATIONS, open_database

Connection = sqlite3.Connection

HUB, PEOPLE, ORIGINALS = "hub.sqlite", "people.sqlite", "originals"
TEMPLATES = "templates"
"""The folder of a hub that holds templates of its own."""
QUARANTINE = "quarantine"
"""The folder of a hub to which is moved what lay among its originals and is none."""
NEW_NAMES = "new names"
"""The setting of people that holds names of files as an erasure under way will leave them."""
PATIENCE = 12
"""How often another writer is waited for, ten seconds each time."""
SILENCE = 1000
"""Milliseconds that another writer is waited for before it is said."""

_log = logging.getLogger(__name__)


class _Closed:
    """Stands in the place of a database once its hub is closed."""

    def __getattr__(self, name: str) -> Any:
        raise HubError("This hub is closed: use it within its “with” block, or open it again.")


class Store:
    """The open folder of a hub."""

    def __init__(self, folder: Path, create: bool) -> None:
        self.folder = folder
        _prepare(folder, create)
        self.hub = open_database(folder / HUB, HUB_MIGRATIONS)
        try:
            self.people = open_database(folder / PEOPLE, PEOPLE_MIGRATIONS)
        except BaseException:
            self.hub.close()
            raise
        try:
            self._recover()
        except BaseException:
            self.people.close()
            self.hub.close()
            raise

    @property
    def order(self) -> tuple[Connection, Connection]:
        """The databases in the order in which they are committed."""
        return (self.people, self.hub)

    def close(self) -> None:
        """Close both databases; twice does no harm."""
        if isinstance(self.hub, _Closed):
            return
        try:
            # What cannot be let go now, on a full disk for one, goes with the next writing.
            with suppress(HubError):
                if self.has_leaving():
                    with self.writing():
                        pass
        finally:
            self.people.close()
            self.hub.close()
            self.people = self.hub = cast(Connection, _Closed())

    # One transaction over both -----------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction over both databases: all of it, or nothing that counts.

        Rows of people are added before the hub refers to them and taken away after it no
        longer does: people are committed first, and what is to go is only marked as
        leaving. A crash between the two leaves rows that nothing refers to, told by two
        generations that differ and swept away by the next writing.
        """
        try:
            self._begin()
            yield
            for connection in (self.people, self.hub):
                connection.execute("UPDATE settings SET value = value + 1 WHERE key = 'generation'")
            for connection in self.order:
                connection.execute("COMMIT")
        except BaseException as problem:
            for connection in (self.people, self.hub):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            if isinstance(problem, sqlite3.Error):
                raise HubError(_told(problem)) from None
            raise

    def _begin(self) -> None:
        for attempt in range(PATIENCE + 1):
            try:
                with _busy_for(self.hub, SILENCE if attempt == 0 else None):
                    self.hub.execute("BEGIN IMMEDIATE")
                break
            except sqlite3.OperationalError as problem:
                if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY or attempt == PATIENCE:
                    raise
                if attempt == 0:
                    _log.warning("Waiting for another process that is writing to this hub.")
        self.people.execute("BEGIN IMMEDIATE")
        if self.generation(self.hub) != self.generation(self.people):
            sweep(self)
            self.people.execute("DELETE FROM settings WHERE key = ?", (NEW_NAMES,))
            # People may be ahead of a hub that lost a crash; from here they agree again.
            self.people.execute(
                "UPDATE settings SET value = ? WHERE key = 'generation'",
                (self.generation(self.hub),),
            )
        self._let_go()

    def generation(self, connection: Connection) -> str:
        """How many transactions a database has had."""
        [(found,)] = connection.execute("SELECT value FROM settings WHERE key = 'generation'")
        return str(found)

    def has_leaving(self) -> bool:
        """Whether rows of people wait to be taken away."""
        return self.people.execute("SELECT 1 FROM leaving").fetchone() is not None

    def _let_go(self) -> None:
        leaving = self.people.execute(
            "SELECT id, owner FROM personal WHERE id IN (SELECT id FROM leaving)"
        ).fetchall()
        for key, owner in leaving:
            # A hub that lost a crash refers to it still.
            if key not in _referred(self, owner):
                self.people.execute("DELETE FROM personal WHERE id = ?", (key,))
        for (key,) in self.people.execute(
            "SELECT id FROM recipients WHERE id IN (SELECT id FROM leaving)"
        ).fetchall():
            query = "SELECT 1 FROM copies WHERE recipient = ?"
            if self.hub.execute(query, (key,)).fetchone() is None:
                self.people.execute("DELETE FROM recipients WHERE id = ?", (key,))
        self.people.execute("DELETE FROM leaving")

    def _recover(self) -> None:
        for path in originals.left_over(self.folder / ORIGINALS):
            path.unlink(missing_ok=True)
        # People first: a writer commits them first, so that the hub is never seen ahead.
        people = self.generation(self.people)
        if self.generation(self.hub) != people or self.has_leaving():
            with self.writing():
                pass

    # Originals -----------------------------------------------------------------------------

    def original(self, digest: str, extension: str) -> Path:
        """Where the bytes of a return lie."""
        return self.folder / ORIGINALS / f"{digest}.{extension}"

    # People ----------------------------------------------------------------------------------

    def person(self, email: str | None) -> str | None:
        """The random id of the person with an e-mail address, made on first sight."""
        normal = person_key(email)
        if normal is None:
            return None
        self.people.execute(
            "INSERT INTO people (id, email) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (new_id(), normal),
        )
        [(found,)] = self.people.execute("SELECT id FROM people WHERE email = ?", (normal,))
        return str(found)

    def keep_personal(self, digest: str, what: str, text: str) -> str:
        """Write down what identifies a person, in an open transaction; returns its id."""
        key = new_id()
        add(self.people, "personal", {"id": key, "owner": digest, "what": what, "text": text})
        return key

    def personal(self, key: str) -> str:
        """What stands under the id of something personal. Raises `HubError` where it is lost."""
        found = self.people.execute("SELECT text FROM personal WHERE id = ?", (key,)).fetchone()
        if found is None:
            raise HubError("A personal answer is lost. Run “hub doctor”.")
        return str(found[0])

    def file_name(self, digest: str) -> str:
        """The name that a return's file had when it came; its hash where none is held."""
        found = self.people.execute(
            "SELECT text FROM personal WHERE owner = ? AND what = 'file'", (digest,)
        ).fetchone()
        return str(found[0]) if found else digest

    def file_names(self) -> dict[str, str]:
        """The names of all returns' files, by hash."""
        return dict(self.people.execute("SELECT owner, text FROM personal WHERE what = 'file'"))

    def forget_reading(self, digest: str) -> None:
        """Drop what was read from a return, in an open transaction; its file name stays."""
        for table in ("answers", "findings", "unplaced"):
            self.hub.execute(f"DELETE FROM {table} WHERE hash = ?", (digest,))
        self.people.execute(
            "INSERT INTO leaving SELECT id FROM personal "
            "WHERE owner = ? AND what IN ('answer', 'finding')",
            (digest,),
        )

    def keyed(self, name: str, text: str) -> str:
        """A keyed hash: who holds the hub without its people cannot try names until one fits."""
        query = "SELECT key FROM keys WHERE name = ?"
        if self.people.execute(query, (name,)).fetchone() is None:
            self.people.execute(
                "INSERT INTO keys VALUES (?, ?) ON CONFLICT DO NOTHING",
                (name, secrets.token_bytes(32)),
            )
        [(key,)] = self.people.execute(query, (name,))
        return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def setting(self, key: str) -> str | None:
        """A setting of this hub; None where it has none."""
        found = self.hub.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else None


@contextmanager
def _busy_for(connection: Connection, milliseconds: int | None) -> Iterator[None]:
    """Wait only so long for another writer in between; None as long as ever."""
    if milliseconds is None:
        yield
        return
    [(usual,)] = connection.execute("PRAGMA busy_timeout")
    connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {usual}")


# What nothing refers to ------------------------------------------------------------------


def _referred(store: Store, digest: str) -> set[str]:
    found = store.hub.execute(
        "SELECT personal FROM answers WHERE hash = ?1 "
        "UNION SELECT corrected_personal FROM answers WHERE hash = ?1 "
        "UNION SELECT personal FROM findings WHERE hash = ?1 "
        "UNION SELECT personal FROM events WHERE hash = ?1",
        (digest,),
    )
    return {str(key) for (key,) in found if key is not None}


def unreferred(store: Store) -> dict[str, list[str]]:
    """The ids of personal answers and of recipients that nothing in the hub refers to."""
    referred: set[str] = set()
    for table, column in (
        ("answers", "personal"), ("answers", "corrected_personal"), ("findings", "personal"),
        ("events", "personal"),
    ):  # fmt: skip
        query = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"
        referred.update(str(key) for (key,) in store.hub.execute(query))
    held = {str(digest) for (digest,) in store.hub.execute("SELECT hash FROM returns")}
    leaving = {str(key) for (key,) in store.people.execute("SELECT id FROM leaving")}
    whose = {str(key) for (key,) in store.hub.execute("SELECT recipient FROM copies")}
    return {
        "personal": [
            key
            for key, owner, what in store.people.execute("SELECT id, owner, what FROM personal")
            if key not in leaving and (owner not in held if what == "file" else key not in referred)
        ],
        "recipients": [
            key
            for (key,) in store.people.execute("SELECT id FROM recipients")
            if key not in leaving and key not in whose
        ],
    }


def sweep(store: Store) -> None:
    """Take away rows of people that nothing in the hub refers to, in an open transaction."""
    for table, lost in unreferred(store).items():
        store.people.executemany(f"DELETE FROM {table} WHERE id = ?", [(key,) for key in lost])
    known = {
        str(person)
        for table in ("returns", "copies")
        for (person,) in store.hub.execute(f"SELECT person FROM {table} WHERE person IS NOT NULL")
    }
    nobody = [
        (id,)
        for (id,) in store.people.execute("SELECT id FROM people").fetchall()
        if id not in known
    ]
    store.people.executemany("DELETE FROM people WHERE id = ?", nobody)


# Small things ----------------------------------------------------------------------------


def person_key(email: str | None) -> str | None:
    """An e-mail address as persons are told apart by it: small letters, no outer space, and
    accented letters in one of the two ways in which they can be written."""
    text = unicodedata.normalize("NFKC", email or "")
    return storable(" ".join(text.split()).casefold()) or None


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


def moment_text(moment: datetime) -> str:
    """A moment as the databases hold it: in UTC, so that text sorts as time does."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _told(problem: sqlite3.Error) -> str:
    code = getattr(problem, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_FULL:
        return (
            "The hub could not be written to: no space left on the disk. What was taken in "
            "before is safe: make room, and run the command again."
        )
    if code is not None and code & 0xFF == sqlite3.SQLITE_READONLY:
        return "The hub could not be written to: you may read its files, but not change them."
    if code == sqlite3.SQLITE_BUSY:
        return (
            "Another process has been writing to this hub for minutes. Nothing was changed: try "
            "again when it has finished."
        )
    return f"The hub could not be written to: {problem}."


def _prepare(folder: Path, create: bool) -> None:
    try:
        _check_folder(folder, create)
        originals.make_folder(folder)
        # Returns hold people's answers: nobody else on this computer reads them.
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) & 0o700)
        for database in (HUB, PEOPLE):
            (folder / database).touch(mode=0o600)
        originals.make_folder(folder / ORIGINALS)
    except OSError as problem:
        raise HubError(f"{folder} cannot be used as a hub: {problem.strerror}.") from None


def _check_folder(folder: Path, create: bool) -> None:
    if not create and not (folder / HUB).is_file():
        raise HubError(f"{folder} is no hub. Make one by taking in a return or issuing copies.")
    if folder.exists() and not folder.is_dir():
        raise HubError(f"{folder} is a file; a hub is a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / HUB).is_file():
        raise HubError(f"{folder} holds other files and no {HUB}. Choose a new or empty folder.")
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        # SQLite keeps its log beside a database, also while it is only read.
        raise HubError(
            f"You may not write in {folder}, and a hub needs that even to be read. Ask for the "
            "right to write there, or work with a copy of the whole folder."
        )
