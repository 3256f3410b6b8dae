"""Narrator is killed, or quits, in the middle: each picture is in the journal once, and the person is told."""

import random
from collections import Counter
from pathlib import Path
from time import monotonic, sleep

import pytest

from narrator.daemon.control.client import ask
from narrator.journal.journal import Journal
from narrator.places import journal_file
from tests.daemon.conftest import Watch
from tests.daemon.running import save_picture

KILLS, PICTURES = 8, 200
_PATIENCE_SECONDS = 60


def journalled() -> Counter[str]:
    """How often each file is in the journal."""
    with Journal.open(journal_file()) as journal:
        return Counter(entry.name for entry in journal.history())


def wait_until_idle() -> None:
    """Until nothing waits to be described any more."""
    deadline = monotonic() + _PATIENCE_SECONDS
    while ask("status")["queue"]:
        assert monotonic() < deadline
        sleep(0.05)


@pytest.mark.parametrize("seed", [1])
def test_killed_eight_times_it_has_every_picture_once(watch: Watch, holiday: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = iter(range(PICTURES))
    heard: list[int] = []
    for _ in range(KILLS):
        with watch(holiday, "--silent") as narrator:
            for _, number in zip(range(15), names, strict=False):
                save_picture(holiday / f"{number}.png", number)
            sleep(chance.random())
            narrator.kill()
            heard += [entry for event in narrator.of_kind("spoken") for entry in event["entries"]]
        for _, number in zip(range(10), names, strict=False):  # while nobody watches
            save_picture(holiday / f"{number}.png", number)
    assert next(names, None) is None, "all were saved"
    with watch(holiday, "--silent") as narrator:
        told = narrator.wait_for("told", lambda event: "came while Narrator did not run" in event["text"])
        assert told["text"].endswith("narrator missed tells what you missed.")
        narrator.wait_for("spoken", lambda event: event["text"] == told["text"])
        wait_until_idle()
        missed = ask("status")["missed"]
        heard += [entry for event in narrator.of_kind("spoken") for entry in event["entries"]]
    assert journalled() == Counter({f"{number}.png": 1 for number in range(PICTURES)})
    assert max(Counter(heard).values(), default=1) == 1, "nothing is said twice"
    assert missed + len(heard) >= PICTURES, "the rest can be asked for"
