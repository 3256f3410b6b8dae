"""The launch agent; only the question whether it runs is not real."""

import plistlib
from pathlib import Path

import pytest

from narrator.daemon.autostart.launchd import LaunchdAutostart
from narrator.daemon.program import program
from narrator.errors import DaemonError

COMMAND = (*program(), "watch", "/Users/me/My Pictures & <more>", "--clipboard")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_the_agent_holds_the_command(home: Path) -> None:
    autostart = LaunchdAutostart(lambda label: label == "io.github.narrator.Narrator")
    assert autostart.installed() is None
    for _ in range(2):
        place = autostart.install(COMMAND)
    agent = plistlib.loads(Path(place).read_bytes())
    assert agent["ProgramArguments"] == list(COMMAND)
    assert agent["RunAtLoad"] is True
    assert Path(place).name == f"{agent['Label']}.plist"
    assert Path(place).parent == home / "Library" / "LaunchAgents"
    installed = autostart.installed()
    assert installed
    assert (installed.ours, installed.running) == (True, True)
    assert "'/Users/me/My Pictures & <more>'" in installed.command
    assert autostart.remove()
    assert not autostart.remove()


def test_another_installation_is_told(home: Path) -> None:
    autostart = LaunchdAutostart(lambda _: False)
    autostart.install(["/elsewhere/narrator", "watch"])
    installed = autostart.installed()
    assert installed
    assert (installed.ours, installed.running) == (False, False)


def test_an_agent_that_is_not_ours_is_left_alone(home: Path) -> None:
    autostart = LaunchdAutostart(lambda _: False)
    place = Path(autostart.install(COMMAND))
    place.write_bytes(plistlib.dumps({"Label": "somebody.else"}))
    with pytest.raises(DaemonError, match="is not Narrator's"):
        autostart.remove()
