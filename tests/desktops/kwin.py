"""A real KWin without a screen, the compositor of KDE Plasma.

`from tests.desktops.kwin import kwin` in a file of tests gives them the fixture `kwin`, to which the
environment leads then.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.desktop import wait_for_socket
from tests.sessionbus import running_session_bus

__all__ = ["kwin"]

_OPTIONS = ("--virtual", "--width", "800", "--height", "600", "--no-lockscreen")


@pytest.fixture
def kwin(person: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A session of KDE in which nothing was copied yet."""
    with ExitStack() as stack:
        bus = stack.enter_context(running_session_bus())
        # A short path: that of a socket has at most 107 letters.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kwin-", dir="/tmp")))
        program = shutil.which("kwin_wayland")
        assert program
        # The package's own has capabilities that a container may not give; a copy has none.
        copy = Path(shutil.copy(program, folder))
        environment = {
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_CURRENT_DESKTOP": "KDE",
            "XDG_SESSION_TYPE": "wayland",
            "DBUS_SESSION_BUS_ADDRESS": bus.address,
        }
        process = subprocess.Popen(
            [copy, *_OPTIONS],
            env=os.environ | environment | {"HOME": str(folder), "DBUS_SYSTEM_BUS_ADDRESS": bus.address},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(process.wait)
        stack.callback(process.terminate)
        environment["WAYLAND_DISPLAY"] = wait_for_socket(process, folder)
        monkeypatch.delenv("DISPLAY", raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield
