"""How long Narrator had to wait for a processor, because other programs had them: that makes answers late."""

from contextlib import suppress
from pathlib import Path

import psutil

_NANOSECONDS = 1e9


class Processors:
    """What the kernel counts for the threads of the daemon, over all its lives."""

    def __init__(self, root: Path = Path("/proc")) -> None:
        self._root = root
        self._counted: dict[tuple[int, int], tuple[float, float]] = {}
        """Process and thread -> seconds in which it ran, and in which it waited to run."""

    def sample(self, processes: list[psutil.Process]) -> None:
        """Look at the first of these, the daemon, once."""
        for process in processes[:1]:
            for thread in (self._root / str(process.pid) / "task").glob("*"):
                with suppress(OSError):  # it has just ended
                    ran, waited, _ = (thread / "schedstat").read_text().split()
                    counted = int(ran) / _NANOSECONDS, int(waited) / _NANOSECONDS
                    self._counted[process.pid, int(thread.name)] = counted

    @property
    def ran(self) -> float:
        """Seconds."""
        return sum(ran for ran, _ in self._counted.values())

    @property
    def waited(self) -> float:
        """Seconds in which a thread could have run, and another program had the processor."""
        return sum(waited for _, waited in self._counted.values())
