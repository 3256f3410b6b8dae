"""What systemd is told, heard at a real socket."""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from narrator.daemon.notify import ServiceManager


@contextmanager
def manager(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(address)
        listener.settimeout(20)
        yield listener


@pytest.mark.parametrize("abstract", [False, True])
def test_a_manager_hears_all_that_it_is_told(tmp_path: Path, abstract: bool) -> None:
    name = f"narrator-test-{os.getpid()}"
    address, variable = (f"\0{name}", f"@{name}") if abstract else (str(tmp_path / "s"), str(tmp_path / "s"))
    with manager(address) as listener:
        service = ServiceManager({"NOTIFY_SOCKET": variable})
        service.ready("watching Pictures")
        service.alive()
        service.stopping()
        heard = [listener.recv(1000).decode() for _ in range(3)]
    assert heard == ["READY=1\nSTATUS=watching Pictures", "WATCHDOG=1", "STOPPING=1"]


def test_where_nobody_waits_telling_is_nothing() -> None:
    service = ServiceManager({})
    service.ready()
    service.alive()
    assert service.alive_every is None


def test_a_manager_that_is_gone_is_logged_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "nowhere")}).alive()
    assert "WATCHDOG=1" in caplog.text


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({}, None),
    ],
)
def test_it_knows_how_often_it_must_be_heard(environment: dict[str, str], seconds: float | None) -> None:
    assert ServiceManager(environment).alive_every == seconds
