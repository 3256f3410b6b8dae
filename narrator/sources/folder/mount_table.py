"""Linux's table of what is mounted, watched for drives that are mounted later."""

import os
import re
import select
import sys
from pathlib import Path

from narrator.sources.folder.mounts import TABLE

assert sys.platform == "linux"  # for those who check the types of other systems


class MountTable:
    """Tells of drives that are mounted beneath a folder from now on; nothing else does."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._real = root.resolve()
        self._table = TABLE.open("rb")
        self._poll = select.poll()
        self._poll.register(self._table, select.POLLPRI)  # so it reports a change (proc_pid_mounts(5))
        self._lines = self._beneath()

    def new(self) -> list[Path]:
        """Where drives were mounted since the last time, outer ones first."""
        if not self._poll.poll(0):
            return []
        # By their whole lines: in the place of one drive there may be another one since.
        before, self._lines = self._lines, self._beneath()
        return sorted(self._root / point for line, point in self._lines.items() if line not in before)

    def close(self) -> None:
        """Give the table back. A second time is nothing."""
        self._table.close()

    def _beneath(self) -> dict[str, Path]:
        """Each line of the table about a mount beneath the root -> where that is, going from the root."""
        self._table.seek(0)
        lines = os.fsdecode(self._table.read()).split("\n")
        points = {line: Path(_unescaped(line.split(" ")[4])) for line in lines if line}
        return {
            line: point.relative_to(self._real)
            for line, point in points.items()
            if self._real in point.parents
        }


def _unescaped(name: str) -> str:
    """A name of a mount table, in which spaces and the like are octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda number: chr(int(number[1], 8)), name)
