"""What narrator doctor hears about speech, on machines that have it and machines that do not."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.dispatcher import running_dispatcher
from narrator.speech.checks import Check, output_status, speaker_status, synthesizer_status
from narrator.speech.voices import VoiceOptions
from tests.orca import running_orca
from tests.places import ROOT
from tests.sessionbus import running_session_bus
from tests.soundserver import Ear, running_server

pytestmark = pytest.mark.usefixtures("mark", "temporary")


def test_a_machine_where_all_is_well(ear: Ear) -> None:
    assert synthesizer_status() == Check(
        works=True, what="Speech is made by espeak-ng with the voice gmw/en."
    )
    assert output_status() == Check(works=True, what="Sound is played through PulseAudio.")


def test_a_voice_that_is_not_there() -> None:
    check = synthesizer_status(VoiceOptions(voice="Amercia"))
    assert not check.works
    assert check.what == "There is no voice called Amercia."
    assert "America" in check.mend


def test_no_sound_server_and_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    check = output_status()
    assert not check.works
    assert check.what.startswith("There is no sound output")
    assert check.mend.startswith("Connect loudspeakers")


@pytest.mark.needs_sound
def test_a_server_without_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    with running_server(sink="auto_null") as server:
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        check = output_status()
    assert not check.works
    assert "dummy" in check.what


def test_looking_for_sound_writes_nothing_to_the_terminal() -> None:
    code = "from narrator.speech.checks import output_status; assert not output_status().works"
    process = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PULSE_SERVER": "unix:/nowhere", "PATH": ""},
        capture_output=True,
    )
    assert (process.returncode, process.stdout, process.stderr) == (0, b"", b"")


@pytest.mark.needs_speech_dispatcher
@pytest.mark.needs_dbus
def test_who_speaks_and_why_not_those_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ear: Ear, mark: str
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("SPEECHD_ADDRESS", "unix_socket:/nowhere")
    assert speaker_status(VoiceOptions()) == Check(
        works=True,
        what="Speech goes to Narrator's own voice. Orca does not run. Speech Dispatcher does not run.",
    )
    with running_dispatcher(ear.server.environment) as server:
        monkeypatch.setenv("SPEECHD_ADDRESS", server.environment["SPEECHD_ADDRESS"])
        assert speaker_status(VoiceOptions()).what == "Speech goes to Speech Dispatcher. Orca does not run."
        with running_session_bus() as bus:
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
            with running_orca():
                assert speaker_status(VoiceOptions()).what == "Speech goes to Orca."
        assert speaker_status(VoiceOptions(), "own").what == "Speech goes to Narrator's own voice."
