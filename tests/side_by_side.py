"""A pytest plugin: files of tests run side by side, and one file alone runs right here.

`-n 0` runs all of them one after the other, `-n 4` four at a time. All tests of a file have the same worker.
"""

import os
from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Shorten the path of a worker's temporary folders: that of a socket has at most 107 letters."""
    if hasattr(config, "workerinput"):
        folder = Path(config.option.basetemp)
        config.option.basetemp = folder.with_name(folder.name.removeprefix("popen-gw"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many workers there are, unless somebody says a number."""
    chosen = [config.invocation_params.dir / argument.partition("::")[0] for argument in config.args]
    if len(chosen) == 1 and chosen[0].is_file():
        return 0
    return os.cpu_count() or 1


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Leave each worker a core: its libraries would take all of them, and wait for each other."""
    if getattr(session.config.option, "tx", None):
        for library in ("OMP", "MKL", "OPENBLAS"):
            os.environ.setdefault(f"{library}_NUM_THREADS", "1")
