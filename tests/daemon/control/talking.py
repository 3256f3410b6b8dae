"""Talks to a server as clients do, and as none should."""

import json
import socket
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from narrator.daemon.control.client import ask
from narrator.errors import DaemonError

STATUS = b'{"version": 1, "verb": "status"}\n'


def connect(file: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(30)
    connection.connect(str(file))
    return connection


def replies(connection: socket.socket) -> list[dict[str, Any]]:
    """All that comes until the server hangs up."""
    received = bytearray()
    with suppress(ConnectionError):
        while chunk := connection.recv(65536):
            received += chunk
    return [json.loads(line) for line in received.splitlines()]


def talk(file: Path, sent: bytes) -> list[dict[str, Any]]:
    """Send, end, and read all replies."""
    with closing(connect(file)) as connection:
        with suppress(ConnectionError):  # it need not have been read to the end
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
        return replies(connection)


def in_time(happened: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = monotonic() + seconds
    while not happened():
        if monotonic() > deadline:
            return False
        sleep(0.02)
    return True


def answers(file: Path) -> bool:
    try:
        return ask("status", file=file)["ok"] is True
    except DaemonError:  # none is there, or what listened before has just been closed
        return False
