"""Nothing opens a network connection: neither our own code nor a library that is not written in Python."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Draw
from tests.soundserver import Ear

pytestmark = pytest.mark.needs_strace

# What a local program may open: a connection on this machine, and questions to its own kernel.
LOCAL = {"AF_UNIX", "AF_NETLINK"}


@pytest.fixture
def plain_person(person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the environment that could keep a library silent, such as CI."""
    kept = {"PATH", "HOME", "LANG", "TMPDIR", "NARRATOR_MODEL", "PULSE_SERVER", "PULSE_COOKIE"}
    for variable in os.environ.keys() - kept:
        if not variable.startswith("XDG_"):
            monkeypatch.delenv(variable)


def foreign_sockets(trace: Path, *command: str | Path) -> set[str]:
    """Run a command and give the families of all sockets that it and its children open, less the local."""
    tracer = ["strace", "--follow-forks", "--trace=socket", f"--output={trace}"]
    subprocess.run([*tracer, *command], check=True, capture_output=True, timeout=300)
    return set(re.findall(r"socket\((AF_\w+)", trace.read_text())) - LOCAL


@pytest.mark.parametrize("command", ["speak", "read", "doctor", "voices", "--version"])
def test_no_command_opens_a_connection(
    narrator_program: Path, draw: Draw, ear: Ear, plain_person: None, tmp_path: Path, command: str
) -> None:
    pictures = [str(draw("a.png", "red")), str(draw("b.png", "blue"))]
    saved = ["--save", str(tmp_path / "speech.wav")]
    arguments = [*pictures, *saved] if command in ("speak", "read") else []
    assert foreign_sockets(tmp_path / "trace", narrator_program, command, *arguments) == set()
    if command in ("speak", "read", "doctor"):
        assert "AF_UNIX" in (tmp_path / "trace").read_text(), "the sound server was not even asked"


def test_a_connection_would_be_seen_in_a_child_process_too(tmp_path: Path) -> None:
    child = "import socket; socket.socket(socket.AF_INET).close()"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    assert foreign_sockets(tmp_path / "trace", sys.executable, "-c", code) == {"AF_INET"}
