"""What can be wrong with the journal's file, said to a person."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from narrator.errors import JournalError
from narrator.languages.catalogue import gettext


class DamagedJournalError(JournalError):
    """A journal whose file is no journal any more; it can only be set aside."""


@contextmanager
def faults_told(file: Path) -> Iterator[None]:
    """Turn what SQLite and the system say of the journal's file into a JournalError."""
    try:
        yield
    except sqlite3.Error as error:
        raise _of_database(error, file) from error
    except OSError as error:
        raise _of_system(error, file) from error


def damaged(file: Path) -> DamagedJournalError:
    """What to say of a file that is no journal any more."""
    return DamagedJournalError(
        gettext("The journal {file} is damaged; begin a new one with narrator forget --all.").format(
            file=file
        )
    )


def _of_database(error: sqlite3.Error, file: Path) -> JournalError:
    # The lower byte is the kind of fault; the rest says where in SQLite it came up.
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return _full()
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(file)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return JournalError(gettext("The journal is in use by another program; try again in a moment."))
        case sqlite3.SQLITE_IOERR:
            return JournalError(
                gettext(
                    "The journal {file} cannot be read or written ({error}); check the disk and "
                    "its free space."
                ).format(file=file, error=error)
            )
        case _:
            return JournalError(
                gettext(
                    "The journal {file} cannot be used ({error}); check its folder and its permissions."
                ).format(file=file, error=error)
            )


def _of_system(error: OSError, file: Path) -> JournalError:
    if error.errno == errno.ENOSPC:
        return _full()
    return JournalError(
        gettext(
            "The journal {file} cannot be opened ({strerror}); check its folder and its permissions."
        ).format(file=file, strerror=error.strerror)
    )


def _full() -> JournalError:
    return JournalError(gettext("The disk is full, so that the journal cannot be written; free some space."))
