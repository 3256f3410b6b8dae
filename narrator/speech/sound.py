"""Speech as samples."""

import io
import wave
from dataclasses import dataclass

from narrator.errors import SpeechError


@dataclass(frozen=True, kw_only=True)
class Sound:
    """Mono sound."""

    samples: bytes
    """16-bit signed integers, little-endian."""
    rate: int
    """Samples a second."""

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.samples) / 2 / self.rate

    def at(self, rate: int) -> "Sound":
        """The same at another rate: voices of one synthesizer may have different ones."""
        if rate == self.rate:
            return self
        import miniaudio

        mono = (miniaudio.SampleFormat.SIGNED16, 1)
        samples = miniaudio.convert_frames(*mono, self.rate, self.samples, *mono, rate)
        return Sound(samples=bytes(samples), rate=rate)

    @classmethod
    def from_wav(cls, data: bytes) -> "Sound":
        """Read a WAV file. Raises SpeechError when it is not one, or is not 16-bit mono."""
        try:
            with wave.open(io.BytesIO(data)) as file:
                shape = (file.getnchannels(), file.getsampwidth())
                sound = cls(samples=file.readframes(file.getnframes()), rate=file.getframerate())
        except (wave.Error, EOFError) as error:
            raise SpeechError(
                f"The synthesizer gave no sound ({error or 'an empty file'}); choose another voice."
            ) from error
        if shape != (1, 2):
            raise SpeechError("The synthesizer's sound is not 16-bit mono; choose another voice.")
        return sound
