"""`narrator serve` in a process and a home of its own, watched while it runs."""

import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import click
import psutil

OPEN_FILES = 1024
"""What most systems let a process open."""
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Fortress:
    """A service that listens."""

    process: psutil.Process
    port: int
    token: str
    log: Path

    @property
    def megabytes(self) -> float:
        """Of memory that the service and its workers have to themselves or share."""
        total = 0
        for each in (self.process, *self.process.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):  # a worker that has just ended
                total += each.memory_full_info().pss
        return total / 2**20

    @property
    def files(self) -> int:
        """That the service has open, connections included."""
        return int(self.process.num_fds())


class Watch:
    """The most of memory and files that were seen, while the `with` lasts."""

    def __init__(self, fortress: Fortress) -> None:
        self.megabytes = 0.0
        self.files = 0
        self._fortress = fortress
        self._over = Event()
        self._thread = Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            self.megabytes = max(self.megabytes, self._fortress.megabytes)
            self.files = max(self.files, self._fortress.files)


@contextmanager
def fortress(home: Path) -> Iterator[Fortress]:
    """A service at any port, with the usual number of files; ended at the end of the `with`."""
    file, log = home / "token", home / "log"
    command = [sys.executable, "-m", "narrator", "serve", "--port", "0", "--token-file", str(file), "--log"]
    with (
        log.open("w") as stream,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
            env=_environment(home),
            preexec_fn=_limit_files,  # no thread runs yet
        ) as process,
    ):
        try:
            assert process.stdout
            found = re.search(r"http://[\d.]+:(\d+)/", process.stdout.readline())
            if not found:
                raise click.ClickException("narrator serve does not start; run it by hand to see why.")
            token = file.read_text().strip()
            yield Fortress(process=psutil.Process(process.pid), port=int(found[1]), token=token, log=log)
        finally:
            process.terminate()


def _environment(home: Path) -> Mapping[str, str]:
    """Nothing of the person who measures: neither settings nor a model of their own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NARRATOR_", "XDG_"))}
    return {**kept, "HOME": str(home)}


def _limit_files() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, hard))
