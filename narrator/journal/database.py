"""The database under the journal: two connections for all threads, transactions, and erasing for good."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any

from narrator.errors import JournalError
from narrator.journal.connection import Connection
from narrator.journal.files import set_aside
from narrator.languages.catalogue import gettext

Values = Sequence[object] | Mapping[str, object]


class Database:
    """An SQLite file with the journal's tables, made if there is none; None keeps them in memory.

    All methods raise JournalError, and may be called by any thread. Who reads does not wait for who writes,
    neither for another thread nor for another process: a key is answered while a slow disk takes an entry, or
    while `forget` works through years.
    """

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self._writer = Connection(file)
        # What is in memory belongs to one connection.
        self._reader = Connection(file) if file else self._writer
        self._writes: int | None = None
        """The thread that is in a transaction."""
        for each in (self._writer, self._reader):
            with each.turn():
                pass  # only to hear now what is wrong with it

    def rows(self, sql: str, values: Values = ()) -> list[Any]:
        """What a query finds; in a transaction, also what that has changed."""
        own = self._writes == get_ident()
        with (self._writer if own else self._reader).turn() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything that is done within is done, or nothing of it."""
        with self._writer.turn() as connection:
            # IMMEDIATE waits for its turn here; a transaction that begins with reading may later not get one.
            connection.execute("BEGIN IMMEDIATE")
            self._writes = get_ident()
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                self._writes = None
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def empty_log(self) -> bool:
        """Move all changes from the log into the file and cut the log to nothing: no old page is left in it.

        False when others read for so long that it could not be done.
        """
        with self._writer.turn() as connection:
            ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return not busy

    def erase(self) -> None:
        """Leave nothing of what was deleted in the files."""
        with self._writer.turn() as connection:
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
        if self.file is None:
            return None
        with self._writer.held(), self._reader.held():
            self._disconnect()  # what a connection remembers of the file may be whole
            if self._is_whole():
                return None
            self._disconnect()
            aside = set_aside(self.file)
            with self._writer.turn(), self._reader.turn():
                return aside

    def close(self) -> None:
        """Give the file back. A second time is nothing."""
        self._reader.close()
        self._writer.close()

    def _disconnect(self) -> None:
        self._reader.disconnect()
        self._writer.disconnect()

    def _is_whole(self) -> bool:
        try:
            with self._writer.turn() as connection:
                return connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
        except JournalError as error:
            if isinstance(error.__cause__, sqlite3.OperationalError):
                raise  # busy or full: that says nothing of the file
            if isinstance(error.__cause__, sqlite3.DatabaseError):
                return False
            raise


def _traces(reason: str) -> JournalError:
    return JournalError(
        gettext(
            "It is forgotten, but traces may still be in the journal's files ({reason}); "
            "forget the same once more in a while."
        ).format(reason=reason)
    )
