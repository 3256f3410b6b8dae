"""`python -m benchmarks.speech`: how long a caption takes to the loudspeaker, and a stop to silence.

What is heard is recorded at the null sink of a private sound server, so the times are those of the samples'
arrival there, the recorder's 10 ms included. Needs the packages pulseaudio and pulseaudio-utils.
"""

import os
import time
from collections.abc import Iterator
from functools import partial
from threading import Event

import click

from benchmarks.ear import Ear, listening_ear
from benchmarks.measurement import Measurement, repeat
from benchmarks.soundserver import running_server
from narrator.speech.synthesizer import Synthesizer
from narrator.speech.voice import OwnVoice

CAPTION = "Two children are playing football on a green field in front of a house."
PAGE = " ".join([CAPTION] * 40)
"""As much as a printed page; its first sound should not wait for its last."""
_LISTEN_SECONDS = 0.5


def measure(runs: int) -> Iterator[Measurement]:
    """Measure the synthesizer by itself, then what is heard of our own voice."""
    (seconds,) = repeat(runs, _start)
    yield _in_milliseconds("start of the synthesizer's process until it can speak", seconds)
    synthesizer = Synthesizer()
    (seconds,) = repeat(runs, lambda: _synthesize(synthesizer))
    synthesizer.close()
    yield _in_milliseconds("synthesis of a caption", seconds)
    with running_server() as server, listening_ear(server) as ear:
        os.environ.update(server.environment)
        with OwnVoice() as voice:
            for what, text in (("caption", CAPTION), ("page", PAGE)):
                first, silent = repeat(runs, partial(_speak, voice, ear, text))
                yield _in_milliseconds(f"first sound of a {what} after it is known", first)
                yield _in_milliseconds(f"last sound of a {what} after it is stopped", silent)


def _start() -> tuple[float]:
    started = time.monotonic()
    synthesizer = Synthesizer()
    synthesizer.check()
    seconds = time.monotonic() - started
    synthesizer.close()
    return (seconds,)


def _synthesize(synthesizer: Synthesizer) -> tuple[float]:
    started = time.monotonic()
    synthesizer.synthesize(CAPTION, Event())
    return (time.monotonic() - started,)


def _speak(voice: OwnVoice, ear: Ear, text: str) -> tuple[float, float]:
    """Seconds to the first sound, and seconds of sound after the stop."""
    ear.begin()
    known = time.monotonic()
    voice.say(text)
    ear.wait_for_sound()
    time.sleep(_LISTEN_SECONDS)
    stopped = time.monotonic()
    voice.stop()
    ear.listen(_LISTEN_SECONDS)
    first, last = ear.times_of_sound()
    return first - known, max(0.0, last - stopped)


def _in_milliseconds(what: str, seconds: tuple[float, ...]) -> Measurement:
    return Measurement(what=what, unit="ms", values=tuple(1000 * value for value in seconds))


@click.command()
@click.option("--runs", default=7, show_default=True, help="Runs of each measurement.")
def main(runs: int) -> None:
    """Measure our own voice on this machine."""
    for measurement in measure(runs):
        click.echo(str(measurement))


if __name__ == "__main__":
    main()
