"""The thread that has text read, so that neither announcements nor answers wait for it."""

import logging
from collections import deque
from collections.abc import Callable
from threading import Condition, Thread

from narrator.errors import NarratorError, fault_name
from narrator.languages.catalogue import gettext

MOST = 4
"""Pieces of work that wait at most, of each sort: their pictures wait in memory."""

_LOG = logging.getLogger(__name__)


class Readings:
    """Does one piece of reading after the other, what the person waits for first. Any thread may add one."""

    def __init__(self, *, on_fault: Callable[[NarratorError], None]) -> None:
        """`on_fault` is called with what should not have happened in a piece of work."""
        self._on_fault = on_fault
        self._changed = Condition()
        self._asked: deque[Callable[[], None]] = deque()
        self._others: deque[Callable[[], None]] = deque()
        self._closed = False
        self._thread = Thread(target=self._run, name="narrator readings", daemon=True)
        self._thread.start()

    def add(self, work: Callable[[], None], *, asked: bool = False) -> bool:
        """Add work, the newest that is `asked` for to be done first; False if too much waits already."""
        with self._changed:
            waiting = self._asked if asked else self._others
            if self._closed or len(waiting) >= MOST:
                return False
            waiting.append(work)
            self._changed.notify()
            return True

    def close(self) -> None:
        """Begin nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def join(self, seconds: float) -> None:
        """Wait until what was begun is done."""
        self._thread.join(seconds)

    def _run(self) -> None:
        while work := self._take():
            try:
                work()
            except Exception as error:
                # The edge of the thread: a fault over one picture must not end the reading of all.
                _LOG.exception("A picture could not be read.")
                what = f"Narrator has a fault of its own ({fault_name(error)})"
                self._on_fault(NarratorError(gettext("{what}; its log says more.").format(what=what)))

    def _take(self) -> Callable[[], None] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._asked or self._others or self._closed)
            if self._closed:
                return None
            return self._asked.pop() if self._asked else self._others.popleft()
