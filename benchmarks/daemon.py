"""`python -m benchmarks.daemon`: what narrator watch costs, idle and at work, and how soon it is heard.

The times are from the moment when a picture's file is closed to the arrival of the first sound at the null
sink of a private sound server, the recorder's 10 ms included. Memory is of the daemon and its worker
processes together, what they share counted once. Needs the packages pulseaudio and pulseaudio-utils.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import quantiles

import click
import psutil
from PIL import Image

from benchmarks.ear import Ear, listening_ear
from benchmarks.measurement import Measurement
from benchmarks.soundserver import running_server
from narrator.daemon.control.client import NoDaemonError, ask, end_daemon

PHOTOGRAPHS = Path(__file__).parent.parent / "tests" / "data" / "photographs"
_START_SECONDS = 60.0
_BETWEEN_SECONDS = 1.0
_REST_SECONDS = 4.0
"""After a picture: its memory is given back by then."""
_UNLOAD_MINUTES = 1.5
_UNLOADS = 3
_WARMING = 3
_HASTE = ("--rate", "450", "--verbosity", "brief")
_BATCH = 25
_POLL_SECONDS = 0.05


@dataclass(frozen=True, kw_only=True)
class WatchCost:
    """What one daemon costs; memory in MB of all its processes, what they share counted once."""

    at_work: float
    at_rest: float
    after_unload: float
    """Seconds from the end of a picture's file to the first sound, network and voice loaded for it."""


@contextmanager
def private_places(home: Path) -> Iterator[None]:
    """Narrator keeps what it keeps in folders within this one, meanwhile."""
    before = dict(os.environ)
    for name in ("RUNTIME_DIR", "STATE_HOME", "CONFIG_HOME", "CACHE_HOME"):
        folder = home / name
        folder.mkdir(mode=0o700)
        os.environ[f"XDG_{name}"] = str(folder)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def watching(folder: Path, *options: str, python: str = sys.executable) -> Iterator[psutil.Process]:
    """A daemon that watches a folder and has its network in memory; `python` has the narrator installed."""
    # -P: without it, the narrator of the working folder would run.
    command = [python, "-P", "-m", "narrator", "watch", str(folder), "--no-hotkeys", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_until_loaded()
            yield psutil.Process(process.pid)
        finally:
            end_daemon()


def measure(folder: Path, *, pictures: int, idle_seconds: float, soak: int) -> Iterator[Measurement]:
    """All figures; `soak` is how many pictures memory is watched over."""
    with running_server() as server, listening_ear(server) as ear:
        os.environ.update(server.environment)
        with watching(folder, *_HASTE) as daemon:
            seconds, silences = zip(*(_hear(ear, folder, number) for number in range(pictures)), strict=True)
            yield _milliseconds("file closed to first sound, a picture a second", seconds)
            worst = quantiles(seconds, n=100, method="inclusive")[98]
            yield _milliseconds("99th percentile of these", (worst,))
            yield _milliseconds("narrator stop asked to silence", silences)
            yield _megabytes("memory with the network in it, at work", _memory(daemon))
            time.sleep(_REST_SECONDS)
            yield _idle("processor share when idle", daemon, idle_seconds)
            yield _megabytes("memory with the network in it, at rest", _memory(daemon))
            yield from _unloaded(daemon, folder, ear)
    with watching(folder, "--silent") as daemon:
        yield from _soak(daemon, folder, soak)


def watch_cost(folder: Path, ear: Ear, python: str) -> WatchCost:
    """Memory of one daemon, and the first sound after it gave that back. The environment has its places."""
    for file in folder.iterdir():
        file.unlink()
    os.environ["NARRATOR_UNLOAD_MINUTES"] = str(2 * _REST_SECONDS / 60)
    with watching(folder, *_HASTE, python=python) as daemon:
        first = time.monotonic_ns() % 1_000_000  # pixels that no journal knows
        for number in range(_WARMING):
            _hear(ear, folder, first + number)
        at_work = _memory(daemon)
        time.sleep(_REST_SECONDS)
        at_rest = _memory(daemon)
        while ask("status")["model"]["loaded"]:
            time.sleep(_POLL_SECONDS)
        time.sleep(_BETWEEN_SECONDS)  # their processes are about to end
        after_unload, _ = _hear(ear, folder, first + _WARMING)
    return WatchCost(at_work=at_work, at_rest=at_rest, after_unload=after_unload)


def _unloaded(daemon: psutil.Process, folder: Path, ear: Ear) -> Iterator[Measurement]:
    """Memory once network and voice were not used for a while, and what the next picture then waits for."""
    megabytes, seconds = [], []
    for number in range(_UNLOADS):
        while ask("status")["model"]["loaded"]:
            time.sleep(_POLL_SECONDS)
        time.sleep(_BETWEEN_SECONDS)  # their processes are about to end
        megabytes.append(_memory(daemon))
        seconds.append(_hear(ear, folder, 5_000 + number)[0])
    yield Measurement(what="memory without network and voice", unit="MB", values=tuple(megabytes))
    yield _milliseconds("file closed to first sound, both loaded for it", tuple(seconds))


def _hear(ear: Ear, folder: Path, number: int) -> tuple[float, float]:
    """Seconds from a file's end to its first sound, and from a stop to silence."""
    began = time.monotonic()
    ear.begin()
    closed = save_photograph(folder / f"photo {number}.jpg", number)
    ear.wait_for_sound()
    stopped = time.monotonic()
    ask("stop")
    ear.listen(0.3)
    first, last = ear.times_of_sound()
    time.sleep(max(0.0, began + _BETWEEN_SECONDS - time.monotonic()))
    return first - closed, max(0.0, last - stopped)


def save_photograph(file: Path, number: int) -> float:
    """One of the photographs with pixels of its own, saved in place; when it was closed."""
    photographs = sorted(PHOTOGRAPHS.glob("*.jpg"))
    with Image.open(photographs[number % len(photographs)]) as image:
        image.load()
    points = random.Random(number)
    for _ in range(64):
        image.putpixel((points.randrange(image.width), points.randrange(image.height)), (255, 0, 255))
    data = BytesIO()
    image.save(data, "JPEG", quality=90)
    file.write_bytes(data.getvalue())
    return time.monotonic()


def _idle(what: str, daemon: psutil.Process, seconds: float) -> Measurement:
    processes = [daemon, *daemon.children(recursive=True)]

    def used() -> float:
        return sum(sum(process.cpu_times()[:2]) for process in processes)

    before = used()
    time.sleep(seconds)
    return Measurement(what=what, unit="%", values=(100 * (used() - before) / seconds,))


def _soak(daemon: psutil.Process, folder: Path, pictures: int) -> Iterator[Measurement]:
    """Memory after a tenth of the pictures and after all of them."""
    for number in range(pictures):
        save_photograph(folder / f"soak {number}.jpg", 10_000 + number)
        if number % _BATCH == 0:  # slower than it can be described, or files would be gone before
            _wait_until_described()
            for file in folder.glob("soak *.jpg"):
                file.unlink()
        if number == pictures // 10:
            _wait_until_described()
            yield _megabytes(f"memory after {number} pictures", _memory(daemon))
    _wait_until_described()
    yield _megabytes(f"memory after {pictures} pictures", _memory(daemon))


def _wait_until_loaded() -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            if ask("status")["model"]["loaded"]:
                return
        except NoDaemonError:
            pass
        time.sleep(_POLL_SECONDS)
    raise TimeoutError("The daemon does not start.")


def _wait_until_described() -> None:
    while ask("status")["queue"]:
        time.sleep(_POLL_SECONDS)


def _memory(daemon: psutil.Process) -> float:
    processes = (daemon, *daemon.children(recursive=True))
    return sum(process.memory_full_info().pss for process in processes) / 2**20


def _milliseconds(what: str, seconds: tuple[float, ...]) -> Measurement:
    return Measurement(what=what, unit="ms", values=tuple(1000 * value for value in seconds))


def _megabytes(what: str, megabytes: float) -> Measurement:
    return Measurement(what=what, unit="MB", values=(megabytes,))


@click.command()
@click.option("--pictures", default=60, show_default=True, help="Pictures that are listened to.")
@click.option("--idle", default=60.0, show_default=True, help="Seconds of doing nothing.")
@click.option("--soak", default=1000, show_default=True, help="Pictures over which memory is watched.")
def main(pictures: int, idle: float, soak: int) -> None:
    """Measure narrator watch on this machine."""
    with tempfile.TemporaryDirectory() as home, private_places(Path(home)):
        os.environ["NARRATOR_UNLOAD_MINUTES"] = str(_UNLOAD_MINUTES)
        watched = Path(home) / "Pictures"
        watched.mkdir()
        for measurement in measure(watched, pictures=pictures, idle_seconds=idle, soak=soak):
            click.echo(str(measurement))


if __name__ == "__main__":
    main()
