"""Speech as the bytes of a WAV file."""

import io
import wave
from threading import Event

from narrator.speech.pieces import pieces_of
from narrator.speech.synthesizer import Synthesizer
from narrator.speech.voices import VoiceOptions
from narrator.web.refusal import RefusalError


class WebVoice:
    """Our own voice, heard elsewhere."""

    def __init__(self, options: VoiceOptions) -> None:
        """Starts nothing yet."""
        self._synthesizer = Synthesizer(options)

    def wav_of(self, text: str) -> bytes:
        """A text as 16-bit mono sound. Raises SpeechError, and RefusalError when nothing can be said."""
        pieces = pieces_of(text)
        if not pieces:
            raise RefusalError(422, "There is nothing to say in the text; send one with words.")
        sounds = []
        for piece in pieces:
            sound = self._synthesizer.synthesize(piece, Event())
            assert sound  # nobody stops it
            sounds.append(sound)
        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(sounds[0].rate)
            file.writeframes(b"".join(sound.samples for sound in sounds))
        return buffer.getvalue()

    def close(self) -> None:
        """End the synthesizer."""
        self._synthesizer.close()
