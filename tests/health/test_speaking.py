"""What narrator doctor hears about speech, on machines that have it and machines that do not."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.dispatcher import running_dispatcher
from narrator.health.check import Check, Finding
from narrator.health.speaking import output, speaker, synthesizer
from narrator.settings.settings import Settings
from tests.orca import running_orca
from tests.places import ROOT
from tests.sessionbus import running_session_bus
from tests.soundserver import Ear, running_server

pytestmark = pytest.mark.usefixtures("mark", "temporary")
OWN = "Speech goes to Narrator's own voice."


def sound() -> Finding:
    return Check(part="sound output", run=output).find()


def test_a_machine_where_all_is_well(ear: Ear) -> None:
    made = synthesizer(Settings())
    assert made == Finding(works=True, what="Speech is made by espeak-ng with the voice gmw/en.")
    assert sound() == Finding(works=True, what="Sound is played through PulseAudio.")


def test_a_voice_that_is_not_there() -> None:
    found = Check(part="synthesizer", run=lambda: synthesizer(Settings(voice="Amercia"))).find()
    assert not found.works
    assert found.what == "There is no voice called Amercia."
    assert "America" in found.mend


def test_no_sound_server_and_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    found = sound()
    assert not found.works
    assert found.what.startswith("There is no sound output")
    assert found.mend.startswith("Connect loudspeakers")


@pytest.mark.needs_sound
def test_a_server_without_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    with running_server(sink="auto_null") as server:
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        found = sound()
    assert not found.works
    assert "dummy" in found.what


def test_looking_for_sound_writes_nothing_to_the_terminal() -> None:
    code = "from tests.health.test_speaking import sound; assert not sound().works"
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
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ear: Ear
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("SPEECHD_ADDRESS", "unix_socket:/nowhere")
    assert speaker(Settings()).what == f"{OWN} Orca does not run. Speech Dispatcher does not run."
    assert speaker(Settings(speaker="orca")).what == f"{OWN} Orca does not run."
    with running_dispatcher(ear.server.environment) as server:
        monkeypatch.setenv("SPEECHD_ADDRESS", server.environment["SPEECHD_ADDRESS"])
        assert speaker(Settings()).what == "Speech goes to Speech Dispatcher. Orca does not run."
        with running_session_bus() as bus:
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
            with running_orca():
                assert speaker(Settings()).what == "Speech goes to Orca."
        assert speaker(Settings(speaker="own")).what == OWN
