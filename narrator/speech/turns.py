"""Utterances take turns: one thread performs them one after the other, answers before announcements."""

from collections.abc import Callable
from contextlib import suppress
from heapq import heappop, heappush
from threading import Condition, Thread

from narrator.errors import SpeechError, fault_name
from narrator.speech.speaker import Ending, Urgency, Utterance


class Turns:
    """The queue before a voice. `perform` says an utterance to its end or until its `stopped` is set.

    It returns how that ended; a stop goes before.
    """

    def __init__(
        self, perform: Callable[[Utterance], Ending], *, prepare: Callable[[], None] = lambda: None
    ) -> None:
        """`prepare` is called at the beginning, on the thread that performs; its errors are ignored."""
        self._prepare = prepare
        self._unprepared = False
        self._perform = perform
        self._changed = Condition()
        self._waiting: list[tuple[int, int, Utterance]] = []
        self._said = 0
        self._current: Utterance | None = None
        self._closed = False
        self._thread = Thread(target=self._run, name="narrator speech", daemon=True)
        self._thread.start()

    def say(self, text: str, urgency: Urgency) -> Utterance:
        """Queue a text; answers go before announcements, equals keep their order."""
        utterance = Utterance(text, urgency)
        with self._changed:
            if self._closed:
                utterance.fail(SpeechError("The voice was closed before this was said; open it again."))
                return utterance
            self._said += 1
            heappush(self._waiting, (urgency.value, self._said, utterance))
            self._changed.notify()
        return utterance

    def prepare(self) -> None:
        """Have `prepare` called once more, unless texts wait: these need not wait for it."""
        with self._changed:
            self._unprepared = True
            self._changed.notify()

    def stop(self) -> None:
        """Forget what waits and tell the current utterance that it is stopped."""
        with self._changed:
            forgotten = [utterance for _, _, utterance in self._waiting]
            self._waiting.clear()
            if self._current:
                self._current.stopped.set()
        for utterance in forgotten:
            utterance.stopped.set()
            utterance.finish(Ending.STOPPED)

    @property
    def busy(self) -> bool:
        """Whether an utterance is being performed or waits."""
        with self._changed:
            return self._current is not None or bool(self._waiting)

    def close(self) -> None:
        """Stop, and return when the current utterance has ended."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self.stop()
        self._thread.join()

    def _run(self) -> None:
        self._get_ready()
        while (utterance := self._next()) or not self._closed:
            if utterance is None:
                self._get_ready()
                continue
            outcome = self._outcome_of(utterance)
            with self._changed:
                self._current = None
            if isinstance(outcome, SpeechError):
                utterance.fail(outcome)
            else:
                utterance.finish(Ending.STOPPED if utterance.stopped.is_set() else outcome)

    def _get_ready(self) -> None:
        self._unprepared = False
        with suppress(Exception):  # the first utterance meets it again, and can say so
            self._prepare()

    def _next(self) -> Utterance | None:
        """The next one; None when there is none, because it is closed or is to get ready."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed or self._unprepared)
            self._current = heappop(self._waiting)[2] if self._waiting else None
            return self._current

    def _outcome_of(self, utterance: Utterance) -> Ending | SpeechError:
        try:
            return self._perform(utterance)
        except SpeechError as error:
            return error
        except Exception as error:
            # The edge of a thread: a fault that ended it here would leave everybody waiting for ever.
            fault = SpeechError(f"Speech has a fault of its own ({fault_name(error)}).")
            fault.__cause__ = error
            return fault


class TakesTurns:
    """What speakers share that say one text after the other; they make their `_turns` when they are made."""

    _turns: Turns

    def say(self, text: str, urgency: Urgency = Urgency.ANSWER) -> Utterance:
        """Say a text after those that wait. A blank one is done without a sound."""
        return self._turns.say(text, urgency)

    def stop(self) -> None:
        """Be silent at once and forget what waits; a text said afterwards is spoken."""
        self._turns.stop()

    @property
    def is_speaking(self) -> bool:
        """Whether anything is being said or waits to be."""
        return self._turns.busy
