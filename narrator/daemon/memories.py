"""What the daemon remembers: the journal, and beside it what is forgotten when the daemon ends."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from narrator.description import Description
from narrator.journal.entry import Entry, NewEntry
from narrator.journal.folders import WatchedFolder
from narrator.journal.journal import Journal


class Memories:
    """A journal whose entries need not all be kept.

    Those that are not have negative ids, and can be repeated, missed and corrected like any other. All
    methods raise JournalError, as those of Journal do, which they are named after.
    """

    def __init__(self, kept: Journal) -> None:
        """It does not close what is kept."""
        self._kept = kept
        self._fleeting = Journal.in_memory()
        self._last_is_fleeting = False

    def record(self, entry: NewEntry, *, keep: bool) -> Entry:
        """Remember a picture, and write it down only with `keep`."""
        recorded = self._kept.record(entry) if keep else _fleeting(self._fleeting.record(entry))
        self._last_is_fleeting = not keep
        return recorded

    def heard(self, ids: Sequence[int]) -> None:
        """The person has heard these entries."""
        kept = [id_ for id_ in ids if id_ > 0]
        if len(kept) < len(ids):
            self._fleeting.heard([-id_ for id_ in ids if id_ < 0])
        self._kept.heard(kept)

    def revise(self, id_: int, said: str, description: Description) -> None:
        """Remember what was found out about an entry later."""
        self._home(id_).revise(abs(id_), said, description)

    def last(self) -> Entry | None:
        """The newest entry."""
        if self._last_is_fleeting and (last := self._fleeting.last()):
            return _fleeting(last)
        return self._kept.last()

    def entry(self, id_: int) -> Entry | None:
        """One entry."""
        found = self._home(id_).entry(abs(id_))
        return _fleeting(found) if found and id_ < 0 else found

    def knows(self, digest: str, *, keep: bool) -> Entry | None:
        """The newest entry of the same content. With `keep`, only one that is kept makes another needless."""
        if not keep and (known := self._fleeting.knows(digest)):
            return _fleeting(known)
        return self._kept.knows(digest)

    def words_for(self, digest: str) -> str | None:
        """The person's own words for this content."""
        return self._fleeting.words_for(digest) or self._kept.words_for(digest)

    def missed(self, limit: int) -> list[Entry]:
        """What was described and never heard, the newest first."""
        entries = [*self._kept.missed(limit), *map(_fleeting, self._fleeting.missed(limit))]
        return sorted(entries, key=lambda entry: entry.when, reverse=True)[:limit]

    def missed_count(self) -> int:
        """How many were never heard."""
        return self._kept.missed_count() + self._fleeting.missed_count()

    def correct(self, id_: int, words: str, picture: bytes | None = None) -> Entry:
        """Remember the person's own words: for as long as the entry that they were given for."""
        corrected = self._home(id_).correct(abs(id_), words, picture)
        return _fleeting(corrected) if id_ < 0 else corrected

    def folder(self, path: Path, *, recursive: bool) -> WatchedFolder | None:
        """What is kept of a watched folder."""
        return self._kept.folder(path, recursive=recursive)

    def forget_folder(self, path: Path) -> None:
        """Keep nothing of what was seen in a folder; one around it goes on."""
        self._kept.forget_folder(path, outer=False)

    def told(self) -> None:
        """The person was told of all entries so far, be it only by their number."""
        self._kept.told()
        self._fleeting.told()

    def untold_count(self) -> int:
        """How many entries nobody has heard, nor heard of."""
        return self._kept.untold_count() + self._fleeting.untold_count()

    def prune(self, days: float) -> int:
        """Remove what is older from the journal."""
        return self._kept.prune(days)

    def start_afresh(self) -> str | None:
        """Go on with an empty journal in the place of one that is damaged; what to say of it."""
        return self._kept.start_afresh()

    def close(self) -> None:
        """Forget what is not kept."""
        self._fleeting.close()

    def _home(self, id_: int) -> Journal:
        return self._fleeting if id_ < 0 else self._kept


def _fleeting(entry: Entry) -> Entry:
    return replace(entry, id=-entry.id)
