import io
import wave

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
