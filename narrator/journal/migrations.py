"""The journal's tables, as the steps that led to them.

A step that was released is never changed: journals that have taken it exist. A new one is appended.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from time import time

from narrator.errors import JournalError
from narrator.languages.catalogue import gettext


@dataclass(frozen=True)
class Migration:
    """One step, taken once in the life of a journal."""

    name: str
    statements: tuple[str, ...]


MIGRATIONS = (
    Migration(
        "entries and corrections",
        (
            # AUTOINCREMENT: the id of a forgotten entry must not come back as another picture's.
            """
            CREATE TABLE entries (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                time REAL NOT NULL,
                origin TEXT NOT NULL,
                place TEXT NOT NULL,
                name TEXT NOT NULL,
                path BLOB,  -- names of files are bytes, and not always text
                digest TEXT NOT NULL,
                said TEXT NOT NULL,
                heard INTEGER NOT NULL,
                description TEXT NOT NULL
            )
            """,
            "CREATE INDEX entries_by_time ON entries (time)",
            "CREATE INDEX entries_by_digest ON entries (digest)",
            "CREATE INDEX entries_missed ON entries (id) WHERE heard = 0",
            # They belong to the content and not to an entry: entries grow old, a person's words do not.
            """
            CREATE TABLE corrections (
                digest TEXT PRIMARY KEY,
                time REAL NOT NULL,
                words TEXT NOT NULL,
                picture BLOB
            )
            """,
        ),
    ),
    Migration(
        "what was seen in folders",
        (
            """
            CREATE TABLE folders (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                path BLOB NOT NULL,
                recursive INTEGER NOT NULL,
                identity TEXT NOT NULL,  -- device and inode, to know it again when it was renamed
                mounted INTEGER NOT NULL,
                UNIQUE (path, recursive)
            )
            """,
            # Numbers of 64 bits side by side: a row for each file would take three times as much.
            """
            CREATE TABLE seen (
                id INTEGER PRIMARY KEY,
                folder INTEGER NOT NULL,
                states BLOB NOT NULL,
                names BLOB NOT NULL
            )
            """,
            """
            CREATE TABLE tries (
                folder INTEGER NOT NULL,
                state INTEGER NOT NULL,
                times INTEGER NOT NULL,
                PRIMARY KEY (folder, state)
            )
            """,
            # Of all entries up to this one the person was told, be it only by their number.
            "CREATE TABLE told (entry INTEGER NOT NULL)",
            "INSERT INTO told SELECT coalesce(max(id), 0) FROM entries",
        ),
    ),
)


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Take the steps that this journal has not taken yet: all of them or, when one fails, none.

    Raises JournalError if it has taken one that is unknown here.
    """
    if _missing(connection, migrations):
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, time REAL NOT NULL)"
            )
            # Asked again: another process may have taken them before this one got the lock.
            for migration in _missing(connection, migrations):
                for statement in migration.statements:
                    connection.execute(statement)
                connection.execute("INSERT INTO migrations VALUES (?, ?)", (migration.name, time()))
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _missing(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> list[Migration]:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone():
        return list(migrations)
    taken = {name for (name,) in connection.execute("SELECT name FROM migrations")}
    if taken - {migration.name for migration in migrations}:
        raise JournalError(
            gettext("The journal was written by a newer Narrator; update Narrator to read it.")
        )
    return [migration for migration in migrations if migration.name not in taken]
