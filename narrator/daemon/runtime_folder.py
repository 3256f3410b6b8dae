"""The folder of what lives as long as the daemon, where nobody else may put anything in its place."""

import os
import stat
import sys
from pathlib import Path

from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext
from narrator.private_folder import make_private_folder


def make_private(folder: Path) -> None:
    """Make it, if it is not there, and let nobody else in.

    Its parents are private, too: whoever could rename one of them could put another in its place.

    Raises DaemonError when others own it or can write in it, or when it cannot be made.
    """
    try:
        make_private_folder(folder)
        if sys.platform != "win32":  # where a person's own folders are private from the start
            _check_owner(folder)
            folder.chmod(0o700)
    except OSError as error:
        raise DaemonError(
            gettext(
                "The folder {folder} cannot be used ({strerror}); set XDG_RUNTIME_DIR to one of your own."
            ).format(folder=folder, strerror=error.strerror)
        ) from error


def is_still(file: Path, was: os.stat_result) -> bool:
    """Whether a file is there and is the one that it was."""
    try:
        return os.path.samestat(file.stat(), was)
    except OSError:
        return False


class MadeFile:
    """A file that a daemon made there; another one's under the same name is left alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._was: os.stat_result | None = None

    def made(self) -> None:
        """It was made just now. Raises OSError when it is not there."""
        self._was = self.path.stat()

    @property
    def is_there(self) -> bool:
        """Whether it is still the one that was made."""
        return self._was is not None and is_still(self.path, self._was)

    def remove(self) -> None:
        """Take it away if it is there."""
        if self.is_there:
            self.path.unlink(missing_ok=True)


if sys.platform != "win32":

    def _check_owner(folder: Path) -> None:
        state = folder.lstat()
        if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.geteuid():
            raise DaemonError(
                gettext("The folder {folder} is not your own; remove it, or have it removed.").format(
                    folder=folder
                )
            )
        if state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise DaemonError(
                gettext("Others can write in the folder {folder}; run chmod 700 {folder}.").format(
                    folder=folder
                )
            )
