"""Over real sockets: what a server answers, to whom, and what it outlives."""

import gc
import json
import os
import resource
import shutil
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrator.daemon import runtime_folder
from narrator.daemon.control import conversation, server
from narrator.daemon.control.client import NoDaemonError, ask
from narrator.daemon.control.messages import LONGEST_REQUEST
from narrator.daemon.single import AlreadyRunningError
from narrator.errors import DaemonError
from tests.daemon.control.daemons import Daemon, daemon_at, daemon_processes

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


def test_requests_of_one_connection_are_answered_in_their_order(daemon: Daemon) -> None:
    requests = [
        {"version": 1, "verb": verb, "arguments": {"number": number}}
        for number, verb in enumerate(["stop", "more", "pause", "resume"] * 25)
    ]
    lines = b"".join(json.dumps(request).encode() + b"\n" for request in requests)
    texts = [reply["text"] for reply in talk(daemon.file, lines)]
    assert texts == [f"{request['verb']} {request['arguments']}" for request in requests]


def test_a_refusal_leaves_the_connection_open(daemon: Daemon) -> None:
    refused, granted = talk(daemon.file, b'{"version": 1, "verb": "repeat"}\n' + STATUS)
    assert refused == {"version": 1, "ok": False, "error": "Nothing was described yet; save a picture."}
    assert granted["ok"] is True


def test_a_fault_of_the_handler_is_a_refusal_and_is_reported(daemon: Daemon) -> None:
    refused, granted = talk(daemon.file, b'{"version": 1, "verb": "wrong"}\n' + STATUS)
    assert "fault of its own (ZeroDivisionError: by nothing)" in refused["error"]
    assert granted["ok"] is True
    assert isinstance(daemon.faults.pop(), ZeroDivisionError)


def test_a_reply_that_cannot_be_sent_is_a_refusal(daemon: Daemon) -> None:
    with pytest.raises(DaemonError, match=r"fault of its own \(TypeError"):
        ask("camera", file=daemon.file)
    assert isinstance(daemon.faults.pop(), TypeError)
    with pytest.raises(DaemonError, match="too long"):
        ask("watch", file=daemon.file)


@pytest.mark.parametrize(
    ("sent", "part"),
    [
        (b"\0\xff\r\n", "not JSON"),
        (b'{"version": 3, "verb": "status"}\n', "version 1"),
        (b'{"version": 1, "verb": "stats"}\n', "try status"),
        (b"x" * (LONGEST_REQUEST + 1) + b"\n", "longer"),
        (b"x" * 10_000_000, "longer"),
        (STATUS.strip(), "broke off"),
    ],
)
def test_rubbish_gets_a_sentence_and_ends_its_connection(daemon: Daemon, sent: bytes, part: str) -> None:
    before, refused = talk(daemon.file, STATUS + sent + STATUS * (not sent.endswith(b"}")))
    assert before["ok"] is True
    assert refused["ok"] is False
    assert part in refused["error"]
    assert len(daemon.handler.requests) == 1


def test_a_request_of_the_greatest_length_is_answered(daemon: Daemon) -> None:
    (reply,) = talk(daemon.file, STATUS.strip() + b" " * (LONGEST_REQUEST - len(STATUS)) + b"\n")
    assert reply["ok"] is True


# One server for all examples is the point: none may harm those that come after it.
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=200) | st.just(b"\n") | st.just(STATUS) | st.just(STATUS[:9])))
def test_whatever_is_sent_a_status_is_still_answered(daemon: Daemon, sent: list[bytes]) -> None:
    for reply in talk(daemon.file, b"".join(sent)):
        assert reply["ok"] is True or reply["error"].endswith(".")
    assert ask("status", file=daemon.file)["ok"] is True


@pytest.mark.parametrize("sent", [b"", STATUS[:10]])
def test_silence_gets_a_sentence_and_is_hung_up_on(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(conversation, "IDLE_SECONDS", 0.2)
    with closing(connect(daemon.file)) as connection:
        connection.sendall(sent)
        (reply,) = replies(connection)
    assert "No line came within" in reply["error"]


def test_a_client_that_never_reads_is_hung_up_on_and_holds_up_nobody(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "IDLE_SECONDS", 1.0)
    with closing(connect(daemon.file)) as connection:
        with pytest.raises(ConnectionError):  # at last, when nothing of what it has sent is taken any more
            while True:
                connection.sendall(STATUS * 100)
        assert answers(daemon.file)


def test_clients_that_connect_and_say_nothing_hold_up_nobody(daemon: Daemon) -> None:
    silent = [connect(daemon.file) for _ in range(100)]
    assert answers(daemon.file)
    for connection in silent:
        connection.close()


def test_two_hundred_clients_at_once_are_all_answered(daemon: Daemon) -> None:
    together = threading.Barrier(200)

    def client(number: int) -> str:
        together.wait(60)
        return str(ask("more", {"number": number}, timeout=60, file=daemon.file)["text"])

    with ThreadPoolExecutor(200) as clients:
        texts = list(clients.map(client, range(200)))
    assert texts == [f"more {{'number': {number}}}" for number in range(200)]


def test_a_slow_answer_holds_up_no_other_and_threads_stay_few(daemon: Daemon) -> None:
    before = threading.active_count()
    with ThreadPoolExecutor(3) as clients:
        slow = [clients.submit(ask, "describe", timeout=60, file=daemon.file) for _ in range(3)]
        assert in_time(lambda: daemon.handler.running == 3)
        assert answers(daemon.file)
        daemon.handler.go.set()
        assert all(answer.result()["ok"] for answer in slow)
    assert daemon.handler.most_running == 4
    assert threading.active_count() <= before


def test_a_handler_that_hangs_is_told_of_and_requests_that_nobody_waits_for_are_not_handled(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_ANSWER_SECONDS", 0.5)
    with ThreadPoolExecutor(4) as clients:
        hanging = [clients.submit(ask, "describe", file=daemon.file) for _ in range(4)]
        assert in_time(lambda: daemon.handler.running == 4)
        with pytest.raises(DaemonError, match="too busy"):
            ask("stop", file=daemon.file)
        assert all("too busy" in str(answer.exception()) for answer in hanging)
    daemon.handler.go.set()
    assert in_time(lambda: daemon.handler.running == 0)
    assert answers(daemon.file)
    assert [request.verb for request in daemon.handler.requests] == [*["describe"] * 4, "status"]
    assert [str(fault).split()[2] for fault in daemon.faults] == [*["describe"] * 4, "stop"]
    daemon.faults.clear()


def test_more_clients_than_it_takes_are_turned_away_with_a_sentence(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 3)
    taken = [connect(daemon.file) for _ in range(3)]
    with pytest.raises(DaemonError, match="Too many programs"):
        ask("status", file=daemon.file)
    for connection in taken:
        connection.close()
    assert in_time(lambda: talk(daemon.file, STATUS)[0]["ok"])


def test_a_daemon_that_may_open_no_more_files_says_so_once_and_recovers(file: Path) -> None:
    with daemon_processes(file) as (daemon,):
        assert daemon.listens()
        open_files = len(list(Path(f"/proc/{daemon.process.pid}/fd").iterdir()))
        resource.prlimit(daemon.process.pid, resource.RLIMIT_NOFILE, (open_files + 40, open_files + 40))
        clients = [connect(file) for _ in range(50)]
        assert daemon.process.stderr
        assert "Too many open files" in daemon.process.stderr.readline()
        for client in clients:
            client.close()
        assert in_time(lambda: answers(file))
        ask("quit", file=file)
        assert daemon.end() == (0, "")


def test_another_users_connection_is_dropped(daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)  # whoever connects is another user than this one
    assert talk(daemon.file, STATUS) == []
    assert daemon.handler.requests == []


def test_folder_and_socket_are_the_persons_alone(file: Path) -> None:
    file.parent.mkdir(mode=0o755)
    with daemon_at(file):
        assert file.parent.stat().st_mode & 0o777 == 0o700
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_second_daemon_is_told_so_and_the_first_runs_on(daemon: Daemon) -> None:
    with pytest.raises(AlreadyRunningError, match="already running"), daemon_at(daemon.file):
        pass
    assert answers(daemon.file)


def test_a_path_too_long_for_a_socket_is_a_sentence(file: Path) -> None:
    long = file.parent / ("x" * 100) / "control.sock"
    with pytest.raises(DaemonError, match="too long"), daemon_at(long):
        pass
    with pytest.raises(DaemonError, match="too long"):
        ask("status", file=long)


def test_what_cannot_be_replaced_is_a_sentence_and_the_lock_is_given_back(file: Path) -> None:
    file.mkdir(parents=True, mode=0o700)
    with pytest.raises(DaemonError, match="cannot listen"), daemon_at(file):
        pass
    file.rmdir()
    with daemon_at(file):
        assert answers(file)


def test_close_ends_all_and_leaves_nothing_but_the_lock_file(file: Path) -> None:
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    threads = threading.active_count()
    with daemon_at(file) as daemon:
        waiting = [connect(file) for _ in range(20)]
        assert answers(file)
        daemon.server.close()
        daemon.server.close()
        assert [replies(connection) for connection in waiting] == [[]] * 20
        for connection in waiting:
            connection.close()
    assert [path.name for path in file.parent.iterdir()] == ["control.lock"]
    assert not answers(file)
    assert threading.active_count() == threads
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


def test_clients_that_come_as_it_closes_are_hung_up_on(file: Path) -> None:
    for _ in range(20):
        with daemon_at(file):
            clients = [connect(file) for _ in range(3)]
        for client in clients:
            assert replies(client) == []
            client.close()
    gc.collect()  # which warns of connections that nobody has closed


def test_close_lets_an_answer_be_finished(file: Path) -> None:
    with daemon_at(file) as daemon, ThreadPoolExecutor(2) as clients:
        answer = clients.submit(ask, "describe", file=file)
        assert in_time(lambda: daemon.handler.running == 1)
        closing = clients.submit(daemon.server.close)
        daemon.handler.go.set()
        closing.result()
        assert answer.result()["text"] == "describe {}"


def test_close_does_not_wait_for_a_handler_that_hangs(file: Path) -> None:
    with daemon_at(file) as daemon, ThreadPoolExecutor(1) as clients:
        answer = clients.submit(ask, "describe", file=file)
        assert in_time(lambda: daemon.handler.running == 1)
        daemon.server.close()
        with pytest.raises(DaemonError, match="ended before it answered"):
            answer.result()


def test_it_listens_anew_when_its_folder_was_removed(daemon: Daemon) -> None:
    with closing(connect(daemon.file)) as before:
        shutil.rmtree(daemon.file.parent)
        assert in_time(lambda: answers(daemon.file))
        before.sendall(STATUS)
        assert json.loads(before.recv(65536))["ok"] is True
    with pytest.raises(AlreadyRunningError), daemon_at(daemon.file):
        pass


def test_it_listens_anew_when_its_socket_was_removed_or_replaced(daemon: Daemon) -> None:
    daemon.file.unlink()
    assert in_time(lambda: answers(daemon.file))
    daemon.file.unlink()
    daemon.file.write_text("something else")
    assert in_time(lambda: daemon.file.is_socket() and answers(daemon.file))


def test_it_takes_its_lock_anew_when_that_was_removed(daemon: Daemon) -> None:
    lock = daemon.file.with_suffix(".lock")
    lock.unlink()
    assert in_time(lock.exists)
    assert in_time(lambda: answers(daemon.file))
    with pytest.raises(AlreadyRunningError), daemon_at(daemon.file):
        pass


def test_it_says_once_when_it_cannot_listen_anew_and_listens_when_it_can(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_LOOK_SECONDS", 0.1)
    attempts: list[Path] = []

    def make_private(folder: Path) -> None:
        attempts.append(folder)
        runtime_folder.make_private(folder)

    monkeypatch.setattr(server, "make_private", make_private)
    folder = daemon.file.parent
    shutil.rmtree(folder)
    folder.write_text("a file in its place")
    assert in_time(lambda: len(attempts) >= 5)
    assert len(daemon.faults) == 1
    assert str(folder) in str(daemon.faults.pop())
    folder.unlink()
    assert in_time(lambda: answers(daemon.file))


def test_it_says_so_when_another_daemon_has_started_where_its_folder_was_removed(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_LOOK_SECONDS", 3.0)
    shutil.rmtree(daemon.file.parent)
    with daemon_at(daemon.file) as other:
        assert in_time(lambda: bool(daemon.faults))
        assert isinstance(daemon.faults.pop(), AlreadyRunningError)
        daemon.server.close()
        assert answers(daemon.file), "the first one's end took the second one's socket away"
        assert other.faults == []


def test_a_killed_daemon_leaves_nothing_that_keeps_the_next_away(file: Path) -> None:
    with daemon_processes(file) as (killed,):
        assert killed.listens()
        assert answers(file)
        killed.process.kill()
        killed.process.wait()
        assert file.is_socket(), "it was not killed as hard as that"
        with pytest.raises(NoDaemonError):
            ask("status", file=file)
    with daemon_processes(file) as (anew,):
        assert anew.listens()
        assert answers(file)


def test_of_twenty_daemons_started_at_once_exactly_one_runs(file: Path) -> None:
    with daemon_processes(file, 20) as daemons:
        winners = [daemon for daemon in daemons if daemon.listens()]
        assert len(winners) == 1
        assert answers(file)
        for loser in set(daemons) - set(winners):
            code, told = loser.end()
            assert code == 1
            assert told.startswith("AlreadyRunningError: Narrator is already running")
        ask("quit", file=file)
        assert winners[0].end() == (0, "")
