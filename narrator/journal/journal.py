"""The journal: what was described, whether it was heard, and the person's own words for it."""

import time
from collections.abc import Callable, Iterator, Sequence
from math import inf
from pathlib import Path
from typing import Self

from narrator.description import Description
from narrator.errors import JournalError
from narrator.journal import files
from narrator.journal.database import Database
from narrator.journal.entry import Correction, Entry, NewEntry
from narrator.journal.faults import DamagedJournalError, faults_told
from narrator.journal.folders import WatchedFolder, forget_folder
from narrator.journal.rows import (
    ENTRIES,
    INSERT,
    OTHERS,
    REVISE,
    description_of,
    entry_of,
    storable,
    values_of,
    values_of_description,
)
from narrator.journal.selection import Selection
from narrator.journal.words import checked_words
from narrator.languages.catalogue import gettext

_PAGE = 200
"""Entries that are read at once. Between two pages no lock is held, however slowly they are looked at."""

Said = Callable[[Description], str]

_DAY = 24 * 60 * 60


class Journal:
    """What was described, in one SQLite file that any number of processes and threads may use at once.

    Every method raises JournalError, one sentence, when the disk is full, when the file cannot be used, or
    when another process holds it for too long; what was recorded before stays, and the next call may succeed.
    When the file is damaged it is the child DamagedJournalError; `start_afresh` goes on with an empty one.
    """

    def __init__(
        self, database: Database, note: str | None = None, *, instead_of: Path | None = None
    ) -> None:
        """Use `open` or `in_memory`."""
        self.note = note
        """What the person should know of the journal, in a sentence: a damaged one was set aside."""
        self._database = database
        self._instead_of = instead_of

    @classmethod
    def open(cls, file: Path, *, set_aside: bool = False) -> Self:
        """Open a journal, or make it, for this person alone.

        With `set_aside`, a file that turns out to be damaged is renamed and an empty journal takes its place,
        which only the daemon and `forget --all` may want.
        """
        try:
            return cls(Database(file))
        except DamagedJournalError:
            if not set_aside:
                raise
        with faults_told(file):
            aside = files.set_aside(file)
        return cls(Database(file), _kept(aside))

    @classmethod
    def in_memory(cls, *, instead_of: Path | None = None) -> Self:
        """A journal that is forgotten when it is closed; `instead_of` is one that is not used meanwhile."""
        return cls(Database(None), instead_of=instead_of)

    def start_afresh(self) -> str | None:
        """Set the file aside, which an operation found damaged, and go on with an empty one; the new `note`.

        None if the file is whole, and stays: of several threads that found the damage, one is the first.
        """
        aside = self._database.set_aside()
        if aside is None:
            return None
        self.note = _kept(aside)
        return self.note

    def record(self, entry: NewEntry) -> Entry:
        """Remember a picture that was described."""
        with self._database.transaction() as connection:
            id_ = connection.execute(INSERT, values_of(entry)).lastrowid
            (recorded,) = self._entries("WHERE id = ?", (id_,))
            return recorded

    def heard(self, ids: Sequence[int]) -> None:
        """Remember that the person has heard these entries; what was forgotten meanwhile stays forgotten."""
        with self._database.transaction() as connection:
            connection.executemany("UPDATE entries SET heard = 1 WHERE id = ?", [(id_,) for id_ in ids])

    def revise(self, id_: int, said: str, description: Description) -> None:
        """Remember what was found out about an entry later; what was forgotten meanwhile stays forgotten."""
        with self._database.transaction() as connection:
            connection.execute(REVISE, (*values_of_description(said, description), id_))

    def folder(self, path: Path, *, recursive: bool) -> WatchedFolder | None:
        """What is kept of a watched folder; None where nothing is kept, as in a journal in memory.

        The journal that is not used meanwhile forgets that folder, and those around it and in it: what comes
        to it now must not be caught up with, and written down, later.
        """
        if self._database.file:
            return WatchedFolder(self._database, path, recursive=recursive)
        if self._instead_of and self._instead_of.exists():
            with Journal.open(self._instead_of) as kept:
                kept.forget_folder(path, outer=True)
        return None

    def forget_folder(self, path: Path, *, outer: bool) -> None:
        """Keep nothing of what was seen in a folder, and with `outer` in those around it; entries stay."""
        forget_folder(self._database, path, outer=outer)

    def told(self) -> None:
        """The person was told of all entries so far, be it only by their number."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE told SET entry = newest FROM (SELECT max(id) AS newest FROM entries)"
                " WHERE entry < newest"
            )

    def untold_count(self) -> int:
        """How many entries nobody has heard, nor heard of."""
        rows = self._database.rows(
            "SELECT count(*) FROM entries WHERE heard = 0 AND id > (SELECT entry FROM told)"
        )
        return int(rows[0][0])

    def last(self) -> Entry | None:
        """The newest entry."""
        return self._first("ORDER BY id DESC LIMIT 1")

    def entry(self, id_: int) -> Entry | None:
        """One entry."""
        return self._first("WHERE id = ?", (id_,))

    def ids(self) -> set[int]:
        """The ids of all entries."""
        return {id_ for (id_,) in self._database.rows("SELECT id FROM entries")}

    def changed(self, since: float) -> set[int]:
        """The ids of entries that were recorded, or corrected, from that time on."""
        sql = (
            "SELECT id FROM entries WHERE time >= :since OR digest IN"
            " (SELECT digest FROM corrections WHERE time >= :since)"
        )
        return {id_ for (id_,) in self._database.rows(sql, {"since": since})}

    def knows(self, digest: str) -> Entry | None:
        """The newest entry of the picture with this content."""
        return self._first("WHERE digest = ? ORDER BY id DESC LIMIT 1", (digest,))

    def words_for(self, digest: str) -> str | None:
        """The person's own words for the picture with this content."""
        found = self._database.rows("SELECT words FROM corrections WHERE digest = ?", (digest,))
        return found[0][0] if found else None

    def missed(self, limit: int | None = None) -> list[Entry]:
        """What was described and never heard, the newest first."""
        return self._entries("WHERE heard = 0 ORDER BY id DESC LIMIT ?", (-1 if limit is None else limit,))

    def missed_count(self) -> int:
        """How many were never heard."""
        return int(self._database.rows("SELECT count(*) FROM entries WHERE heard = 0")[0][0])

    def history(
        self, *, since: float | None = None, until: float | None = None, limit: int | None = None
    ) -> Iterator[Entry]:
        """Entries in the order in which they came, of which `limit` keeps the newest.

        `since` and `until`, in seconds since 1970, choose those from the one moment to just before the other.
        What is recorded while they are looked at does not come.
        """
        period = (-inf if since is None else since, inf if until is None else until)
        ((first, last),) = self._database.rows(
            "SELECT min(id), max(id) FROM entries WHERE time >= ? AND time < ?", period
        )
        if first is None:
            return
        # By id from here on. The plus forbids the index of times, whose finds would be sorted for each page.
        inside = "+entries.time >= ? AND +entries.time < ?"
        if limit is not None:
            skipped = self._database.rows(
                f"SELECT id FROM entries WHERE id <= ? AND {inside} ORDER BY id DESC LIMIT 1 OFFSET ?",
                (last, *period, limit),
            )
            first = skipped[0][0] + 1 if skipped else first
        while page := self._entries(
            f"WHERE id BETWEEN ? AND ? AND {inside} ORDER BY id LIMIT ?", (first, last, *period, _PAGE)
        ):
            yield from page
            first = page[-1].id + 1

    def correct(self, entry_id: int, words: str, picture: bytes | None = None) -> Entry:
        """Remember the person's own words for an entry's picture, and for every other with the same content.

        `picture` is its snapshot (narrator.journal.snapshot), without which nothing can be learned from the
        words. Raises JournalError for words that are empty or too long, and if there is no such entry.
        """
        clean = checked_words(storable(words))
        with self._database.transaction() as connection:
            if not (entry := self.entry(entry_id)):
                raise JournalError(
                    gettext("The journal has no entry {entry_id}; narrator history lists them.").format(
                        entry_id=entry_id
                    )
                )
            connection.execute(
                # A picture that was kept before is as good as a new one, and better than none.
                "INSERT INTO corrections (digest, time, words, picture) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (digest) DO UPDATE SET time = excluded.time, words = excluded.words,"
                " picture = coalesce(excluded.picture, picture)",
                (entry.digest, time.time(), clean, picture),
            )
            (corrected,) = self._entries("WHERE id = ?", (entry_id,))
            return corrected

    def corrections(self) -> Iterator[Correction]:
        """All corrections, by digest; those of entries that have grown too old as well."""
        digest = ""
        while rows := self._database.rows(
            "SELECT digest, words, time, picture FROM corrections WHERE digest > ? ORDER BY digest LIMIT 1",
            (digest,),
        ):
            ((digest, words, when, picture),) = rows
            yield Correction(digest=digest, words=words, when=when, picture=picture)

    def count(self, selection: Selection) -> int:
        """How many entries `forget` would remove."""
        rows = self._database.rows(
            f"SELECT count(*) FROM entries WHERE {selection.entries}", selection.values
        )
        return int(rows[0][0])

    def count_corrections(self, selection: Selection) -> int:
        """How many corrections it would remove."""
        rows = self._database.rows(
            f"SELECT count(*) FROM corrections WHERE {selection.corrections}", selection.values
        )
        return int(rows[0][0])

    def paths(self, selection: Selection) -> list[bytes]:
        """The files of these entries as the bytes of their names, also of entries that cannot be read."""
        sql = f"SELECT DISTINCT path FROM entries WHERE path IS NOT NULL AND ({selection.entries})"
        return [path for (path,) in self._database.rows(sql, selection.values)]

    def forget(self, selection: Selection, said: Said = lambda _: "") -> int:
        """Remove entries, and the corrections of their content, also from the disk; how many it was.

        `said` is what is said of a picture without the person's words, which may stand in other entries of
        the same picture, too.

        Afterwards none of this is in the journal's files any more. What a file system keeps of overwritten
        files, and backups, are beyond its reach. With everything, a damaged file is forgotten as a whole.
        """
        try:
            count = self._forget(selection, said)
        except DamagedJournalError:
            if not selection.everything:
                raise
            self.start_afresh()
            count = self._forget(selection, said)
        if selection.everything and self._database.file:
            self._forget_set_aside(self._database.file)
        return count

    def prune(self, days: float) -> int:
        """Remove the entries that are older; how many it was. Corrections stay."""
        with self._database.transaction() as connection:
            oldest = time.time() - days * _DAY
            count = connection.execute("DELETE FROM entries WHERE time < ?", (oldest,)).rowcount
        if count:
            self._database.empty_log()  # if others read just now, it is emptied another time
        return count

    def close(self) -> None:
        """Give the file back. A second time is nothing."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _entries(self, condition: str, values: Sequence[object] = ()) -> list[Entry]:
        return [entry_of(row) for row in self._database.rows(ENTRIES + condition, values)]

    def _first(self, condition: str, values: Sequence[object] = ()) -> Entry | None:
        return next(iter(self._entries(condition, values)), None)

    def _forget(self, selection: Selection, said: Said) -> int:
        with self._database.transaction() as connection:
            others = connection.execute(OTHERS.format(selection=selection), selection.values).fetchall()
            connection.executemany(
                "UPDATE entries SET said = ? WHERE id = ?",
                [(storable(said(description_of(id_, text))), id_) for id_, text in others],
            )
            connection.execute(f"DELETE FROM corrections WHERE {selection.corrections}", selection.values)
            count = connection.execute(
                f"DELETE FROM entries WHERE {selection.entries}", selection.values
            ).rowcount
            if selection.everything:
                for table in ("seen", "tries", "folders"):
                    connection.execute(f"DELETE FROM {table}")
        self._database.erase()
        return count

    def _forget_set_aside(self, file: Path) -> None:
        with faults_told(file):
            files.remove_set_aside(file)
        if self.note:
            self.note = "The journal was damaged and is gone as a whole; a new one has begun."


def _kept(aside: Path) -> str:
    return f"The journal was damaged and a new one has begun; the old one is kept as {aside.name}."
