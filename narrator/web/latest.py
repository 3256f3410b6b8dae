"""What a file holds, read again once it was replaced: by a service beside this one, or by a person."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from narrator.errors import SettingsError

Content = TypeVar("Content")

_LOG = logging.getLogger(__name__)


class Latest(Generic[Content]):
    """The content of a file as it is now, for the price of a look at the file's times."""

    def __init__(self, file: Path, read: Callable[[Path], Content]) -> None:
        """Reads the file. `read` raises SettingsError for one that is of no use, and so does this."""
        self._file = file
        self._read = read
        self._stamp = _stamp_of(file)  # before it is read: what comes in between is seen the next time
        self._content = read(file)

    def now(self) -> Content:
        """What the file holds; where it is of no use any more, what it held before, and a line in the log."""
        stamp = _stamp_of(self._file)
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._content = self._read(self._file)
            except SettingsError as error:
                _LOG.error("%s Until then, what it held before is right.", error)
        return self._content


def _stamp_of(file: Path) -> tuple[int, int, int] | None:
    """What is another one after each change; None where there is no file."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
