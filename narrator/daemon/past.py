"""What was seen in a watched folder, kept in the journal. No picture waits for it, and no fault stops one."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

from narrator.daemon.memories import Memories
from narrator.daemon.remembering import remembered
from narrator.errors import JournalError, NarratorError
from narrator.journal.folders import WatchedFolder
from narrator.journal.journal import Journal
from narrator.sources.folder.past import Mark, Marks, NoPast, Numbers, Past, Seen

T = TypeVar("T")
OnFault = Callable[[NarratorError], None]


def past_of(journal: Journal | Memories, folder: Path, *, recursive: bool, on_fault: OnFault) -> Past:
    """The past of a folder; none where nothing is kept."""
    kept = remembered(journal, lambda: journal.folder(folder, recursive=recursive), on_fault)
    return JournalPast(journal, kept, on_fault) if kept else NoPast()


class JournalPast(Past):
    """Keeps for the next time what cannot be written now, such as to a disk that is full."""

    def __init__(self, journal: Journal | Memories, kept: WatchedFolder, on_fault: OnFault) -> None:
        self._journal = journal
        self._kept = kept
        self._on_fault = on_fault
        self._lock = Lock()
        self._unwritten = Marks()
        self._is_unknown = False
        self._is_begun = False

    def seen(self) -> Seen | None:
        """See Past."""
        found = self._remembered(lambda: (self._kept.kept(),))
        # What cannot be read now must not be taken for nothing, and be overwritten.
        self._is_unknown = found is None
        if found is None or (kept := found[0]) is None:
            return None
        self._is_begun = True
        return Seen(
            states=Numbers(kept.states), names=Numbers(kept.names), tries=kept.tries, mounted=kept.mounted
        )

    def begin(self, marks: Marks, *, mounted: bool) -> None:
        """See Past."""
        numbers = marks.to_bytes()  # before the journal is locked: to collect them takes long
        if self._is_unknown:
            return
        self._is_begun = self._remembered(lambda: self._begun(*numbers, mounted=mounted)) is not None

    def add(self, marks: Marks) -> bool:
        """See Past."""
        with self._lock:
            for mark in marks:
                self._unwritten.add(mark)
            numbers = self._unwritten.to_bytes()
            added = self._remembered(lambda: self._kept.add(*numbers))
            if added is not None:
                self._unwritten = Marks()
            if added is False:
                self._is_unknown = False  # it is gone: a damaged journal was set aside
        return added is not False

    def is_kept(self) -> bool:
        """See Past."""
        with suppress(JournalError):  # it is told where something is to be written
            return not self._is_begun or self._kept.exists()
        return True

    def trying(self, mark: Mark) -> None:
        """See Past."""
        self._remembered(lambda: self._kept.trying(mark.state))

    def _begun(self, states: bytes, names: bytes, *, mounted: bool) -> bool:
        self._kept.begin(states, names, mounted=mounted)
        return True

    def _remembered(self, ask: Callable[[], T | None]) -> T | None:
        return remembered(self._journal, ask, self._on_fault)
