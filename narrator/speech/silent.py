"""The speaker that says nothing aloud and remembers everything."""

from narrator.speech.speaker import Speaker, Urgency, Utterance


class SilentSpeaker(Speaker):
    """For people who want to read only, and for tests."""

    name = "silence"

    def __init__(self) -> None:
        self.texts: list[str] = []
        """All that would have been said, in order."""

    def say(self, text: str, urgency: Urgency = Urgency.ANSWER) -> Utterance:
        """Remember a text; its utterance is done at once."""
        self.texts.append(text)
        utterance = Utterance(text, urgency)
        utterance.finish()
        return utterance

    def stop(self) -> None:
        """Nothing is being said."""

    @property
    def is_speaking(self) -> bool:
        """Never."""
        return False

    def available(self) -> str | None:
        """Everywhere."""
        return None

    def close(self) -> None:
        """Holds nothing."""
