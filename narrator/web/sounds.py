"""Speech in the form that a client accepts: WAV always, Opus and MP3 where FFmpeg's libraries are there."""

import io
import wave
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from narrator.speech.sound import Sound


@dataclass(frozen=True, kw_only=True)
class Form:
    """One way to write sound into a file."""

    media_type: str
    write: Callable[[Sound], bytes]


def as_wav(sound: Sound) -> bytes:
    """The bytes of a WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(sound.samples)
    return buffer.getvalue()


def as_opus(sound: Sound) -> bytes:
    """Opus in Ogg, the smallest: for phones on the way."""
    return _encoded(sound, "ogg", "libopus", 48_000)  # one of the five rates that Opus has


def as_mp3(sound: Sound) -> bytes:
    """MP3, which everything plays."""
    return _encoded(sound, "mp3", "libmp3lame", sound.rate)


WAV = Form(media_type="audio/wav", write=as_wav)
OPUS = Form(media_type="audio/ogg", write=as_opus)
MP3 = Form(media_type="audio/mpeg", write=as_mp3)


@cache
def forms() -> tuple[Form, ...]:
    """Those that can be written here, the one that needs no further library first."""
    try:
        from av.codec import codecs_available
    except ImportError:
        return (WAV,)
    encoders = ((OPUS, "libopus"), (MP3, "libmp3lame"))
    return (WAV, *(form for form, encoder in encoders if encoder in codecs_available))


def form_for(accept: str) -> Form:
    """The form that an Accept header prefers; WAV if it prefers none, or none that can be written here.

    A client that asked for something else is better off with a sound that it may play than with none.
    """
    wanted = dict(_preferences(accept))

    def preference(form: Form) -> float:
        return wanted.get(form.media_type, wanted.get("audio/*", wanted.get("*/*", 0.0)))

    return max(forms(), key=preference)  # of equals the first


def _preferences(accept: str) -> list[tuple[str, float]]:
    return [_preference(item) for item in accept.split(",")]


def _preference(item: str) -> tuple[str, float]:
    """A media range and its weight from 0 to 1: RFC 9110, 12.5.1."""
    kind, *parameters = (part.strip().lower() for part in item.split(";"))
    weights = [part.removeprefix("q=") for part in parameters if part.startswith("q=")]
    try:
        return kind, float(weights[0]) if weights else 1.0
    except ValueError:
        return kind, 0.0


def _encoded(sound: Sound, container: str, codec: str, rate: int) -> bytes:
    import av

    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        samples = np.frombuffer(sound.samples, "<i2")[np.newaxis]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = sound.rate
        for each in (frame, None):  # None: what the encoder still holds
            file.mux(stream.encode(each))
    return buffer.getvalue()
