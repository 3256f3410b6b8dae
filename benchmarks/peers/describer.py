"""A captioner in a process of its own: `python -m benchmarks.peers.describer NAME FORM THREADS PICTURE`.

It makes the captioner ready, describes the picture once, and says so. Then it describes it for each line that
it is given and answers with the seconds that passed and the seconds of the processors. At the end of its input
it says how much memory it held at most since it was ready, in MB. Linux only, for that last figure.
"""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.published import PEERS

OURS = "Narrator"
OUR_FORM = "the released bundle"
_SAMPLES = 10
_MEMORY = Path("/proc/self/status")
_FORGET_PEAK = Path("/proc/self/clear_refs")


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Of one caption: seconds until it was there, and seconds of all processors."""

    passed: float
    worked: float


class Describer:
    """The other end of such a process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._answer()

    def describe(self) -> Cost:
        """Let it describe the picture once."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        passed, worked = self._answer().split()
        return Cost(passed=float(passed), worked=float(worked))

    def megabytes(self) -> float:
        """End it, and give the most memory that it held while it described."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return float(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        if answer := self._process.stdout.readline():
            return answer
        raise RuntimeError(f"{self._process.args!r} ended without an answer.")


@contextmanager
def running_describer(name: str, form: str, threads: int, picture: Path) -> Iterator[Describer]:
    """A captioner that is ready, until the `with` ends. Raises RuntimeError where it cannot be made so."""
    command = [sys.executable, "-m", "benchmarks.peers.describer", name, form, str(threads), str(picture)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Describer(process)
        finally:
            process.kill()


def _ours(threads: int, picture: Path) -> Callable[[], object]:
    from narrator import Captioner

    captioner = Captioner.load(threads=threads)
    return lambda: captioner.describe(picture, samples=_SAMPLES)


def _theirs(name: str, form: str, threads: int, picture: Path, folder: Path) -> Callable[[], object]:
    # Here, so that our own process does not hold torch.
    import torch

    from benchmarks.peers.forms import FORMS
    from benchmarks.peers.networks import build, caption

    torch.set_num_threads(threads)
    (peer,) = (each for each in PEERS if each.name == name)
    network = FORMS[form](build(peer), peer, folder)
    return lambda: caption(network, peer, picture)


def _main(name: str, form: str, threads: int, picture: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        once = (
            _ours(threads, picture) if name == OURS else _theirs(name, form, threads, picture, Path(folder))
        )
        once()
        _FORGET_PEAK.write_text("5")  # see proc(5)
        print("ready", flush=True)
        for _ in sys.stdin:
            started, used = time.perf_counter(), time.process_time()
            once()
            print(time.perf_counter() - started, time.process_time() - used, flush=True)
    peak = re.search(r"VmHWM:\s+(\d+) kB", _MEMORY.read_text())
    assert peak is not None
    print(int(peak[1]) * 1024 / 1e6, flush=True)


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
