"""What becomes of a text that has ended: pure rules about whether somebody has heard it.

Nothing that the person asked for, and nothing that they were told, may be lost. What was cut off is said
again where nobody can have heard it, or where nobody wanted it cut off. Everything else that was not heard
stays in `narrator missed`: a voice that comes back after each key is worse than one that is asked once more.
"""

from dataclasses import dataclass
from enum import Enum, auto
from math import isfinite

from narrator.speech.speaker import Ending

FRAGMENT_SECONDS = 1.0
"""Of what was cut off earlier than this, nobody can have understood a word."""
OWN_KEY_SECONDS = 1.0
"""After an answer has begun, the fingers are still on the key, or on Enter, with which it was asked for."""
MARGIN_SECONDS = 0.2
"""What was typed just before an announcement may be known only when it has begun."""
TIMES = 2
"""So often, at most, a text that was cut off is said again."""


class Verdict(Enum):
    """What becomes of it."""

    HEARD = auto()
    AGAIN = auto()
    MISSED = auto()
    """It is not said again. What is in the journal stays among what was missed."""


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """What is known about how a text was heard."""

    ending: Ending
    """Neither STOPPED nor FAILED."""
    asked: bool
    """Whether it is an answer."""
    kept: bool
    """Whether it is about entries of the journal, where the person can hear of it later."""
    seconds: float
    """How long ago it began."""
    idle_seconds: float
    """How long ago the person last typed; infinity if unknown."""
    times_cut: int
    """How often it was cut off before this time."""

    @property
    def person_was_busy(self) -> bool:
        """Whether the person is known to have typed while it was said."""
        return was_busy(asked=self.asked, seconds=self.seconds, idle_seconds=self.idle_seconds)

    def verdict(self) -> Verdict:
        """What becomes of the text."""
        if self.ending is Ending.SAID or (self.ending is Ending.HANDED_OVER and not self.person_was_busy):
            return Verdict.HEARD
        if self.ending is Ending.NOT_BEGUN or (self.times_cut < TIMES and self._is_worth_another_time()):
            return Verdict.AGAIN
        return Verdict.MISSED

    def _is_worth_another_time(self) -> bool:
        cut = self.ending is Ending.CUT
        nobody_heard = cut and self.seconds < FRAGMENT_SECONDS
        nobody_wanted = cut and not self.person_was_busy and (isfinite(self.idle_seconds) or not self.kept)
        would_be_lost = not self.asked and not self.kept
        return nobody_heard or nobody_wanted or would_be_lost


def was_busy(*, asked: bool, seconds: float, idle_seconds: float) -> bool:
    """Whether the person typed in the seconds since a text began; as in `Hearing`."""
    return idle_seconds < seconds - (OWN_KEY_SECONDS if asked else MARGIN_SECONDS)
