"""A short sound that tells that an answer is on its way."""

from array import array
from contextlib import suppress
from math import pi, sin
from threading import Event, Thread

from narrator.errors import SpeechError
from narrator.speech.player import Player
from narrator.speech.sound import Sound

_RATE = 22050
_SECONDS = 0.08
_HERTZ = 660.0
_LOUDNESS = 0.2
"""Of full scale: to be noticed, not to frighten."""


def play_working_sound() -> None:
    """Play it, on a thread of its own. Where there is no sound output, speech says so soon enough."""
    Thread(target=_play, name="narrator working sound", daemon=True).start()


def working_sound() -> Sound:
    """A soft tone of 80 milliseconds that rises and falls, so that it does not click."""
    frames = int(_RATE * _SECONDS)
    samples = array(
        "h",
        (
            int(32767 * _LOUDNESS * sin(pi * n / frames) ** 2 * sin(2 * pi * _HERTZ * n / _RATE))
            for n in range(frames)
        ),
    )
    return Sound(rate=_RATE, samples=samples.tobytes())


def _play() -> None:
    with suppress(SpeechError):  # the answer that it announces will fail in the same way, and that is told
        Player().play([working_sound()], Event())
