"""The person who asks all the while: verbs, how long each took, and whether a stop was one."""

import random
import time
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from threading import Event, Thread

from benchmarks.soak.echo import Echo
from benchmarks.soak.loudness import Loudness
from benchmarks.soak.parts import Narrator
from narrator.daemon.control.client import NoDaemonError, ask
from narrator.errors import DaemonError

GOAL_SECONDS = 0.1
KEYS = ("repeat", "missed", "more", "stop", "pause", "resume")
"""What a person has on a key and waits for. `status` is for scripts; `describe` waits for the network."""
_VERBS = (*KEYS, "status", "silence", "speak")
_PAUSE_SECONDS = (0.1, 1.0)
_ENDS_SECONDS, _SILENT_SECONDS = 0.5, 1.0
"""A stop may take so long until it is heard, and then it is listened for so long."""


class Person(Thread):
    """Calls verbs until told to end."""

    def __init__(
        self, narrator: Narrator, echo: Echo, loudness: Loudness, picture: Path, chance: random.Random
    ) -> None:
        """`picture` is what they ask about; `echo` is asked as often as Narrator."""
        super().__init__(daemon=True)
        self._narrator = narrator
        self._echo = echo
        self._loudness = loudness
        self._picture = picture
        self._chance = chance
        self._closing = Event()
        self.seconds: dict[str, list[float]] = {}
        self.refused: Counter[str] = Counter()
        self.unanswered: Counter[str] = Counter()
        self.stops = 0
        self.went_on: list[tuple[float, float]] = []
        """After how many seconds there was first and last a sound that should not have been."""

    def run(self) -> None:
        """See Thread."""
        while not self._closing.wait(self._chance.uniform(*_PAUSE_SECONDS)):
            self._echo.ask()
            verb = self._chance.choice(_VERBS)
            if verb == "silence":
                self._ask_for_silence()
            elif verb == "speak":
                self._ask("describe", {"paths": [str(self._picture)]})
            else:
                self._ask(verb, {})
        self._ask("resume", {})

    def close(self) -> None:
        """Ask for nothing more."""
        self._closing.set()
        self.join(30)

    def share_in_time(self, verbs: Collection[str]) -> float:
        """Of these verbs, those that were answered soon enough."""
        never = sum(count for verb, count in self.unanswered.items() if verb in verbs)
        return _share_in_time(self.times(verbs), never)

    @property
    def echo(self) -> tuple[float, int]:
        """The same of the program that only echoes, and how often it was asked."""
        times = list(self._echo.seconds)
        return _share_in_time(times), len(times)

    def times(self, verbs: Collection[str]) -> list[float]:
        """How many seconds each of their answers took."""
        return [each for verb, seconds in list(self.seconds.items()) if verb in verbs for each in seconds]

    def _ask(self, verb: str, arguments: dict[str, object]) -> bool:
        began = time.monotonic()
        try:
            ask(verb, arguments)
        except NoDaemonError:
            if self._narrator.was_there(began):
                self.unanswered[verb] += 1
            return False
        except DaemonError as error:
            if not self._narrator.was_there(began):
                return False
            self.refused[str(error)] += 1
            if "does not answer" in str(error):
                self.unanswered[verb] += 1
                return False
        if self._narrator.was_there(began):
            self.seconds.setdefault(verb, []).append(time.monotonic() - began)
        return True

    def _ask_for_silence(self) -> None:
        """While it is paused nothing is announced, so that after a stop all is still."""
        began = time.monotonic()
        if not (self._ask("pause", {}) and self._ask("stop", {})):
            return
        stopped = time.monotonic()
        time.sleep(_ENDS_SECONDS + _SILENT_SECONDS)
        heard = self._loudness.between(stopped + _ENDS_SECONDS, time.monotonic())
        if heard and self._narrator.was_there(began):
            self.stops += 1
            if loud := [when - stopped for when, is_loud in heard if is_loud]:
                self.went_on.append((loud[0], loud[-1]))
        self._ask("resume", {})


def _share_in_time(times: Collection[float], never: int = 0) -> float:
    total = len(times) + never
    return sum(each <= GOAL_SECONDS for each in times) / total if total else 1.0
