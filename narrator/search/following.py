"""The index follows the journal: it copies what is new there, and keeps nothing that is forgotten."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import time

from narrator.journal.entry import Entry
from narrator.journal.journal import Journal
from narrator.search.document import Document
from narrator.search.index import DamagedIndexError, Index, faults_told

_STILL_CHANGING = 24 * 60 * 60
"""Seconds in which an entry may change: its text is read later, and the person corrects it."""
_AT_ONCE = 500
_DAY = 24 * 60 * 60


def follow(index: Index, journal: Journal) -> None:
    """Bring the index up to the journal. Raises JournalError."""
    began = time()
    kept = journal.ids()
    if gone := index.entries() - kept:
        index.drop_entries(gone)
        index.erase()
    since = max(0.0, index.followed() - _STILL_CHANGING)
    entries = _fresh(journal, kept - index.entries(), since)
    while part := list(islice(entries, _AT_ONCE)):
        index.add(Document.of_entry(entry) for entry in part)
    index.set_followed(began)


def forget(file: Path, paths: Sequence[bytes], since: float | None, until: float | None) -> bool:
    """Keep nothing of these files, of that time, or of the journal; that comes back as far as it is kept.

    An index that is damaged is removed as a whole, because nobody can say what is still in its file; whether
    it was. `paths` are the bytes of their names; `file` is the index's, which need not be there. Raises
    JournalError.
    """
    if not file.exists():
        return False
    try:
        with Index(file) as index:
            index.drop(paths=paths, since=since, until=until)
            index.erase()
    except DamagedIndexError:
        remove(file)
        return True
    return False


def described(file: Path, since: float | None, until: float | None) -> int:
    """How many pictures of collections were described in that time.

    Raises JournalError: DamagedIndexError where nobody can say.
    """
    if not file.exists():
        return 0
    with Index(file) as index:
        return index.count_described(since, until)


def prune(file: Path, days: float) -> None:
    """Remove the copies of entries that are older; pictures of collections stay. Raises JournalError."""
    if file.exists():
        with Index(file) as index:
            if gone := index.entries(before=time() - days * _DAY):
                index.drop_entries(gone)
                index.erase()


def remove(file: Path) -> None:
    """Remove the index as a whole. Raises JournalError."""
    with faults_told(file):
        for each in (file, file.with_name(f"{file.name}-journal")):
            each.unlink(missing_ok=True)


def _fresh(journal: Journal, missing: set[int], since: float) -> Iterator[Entry]:
    """Entries that the index lacks, and those that may have changed."""
    changed = journal.changed(since)
    for entry in journal.history():
        if entry.id in missing or entry.id in changed:
            yield entry
