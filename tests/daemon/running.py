"""`narrator watch` as a person starts it, its events read as they come."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Condition, Thread
from typing import Any

import psutil
from PIL import Image

from tests.drawings import tinted

_PATIENCE_SECONDS = 60.0

Record = dict[str, Any]


class RunningNarrator:
    """A daemon in a process of its own."""

    def __init__(self, program: Path, *arguments: str | Path) -> None:
        self.process = subprocess.Popen(
            [program, "watch", *arguments, "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._changed = Condition()
        self._events: list[Record] = []
        self._errors: list[str] = []
        self._ended = 0
        self._threads = [Thread(target=read, daemon=True) for read in (self._read_events, self._read_errors)]
        for thread in self._threads:
            thread.start()

    @property
    def events(self) -> list[Record]:
        """All so far."""
        with self._changed:
            return list(self._events)

    @property
    def network(self) -> psutil.Process:
        """The process of the network, which has to be there."""
        (network,) = (
            child
            for child in psutil.Process(self.process.pid).children()
            if "narrator.daemon.describing.worker" in child.cmdline()
        )
        return network

    @property
    def errors(self) -> str:
        """What it wrote to standard error so far."""
        with self._changed:
            return "".join(self._errors)

    def of_kind(self, kind: str) -> list[Record]:
        """All events of a kind so far."""
        return [event for event in self.events if event["event"] == kind]

    def wait_for(self, kind: str, which: Callable[[Record], bool] = lambda _: True, count: int = 1) -> Record:
        """The so-manieth event of that kind."""

        def found() -> list[Record]:
            return [event for event in self._events if event["event"] == kind and which(event)]

        with self._changed:
            self._changed.wait_for(lambda: len(found()) >= count or self._ended == 2, _PATIENCE_SECONDS)
            assert len(found()) >= count, (kind, self._events, self._errors)
            return found()[count - 1]

    def wait_for_end_or(self, kind: str) -> None:
        """Return when it has ended, or when there was an event of that kind."""
        with self._changed:
            assert self._changed.wait_for(
                lambda: self._ended == 2 or any(event["event"] == kind for event in self._events),
                _PATIENCE_SECONDS,
            )

    def wait_until_described(self, name: str) -> Record:
        """The event of the picture of that file name."""
        return self.wait_for("described", lambda event: Path(event["picture"]).name == name)

    def kill(self) -> None:
        """As the kernel does it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(_PATIENCE_SECONDS)

    def end(self) -> int:
        """Ask it politely; the exit code."""
        self.process.terminate()
        code = self.process.wait(_PATIENCE_SECONDS)
        for thread in self._threads:
            thread.join(_PATIENCE_SECONDS)
        return code

    def _read_events(self) -> None:
        assert self.process.stdout
        with self.process.stdout as stream:
            for line in stream:
                with self._changed:
                    self._events.append(json.loads(line))
                    self._changed.notify_all()
        self._end()

    def _read_errors(self) -> None:
        assert self.process.stderr
        with self.process.stderr as stream:
            for line in stream:
                with self._changed:
                    self._errors.append(line)
        self._end()

    def _end(self) -> None:
        with self._changed:
            self._ended += 1
            self._changed.notify_all()


@contextmanager
def running(program: Path, *arguments: str | Path) -> Iterator[RunningNarrator]:
    """A daemon that watches already."""
    narrator = RunningNarrator(program, *arguments)
    try:
        narrator.wait_for("ready")
        yield narrator
    finally:
        if narrator.process.poll() is None:
            narrator.end()


def save_picture(file: Path, number: int = 0) -> Path:
    """A picture whose pixels no other number has, put there at once."""
    image = _red().copy()
    image.putpixel((number % 64, number // 64 % 48), (0, 255, number % 256))
    part = file.with_name(f"{file.name}.part")
    image.save(part, "PNG", compress_level=0)  # so that many are there before they can be described
    return part.rename(file)


@cache
def _red() -> Image.Image:
    return tinted("red")
