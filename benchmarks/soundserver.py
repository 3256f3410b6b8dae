"""A private PulseAudio server whose only device is a null sink: it plays in time, and nobody hears it."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FORMAT = "rate=44100 channels=2"  # as of a real card, so that everything is resampled
_PATIENCE_SECONDS = 20.0


class SoundServer:
    """A running server. Its environment variables lead every program to it, and to no other."""

    def __init__(self, folder: Path, sink: str) -> None:
        self.folder = folder
        self.environment = {"PULSE_SERVER": f"unix:{folder}/native", "PULSE_COOKIE": str(folder / "cookie")}
        surroundings = {key: value for key, value in os.environ.items() if not key.startswith("DBUS_")}
        command = "pulseaudio -n --daemonize=no --use-pid-file=no --exit-idle-time=-1 --disable-shm=yes"
        modules = (
            f"module-null-sink sink_name={sink} {_FORMAT}",
            f"module-native-protocol-unix socket={folder}/native auth-anonymous=1",
        )
        self.process = subprocess.Popen(
            [*command.split(), *(f"--load={module}" for module in modules)],
            env=surroundings | self.environment | {"XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
            stderr=subprocess.DEVNULL,
        )

    def clients(self) -> int:
        """How many programs are connected, the one that counts them left out."""
        return len(self._pactl("list", "short", "clients").splitlines()) - 1

    def wait(self) -> None:
        """Wait until it answers. Raises TimeoutError."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                self._pactl("info")
            except subprocess.CalledProcessError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("The sound server does not answer.")

    def end(self) -> None:
        """Kill it."""
        self.process.kill()
        self.process.wait()

    def _pactl(self, *arguments: str) -> str:
        command = ["pactl", *arguments]
        environment = os.environ | self.environment
        return subprocess.run(command, env=environment, text=True, check=True, capture_output=True).stdout


@contextmanager
def running_server(sink: str = "ear") -> Iterator[SoundServer]:
    """A server whose null sink has this name, ended at the end. Needs pulseaudio and pulseaudio-utils."""
    # A short path: that of a socket has at most 107 letters.
    with tempfile.TemporaryDirectory(prefix="ear-", dir="/tmp") as folder:
        server = SoundServer(Path(folder), sink)
        try:
            server.wait()
            yield server
        finally:
            server.end()
