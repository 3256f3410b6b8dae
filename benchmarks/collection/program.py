"""`narrator describe FOLDER` beside `narrator speak FOLDER` of an earlier commit, whole processes, by turns.

No text is read by either: the earlier one read it in other pictures.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.collection.pictures import photographs
from benchmarks.measurement import Measurement

HOUSE = Path(__file__).parents[2]


def measure(folder: Path, count: int, turns: int, commit: str) -> Iterator[object]:
    """Measure both, and say how many times faster the one is."""
    album = folder / "album"
    photographs(album, count)
    before, now = [], []
    with _checkout(commit, folder / "before") as house:
        for turn in range(turns):
            speak = ("speak", album, "--silent", "--json")
            before.append(count / _seconds(house, speak))
            now.append(count / _seconds(HOUSE, ("describe", album, "--out", folder / f"{turn}.jsonl")))
    yield Measurement(what=f"narrator speak of {commit}", unit="pictures a second", values=tuple(before))
    yield Measurement(what="narrator describe", unit="pictures a second", values=tuple(now))
    times = [one / other for one, other in zip(now, before, strict=True)]
    yield f"describe does {median(times):.2f} times as many"


@contextmanager
def _checkout(commit: str, place: Path) -> Iterator[Path]:
    subprocess.run(
        ["git", "worktree", "add", "--detach", place, commit], cwd=HOUSE, check=True, capture_output=True
    )
    try:
        yield place
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", place], cwd=HOUSE, check=True)


def _seconds(house: Path, arguments: Sequence[str | Path]) -> float:
    environment = {**os.environ, "PYTHONPATH": str(house), "NARRATOR_TEXT": "never"}
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "narrator", *arguments],
        cwd=house,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - began
