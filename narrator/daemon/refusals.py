"""Which pictures were refused lately: one that has several names is told of once."""

from collections import deque
from pathlib import Path

from narrator.sources.folder.state import State, state_from

LATELY = 1000
"""So many files are remembered."""


class Refusals:
    """Files that could not be described. A folder may be watched under several names, and inside another."""

    def __init__(self) -> None:
        self._lately: deque[tuple[int, State]] = deque(maxlen=LATELY)

    def is_news(self, path: Path | None) -> bool:
        """Whether nothing was said of this file, as it is now, under any name; from then on it was."""
        key = _key(path)
        if key is None:
            return True
        if key in self._lately:
            return False
        self._lately.append(key)
        return True


def _key(path: Path | None) -> tuple[int, State] | None:
    """The device, too: files of two drives may have the same numbers."""
    try:
        status = path.stat() if path else None
    except OSError:
        return None  # gone since: there is nothing to compare
    state = state_from(status) if status else None
    return (status.st_dev, state) if status and state else None
