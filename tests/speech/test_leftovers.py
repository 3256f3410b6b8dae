"""What is left of a program that speaks when it ends, in whatever way: no file, no process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.soundserver import Ear
from tests.speech.processes import gone_in_time, marked_processes

PROGRAM = """
import signal, sys
from narrator.speech.synthesizer import Synthesizer
from narrator.speech.voice import OwnVoice

signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
synthesizer = Synthesizer(in_memory=sys.argv[1] == "memory")
with OwnVoice(synthesizer=synthesizer) as voice:
    utterance = voice.say("A brown dog runs along a beach. " * 20)
    print("ready", flush=True)
    if sys.argv[2] == "wait":
        utterance.wait()
"""


def start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )


@pytest.mark.parametrize("place", ["memory", "folder"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_the_whole_group_in_mid_speech(
    ear: Ear, mark: str, temporary: Path, place: str, number: signal.Signals
) -> None:
    with start(place, "wait") as program:
        ear.wait_for_sound()
        assert len(marked_processes(mark)) == 2
        assert len(list(temporary.iterdir())) == (place == "folder")
        os.killpg(program.pid, number)
        assert program.wait(20) != 0
    assert gone_in_time(mark)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("place", ["memory", "folder"])
def test_a_program_that_ends_in_mid_speech(ear: Ear, mark: str, temporary: Path, place: str) -> None:
    with start(place, "leave") as program:
        assert program.wait(20) == 0
    assert gone_in_time(mark)
    assert list(temporary.iterdir()) == []


def test_a_program_that_forgets_to_close_its_voice(ear: Ear, mark: str, temporary: Path) -> None:
    forgetful = (
        "import time; from narrator.speech.voice import OwnVoice; voice = OwnVoice(); "
        "voice.say('A brown dog runs along a beach. ' * 20); time.sleep(3)"
    )
    program = subprocess.run(
        [sys.executable, "-c", forgetful],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=30,
        capture_output=True,
    )
    assert (program.returncode, program.stdout, program.stderr) == (0, b"", b"")
    assert gone_in_time(mark)
