"""The door with a token, which Windows needs, tried on this system; other tests go through the Unix one."""

import json
import os
import socket
import struct
import sys
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from narrator.daemon.control import client, server
from narrator.daemon.control.client import NoDaemonError, ask, end_daemon
from narrator.daemon.control.doors import door_at
from narrator.daemon.control.token_door import TokenDoor
from narrator.daemon.control.unix_door import UnixDoor
from narrator.errors import DaemonError
from tests.daemon.control.daemons import daemon_at
from tests.daemon.control.talking import STATUS, answers, in_time, replies


@pytest.fixture
def token_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where daemons and clients of this test use a door with a token."""
    for module in (client, server):
        monkeypatch.setattr(module, "door_at", TokenDoor)
    return file.with_name("control.json")


def say(file: Path, sent: bytes) -> list[dict[str, object]]:
    port = json.loads(file.read_text())["port"]
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        return replies(connection)


def test_each_system_has_its_door(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(door_at(file), UnixDoor)
    monkeypatch.setattr(sys, "platform", "win32")
    assert isinstance(door_at(file), TokenDoor)


def test_on_macos_the_user_stands_second_in_what_the_kernel_tells(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Connection:
        def getsockopt(self, level: int, option: int, size: int) -> bytes:
            assert (level, option) == (0, 1)  # SOL_LOCAL, LOCAL_PEERCRED
            return struct.pack("IIh2x16I", 0, user, 16, *range(16))[:size]

    monkeypatch.setattr(sys, "platform", "darwin")
    user = os.geteuid()
    assert UnixDoor(file).admits(cast(socket.socket, Connection()))
    user += 1
    assert not UnixDoor(file).admits(cast(socket.socket, Connection()))


def test_who_can_read_the_token_is_answered(token_file: Path) -> None:
    with daemon_at(token_file) as daemon:
        assert token_file.stat().st_mode & 0o777 == 0o600
        assert ask("more", {"number": 1}, file=token_file)["text"] == "more {'number': 1}"
        with pytest.raises(DaemonError, match="Nothing was described"):
            ask("repeat", file=token_file)
        assert daemon.faults == []
    with pytest.raises(NoDaemonError):
        ask("status", file=token_file)


@pytest.mark.parametrize(
    "first",
    [
        STATUS,
        b'{"token": ""}\n',
        b'{"token": "guessed"}\n',
        b'{"token": "\\ud800"}\n',
        b'{"token": null}\n',
        b'["token"]\n',
        b"GET / HTTP/1.1\r\n",
        b"[" * 50_000 + b"\n",
        b"\xff\n",
    ],
)
def test_nobody_else_is_answered(token_file: Path, first: bytes) -> None:
    with daemon_at(token_file) as daemon:
        (refusal,) = say(token_file, first + STATUS)
        assert "token is wrong" in str(refusal["error"])
        assert daemon.handler.requests == []
        assert answers(token_file)


def test_the_file_is_written_anew_when_it_was_removed(token_file: Path) -> None:
    with daemon_at(token_file):
        token_file.unlink()
        assert in_time(lambda: answers(token_file))


def test_the_file_of_a_daemon_that_was_killed_is_no_daemon_and_is_replaced(token_file: Path) -> None:
    with daemon_at(token_file):
        stale = token_file.read_text()
    token_file.write_text(stale)
    with pytest.raises(NoDaemonError):
        ask("status", file=token_file)
    with daemon_at(token_file):
        assert answers(token_file)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "1", '{"port": 1}', '{"port": "here", "token": "1"}', "\xff"]
)
def test_a_damaged_file_is_a_sentence(token_file: Path, content: str) -> None:
    token_file.parent.mkdir(mode=0o700)
    token_file.write_text(content, encoding="latin-1")
    with pytest.raises(DaemonError, match="damaged"):
        ask("status", file=token_file)


def test_the_end_is_waited_for_here_too(token_file: Path) -> None:
    with daemon_at(token_file), pytest.raises(DaemonError, match=f"end its process {os.getpid()}"):
        end_daemon(timeout=0.3, file=token_file)
