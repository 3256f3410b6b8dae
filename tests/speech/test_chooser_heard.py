"""Who says a text while speakers come and go: real ones, heard."""

import sys
from itertools import pairwise
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from benchmarks.dispatcher import running_dispatcher
from narrator.speech.chooser import ChosenSpeaker, default_speaker
from narrator.speech.dispatcher import SpeechDispatcher
from narrator.speech.speaker import Ending, Utterance
from narrator.speech.synthesizer import WORKER_COMMAND, Synthesizer
from narrator.speech.voice import OwnVoice
from narrator.speech.voices import VoiceOptions
from tests.fresh_speech import fresh_speech
from tests.orca import running_orca
from tests.soundserver import RATE, Ear, likeness
from tests.speech.processes import marked_processes

DOG = "A brown dog runs along a beach."
CHILDREN = "Two children are playing football on a green field."
LONG = " ".join([DOG, CHILDREN] * 3)


def said(utterance: Utterance) -> None:
    assert utterance.wait(60)
    assert utterance.error is None


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ear: Ear, bus: str) -> None:
    """A desktop with a session bus on which nobody is, and no Speech Dispatcher."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("SPEECHD_ADDRESS", "unix_socket:/nowhere")


def test_with_nobody_else_our_own_voice_is_ready_and_heard(desktop: None, ear: Ear) -> None:
    (expected,) = fresh_speech(DOG)
    with default_speaker(VoiceOptions()) as speaker:
        said(speaker.say(DOG))
        assert likeness(ear.heard(), expected)[0] > 0.95


def test_unloaded_our_own_voice_has_no_process_and_is_heard_again(desktop: None, ear: Ear, mark: str) -> None:
    with default_speaker(VoiceOptions()) as speaker:
        said(speaker.say("One."))
        assert not speaker.unload(unused_for=1000)
        assert speaker.unload()
        assert not marked_processes(mark)
        ear.begin()
        said(speaker.say("Two."))
    assert np.any(ear.heard())


def test_while_orca_speaks_our_own_voice_has_no_process(desktop: None, ear: Ear, mark: str) -> None:
    with running_orca() as orca, default_speaker(VoiceOptions()) as speaker:
        orca_process = marked_processes(mark)
        said(speaker.say(DOG))
        assert orca.next() == f"say {DOG}"
        assert marked_processes(mark) == orca_process == [orca.process.pid]
    assert not np.any(ear.heard())


def test_when_orca_dies_in_the_middle_our_own_voice_says_all_of_it(desktop: None, ear: Ear) -> None:
    (expected,) = fresh_speech(DOG)
    with default_speaker(VoiceOptions()) as speaker:
        with running_orca() as orca:
            utterance = speaker.say(DOG)
            assert orca.next() == f"say {DOG}"
        said(utterance)
        assert likeness(ear.heard(), expected)[0] > 0.95
        ear.begin()
        with running_orca("50") as orca:  # and when it is back, it speaks again
            said(speaker.say(DOG))
            assert orca.next() == f"say {DOG}"
        assert not np.any(ear.heard())


@pytest.mark.needs_speech_dispatcher
def test_when_speech_dispatcher_is_killed_in_the_middle_our_own_voice_says_all_of_it_alone(
    desktop: None, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    (expected,) = fresh_speech(LONG)
    with (
        running_dispatcher(ear.server.environment) as server,
        default_speaker(VoiceOptions()) as speaker,
    ):
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        ear.begin()
        utterance = speaker.say(LONG)
        ear.wait_for_sound()
        ear.listen(1)
        server.end()
        said(utterance)
        heard = ear.heard()
    alike, begin = likeness(heard, expected)
    assert alike > 0.95  # nobody else is heard while it speaks
    assert begin > RATE  # and it is the second voice
    assert np.abs(heard[:RATE]).max() > 300


@pytest.mark.needs_speech_dispatcher
def test_when_speech_dispatcher_starts_in_the_middle_it_says_all_of_it_alone(
    desktop: None, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it does when Orca starts: its first words would be heard together with our own voice."""
    with (
        running_dispatcher(ear.server.environment) as server,
        OwnVoice(early=False) as own,
        ChosenSpeaker([SpeechDispatcher(), own]) as speaker,
    ):
        server.end()
        monkeypatch.setenv("SPEECHD_ADDRESS", server.environment["SPEECHD_ADDRESS"])
        utterance = speaker.say(LONG)
        ear.wait_for_sound()
        assert own.is_speaking
        assert not utterance.gives_way
        server.start()
        while not utterance.gives_way:
            assert not utterance.wait(0.01)
        assert not own.is_speaking
        said(utterance)
    assert utterance.ending is Ending.SAID


@pytest.mark.needs_speech_dispatcher
def test_stop_silences_also_the_voice_that_stepped_in(
    desktop: None, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        running_dispatcher(ear.server.environment) as server,
        default_speaker(VoiceOptions()) as speaker,
    ):
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        utterance = speaker.say(LONG)
        ear.wait_for_sound()
        server.end()
        ear.begin()
        ear.wait_for_sound()
        speaker.stop()
        said(utterance)
    ear.begin()
    assert not np.any(ear.heard())


@pytest.mark.needs_speech_dispatcher
def test_texts_from_many_threads_while_a_speaker_dies_are_all_heard(
    desktop: None, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    utterances: list[Utterance] = []
    with (
        running_dispatcher(ear.server.environment) as server,
        default_speaker(VoiceOptions()) as speaker,
    ):
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        threads = [Thread(target=lambda: utterances.append(speaker.say(DOG))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ear.wait_for_sound()
        server.end()
        for utterance in utterances:
            said(utterance)
        heard = ear.heard()
    places = []
    for expected in fresh_speech(*[DOG] * 4):
        alike, begin = likeness(heard, expected)
        assert alike > 0.9
        places.append(begin)
    assert all(later - earlier > len(expected) for earlier, later in pairwise(places))


def test_after_a_synthesizer_that_hung_the_next_text_is_spoken(
    desktop: None, ear: Ear, tmp_path: Path
) -> None:
    """Its worker hangs when it is started the first and the second time."""
    code = f"""
import os, sys, time
with open({str(tmp_path / "starts")!r}, "a+") as starts:
    starts.write("start\\n")
    starts.seek(0)
    if len(starts.readlines()) <= 2:
        time.sleep(600)
os.execv(sys.executable, {list(WORKER_COMMAND)!r})
"""
    synthesizer = Synthesizer(command=[sys.executable, "-c", code], patience=3)
    with ChosenSpeaker([OwnVoice(synthesizer=synthesizer)]) as speaker:
        hung = speaker.say(".")
        assert hung.wait(60)
        assert "also when started again" in str(hung.error)
        said(speaker.say(DOG))
    assert np.abs(ear.heard()).max() > 300
