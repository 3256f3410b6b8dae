"""Threads that do one thing after the other for many requests, and refuse when too many wait."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from contextvars import copy_context
from queue import Empty, Full, Queue
from threading import Thread
from typing import TypeVar

from narrator.languages.catalogue import gettext
from narrator.web.refusal import RefusalError

T = TypeVar("T")

_JOIN_SECONDS = 5.0


class Desk:
    """Takes jobs from the event loop, in order.

    One at a time is described, for the encoder uses all processor threads for a picture: `python -m
    benchmarks.web --batches` took 62 ms for a picture alone, and 62, 60 and 57 ms for each in a batch of 2, 4
    and 8 (two busy cores). A batch would let the first of them wait for the last. Work that is done in other
    processes is done by several threads, so that a piece that takes long holds nobody up.
    """

    def __init__(self, name: str, *, waiting: int, seconds: float, threads: int = 1) -> None:
        """`name` is the threads'; at most `waiting` jobs wait, and nobody waits for longer than `seconds`."""
        self._seconds = seconds
        self._jobs: Queue[Callable[[], None] | None] = Queue(waiting)
        self._threads = [
            Thread(target=self._run, name=f"narrator {name}", daemon=True) for _ in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def works(self) -> bool:
        """Whether it is alive and takes one more job."""
        return all(thread.is_alive() for thread in self._threads) and not self._jobs.full()

    @property
    def length(self) -> int:
        """How many jobs wait."""
        return self._jobs.qsize()

    async def do(self, work: Callable[[], T]) -> T:
        """What the work returns or raises. Raises RefusalError when too many wait or it takes too long."""
        future: Future[T] = Future()
        pending = [work]
        context = copy_context()  # the tongue of who asks
        del work  # whoever gives up lets it go at once, though the job keeps its place here

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return  # whoever asked has gone
            try:
                result = context.run(pending.pop())
            except BaseException as error:
                future.set_exception(error)  # theirs who asked; the thread goes on for the others
            else:
                future.set_result(result)

        try:
            self._jobs.put_nowait(job)
        except Full as error:
            raise RefusalError(
                503, gettext("Too many requests wait already; try again in a moment."), retry_after=1
            ) from error
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise RefusalError(
                503, gettext("It took too long, so it was given up; try again later."), retry_after=10
            ) from error
        finally:
            pending.clear()

    def close(self) -> None:
        """Do nothing more; what waits is forgotten. A second time is nothing."""
        with suppress(Empty):
            while True:
                self._jobs.get_nowait()
        with suppress(Full):  # it was just emptied, and nobody asks a service that ends
            for _ in self._threads:
                self._jobs.put_nowait(None)
        for thread in self._threads:
            thread.join(_JOIN_SECONDS)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
