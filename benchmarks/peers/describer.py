"""A captioner in a process of its own, which describes one picture as often as it is asked.

Ours gets a fresh process. The others are forked from one that has loaded torch and transformers, which takes
longer than a caption. Linux only, for the memory.
"""

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.peers.published import Peer

_SAMPLES = 10
_MEMORY = Path("/proc/self/status")
_FORGET_PEAK = Path("/proc/self/clear_refs")
_PATIENCE_SECONDS = 10.0
_FORKING = get_context("forkserver")
_FORKING.set_forkserver_preload(["benchmarks.peers.forms"])

Ready = Callable[[Path], Callable[[], object]]
"""A folder for files -> what describes the picture once."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Of one caption: seconds until it was there, and seconds of all processors."""

    passed: float
    worked: float


@dataclass(frozen=True, kw_only=True)
class Ours:
    """The released bundle, ten samples; it is warm after one picture."""

    threads: int
    picture: Path

    def __call__(self, folder: Path) -> Callable[[], object]:
        """Load it."""
        from narrator import Captioner

        captioner = Captioner.load(threads=self.threads)
        return lambda: captioner.describe(self.picture, samples=_SAMPLES)


@dataclass(frozen=True, kw_only=True)
class Theirs:
    """A peer in one form."""

    peer: Peer
    form: str
    threads: int
    picture: Path

    def __call__(self, folder: Path) -> Callable[[], object]:
        """Make its network."""
        # Here, so that our own process does not hold torch.
        import torch

        from benchmarks.peers.forms import FORMS
        from benchmarks.peers.networks import build, caption

        torch.set_num_threads(self.threads)
        network = FORMS[self.form](build(self.peer), self.peer, folder)
        return lambda: caption(network, self.peer, self.picture)


class Describer:
    """Our end of such a process."""

    def __init__(self, channel: "Connection[Any, Any]") -> None:
        self._channel = channel
        channel.recv()

    def describe(self) -> Cost:
        """Let it describe the picture once. Raises EOFError where it has ended."""
        self._channel.send(True)
        cost: Cost = self._channel.recv()
        return cost

    def megabytes(self) -> float:
        """Let it end, and give the most memory that it held since it was ready."""
        self._channel.send(False)
        return float(self._channel.recv())


@contextmanager
def running_describer(made: Ours | Theirs) -> Iterator[Describer]:
    """A captioner that is ready, until the `with` ends. Raises EOFError where it cannot be made so."""
    context = _FORKING if isinstance(made, Theirs) else get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, made), daemon=isinstance(made, Ours))
    process.start()
    there.close()
    try:
        yield Describer(here)
    finally:
        here.close()
        process.join(_PATIENCE_SECONDS)
        process.kill()


def _serve(channel: "Connection[Any, Any]", ready: Ready) -> None:
    with tempfile.TemporaryDirectory() as folder:
        once = ready(Path(folder))
        once()
        _FORGET_PEAK.write_text("5")  # see proc(5)
        channel.send(True)
        while channel.recv():
            started, used = time.perf_counter(), time.process_time()
            once()
            channel.send(Cost(passed=time.perf_counter() - started, worked=time.process_time() - used))
    peak = re.search(r"VmHWM:\s+(\d+) kB", _MEMORY.read_text())
    assert peak is not None
    channel.send(int(peak[1]) * 1024 / 1e6)
