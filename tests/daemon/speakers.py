"""A voice without sound whose utterances end when a test says so."""

from threading import Condition

from narrator.errors import SpeechError
from narrator.speech.speaker import Ending, Speaker, Urgency, Utterance

_PATIENCE_SECONDS = 20.0


class Puppet(Speaker):
    """Keeps all that it was told to say."""

    name = "a puppet"

    def __init__(self) -> None:
        self.trouble: SpeechError | None = None
        """What a text ends with that is stopped."""
        self.utterances: list[Utterance] = []
        self.prepared = self.unloaded = 0
        self._changed = Condition()

    def say(self, text: str, urgency: Urgency = Urgency.ANSWER) -> Utterance:
        with self._changed:
            assert not self.is_speaking, "never two at once"
            self.utterances.append(Utterance(text, urgency))
            self._changed.notify_all()
            return self.utterances[-1]

    def prepare(self) -> None:
        self.prepared += 1

    def unload(self, *, unused_for: float = 0.0) -> bool:
        self.unloaded += 1
        return True

    def stop(self) -> None:
        for utterance in self.utterances:
            if not utterance.done:
                utterance.stopped.set()
                if self.trouble:
                    utterance.fail(self.trouble)
                else:
                    utterance.finish(Ending.STOPPED)

    @property
    def is_speaking(self) -> bool:
        return any(not utterance.done for utterance in self.utterances)

    def available(self) -> None:
        return None

    def close(self) -> None:
        self.stop()

    def begun(self, count: int) -> str:
        """Wait until so many texts were begun; the last one."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.utterances) >= count, _PATIENCE_SECONDS), (
                self.texts
            )
            return self.utterances[count - 1].text

    def finish(self, error: str | None = None, *, ending: Ending = Ending.SAID) -> None:
        """End the text that is being said in some way, or fail to say it."""
        if error:
            self.utterances[-1].fail(SpeechError(error))
        else:
            self.utterances[-1].finish(ending)

    def gives_way(self) -> None:
        """What is being said has to be stopped when the person types."""
        self.utterances[-1].gives_way = True

    @property
    def texts(self) -> list[str]:
        return [utterance.text for utterance in self.utterances]
