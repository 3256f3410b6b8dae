"""Clients as people and programs are: each sends a picture now and then, and counts what comes back."""

import random
import select
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from time import perf_counter

from benchmarks.siege.fortress import Fortress

_PATIENCE_SECONDS = 60.0
_REFUSED = frozenset({429, 503})


@dataclass(kw_only=True)
class Outcome:
    """What became of all requests."""

    seconds: list[float] = field(default_factory=list)
    """Of each answer with a description."""
    refused: int = 0
    """That were told to come again later."""
    lost: list[str] = field(default_factory=list)
    """Why there was no answer, or another one than there should be."""


class Client(Thread):
    """One client. Every second keeps its connection between two pictures, the others make a new one."""

    def __init__(
        self, number: int, fortress: Fortress, pictures: Sequence[bytes], pause: float, over: Event
    ) -> None:
        super().__init__()
        self._pauses = (2 / 3 * pause, 4 / 3 * pause)
        self.outcome = Outcome()
        self._keeps = number % 2 == 0
        self._fortress = fortress
        self._pictures = pictures
        self._over = over
        self._random = random.Random(number)
        self._line = self._new_line()

    def run(self) -> None:
        """Ask until it is over."""
        pause = self._random.uniform(0, self._pauses[1])  # they did not all begin at once
        with closing(self._line):
            while not self._over.wait(pause):
                if not self._keeps or _was_closed(self._line):
                    self._line.close()  # it connects again by itself
                self.ask(self._random.choice(self._pictures))
                pause = self._random.uniform(*self._pauses)

    def ask(self, picture: bytes) -> None:
        """Send one picture."""
        began = perf_counter()
        try:
            bearer = {"Authorization": f"Bearer {self._fortress.token}"}
            self._line.request("POST", "/v1/describe", picture, bearer)
            response = self._line.getresponse()
            response.read()
        except (OSError, HTTPException) as error:
            self.outcome.lost.append(f"{type(error).__name__} after {perf_counter() - began:.1f} s")
            self._line.close()
            return
        if response.status == 200:
            self.outcome.seconds.append(perf_counter() - began)
        elif response.status in _REFUSED:
            self.outcome.refused += 1
        else:
            self.outcome.lost.append(f"status {response.status}")

    def _new_line(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self._fortress.port, timeout=_PATIENCE_SECONDS)


def warm(fortress: Fortress, pictures: Sequence[bytes]) -> None:
    """Ask for each picture once, so that all is loaded."""
    client = Client(0, fortress, pictures, 0, Event())
    for picture in pictures:
        client.ask(picture)


def served(
    fortress: Fortress, pictures: Sequence[bytes], *, clients: int, pause: float, seconds: float
) -> Outcome:
    """What becomes in so many seconds of the requests of so many clients, each with about this pause."""
    over = Event()
    threads = [Client(number, fortress, pictures, pause, over) for number in range(clients)]
    for thread in threads:
        thread.start()
    over.wait(seconds)
    over.set()
    for thread in threads:
        thread.join()
    outcomes = [thread.outcome for thread in threads]
    return Outcome(
        seconds=[each for outcome in outcomes for each in outcome.seconds],
        refused=sum(outcome.refused for outcome in outcomes),
        lost=[each for outcome in outcomes for each in outcome.lost],
    )


def _was_closed(line: HTTPConnection) -> bool:
    """Whether the service has ended a connection meanwhile, as HTTP libraries look before they use it."""
    return line.sock is not None and bool(select.select([line.sock], [], [], 0)[0])
