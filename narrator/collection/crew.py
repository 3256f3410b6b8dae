"""The processes that describe a collection, one for each core, and the order of what comes from them."""

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Self

from narrator.collection.reading_ahead import read_ahead
from narrator.collection.row import Row, name_of, refused
from narrator.collection.worker import Work
from narrator.errors import BundleError, NarratorError
from narrator.languages.catalogue import gettext
from narrator.workers.process import WorkerLostError, WorkerProcess, WorkerTooSlowError

_SECONDS = 120.0
"""For one picture: the largest ones with text take some ten seconds. Who takes longer hangs."""
_AHEAD = 8
"""Pictures that each process may be ahead of the one that is written next."""
_MOST_LOST = 5
"""Pictures in a row over which processes end. So many bad ones seldom follow each other: something else is
wrong, and the rest of the collection would be written off with them."""


class Crew:
    """Describes several pictures at once. Used in a `with`, its processes end with it."""

    def __init__(self, work: Work, *, hands: int) -> None:
        """`hands` processes, each of which computes on one core; the first one starts at once.

        Raises NarratorError when no process can be started.
        """
        self._work = work
        self._hands = hands
        self._idle: SimpleQueue[WorkerProcess | None] = SimpleQueue()
        self._stopped = Event()
        self._lost = 0
        self._reading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="narrator reading ahead")
        self._threads = ThreadPoolExecutor(max_workers=hands, thread_name_prefix="narrator crew")
        self._idle.put(self._start())
        for _ in range(hands - 1):
            self._idle.put(None)  # started with the picture that needs it

    def rows(self, pictures: Iterable[Path]) -> Iterator[Row]:
        """The rows of the pictures, in their order.

        Raises BundleError when the model cannot be used, and NarratorError when processes cannot be started,
        or end over one picture after the other.
        """
        ahead: deque[Future[Sequence[Row]]] = deque()
        for picture in pictures:
            self._reading.submit(read_ahead, picture)
            ahead.append(self._threads.submit(self._rows, picture))
            if len(ahead) >= _AHEAD * self._hands:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()

    def close(self) -> None:
        """Give up what is being described, and end all processes."""
        self._stopped.set()
        self._reading.shutdown(cancel_futures=True)
        self._threads.shutdown(cancel_futures=True)
        with ExitStack() as ending:
            while not self._idle.empty():
                if (process := self._idle.get()) is not None:
                    ending.callback(process.kill)  # the quickest end, and there is nothing to spoil

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> WorkerProcess:
        command = [sys.executable, "-P", "-m", "narrator.collection.worker"]
        try:
            return WorkerProcess(command, self._work.to_message())
        except OSError as error:
            raise NarratorError(
                gettext(
                    "A process that describes cannot be started ({strerror}); close other programs "
                    "and start the same command again, it goes on where it was."
                ).format(strerror=error.strerror)
            ) from error

    def _rows(self, picture: Path) -> Sequence[Row]:
        try:
            rows = self._described(picture)
        except WorkerTooSlowError as error:
            return self._given_up(picture, error)
        except WorkerLostError:  # whatever befell its process, the picture gets one more try
            try:
                rows = self._described(picture)
            except WorkerLostError as error:
                return self._given_up(picture, error)
        self._lost = 0
        return rows

    def _given_up(self, picture: Path, error: WorkerLostError) -> Sequence[Row]:
        self._lost += 1
        if self._lost >= _MOST_LOST:
            raise NarratorError(
                gettext(
                    "The processes that describe end over one picture after the other ({error}); "
                    "run narrator doctor, then start the same command again, it goes on where it "
                    "was."
                ).format(error=error)
            ) from error
        return [refused(picture, f"Describing it failed: {error}.", today=date.today())]

    def _described(self, picture: Path) -> Sequence[Row]:
        idle = self._idle.get()
        process = None
        rows: list[Row] = []
        try:
            process = idle or self._start()
            answer = process.ask({"path": picture.absolute().as_uri()}, _SECONDS, self._stopped)
            while answer is not None:
                if "error" in answer.header:
                    raise BundleError(answer.header["error"])
                rows += map(Row.from_record, answer.header["rows"])
                if not answer.header.get("more"):
                    break
                answer = process.ask({"on": True}, _SECONDS, self._stopped)
        except WorkerLostError:
            if process:
                process.kill()
            process = None  # the next picture starts another one
            raise
        finally:
            self._idle.put(process)
        if answer is None:
            raise NarratorError(gettext("Describing was given up."))
        return [replace(row, path=name_of(picture)) for row in rows]
