"""The process that writes words, seen from its parent."""

import sys
from threading import Event
from typing import Self

from narrator.alt_text.order import Order
from narrator.alt_text.outcome import Outcome, Result
from narrator.errors import NarratorError
from narrator.languages.catalogue import gettext
from narrator.picture.files import short_name
from narrator.workers.process import WorkerLostError, WorkerProcess

_SECONDS = 60.0
"""For one picture: the largest are read and written in two."""


class Writer:
    """Has orders fulfilled in a process of its own. Used in a `with`, that ends with it."""

    def __init__(self) -> None:
        self._process: WorkerProcess | None = None

    def result(self, order: Order) -> Result:
        """What became of an order. Raises NarratorError when the disk is full."""
        self._process = self._process or WorkerProcess([sys.executable, "-m", "narrator.alt_text.worker"], {})
        name = short_name(order.picture)
        try:
            answer = self._process.ask(order.to_message(), _SECONDS, Event())
        except WorkerLostError as error:
            self._process.kill()
            self._process = None
            return Result(outcome=Outcome.FAILED, reason=f"Writing for {name} failed: {error}.")
        assert answer is not None  # nobody gives it up
        if "full" in answer.header:
            raise NarratorError(
                gettext(
                    "For {name} nothing can be written ({full}): make room and start the same "
                    "command again, it goes on where it was."
                ).format(name=name, full=answer.header["full"])
            )
        return Result(outcome=Outcome(answer.header["outcome"]), reason=answer.header["reason"])

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
