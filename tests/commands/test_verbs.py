"""The commands that ask the running daemon, as they were installed, against a stand-in for its loop."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from narrator.places import control_file
from tests.conftest import Narrate
from tests.daemon.control.daemons import Daemon, daemon_at, daemon_processes
from tests.daemon.control.standin import STATUS
from tests.places import ROOT
from tests.test_network_silence import foreign_sockets

VERBS = ("repeat", "more", "stop", "pause", "resume", "missed", "status", "quit")


@pytest.fixture
def daemon(person: Path) -> Iterator[Daemon]:
    """This person's running daemon."""
    with daemon_at(control_file()) as daemon:
        yield daemon
    assert daemon.faults == []


@pytest.mark.parametrize("verb", VERBS)
def test_without_a_daemon_it_is_one_sentence(narrate: Narrate, verb: str) -> None:
    process = narrate(verb)
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr == "Narrator is not running; start it with narrator watch.\n"


@pytest.mark.parametrize("verb", ["more", "stop", "pause", "resume", "missed"])
def test_the_daemon_is_asked_and_its_text_is_printed(narrate: Narrate, daemon: Daemon, verb: str) -> None:
    process = narrate(verb)
    assert (process.returncode, process.stdout, process.stderr) == (0, f"{verb} {{}}\n", "")
    assert json.loads(narrate(verb, "--json").stdout) == {"version": 1, "ok": True, "text": f"{verb} {{}}"}
    assert [request.verb for request in daemon.handler.requests] == [verb] * 2


def test_missed_says_how_many(narrate: Narrate, daemon: Daemon) -> None:
    assert narrate("missed", "--count", "3").stdout == "missed {'count': 3}\n"
    process = narrate("missed", "--count", "none")
    assert (process.returncode, process.stdout) == (2, "")
    assert "--count" in process.stderr


def test_a_refusal_is_its_sentence(narrate: Narrate, daemon: Daemon) -> None:
    process = narrate("repeat", "--json")
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr == "Nothing was described yet; save a picture.\n"


def test_status_is_one_fact_a_line(narrate: Narrate, daemon: Daemon) -> None:
    assert narrate("status").stdout.splitlines() == [
        "Narrator runs as process 4711.",
        "Running for: 1 day 2 hours 3 minutes.",
        "Memory: 58 MB.",
        "Paused: no.",
        "Quiet hours: yes.",
        "Looks for pictures in: the folder Holiday, the clipboard.",
        "Pictures that wait: 2.",
        "Descriptions that were not spoken: 37.",
        "Pictures that could not be described: 3.",
        "Speaks through: Orca.",
        "Model: not in memory; the next picture brings it back.",
        "Last error: none.",
    ]
    assert json.loads(narrate("status", "--json").stdout) == {"version": 1, "ok": True, **STATUS}


def test_quit_returns_when_the_daemon_is_gone(narrate: Narrate) -> None:
    with daemon_processes(control_file()) as (daemon,):
        assert daemon.listens()
        process = narrate("quit")
        assert (process.returncode, process.stdout, process.stderr) == (0, "quit {}\n", "")
        assert not control_file().exists()
        assert daemon.end() == (0, "")


def test_without_a_runtime_folder_of_the_system_another_is_found_in_silence(
    person: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    code = "from narrator.places import control_file; print(control_file())"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert process.stdout.endswith("narrator/control.sock\n")
    assert process.stderr == ""


@pytest.mark.needs_strace
def test_asking_opens_no_connection_but_to_the_daemon(
    narrator_program: Path, daemon: Daemon, tmp_path: Path
) -> None:
    assert foreign_sockets(tmp_path / "trace", narrator_program, "status") == set()
    assert "AF_UNIX" in (tmp_path / "trace").read_text()


def test_a_key_press_loads_no_more_than_it_needs(daemon: Daemon) -> None:
    code = "import sys; from narrator.cli import main; main(['stop']); print(*sys.modules)"
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(process.stdout.split())
    assert "narrator.daemon.control.client" in loaded
    needless = {"asyncio", "ssl", "concurrent.futures", "numpy", "PIL", "onnxruntime", "torch"}
    assert loaded.isdisjoint(needless | {"narrator.settings.settings", "narrator.daemon.control.server"})
