"""What came to a folder while nobody watched it, and what of it has been dealt with.

A picture is dealt with when whoever describes it says so, and not when it is delivered: what was waiting, or
being described, when the program was killed comes again at the next start.
"""

import os
from collections.abc import Callable, Iterable
from functools import partial
from heapq import heappush, heappushpop
from pathlib import Path
from threading import Lock

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.files import short_name
from narrator.picture.opening import Picture
from narrator.sources.folder.past import Mark, Marks, Past, mark_of
from narrator.sources.folder.settling import Ready
from narrator.sources.folder.state import State

MOST = 1000
"""So many pictures that came before are described, the newest ones. That takes minutes, and fills `missed`
for longer than anybody listens."""

TRIES = 3
"""So often a picture is opened over which the program ended. It may not have been the picture's fault."""

_SPARE = 10_000
"""Files that are gone are remembered until there are so many more of them than are there."""

Files = Iterable[tuple[Path, State]]


class History:
    """The past of one folder, as its source needs it.

    Any thread may settle pictures, and open those that are `careful`; all else is for its source's thread.
    """

    def __init__(self, root: Path, past: Past, *, most: int = MOST) -> None:
        """Raises nothing: a past that cannot be read is none."""
        self._skipped = len(os.fsencode(root)) + 1
        self._past = past
        self._most = most
        self._mounted = os.path.ismount(root)
        self._lock = Lock()
        self._pending: set[State] = set()
        self._present: Marks | None = Marks()
        self._is_gone = False
        seen = past.seen()
        # Else what is remembered is of the empty folder on which a drive is mounted now.
        self._seen = seen if seen is not None and seen.mounted >= self._mounted else None

    @property
    def is_gone(self) -> bool:
        """Whether what was kept is there no more, and `begin` is due."""
        return self._is_gone

    @property
    def pending(self) -> set[State]:
        """What was delivered, and is not settled."""
        with self._lock:
            return set(self._pending)

    def look_after(self) -> None:
        """Find out whether it is gone, though nothing is settled for hours."""
        if not self._past.is_kept():
            self._is_gone = True

    def is_late(self, path: Path, state: State) -> bool:
        """Whether a picture came since the folder was watched last. An empty file is none yet."""
        if self._seen is None:
            if self._present is not None:
                self._present.add(self._mark(path, state))
            return False
        return state.size > 0 and not self.recalls(path, state)

    def recalls(self, path: Path, state: State) -> bool:
        """Whether a file was dealt with before this run."""
        return self._seen is not None and self._mark(path, state) in self._seen

    def looked(self, count: int, open_: Iterable[State]) -> bool:
        """The first look has found so many files, of which these are not dealt with.

        Whether much more is remembered than is there, so that `begin` is due.
        """
        present, self._present = self._present or Marks(), None
        if self._seen is not None:
            return len(self._seen.states) > 2 * count + _SPARE
        left_out = {mark_of(b"", state).state for state in open_}
        self._past.begin(Marks(mark for mark in present if mark.state not in left_out), mounted=self._mounted)
        return False

    def begin(self, files: Files, unfinished: Iterable[State] = ()) -> None:
        """From now on these are dealt with, but for what is unfinished, or delivered and not settled."""
        if self._is_gone:
            self._is_gone, self._seen = False, None
        open_ = {*self.pending, *unfinished}
        marks = Marks(self._mark(path, state) for path, state in files if state.size and state not in open_)
        self._past.begin(marks, mounted=self._mounted)

    def late_ones(self, found: Iterable[Ready]) -> tuple[list[Ready], int]:
        """Those of the late pictures that are delivered, in this order, and how many more there are.

        The newest, as they came, whatever time the pictures themselves have. Last are those over which the
        program may have ended: they must not keep the others from their turn.
        """
        newest: list[tuple[int, int, Ready]] = []
        left_out: list[tuple[Path, State]] = []
        for number, ready in enumerate(found):
            try:
                came = ready.path.stat().st_ctime_ns  # it only orders: a wrong clock does no harm
            except OSError:
                continue  # gone since it was seen
            if len(newest) < self._most:
                heappush(newest, (came, number, ready))
            else:
                *_, oldest = heappushpop(newest, (came, number, ready))
                left_out.append((oldest.path, oldest.state))
        self.settled(left_out)
        late = [ready for *_, ready in sorted(newest, key=lambda item: item[:2])]
        return sorted(late, key=self._tries), len(left_out)

    def careful(self, ready: Ready, open_: Callable[[Ready], Picture]) -> Callable[[], Picture]:
        """What opens a late picture: not again and again, if the program ends over it."""
        return partial(self._open, ready, open_)

    def delivered(self, state: State) -> None:
        """A picture waits for whoever describes it."""
        with self._lock:
            self._pending.add(state)

    def returned(self, state: State) -> None:
        """It was put off, and is delivered again if it is there."""
        with self._lock:
            self._pending.discard(state)

    def settled(self, files: Files) -> None:
        """Pictures were described, or cannot be, or are not to be."""
        files = list(files)
        with self._lock:
            self._pending.difference_update(state for _, state in files)
        # What --backlog brings was dealt with before, and would be remembered twice.
        marks = Marks(self._mark(path, state) for path, state in files if not self.recalls(path, state))
        if len(marks) and not self._past.add(marks):
            self._is_gone = True

    def _open(self, ready: Ready, open_: Callable[[Ready], Picture]) -> Picture:
        if self._tries(ready) >= TRIES:
            raise PictureError(
                gettext(
                    "Narrator has ended {tries} times while it described {name}; it is tried again "
                    "only with narrator speak."
                ).format(tries=TRIES, name=short_name(ready.path))
            )
        self._past.trying(self._mark(ready.path, ready.state))
        return open_(ready)

    def _tries(self, ready: Ready) -> int:
        return 0 if self._seen is None else self._seen.tries.get(self._mark(ready.path, ready.state).state, 0)

    def _mark(self, path: Path, state: State) -> Mark:
        return mark_of(os.fsencode(path)[self._skipped :], state)
