"""Narrator is killed, or quits, in the middle: each picture is in the journal once, and the person told."""

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
    # The journal knows what was heard a moment before it is printed: each kill may come between the two.
    assert missed + len(heard) >= PICTURES - KILLS, "the rest can be asked for"


def test_who_quits_with_a_full_queue_loses_nothing(watch: Watch, holiday: Path) -> None:
    with watch(holiday, "--silent") as narrator:
        for number in range(60):
            save_picture(holiday / f"{number}.png", number)
        narrator.wait_for("described")
        ask("quit")
        narrator.process.wait(_PATIENCE_SECONDS)
    before = journalled()
    assert len(before) < 60, "some waited"
    with watch(holiday, "--silent") as narrator:
        narrator.wait_for("told", lambda event: "came while Narrator did not run" in event["text"])
        wait_until_idle()
    assert journalled() == Counter({f"{number}.png": 1 for number in range(60)})


def test_two_that_came_meanwhile_are_announced_and_what_comes_now_goes_before_more(
    watch: Watch, holiday: Path
) -> None:
    with watch(holiday, "--silent"):
        pass
    for number in range(2):
        save_picture(holiday / f"{number}.png", number)
    with watch(holiday, "--silent") as narrator:
        for number in range(2):
            text = narrator.wait_until_described(f"{number}.png")["spoken"]
            narrator.wait_for("spoken", lambda event, text=text: event["text"] == text)  # type: ignore[misc]
    for number in range(100, 160):
        save_picture(holiday / f"{number}.png", number)
    with watch(holiday, "--silent") as narrator:
        save_picture(holiday / "now.png", 500)
        narrator.wait_until_described("now.png")
        assert len(narrator.of_kind("described")) < 60
        narrator.wait_for("spoken", lambda event: event["entries"])
        wait_until_idle()
        assert len([event for event in narrator.of_kind("spoken") if event["entries"]]) == 1
        assert "that you have not heard" in str(ask("missed")["text"])


def test_what_came_while_nothing_was_to_be_kept_is_not_written_down_later(
    watch: Watch, holiday: Path
) -> None:
    with watch(holiday, "--silent"):
        pass
    with watch(holiday, "--silent", "--incognito") as narrator:
        save_picture(holiday / "hidden.png", 1)
        narrator.wait_until_described("hidden.png")
    with watch(holiday, "--silent") as narrator:
        save_picture(holiday / "later.png", 2)
        narrator.wait_until_described("later.png")
        wait_until_idle()
    assert journalled() == Counter({"later.png": 1})
