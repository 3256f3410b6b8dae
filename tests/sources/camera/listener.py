"""Somebody who listens to a source: a real audience that remembers, and can be waited with."""

from collections.abc import Callable
from threading import Condition

from narrator.sources.arrival import Arrival, Audience

DEADLINE = 30.0


class Listener(Audience):
    """Keeps all arrivals and sentences."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.sentences: list[str] = []
        self._changed = Condition()

    def arrived(self, arrival: Arrival) -> None:
        with self._changed:
            self.arrivals.append(arrival)
            self._changed.notify_all()

    def told(self, sentence: str) -> None:
        with self._changed:
            self.sentences.append(sentence)
            self._changed.notify_all()

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until it is true of what was heard; fails after a generous time."""
        with self._changed:
            assert self._changed.wait_for(condition, DEADLINE), (self.arrivals, self.sentences)
