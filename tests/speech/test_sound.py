import io
import wave

import numpy as np
import pytest

from narrator.errors import SpeechError
from narrator.speech.sound import Sound


def wav(samples: bytes, *, channels: int = 1, width: int = 2) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(8000)
        file.writeframes(samples)
    return stream.getvalue()


def test_a_wav_file_is_read() -> None:
    sound = Sound.from_wav(wav(bytes(range(16)) * 1000))
    assert sound == Sound(samples=bytes(range(16)) * 1000, rate=8000)
    assert sound.seconds == 1.0


def test_at_another_rate_it_is_the_same_sound() -> None:
    """A tone of 500 hertz, as heard from a voice with 16,000 samples a second among others with 22,050."""
    wave = np.sin(2 * np.pi * 500 * np.arange(16_000) / 16_000)
    tone = Sound(samples=(10_000 * wave).astype("<i2").tobytes(), rate=16_000)
    assert tone.at(16_000) is tone
    other = tone.at(22_050)
    assert other.rate == 22_050
    assert other.seconds == pytest.approx(1.0, abs=0.01)
    spectrum = np.abs(np.fft.rfft(np.frombuffer(other.samples, "<i2").astype(float)))
    assert np.argmax(spectrum) / other.seconds == pytest.approx(500, abs=2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"not a sound",
        wav(bytes(8), channels=2),
        wav(bytes(8), width=1),
    ],
)
def test_anything_else_is_an_error(data: bytes) -> None:
    with pytest.raises(SpeechError, match="choose another voice"):
        Sound.from_wav(data)
