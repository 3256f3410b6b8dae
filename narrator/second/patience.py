"""How long an answer is waited for, and whether anybody still waits for it."""

from collections.abc import Callable
from time import monotonic

from narrator.errors import SecondError
from narrator.languages.catalogue import gettext

LOOK_SECONDS = 0.1
"""How often it is looked, while nothing comes, whether anybody still waits."""


class NobodyWaitsError(Exception):
    """The person has asked for silence or for something else; nothing needs to be said about that."""


class Patience:
    """One deadline for each part of an answer: a server that sends a byte a second meets it, too."""

    def __init__(self, seconds: float, wanted: Callable[[], bool] = lambda: True) -> None:
        """The first words have to come within so many seconds. `wanted` is asked all the time."""
        self._seconds = seconds
        self._deadline = monotonic() + seconds
        self._wanted = wanted

    def words_come(self) -> None:
        """The first words are here: the whole answer may take as long once more."""
        self._deadline = monotonic() + self._seconds

    @property
    def left(self) -> float:
        """Seconds."""
        return max(self._deadline - monotonic(), 0.0)

    def check(self) -> None:
        """Raise NobodyWaitsError if nobody waits any more, and SecondError if it has taken too long."""
        if not self._wanted():
            raise NobodyWaitsError
        if not self.left:
            raise SecondError(
                gettext(
                    "Your second describer has not answered within {seconds:g} seconds; choose a "
                    "smaller model, or a greater second_seconds."
                ).format(seconds=self._seconds)
            )
