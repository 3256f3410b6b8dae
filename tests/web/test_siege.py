"""Many strangers at once: whoever has the token gets in all the same, and the log stays short."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psutil
import pytest

from tests.web.lines import connected, head, is_ended, many_connected, reply_on, was_ended
from tests.web.serving import PATIENCE_SECONDS, Serving, serving

FILES = 256
"""That the service may open; then it takes 128 connections, and 32 of one stranger."""
OF_ONE = 32
_LOOK_SECONDS = 0.5


@pytest.fixture
def small(narrator_program: Path, person: Path) -> Iterator[Serving]:
    """A service that may open few files, so that a test need not open many."""
    with serving(narrator_program, "--log", files=FILES, limits={"sending_seconds": 2}) as running:
        yield running


def held_bytes(service: Serving) -> float:
    """Of uploads and sounds, as the service counts them."""
    text = service.ask("GET", "/metrics").body.decode()
    (line,) = [each for each in text.splitlines() if each.startswith("narrator_held_bytes ")]
    return float(line.rpartition(" ")[2])


def log_of(service: Serving) -> list[str]:
    """What it printed, once it is ended."""
    service.process.terminate()
    return service.process.communicate(timeout=PATIENCE_SECONDS)[1].splitlines()


def test_idle_strangers_make_room_for_newcomers(small: Serving, red: bytes) -> None:
    files = psutil.Process(small.process.pid).num_fds
    with many_connected(small, 600) as lines:
        assert small.describe(red).status == 200
        assert files() < FILES
        assert all(is_ended(line) for line in lines[: -2 * OF_ONE])
        assert not was_ended(lines[-1])  # the newest stays: it may be somebody with the token
        lines[-1].sendall(head("GET /v1/ready", token=small.token))
        assert reply_on(lines[-1]).status == 200
    lines_of_log = log_of(small)
    assert len(lines_of_log) == 2
    assert all("Traceback" not in line for line in lines_of_log)


def test_a_connection_with_the_token_is_kept_whatever_strangers_do(small: Serving) -> None:
    with closing(connected(small)) as line:
        line.sendall(head("GET /v1/ready", token=small.token))
        assert reply_on(line).status == 200
        with many_connected(small, 300):
            line.sendall(head("GET /v1/ready", token=small.token))
            assert reply_on(line).status == 200
    assert log_of(small)


def test_where_all_connections_have_the_token_idle_ones_make_room(small: Serving) -> None:
    with ExitStack() as stack:
        lines: list[socket.socket] = []
        for _ in range(FILES):
            lines.append(stack.enter_context(connected(small)))
            lines[-1].sendall(head("GET /v1/ready", token=small.token))
            assert reply_on(lines[-1]).status == 200
        assert is_ended(lines[0])
        assert not was_ended(lines[-1])
    assert log_of(small)


def test_slow_bodies_after_a_refusal_are_ended(small: Serving, red: bytes) -> None:
    with many_connected(small, OF_ONE) as lines:
        for line in lines:
            line.sendall(head("POST /v1/describe", "Content-Length: 1000000") + b"a")
            assert reply_on(line).status == 401
        assert small.describe(red).status == 200
        for line in lines:
            with pytest.raises(OSError, match=r"reset|pipe"):
                while True:  # a byte at a time, as long as the service takes them
                    line.sendall(b"a")
    assert log_of(small)


def test_who_is_refused_in_the_middle_of_an_upload_may_send_the_rest_and_read_why(
    narrator_program: Path, person: Path
) -> None:
    limits = {"leaving_seconds": PATIENCE_SECONDS}
    with serving(narrator_program, limits=limits) as service, closing(connected(service)) as line:
        line.sendall(head("POST /v1/describe", "Content-Length: 10000000"))
        assert line.recv(12, socket.MSG_PEEK) == b"HTTP/1.1 401"
        line.sendall(bytes(10_000_000))  # a connection that was just closed would be reset here
        reply = reply_on(line)
        assert reply.headers["connection"] == "close"
        assert "token" in reply.json["error"]


def test_an_answer_that_nobody_reads_is_given_up(small: Serving) -> None:
    text = json.dumps({"text": "One, two, three, four, five, six. " * 50}).encode()
    request = head("POST /v1/speech", f"Content-Length: {len(text)}", token=small.token) + text
    with closing(connected(small, receive_buffer=4096)) as line:
        line.sendall(request.replace(b"\r\n\r\n", b"\r\nContent-Type: application/json\r\n\r\n", 1))
        while len(line.recv(1000, socket.MSG_PEEK)) < 1000:  # until the answer has begun
            pass
        while held_bytes(small) > 0:
            time.sleep(_LOOK_SECONDS)
        with pytest.raises(http.client.IncompleteRead):
            reply_on(line)
    assert log_of(small)


def test_wrong_tokens_lock_nobody_out(small: Serving, red: bytes) -> None:
    wrong = {"Authorization": f"Bearer {'w' * 43}"}
    refusals = [small.ask("GET", "/v1/ready", headers=wrong, signed_in=False) for _ in range(500)]
    assert {refusal.status for refusal in refusals} == {401, 429}
    assert refusals[-1].headers["retry-after"]
    guesses = [small.ask("POST", "/enter", b"token=wrong", signed_in=False).status for _ in range(100)]
    assert set(guesses) <= {403, 429}  # the 500 before them may have left nothing of the strangers' share
    assert guesses[-1] == 429
    assert small.describe(red).status == 200
    assert small.ask("GET", "/", signed_in=False).status == 200  # where the owner signs in
    assert small.ask("POST", "/enter", f"token={small.token}".encode(), signed_in=False).status == 303
    assert small.ask("GET", f"/enter?key={small.key}", signed_in=False).status == 303
    assert small.process.stderr
    untold = 0
    while untold < 300:  # one line of them all, when the time for it has come
        line = json.loads(small.process.stderr.readline())
        untold = line.get("untold", 0) if line["status"] == 429 else 0
    assert len(log_of(small)) < 20
