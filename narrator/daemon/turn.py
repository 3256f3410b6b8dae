"""One text that the announcer says, and how it fares until somebody has heard it."""

from dataclasses import dataclass
from time import monotonic

from narrator.daemon.hearing import Hearing
from narrator.daemon.manners import Announcement
from narrator.speech.speaker import Ending, Urgency, Utterance


@dataclass(kw_only=True)
class Turn:
    """An answer, or an announcement."""

    text: str
    entries: tuple[int, ...]
    """The journal's entries that it is about."""
    announcement: Announcement | None = None
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
