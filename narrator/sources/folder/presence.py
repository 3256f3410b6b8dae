"""Whether a watched folder is still where it was: its watch, for one, does not say when it is back."""

import os
from enum import Enum, auto
from pathlib import Path


class Presence(Enum):
    """What has become of a folder since it was last asked."""

    UNCHANGED = auto()
    """It is there as before, or gone as before."""
    GONE = auto()
    BACK = auto()
    """It, or another of its name, is there now."""


class Whereabouts:
    """Follows one folder that may be deleted, renamed or unmounted, and come back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mounted = os.path.ismount(folder)
        self._identity = self._look()
        self._gone = False

    def doubt(self) -> None:
        """Answer BACK next, even if the folder looks the same: a new one may have the old number."""
        self._identity = None

    def ask(self) -> Presence:
        """What has changed since the last time, or since the beginning."""
        identity = self._look()
        if identity is None:
            told, self._gone = self._gone, True
            return Presence.UNCHANGED if told else Presence.GONE
        same = identity == self._identity and not self._gone
        self._mounted = os.path.ismount(self._folder)
        self._identity, self._gone = identity, False
        return Presence.UNCHANGED if same else Presence.BACK

    def _look(self) -> tuple[int, int] | None:
        try:
            status = self._folder.stat()
        except OSError:
            return None  # gone, or on a drive that does not answer: to a person it is the same
        # An unmounted drive leaves the empty folder on which it was mounted.
        if self._mounted and not os.path.ismount(self._folder):
            return None
        return status.st_dev, status.st_ino
