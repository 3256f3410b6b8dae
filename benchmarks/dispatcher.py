"""A private Speech Dispatcher with two synthesizers, both espeak-ng, for tests and benchmarks."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_PATIENCE_SECONDS = 20.0
_CONFIGURATION = """
LogLevel 1
LogDir "{folder}"
AudioOutputMethod "pulse"
AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"
AddModule "spare" "sd_espeak-ng" "spare.conf"
DefaultModule espeak-ng
"""


class Dispatcher:
    """A running server. Its environment variable leads every program to it."""

    def __init__(self, folder: Path, surroundings: Mapping[str, str]) -> None:
        """`surroundings` are the environment variables that lead it to a sound server."""
        self.socket = folder / "socket"
        self.environment = {"SPEECHD_ADDRESS": f"unix_socket:{self.socket}"}
        (folder / "modules").mkdir(exist_ok=True)
        for name in ("espeak-ng.conf", "spare.conf"):
            (folder / "modules" / name).touch()
        (folder / "speechd.conf").write_text(_CONFIGURATION.format(folder=folder))
        self._folder = folder
        self._surroundings = surroundings
        self.start()

    def start(self) -> None:
        """Start it, once more after its end."""
        folder = self._folder
        command = ["speech-dispatcher", "--run-single", "--timeout=0", f"--config-dir={folder}"]
        self.process = subprocess.Popen(
            [*command, f"--socket-path={self.socket}", f"--pid-file={folder}/pid", f"--log-dir={folder}"],
            env={**os.environ, **self._surroundings, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Wait until it listens. Raises TimeoutError."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self.socket.is_socket():
            if time.monotonic() > deadline:
                raise TimeoutError("Speech Dispatcher does not listen.")
            time.sleep(0.02)

    def synthesizer(self) -> int:
        """The id of the process that speaks."""
        (speaking,) = (each for each in self.synthesizers() if "/espeak-ng.conf" in _command_line(each))
        return speaking

    def synthesizers(self) -> list[int]:
        """The ids of its child processes; version 0.12 starts more than our two."""
        threads = Path(f"/proc/{self.process.pid}/task").iterdir()
        return [int(child) for thread in threads for child in (thread / "children").read_text().split()]

    def end(self) -> None:
        """Kill it; its synthesizer ends with it."""
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)


def _command_line(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text()


@contextmanager
def running_dispatcher(surroundings: Mapping[str, str]) -> Iterator[Dispatcher]:
    """A server, ended at the end. Needs speech-dispatcher and speech-dispatcher-espeak-ng."""
    with tempfile.TemporaryDirectory(prefix="dispatcher-", dir="/tmp") as folder:
        dispatcher = Dispatcher(Path(folder), surroundings)
        try:
            dispatcher.wait()
            yield dispatcher
        finally:
            dispatcher.end()
