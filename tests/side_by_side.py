"""A pytest plugin: files of tests run side by side, each by one worker; one file alone runs without workers.

`-n 0` runs all of them one after the other, `-n 4` four at a time.
"""

import os
import signal
from pathlib import Path

import pytest

_MOST_WORKERS = 8
"""With PyTorch, each takes a gigabyte."""


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many workers there are: one more than cores, as many tests wait for sound."""
    chosen = [config.invocation_params.dir / argument.partition("::")[0] for argument in config.args]
    if len(chosen) == 1 and chosen[0].is_file():
        return 0
    return min((os.cpu_count() or 1) + 1, _MOST_WORKERS)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Shorten the path of a worker's temporary folders: that of a socket has at most 107 letters."""
    config.addinivalue_line("markers", "takes_minutes: of computing alone; workers begin with it")
    if _is_worker(config):
        folder = Path(config.option.basetemp)
        config.option.basetemp = folder.with_name(folder.name.removeprefix("popen-gw"))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Prepare what workers and tested programs inherit."""
    if getattr(session.config.option, "tx", None):
        # Each worker's libraries would take all cores, and wait for each other.
        for library in ("OMP", "MKL", "OPENBLAS"):
            os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as it is in a shell's background
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let workers begin with what computes longest, so that none is left alone with it at the end."""
    if _is_worker(config):
        first = ("takes_minutes", "needs_torch")
        items.sort(key=lambda item: [item.get_closest_marker(marker) is None for marker in first])


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")
