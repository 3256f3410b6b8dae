"""Private Wayland desktops without a screen, of two kinds.

`from tests.desktop import sway` in a conftest.py gives its tests a desktop that the environment leads to.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.xserver import running_x_server

__all__ = ["Sway", "running_sway", "sway", "weston"]

PATIENCE_SECONDS = 20.0

_NOBODY = 65534
_SWAY_CONFIG = "xwayland disable\n"


class Sway:
    """A running sway; its environment leads programs to it."""

    def __init__(self, folder: Path) -> None:
        """`folder` is its runtime folder, which it may have had before."""
        config = folder / "config"
        config.write_text(_SWAY_CONFIG)
        surroundings = {name: os.environ[name] for name in ("PATH",)}
        headless = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
        # It refuses to run as root, which is who tests in containers.
        user = _NOBODY if os.geteuid() == 0 else None
        if user is not None:
            os.chown(folder, user, user)
        self.process = subprocess.Popen(
            ["sway", "--config", str(config)],
            env=surroundings | headless | {"XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
        self.environment: Mapping[str, str] = {
            "XDG_RUNTIME_DIR": str(folder),
            "WAYLAND_DISPLAY": wait_for_socket(self.process, folder),
            "XDG_CURRENT_DESKTOP": "sway",
            "XDG_SESSION_TYPE": "wayland",
        }

    def end(self) -> None:
        """Kill it. A second time is nothing."""
        self.process.kill()
        self.process.wait()


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
def sway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sway]:
    """A Wayland session of this test alone, of the kind that lets programs watch its clipboard."""
    with running_sway() as compositor:
        _lead_to(compositor.environment, monkeypatch)
        yield compositor


@pytest.fixture
def weston(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A Wayland session that, like GNOME's, shows its clipboard only to the window that has the keyboard."""
    tmp_path.chmod(0o700)
    # In the window of an X server, because without a screen it has no keyboard.
    with running_x_server() as server:
        environment = {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "wayland-1"}
        options = ["--backend=x11-backend.so", "--use-pixman", "--no-config", "--socket=wayland-1"]
        process = subprocess.Popen(
            ["weston", *options],
            env=os.environ | environment | {"DISPLAY": server.display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for_socket(process, tmp_path)
            _lead_to({**environment, "XDG_CURRENT_DESKTOP": "weston"}, monkeypatch)
            yield
        finally:
            process.terminate()
            process.wait()


def _lead_to(environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)


def wait_for_socket(process: subprocess.Popen[bytes], folder: Path) -> str:
    """Wait until a compositor can be connected to; the name of its socket."""
    deadline = monotonic() + PATIENCE_SECONDS
    while process.poll() is None and monotonic() < deadline:
        for path in folder.glob("wayland-?"):
            with socket.socket(socket.AF_UNIX) as client, suppress(ConnectionRefusedError):
                client.connect(str(path))
                return path.name
        sleep(0.02)
    raise AssertionError(f"{process.args!r} has not started")
