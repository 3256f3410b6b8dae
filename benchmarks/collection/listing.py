"""How long it takes to list a large folder, and to go on with one that is nearly done."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from benchmarks.collection.pictures import blanks
from benchmarks.measurement import Measurement
from narrator.collection.listing import pictures_of
from narrator.collection.row import Row, name_of
from narrator.collection.working_file import WorkingFile


def measure(folder: Path, count: int) -> Iterator[object]:
    """List so many names, and say how much memory that takes at its most."""
    album = folder / "album"
    album.mkdir()
    for number in range(count):
        (album / f"IMG_{number:06}.jpg").touch()
    before, began = _megabytes(), time.perf_counter()
    listed = sum(1 for _ in pictures_of([str(album)], recursive=True, denied=_raise))
    seconds = time.perf_counter() - began
    yield f"{listed:,} pictures of one folder listed in {seconds:.1f} s with {_megabytes() - before:.0f} MB"


def resume(folder: Path, count: int, turns: int) -> Iterator[object]:
    """Start with all rows there but one, again and again."""
    album, rows = folder / "album", folder / "rows.jsonl"
    blanks(album, count)
    with WorkingFile(rows) as file:
        for picture in sorted(album.iterdir())[:-1]:
            row = Row(
                path=name_of(picture), alt="A blank picture, all white.", kind="blank", day="2026-11-30"
            )
            file.add(row)
    done = rows.read_bytes()
    values = []
    for _ in range(turns):
        rows.write_bytes(done)
        began = time.perf_counter()
        program = subprocess.Popen([sys.executable, "-m", "narrator", "describe", album, "--out", rows])
        while rows.stat().st_size == len(done):
            time.sleep(0.005)
        values.append(time.perf_counter() - began)
        program.wait()
    yield Measurement(
        what=f"from the start to the next row, with {count - 1:,} done", unit="s", values=tuple(values)
    )


def _raise(_: Path, error: OSError) -> None:
    raise error


def _megabytes() -> float:
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024
