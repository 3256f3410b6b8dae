"""A look at the journal's file that changes nothing in it and makes none."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from narrator.journal.faults import damaged, faults_told
from narrator.journal.files import beside

_PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class State:
    """How a journal fares."""

    entries: int
    size: int
    """Bytes, the log of changes included."""


def state_of(file: Path) -> State:
    """Look at a journal. Raises JournalError: its child DamagedJournalError when it is damaged."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    with (
        faults_told(file),
        closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE_SECONDS)) as connection,
    ):
        if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise damaged(file)
        ((entries,),) = connection.execute("SELECT count(*) FROM entries")
        log = beside(file, "-wal")
        size = file.stat().st_size + (log.stat().st_size if log.exists() else 0)
    return State(entries=entries, size=size)
