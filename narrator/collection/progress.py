"""How far a collection is: a sentence now and then, for a screen reader reads each of them."""

from collections.abc import Callable
from time import monotonic

_FIRST_SECONDS = 10.0
_AGAIN_SECONDS, _SELDOM_SECONDS = 60.0, 600.0
"""The least and the most from one sentence to the next; in between, half the time that it took so far. A
night has some 60 sentences."""


class Progress:
    """Counts pictures and says now and then how many are done, how fast it goes and how long it will take."""

    def __init__(self, *, say: Callable[[str], None], clock: Callable[[], float] = monotonic) -> None:
        """`say` takes each sentence."""
        self.done = 0
        self.failed = 0
        self._total: int | None = None
        self._say = say
        self._clock = clock
        self._began = clock()
        self._next = self._began + _FIRST_SECONDS

    def expect(self, total: int) -> None:
        """Say from now on of how many pictures these are."""
        self._total = total

    def count(self, *, failed: int, pictures: int = 1) -> None:
        """Another picture is done, or several, so many of which failed."""
        self.done += pictures
        self.failed += failed
        now = self._clock()
        if now >= self._next and self.done != self._total:
            self._next = now + min(_SELDOM_SECONDS, max(_AGAIN_SECONDS, (now - self._began) / 2))
            self._say(self._sentence(now))

    def _sentence(self, now: float) -> str:
        if self._total is None:
            return f"{self.done:,} pictures, {self.speed:.1f} a second."
        left = max(0, self._total - self.done) * (now - self._began) / self.done
        far = f"{self.done:,} of {self._total:,} pictures"
        return f"{far}, {self.speed:.1f} a second, {spoken_time(left)} left."

    @property
    def speed(self) -> float:
        """Pictures a second so far."""
        return self.done / max(self._clock() - self._began, 1e-9)


def spoken_time(seconds: float) -> str:
    """A length of time, as exact as it need be: "40 seconds", "12 minutes", "3 hours"."""
    for size, name in ((3600, "hour"), (60, "minute")):
        if seconds >= 1.5 * size:
            return f"{round(seconds / size)} {name}s"
    return f"{max(1, round(seconds))} second{'s' if round(seconds) > 1 else ''}"
