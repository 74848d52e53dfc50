"""The tables of a hub, how each schema became the next, and how a database is opened.

A database says in `user_version` how many migrations it has had. Each goes through whole
or not at all; what they leave to be worked out anew is worked out when the hub is opened.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from workbook_docs.errors import HubError

Migrations = tuple[tuple[str, ...], ...]

# Each migration is a tuple of single statements; none is ever changed.
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
    (
        "ALTER TABLE returns ADD COLUMN study_key TEXT",  # study, as it is compared
        "ALTER TABLE returns ADD COLUMN given TEXT",  # workbook that people said it is
        "ALTER TABLE returns ADD COLUMN assigned TEXT",  # study that a person assigned
        # Whether this is the return that its study and round are counted by.
        "ALTER TABLE returns ADD COLUMN counted INTEGER NOT NULL DEFAULT 0",
        "UPDATE returns SET given = workbook WHERE workbook IN (SELECT workbook FROM definitions)",
        "CREATE INDEX returns_study ON returns (workbook, study_key, round)",
        "CREATE INDEX returns_person ON returns (person)",
        "CREATE INDEX returns_sequence ON returns (sequence)",
        # What a person put in the place of an answer; the answer as read stays beside it.
        "ALTER TABLE answers ADD COLUMN corrected_by INTEGER",  # events.number
        "ALTER TABLE answers ADD COLUMN corrected_state TEXT",
        "ALTER TABLE answers ADD COLUMN corrected_value TEXT",
        "ALTER TABLE answers ADD COLUMN corrected_personal TEXT",
        "ALTER TABLE events ADD COLUMN personal TEXT",
        """CREATE TABLE decided (
            winner TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            loser TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            event INTEGER NOT NULL,
            PRIMARY KEY (winner, loser)
        ) STRICT""",
        "CREATE INDEX decided_loser ON decided (loser)",
        """CREATE TABLE erased (
            key TEXT PRIMARY KEY,           -- keyed hash of what must not come back
            what TEXT NOT NULL CHECK (what IN ('return', 'person', 'study')),
            at TEXT NOT NULL
        ) STRICT""",
        """CREATE VIEW said AS              -- every answer as it stands today
            SELECT hash, path, row, place, raw, rung, corrected_by,
                coalesce(corrected_state, state) AS state,
                CASE WHEN corrected_by IS NULL THEN value ELSE corrected_value END AS value,
                CASE WHEN corrected_by IS NULL THEN personal ELSE corrected_personal END AS personal
            FROM answers""",
        """CREATE VIEW counted_returns AS   -- one of each study, workbook and round
            SELECT hash, workbook, version, study, study_key, round, received, modified, person,
                copy_id
            FROM returns WHERE counted = 1""",
        "DROP TABLE migrations",
        "INSERT INTO settings VALUES ('generation', '0'), ('due', 'settle')",
    ),
    (
        "ALTER TABLE copies ADD COLUMN recipient TEXT",  # recipients.id in people.sqlite
        "UPDATE copies SET recipient = id",
        "CREATE INDEX returns_same_as ON returns (same_as)",
    ),
    (
        # Whether a finding is one of checking what was read, not of reading itself.
        "ALTER TABLE findings ADD COLUMN checked INTEGER NOT NULL DEFAULT 0",
        "INSERT OR REPLACE INTO settings VALUES ('due', 'settle')",
    ),
    (
        "ALTER TABLE returns ADD COLUMN assigned_round TEXT",  # round that a person assigned
        # How much is kept of a reading: `writing.KEPT`. Less, and a rebuild gives more.
        "ALTER TABLE returns ADD COLUMN kept INTEGER NOT NULL DEFAULT 0",
        "INSERT OR REPLACE INTO settings VALUES ('due', 'settle')",
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
    (
        "ALTER TABLE recipients ADD COLUMN prefilled TEXT",  # JSON: what stood in the copy
        """CREATE TABLE personal_2 (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,            -- hash of the return
            what TEXT NOT NULL CHECK (what IN ('file', 'answer', 'finding', 'event')),
            text TEXT NOT NULL              -- a file name; else JSON
        ) STRICT""",
        "INSERT INTO personal_2 SELECT id, owner, what, text FROM personal",
        "DROP TABLE personal",
        "ALTER TABLE personal_2 RENAME TO personal",
        "CREATE INDEX personal_owner ON personal (owner)",
        # Rows that nothing will refer to once the change that dropped them is certain.
        "CREATE TABLE leaving (id TEXT PRIMARY KEY) STRICT",
        "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        "INSERT INTO settings VALUES ('generation', '0')",
        # Made before it is needed, so that a backup knows again what is erased later.
        "INSERT INTO keys VALUES ('erased', randomblob(32))",
        "DROP TABLE migrations",
    ),
    (
        # Under ids of their own: a copy issued again has a new row before the old one goes.
        """CREATE TABLE recipients_3 (
            id TEXT PRIMARY KEY,
            name TEXT, email TEXT,
            prefilled TEXT                  -- JSON: what stood in the copy
        ) STRICT""",
        "INSERT INTO recipients_3 SELECT copy, name, email, prefilled FROM recipients",
        "DROP TABLE recipients",
        "ALTER TABLE recipients_3 RENAME TO recipients",
    ),
)


PRAGMAS = (
    # name, asked for, answered
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("busy_timeout", "10000", 10000),
    # What is sorted or packed on the way never touches another disk.
    ("temp_store", "MEMORY", 2),
)


def open_database(path: Path, migrations: Migrations) -> sqlite3.Connection:
    """A connection whose database has had all migrations, and is safe to write to.

    Raises `HubError` where it is newer than this version, or cannot be opened safely.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for name, wanted, _ in reversed(PRAGMAS):
            connection.execute(f"PRAGMA {name} = {wanted}")
        for name, wanted, found in unsafe_pragmas(connection):
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


def unsafe_pragmas(connection: sqlite3.Connection) -> list[tuple[str, str, object]]:
    """The settings of a connection that are not as they must be: name, wanted, found."""
    answers = [
        (name, wanted, answer, connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name, wanted, answer in PRAGMAS
    ]
    return [(name, wanted, found) for name, wanted, answer, found in answers if found != answer]


def schema_of(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Every table, index and view of a database, with the words that made it."""
    return {
        (kind, name, " ".join(str(sql).split()))
        for kind, name, sql in connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        )
    }


def expected_schema(migrations: Migrations) -> set[tuple[str, str, str]]:
    """The schema that a database has after all migrations."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        _migrate(connection, Path(":memory:"), migrations)
        return schema_of(connection)
    finally:
        connection.close()


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Migrations) -> None:
    if _version(connection) == len(migrations):
        return  # so that opening a hub waits for nobody
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection)
        if version > len(migrations):
            raise HubError(
                f"{path} was written by a newer workbook-docs. Update, or use another hub."
            )
        if version == 0:
            connection.execute(
                "CREATE TABLE migrations "
                "(version INTEGER PRIMARY KEY, applied TEXT NOT NULL) STRICT"
            )
        for statements in migrations[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    [(version,)] = connection.execute("PRAGMA user_version")
    if version:
        return int(version)
    # The first schema counted its migrations in a table.
    held = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone()
    if held is None:
        return 0
    [(version,)] = connection.execute("SELECT coalesce(max(version), 0) FROM migrations")
    return int(version)
