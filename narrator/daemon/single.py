"""One daemon a person: who runs holds a lock, which the kernel gives back when its holder dies, however."""

import os
from pathlib import Path

from narrator.daemon.runtime_folder import is_still
from narrator.errors import DaemonError
from narrator.file_lock import lock
from narrator.languages.catalogue import gettext


class AlreadyRunningError(DaemonError):
    """Another daemon of this person runs."""


class DaemonLock:
    """The lock of the one daemon, beside its control file; it stays behind for the next one to take."""

    def __init__(self, control_file: Path) -> None:
        self._file = control_file.with_suffix(".lock")
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take it, also once more after it was lost.

        Raises AlreadyRunningError when another daemon holds it, and DaemonError when it cannot be had at all.
        """
        try:
            taken = self._taken()
        except OSError as error:
            raise DaemonError(
                gettext(
                    "The file {file} cannot be locked ({strerror}); set XDG_RUNTIME_DIR to a "
                    "folder on this machine."
                ).format(file=self._file, strerror=error.strerror)
            ) from error
        self.release()
        self._descriptor = taken

    @property
    def holder(self) -> int | None:
        """The process that took it last; None when none can be read."""
        try:
            return int(self._file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    @property
    def held(self) -> bool:
        """Whether it is taken and would keep another daemon away: its file might have been removed."""
        return self._descriptor is not None and is_still(self._file, os.fstat(self._descriptor))

    def release(self) -> None:
        """Give it back. A second time is nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _taken(self) -> int:
        while True:
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if not lock(descriptor):
                    raise AlreadyRunningError(gettext("Narrator is already running; narrator quit ends it."))
                if is_still(self._file, os.fstat(descriptor)):
                    os.truncate(descriptor, 0)
                    os.write(descriptor, str(os.getpid()).encode())
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)  # it was removed between the opening and the locking
