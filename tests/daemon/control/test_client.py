"""What a command hears of a daemon that answers, hangs, ends, or is none."""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from narrator.daemon.control import messages
from narrator.daemon.control.client import NoDaemonError, ask, end_daemon
from narrator.errors import DaemonError
from tests.daemon.control.daemons import Daemon, daemon_at, daemon_processes


@contextmanager
def somebody_listens(file: Path, says: bytes = b"", backlog: int = 8) -> Iterator[socket.socket]:
    """Something else than a Narrator that listens there, and hangs up when it has said something."""
    file.parent.mkdir(mode=0o700)
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(file))
        listening.listen(backlog)

        def serve() -> None:
            connection, _ = listening.accept()
            with closing(connection), suppress(ConnectionError):  # the client need not hear it to the end
                connection.recv(1)
                connection.sendall(says)

        if says:
            threading.Thread(target=serve, daemon=True).start()
        yield listening


def test_no_folder_no_socket_and_a_stale_socket_are_no_daemon(file: Path) -> None:
    with pytest.raises(NoDaemonError, match=r"^Narrator is not running; start it with narrator watch\.$"):
        ask("status", file=file)
    with somebody_listens(file):
        pass
    assert file.is_socket()
    with pytest.raises(NoDaemonError):
        ask("status", file=file)
    with pytest.raises(NoDaemonError):
        ask("status", file=file / "control.sock")


def test_the_daemons_refusal_is_the_error(daemon: Daemon) -> None:
    with pytest.raises(DaemonError, match=r"^Nothing was described yet; save a picture\.$"):
        ask("repeat", file=daemon.file)


def test_a_daemon_that_hangs_is_told_of_with_its_process(file: Path) -> None:
    with daemon_processes(file) as (daemon,):
        assert daemon.listens()
        os.kill(daemon.process.pid, signal.SIGSTOP)
        try:
            with pytest.raises(
                DaemonError, match=f"within 0.5 seconds.* end its process {daemon.process.pid} "
            ):
                ask("status", timeout=0.5, file=file)
        finally:
            os.kill(daemon.process.pid, signal.SIGCONT)
        assert ask("status", file=file)["ok"] is True


def test_a_daemon_that_lets_nobody_in_is_told_of(file: Path) -> None:
    with somebody_listens(file, backlog=0), closing(socket.socket(socket.AF_UNIX)) as first:
        first.connect(str(file))  # nobody accepts it, and there is no room for a second
        with pytest.raises(DaemonError, match="has not answered"):
            ask("status", timeout=0.3, file=file)


def test_a_daemon_that_takes_nothing_in_is_told_of(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "LONGEST_REQUEST", 10_000_000)  # more than the kernel keeps for it
    with somebody_listens(file), pytest.raises(DaemonError, match="has not answered"):
        ask("describe", {"paths": ["x" * 5_000_000]}, timeout=0.3, file=file)


@pytest.mark.parametrize(
    ("says", "part"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "not JSON"),
        (b'{"version": 1, "ok": tr', "ended before"),
        (b'{"version": 9}\n', "another version"),
        (b"x" * 3_000_000, "ended before"),
    ],
)
def test_something_else_that_listens_there_is_a_sentence(file: Path, says: bytes, part: str) -> None:
    with somebody_listens(file, says), pytest.raises(DaemonError, match=part):
        ask("status", file=file)


def test_a_request_that_is_too_long_is_refused_here(daemon: Daemon) -> None:
    with pytest.raises(DaemonError, match="name fewer"):
        ask("describe", {"paths": ["picture.png"] * 10_000}, file=daemon.file)
    assert daemon.handler.requests == []


def test_the_end_is_waited_for(file: Path) -> None:
    with daemon_processes(file) as (daemon,):
        assert daemon.listens()
        assert end_daemon(timeout=30, file=file)["text"] == "quit {}"
        with daemon_at(file):  # which could not be, while the other held the lock
            pass
        assert daemon.end() == (0, "")


def test_a_daemon_that_is_killed_while_it_ends_is_gone_too(file: Path) -> None:
    with daemon_processes(file) as (daemon,):
        assert daemon.listens()
        os.kill(daemon.process.pid, signal.SIGSTOP)  # it takes the request in only when it is dead
        with ThreadPoolExecutor(1) as clients:
            answer = clients.submit(end_daemon, timeout=30, file=file)
            daemon.process.kill()
            assert isinstance(answer.exception(), DaemonError)


def test_a_daemon_that_does_not_end_is_told_of_with_its_process(daemon: Daemon) -> None:
    with pytest.raises(DaemonError, match=f"not gone after 0.3 seconds; end its process {os.getpid()}"):
        end_daemon(timeout=0.3, file=daemon.file)


def test_nothing_is_told_to_another_users_daemon(daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(DaemonError, match="Somebody else listens"):
        ask("status", file=daemon.file)
    assert daemon.handler.requests == []
