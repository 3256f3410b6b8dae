"""What befalls the parts of the desktop, drawn by chance, and how each comes back."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import psutil

from benchmarks.soak.clock import Clock
from benchmarks.soak.disk import Disk
from benchmarks.soak.ledger import Ledger
from benchmarks.soak.parts import Narrator
from narrator.daemon.control.client import ask, end_daemon
from narrator.errors import DaemonError

_AWAY_SECONDS = 5.0
_SLEEP_SECONDS = 15.0
_FULL_SECONDS = 10.0
_START_SECONDS = 60.0
_HOUR = 3600
_OFFSETS = (-24 * _HOUR, _HOUR, 40 * 24 * _HOUR, -3 * _HOUR, 0)
"""Seconds from the real time."""


class Part(Protocol):
    """What can be killed and started again."""

    def start(self) -> None:
        """Start it, and return when it is ready."""

    def kill(self) -> None:
        """End it without a farewell."""


@dataclass(frozen=True, kw_only=True)
class Desktop:
    """All that can be hit."""

    narrator: Narrator
    parts: Mapping[str, Part]
    disk: Disk
    clock: Clock
    ledger: Ledger


class Faults:
    """Strikes, and mends. Not for several threads at once."""

    def __init__(self, desktop: Desktop, chance: random.Random) -> None:
        self._desktop = desktop
        self._chance = chance
        self.count: Counter[str] = Counter()
        narrator = desktop.narrator
        self._harmless: dict[str, Callable[[], None]] = {
            **{name: self._strike(part) for name, part in desktop.parts.items()},
            "network process": lambda: self._kill_worker("describing.worker"),
            "decoder process": lambda: self._kill_worker("picture.apart.worker"),
            "voice process": lambda: self._kill_worker("speech.worker"),
            "suspended": self._suspend,
        }
        if desktop.disk.can_be_full:
            self._harmless["disk full"] = self._fill_disk
        if desktop.clock.can_be_moved:
            self._harmless["clock moved"] = lambda: desktop.clock.move(chance.choice(_OFFSETS))
        self._deadly: dict[str, Callable[[], None]] = {
            "Narrator killed": lambda: self._restart(narrator.kill),
            "Narrator quit": lambda: self._restart(self._quit),
        }

    def strike(self, *, deadly: bool) -> None:
        """One fault, to its end; Narrator itself is ended only where `deadly` faults are allowed."""
        kinds = self._harmless | (self._deadly if deadly else {})
        # Whether the daemon can be killed is asked for above all.
        weights = [4 if kind in self._deadly else 1 for kind in sorted(kinds)]
        (kind,) = self._chance.choices(sorted(kinds), weights)
        self._desktop.ledger.fault(time.monotonic())
        kinds[kind]()
        self._desktop.ledger.fault(time.monotonic())
        self.count[kind] += 1

    def _strike(self, part: Part) -> Callable[[], None]:
        def strike() -> None:
            part.kill()
            time.sleep(self._chance.uniform(0, _AWAY_SECONDS))
            part.start()

        return strike

    def _kill_worker(self, module: str) -> None:
        for process in self._desktop.narrator.processes:
            with suppress(psutil.NoSuchProcess):
                if any(module in word for word in process.cmdline()):
                    process.kill()

    def _suspend(self) -> None:
        narrator = self._desktop.narrator
        narrator.leaves()
        narrator.signal(signal.SIGSTOP)
        time.sleep(self._chance.uniform(1, _SLEEP_SECONDS))
        narrator.signal(signal.SIGCONT)
        narrator.began()

    def _fill_disk(self) -> None:
        self._desktop.disk.fill()
        time.sleep(self._chance.uniform(1, _FULL_SECONDS))
        self._desktop.disk.empty()

    def _quit(self) -> None:
        self._desktop.narrator.leaves()
        with suppress(DaemonError):
            end_daemon(timeout=20)
        self._desktop.narrator.wait()

    def _restart(self, end: Callable[[], None]) -> None:
        end()
        time.sleep(self._chance.uniform(0, _AWAY_SECONDS))
        start(self._desktop.narrator)


def start(narrator: Narrator) -> None:
    """Start Narrator and wait until it answers. Raises TimeoutError."""
    narrator.start()
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        with suppress(DaemonError):
            if ask("status")["sources"]:
                narrator.began()
                return
        if not narrator.is_alive:
            raise TimeoutError("Narrator has ended by itself; its standard error says why.")
        time.sleep(0.05)
    raise TimeoutError("Narrator does not answer.")
