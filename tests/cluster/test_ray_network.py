"""A Ray of our own talks to this machine alone."""

import re
import subprocess
from pathlib import Path

import psutil
import pytest

from tests.conftest import Draw

pytestmark = [pytest.mark.needs_cluster, pytest.mark.needs_strace]


def test_it_asks_nobody_on_the_network(
    narrator_program: Path, person: Path, draw: Draw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RAY_USAGE_STATS_ENABLED", raising=False)
    monkeypatch.setenv("HOME", str(person))
    draw("album/a.png", "red")
    trace = tmp_path / "trace"
    command = ["strace", "--follow-forks", "--trace=connect", f"--output={trace}", str(narrator_program)]
    process = subprocess.run(
        [*command, "describe", "album", "--out", "out/", "--on", "ray"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert process.stdout.startswith("1 described"), process.stderr
    own = {address.address for found in psutil.net_if_addrs().values() for address in found}
    asked = set(re.findall(r'(?:inet_addr\(|AF_INET6, )"(?:::ffff:)?([0-9a-f.:]+)"', trace.read_text()))
    assert asked & own
    # To "connect" a datagram's socket sends nothing; Ray finds its own address in this way.
    assert asked - own <= {"8.8.8.8", "::1", "2001:4860:4860::8888"}
    assert not (person / ".ray").exists()
