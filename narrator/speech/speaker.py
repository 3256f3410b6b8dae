"""The seam of speech: what can say a text, and what it gives back while it does."""

from abc import abstractmethod
from enum import Enum, auto
from threading import Event
from typing import Protocol, Self

from narrator.errors import SpeechError


class Urgency(Enum):
    """Who waits for a text; the lower value is spoken first."""

    ANSWER = 0
    """Somebody asked for it: it goes before announcements that wait."""
    ANNOUNCEMENT = 1
    """Nobody asked for it: it cuts nothing off, and is not even begun while another program speaks."""


class Ending(Enum):
    """How an utterance ended."""

    SAID = auto()
    """It was said to its last sample."""
    HANDED_OVER = auto()
    """A screen reader took it, and cannot tell whether a key or its own words have cut it off."""
    CUT = auto()
    """Somebody else cut it off after it had begun: a screen reader, or who silenced all speech."""
    NOT_BEGUN = auto()
    """Nothing of it was heard, because somebody else speaks; only announcements end so."""
    STOPPED = auto()
    """Whoever said it stopped it."""
    FAILED = auto()
    """It was not said, or not all of it; the utterance's error says why."""


class Utterance:
    """One text on its way to the ear."""

    def __init__(self, text: str, urgency: Urgency = Urgency.ANSWER) -> None:
        self.text = text
        self.urgency = urgency
        self.stopped = Event()
        """Set when nobody wants to hear it any more; its speaker looks here."""
        self.began: float | None = None
        """When its first sound was heard, on the monotonic clock, if its speaker knows that."""
        self.gives_way = False
        """Whether whoever said it has to stop it when the person types, because no screen reader does."""
        self.remark = ""
        """What is wrong with the settings of its speaker, as a sentence; it was said with the text."""
        self._finished = Event()
        self._ending: Ending | None = None
        self._error: SpeechError | None = None

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it has ended in whatever way; whether it has, within `timeout` seconds."""
        return self._finished.wait(timeout)

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return self._finished.is_set()

    @property
    def ending(self) -> Ending | None:
        """How it ended; None while it has not."""
        return self._ending

    @property
    def error(self) -> SpeechError | None:
        """Why it was not said; None while it is not done, and when it did not fail."""
        return self._error

    def finish(self, ending: Ending = Ending.SAID) -> None:
        """Called once, by the speaker, when nothing of it is heard any more; or `fail` is."""
        self._ending = ending
        self._finished.set()

    def fail(self, error: SpeechError) -> None:
        """Called in the place of `finish`, when it cannot be said."""
        self._error = error
        self.finish(Ending.FAILED)


class Speaker(Protocol):
    """Says texts one after the other, never two at once. Used in a `with`, it is closed at the end."""

    name: str
    """What it is called in a sentence."""

    def prepare(self) -> None:
        """Get ready, so that the next text is heard sooner; takes what memory that takes. Raises nothing."""
        return  # most have nothing to do

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """Give back what memory that has taken if nothing was said for so many seconds; whether it had any.

        The next text takes it again, and is heard later by as long as that takes.
        """
        return False  # most take none

    @abstractmethod
    def say(self, text: str, urgency: Urgency = Urgency.ANSWER) -> Utterance:
        """Put a text behind those that wait and return at once.

        One that is `Multilingual`, or has letters of other languages, is said in as many voices as there are.
        """

    @abstractmethod
    def stop(self) -> None:
        """Be silent at once and forget what waits; a text said afterwards is spoken."""

    @property
    @abstractmethod
    def is_speaking(self) -> bool:
        """Whether anything is being said or waits to be."""

    def speaks_now(self) -> str:
        """The name of what would say a text at this moment."""
        return self.name

    @abstractmethod
    def available(self) -> str | None:
        """Why it cannot speak here, as a sentence that says what to do; None when it can."""

    @abstractmethod
    def close(self) -> None:
        """Stop, and give back whatever it holds. A second time is nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
