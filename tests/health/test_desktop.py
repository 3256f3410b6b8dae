"""Keys, clipboard and cameras of desktops that are there, that refuse, and that are not there."""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from av.device import DeviceInfo
from Xlib import XK, X
from Xlib.display import Display

from narrator.errors import SettingsError, SourceError
from narrator.health import desktop
from narrator.health.checks import checks
from narrator.installation.choice import this_installation
from narrator.settings.settings import Settings
from narrator.sources.arrival import UnwatchableError
from tests.xserver import XServer, x_server

__all__ = ["x_server"]


@pytest.fixture
def wayland(person: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Wayland desktop with no program but wl-paste, which must not be run: on GNOME it takes the focus."""
    program = person / "wl-paste"
    program.write_text(f"#!/bin/sh\n/usr/bin/touch {person}/run\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(person))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    return program


def test_the_keys_of_the_settings_are_named() -> None:
    assert "Super+F8 for stop" in desktop.table_of_hotkeys(Settings(hotkeys={"stop": "Super+F8"})).what
    off = dict.fromkeys(("clipboard", "repeat", "more", "stop"), "off")
    assert desktop.table_of_hotkeys(Settings(hotkeys=off)).what == "The settings leave no action a hotkey."


def test_a_wrong_table_of_hotkeys_is_told_and_keeps_watch_from_starting() -> None:
    with pytest.raises(SettingsError, match=r"hotkeys\.stopp in the settings file .* is no action; did you"):
        desktop.table_of_hotkeys(Settings(hotkeys={"stopp": "off"}))
    assert {check.part: check.needed for check in checks()}["table of hotkeys"]


def test_a_key_that_another_program_has_is_a_problem(x_server: XServer) -> None:
    assert desktop.hotkeys(Settings()).what == "The X server gives these keys while narrator watch runs."
    with closing(Display(x_server.display)) as other:
        code = other.keysym_to_keycode(XK.string_to_keysym("b"))
        mask = X.Mod4Mask | X.ShiftMask
        other.screen().root.grab_key(code, mask, False, X.GrabModeAsync, X.GrabModeAsync)
        other.sync()
        finding = desktop.hotkeys(Settings())
    assert not finding.works
    assert finding.what == "Super+Shift+B is taken by another program."
    assert finding.mend == "Set another key for repeat in the settings."


def test_where_no_desktop_gives_keys_it_says_how_to_bind_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(variable, raising=False)
    finding = desktop.hotkeys(Settings(hotkeys={"stopp": "off"}))
    assert finding.what == "There is no desktop here, and so there are no hotkeys."
    assert finding.mend.endswith("Or bind keys in the desktop's own settings, as narrator hotkeys tells.")


def test_sway_is_told_once_where_its_keys_are_bound(wayland: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWAYSOCK", "/sway")
    assert str(desktop.hotkeys(Settings())).count("narrator hotkeys") == 1


def test_the_clipboard_of_wayland_is_not_read(wayland: Path) -> None:
    assert desktop.clipboard().what == "Copied pictures can be had through wl-paste."
    assert not (wayland.parent / "run").exists()


def test_the_clipboard_of_gnome_is_for_asking(wayland: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
    with pytest.raises(UnwatchableError, match="describe copied pictures with narrator clipboard"):
        desktop.clipboard()
    wayland.unlink()
    with pytest.raises(SourceError, match="install the package wl-clipboard"):
        desktop.clipboard()
    assert not (wayland.parent / "run").exists()


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[DeviceInfo]]:
    devices: list[DeviceInfo] = []
    monkeypatch.setattr("av.device.enumerate_input_devices", lambda _: devices)
    yield devices


def test_cameras_are_named_as_a_person_knows_them(connected: list[DeviceInfo]) -> None:
    connected.append(DeviceInfo("/dev/video0", "Front camera", True, ["video"]))
    connected.append(DeviceInfo("hw:0", "Microphone", True, ["audio"]))
    connected.append(DeviceInfo("/dev/video2", "", False, ["video"]))
    assert desktop.camera().what == "Cameras can be used: Front camera, /dev/video2."


def test_without_a_camera_nothing_is_wrong(connected: list[DeviceInfo]) -> None:
    assert str(desktop.camera()) == "ok: Cameras can be used, but none is connected."


def test_without_the_extra_for_cameras_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av.device", None)
    finding = desktop.camera()
    assert not finding.works
    assert "Cameras and videos need a part that is not installed" in finding.what
    assert finding.mend == f"Run {this_installation().to_add('camera')} if you want that."
