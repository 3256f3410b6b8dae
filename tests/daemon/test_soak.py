"""Months in a minute: memory stays where it is. `python -m benchmarks.daemon --soak 10000` takes longer."""

from pathlib import Path

from narrator.daemon.control.client import ask
from tests.daemon.conftest import Watch
from tests.daemon.running import save_picture

WARM, ROUNDS = 200, 600
ALLOWED_MEGABYTES = 6.0
"""Of noise; a kilobyte lost a picture would be seen as 0.6, a picture kept as 5."""


def test_memory_stays_flat_over_many_pictures(watch: Watch, holiday: Path) -> None:
    with watch(holiday, "--silent") as narrator:
        for number in range(WARM):
            save_picture(holiday / f"{number}.png", number)
        narrator.wait_for("described", count=WARM)
        before = ask("status")["memory_mb"]
        for number in range(WARM, WARM + ROUNDS):
            save_picture(holiday / f"{number}.png", number)
        narrator.wait_for("described", count=WARM + ROUNDS)
        after = ask("status")["memory_mb"]
    assert after - before < ALLOWED_MEGABYTES
