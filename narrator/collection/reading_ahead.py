"""Has the system read files before they are asked for, so that no hand waits for a disk or a network."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

_BLOCK = 2**20


def read_ahead(file: Path) -> None:
    """Bring a file's bytes into the system's own cache; of one that cannot be read, its hand tells."""
    with suppress(OSError, ValueError):  # ValueError: a name that no file can have
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe would be waited for, a device would do something
            return
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            if sys.platform == "linux":
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_WILLNEED)
            else:
                while os.read(descriptor, _BLOCK):
                    pass
        finally:
            os.close(descriptor)
