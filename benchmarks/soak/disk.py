"""A small disk for Narrator's own files that can be filled to the last byte, where one may be mounted."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_BALLAST = "ballast"
_BLOCK = bytes(64 * 2**10)


class Disk:
    """The folder of a disk."""

    def __init__(self, folder: Path, *, can_be_full: bool) -> None:
        self.folder = folder
        self.can_be_full = can_be_full

    def fill(self) -> None:
        """Leave no room on it."""
        with suppress(OSError), (self.folder / _BALLAST).open("wb", buffering=0) as ballast:
            while True:
                if ballast.write(_BLOCK) < len(_BLOCK):
                    return

    def empty(self) -> None:
        """Make room again."""
        (self.folder / _BALLAST).unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """A disk of that size at a folder; an ordinary folder where nobody may mount one."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "soak", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0
    try:
        yield Disk(folder, can_be_full=mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
