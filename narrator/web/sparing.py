"""What is logged of trouble that comes often: once in so many seconds, and how often it came meanwhile."""

import logging
from collections.abc import Callable, Hashable
from time import monotonic


class Sparing:
    """Remembers when each kind of trouble was told last."""

    def __init__(self, seconds: float, *, clock: Callable[[], float] = monotonic) -> None:
        """A kind is told once in so many `seconds`."""
        self._seconds = seconds
        self._clock = clock
        self._kinds: dict[Hashable, tuple[float, int]] = {}  # told when, and untold since

    def untold(self, kind: Hashable) -> int | None:
        """How often it came untold before this time, which is to be told; None if this is not to be."""
        now = self._clock()
        told, untold = self._kinds.get(kind, (-self._seconds, 0))
        if now - told < self._seconds:
            self._kinds[kind] = told, untold + 1
            return None
        self._kinds[kind] = now, 0
        return untold


class OneLine(logging.Filter):
    """Makes one line of what a library logs: without a traceback, and each kind sparingly.

    Under an attack, asyncio would print a traceback for each connection that it cannot take.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._sparing = Sparing(seconds)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is printed."""
        untold = self._sparing.untold((record.name, record.msg))
        if untold is None:
            return False
        error = record.exc_info[1] if record.exc_info else None
        parts = [record.getMessage().strip().partition("\n")[0]]
        parts += [f"({type(error).__name__}: {error})"] if error else []
        parts += [f"(and {untold} times more before)"] if untold else []
        record.msg, record.args, record.exc_info, record.exc_text = " ".join(parts), (), None, None
        return True
