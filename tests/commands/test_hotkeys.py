"""`narrator hotkeys` on a real X server and without any."""

import json
from contextlib import closing
from typing import Any

import pytest
from Xlib import XK, X
from Xlib.display import Display

from narrator.daemon.hotkeys.bindings import DEFAULTS, Action
from narrator.daemon.hotkeys.bound.binder import command_of
from narrator.places import settings_file
from tests.conftest import Narrate
from tests.daemon.hotkeys.listening import Listener
from tests.xserver import XServer, x_server

__all__ = ["x_server"]

COMMANDS = [command_of(action) for action in Action]
BOUND = [command_of(action) for action in DEFAULTS]


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal outside of any desktop."""
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "SWAYSOCK"):
        monkeypatch.delenv(variable, raising=False)


def take(server: XServer, key: str) -> Display:
    """Another program that holds Super+Shift and a key."""
    other = Display(server.display)
    code = other.keysym_to_keycode(XK.string_to_keysym(key))
    mask = X.Mod4Mask | X.ShiftMask
    other.screen().root.grab_key(code, mask, False, X.GrabModeAsync, X.GrabModeAsync)
    other.sync()
    return other


def records(narrate: Narrate) -> dict[str, dict[str, Any]]:
    process = narrate("hotkeys", "--json")
    assert (process.returncode, process.stderr) == (0, "")
    found = [json.loads(line) for line in process.stdout.splitlines()]
    assert [record["action"] for record in found] == [action.value for action in Action]
    assert [record["command"] for record in found] == COMMANDS
    return {record["action"]: record for record in found}


def test_all_keys_are_listed_and_nothing_about_desktops_that_are_not_here(
    narrate: Narrate, x_server: XServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    process = narrate("hotkeys")
    assert (process.returncode, process.stderr) == (0, "")
    lines = process.stdout.splitlines()
    assert lines[0] == "Super+Shift+D: describe the picture on the clipboard."
    assert "They work while narrator watch runs" in lines[len(Action)]
    assert len(lines) == len(Action) + 1


def test_where_a_key_does_not_work_all_ways_to_bind_it_are_listed(
    narrate: Narrate, x_server: XServer
) -> None:
    with closing(take(x_server, "b")):
        process = narrate("hotkeys")
    assert f"bindsym Mod4+Shift+x exec {BOUND[-1]}" in process.stdout.splitlines()
    for text in ("GNOME: ", "KDE: ", "Sway and i3: ", "Hyprland: ", *BOUND):
        assert text in process.stdout


def test_a_taken_key_is_told_where_it_is_listed(narrate: Narrate, x_server: XServer) -> None:
    with closing(take(x_server, "b")):
        lines = narrate("hotkeys").stdout.splitlines()
        found = records(narrate)
    assert "Super+Shift+B is taken by another program" in lines[1]
    assert "taken" not in lines[0]
    assert [record["usable"] for record in found.values()] == [True, False, True, True, False]
    assert "Super+Shift+B is taken" in found["repeat"]["problem"]


def test_the_keys_of_a_running_narrator_are_usable(narrate: Narrate, x_server: XServer) -> None:
    from narrator.daemon.hotkeys.x11 import X11Hotkeys

    with closing(X11Hotkeys(DEFAULTS)) as hotkeys:
        hotkeys.start(Listener())
        usable = {action for action, record in records(narrate).items() if record["usable"]}
    assert usable == {action.value for action in DEFAULTS}


def test_where_no_key_can_work_the_list_says_why_once(narrate: Narrate, nowhere: None) -> None:
    process = narrate("hotkeys")
    assert process.returncode == 0
    assert process.stdout.count("There is no desktop here") == 1
    assert f"bindsym Mod4+Shift+d exec {COMMANDS[0]}" in process.stdout
    assert not any(record["usable"] for record in records(narrate).values())


def test_an_x_server_that_is_gone_is_told_in_a_sentence(
    narrate: Narrate, nowhere: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    process = narrate("hotkeys")
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.count("The X server cannot be reached for hotkeys") == 1


def test_the_table_of_the_settings_is_joined_with_the_defaults(narrate: Narrate, nowhere: None) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('[hotkeys]\nclipboard = "Super+F8"\nstop = "off"\n')
    keys = [record["key"] for record in records(narrate).values()]
    assert keys == ["Super+F8", "Super+Shift+B", "Super+Shift+I", None, None]
