"""How far a collection is: a sentence now and then, for a screen reader reads each of them."""

from collections.abc import Callable
from time import monotonic

_FIRST_SECONDS = 10.0
_LATER_SECONDS = 60.0


class Progress:
    """Counts rows and says now and then how many there are, how fast they come and how long it will take."""

    def __init__(
        self, total: int, *, say: Callable[[str], None], clock: Callable[[], float] = monotonic
    ) -> None:
        """`total` rows are expected; `say` takes each sentence."""
        self.done = 0
        self.failed = 0
        self._total = total
        self._say = say
        self._clock = clock
        self._began = clock()
        self._next = self._began + _FIRST_SECONDS

    def count(self, *, failed: int, rows: int = 1) -> None:
        """Another row is there, or several, so many of which failed."""
        self.done += rows
        self.failed += failed
        now = self._clock()
        if now >= self._next and self.done < self._total:
            self._next = now + _LATER_SECONDS
            left = (self._total - self.done) * (now - self._began) / self.done
            far = f"{self.done:,} of {self._total:,} pictures"
            self._say(f"{far}, {self.speed:.1f} a second, {spoken_time(left)} left.")

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
