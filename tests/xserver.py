"""A private X server without a screen, and fingers that press real keys on it through XTest.

`from tests.xserver import x_server` in a conftest.py gives its tests the fixture `x_server`, to which DISPLAY
leads then.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

__all__ = ["Fingers", "XServer", "own_display", "running_x_server", "x_server"]


class XServer:
    """A running server; `display` is what DISPLAY must be."""

    def __init__(self, display: str | None = None) -> None:
        """On a display of its own choice, or on one that is free again."""
        reader, writer = os.pipe()
        # Without -noreset it forgets its keyboard layout when the last program leaves.
        options = ["-noreset", "-nolisten", "tcp", "-screen", "0", "640x480x24", "-displayfd", str(writer)]
        self.process = subprocess.Popen(
            ["Xvfb", *([display] if display else []), *options], pass_fds=[writer], stderr=subprocess.DEVNULL
        )
        os.close(writer)
        with os.fdopen(reader) as number:
            self.display = f":{number.readline().strip()}"  # written when it is ready for programs
        assert self.display != ":", "Xvfb has ended at once"

    def layout(self, *options: str) -> None:
        """Change the keyboard, with the options of setxkbmap."""
        subprocess.run(["setxkbmap", "-display", self.display, *options], check=True)

    def kill(self) -> None:
        """End it without a farewell."""
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """End it politely: it removes its socket. A second time is nothing."""
        self.process.terminate()
        self.process.wait()


def own_display() -> str:
    """A display that nobody else takes while its server is away, as who chooses takes the first free one."""
    return f":{10_000 + os.getpid() % 40_000}"


class Fingers:
    """Presses keys by their X names."""

    def __init__(self, display: str) -> None:
        self._display = Display(display)

    def press(self, *keys: str) -> None:
        """Press them one after the other and release them in the opposite order."""
        self.hold(*keys)
        self.release(*keys)

    def hold(self, *keys: str) -> None:
        for key in keys:
            self.send(X.KeyPress, self.code(key))

    def release(self, *keys: str) -> None:
        for key in reversed(keys):
            self.send(X.KeyRelease, self.code(key))

    def press_place(self, *codes: int) -> None:
        """Press keys by where they are, whatever they give."""
        for code in codes:
            self.send(X.KeyPress, code)
        for code in reversed(codes):
            self.send(X.KeyRelease, code)

    def send(self, kind: int, code: int) -> None:
        """Press a key, or let go of it, and return when the server has taken note."""
        xtest.fake_input(self._display, kind, code)
        self._display.sync()

    def type_on(self, keyboard: str) -> None:
        """Press keys of another keyboard from now on: the one that belongs to this pointer."""
        window = self._display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._display.sync()
        command = ["xinput", "set-cp", str(window.id), keyboard]
        environment = os.environ | {"DISPLAY": self._display.get_display_name().removeprefix("unix")}
        subprocess.run(command, env=environment, check=True)

    def held(self) -> int:
        """The modifiers that the server holds for pressed, or pressed for the next key."""
        return int(self._display.screen().root.query_pointer().mask)

    def code(self, key: str) -> int:
        """The code of a key as the keyboard is laid out now."""
        code: int = self._display.keysym_to_keycode(XK.string_to_keysym(key))
        assert code, f"this keyboard has no {key}"
        return code

    def close(self) -> None:
        self._display.close()


@contextmanager
def running_x_server(display: str | None = None) -> Iterator[XServer]:
    server = XServer(display)
    try:
        yield server
    finally:
        server.end()


@pytest.fixture
def x_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[XServer]:
    """An X session of this test alone."""
    with running_x_server() as server:
        monkeypatch.setenv("DISPLAY", server.display)
        monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
        for variable in ("WAYLAND_DISPLAY", "XAUTHORITY", "SWAYSOCK"):
            monkeypatch.delenv(variable, raising=False)
        yield server


@pytest.fixture
def fingers(x_server: XServer) -> Iterator[Fingers]:
    """Somebody at the keyboard of the server."""
    with closing(Fingers(x_server.display)) as fingers:
        yield fingers
