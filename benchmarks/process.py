"""`python -m benchmarks.process COMMAND...`: run a command and print its seconds, processor time and memory.

A process of its own, and a small one: the system counts the memory of whoever starts a process as that
process's peak, so the benchmarks, with their pictures and network, must not start it themselves.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a command took."""

    seconds: float
    """From start to end."""
    processor_seconds: float
    """On all cores together, for the program and for the system: other work beside it counts little."""
    megabytes: float
    """Peak resident memory."""


def cost(command: Sequence[str | Path]) -> Cost:
    """What a command takes, whose output nobody reads. Raises CalledProcessError when it fails."""
    launcher = [sys.executable, "-m", "benchmarks.process", *command]
    seconds, processor_seconds, megabytes = map(float, subprocess.check_output(launcher, text=True).split())
    return Cost(seconds=seconds, processor_seconds=processor_seconds, megabytes=megabytes)


def run(command: Sequence[str | Path]) -> tuple[float, float]:
    """Seconds from start to end of a command, and its peak resident memory in megabytes."""
    taken = cost(command)
    return taken.seconds, taken.megabytes


def _main(command: Sequence[str]) -> int:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    # wait4 gives the memory of this one child, where the resource module has that of all children.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    print(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)
    return process.returncode


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
