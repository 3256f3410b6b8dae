"""What was dealt with in each watched folder, as numbers from which nobody gets a name or a picture back."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from struct import iter_unpack
from typing import Any

from narrator.journal.database import Database

_ROWS = 1000
"""So many additions are joined into one when they are read: each is a row of its own until then."""

_FIND = "SELECT id, mounted FROM folders WHERE path = ? AND recursive = ?"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept of a folder: two numbers of 64 bits for each file, in the bytes of this machine."""

    states: bytes
    names: bytes
    tries: Mapping[int, int]
    mounted: bool


class WatchedFolder:
    """One folder's part of the journal. Its methods raise JournalError, as the journal's own do."""

    def __init__(self, database: Database, folder: Path, *, recursive: bool) -> None:
        self._database = database
        self._folder = folder
        self._key = (os.fsencode(folder), recursive)

    def kept(self) -> Kept | None:
        """What is kept of it; None for a folder that is watched for the first time."""
        with self._database.transaction() as connection:
            self._follow_renaming(connection)
            if not (found := connection.execute(_FIND, self._key).fetchone()):
                return None
            id_, mounted = found
            rows = connection.execute(
                "SELECT states, names FROM seen WHERE folder = ? ORDER BY id", (id_,)
            ).fetchall()
            states, names = (b"".join(column) for column in zip(*rows, strict=True)) if rows else (b"", b"")
            if len(rows) > _ROWS:
                _replace(connection, id_, states, names)
            tries = dict(connection.execute("SELECT state, times FROM tries WHERE folder = ?", (id_,)))
        return Kept(states=states, names=names, tries=tries, mounted=bool(mounted))

    def begin(self, states: bytes, names: bytes, *, mounted: bool) -> None:
        """Keep these, and nothing of before."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO folders (path, recursive, identity, mounted) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (path, recursive) DO UPDATE SET identity = excluded.identity,"
                " mounted = excluded.mounted",
                (*self._key, _identity(self._folder), mounted),
            )
            ((id_, _),) = connection.execute(_FIND, self._key)
            _replace(connection, id_, states, names)

    def add(self, states: bytes, names: bytes) -> bool:
        """Keep these too; False if nothing is kept of this folder any more."""
        with self._database.transaction() as connection:
            if not (found := connection.execute(_FIND, self._key).fetchone()):
                return False
            connection.execute(
                "INSERT INTO seen (folder, states, names) VALUES (?, ?, ?)", (found[0], states, names)
            )
            connection.executemany(
                "DELETE FROM tries WHERE folder = ? AND state = ?",
                ((found[0], state) for (state,) in iter_unpack("=q", states)),
            )
        return True

    def exists(self) -> bool:
        """Whether anything is kept of this folder."""
        return bool(self._database.rows(_FIND, self._key))

    def trying(self, state: int) -> None:
        """Count that this picture is about to be opened."""
        with self._database.transaction() as connection:
            if found := connection.execute(_FIND, self._key).fetchone():
                connection.execute(
                    "INSERT INTO tries (folder, state, times) VALUES (?, ?, 1)"
                    " ON CONFLICT (folder, state) DO UPDATE SET times = times + 1",
                    (found[0], state),
                )

    def _follow_renaming(self, connection: Any) -> None:
        """A folder that is watched under a new name has the past that it had under its old one."""
        path, recursive = self._key
        identity = _identity(self._folder)
        if not identity or connection.execute(_FIND, self._key).fetchone() or os.path.ismount(self._folder):
            return  # every drive's root has the same number
        same = "SELECT id, path FROM folders WHERE identity = ? AND recursive = ?"
        for id_, old in connection.execute(same, (identity, recursive)).fetchall():
            if not os.path.lexists(old):
                connection.execute("UPDATE folders SET path = ? WHERE id = ?", (path, id_))
                return


def forget_folder(database: Database, folder: Path, *, outer: bool) -> None:
    """Keep nothing of a folder and of those in it: they are as if nobody had watched them.

    With `outer` nothing is kept of those around it either.
    """
    with database.transaction() as connection:
        for id_, path in connection.execute("SELECT id, path FROM folders").fetchall():
            kept = Path(os.fsdecode(path))
            if kept.is_relative_to(folder) or (outer and folder.is_relative_to(kept)):
                for table, column in (("seen", "folder"), ("tries", "folder"), ("folders", "id")):
                    connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (id_,))


def _replace(connection: Any, id_: int, states: bytes, names: bytes) -> None:
    connection.execute("DELETE FROM seen WHERE folder = ?", (id_,))
    connection.execute("INSERT INTO seen (folder, states, names) VALUES (?, ?, ?)", (id_, states, names))


def _identity(folder: Path) -> str:
    try:
        status = folder.stat()
    except OSError:
        return ""  # gone in this moment, which its source finds out
    return f"{status.st_dev}:{status.st_ino}"  # as text: SQLite's numbers have a sign
