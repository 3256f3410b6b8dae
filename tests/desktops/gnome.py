"""A real GNOME Shell without a screen, fingers on its keyboard, and a window in which pictures are copied.

`from tests.desktops.gnome import gnome, gnome_of_module` in a file of tests gives them the fixture `gnome`,
to which the environment leads then. The Shell is that of the whole file, which saves its start.
"""

import asyncio
import json
import os
import select
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.errors import DBusError
from Xlib import XK

from tests.desktops.waiting import PATIENCE_SECONDS, wait_until
from tests.sessionbus import running_session_bus

__all__ = ["GnomeShell", "Window", "gnome", "gnome_of_module", "running_gnome"]

_SHELL = ("org.gnome.Shell", "/org/gnome/Shell", "org.gnome.Shell")
_REMOTE = (
    "org.gnome.Mutter.RemoteDesktop",
    "/org/gnome/Mutter/RemoteDesktop",
    "org.gnome.Mutter.RemoteDesktop",
)
_OPTIONS = ("--headless", "--virtual-monitor", "1024x768", "--wayland", "--unsafe-mode")
_STARTED = "!Main.layoutManager._startingUp"


class GnomeShell:
    """A running Shell; its environment leads programs to it."""

    def __init__(self, folder: Path, bus: str) -> None:
        """`folder` is where its person lives, and `bus` is the address of their message bus."""
        self.home, runtime = folder / "home", folder / "run"
        (self.home / "Pictures").mkdir(parents=True)
        runtime.mkdir(mode=0o700)
        (self.home / ".config").mkdir()
        (self.home / ".config" / "user-dirs.dirs").write_text('XDG_PICTURES_DIR="$HOME/Pictures"\n')
        _let_x_servers_in()
        inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        surroundings = {
            **inherited,
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CURRENT_DESKTOP": "GNOME",
            "XDG_SESSION_TYPE": "wayland",
            "DBUS_SESSION_BUS_ADDRESS": bus,
            # Settings in a file, which programs share without a service for them.
            "GSETTINGS_BACKEND": "keyfile",
        }
        self._runner = asyncio.Runner()
        self._bus = self._runner.run(_connected(bus))
        with (folder / "log").open("w") as log:
            self._process = subprocess.Popen(
                ["gnome-shell", *_OPTIONS],
                # Of the system's bus it wants services that are not there; without the bus it would end.
                env=surroundings | {"DBUS_SYSTEM_BUS_ADDRESS": bus},
                stdout=log,
                stderr=log,
            )
        self._log = folder / "log"
        try:
            self._wait_until_started()
            self._keyboard = self._plugged_in()
            self.press("Shift_L")  # Mutter adds the keyboard when its first key is pressed
            names = ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY")
            asked = ", ".join(f"imports.gi.GLib.getenv('{name}')" for name in names)
            leading = dict(zip(names, self.evaluate(f"[{asked}]"), strict=True))
        except BaseException:
            self.end()
            raise
        self.environment: Mapping[str, str] = surroundings | leading

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the Shell's JavaScript, as JSON has it."""
        done, value = self._call(_SHELL, "Eval", "s", script)
        assert done, value
        return json.loads(value) if value else None

    def wait_for(self, script: str) -> None:
        """Wait until an expression is true."""
        wait_until(lambda: self.evaluate(script) is True, script)

    def show_overview(self) -> None:
        """Open the overview, where the Shell itself has the keyboard."""
        self.evaluate("Main.overview.show()")
        self.wait_for("Main.overview.visible && !Main.overview.animationInProgress")

    def press(self, *keys: str) -> None:
        """Press keys by their X names, one after the other, and release them in the opposite order."""
        symbols = [XK.string_to_keysym(key) for key in keys]
        for symbol, pressed in [(each, True) for each in symbols] + [(each, False) for each in symbols[::-1]]:
            self._call(self._keyboard, "NotifyKeyboardKeysym", "ub", symbol, pressed)

    def end(self) -> None:
        """Kill it. A second time is nothing."""
        self._process.kill()
        self._process.wait()
        self._bus.disconnect()
        self._runner.close()

    def _wait_until_started(self) -> None:
        def started() -> bool:
            assert self._process.poll() is None, self._log.read_text()
            try:
                return self.evaluate(_STARTED) is True
            except (DBusError, AssertionError):
                return False

        wait_until(started, "the start of GNOME Shell")

    def _plugged_in(self) -> tuple[str, str, str]:
        """A keyboard of Mutter's remote desktop."""
        (path,) = self._call(_REMOTE, "CreateSession")
        session = (_REMOTE[0], path, f"{_REMOTE[2]}.Session")
        self._call(session, "Start")
        return session

    def _call(self, whom: tuple[str, str, str], member: str, signature: str = "", *body: object) -> list[Any]:
        destination, path, interface = whom
        message = Message(
            destination=destination,
            path=path,
            interface=interface,
            member=member,
            signature=signature,
            body=list(body),
        )
        answer = self._runner.run(self._bus.call(message))
        assert answer is not None
        if answer.message_type is MessageType.ERROR:
            raise DBusError(answer.error_name or "", str(answer.body))
        return answer.body


class Window:
    """A window of GTK 4 in which pictures are copied, as in any application."""

    def __init__(self, shell: GnomeShell) -> None:
        self._shell = shell
        self._process = subprocess.Popen(
            ["/usr/bin/python3", str(Path(__file__).with_name("window.py"))],
            env={**shell.environment, "GTK_A11Y": "none"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._heard() == "active"

    def copy(self, picture: Path) -> None:
        """Copy a picture, as from a drawing program."""
        assert self._process.stdin
        print(picture, file=self._process.stdin, flush=True)
        assert self._heard() == "seen"
        self._shell.press("F2")
        assert self._heard() == "copied"
        self._shell.wait_for("global.display.get_selection().get_mimetypes(1).includes('image/png')")

    def text(self) -> str:
        """What was typed in it so far."""
        assert self._process.stdin
        print(file=self._process.stdin, flush=True)
        return self._heard()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def _heard(self) -> str:
        assert self._process.stdout
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE_SECONDS)
        assert ready, "the window does nothing"
        return self._process.stdout.readline().rstrip("\n")


@contextmanager
def running_gnome() -> Iterator[GnomeShell]:
    with ExitStack() as stack:
        bus = stack.enter_context(running_session_bus())
        # A short path: that of a socket has at most 107 letters.
        folder = tempfile.mkdtemp(prefix="gnome-", dir="/tmp")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)  # Xwayland removes its file itself
        shell = GnomeShell(Path(folder), bus.address)
        stack.callback(shell.end)
        yield shell


@pytest.fixture(scope="module")
def gnome_of_module() -> Iterator[GnomeShell]:
    """The Shell of all tests of a file."""
    with running_gnome() as shell:
        yield shell


@pytest.fixture
def gnome(gnome_of_module: GnomeShell, person: Path, monkeypatch: pytest.MonkeyPatch) -> GnomeShell:
    """A GNOME session of this person, at its desktop, who has copied only words so far."""
    shell = gnome_of_module
    for name, value in shell.environment.items():
        monkeypatch.setenv(name, value)
    shell.evaluate("Main.overview.hide()")
    shell.wait_for("!Main.overview.visible")
    shell.evaluate(
        "imports.gi.St.Clipboard.get_default().set_text(imports.gi.St.ClipboardType.CLIPBOARD, 'words')"
    )
    return shell


async def _connected(address: str) -> MessageBus:
    return await MessageBus(bus_address=address).connect()


def _let_x_servers_in() -> None:
    """Let Xwayland put its socket where it belongs: Mutter makes the folder too narrow for itself."""
    sockets = Path("/tmp/.X11-unix")
    sockets.mkdir(exist_ok=True)
    if sockets.stat().st_uid == os.getuid():
        sockets.chmod(0o1777)
