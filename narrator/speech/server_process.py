"""The process behind Speech Dispatcher's socket: which one it is, and whether anything in it moves.

Speech Dispatcher tells nobody that it says another program's text, nor that its synthesizer hangs. In both
cases a text of ours waits. But who plays sound wakes up often, and who hangs never does.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Self

import psutil

_NAME = "speech-dispatch"
"""Linux cuts the names of processes after 15 letters."""
_PLAYER = re.compile(r"/spd_\w+\.so$", re.MULTILINE)
"""Loaded by the server, or by a synthesizer of the older kind, when the first text is said."""
_LOOK_SECONDS = 0.5
_WAKES = 20
"""So often, at least, its processes together wake up in that time while one of them plays sound: 0.11.4 did
so 600 times with PulseAudio, and idle or with a synthesizer that hung 0 to 4 times."""
_BUSY_SECONDS = 0.1
"""So much of a processor, at least, a slow synthesizer takes in that time before its first sound."""


class ServerProcess:
    """A server that runs on this machine, with the synthesizers that are its children."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process

    @classmethod
    def behind(cls, peer: int | None) -> Self | None:
        """The server whose socket belongs to this process; None where that cannot be found out.

        A service manager that holds the socket has the server among its children.
        """
        if peer is None:
            return None
        with suppress(psutil.Error):
            owner = psutil.Process(peer)
            if owner.name().startswith(_NAME):
                return cls(owner)
            for process in owner.children():
                if process.name().startswith(_NAME):
                    return cls(process)
        return None

    @property
    def identity(self) -> tuple[float, ...]:
        """The same as long as it is the same server; another one after it was started again."""
        return (self._process.pid, self._process.create_time())

    def moves(self, stopped: Event) -> bool | None:
        """Whether it plays sound, or prepares it; None where it leaves that to others, as to a device.

        Takes half a second, less when `stopped` is set.
        """
        if not any(_plays(process.pid) for process in self._family()):
            return None
        wakes, seconds = self._activity()
        stopped.wait(_LOOK_SECONDS)
        wakes_then, seconds_then = self._activity()
        return wakes_then - wakes >= _WAKES or seconds_then - seconds >= _BUSY_SECONDS

    def _activity(self) -> tuple[int, float]:
        """How often the threads of all its processes have woken up, and their processor time in seconds."""
        wakes, seconds = 0, 0.0
        for process in self._family():
            with suppress(psutil.Error, OSError):  # it has ended meanwhile
                used = process.cpu_times()
                seconds += used.user + used.system
                wakes += sum(_wakes(process.pid))
        return wakes, seconds

    def _family(self) -> list[psutil.Process]:
        try:
            return [self._process, *self._process.children(recursive=True)]
        except psutil.Error:
            return []


def _plays(process: int) -> bool:
    """Whether a process has loaded one of the parts of Speech Dispatcher that play sound."""
    try:
        return bool(_PLAYER.search(Path(f"/proc/{process}/maps").read_text()))
    except OSError:
        return False


def _wakes(process: int) -> Iterator[int]:
    """How often each thread of a process has waited for something that came (proc_pid_status(5))."""
    for thread in Path(f"/proc/{process}/task").iterdir():
        for line in (thread / "status").read_text().splitlines():
            name, _, count = line.partition(":")
            if name == "voluntary_ctxt_switches":
                yield int(count)
