"""The player, judged by what reaches a loudspeaker; tones have no silence at their ends to hide a cut."""

from collections.abc import Iterator
from threading import Event

import numpy as np
import pytest

from narrator.errors import SpeechError
from narrator.speech.player import Player
from narrator.speech.sound import Sound
from tests.soundserver import RATE, Ear, Samples


def tone(hertz: int) -> Sound:
    """Half a second of a loud tone."""
    wave = 8000 * np.cos(2 * np.pi * hertz * np.arange(RATE // 2) / RATE)
    return Sound(samples=wave.astype("<i2").tobytes(), rate=RATE)


def loud(heard: Samples) -> Samples:
    """From the first to the last sample that is not silence."""
    places = np.flatnonzero(np.abs(heard) > 300)
    return heard[places[0] : places[-1] + 1]


def test_sounds_are_heard_whole_and_without_a_gap(ear: Ear) -> None:
    Player().play([tone(400), tone(600)], Event())
    heard = loud(ear.heard())
    assert abs(len(heard) - RATE) < 0.01 * RATE
    for half, hertz in ((heard[: RATE // 2], 400), (heard[-RATE // 2 :], 600)):
        spectrum = np.abs(np.fft.rfft(half))
        strongest = np.argmax(spectrum) * RATE / len(half)
        assert abs(strongest - hertz) < 5
        assert np.sum(np.sort(spectrum**2)[-20:]) > 0.95 * np.sum(spectrum**2)  # a gap would smear it


def test_it_returns_when_the_last_sample_was_heard(ear: Ear) -> None:
    Player().play([tone(400)], Event())
    ear.begin()
    assert np.abs(ear.heard()).max() < 300


def test_it_returns_at_once_and_is_silent_when_it_is_stopped(ear: Ear) -> None:
    stopped = Event()

    def endless() -> Iterator[Sound]:
        yield tone(400)
        ear.wait_for_sound()
        stopped.set()
        yield from [tone(400)] * 20

    Player().play(endless(), stopped)
    assert len(loud(ear.heard())) < 5 * RATE


def test_what_came_before_an_error_is_heard(ear: Ear) -> None:
    def failing() -> Iterator[Sound]:
        yield tone(400)
        raise SpeechError("The synthesizer failed; choose another voice.")

    with pytest.raises(SpeechError, match="synthesizer failed"):
        Player().play(failing(), Event())
    assert abs(len(loud(ear.heard())) - RATE / 2) < 0.01 * RATE


def test_nothing_to_play_needs_no_sound_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    Player().play([], Event())
