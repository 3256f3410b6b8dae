"""Somebody who listens to hotkeys and notes all that is called."""

from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from time import monotonic, sleep
from typing import TypeVar

import pytest

from narrator.daemon.hotkeys.bindings import Action
from narrator.daemon.hotkeys.combination import Combination
from narrator.daemon.hotkeys.hotkeys import Hotkeys

PATIENCE_SECONDS = 20.0
Thing = TypeVar("Thing")


class Listener:
    """Three queues, one for each callback."""

    def __init__(self) -> None:
        self.presses: Queue[Action] = Queue()
        self.refusals: Queue[tuple[Action, Combination, str]] = Queue()
        self.losses: Queue[str] = Queue()

    def start(self, hotkeys: Hotkeys) -> None:
        hotkeys.start(self.presses.put, lambda *refusal: self.refusals.put(refusal), self.losses.put)

    def pressed(self) -> Action:
        return got(self.presses)

    def refused(self) -> tuple[Action, Combination, str]:
        return got(self.refusals)

    def lost(self) -> str:
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
    """The file descriptors of this process."""
    return sorted(file.name for file in Path("/proc/self/fd").iterdir())
