import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from narrator.daemon.hotkeys.bindings import DEFAULTS, Action
from narrator.daemon.hotkeys.bound.binder import command_of
from narrator.daemon.hotkeys.choice import hotkeys_for
from narrator.daemon.hotkeys.combination import parse_combination
from narrator.daemon.hotkeys.desktops import how_to_bind
from narrator.daemon.hotkeys.memory import MemoryHotkeys
from narrator.errors import DaemonError
from tests.daemon.hotkeys.listening import Listener


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"DISPLAY": ":0"}, "the X server"),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}, "the X server"),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, "the desktop's portal"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "the desktop's portal"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "the desktop's portal"),
    ],
)
def test_the_session_decides(environment: dict[str, str], name: str) -> None:
    assert hotkeys_for(DEFAULTS, environment).name == name


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        (
            {"WAYLAND_DISPLAY": "wayland-1", "SWAYSOCK": "/run/sway"},
            "bindsym Mod4.Shift.d exec narrator clip",
        ),
        ({}, "no desktop here"),
    ],
)
def test_where_there_can_be_none_a_sentence_says_what_to_do(
    environment: dict[str, str], message: str
) -> None:
    with pytest.raises(DaemonError, match=message):
        hotkeys_for(DEFAULTS, environment)


def sway_understands(folder: Path, *lines: str) -> bool:
    """Whether sway takes the lines as its config. It does not run as root, so that it is nobody who asks."""
    (folder / "config").write_text("\n".join((*lines, "")))
    nobody = {"user": "nobody", "group": "nogroup"} if os.getuid() == 0 else {}
    if nobody:
        shutil.chown(folder, **nobody)
    headless = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
    process = subprocess.run(
        ["sway", "--validate", "--config", folder / "config"],
        env=os.environ | headless | {"XDG_RUNTIME_DIR": str(folder)},
        user=nobody.get("user"),
        group=nobody.get("group"),
        extra_groups=[] if nobody else None,
        capture_output=True,
        timeout=60,
    )
    return process.returncode == 0


@pytest.mark.parametrize(
    "here", [{"SWAYSOCK": "s"}, {"XDG_CURRENT_DESKTOP": "KDE"}, {"HYPRLAND_INSTANCE_SIGNATURE": "h"}]
)
def test_what_has_no_key_is_left_out_of_the_steps(here: dict[str, str]) -> None:
    assert Action.ASK not in DEFAULTS
    assert len(how_to_bind(DEFAULTS, here)) == 1 + len(DEFAULTS)
    asking = {**DEFAULTS, Action.ASK: parse_combination("Super+Q")}
    assert len(how_to_bind(asking, here)) == 2 + len(DEFAULTS)


@pytest.mark.needs_wayland
def test_the_lines_for_sway_are_understood_by_sway() -> None:
    keys = ("Super+Shift+D", "Ctrl+PageUp", "Alt+Super+Backspace", "Shift+F9", "Super+Q")
    bindings = dict(zip(Action, map(parse_combination, keys), strict=True))
    lines = [line for line in how_to_bind(bindings, {"SWAYSOCK": "here"}) if line.startswith("bindsym")]
    assert lines[0] == f"bindsym Mod4+Shift+d exec {command_of(Action.CLIPBOARD)}"
    assert len(lines) == len(Action)
    with tempfile.TemporaryDirectory() as folder:
        assert sway_understands(Path(folder), *lines)
        assert not sway_understands(Path(folder), *lines, "bindsym Mod4+nonsense exec narrator more")


def test_choosing_a_wayland_session_does_not_load_what_is_for_x() -> None:
    code = (
        "import sys; from narrator.daemon.hotkeys.choice import hotkeys_for;"
        "hotkeys_for({}, {'WAYLAND_DISPLAY': 'w'}); assert 'Xlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_keys_in_memory_behave_as_all_do() -> None:
    hotkeys, listener = MemoryHotkeys(DEFAULTS, frozenset({Action.MORE})), Listener()
    hotkeys.press(Action.STOP)
    hotkeys.start(listener)
    assert "taken by another program" in listener.next_refusal()
    for action in (Action.MORE, Action.CLIPBOARD):
        hotkeys.press(action)
    assert listener.next_press() is Action.CLIPBOARD
    hotkeys.close()
    hotkeys.press(Action.CLIPBOARD)
    assert listener.presses.empty()
