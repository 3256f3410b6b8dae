"""Portals that never were, each in a process of its own on a real bus.

`from tests.daemon.hotkeys.portals import portal` in a conftest.py gives its tests the fixture `portal`.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from queue import Queue
from typing import Any, Protocol

import pytest

from tests.daemon.hotkeys import portal_stub
from tests.daemon.hotkeys.listening import got
from tests.sessionbus import SessionBus


class Portal:
    """The stub's process."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, portal_stub.__file__, json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.calls: Queue[list[Any]] = Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        assert self.called("ready") == []

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.calls.put(json.loads(line))

    def called(self, member: str) -> list[Any]:
        """What a call brought, once it has come."""
        while (call := got(self.calls))[0] != member:
            pass
        return call[1:]

    def all_calls(self) -> list[list[Any]]:
        """What was called until now and not asked for yet."""
        return [self.calls.get() for _ in range(self.calls.qsize())]

    def command(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.kill()
        self._reader.join()
        self.process.communicate()


class Start(Protocol):
    def __call__(self, **settings: Any) -> AbstractContextManager[Portal]: ...


@pytest.fixture
def portal(session_bus: SessionBus, person: Path) -> Start:
    """Start a portal with other settings than usual."""

    @contextmanager
    def start(**settings: Any) -> Iterator[Portal]:
        portal = Portal(settings)
        try:
            yield portal
        finally:
            portal.kill()

    return start
