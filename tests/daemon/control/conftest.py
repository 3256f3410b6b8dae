import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.daemon.control.daemons import Daemon, daemon_at


@pytest.fixture
def file() -> Iterator[Path]:
    """A control file that is not there yet; in a folder with a short name, as a socket's path has to be."""
    with tempfile.TemporaryDirectory(prefix="narrator-") as folder:
        yield Path(folder) / "narrator" / "control.sock"


@pytest.fixture
def daemon(file: Path) -> Iterator[Daemon]:
    """A daemon that listens there, and reports no fault unless the test takes it out of its list."""
    with daemon_at(file) as daemon:
        yield daemon
    assert daemon.faults == []
