"""What else the person attends to: the seam to what knows that they type."""

from abc import abstractmethod
from collections.abc import Callable
from math import inf
from time import monotonic
from typing import Protocol


class Attention(Protocol):
    """Knows how long the person has been left in peace. Any thread may ask."""

    @abstractmethod
    def idle_seconds(self) -> float:
        """Seconds since the person last typed; infinity where that cannot be known.

        Returns at once and raises nothing: it is asked before each announcement, during it and after it.
        """


class NoAttention(Attention):
    """Knows nothing of the person."""

    def idle_seconds(self) -> float:
        """Infinity."""
        return inf


class MemoryAttention(Attention):
    """A person who is busy when somebody says so; for tests."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._busy_at = -inf

    def is_busy(self) -> None:
        """The person types at this moment."""
        self._busy_at = self._clock()

    def idle_seconds(self) -> float:
        """Since `is_busy`; infinity before."""
        return self._clock() - self._busy_at
