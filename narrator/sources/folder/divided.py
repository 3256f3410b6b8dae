"""The watch of a tree in which other drives are mounted: those that the kernel does not hear of are asked."""

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from narrator.sources.folder.mounts import Unheard, unheard
from narrator.sources.folder.polling import PollingWatch
from narrator.sources.folder.watch import Change, Kind, Watch

assert sys.platform == "linux"  # for those who check the types of other systems

from narrator.sources.folder.mount_table import MountTable  # noqa: E402


class DividedWatch:
    """Gives each folder to the kernel's watch, or to one that asks, by the drive that it is on."""

    def __init__(self, root: Path, kernel: Watch, on_polling: Callable[[Path, Unheard], None]) -> None:
        """`on_polling` hears of each drive that is asked, by the folder at which the tree reaches it."""
        self._kernel = kernel
        self._mounts = MountTable(root)
        self._on_polling = on_polling
        self._asked: dict[int, PollingWatch | None] = {root.stat().st_dev: None}
        """The number of a drive -> what asks it; None where the kernel hears of it."""

    def add(self, folder: Path) -> bool:
        """See Watch."""
        device = folder.stat().st_dev
        if device not in self._asked:
            self._asked[device] = self._new_drive(folder)
        return (self._asked[device] or self._kernel).add(folder)

    def wait(self, seconds: float) -> list[Change]:
        """See Watch. Who waits waits for the kernel; a round of asking is late by so many seconds at most."""
        changes = self._kernel.wait(seconds)
        for path in self._mounts.new():
            self._doubt(path)
            changes.append(Change(Kind.DRIVE, path))
        for watch in filter(None, self._asked.values()):
            changes += watch.wait(0)
        return changes

    def wake(self) -> None:
        """See Watch."""
        self._kernel.wake()

    def close(self) -> None:
        """See Watch."""
        self._kernel.close()
        self._mounts.close()

    def _doubt(self, folder: Path) -> None:
        """Numbers of drives that are gone are given again: what is mounted here may be of another kind."""
        with suppress(OSError):  # gone again, or not to be reached
            device = folder.stat().st_dev
            if device in self._asked and (self._asked[device] is None) != (unheard(folder) is None):
                del self._asked[device]

    def _new_drive(self, folder: Path) -> PollingWatch | None:
        reason = unheard(folder)
        if reason is None:
            return None
        self._on_polling(folder, reason)
        return PollingWatch(folder)
