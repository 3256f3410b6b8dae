"""A clock that is moved while programs run, by libfaketime, for Narrator alone."""

from collections.abc import Mapping
from pathlib import Path

_LIBRARIES = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
)


class Clock:
    """What Narrator takes for the time of day; seconds that pass are not moved, as on a real machine."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self._library = next((each for each in _LIBRARIES if Path(each).exists()), None)
        self.move("+0")

    @property
    def can_be_moved(self) -> bool:
        """Whether the Debian package faketime is there."""
        return self._library is not None

    @property
    def environment(self) -> Mapping[str, str]:
        """Leads a program to it."""
        if self._library is None:
            return {}
        return {
            "LD_PRELOAD": self._library,
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_RESET": "1",
        }

    def move(self, offset: str) -> None:
        """Move it so far from the real time, such as "-1d" or "+2h"."""
        part = self._file.with_suffix(".part")
        part.write_text(f"{offset}\n")
        part.replace(self._file)
