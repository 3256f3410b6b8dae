"""Our own voice, heard elsewhere."""

from threading import Event

from narrator.speech.sound import Sound
from narrator.speech.synthesizer import Synthesizer
from narrator.speech.voices import VoiceOptions
from narrator.web.refusal import RefusalError


class WebVoice:
    """Makes speech and plays none."""

    def __init__(self, options: VoiceOptions) -> None:
        """Starts nothing yet."""
        self._synthesizer = Synthesizer(options)

    def sound_of(self, text: str) -> Sound:
        """A text as sound. Raises SpeechError, and RefusalError when there is nothing to say in it."""
        sounds = list(self._synthesizer.sounds_of(text, Event()))
        if not sounds:
            raise RefusalError(422, "There is nothing to say in the text; send one with words.")
        return Sound(samples=b"".join(sound.samples for sound in sounds), rate=sounds[0].rate)

    def close(self) -> None:
        """End the synthesizer."""
        self._synthesizer.close()
