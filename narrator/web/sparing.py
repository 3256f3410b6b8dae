"""What is logged of trouble that comes often: the first of a kind at once, and then how many came."""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from time import monotonic
from typing import TypeVar

from narrator.faults import line_of

_MOST_KINDS = 256
"""Kinds of what libraries log that are remembered."""
_ADDRESS = re.compile(r"0x[0-9A-Fa-f]+")

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

    By itself asyncio would print a traceback for each connection that it cannot take. Where there is an
    error, the line is its type and place: messages may hold what was at hand, such as a caption.
    """

    def __init__(self, seconds: float, *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._seconds = seconds
        self._clock = clock
        # Line -> when it was printed, and how many were not since; the one printed last is the last.
        self._kinds: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is printed."""
        line, now = _line_of(record), self._clock()
        printed, untold = self._kinds.get(line, (now - self._seconds, 0))
        if now - printed < self._seconds:
            self._kinds[line] = printed, untold + 1
            return False
        self._kinds[line] = now, 0
        self._kinds.move_to_end(line)
        if len(self._kinds) > _MOST_KINDS:
            self._kinds.popitem(last=False)
        record.msg = f"{line} (and {untold} times before)" if untold else line
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


def _line_of(record: logging.LogRecord) -> str:
    """The same for all of a kind: asyncio writes into its messages where in memory something lies."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        return f"{record.name}: {line_of(error)}"
    first = record.getMessage().strip().partition("\n")[0]
    return f"{record.name}: {_ADDRESS.sub('0x...', first)}"
