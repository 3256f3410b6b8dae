"""Private desktops without a screen: an X server, and a Wayland compositor.

`from tests.desktop import x_server` in a conftest.py gives its tests a desktop that the environment leads to.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

__all__ = ["Sway", "XServer", "running_sway", "running_x_server", "sway", "x_server"]

PATIENCE_SECONDS = 20.0

_NOBODY = 65534
_SWAY_CONFIG = "xwayland disable\n"


class XServer:
    """A running Xvfb; `display` is what DISPLAY must be."""

    def __init__(self, display: str | None = None) -> None:
        """On a display of its own choice, or on one that is free again."""
        reader, writer = os.pipe()
        options = ["-noreset", "-nolisten", "tcp", "-screen", "0", "640x480x24", "-displayfd", str(writer)]
        self.process = subprocess.Popen(
            ["Xvfb", *([display] if display else []), *options], pass_fds=[writer], stderr=subprocess.DEVNULL
        )
        os.close(writer)
        with os.fdopen(reader) as number:
            self.display = f":{number.readline().strip()}"  # written when it is ready for programs
        assert self.display != ":", "Xvfb has ended at once"

    def end(self) -> None:
        """End it politely: it removes its socket. A second time is nothing."""
        self.process.terminate()
        self.process.wait()


class Sway:
    """A running sway; its environment leads programs to it."""

    def __init__(self, folder: Path) -> None:
        """`folder` is its runtime folder. Raises AssertionError when it does not start."""
        config = folder / "config"
        config.write_text(_SWAY_CONFIG)
        surroundings = {name: os.environ[name] for name in ("PATH",)}
        headless = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
        # It refuses to run as root, which is who tests in containers.
        user = _NOBODY if os.geteuid() == 0 else None
        if user is not None:
            os.chown(folder, user, user)
        self._log = (folder / "log").open("w+")
        self.process = subprocess.Popen(
            ["sway", "--config", str(config)],
            env=surroundings | headless | {"XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
            stdout=self._log,
            stderr=self._log,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
        self.environment: Mapping[str, str] = {
            "XDG_RUNTIME_DIR": str(folder),
            "WAYLAND_DISPLAY": self._wait_for_socket(folder),
            "XDG_CURRENT_DESKTOP": "sway",
            "XDG_SESSION_TYPE": "wayland",
        }

    def end(self) -> None:
        """Kill it. A second time is nothing."""
        self.process.kill()
        self.process.wait()
        self._log.close()

    def _wait_for_socket(self, folder: Path) -> str:
        deadline = monotonic() + PATIENCE_SECONDS
        while self.process.poll() is None and monotonic() < deadline:
            for socket in folder.glob("wayland-?"):
                return socket.name
            sleep(0.02)
        self._log.seek(0)
        raise AssertionError(f"sway has not started: {self._log.read()}")


@contextmanager
def running_x_server(display: str | None = None) -> Iterator[XServer]:
    server = XServer(display)
    try:
        yield server
    finally:
        server.end()


@contextmanager
def running_sway() -> Iterator[Sway]:
    # Not below pytest's folders, which only their owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="sway-", dir="/tmp"))
    sway = None
    try:
        sway = Sway(folder)
        yield sway
    finally:
        if sway is not None:
            sway.end()
        shutil.rmtree(folder)


@pytest.fixture
def x_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[XServer]:
    """An X session of this test alone."""
    with running_x_server() as server:
        monkeypatch.setenv("DISPLAY", server.display)
        monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
        for variable in ("WAYLAND_DISPLAY", "XAUTHORITY"):
            monkeypatch.delenv(variable, raising=False)
        yield server


@pytest.fixture
def sway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sway]:
    """A Wayland session of this test alone."""
    with running_sway() as compositor:
        monkeypatch.delenv("DISPLAY", raising=False)
        for variable, value in compositor.environment.items():
            monkeypatch.setenv(variable, value)
        yield compositor
