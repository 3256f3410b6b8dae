"""Asks what may hang or fail, and answers at once all the same."""

import logging
from abc import abstractmethod
from collections.abc import Callable
from math import inf
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import Protocol

from narrator.daemon.attention.attention import Attention
from narrator.errors import DaemonError

_LOG = logging.getLogger(__name__)
_WAIT_SECONDS = 0.1
"""An announcement is late by no more, whatever becomes of the question."""
_REST_SECONDS = 10.0
"""Before what has failed is asked again: a desktop that is restarted is there again after some seconds."""


class Idleness(Protocol):
    """One way to know when the person last typed. Only one thread asks."""

    @abstractmethod
    def seconds(self) -> float:
        """Seconds since then.

        Raises DaemonError where that cannot be known now; the next call begins anew.
        """


class BoundedAttention(Attention):
    """Answers infinity where there is no answer within a tenth of a second.

    A question that came without an answer is not put a second time while the first one hangs. One thread
    sleeps until somebody asks.
    """

    def __init__(self, idleness: Idleness, *, clock: Callable[[], float] = monotonic) -> None:
        """The first question is put now, so that what it has to load and to open is there when it matters."""
        self._idleness = idleness
        self._clock = clock
        self._rests_until = -inf
        self._asking = Lock()
        self._is_asked = False
        self._questions: SimpleQueue[SimpleQueue[float]] = SimpleQueue()
        Thread(target=self._run, name="narrator attention", daemon=True).start()
        self._put()

    def idle_seconds(self) -> float:
        """As the idleness knows it, or infinity."""
        answers = self._put()
        if answers is None:
            return inf
        try:
            return answers.get(timeout=_WAIT_SECONDS)
        except Empty:
            return inf

    def _put(self) -> SimpleQueue[float] | None:
        """Where the answer will come; None while an earlier question has none, or after a fault."""
        with self._asking:
            if self._is_asked or self._clock() < self._rests_until:
                return None
            self._is_asked = True
        answers = SimpleQueue[float]()
        self._questions.put(answers)
        return answers

    def _run(self) -> None:
        while True:
            answers = self._questions.get()
            try:
                seconds = self._idleness.seconds()
            except DaemonError as error:
                _LOG.info("%s", error)
                seconds, self._rests_until = inf, self._clock() + _REST_SECONDS
            with self._asking:
                self._is_asked = False
            answers.put(seconds)
