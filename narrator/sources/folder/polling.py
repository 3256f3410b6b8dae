"""The watch for folders of which the kernel hears nothing: it asks, as seldom as can be."""

from pathlib import Path
from threading import Event
from time import monotonic

from narrator.sources.folder.watch import Change, Kind

ROUND = 1.0
"""Seconds. So often each folder is asked when it changed, which costs the same for one picture and 10,000."""

LOOK = 30.0
"""Seconds. So often everything is looked at: a picture that is overwritten does not change its folder."""

_ROUND_SHARE = 20
"""A round may take one twentieth of the time: with 200,000 folders it takes more than a second."""

_LOOK_SHARE = 100
"""The look at everything may take one hundredth of the time."""


class PollingWatch:
    """Asks the folders, once a second, whether names were added to them or taken away."""

    def __init__(self, root: Path, *, every: float = ROUND, everything: float = LOOK) -> None:
        self._root = root
        self._every = every
        self._everything = everything
        self._changed: dict[Path, int] = {}
        self._again: set[Path] = set()
        self._woken = Event()
        self._next_round = monotonic() + every
        self._next_look = monotonic() + everything
        self._look_began: float | None = None

    def add(self, folder: Path) -> bool:
        """See Watch."""
        new = folder not in self._changed
        self._changed[folder] = folder.stat().st_mtime_ns
        if new:
            self._again.add(folder)
        return new

    def wait(self, seconds: float) -> list[Change]:
        """See Watch."""
        now = monotonic()
        if self._look_began is not None:  # it was handed over as a change, and has ended now
            self._next_look = now + max(self._everything, _LOOK_SHARE * (now - self._look_began))
            self._look_began = None
        self._woken.wait(max(0.0, min(seconds, self._next_round - now)))
        self._woken.clear()
        return self._round() if monotonic() >= self._next_round else []

    def wake(self) -> None:
        """See Watch."""
        self._woken.set()

    def close(self) -> None:
        """See Watch."""
        self._changed.clear()

    def _round(self) -> list[Change]:
        began = monotonic()
        self._next_round = began + self._every
        if began >= self._next_look:
            self._look_began = began
            return [Change(Kind.EVERYTHING, self._root)]
        changed = [folder for folder in list(self._changed) if self._has_changed(folder)]
        ended = monotonic()
        self._next_round = ended + max(self._every, _ROUND_SHARE * (ended - began))
        return [Change(Kind.CONTENT, folder) for folder in changed]

    def _has_changed(self, folder: Path) -> bool:
        try:
            changed = folder.stat().st_mtime_ns
        except OSError:
            del self._changed[folder]  # gone; when it is back, the folder that it is in has changed
            self._again.discard(folder)
            return False
        if changed != self._changed[folder]:
            # Servers exist that count whole seconds, so the same second may bring more: look twice.
            self._again.add(folder)
            return True
        if folder in self._again:
            self._again.remove(folder)
            return True
        return False
