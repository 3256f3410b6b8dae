"""The unit, judged by systemd itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from narrator.daemon.autostart import systemd
from narrator.daemon.autostart.systemd import SystemdAutostart, exec_start, starts_programs
from narrator.daemon.program import program
from narrator.errors import DaemonError
from tests.usermanager import systemctl

AWKWARD = (
    "a b",
    'with "quotes"',
    "back\\slash",
    "100 %h",
    "$HOME",
    "${HOME}",
    "'",
    "new\nline",
    "return\r\n",
    "\x1b\x7f",
    "é",
    "",
)
COMMAND = (*program(), "watch", "/home/me/Pictures", "--clipboard")


@pytest.fixture
def unit(person: Path) -> Path:
    """Where the unit is to be."""
    return person / "config" / "systemd" / "user" / "narrator.service"


@pytest.fixture
def link(unit: Path) -> Path:
    """What enables it."""
    return unit.parent / "graphical-session.target.wants" / unit.name


def verify(unit: Path) -> str:
    """What systemd finds wrong."""
    process = subprocess.run(
        ["systemd-analyze", "--user", "verify", "--man=no", unit], capture_output=True, text=True, timeout=60
    )
    return process.stdout + process.stderr


@pytest.mark.needs_systemd
def test_systemd_finds_nothing_wrong(unit: Path) -> None:
    SystemdAutostart().install([*COMMAND, *AWKWARD])
    assert verify(unit) == ""
    unit.write_text(unit.read_text().replace("MemoryHigh=1G", "MemoryHigh=much"))
    assert "much" in verify(unit)


def test_the_unit_comes_and_goes_with_the_desktop(unit: Path) -> None:
    SystemdAutostart().install(COMMAND)
    lines = unit.read_text().splitlines()
    for setting in ("PartOf", "After", "WantedBy"):
        assert f"{setting}=graphical-session.target" in lines
    assert {"Type=notify", "WatchdogSec=30", "Restart=on-failure"} <= set(lines)


def test_without_an_answer_from_systemctl_it_is_enabled_by_a_link(unit: Path, link: Path) -> None:
    autostart = SystemdAutostart()
    for _ in range(2):
        assert autostart.install(COMMAND) == str(unit)
        assert link.readlink() == unit
    installed = autostart.installed()
    assert installed
    assert installed.ours
    assert installed.running is None
    assert "/home/me/Pictures" in installed.command
    assert autostart.remove()
    assert not unit.exists()
    assert not link.parent.exists()
    assert not autostart.remove()
    assert autostart.installed() is None


def test_what_others_want_started_stays(unit: Path, link: Path) -> None:
    autostart = SystemdAutostart()
    autostart.install(COMMAND)
    other = link.with_name("other.service")
    other.symlink_to("/nowhere/other.service")
    autostart.remove()
    assert other.is_symlink()


def test_another_installation_is_told(unit: Path) -> None:
    autostart = SystemdAutostart()
    autostart.install([f"{program()[0]}-old", "watch"])
    installed = autostart.installed()
    assert installed
    assert not installed.ours


def test_a_unit_that_is_not_ours_is_left_alone(unit: Path) -> None:
    unit.parent.mkdir(parents=True)
    unit.write_text("[Unit]\nDescription=Mine\n")
    autostart = SystemdAutostart()
    for attempt in (lambda: autostart.install(COMMAND), autostart.remove):
        with pytest.raises(DaemonError, match=r"is not Narrator's; move it away"):
            attempt()
    assert autostart.installed() is None
    assert "Mine" in unit.read_text()


def test_a_folder_that_cannot_be_written_is_one_sentence(person: Path) -> None:
    (person / "config").rmdir()
    (person / "config").write_text("a file where a folder should be")
    with pytest.raises(DaemonError, match=r"cannot be written \(.*\); make its folder yours"):
        SystemdAutostart().install(COMMAND)
    assert SystemdAutostart().installed() is None
    assert not SystemdAutostart().remove()


def test_systemd_enables_starts_and_stops_it(user_manager: None, tmp_path: Path, link: Path) -> None:
    autostart = SystemdAutostart()
    heard = tmp_path / "heard"
    code = (
        "import json, pathlib, signal, sys; from narrator.daemon.notify import ServiceManager;"
        f"pathlib.Path({str(heard)!r}).write_text(json.dumps([sys.argv[1:], ServiceManager().alive_every]));"
        "ServiceManager().ready(); signal.pause()"
    )
    systemctl("set-environment", f"PYTHONPATH={os.environ.get('PYTHONPATH', '')}")
    autostart.install([sys.executable, "-c", code, *AWKWARD])
    assert systemctl("is-enabled", "narrator.service").strip() == "enabled"
    assert link.is_symlink()
    assert not getattr(autostart.installed(), "running", None)
    systemctl("start", "narrator.service")  # returns when it has said that it is ready
    assert getattr(autostart.installed(), "running", None)
    assert json.loads(heard.read_text()) == [list(AWKWARD), 15.0]
    systemctl("stop", "narrator.service")
    assert autostart.remove()
    assert not link.exists()
    assert "narrator.service" not in systemctl("list-unit-files", "--no-legend")


def test_a_desktop_that_systemd_does_not_know_of_starts_no_units(user_manager: None, unit: Path) -> None:
    assert starts_programs({})  # over the network, say: the next login may be another desktop
    assert not starts_programs({"DISPLAY": ":0"})
    assert not starts_programs({"WAYLAND_DISPLAY": "wayland-0"})
    # Desktops pull it in by a target of their own; by hand it cannot be started.
    text = "[Unit]\nBindsTo=graphical-session.target\nBefore=graphical-session.target\n"
    unit.parent.mkdir(parents=True)
    (unit.parent / "desktop.target").write_text(text)
    systemctl("daemon-reload")
    systemctl("start", "desktop.target")
    assert starts_programs({"DISPLAY": ":0"})


def test_without_systemd_the_machine_decides(person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for exists in (True, False):
        monkeypatch.setattr(systemd, "_BOOTED", person if exists else person / "nowhere")
        assert starts_programs({"DISPLAY": ":0"}) is exists
    monkeypatch.setenv("PATH", str(person))
    assert not starts_programs({})


def test_the_program_itself_may_have_any_name() -> None:
    assert exec_start(["/my $place/100%/narrator"]) == '"/my $place/100%%/narrator"'
