"""One connection to the journal's file, for all threads by turns; it follows the file that is there."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from time import monotonic, sleep

from narrator.errors import JournalError
from narrator.journal.faults import faults_told
from narrator.journal.files import identity, make_private
from narrator.journal.migrations import migrate
from narrator.languages.catalogue import gettext

PATIENCE = 10.0
"""Seconds to wait for other processes; the longest that one takes is to forget in a very long journal."""
_CACHE_KILOBYTES = 256
"""Pages that a connection keeps. SQLite's own 2 MB fill up over some thousand pictures, twice for two
connections, and make nothing faster: the system has the file's pages anyway."""


class Connection:
    """Opened when it is first used, and anew when another file has taken the place of the old one."""

    def __init__(self, file: Path | None) -> None:
        """None is a database in memory."""
        self._file = file
        self._where = file or Path("in memory")
        # It has one transaction: what a thread has begun, no other thread may end.
        self._lock = RLock()
        self._closed = False
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None

    @contextmanager
    def turn(self) -> Iterator[sqlite3.Connection]:
        """It is this thread's until the `with` ends. Raises JournalError, also for what is done within."""
        with self.held():
            if self._closed:
                raise JournalError(gettext("The journal was closed before this; open it again."))
            yield self._current()

    @contextmanager
    def held(self) -> Iterator[None]:
        """No other thread uses it until the `with` ends. Raises JournalError for what is done within."""
        with self._lock, faults_told(self._where):
            yield

    def disconnect(self) -> None:
        """Give the file back until the next turn."""
        with self.held():
            if self._connection:
                self._connection.close()
            self._connection = None

    def close(self) -> None:
        """Give the file back. A second time is nothing."""
        with self.held():
            self._closed = True
            self.disconnect()

    def _current(self) -> sqlite3.Connection:
        if self._connection:
            # Somebody may remove the file, perhaps to forget it, and must not have a daemon write on unseen.
            if self._connection.in_transaction or not self._file or identity(self._file) == self._identity:
                return self._connection
            self.disconnect()
        self._connection = _connect(self._file)
        self._identity = identity(self._file) if self._file else None
        return self._connection


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
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
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
