"""What is logged of trouble that comes often: the first of a kind at once, and then how many came."""

import asyncio
import logging
from collections.abc import Callable, Hashable
from time import monotonic
from typing import TypeVar

Kind = TypeVar("Kind", bound=Hashable)


class Sparing:
    """Tells each kind at most twice in so many seconds. For one event loop."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._untold: dict[Hashable, int] = {}

    def is_told(self, kind: Kind, sum_up: Callable[[Kind, int], None]) -> bool:
        """Whether this one is to be told; if not, `sum_up` gets the kind and their number soon."""
        if kind in self._untold:
            self._untold[kind] += 1
            return False
        self._begin(kind, sum_up)
        return True

    def _begin(self, kind: Kind, sum_up: Callable[[Kind, int], None]) -> None:
        self._untold[kind] = 0
        asyncio.get_running_loop().call_later(self._seconds, self._end, kind, sum_up)

    def _end(self, kind: Kind, sum_up: Callable[[Kind, int], None]) -> None:
        if untold := self._untold.pop(kind):
            sum_up(kind, untold)
            self._begin(kind, sum_up)  # it may well go on, and is summed up again


class OneLine(logging.Filter):
    """Makes one line of what a library logs, and prints each kind once in so many seconds.

    By itself asyncio would print a traceback for each connection that it cannot take.
    """

    def __init__(self, seconds: float, *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._seconds = seconds
        self._clock = clock
        self._kinds: dict[
            Hashable, tuple[float, int]
        ] = {}  # when it was printed, and how many were not since

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is printed."""
        kind, now = (record.name, record.msg), self._clock()
        printed, untold = self._kinds.get(kind, (now - self._seconds, 0))
        if now - printed < self._seconds:
            self._kinds[kind] = printed, untold + 1
            return False
        self._kinds[kind] = now, 0
        error = record.exc_info[1] if record.exc_info else None
        parts = [record.getMessage().strip().partition("\n")[0]]
        parts += [f"({type(error).__name__}: {error})"] if error else []
        parts += [f"(and {untold} times before)"] if untold else []
        record.msg, record.args, record.exc_info, record.exc_text = " ".join(parts), (), None, None
        return True
