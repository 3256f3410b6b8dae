"""An audience that remembers, and waits for what it expects to hear."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from narrator.sources.arrival import Arrival, Audience
from narrator.sources.clipboard import clipboard_source

PATIENCE_SECONDS = 30.0


class Listener(Audience):
    """Hears of one source."""

    def __init__(self) -> None:
        self._arrivals: SimpleQueue[Arrival] = SimpleQueue()
        self._sentences: SimpleQueue[str] = SimpleQueue()
        self._held: threading.Event | None = None

    def hold(self, until: threading.Event) -> None:
        """Keep the source from going on after an arrival until this happens."""
        self._held = until

    def arrived(self, arrival: Arrival) -> None:
        self._arrivals.put(arrival)
        if self._held:
            self._held.wait(PATIENCE_SECONDS)

    def told(self, sentence: str) -> None:
        self._sentences.put(sentence)

    def arrival(self) -> Arrival:
        """The next arrival that was not asked for yet."""
        return self._arrivals.get(timeout=PATIENCE_SECONDS)

    def sentence(self) -> str:
        """The next sentence that was not asked for yet."""
        return self._sentences.get(timeout=PATIENCE_SECONDS)

    def has_more(self) -> bool:
        """Whether something has come that was not asked for."""
        return not (self._arrivals.empty() and self._sentences.empty())


def leftovers() -> tuple[int, list[str]]:
    """How many files this process has open, and the names of the threads of sources."""
    threads = [thread.name for thread in threading.enumerate() if thread.name.startswith("narrator")]
    return len(list(Path("/proc/self/fd").iterdir())), threads


@contextmanager
def listening() -> Iterator[Listener]:
    """Somebody who hears of the clipboard of this desktop; in the end all that came has been asked for."""
    listener = Listener()
    source = clipboard_source()
    source.start(listener)
    try:
        yield listener
    finally:
        source.close()
    assert not listener.has_more()
