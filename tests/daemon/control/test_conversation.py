"""Over real sockets: what a server answers, to whom, and that nobody holds up anybody else."""

import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrator.daemon.control import conversation, server
from narrator.daemon.control.client import ask
from narrator.daemon.control.messages import LONGEST_REQUEST
from narrator.errors import DaemonError
from tests.daemon.control.daemons import Daemon
from tests.daemon.control.talking import STATUS, answers, connect, in_time, replies, talk


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
    assert "fault of its own (ZeroDivisionError)" in refused["error"]
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


def test_another_users_connection_is_dropped(daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)  # whoever connects is another user than this one
    assert talk(daemon.file, STATUS) == []
    assert daemon.handler.requests == []
