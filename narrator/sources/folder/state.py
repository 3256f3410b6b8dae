"""What tells one state of a file from another, cheap enough to ask for again and again."""

import os
import stat
from pathlib import Path
from typing import NamedTuple


class State(NamedTuple):
    """A file as it is at one moment: what is written to it, or put in its place, makes another.

    The device is no part of it: a drive that is unplugged and back may have another number, and its pictures
    would all be new.
    """

    inode: int
    modified: int
    """Nanoseconds since 1970, on the clock of whoever keeps the file; only ever compared for being equal."""
    size: int
    """Bytes."""


def state_of(path: Path) -> State | None:
    """The state of the file that a path leads to; None where no regular file is, or none that can be seen."""
    try:
        return state_from(path.stat())
    except OSError:
        # Gone, a link into nothing, a server that does not answer: whatever it is, there is nothing to open.
        return None


def state_from(status: os.stat_result) -> State | None:
    """The state that a status tells of; None for what is no regular file."""
    if not stat.S_ISREG(status.st_mode):
        return None
    return State(status.st_ino, status.st_mtime_ns, status.st_size)
