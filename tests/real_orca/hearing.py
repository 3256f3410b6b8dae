"""A Speech Dispatcher whose synthesizer is overheard, and what it says."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from tests.real_orca import overheard_synthesizer

PATIENCE_SECONDS = 30.0
_POLL_SECONDS = 0.02
_SYNTHESIZER = "/usr/lib/speech-dispatcher-modules/sd_espeak-ng"
_CONFIGURATION = """
LogLevel 1
LogDir "{folder}"
AudioOutputMethod "pulse"
AddModule "espeak-ng" "{module}" "espeak-ng.conf"
DefaultModule espeak-ng
"""


@dataclass(frozen=True)
class Moment:
    """A text begins, ends, or is cut off."""

    what: str
    text: str


class Hearing:
    """What everybody on this desktop says through Speech Dispatcher, the screen reader included."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._file.touch()
        self._skipped = 0

    def begin(self) -> None:
        """Forget what was heard so far."""
        self._skipped = len(self._lines())

    @property
    def moments(self) -> list[Moment]:
        """All since `begin`."""
        return [Moment(**json.loads(line)) for line in self._lines()[self._skipped :]]

    @property
    def texts(self) -> list[str]:
        """What began."""
        return [moment.text for moment in self.moments if moment.what == "begin"]

    def count(self, text: str) -> int:
        """How often something with this text began."""
        return sum(text in begun for begun in self.texts)

    def wait_for(self, what: str, text: str) -> None:
        """Return when something with this text has begun ("begin"), was cut off ("cut"), or ends ("end").

        A text ends for the synthesizer before its last sound: with Speech Dispatcher 0.12 as soon as it is
        synthesized.
        """
        assert self.hears(what, text, PATIENCE_SECONDS), self.moments

    def hears(self, what: str, text: str, seconds: float) -> bool:
        """Whether that happens within so many seconds."""
        deadline = monotonic() + seconds
        while not any(each.what == what and text in each.text for each in self.moments):
            if monotonic() > deadline:
                return False
            sleep(_POLL_SECONDS)
        return True

    def wait_for_silence(self, seconds: float = 1.0) -> None:
        """Return when nothing has been said for so long."""
        quiet_since = monotonic()
        before = self.moments
        deadline = monotonic() + PATIENCE_SECONDS
        while monotonic() - quiet_since < seconds:
            assert monotonic() < deadline, self.moments
            sleep(_POLL_SECONDS)
            moments = self.moments
            if moments != before or (moments and moments[-1].what == "begin"):
                quiet_since, before = monotonic(), moments

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Return when it holds."""
        deadline = monotonic() + PATIENCE_SECONDS
        while not condition():
            assert monotonic() < deadline, self.moments
            sleep(_POLL_SECONDS)

    def _lines(self) -> list[str]:
        # A line that is being written has no end yet.
        return self._file.read_text(encoding="utf-8").rpartition("\n")[0].splitlines()


class OverheardDispatcher:
    """A running Speech Dispatcher. Its environment leads every program to it."""

    def __init__(self, folder: Path, surroundings: Mapping[str, str]) -> None:
        """`surroundings` are the environment variables that lead it to a sound server."""
        socket = folder / "speech"
        self.hearing = Hearing(folder / "spoken")
        self.environment = {"SPEECHD_ADDRESS": f"unix_socket:{socket}"}
        configuration = folder / "modules" / "espeak-ng.conf"
        configuration.parent.mkdir()
        configuration.touch()
        overheard = f"{sys.executable} {overheard_synthesizer.__file__} {folder}/spoken"
        module = folder / "sd_overheard"
        module.write_text(f"#!/bin/sh\nexec {overheard} {_SYNTHESIZER} {configuration}\n")
        module.chmod(0o700)
        (folder / "speechd.conf").write_text(_CONFIGURATION.format(folder=folder, module=module))
        command = ["speech-dispatcher", "--run-single", "--timeout=0", f"--config-dir={folder}"]
        self._process = subprocess.Popen(
            [*command, f"--socket-path={socket}", f"--pid-file={folder}/pid", f"--log-dir={folder}"],
            env={**os.environ, **surroundings, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.hearing.wait_until(socket.is_socket)

    def end(self) -> None:
        """End it and its synthesizer."""
        self._process.terminate()
        self._process.wait()
