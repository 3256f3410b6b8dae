"""A real systemd of a person, in a machine that runs without one.

`from tests.usermanager import user_manager` in a conftest.py gives its tests the fixture `user_manager`, to
which XDG_RUNTIME_DIR leads then; it reads its units from XDG_CONFIG_HOME. `logged_manager` has systemd's own
log beside it.
"""

import fcntl
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

import pytest

__all__ = ["Logged", "logged_manager", "systemctl", "user_manager"]

_PATIENCE_SECONDS = 30.0
# It runs only where systemd runs the machine, which it sees by a folder. The folder is made where nobody else
# sees it: in a mount namespace of its own.
_MOUNTED = """
find() { command -v /usr/lib/systemd/$1 /lib/systemd/$1 | head -n 1; }
mount -t tmpfs tmpfs /run/systemd && mkdir -p /run/systemd/system &&
"""
_LOGGED = """
mkdir -p /run/log /run/systemd/journald.conf.d && mount -t tmpfs tmpfs /run/log &&
printf '[Journal]\\nStorage=volatile\\nReadKMsg=no\\nAudit=no\\n' > /run/systemd/journald.conf.d/test.conf &&
{ env -u NOTIFY_SOCKET $(find systemd-journald) & } && echo $! > "$XDG_RUNTIME_DIR/journald" &&
while [ ! -S /run/systemd/journal/stdout ]; do sleep 0.05; done &&
"""
_RUN = "exec $(find systemd) --user --unit=basic.target"


def systemctl(*arguments: str) -> str:
    """What systemctl says; a test fails where it refuses."""
    command = ["systemctl", "--user", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


class Logged:
    """What a manager and its services have written into systemd's log."""

    def __init__(self, manager: int) -> None:
        self._journald = int((Path(os.environ["XDG_RUNTIME_DIR"]) / "journald").read_text())
        self._files = Path(f"/proc/{manager}/root/run/log/journal")

    def all(self) -> bytes:
        """Everything, as it is exported. Nothing is written any more afterwards."""
        os.kill(self._journald, signal.SIGTERM)  # it writes what it has, and ends
        while Path(f"/proc/{self._journald}").exists():
            sleep(0.05)
        (folder,) = self._files.iterdir()
        return _exported(folder) + b"".join(file.read_bytes() for file in folder.iterdir())


def _exported(folder: Path) -> bytes:
    command = ["journalctl", f"--directory={folder}", "--output=export", "--all", "--no-pager"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


@pytest.fixture
def user_manager(person: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The systemd of this test's person alone."""
    with _running(_MOUNTED + _RUN, monkeypatch):
        yield


@pytest.fixture
def logged_manager(person: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Logged]:
    """The same, with a log that nobody else has."""
    with _running(_MOUNTED + _LOGGED + _RUN, monkeypatch) as manager:
        yield Logged(manager)


@contextmanager
def _running(script: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    # A short path: that of a socket has at most 107 letters.
    with _alone(), tempfile.TemporaryDirectory(prefix="run-", dir="/tmp") as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        ready = Path(runtime) / "ready"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(str(ready))
            listener.settimeout(_PATIENCE_SECONDS)
            Path("/run/systemd").mkdir(exist_ok=True)
            as_root = [] if os.getuid() == 0 else ["--map-root-user"]
            manager = subprocess.Popen(
                ["unshare", "--mount", *as_root, "sh", "-c", script],
                env=os.environ | {"NOTIFY_SOCKET": str(ready)},
                stderr=subprocess.DEVNULL,
            )
            try:
                while b"READY=1" not in listener.recv(4096):
                    pass
                listener.close()  # version 257 tells more later, and waits for somebody to read it
                yield manager.pid
            finally:
                manager.terminate()
                manager.wait(_PATIENCE_SECONDS)
                with suppress(FileNotFoundError, ProcessLookupError):
                    os.kill(int((Path(runtime) / "journald").read_text()), signal.SIGTERM)


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process has one: both would keep their services in the same control group."""
    with Path(__file__).open(encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
