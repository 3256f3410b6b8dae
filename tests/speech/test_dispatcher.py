"""A real Speech Dispatcher, judged by what reaches a loudspeaker."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import numpy as np
import pytest

from benchmarks.dispatcher import Dispatcher, running_dispatcher
from narrator.errors import SpeechError
from narrator.languages.passages import in_language
from narrator.speech import message
from narrator.speech.dispatcher import SpeechDispatcher, socket_path, ssip_rate
from narrator.speech.speaker import Urgency
from narrator.speech.ssip import BEGIN, END, Connection
from narrator.speech.voices import VoiceOptions
from tests.soundserver import Ear
from tests.speech.dispatching import DOG, LONG, LOUD, said, seconds_of, sound_in


@contextmanager
def other_program() -> Iterator[Connection]:
    """Another client, which says messages."""
    with Connection(socket_path()) as connection:
        connection.ask("SET SELF NOTIFICATION ALL ON")
        connection.ask("SET SELF PRIORITY MESSAGE")
        yield connection


@contextmanager
def said_by_another_program(text: str) -> Iterator[None]:
    """In the `with`, a message of another program begins; at its end it ends undisturbed."""
    with other_program() as connection:
        message = connection.speak(text)
        assert connection.event(message, 20) == BEGIN
        yield
        assert connection.event(message, 20) == END


def test_a_text_is_heard_and_done_when_it_has_been_heard(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear
) -> None:
    assert speaker.available() is None
    utterance = speaker.say(DOG)
    assert speaker.is_speaking
    said(utterance)
    done = monotonic()
    first, last = ear.times_of_sound()
    assert last - first > 1
    assert last < done + 0.1
    assert not speaker.is_speaking


def test_texts_of_both_urgencies_are_all_heard(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear
) -> None:
    alone = seconds_of(DOG, ear)
    ear.begin()
    for utterance in [speaker.say(DOG, urgency) for urgency in (*Urgency, Urgency.ANNOUNCEMENT)]:
        said(utterance)
    assert sound_in(ear) > 2.9 * alone


def test_no_text_breaks_the_protocol(dispatcher: Dispatcher, speaker: SpeechDispatcher) -> None:
    for text in (".", "...", ". .\r\n.\r\nQUIT", "Straße, 猫 & <b>", "\ud800 alone", "."):
        said(speaker.say(text))


def test_a_very_long_text_is_taken_and_stopped(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear
) -> None:
    utterance = speaker.say(DOG * 1000)
    ear.wait_for_sound()
    speaker.stop()
    said(utterance)


def test_a_blank_text_is_done_without_a_sound(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear
) -> None:
    said(speaker.say(" \n\0"))
    assert not np.any(ear.heard())


def test_stop_silences_and_forgets_and_the_next_text_is_heard(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear
) -> None:
    long, waiting = speaker.say(LONG), speaker.say(LONG)
    ear.wait_for_sound()
    speaker.stop()
    said(long)
    said(waiting)
    ear.begin()
    assert not np.any(np.abs(ear.heard()) > LOUD)
    said(speaker.say(DOG))
    assert np.any(np.abs(ear.heard()) > LOUD)


def test_a_voice_is_looked_for_when_other_programs_have_spoken(dispatcher: Dispatcher) -> None:
    """Asked for its voices before, version 0.12 would not end the other program's message."""
    with SpeechDispatcher(VoiceOptions(voice="German")) as speaker:
        with said_by_another_program(" ".join([DOG] * 3)):
            utterance = speaker.say("Fine.")
        said(utterance)


def test_rate_volume_and_voice_are_heard(dispatcher: Dispatcher, ear: Ear) -> None:
    slow, fast = (seconds_of(DOG, ear, VoiceOptions(rate=rate)) for rate in (100, 300))
    assert slow > 1.8 * fast
    seconds_of(DOG, ear, VoiceOptions(volume=0.5))
    soft = np.abs(ear.heard()).max()
    seconds_of(DOG, ear)
    assert 0 < soft < 0.8 * np.abs(ear.heard()).max()
    english = seconds_of("1999", ear, VoiceOptions(voice="en-us"))
    german = seconds_of(in_language("1999", "de"), ear, VoiceOptions(voice="German"))
    assert german > 1.2 * english


def test_a_voice_that_it_does_not_have_is_told_once_and_its_usual_one_speaks(
    dispatcher: Dispatcher, ear: Ear
) -> None:
    alone = seconds_of(DOG, ear)
    sentence = seconds_of("There is no voice called Amercia; the nearest are English (America), English", ear)
    with SpeechDispatcher(VoiceOptions(voice="Amercia")) as speaker:
        ear.begin()
        said(speaker.say(DOG))
        assert sound_in(ear) > alone + sentence
        ear.begin()
        said(speaker.say(DOG))
        assert sound_in(ear) < 1.2 * alone


def test_rates_are_those_of_its_synthesizer() -> None:
    assert [ssip_rate(rate) for rate in (50, 80, 125, 170, 309, 449, 900)] == [
        -100,
        -100,
        -50,
        0,
        50,
        100,
        100,
    ]


def test_a_server_that_dies_in_the_middle_is_an_error_and_back_again_it_speaks(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    utterance = speaker.say(LONG)
    ear.wait_for_sound()
    dispatcher.end()
    assert utterance.wait(20)
    assert "has ended" in str(utterance.error)
    assert "does not run" in str(speaker.available())
    with running_dispatcher(ear.server.environment) as again:
        monkeypatch.setenv("SPEECHD_ADDRESS", again.environment["SPEECHD_ADDRESS"])
        ear.begin()
        said(speaker.say(DOG))
    assert np.any(np.abs(ear.heard()) > LOUD)


def test_synthesizers_that_crashed_are_an_error_and_the_server_is_passed_over_then(
    dispatcher: Dispatcher, speaker: SpeechDispatcher
) -> None:
    for synthesizer in dispatcher.synthesizers():
        os.kill(synthesizer, signal.SIGKILL)
    utterance = speaker.say(DOG)
    assert utterance.wait(20)
    assert "said nothing" in str(utterance.error)
    assert "was silent" in str(speaker.available())


@pytest.mark.parametrize("urgency", Urgency)
def test_a_text_that_is_lost_with_a_synthesizer_is_said_by_the_next_one(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear, urgency: Urgency
) -> None:
    os.kill(dispatcher.synthesizer(), signal.SIGKILL)
    said(speaker.say(DOG, urgency))
    assert sound_in(ear) > 1
    assert speaker.available() is None


def test_a_synthesizer_that_hangs_in_the_middle_is_an_error(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message, "_PAUSE_SECONDS", 0.5)
    monkeypatch.setattr(message, "_SECONDS_A_LETTER", 0.0)
    utterance = speaker.say(LONG)
    ear.wait_for_sound()
    os.kill(dispatcher.synthesizer(), signal.SIGSTOP)
    assert utterance.wait(20)
    assert "said nothing" in str(utterance.error)


def test_a_server_that_hangs_is_an_error(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.kill(dispatcher.process.pid, signal.SIGSTOP)
    utterance = speaker.say(DOG)
    assert utterance.wait(20)
    assert "does not answer" in str(utterance.error)


def test_a_server_that_is_not_there_is_no_error_and_none_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, speaker: SpeechDispatcher
) -> None:
    monkeypatch.delenv("SPEECHD_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert "does not run" in str(speaker.available())
    utterance = speaker.say(DOG)
    assert utterance.wait(20)
    assert "has ended" in str(utterance.error)
    assert list(tmp_path.iterdir()) == []


def test_a_server_on_the_network_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("SPEECHD_ADDRESS", "inet_socket:localhost:6560")
    assert socket_path() == tmp_path / "speech-dispatcher" / "speechd.sock"
    monkeypatch.setenv("SPEECHD_ADDRESS", "unix_socket:/somewhere")
    assert socket_path() == Path("/somewhere")


def test_replies_are_understood_however_they_are_cut(tmp_path: Path) -> None:
    """A server that sends byte by byte, an event before the reply, and an event of another message."""
    path = tmp_path / "socket"
    replies = [
        b"230 OK RECEIVING DATA\r\n",
        b"703-7\r\n703-1\r\n703 CANCELED\r\n701-8\r\n701-1\r\n701 BEGIN\r\n225-7\r\n225 OK QUEUED\r\n",
        b"304 ERR OUTPUT MODULE\r\n",
    ]
    finished = Event()

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            for reply in replies:
                connection.recv(1000)
                for byte in reply:
                    connection.send(bytes([byte]))
            finished.wait(20)

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        thread = Thread(target=serve, args=(listener,))
        thread.start()
        with Connection(path) as connection:
            assert connection.speak("text") == "7"
            assert connection.event("7", 5) == 703
            with pytest.raises(SpeechError, match="refused something"):
                connection.ask("SET SELF NONSENSE")
            finished.set()
            with pytest.raises(SpeechError, match="has ended"):
                connection.ask("QUIT")
        thread.join()
