"""The processes of a real Speech Dispatcher, while it speaks, rests and hangs."""

import os
import signal
import subprocess
from threading import Event

import psutil

from benchmarks.dispatcher import Dispatcher
from narrator.speech.server_process import ServerProcess
from narrator.speech.ssip import BEGIN, END, Connection
from tests.soundserver import Ear
from tests.speech.dispatching import DOG, LONG


def server_of(dispatcher: Dispatcher) -> ServerProcess:
    with Connection(dispatcher.socket) as connection:
        assert connection.peer() == dispatcher.process.pid
        server = ServerProcess.behind(connection.peer())
    assert server
    return server


def test_it_moves_while_it_speaks_and_neither_before_nor_when_it_hangs(
    dispatcher: Dispatcher, ear: Ear
) -> None:
    server = server_of(dispatcher)
    with Connection(dispatcher.socket) as connection:
        connection.ask("SET SELF NOTIFICATION ALL ON")
        said = connection.speak(DOG)
        assert [connection.event(said, 20), connection.event(said, 20)] == [BEGIN, END]
        while server.moves(Event()):
            pass  # the sound server takes its time to rest
        long = connection.speak(LONG)
        assert connection.event(long, 20) == BEGIN
        assert server.moves(Event())
        os.kill(dispatcher.synthesizer(), signal.SIGSTOP)
        while server.moves(Event()):
            pass  # what it holds of the text is heard
        assert connection.event(long, 0.1) is None


def test_started_again_it_is_another_one(dispatcher: Dispatcher) -> None:
    before = server_of(dispatcher).identity
    assert server_of(dispatcher).identity == before
    dispatcher.end()
    dispatcher.start()
    dispatcher.wait()
    assert server_of(dispatcher).identity != before


def test_of_a_program_that_plays_nothing_itself_nothing_is_known() -> None:
    with subprocess.Popen(["sleep", "60"]) as process:
        assert ServerProcess(psutil.Process(process.pid)).moves(Event()) is None
        process.kill()


def test_what_is_no_speech_dispatcher_is_not_found() -> None:
    with subprocess.Popen(["sleep", "60"]) as another:
        for peer in (None, another.pid, 2**22 + 1):
            assert ServerProcess.behind(peer) is None
        another.kill()
