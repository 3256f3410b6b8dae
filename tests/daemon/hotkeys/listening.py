"""Somebody who listens to hotkeys and notes all that is called."""

import gc
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from time import monotonic, sleep
from typing import TypeVar

import pytest

from narrator.daemon.hotkeys.bindings import Action
from narrator.daemon.hotkeys.hotkeys import KeyListener

PATIENCE_SECONDS = 20.0
Thing = TypeVar("Thing")


class Listener(KeyListener):
    """Four queues, one for each method; of news, only what is said."""

    def __init__(self) -> None:
        self.presses: Queue[Action] = Queue()
        self.refusals: Queue[str] = Queue()
        self.news: Queue[str] = Queue()
        self.losses: Queue[str] = Queue()

    def pressed(self, action: Action) -> None:
        self.presses.put(action)

    def refused(self, sentence: str) -> None:
        self.refusals.put(sentence)

    def granted(self, news: str) -> None:
        self.news.put(news)

    def lost(self, sentence: str) -> None:
        self.losses.put(sentence)

    def next_press(self) -> Action:
        return got(self.presses)

    def next_refusal(self) -> str:
        return got(self.refusals)

    def next_news(self) -> str:
        return got(self.news)

    def next_loss(self) -> str:
        return got(self.losses)


def got(queue: Queue[Thing]) -> Thing:
    """What is put in a queue next; a test fails where nothing comes."""
    try:
        return queue.get(timeout=PATIENCE_SECONDS)
    except Empty:
        pytest.fail("Nothing was called.")


def in_time(holds: Callable[[], bool]) -> bool:
    """Whether something holds before patience ends; it is asked again and again."""
    deadline = monotonic() + PATIENCE_SECONDS
    while not (found := holds()) and monotonic() < deadline:
        sleep(0.01)
    return found


def open_files() -> list[str]:
    """The file descriptors of this process, without those of objects that nobody holds any more."""
    gc.collect()  # or files that an earlier test left in a circle would be closed in the middle of this one
    return sorted(file.name for file in Path("/proc/self/fd").iterdir())
