"""Requests that a proxy may read in another way than the service: none gets a second one through."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.web.lines import connected, head, reply_on, statuses_on
from tests.web.serving import Serving

INNER = b"GET /v1/ready HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(autouse=True)
def alive_afterwards(service: Serving) -> Iterator[None]:
    yield
    assert service.ask("GET", "/v1/ready").status == 200


def test_a_length_beside_chunks_is_refused_and_nothing_after_it_is_read(service: Serving) -> None:
    with closing(connected(service)) as line:
        both = ("Content-Length: 5", "Transfer-Encoding: chunked")
        request = head("GET /v1/ready", *both, token=service.token)
        line.sendall(request + b"0\r\n\r\n" + head("GET /v1/ready", token=service.token))
        assert statuses_on(line) == [400]


@pytest.mark.parametrize(
    "header",
    [
        "Transfer-Encoding : chunked",
        " Transfer-Encoding: chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: identity",
        "Content-Length: +5",
        "Content-Length: 5, 6",
        "Host: elsewhere.example",
    ],
)
def test_a_head_with_two_meanings_is_refused(service: Serving, header: str) -> None:
    with closing(connected(service)) as line:
        line.sendall(head("POST /v1/describe", header, token=service.token) + INNER)
        (status,) = statuses_on(line)
        assert status in (400, 401, 501)  # 401: a folded line became part of the token


def test_a_stranger_is_answered_once_however_much_is_sent_at_once(service: Serving) -> None:
    with closing(connected(service)) as line:
        line.sendall(head("GET /v1/health") * 100)
        assert statuses_on(line) == [200]


def test_who_has_the_token_is_answered_in_order(service: Serving) -> None:
    with closing(connected(service)) as line:
        asked = [head(f"GET {path}", token=service.token) for path in ("/v1/ready", "/nothing") * 5]
        line.sendall(b"".join(asked) + head("GET /v1/ready", "Connection: close", token=service.token))
        assert statuses_on(line) == [200, 404] * 5 + [200]


def test_over_one_connection_each_request_needs_the_token(service: Serving) -> None:
    with closing(connected(service)) as line:
        line.sendall(head("GET /v1/ready", token=service.token))
        assert reply_on(line).status == 200
        line.sendall(head("GET /v1/ready") * 2)
        assert statuses_on(line) == [401]


def test_nobody_gets_a_websocket(service: Serving) -> None:
    upgrade = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13")
    for path, token, status in (
        ("/", None, 200),
        ("/v1/ready", None, 401),
        ("/v1/ready", service.token, 200),
    ):
        with closing(connected(service)) as line:
            line.sendall(head(f"GET {path}", *upgrade, "Sec-WebSocket-Key: AAAA", token=token))
            assert reply_on(line).status == status


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "PROPFIND", "X"])
def test_other_methods_are_refused(service: Serving, method: str) -> None:
    with closing(connected(service)) as line:
        line.sendall(head(f"{method} /v1/describe", token=service.token))
        assert reply_on(line).status == 405


def test_another_protocol_is_refused(service: Serving) -> None:
    for start in (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 50):
        with closing(connected(service)) as line:
            line.sendall(start + b"\r\n\r\n")
            assert statuses_on(line) in ([400], [421])


@pytest.mark.parametrize(
    "host", ["me@localhost", "localhost/page/", "localhost?", "localhost:80:80", "localhost#"]
)
def test_what_is_no_host_is_refused(service: Serving, host: str) -> None:
    with closing(connected(service)) as line:
        request = f"GET /v1/ready HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {service.token}\r\n\r\n"
        line.sendall(request.encode())
        assert reply_on(line).status in (400, 421)


@pytest.mark.parametrize("count", [2_000, 20_000])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_head_of_too_many_headers_is_refused_and_told_so(
    service: Serving, count: int, at_once: bool
) -> None:
    request = head("GET /", *[f"X-{number}: a" for number in range(count)], token=service.token)
    with closing(connected(service)) as line:
        line.sendall(request if at_once else request[:-2])  # whose end is not waited for
        assert statuses_on(line) in ([400], [431])
