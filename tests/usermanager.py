"""A real systemd of a person, in a machine that runs without one.

`from tests.usermanager import user_manager` in a conftest.py gives its tests the fixture `user_manager`, to
which XDG_RUNTIME_DIR leads then; it reads its units from XDG_CONFIG_HOME.
"""

import fcntl
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["systemctl", "user_manager"]

_PATIENCE_SECONDS = 30.0
# It runs only where systemd runs the machine, which it sees by a folder. The folder is made where nobody else
# sees it: in a mount namespace of its own.
_SCRIPT = """
mount -t tmpfs tmpfs /run/systemd && mkdir -p /run/systemd/system &&
exec $(command -v /usr/lib/systemd/systemd /lib/systemd/systemd | head -n 1) --user --unit=basic.target
"""


def systemctl(*arguments: str) -> str:
    """What systemctl says; a test fails where it refuses."""
    command = ["systemctl", "--user", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.fixture
def user_manager(person: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The systemd of this test's person alone."""
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
                ["unshare", "--mount", *as_root, "sh", "-c", _SCRIPT],
                env=os.environ | {"NOTIFY_SOCKET": str(ready)},
                stderr=subprocess.DEVNULL,
            )
            try:
                while b"READY=1" not in listener.recv(4096):
                    pass
                listener.close()  # version 257 tells more later, and waits for somebody to read it
                yield
            finally:
                manager.terminate()
                manager.wait(_PATIENCE_SECONDS)


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process has one: both would keep their services in the same control group."""
    with Path(__file__).open(encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
