"""Our own voice, heard elsewhere."""

from threading import Event

from narrator.languages.catalogue import gettext
from narrator.speech.sound import Sound
from narrator.speech.synthesizer import Synthesizer
from narrator.speech.voices import VoiceOptions
from narrator.web.refusal import RefusalError


class WebVoice:
    """Makes speech and plays none."""

    def __init__(self, options: VoiceOptions, *, most_seconds: float) -> None:
        """Starts nothing yet. No sound may be longer than `most_seconds`."""
        self._synthesizer = Synthesizer(options)
        self._is_chosen = options.voice is not None
        self._most_seconds = most_seconds

    def check(self) -> None:
        """Raise SpeechError, of one sentence, if somebody chose a voice and there is none such."""
        if self._is_chosen:
            self._synthesizer.check()

    def sound_of(self, text: str) -> Sound:
        """A text as sound. Raises SpeechError, and RefusalError when there is nothing to say in it."""
        sounds: list[Sound] = []
        seconds = 0.0
        for sound in self._synthesizer.sounds_of(text, Event()):
            seconds += sound.seconds
            if seconds > self._most_seconds:
                most = f"{self._most_seconds:g}"
                raise RefusalError(
                    413,
                    gettext("The text takes more than {most} seconds to say; send it in parts.").format(
                        most=most
                    ),
                )
            sounds.append(sound)
        if not sounds:
            raise RefusalError(422, gettext("There is nothing to say in the text; send one with words."))
        return Sound(samples=b"".join(sound.samples for sound in sounds), rate=sounds[0].rate)

    def close(self) -> None:
        """End the synthesizer."""
        self._synthesizer.close()
