"""`python -m benchmarks.process COMMAND...`: run a command and print its seconds and its peak memory in MB.

A process of its own, and a small one: the system counts the memory of whoever starts a process as that
process's peak, so the benchmarks, with their pictures and network, must not start it themselves.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path


def run(command: Sequence[str | Path]) -> tuple[float, float]:
    """Seconds from start to end of a command, and its peak resident memory in megabytes."""
    launcher = [sys.executable, "-m", "benchmarks.process", *command]
    seconds, megabytes = subprocess.check_output(launcher, text=True).split()
    return float(seconds), float(megabytes)


def _main(command: Sequence[str]) -> int:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    # wait4 gives the memory of this one child, where the resource module has that of all children.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    print(seconds, usage.ru_maxrss * unit / 1e6)
    return process.returncode


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
