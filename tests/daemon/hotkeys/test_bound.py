"""Keys in the settings of desktops: the real gsettings with dconf, and the real xfconf, on a private bus."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from narrator.belongings.inventory import kept
from narrator.daemon.hotkeys.bindings import DEFAULTS, Action, Bindings
from narrator.daemon.hotkeys.bound.binder import Binder, command_of, perform, started_by
from narrator.daemon.hotkeys.bound.choice import binder_here, bound_here
from narrator.daemon.hotkeys.combination import parse_combination
from narrator.daemon.program import program
from narrator.errors import DaemonError
from tests.conftest import Narrate
from tests.desktopsettings import desktop_settings

__all__ = ["desktop_settings"]

DESKTOPS = {"GNOME": "ubuntu:GNOME", "Cinnamon": "X-Cinnamon", "MATE": "MATE", "XFCE": "XFCE"}
LISTS = {
    "GNOME": ("org.gnome.settings-daemon.plugins.media-keys", "custom-keybindings"),
    "Cinnamon": ("org.cinnamon.desktop.keybindings", "custom-list"),
}
ACCELERATORS = {
    Action.CLIPBOARD: "<Super><Shift>d",
    Action.REPEAT: "<Super><Shift>b",
    Action.MORE: "<Super><Shift>i",
    Action.STOP: "<Super><Shift>x",
}


@pytest.fixture(params=DESKTOPS)
def desktop(request: pytest.FixtureRequest, desktop_settings: None, monkeypatch: pytest.MonkeyPatch) -> str:
    name = str(request.param)
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", DESKTOPS[name])
    return name


@pytest.fixture
def binder(desktop: str) -> Binder:
    binder = binder_here()
    assert binder and binder.name == desktop
    return binder


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_keys_are_bound_once_and_taken_away(binder: Binder) -> None:
    assert binder.bound() == {}
    for _ in range(2):  # a second time changes nothing
        perform(binder.to_bind(DEFAULTS))
        assert binder.bound() == ACCELERATORS
    assert bound_here() == (binder.name, ACCELERATORS)
    for _ in range(2):
        perform(binder.to_unbind())
        assert binder.bound() == {}


def test_the_lines_can_be_pasted_into_a_shell(binder: Binder) -> None:
    lines = [shlex.join(command) for command in binder.to_bind(DEFAULTS)]
    subprocess.run(["sh", "-e"], input="\n".join(lines), text=True, check=True)
    assert binder.bound() == ACCELERATORS


def test_other_keys_take_the_place_of_those_before(binder: Binder) -> None:
    perform(binder.to_bind(DEFAULTS))
    other: Bindings = {
        Action.CLIPBOARD: parse_combination("Super+F8"),
        Action.STOP: DEFAULTS[Action.CLIPBOARD],
    }
    perform(binder.to_bind(other))
    assert binder.bound() == {Action.CLIPBOARD: "<Super>F8", Action.STOP: "<Super><Shift>d"}


@pytest.mark.parametrize("desktop", LISTS, indirect=True)
def test_the_persons_own_keys_stay_in_their_order(desktop: str, binder: Binder) -> None:
    own = ["/org/gnome/mine/", "/org/gnome/it's/"] if desktop == "GNOME" else ["custom1", "custom0"]
    run("gsettings", "set", *LISTS[desktop], str(own))
    perform(binder.to_bind(DEFAULTS))
    listed = run("gsettings", "get", *LISTS[desktop])
    assert listed.startswith(str(own).removesuffix("]")) and listed.count("narrator-") == len(DEFAULTS)
    perform(binder.to_unbind())
    assert run("gsettings", "get", *LISTS[desktop]) == str(own)


@pytest.mark.parametrize("desktop", ["XFCE"], indirect=True)
def test_a_key_of_xfce_that_has_another_command_keeps_it(desktop: str, binder: Binder) -> None:
    key = ("--channel", "xfce4-keyboard-shortcuts", "--property", "/commands/custom/<Super><Shift>d")
    run("xfconf-query", *key, "--create", "--type", "string", "--set", "xfce4-terminal --drop-down")
    perform(binder.to_bind(DEFAULTS))
    assert binder.bound().keys() == {Action.REPEAT, Action.MORE, Action.STOP}
    perform(binder.to_unbind())
    assert run("xfconf-query", *key) == "xfce4-terminal --drop-down"


def test_they_belong_to_what_is_removed(binder: Binder) -> None:
    perform(binder.to_bind(DEFAULTS))
    [keys] = [each for each in kept() if each.what.startswith("Keys")]
    assert (keys.what, "<Super><Shift>x" in keys.place) == (f"Keys in the settings of {binder.name}", True)
    assert keys.remove() is None
    assert binder.bound() == {}


def test_the_command_binds_lists_and_removes(desktop: str, narrate: Narrate) -> None:
    printed = narrate("hotkeys", "install", "--print").stdout
    assert command_of(Action.STOP) in printed
    assert narrate("hotkeys", "remove").stdout.endswith("so there was nothing to remove.\n")
    lines = narrate("hotkeys", "install").stdout.splitlines()
    assert lines[0] == "Super+Shift+D: describe the picture on the clipboard."
    assert lines[-1] == (
        f"{desktop} binds these keys from now on; narrator hotkeys remove takes them away again."
    )
    listed = narrate("hotkeys").stdout
    assert f"<Super><Shift>x: be silent. It is in the settings of {desktop}." in listed
    assert narrate("hotkeys", "remove").stdout == f"{desktop} does not bind Narrator's keys any more.\n"


def test_a_desktop_that_we_do_not_know_is_a_sentence(
    narrate: Narrate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    process = narrate("hotkeys", "install")
    assert process.returncode == 1
    assert "narrator hotkeys tells how you do it" in process.stderr


def test_settings_without_a_bus_are_a_sentence(person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "XFCE")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    binder = binder_here()
    if binder is None:
        pytest.skip("there is no XFCE here")
    with pytest.raises(
        DaemonError,
        match=r"^The desktop's settings cannot be used, because its program xfconf-query does not reach "
        r"them; start narrator hotkeys in your desktop session\.$",
    ):
        binder.bound()
    assert bound_here() == ("", {})


def test_whose_command_it_is() -> None:
    assert program()[0].startswith("/")
    for action in Action:
        assert started_by(command_of(action)) is action
        assert started_by(f"'{sys.executable} x' -P -m narrator {action.value}") is action
        assert started_by(f"'/home/a b/narrator' {action.value}") is action
    for other in (
        "narrator clipboard",
        "/usr/bin/narrator watch",
        "/usr/bin/narrators stop",
        "'",
        "",
        "xterm",
    ):
        assert started_by(other) is None
