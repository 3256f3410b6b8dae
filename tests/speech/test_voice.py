"""Our own voice, judged by what reaches a loudspeaker."""

import signal
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from narrator.languages.passages import in_language, joined
from narrator.speech.pieces import pieces_of
from narrator.speech.speaker import Utterance
from narrator.speech.synthesizer import Synthesizer
from narrator.speech.voice import OwnVoice, VoiceOptions
from tests.fresh_speech import fresh_speech
from tests.soundserver import RATE, Ear, SoundServer, likeness, listening_ear, running_server

DOG = "A brown dog runs along a beach."
CHILDREN = "Two children are playing football on a green field."
TRAIN = "An old train stands in a station."
PARAGRAPH = " ".join([DOG, CHILDREN, TRAIN] * 2)
LONG = " ".join([PARAGRAPH] * 3)


def said(utterance: Utterance) -> None:
    assert utterance.wait(60)
    assert utterance.done
    assert utterance.error is None


def test_a_sentence_is_heard_from_its_first_sample_to_its_last(ear: Ear) -> None:
    (expected,) = fresh_speech(DOG)
    with OwnVoice() as voice:
        said(voice.say(DOG))
        heard = ear.heard()
    alike, begin = likeness(heard, expected)
    assert alike > 0.98
    for part in (slice(0, RATE // 10), slice(-RATE // 2, None)):  # neither the start nor the end is cut off
        clip = expected[part]
        here = heard[begin : begin + len(expected)][part]
        assert likeness(here, clip)[0] > 0.9
    outside = np.concatenate([heard[:begin], heard[begin + len(expected) :]])
    assert np.abs(outside).max() < 300


def test_done_means_that_the_last_sample_was_heard(ear: Ear) -> None:
    (expected,) = fresh_speech(DOG)
    with OwnVoice() as voice:
        said(voice.say(DOG))
        heard_until_then = len(ear.heard())
        _, begin = likeness(ear.heard(), expected)
    last = int(np.flatnonzero(np.abs(expected) > 300)[-1])
    assert begin + last < heard_until_then


def test_three_texts_are_heard_in_order_and_never_at_once(ear: Ear) -> None:
    texts = (DOG, CHILDREN, TRAIN)
    with OwnVoice() as voice:
        utterances = [voice.say(text) for text in texts]
        assert voice.is_speaking
        for utterance in utterances:
            said(utterance)
        assert not voice.is_speaking
        heard = ear.heard()
    end = 0
    for expected in fresh_speech(*texts):
        alike, begin = likeness(heard, expected)
        assert alike > 0.95
        assert begin >= end
        end = begin + len(expected)


def test_texts_from_many_threads_are_all_heard_alone(ear: Ear) -> None:
    with OwnVoice() as voice:
        utterances: list[Utterance] = []
        threads = [Thread(target=lambda: utterances.append(voice.say(DOG))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for utterance in utterances:
            said(utterance)
        heard = ear.heard()
    expected = fresh_speech(DOG, DOG, DOG)
    places = []
    for sound in expected:
        alike, begin = likeness(heard, sound)
        assert alike > 0.95
        places.append(begin)
    assert all(later - earlier >= len(expected[0]) for earlier, later in pairwise(places))


def test_a_long_text_is_heard_without_a_gap_between_its_pieces(ear: Ear) -> None:
    assert len(pieces_of(PARAGRAPH)) > 1
    (expected,) = fresh_speech(PARAGRAPH)
    with OwnVoice() as voice:
        said(voice.say(PARAGRAPH))
        heard = ear.heard()
    assert likeness(heard, expected)[0] > 0.95


def test_passages_are_heard_in_their_languages_with_no_more_than_a_sentences_pause(ear: Ear) -> None:
    hund = "Ein brauner Hund läuft am Strand."
    with closing(Synthesizer(VoiceOptions(voice="de"))) as german, OwnVoice() as voice:
        alone = german.synthesize(hund, Event())
        assert alone is not None
        said(voice.say(joined([in_language(hund, "de-DE"), DOG, in_language(hund, "de-DE")])))
        heard = ear.heard()
    expected = np.frombuffer(alone.samples, "<i2").astype(np.float64)
    alike, begin = likeness(heard, expected)
    assert alike > 0.95
    loud = np.flatnonzero(np.abs(heard) > 300)
    assert begin <= loud[0] + RATE // 10
    assert loud[-1] - loud[0] > 2.5 * len(expected)
    assert np.diff(loud).max() < 0.5 * RATE


def test_a_stop_in_a_passage_silences_it_and_the_others(ear: Ear) -> None:
    with OwnVoice() as voice:
        utterance = voice.say(joined([in_language(LONG, "de"), LONG, in_language(LONG, "fr")]))
        ear.wait_for_sound()
        voice.stop()
        said(utterance)
        ear.begin()
        assert np.abs(ear.heard()).max() == 0


def test_stop_silences_and_forgets_and_the_next_text_is_heard(ear: Ear) -> None:
    whole, _ = fresh_speech(LONG, DOG)
    with OwnVoice() as voice:
        long, waiting = voice.say(LONG), voice.say(CHILDREN)
        ear.wait_for_sound()
        voice.stop()
        said(long)
        said(waiting)
        assert not voice.is_speaking
        begun = ear.heard()
        assert np.abs(begun).max() > 300
        assert np.flatnonzero(np.abs(begun) > 300)[-1] < len(whole) // 2
        ear.begin()
        assert np.abs(ear.heard()).max() == 0
        said(voice.say(TRAIN))
        alone = ear.heard()
    loud = np.flatnonzero(np.abs(alone) > 300)
    (expected,) = fresh_speech(TRAIN)
    assert abs((loud[-1] - loud[0]) - len(expected)) < RATE / 2  # this text alone, whole


def test_closing_in_the_middle_silences(ear: Ear) -> None:
    with OwnVoice() as voice:
        utterance = voice.say(LONG)
        ear.wait_for_sound()
    assert utterance.done
    ear.begin()
    assert np.abs(ear.heard()).max() == 0
    late = voice.say(DOG)
    assert late.error is not None


def test_a_blank_text_is_done_without_a_sound(ear: Ear) -> None:
    with OwnVoice() as voice:
        said(voice.say(" \n\0"))
    assert np.abs(ear.heard()).max() == 0


def test_options_are_heard(ear: Ear) -> None:
    loudness = []
    for options in (VoiceOptions(), VoiceOptions(volume=0.3)):
        ear.begin()
        with OwnVoice(options) as voice:
            said(voice.say(DOG))
        loudness.append(np.abs(ear.heard()).max())
    assert 0 < loudness[1] < 0.5 * loudness[0]


def test_a_voice_that_there_is_not_is_told_once_and_the_usual_one_speaks(ear: Ear) -> None:
    (reason,) = fresh_speech("There is no voice called Amercia;")
    lengths, remarks = [], []
    with OwnVoice(VoiceOptions(voice="Amercia")) as voice:
        for _ in range(2):
            ear.begin()
            utterance = voice.say(DOG)
            said(utterance)
            lengths.append(np.count_nonzero(ear.heard()))
            remarks.append(utterance.remark.partition(";")[0])
    assert remarks == ["There is no voice called Amercia", ""]
    (expected,) = fresh_speech(DOG)
    alone = np.count_nonzero(expected)
    assert lengths[0] > alone + 0.8 * np.count_nonzero(reason)
    assert 0.8 * alone < lengths[1] < 1.2 * alone


def test_no_connection_to_the_sound_server_is_left(ear: Ear) -> None:
    before = ear.server.clients()
    with OwnVoice() as voice:
        for _ in range(3):
            said(voice.say("One."))
        assert voice.available() is None
        assert ear.server.clients() == before


def test_without_a_sound_server_the_utterance_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    with OwnVoice() as voice:
        utterance = voice.say(DOG)
        assert utterance.wait(20)
        assert "no sound output" in str(utterance.error)
        assert "no sound output" in str(voice.available())


@pytest.mark.needs_sound
def test_a_device_that_throws_sound_away_is_no_sound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    configuration = tmp_path / "asound.conf"
    configuration.write_text("pcm.!default { type null }\nctl.!default { type null }\n")
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(configuration))
    with OwnVoice() as voice:
        utterance = voice.say(DOG)
        assert utterance.wait(20)
        assert "throws all sound away" in str(utterance.error)
        assert "throws all sound away" in str(voice.available())


@pytest.mark.needs_sound
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_sound_server_that_dies_or_hangs_in_mid_speech_is_an_error(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    with running_server() as server:
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        with OwnVoice() as voice:
            utterance = voice.say(LONG)
            assert not utterance.wait(3)
            server.process.send_signal(number)
            assert utterance.wait(30)
            assert "stopped in the middle" in str(utterance.error)
            if number == signal.SIGKILL:
                assert "no sound output" in str(voice.available())
            else:
                assert "does not answer" in str(voice.available())
            utterance = voice.say(DOG)  # and the voice is not lost for good
            assert utterance.wait(30)
            assert utterance.error is not None


@pytest.mark.needs_sound
def test_once_the_sound_server_is_started_again_the_next_text_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (expected,) = fresh_speech(DOG)
    with running_server() as server, OwnVoice() as voice:
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        utterance = voice.say(LONG)
        with listening_ear(server) as ear:
            ear.wait_for_sound()
        server.end()
        assert utterance.wait(30)
        assert "stopped in the middle" in str(utterance.error)
        again = SoundServer(server.folder, "ear")
        try:
            again.wait()
            with listening_ear(again) as ear:
                said(voice.say(DOG))
                loud = np.flatnonzero(np.abs(ear.heard()) > 300)
            assert abs((loud[-1] - loud[0]) - len(expected)) < RATE / 2
        finally:
            again.end()
