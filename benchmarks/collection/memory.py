"""The memory of `narrator describe`, with its hands, while a collection goes from few rows to many."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.collection.pictures import blanks

_FIRST = 1_000
_WAIT_SECONDS = 0.02


def measure(folder: Path, count: int) -> Iterator[object]:
    """Print it at 1,000 rows, at ten times as many, and so on, up to all of them."""
    blanks(folder / "album", count)
    rows = folder / "rows.jsonl"
    points = [point for power in range(6) if (point := _FIRST * 10**power) <= count]
    program = subprocess.Popen(
        [sys.executable, "-m", "narrator", "describe", folder / "album", "--out", rows]
    )
    written = _Lines(rows)
    for point in points:
        while written.count() < point * 0.999:  # before the last one, with which it ends
            if program.poll() is not None:
                break
            time.sleep(_WAIT_SECONDS)
        else:
            yield f"{point:,} pictures: {_megabytes(program.pid):.0f} MB"
    program.wait()


class _Lines:
    """How many lines a file has, that grows."""

    def __init__(self, file: Path) -> None:
        self._file, self._read, self._lines = file, 0, 0

    def count(self) -> int:
        """How many now."""
        if self._file.exists():
            with self._file.open("rb") as stream:
                stream.seek(self._read)
                new = stream.read()
            self._read += len(new)
            self._lines += new.count(b"\n")
        return self._lines


def _megabytes(pid: int) -> float:
    """Of a process and its children, what they share counted once."""
    parent = psutil.Process(pid)
    return sum(each.memory_full_info().pss for each in (parent, *parent.children(recursive=True))) / 1e6
