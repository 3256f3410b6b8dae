"""What is said during one call of a command: aloud and, if the person wants to keep it, into a file."""

from narrator.languages.catalogue import spoken
from narrator.speech.speaker import Speaker, Urgency, Utterance
from narrator.terminal.console import tell

_POLL_SECONDS = 0.1
"""Windows lets Ctrl-C through between two waits, never into an endless one."""


class Narration:
    """Says one text after the other, and tells once, on stderr, when a speaker cannot go on."""

    def __init__(self, *, aloud: Speaker, saved: Speaker) -> None:
        self._speakers = [aloud, saved]
        self._aloud = aloud
        self._saved = saved
        self._running: list[tuple[Speaker, Utterance]] = []

    def say(self, text: str, *, keep: bool) -> None:
        """Start saying a text when the one before has been said, and return while it is spoken.

        What is not worth keeping, an error, is said aloud only.
        """
        self.finish()
        self._running = [
            (speaker, speaker.say(spoken(text), Urgency.ANSWER))
            for speaker in self._speakers
            if keep or speaker is not self._saved
        ]

    def finish(self) -> None:
        """Wait until all has been said."""
        for speaker, utterance in self._running:
            while not utterance.wait(_POLL_SECONDS):
                pass
            if utterance.remark:
                tell(utterance.remark)
            if utterance.error is not None:
                tell(str(utterance.error))
                self._speakers.remove(speaker)  # it would fail in the same way with every other text
        self._running = []

    @property
    def speaks(self) -> bool:
        """Whether nothing failed that was to be heard."""
        return self._aloud in self._speakers

    @property
    def kept_all(self) -> bool:
        """Whether nothing failed that was to be kept."""
        return self._saved in self._speakers
