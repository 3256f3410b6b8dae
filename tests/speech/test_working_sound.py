import numpy as np

from narrator.speech.working_sound import play_working_sound, working_sound
from tests.soundserver import Ear, likeness


def test_it_is_short_soft_and_begins_and_ends_in_silence() -> None:
    sound = working_sound()
    samples = np.frombuffer(sound.samples, "<i2")
    assert sound.seconds < 0.1
    assert 3000 < np.abs(samples).max() < 8000
    assert abs(int(samples[0])) < 100
    assert abs(int(samples[-1])) < 100


def test_it_is_heard(ear: Ear) -> None:
    play_working_sound()
    ear.wait_for_sound()
    expected = np.frombuffer(working_sound().samples, "<i2").astype(np.float64)
    assert likeness(ear.heard(), expected)[0] > 0.9


def test_without_sound_output_nothing_is_raised(deaf: None) -> None:
    play_working_sound()
