"""The database under the journal: one connection for all threads, transactions, and erasing for good."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from time import monotonic, sleep
from typing import Any

from narrator.errors import JournalError
from narrator.journal.faults import faults_told
from narrator.journal.files import identity, make_private, set_aside
from narrator.journal.migrations import migrate

PATIENCE = 10.0
"""Seconds to wait for other processes; the longest that one takes is to forget in a very long journal."""

Values = Sequence[object] | Mapping[str, object]


class Database:
    """An SQLite file with the journal's tables, made if there is none; None keeps them in memory.

    All methods raise JournalError, and may be called by any thread.
    """

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self._where = file or Path("in memory")
        # One connection has one transaction: what a thread has begun, no other thread may end.
        self._lock = RLock()
        self._closed = False
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        with self._connected():
            pass  # only to hear now what is wrong with it

    def rows(self, sql: str, values: Values = ()) -> list[Any]:
        """What a query finds."""
        with self._connected() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything that is done within is done, or nothing of it."""
        with self._connected() as connection:
            # IMMEDIATE waits for its turn here; a transaction that begins with reading may later not get one.
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def empty_log(self) -> bool:
        """Move all changes from the log into the file and cut the log to nothing: no old page is left in it.

        False when others read for so long that it could not be done.
        """
        ((busy, *_),) = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy

    def erase(self) -> None:
        """Leave nothing of what was deleted in the files."""
        with self._connected() as connection:
            try:
                self.empty_log()  # worth it by itself, if the disk is too full for what follows
                # Deleting overwrites rows with zeros; copies that moved between pages go only with this.
                connection.execute("VACUUM")
            except sqlite3.OperationalError as error:  # full or busy; a damaged file is told as such
                raise _traces(str(error)) from error
            if not self.empty_log():
                raise _traces("another program is reading it")

    def set_aside(self) -> Path | None:
        """Rename the file, which is damaged, and begin an empty one; the new name.

        None if nothing is wrong with the file: another thread has done it already, or there is no file.
        """
        with self._lock, faults_told(self._where):
            if self.file is None or self._is_whole():
                return None
            self._disconnect()
            aside = set_aside(self.file)
            with self._connected():
                return aside

    def close(self) -> None:
        """Give the file back. A second time is nothing."""
        with self._lock, faults_told(self._where):
            self._closed = True
            self._disconnect()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with self._lock, faults_told(self._where):
            if self._closed:
                raise JournalError("The journal was closed before this; open it again.")
            yield self._current()

    def _current(self) -> sqlite3.Connection:
        if self._connection:
            # Somebody may remove the file, perhaps to forget it, and must not have a daemon write on unseen.
            if self._connection.in_transaction or not self.file or identity(self.file) == self._identity:
                return self._connection
            self._disconnect()
        self._connection = _connect(self.file)
        self._identity = identity(self.file) if self.file else None
        return self._connection

    def _disconnect(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _is_whole(self) -> bool:
        try:
            return self._current().execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
        except sqlite3.OperationalError:
            raise  # busy or full: that says nothing of the file
        except sqlite3.DatabaseError:
            return False


def _connect(file: Path | None) -> sqlite3.Connection:
    if file:
        make_private(file)
    # It commits each statement by itself, unless BEGIN says otherwise.
    connection = sqlite3.connect(
        file or ":memory:", timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        _configure(connection)
        migrate(connection)
    except BaseException:  # raised again: only that no connection stays open
        connection.close()
        raise
    return connection


def _configure(connection: sqlite3.Connection) -> None:
    # What is deleted is overwritten with zeros, and no page goes to a temporary file.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    # A killed process loses nothing; a power cut may lose the last entries, never the journal. A disk that is
    # asked to finish each entry would make every announcement wait.
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")


def _write_ahead(connection: sqlite3.Connection) -> None:
    # The one thing for which SQLite does not wait: another process that does the same to a new file.
    deadline = monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
        sleep(0.01)


def _traces(reason: str) -> JournalError:
    return JournalError(
        f"It is forgotten, but traces may still be in the journal's files ({reason});"
        " forget the same once more in a while."
    )
