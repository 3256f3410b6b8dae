"""A file's content is exchanged for another one, unless somebody else has changed the file meanwhile."""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from narrator.whole_file import replacing


@dataclass(frozen=True, kw_only=True)
class State:
    """What tells one state of a file from another."""

    file: tuple[int, int]
    """Its device and number there."""
    length: int
    time: int
    """When it was changed, in nanoseconds."""
    names: int
    """How many names it has (hard links)."""


def state_of(file: Path) -> State | None:
    """The state of a file; None where there is none. Raises OSError."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return State(
        file=(status.st_dev, status.st_ino),
        length=status.st_size,
        time=status.st_mtime_ns,
        names=status.st_nlink,
    )


def exchanged(file: Path, data: bytes, state: State | None, *, like: Path | None) -> bool:
    """Whether the bytes have taken the file's place; not if it is no longer in the state that it was in.

    A new file gets the time and the permissions of the one that it is like, and any gets its extended
    attributes, in which desktops keep tags and ratings. Raises OSError; then the file stays as it was.
    """
    try:
        with replacing(file) as stream:
            stream.write(data)
            stream.flush()
            if like is not None:
                _copy_attributes(stream, like)
                if state is None:
                    _copy_status(stream, like)
            if state_of(file) != state:
                raise _ChangedError
    except _ChangedError:
        return False
    return True


class _ChangedError(Exception):
    """Somebody else was faster."""


def _copy_attributes(stream: BinaryIO, like: Path) -> None:
    """Where the file system has such attributes, and for those that a person may write."""
    if sys.platform != "linux":
        return
    with suppress(OSError):
        for name in os.listxattr(like):
            with suppress(OSError):
                os.setxattr(stream.fileno(), name, os.getxattr(like, name))


def _copy_status(stream: BinaryIO, like: Path) -> None:
    if sys.platform == "win32":
        return
    status = like.stat()
    os.fchmod(stream.fileno(), status.st_mode & 0o777)
    os.utime(stream.fileno(), ns=(status.st_atime_ns, status.st_mtime_ns))
