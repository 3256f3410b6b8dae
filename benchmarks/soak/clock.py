"""A clock that is moved while programs run, for Narrator alone.

libfaketime (0.9.10) moves how long a thread sleeps as well, and Python's `time.sleep` fails with it. So a few
lines of C stand before the system's functions (`clock.c`).
"""

import shutil
import struct
import subprocess
from collections.abc import Mapping
from pathlib import Path

_SOURCE = Path(__file__).with_suffix(".c")
_OFFSET = struct.Struct("=q")


class Clock:
    """What Narrator takes for the time of day; seconds that pass are not moved, as on a real machine."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self._library = folder / "clock.so"
        self.move(0)
        if compiler := shutil.which("cc"):
            command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(self._library), str(_SOURCE)]
            subprocess.run(command, check=True)

    @property
    def can_be_moved(self) -> bool:
        """Whether there is a compiler."""
        return self._library.exists()

    @property
    def environment(self) -> Mapping[str, str]:
        """Leads a program to it."""
        if not self.can_be_moved:
            return {}
        return {"LD_PRELOAD": str(self._library), "SOAK_CLOCK": str(self._file)}

    def move(self, seconds: int) -> None:
        """Move it so far from the real time."""
        # In place: the file is mapped into the programs.
        with self._file.open("r+b" if self._file.exists() else "wb") as file:
            file.write(_OFFSET.pack(seconds))
