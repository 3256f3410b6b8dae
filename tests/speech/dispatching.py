"""Texts that are said by a real Speech Dispatcher, and how long they are heard."""

from narrator.speech.dispatcher import SpeechDispatcher
from narrator.speech.speaker import Utterance
from narrator.speech.voices import VoiceOptions
from tests.soundserver import Ear

DOG = "A brown dog runs along a beach."
LONG = " ".join([DOG] * 12)
LOUD = 300


def said(utterance: Utterance) -> None:
    assert utterance.wait(60)
    assert utterance.error is None


def seconds_of(text: str, ear: Ear, options: VoiceOptions | None = None) -> float:
    """How long a text is heard, said by itself."""
    ear.begin()
    with SpeechDispatcher(options) as speaker:
        said(speaker.say(text))
    return sound_in(ear)


def sound_in(ear: Ear) -> float:
    first, last = ear.times_of_sound()
    return last - first
