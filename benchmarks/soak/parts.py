"""What the desktop of the soak is made of: programs that are started, killed, and started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock

import psutil

from benchmarks.dispatcher import Dispatcher
from benchmarks.soundserver import SoundServer

ORCA = Path(__file__).parents[2] / "tests" / "orca.py"
_PATIENCE_SECONDS = 20.0
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Program:
    """One program at a place that stays the same however often it is started."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], socket: Path) -> None:
        """It is ready when its socket is there."""
        self._command = command
        self._environment = environment
        self._socket = socket
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it listens. Raises TimeoutError."""
        self._socket.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            self._command,
            env={**os.environ, **self._environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._socket.exists():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self._command[0]} does not start.")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it without a farewell."""
        if self._process:
            self._process.kill()
            self._process.wait()


def session_bus(folder: Path) -> tuple[Program, Mapping[str, str]]:
    """A bus on which nothing is but what is put there, and the variable that leads to it."""
    socket = folder / "bus"
    (folder / "bus.conf").write_text(_BUS.format(socket=socket))
    command = ["dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork"]
    return Program(command, {}, socket), {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={socket}"}


def x_server() -> tuple[Program, Mapping[str, str]]:
    """A display of this process alone, also while its server is away."""
    number = 10_000 + os.getpid() % 40_000
    command = ["Xvfb", f":{number}", "-noreset", "-nolisten", "tcp", "-screen", "0", "640x480x24"]
    program = Program(command, {}, Path(f"/tmp/.X11-unix/X{number}"))
    return program, {"DISPLAY": f":{number}", "XDG_SESSION_TYPE": "x11"}


class Orca:
    """The stand-in of a screen reader on the bus; it comes and goes."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Let it come."""
        self._process = subprocess.Popen(
            [sys.executable, ORCA, "51", "speaks"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        """End it without a farewell."""
        if self._process:
            self._process.kill()
            self._process.wait()


class Sound:
    """The sound server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.server = SoundServer(folder, "ear")
        self.server.wait()

    def start(self) -> None:
        """Start it once more, at the same place."""
        (self._folder / "native").unlink(missing_ok=True)
        self.server = SoundServer(self._folder, "ear")
        self.server.wait()

    def kill(self) -> None:
        """End it without a farewell."""
        self.server.end()


class Speech:
    """Speech Dispatcher."""

    def __init__(self, folder: Path, surroundings: Mapping[str, str]) -> None:
        self._dispatcher = Dispatcher(folder, surroundings)
        self._dispatcher.wait()
        self.environment = self._dispatcher.environment

    def start(self) -> None:
        """Start it once more."""
        self._dispatcher.start()
        self._dispatcher.wait()

    def kill(self) -> None:
        """End it without a farewell."""
        self._dispatcher.end()


class Narrator:
    """`narrator watch`, its events in a file that grows over all its lives."""

    def __init__(self, arguments: Sequence[str], events: Path, extra: Mapping[str, str]) -> None:
        """`extra` are variables of its own, such as those of a clock that can be moved."""
        self._command = [sys.executable, "-m", "narrator", "watch", *arguments, "--json", "--debug"]
        self._events = events
        self._extra = extra
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = RLock()
        self._away: list[tuple[float, float]] = []
        self._gone_since: float | None = time.monotonic()
        self.lives = 0

    def start(self) -> None:
        """Start it; `was_there` counts from when it answers on."""
        with self._lock, self._events.open("ab") as events, self._errors.open("ab") as errors:
            self.lives += 1
            self._process = subprocess.Popen(
                self._command,
                env={**os.environ, **self._extra},
                stdout=events,
                stderr=errors,
                start_new_session=True,
            )

    def began(self) -> None:
        """It answers from now on."""
        with self._lock:
            if self._gone_since is not None:
                self._away.append((self._gone_since, time.monotonic()))
                self._gone_since = None

    def leaves(self) -> None:
        """It is about to be away, be it stopped for a while."""
        with self._lock:
            if self._gone_since is None:
                self._gone_since = time.monotonic()

    def was_there(self, since: float) -> bool:
        """Whether it has been there all the time from a moment until now."""
        with self._lock:
            return self._gone_since is None and not any(end >= since for _, end in self._away)

    @property
    def is_alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def processes(self) -> list[psutil.Process]:
        """The daemon and those that it has started."""
        if not self._process or self._process.poll() is not None:
            return []
        try:
            daemon = psutil.Process(self._process.pid)
            return [daemon, *daemon.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def kill(self) -> None:
        """As the kernel does it. Its workers are left, and have to end by themselves."""
        self.leaves()
        if self._process:
            self._process.kill()
            self._process.wait()

    def wait(self) -> None:
        """Wait for an end that somebody asked for."""
        if self._process:
            self._process.wait(_PATIENCE_SECONDS)

    def signal(self, number: signal.Signals) -> None:
        """A signal to the daemon and its workers, as when the machine sleeps."""
        for process in self.processes:  # each is in a session of its own
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)

    @property
    def _errors(self) -> Path:
        return self._events.with_suffix(".errors")
