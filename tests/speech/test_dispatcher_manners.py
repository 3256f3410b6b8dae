"""Narrator beside Orca, whose place another client of a real Speech Dispatcher takes, with Orca's manners.

Orca speaks in messages of the priority MESSAGE, and for its key of silence cancels its own messages alone.
"""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from benchmarks.dispatcher import Dispatcher, running_dispatcher
from narrator.speech.chooser import ChosenSpeaker
from narrator.speech.dispatcher import SpeechDispatcher, socket_path
from narrator.speech.silent import SilentSpeaker
from narrator.speech.speaker import Ending, Urgency, Utterance
from narrator.speech.ssip import BEGIN, END, Connection
from tests.soundserver import Ear
from tests.speech.dispatching import DOG, LONG, LOUD, seconds_of, sound_in


class Reader:
    """A client that speaks with some priority."""

    def __init__(self, priority: str = "MESSAGE") -> None:
        self.connection = Connection(socket_path())
        self.connection.ask("SET SELF NOTIFICATION ALL ON")
        self.connection.ask(f"SET SELF PRIORITY {priority}")

    def begin(self, text: str) -> str:
        """Say something; the number of the message, which has begun."""
        message = self.connection.speak(text)
        assert self.connection.event(message, 20) == BEGIN
        return message

    def end_of(self, message: str) -> int | None:
        """How a message that has begun ends."""
        return self.connection.event(message, 20)

    def say(self, text: str) -> int | None:
        """Say something to its end."""
        return self.end_of(self.begin(text))


@pytest.fixture
def reader(dispatcher: Dispatcher) -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.connection.close()


@contextmanager
def beginning(speaker: SpeechDispatcher, ear: Ear, text: str, urgency: Urgency) -> Iterator[Utterance]:
    """A text of ours that is heard in the `with`, and has ended after it."""
    utterance = speaker.say(text, urgency)
    ear.wait_for_sound()
    yield utterance
    assert utterance.wait(60)


def test_the_end_is_known_of_what_was_said(speaker: SpeechDispatcher, reader: Reader) -> None:
    for urgency in Urgency:
        utterance = speaker.say(DOG, urgency)
        assert utterance.wait(60)
        assert utterance.ending is Ending.SAID


@pytest.mark.parametrize("urgency", Urgency)
def test_the_readers_next_word_cuts_off_what_is_said_and_nothing_follows(
    speaker: SpeechDispatcher, reader: Reader, ear: Ear, urgency: Urgency
) -> None:
    with beginning(speaker, ear, LONG, urgency) as utterance:
        assert reader.say("Fine.") == END
    assert utterance.ending is Ending.CUT
    ear.begin()
    assert not np.any(np.abs(ear.heard()) > LOUD)


def test_after_a_sentence_that_was_cut_off_the_next_one_is_not_said(
    speaker: SpeechDispatcher, reader: Reader, ear: Ear
) -> None:
    alone = seconds_of(DOG, ear)
    ear.begin()
    with beginning(speaker, ear, " ".join([DOG] * 8), Urgency.ANSWER) as utterance:
        ear.listen(alone)
        assert reader.say("Fine.") == END
    assert utterance.ending is Ending.CUT
    assert sound_in(ear) < 4 * alone


def test_letters_that_are_typed_during_an_announcement_are_all_heard(
    speaker: SpeechDispatcher, reader: Reader, ear: Ear
) -> None:
    with beginning(speaker, ear, LONG, Urgency.ANNOUNCEMENT) as utterance:
        assert [reader.say(letter) for letter in "tenletters"] == [END] * 10
    assert utterance.ending is Ending.CUT


def test_the_readers_key_of_silence_does_not_reach_what_we_say(
    speaker: SpeechDispatcher, reader: Reader, ear: Ear
) -> None:
    """Which is why whoever says it has to give way to keys."""
    with beginning(speaker, ear, DOG, Urgency.ANSWER) as utterance:
        reader.connection.ask("CANCEL SELF")
    assert utterance.ending is Ending.SAID
    assert utterance.gives_way
    assert utterance.began is not None


@pytest.mark.parametrize("command", ["CANCEL ALL", "STOP ALL"])
def test_who_silences_all_speech_cuts_off_ours(
    speaker: SpeechDispatcher, reader: Reader, ear: Ear, command: str
) -> None:
    with beginning(speaker, ear, LONG, Urgency.ANSWER) as utterance:
        reader.connection.ask(command)
    assert utterance.ending is Ending.CUT
    ear.begin()
    assert not np.any(np.abs(ear.heard()) > LOUD)


def test_an_answer_waits_for_the_word_that_the_reader_says(
    speaker: SpeechDispatcher, reader: Reader, ear: Ear
) -> None:
    word = reader.begin(f"{DOG} {DOG}")
    utterance = speaker.say("Fine.")
    assert reader.end_of(word) == END
    assert utterance.wait(60)
    assert utterance.ending is Ending.SAID


def test_an_answer_that_is_dropped_while_it_waits_is_said_after_the_readers_words(
    speaker: SpeechDispatcher, reader: Reader, ear: Ear
) -> None:
    word = reader.begin(DOG)
    utterance = speaker.say(DOG)
    ear.listen(0.5)
    next_word = reader.connection.speak(DOG)
    assert reader.end_of(word) == END
    assert [reader.end_of(next_word), reader.end_of(next_word)] == [BEGIN, END]
    assert utterance.wait(60)
    assert utterance.ending is Ending.SAID


@pytest.mark.parametrize("priority", ["IMPORTANT", "MESSAGE", "TEXT"])
def test_an_announcement_is_not_begun_while_another_program_speaks(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear, priority: str
) -> None:
    other = Reader(priority)
    message = other.begin(f"{DOG} {DOG}")
    utterance = speaker.say(DOG, Urgency.ANNOUNCEMENT)
    assert utterance.wait(60)
    assert utterance.ending is Ending.NOT_BEGUN
    assert utterance.began is None
    assert other.end_of(message) == END
    other.connection.close()


def test_an_important_message_cuts_off_an_answer(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear
) -> None:
    other = Reader("IMPORTANT")
    with beginning(speaker, ear, LONG, Urgency.ANSWER) as utterance:
        assert other.say("Fire.") == END
    assert utterance.ending is Ending.CUT
    other.connection.close()


def test_a_long_text_is_heard_as_long_as_if_it_were_one_message(
    speaker: SpeechDispatcher, reader: Reader, ear: Ear
) -> None:
    text = " ".join([DOG] * 5)
    ear.begin()
    assert reader.say(text) == END
    alone = sound_in(ear)
    assert seconds_of(text, ear) < 1.1 * alone


@pytest.mark.parametrize("urgency", Urgency)
def test_a_synthesizer_that_hangs_in_another_programs_text_is_passed_over(
    dispatcher: Dispatcher, reader: Reader, urgency: Urgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrator.speech.dispatcher._IN_VAIN_SECONDS", 0.2)
    reader.begin(LONG)
    os.kill(dispatcher.synthesizer(), signal.SIGSTOP)
    silent = SilentSpeaker()
    endings = []
    with ChosenSpeaker([SpeechDispatcher(), silent]) as speaker:
        while not silent.texts:  # what the server holds of the other program's text is heard first
            utterance = speaker.say(DOG, urgency)
            assert utterance.wait(15)
            endings.append(utterance.ending)
    assert silent.texts == [DOG]
    assert set(endings[:-1]) <= {Ending.NOT_BEGUN}
    assert endings[-1] is Ending.SAID


def test_a_server_that_was_silent_is_trusted_again_when_it_was_started_again(
    ear: Ear, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running_dispatcher(ear.server.environment) as server, SpeechDispatcher() as speaker:
        monkeypatch.setenv("SPEECHD_ADDRESS", server.environment["SPEECHD_ADDRESS"])
        for synthesizer in server.synthesizers():
            os.kill(synthesizer, signal.SIGKILL)
        utterance = speaker.say(DOG)
        assert utterance.wait(20)
        assert utterance.ending is Ending.FAILED
        assert "was silent" in str(speaker.available())
        server.end()
        server.start()
        server.wait()
        assert speaker.available() is None
        utterance = speaker.say(DOG)
        assert utterance.wait(20)
        assert utterance.ending is Ending.SAID


def test_a_server_that_takes_texts_and_begins_none_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one whose synthesizer was never there: it takes each text, and tells nothing of it."""
    path = tmp_path / "socket"
    monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{path}")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        Thread(target=_take_texts, args=(listener,), daemon=True).start()
        with SpeechDispatcher() as speaker:
            utterance = speaker.say(DOG)
            assert utterance.wait(15)
    assert "said nothing" in str(utterance.error)


def _take_texts(listener: socket.socket) -> None:
    while True:
        connection, _ = listener.accept()
        Thread(target=_take, args=(connection,), daemon=True).start()


def _take(connection: socket.socket) -> None:
    with connection, connection.makefile("rb") as lines:
        for line in lines:
            if line == b".\r\n":
                connection.sendall(b"225-1\r\n225 OK MESSAGE QUEUED\r\n")
            elif line.startswith(b"GET LANGUAGE"):
                connection.sendall(b"251-en-US\r\n251 OK GET RETURNED\r\n")
            elif line.startswith((b"SET", b"CANCEL")):
                connection.sendall(b"208 OK\r\n")
            elif line.startswith(b"SPEAK"):
                connection.sendall(b"230 OK RECEIVING DATA\r\n")
