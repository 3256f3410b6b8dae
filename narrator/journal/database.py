"""The journal's file: opened for one person alone, set aside when it is damaged, and erased for good."""

import sqlite3
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

from narrator.journal.migrations import migrate

PATIENCE = 10.0
"""Seconds to wait for other processes; the longest that one takes is to forget in a very long journal."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def connect(file: Path | None) -> sqlite3.Connection:
    """A journal's file, made if there is none, with all its tables; None is a journal in memory.

    The connection commits each statement by itself, unless BEGIN says otherwise, and may be used from any
    thread. Raises sqlite3.Error, OSError and JournalError.
    """
    if file:
        _make_private(file)
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


def set_aside(file: Path) -> Path:
    """Rename a damaged journal and what belongs to it; its new name, in the same folder."""
    aside = file.with_name(f"{file.name}.damaged-{datetime.now():%Y-%m-%d-%H%M%S}")
    beside(file, "-shm").unlink(missing_ok=True)
    # Before the file itself: SQLite would take a log that lies beside a new file for that file's own.
    with suppress(FileNotFoundError):
        beside(file, "-wal").replace(beside(aside, "-wal"))
    file.replace(aside)
    return aside


def remove_set_aside(file: Path) -> None:
    """Remove all damaged journals that were ever set aside for this one."""
    for aside in file.parent.glob(f"{file.name}.damaged-*"):
        aside.unlink()


def beside(file: Path, ending: str) -> Path:
    """A file that SQLite keeps beside its own: "-wal", the log of changes, or "-shm", the log's index."""
    return file.with_name(file.name + ending)


def empty_log(connection: sqlite3.Connection) -> bool:
    """Move all changes from the log into the file and cut the log to nothing, so that no old page is in it.

    False when others read the journal for so long that it could not be done.
    """
    (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _make_private(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite would make it readable to everybody. What it makes beside the file has the file's own mode.
    with suppress(FileExistsError):
        file.touch(mode=0o600, exist_ok=False)
    if file.stat().st_mode & _OTHERS:
        file.chmod(0o600)


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
