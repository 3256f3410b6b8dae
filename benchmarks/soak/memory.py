"""The memory of each of Narrator's processes over the time."""

import time
from collections import defaultdict
from statistics import median

import psutil

_ROLES = {
    "describing.worker": "network",
    "picture.apart.worker": "decoder of pictures",
    "speech.worker": "voice",
    "ppocr.worker": "reader of text",
}
_EDGE = 0.2
"""The share of a time over which its beginning and its end are averaged."""


def role(command: list[str]) -> str:
    """Which part of Narrator a process is, by its command line."""
    for module, name in _ROLES.items():
        if any(module in word for word in command):
            return name
    return "daemon" if "watch" in command else "others"


class Memory:
    """Samples in megabytes, by what a process is for."""

    def __init__(self) -> None:
        self.samples: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def sample(self, processes: list[psutil.Process]) -> None:
        """Look at them once."""
        now = time.monotonic()
        total: dict[str, float] = defaultdict(float)
        for process in processes:
            try:
                total[role(process.cmdline())] += process.memory_full_info().pss / 2**20
            except psutil.Error:
                continue  # it has just ended
        for name, megabytes in total.items():
            self.samples[name].append((now, megabytes))

    def growth(self, since: float) -> dict[str, tuple[float, float]]:
        """Megabytes at the end, and how much more than at that moment, by the medians of both ends."""
        found = {}
        for name, samples in self.samples.items():
            values = [megabytes for when, megabytes in samples if when >= since]
            if len(values) >= 10:
                edge = max(1, int(_EDGE * len(values)))
                end = median(values[-edge:])
                found[name] = end, end - median(values[:edge])
        return found
