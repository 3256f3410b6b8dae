"""The processes that describe a collection, one for each core, and the order of what comes from them."""

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Self

from narrator.collection.row import Row, name_of, refused
from narrator.collection.worker import Work
from narrator.errors import BundleError
from narrator.workers.process import WorkerLostError, WorkerProcess

_SECONDS = 120.0
"""For one picture: the largest ones with text take some ten seconds. Who takes longer hangs."""
_AHEAD = 8
"""Pictures that each process may be ahead of the one that is written next."""


class Crew:
    """Describes several pictures at once. Used in a `with`, its processes end with it."""

    def __init__(self, work: Work, *, hands: int) -> None:
        """`hands` processes, each of which computes on one core."""
        self._work = work
        self._hands = hands
        self._idle: SimpleQueue[WorkerProcess | None] = SimpleQueue()
        self._stopped = Event()
        self._threads = ThreadPoolExecutor(max_workers=hands, thread_name_prefix="narrator crew")
        for _ in range(hands):
            self._idle.put(self._start())

    def rows(self, pictures: Iterable[Path]) -> Iterator[Row]:
        """The rows of the pictures, in their order. Raises BundleError when the model cannot be used."""
        ahead: deque[Future[Row]] = deque()
        for picture in pictures:
            ahead.append(self._threads.submit(self._row, picture))
            if len(ahead) >= _AHEAD * self._hands:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()

    def close(self) -> None:
        """Give up what is being described, and end all processes."""
        self._stopped.set()
        self._threads.shutdown(cancel_futures=True)
        with ExitStack() as ending:
            while not self._idle.empty():
                if (process := self._idle.get()) is not None:
                    ending.callback(process.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> WorkerProcess:
        command = [sys.executable, "-m", "narrator.collection.worker"]
        return WorkerProcess(command, self._work.to_message())

    def _row(self, picture: Path) -> Row:
        process = self._idle.get() or self._start()
        try:
            answer = process.ask({"path": picture.absolute().as_uri()}, _SECONDS, self._stopped)
        except WorkerLostError as error:
            process.kill()
            self._idle.put(None)  # the next picture starts another one
            return refused(picture, f"Describing it failed: {error}.", today=date.today())
        self._idle.put(process)
        if answer is None:
            return refused(picture, "It was given up.", today=date.today())
        if "error" in answer.header:
            raise BundleError(answer.header["error"])
        return replace(Row.from_record(answer.header["row"]), path=name_of(picture))
