"""`python -m benchmarks.falling`: from the death of Speech Dispatcher to the first sound of our own voice.

Speech Dispatcher plays on another sound server than the one that is listened to, so the first sound that is
heard there is our own voice's. Needs the packages pulseaudio, pulseaudio-utils, speech-dispatcher and
speech-dispatcher-espeak-ng.
"""

import os
import time

import click

from benchmarks.dispatcher import running_dispatcher
from benchmarks.ear import Ear, listening_ear
from benchmarks.measurement import Measurement, repeat
from benchmarks.soundserver import SoundServer, running_server
from benchmarks.speech import CAPTION
from narrator.speech.chooser import default_speaker
from narrator.speech.voices import VoiceOptions

_SPEECH_SECONDS = 0.5


def measure(runs: int) -> Measurement:
    """Kill a server in the middle of a caption, that often."""
    with running_server() as heard, running_server() as elsewhere, listening_ear(heard) as ear:
        os.environ.update(heard.environment)
        (seconds,) = repeat(runs, lambda: _fall(ear, elsewhere))
    what = "first sound of our own voice after Speech Dispatcher was killed"
    return Measurement(what=what, unit="ms", values=tuple(1000 * value for value in seconds))


def _fall(ear: Ear, elsewhere: SoundServer) -> tuple[float]:
    with running_dispatcher(elsewhere.environment) as server:
        os.environ.update(server.environment)
        with default_speaker(VoiceOptions()) as speaker:
            speaker.say(CAPTION)
            ear.begin()
            time.sleep(_SPEECH_SECONDS)
            killed = time.monotonic()
            server.process.kill()
            ear.wait_for_sound()
            first, _ = ear.times_of_sound()
    return (first - killed,)


@click.command()
@click.option("--runs", default=10, show_default=True, help="Runs of the measurement.")
def main(runs: int) -> None:
    """Measure how soon our own voice steps in."""
    click.echo(str(measure(runs)))


if __name__ == "__main__":
    main()
