"""Folders of the person's own things, into which nobody else may look."""

import os
import stat
import sys
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private_folder(folder: Path) -> None:
    """Make it, and its parents, for this person alone; what is there stays as it is. Raises OSError."""
    # One by one, because mkdir(parents=True) would leave the parents open. With exist_ok, because on Windows
    # and macOS the root of a disk refuses with another error than FileExistsError.
    for each in (*reversed(folder.parents), folder):
        each.mkdir(mode=0o700, exist_ok=True)


def keep_private(folder: Path) -> None:
    """Make it, if it is not there, and let nobody else in, also where others could look in until now.

    A link to a folder elsewhere is as good. What is somebody else's stays as it is. Raises OSError.
    """
    make_private_folder(folder)
    if sys.platform == "win32":  # where a person's own folders are private from the start
        return
    state = folder.stat()
    if state.st_uid == os.geteuid() and state.st_mode & _OTHERS:
        folder.chmod(stat.S_IMODE(state.st_mode) & ~_OTHERS)
