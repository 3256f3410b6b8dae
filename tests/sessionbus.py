"""A private session bus, on which nothing is but what a test puts there.

`from tests.sessionbus import session_bus` in a conftest.py gives its tests the fixture `session_bus`, to
which DBUS_SESSION_BUS_ADDRESS leads then.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["SessionBus", "running_session_bus", "session_bus"]

_CONFIGURATION = """
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>{services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class SessionBus:
    """A running bus; `address` is what DBUS_SESSION_BUS_ADDRESS must be."""

    def __init__(self, folder: Path, services: bool = False) -> None:
        """Without `services`, it starts nothing by itself."""
        configuration = folder / "bus.conf"
        activation = "<standard_session_servicedirs/>" if services else ""
        text = _CONFIGURATION.format(socket=folder / "bus", services=activation)
        configuration.write_text(text.lstrip())
        command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()  # written when it is ready
        assert self.address, "dbus-daemon has ended at once"

    def kill(self) -> None:
        """End it without a farewell."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


@contextmanager
def running_session_bus(services: bool = False) -> Iterator[SessionBus]:
    # A short path: that of a socket has at most 107 letters.
    with tempfile.TemporaryDirectory(prefix="bus-", dir="/tmp") as folder:
        bus = SessionBus(Path(folder), services)
        try:
            yield bus
        finally:
            bus.kill()


@pytest.fixture
def session_bus(person: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionBus]:
    """The session bus of this person alone, who has none otherwise."""
    with running_session_bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus
