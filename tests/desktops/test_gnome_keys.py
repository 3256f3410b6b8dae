"""A key that the person bound to narrator clipboard in GNOME's own settings, with the real GNOME Shell."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktops.gnome import GnomeShell, Window, gnome, gnome_of_module
from tests.desktops.waiting import wait_until
from tests.drawings import corners

__all__ = ["gnome", "gnome_of_module"]

_HELD = ("Super_L", "Shift_L", "y")
_KEYS = "org.gnome.settings-daemon.plugins.media-keys"
_PATH = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings/custom0/"
_FOUND = "/usr/libexec/gsd-media-keys"


@pytest.fixture
def answers(gnome: GnomeShell, narrator_program: Path, tmp_path: Path) -> Iterator[Path]:
    """Where the answers go of the command that Super+Shift+Y is bound to."""
    answers = tmp_path / "answers"
    command = f'sh -c "{narrator_program} clipboard --silent --json >> {answers} 2>&1"'
    for key, value in {"name": "Narrator", "command": command, "binding": "<Super><Shift>y"}.items():
        gsettings(f"{_KEYS}.custom-keybinding:{_PATH}", key, value)
    gsettings(_KEYS, "custom-keybindings", f"['{_PATH}']")
    with (tmp_path / "log").open("w") as log:
        environment = os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": os.environ["DBUS_SESSION_BUS_ADDRESS"]}
        keys = subprocess.Popen([_FOUND], env=environment, stdout=log, stderr=log)
    try:
        gnome.wait_for("Main.shellDBusService._grabbedAccelerators.size > 0")
        yield answers
    finally:
        keys.kill()
        keys.wait()


def gsettings(schema: str, key: str, value: str) -> None:
    subprocess.run(["gsettings", "set", schema, key, value], check=True)


@pytest.mark.parametrize("overview", [False, True])
def test_the_picture_that_was_copied_is_described_wherever_the_person_is(
    gnome: GnomeShell, answers: Path, tmp_path: Path, overview: bool
) -> None:
    corners().save(tmp_path / "small.png")
    with Window(gnome) as window:
        window.copy(tmp_path / "small.png")
        if overview:
            gnome.show_overview()
        gnome.press(*_HELD)
        wait_until(lambda: answers.exists() and answers.read_text().endswith("\n"), "the answer")
        assert gnome.evaluate("Main.overview.visible") is overview
    assert json.loads(answers.read_text())["picture"] == "clipboard"
