"""The one that writes is gone before anything is removed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from narrator.belongings import daemon
from narrator.belongings.daemon import end, running_process
from narrator.errors import DaemonError
from narrator.places import control_file
from tests.daemon.control.daemons import daemon_at
from tests.daemon.control.standin import STATUS


def test_nobody_runs(person: Path) -> None:
    assert running_process() is None


def test_the_running_one_is_known_by_its_process(person: Path) -> None:
    with daemon_at(control_file()):
        assert running_process() == STATUS["pid"]


def test_a_process_that_stays_is_named(person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "_PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(daemon, "end_daemon", lambda: None)
    with pytest.raises(DaemonError, match=f"end its process {os.getpid()}"):
        end(os.getpid())


def test_a_process_is_waited_for(person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import sys; sys.stdin.read(1); print('closed', flush=True)"
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin and process.stdout

    def let_go() -> None:
        assert process.stdin
        process.stdin.close()

    monkeypatch.setattr(daemon, "end_daemon", let_go)
    end(process.pid)
    assert process.stdout.read() == b"closed\n"
    process.stdout.close()
    assert process.wait(60) == 0
