"""Waiting for what a desktop does in its own time."""

from collections.abc import Callable
from time import monotonic, sleep

PATIENCE_SECONDS = 30.0


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Wait until something is so; a test fails where it never is."""
    deadline = monotonic() + PATIENCE_SECONDS
    while not condition():
        assert monotonic() < deadline, what
        sleep(0.05)
