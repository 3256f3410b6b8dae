"""A daemon in this process, and daemons in processes of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from narrator.daemon.control.server import ControlServer
from tests.daemon.control.standin import StandIn
from tests.places import ROOT


class Daemon:
    """A server around a stand-in, and what it has reported."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.handler = StandIn()
        self.faults: list[Exception] = []
        self.server = ControlServer(self.handler, file, on_fault=self.faults.append)


@contextmanager
def daemon_at(file: Path) -> Iterator[Daemon]:
    """A daemon of this process that listens there."""
    daemon = Daemon(file)
    daemon.server.start()
    try:
        yield daemon
    finally:
        daemon.handler.go.set()
        daemon.server.close()


class DaemonProcess:
    """A stand-in that runs as a program."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("standin.py"), file],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def listens(self) -> bool:
        """Wait until it listens; false when it has ended instead."""
        assert self.process.stdout
        return self.process.stdout.readline() == "listens\n"

    def end(self) -> tuple[int, str]:
        """Its exit code and what it told on stderr, when it has ended."""
        _, told = self.process.communicate(timeout=60)
        return self.process.returncode, told


@contextmanager
def daemon_processes(file: Path, number: int = 1) -> Iterator[list[DaemonProcess]]:
    """Programs that all want to listen there, started at the same moment and killed at the end."""
    daemons = [DaemonProcess(file) for _ in range(number)]
    try:
        yield daemons
    finally:
        for daemon in daemons:
            daemon.process.kill()
            daemon.process.communicate()
