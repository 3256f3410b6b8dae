"""The focused window hears nothing of our keys: a real X server, and a window that notes what it is told."""

import os
import subprocess
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing

import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.ext import xinput

from narrator.daemon.hotkeys import x11_quiet
from narrator.daemon.hotkeys.bindings import DEFAULTS, Action
from narrator.daemon.hotkeys.x11 import X11Hotkeys
from narrator.daemon.hotkeys.x11_quiet import Event, Press, QuietGrabs
from tests.daemon.hotkeys.listening import Listener, in_time
from tests.xserver import Fingers, XServer

HELD = ("Super_L", "Shift_L")


class Window:
    """The window in which somebody works."""

    def __init__(self, display: str) -> None:
        self._display = Display(display)
        root = self._display.screen().root
        mask = X.FocusChangeMask | X.KeyPressMask | X.KeyReleaseMask | X.VisibilityChangeMask
        self._window = root.create_window(0, 0, 100, 100, 0, X.CopyFromParent, event_mask=mask)
        self._window.map()
        while self._display.next_event().type != X.VisibilityNotify:
            pass
        self._window.set_input_focus(X.RevertToParent, X.CurrentTime)
        assert X.FocusIn in self.told()

    def told(self) -> list[int]:
        """The kinds of what it was told since the last time."""
        self._display.sync()
        kinds = [self._display.next_event().type for _ in range(self._display.pending_events())]
        return [kind for kind in kinds if kind != X.MappingNotify]

    def close(self) -> None:
        self._display.close()


@pytest.fixture
def window(x_server: XServer) -> Iterator[Window]:
    with closing(Window(x_server.display)) as window:
        yield window


@pytest.fixture
def listener(x_server: XServer) -> Iterator[Listener]:
    with closing(X11Hotkeys(DEFAULTS)) as hotkeys:
        listener = Listener()
        hotkeys.start(listener)
        yield listener


def test_the_window_keeps_the_focus(listener: Listener, window: Window, fingers: Fingers) -> None:
    fingers.hold(*HELD)
    assert window.told() == [X.KeyPress, X.KeyPress]
    for key, action in zip("dbix", DEFAULTS, strict=True):
        fingers.press(key)
        assert listener.next_press() is action
    assert window.told() == []
    fingers.release(*HELD)
    assert window.told() == [X.KeyRelease, X.KeyRelease]


def test_a_server_without_keyboards_apart_gives_the_keys_all_the_same(
    window: Window, fingers: Fingers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(x11_quiet, "_EXTENSIONS", ("no such extension",))
    with closing(X11Hotkeys(DEFAULTS)) as hotkeys:
        listener = Listener()
        hotkeys.start(listener)
        fingers.press(*HELD, "d")
        assert listener.next_press() is Action.CLIPBOARD
        assert {X.FocusIn, X.FocusOut} <= set(window.told())


def test_what_is_let_go_of_first_does_not_stay_pressed(
    listener: Listener, window: Window, fingers: Fingers
) -> None:
    for _ in range(20):
        fingers.hold(*HELD, "x")
        fingers.release("Super_L", "Shift_L")  # perhaps before we have given the keyboard back
        fingers.release("x")
        assert listener.next_press() is Action.STOP
        assert in_time(lambda: fingers.held() == 0)
    told = window.told()
    assert told.count(X.KeyPress) == told.count(X.KeyRelease) == 40


def test_sticky_keys_are_used_up(
    listener: Listener, window: Window, fingers: Fingers, x_server: XServer
) -> None:
    options = ["sticky", "-twokey", "latchlock"]
    subprocess.run(["xkbset", *options], env=os.environ | {"DISPLAY": x_server.display}, check=True)
    for key in (*HELD, "d"):  # one after the other
        fingers.press(key)
    assert listener.next_press() is Action.CLIPBOARD
    assert in_time(lambda: fingers.held() == 0)


def test_a_keyboard_that_is_plugged_in_later_is_quiet_too(
    listener: Listener, x_server: XServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[object] = []
    quiet: list[object] = []
    take, hear = QuietGrabs.take, QuietGrabs.hear

    def note_take(grabs: QuietGrabs, presses: Collection[Press], locks: Sequence[int]) -> None:
        take(grabs, presses, locks)
        taken.append(presses)

    def note_hear(grabs: QuietGrabs, event: Event, unlatch: Callable[[], None]) -> Press | None:
        quiet.append(event)
        return hear(grabs, event, unlatch)

    monkeypatch.setattr(QuietGrabs, "take", note_take)
    monkeypatch.setattr(QuietGrabs, "hear", note_hear)
    command = ["xinput", "create-master", "second"]
    subprocess.run(command, env=os.environ | {"DISPLAY": x_server.display}, check=True)
    assert in_time(lambda: bool(taken))
    with closing(Fingers(x_server.display)) as others:
        others.type_on("second pointer")
        others.press(*HELD, "i")
        assert listener.next_press() is Action.MORE
    assert quiet


def test_a_key_that_a_desktop_holds_by_the_newer_way_is_taken(x_server: XServer, fingers: Fingers) -> None:
    with closing(Display(x_server.display)) as desktop:
        desktop.xinput_query_version()
        [master] = [
            device.deviceid
            for device in desktop.xinput_query_device(xinput.AllDevices).devices
            if device.use == xinput.MasterKeyboard
        ]
        root, mask = desktop.screen().root, X.Mod4Mask | X.ShiftMask
        modes = (xinput.GrabModeAsync, xinput.GrabModeAsync, False, xinput.KeyPressMask)
        root.xinput_grab_keycode(master, X.CurrentTime, fingers.code("d"), *modes, [mask])
        assert X11Hotkeys(DEFAULTS).trouble().keys() == {Action.CLIPBOARD}
