"""How many processor threads the network gets."""

import os
import sys
from pathlib import Path

MOST = 4
"""More threads than this gain little on one picture and take the machine from its owner."""

_TOPOLOGY = Path("/sys/devices/system/cpu")


def default_threads() -> int:
    """As many as this process has physical cores, at most `MOST`: two threads of one share its arithmetic."""
    return min(physical_cores(), MOST)


def physical_cores() -> int:
    """How many cores this process may compute on."""
    if sys.platform == "linux":
        usable = os.sched_getaffinity(0)
        siblings = [_TOPOLOGY / f"cpu{cpu}/topology/thread_siblings_list" for cpu in usable]
        if all(file.is_file() for file in siblings):
            return len({file.read_text() for file in siblings})
        return len(usable)
    # Elsewhere the standard library knows logical processors only; most have two for each core.
    return max(1, (os.cpu_count() or 1) // 2)
