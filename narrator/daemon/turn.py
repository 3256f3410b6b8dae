"""One text that the announcer says, and how it fares until somebody has heard it."""

from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple, Optional

from narrator.daemon.hearing import FRAGMENT_SECONDS, Hearing
from narrator.daemon.manners import Announcement
from narrator.speech.speaker import Ending, Urgency, Utterance


class Part(NamedTuple):
    """One of an answer, which counts as heard by itself: who stops a list has not heard the end of it."""

    text: str
    entries: tuple[int, ...] = ()
    """The journal's entries that it is about."""


@dataclass(kw_only=True)
class Turn:
    """An answer, a part of one, or an announcement."""

    text: str
    entries: tuple[int, ...]
    """The journal's entries that it is about."""
    announcement: Announcement | None = None
    whole: Optional["Turn"] = None
    """The answer that it is a part of."""
    said_at: float = 0.0
    not_before: float = 0.0
    """When it may be said again."""
    failures: int = 0
    times_cut: int = 0
    gave_way: bool = False
    """It was stopped because the person typed."""
    interrupted: bool = False
    """An answer was wanted in the middle of it: an announcement is said again afterwards."""
    stopped: bool = False
    """The person did not want to hear more of it."""

    @property
    def asked(self) -> bool:
        """Whether it is an answer."""
        return self.announcement is None

    @property
    def urgency(self) -> Urgency:
        """As the speaker is told it."""
        return Urgency.ANSWER if self.asked else Urgency.ANNOUNCEMENT

    def seconds(self, utterance: Utterance) -> float:
        """How long ago it began, as far as its speaker knows that; else how long ago it was handed over."""
        return monotonic() - (utterance.began or self.said_at)

    def is_heard_though_stopped(self, utterance: Utterance) -> bool:
        """Whether the person, who wanted to hear no more of it, has heard some of it."""
        # Who gives way waits for others first, and knows when it begins; all others begin at once.
        has_begun = utterance.began is not None or not utterance.gives_way
        return has_begun and utterance.error is None and self.seconds(utterance) >= FRAGMENT_SECONDS

    def hearing(self, utterance: Utterance, idle_seconds: float) -> Hearing:
        """How it was heard, now that it has ended, and neither failed nor was stopped by the person."""
        assert utterance.ending
        return Hearing(
            ending=Ending.CUT if self.gave_way else utterance.ending,
            asked=self.asked,
            kept=bool(self.entries),
            seconds=self.seconds(utterance),
            idle_seconds=idle_seconds,
            times_cut=self.times_cut,
        )
