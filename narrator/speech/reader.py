"""Screen readers that say a text but cannot tell when they have said it."""

from abc import abstractmethod
from time import monotonic
from typing import Protocol

from narrator.errors import SpeechError
from narrator.speech.pieces import letters_heard, speakable
from narrator.speech.speaker import Ending, Speaker, Utterance
from narrator.speech.turns import TakesTurns, Turns

_LETTERS_A_SECOND = 15.0
"""Spaces counted: 150 words a minute, slower than most people listen. An end that comes too early would cut
off the text, because a reader may drop what it says for what comes next."""
_PAUSE_SECONDS = 0.5
"""Before the first word and after the last one."""
_LOOK_SECONDS = 0.1
"""How often it is looked whether the reader still runs."""


class ScreenReader(Protocol):
    """A program that speaks for a blind person all day, in the voice and at the speed that they chose."""

    name: str
    """What it is called in a sentence."""

    @abstractmethod
    def missing(self) -> str | None:
        """Why it cannot be used now, as a sentence that says what to do; None when it runs."""

    @abstractmethod
    def present(self, text: str) -> None:
        """Hand a text over and return at once. Raises SpeechError when it is not taken.

        The text may know the languages of its passages, for a reader that can be told them.
        """

    @abstractmethod
    def silence(self) -> None:
        """Cut off what is being said, if the reader can do that."""


class ReaderSpeaker(TakesTurns, Speaker):
    """Speaks through a screen reader.

    An utterance is done when the reader should have said it, by its length; only a stop ends it earlier. It
    was handed over then, for no reader tells what it did with it. Its error is a reader that ended
    meanwhile. Voice, rate and volume are the reader's own.
    """

    def __init__(self, reader: ScreenReader) -> None:
        self.name = reader.name
        self._reader = reader
        self._turns = Turns(self._speak)

    def available(self) -> str | None:
        """Why the reader cannot be used now."""
        return self._reader.missing()

    def close(self) -> None:
        """Stop."""
        self._turns.close()

    def _speak(self, utterance: Utterance) -> Ending:
        text = speakable(utterance.text)
        if not text or utterance.stopped.is_set():
            return Ending.SAID
        self._reader.present(text)
        end = monotonic() + _seconds_of(text)
        while (left := end - monotonic()) > 0:
            if utterance.stopped.wait(min(left, _LOOK_SECONDS)):
                self._reader.silence()
                return Ending.STOPPED
            reason = self._reader.missing()
            if reason is not None:
                raise SpeechError(reason)
        return Ending.HANDED_OVER


def _seconds_of(text: str) -> float:
    return _PAUSE_SECONDS + letters_heard(text) / _LETTERS_A_SECOND
