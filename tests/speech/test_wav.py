import resource
import sys
from pathlib import Path

import numpy as np
import pytest

from narrator.errors import NarratorError, SettingsError
from narrator.languages.passages import in_language, joined
from narrator.speech.synthesizer import Synthesizer
from narrator.speech.voices import VoiceOptions
from narrator.speech.wav import WavSpeaker
from tests.fresh_speech import fresh_speech, read_wav

DOG = "A brown dog runs along a beach."
CHILDREN = "Two children are playing football on a green field."

pytestmark = pytest.mark.usefixtures("mark", "temporary")


def test_everything_said_is_in_the_file_in_order(tmp_path: Path) -> None:
    file = tmp_path / "speech.wav"
    file.write_text("what was there before")
    with WavSpeaker(file) as speaker:
        utterances = [speaker.say(DOG), speaker.say(CHILDREN)]
        assert all(utterance.wait(20) for utterance in utterances)
        assert [utterance.error for utterance in utterances] == [None, None]
        assert file.read_text() == "what was there before"
    assert np.array_equal(read_wav(file), np.concatenate(fresh_speech(DOG, CHILDREN)))
    assert {path.name for path in tmp_path.iterdir()} == {"speech.wav", "temporary"}


def test_passages_in_several_languages_are_in_one_file(tmp_path: Path) -> None:
    file = tmp_path / "speech.wav"
    with WavSpeaker(file) as speaker:
        utterance = speaker.say(joined([DOG, in_language("Ein brauner Hund.", "de"), CHILDREN]))
        assert utterance.wait(20)
        assert utterance.error is None
    first, last = fresh_speech(DOG, CHILDREN)
    samples = read_wav(file)
    assert np.array_equal(samples[: len(first)], first)
    assert len(samples) > len(first) + len(last) + 10_000


def test_nothing_said_leaves_no_file(tmp_path: Path) -> None:
    with WavSpeaker(tmp_path / "speech.wav") as speaker:
        assert speaker.say(" ").wait(20)
    assert not (tmp_path / "speech.wav").exists()


def test_a_link_keeps_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "link.wav").symlink_to(tmp_path / "speech.wav")
    with WavSpeaker(tmp_path / "link.wav") as speaker:
        assert speaker.say(DOG).wait(20)
    assert (tmp_path / "link.wav").is_symlink()
    assert len(read_wav(tmp_path / "speech.wav")) > 10000


def test_places_that_cannot_be_written_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no folder nowhere to save speech\.wav in"):
        WavSpeaker(tmp_path / "nowhere" / "speech.wav")
    with pytest.raises(SettingsError, match="is not a file"):
        WavSpeaker(tmp_path)
    with pytest.raises(SettingsError, match="null is not a file"):
        WavSpeaker("/dev/null")
    with pytest.raises(SettingsError, match="cannot be saved"):
        WavSpeaker("/proc/speech.wav")  # write-protected even for root
    with pytest.raises(SettingsError, match="cannot be saved"):
        WavSpeaker(tmp_path / ("x" * 300))


def test_a_file_that_cannot_be_written_in_the_end_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    speaker = WavSpeaker(folder / "speech.wav")
    assert speaker.say(DOG).wait(20)
    folder.rmdir()
    with pytest.raises(NarratorError, match=r"speech\.wav cannot be written"):
        speaker.close()
    assert not folder.exists()


def test_a_file_that_was_there_survives_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "speech.wav"
    file.write_text("what was there before")
    speaker = WavSpeaker(file)
    assert speaker.say(DOG).wait(20)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))  # as a disk that is full after 10 kB
    try:
        with pytest.raises(NarratorError, match="cannot be written"):
            speaker.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert file.read_text() == "what was there before"
    assert {path.name for path in tmp_path.iterdir()} == {"speech.wav", "temporary"}


def test_what_was_said_before_a_failure_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "speech.wav"
    with WavSpeaker(file) as speaker:
        assert speaker.available() is None
        assert speaker.say(DOG).wait(20)
        speaker.stop()
        assert not speaker.is_speaking
    assert np.array_equal(read_wav(file), fresh_speech(DOG)[0])


def test_without_a_synthesizer_the_utterance_and_available_say_so(tmp_path: Path) -> None:
    broken = Synthesizer(command=[sys.executable, "-c", "raise SystemExit(1)"])
    with WavSpeaker(tmp_path / "speech.wav", synthesizer=broken) as speaker:
        utterance = speaker.say(DOG)
        assert utterance.wait(20)
        assert "synthesizer failed" in str(utterance.error)
        assert "synthesizer failed" in str(speaker.available())
    with WavSpeaker(tmp_path / "speech.wav", VoiceOptions(voice="Nobody")) as speaker:
        assert "no voice called Nobody" in str(speaker.available())
    assert not (tmp_path / "speech.wav").exists()
