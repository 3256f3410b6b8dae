"""Clients that mean harm, or are broken: each is refused cleanly, and the service goes on for the others."""

import gzip
import http.client
import random
import socket
import struct
import time
import zlib
from collections.abc import Iterator

import pytest

from tests.web.serving import PATIENCE_SECONDS, Serving

RUBBISH = random.Random(0).randbytes(1_000_000)


@pytest.fixture(autouse=True)
def alive_afterwards(service: Serving, red: bytes) -> Iterator[None]:
    yield
    assert service.describe(red).status == 200
    assert service.process.poll() is None


def status_of(service: Serving, request: bytes) -> int | None:
    """Of the answer to these bytes; None where the service ends the connection without one."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE_SECONDS) as line:
        try:
            line.sendall(request)
            response = http.client.HTTPResponse(line)
            response.begin()
        except (http.client.BadStatusLine, ConnectionResetError, BrokenPipeError):
            return None
        return response.status


def head(service: Serving, request: str = "POST /v1/describe", *headers: str) -> bytes:
    """The head of a request with the token."""
    lines = [f"{request} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {service.token}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


@pytest.mark.parametrize(
    "path",
    [
        *("/page/..%2fapp.py", "/page/..%5capp.py", "/page/%00", "/page/%ff", "/page/main.js%00.css"),
        *("/../../etc/passwd", "/page/....//app.py", "/v1/../page/../../etc/passwd", "//etc/passwd"),
        *("/page/", "/%2e%2e/"),
        *("/page/" + "a/" * 2000, "/page/~root", "/page/C:\\windows", "http://evil.example/etc/passwd"),
    ],
)
def test_no_trick_with_a_path_reaches_a_file(service: Serving, path: str) -> None:
    assert status_of(service, head(service, f"GET {path}")) in (400, 404)


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: -1"],
        ["Content-Length: 1", "Content-Length: 2"],
        ["Content-Length: 99999999999999999999999999"],
        ["Content-Length: \xb2"],
        ["Transfer-Encoding: chunked, gzip"],
        ["X\x00: a"],
        *[["Content-Type: multipart/form-data" + tail] for tail in ("", "; boundary=", "; boundary=\xff")],
        ["Content-Type: multipart/form-data; boundary=" + "b" * 1000],
    ],
)
def test_a_damaged_head_is_refused(service: Serving, headers: list[str]) -> None:
    assert status_of(service, head(service, "POST /v1/describe", *headers)) in (400, 413, 431, 501)


def test_an_endless_head_is_refused(service: Serving) -> None:
    assert status_of(service, head(service, "GET /", "X: " + "a" * 1_000_000)) in (400, 431, None)


@pytest.mark.parametrize("chunk", [b"zz\r\nabc\r\n0\r\n\r\n", b"-1\r\n\r\n", b"f" * 30 + b"\r\nabc"])
def test_damaged_chunks_are_refused(service: Serving, chunk: bytes) -> None:
    status = status_of(service, head(service, "POST /v1/describe", "Transfer-Encoding: chunked") + chunk)
    assert status in (400, None)


def test_a_million_rubbish_bytes_are_refused_wherever_they_come(service: Serving) -> None:
    assert status_of(service, RUBBISH) in (400, None)
    assert service.describe(RUBBISH).status == 422
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert service.ask("POST", "/v1/describe", RUBBISH, kind).status == 400
    assert service.ask("POST", "/v1/describe", b"--x\r\n" + RUBBISH, kind).status == 400
    assert service.ask("POST", "/v1/speech", RUBBISH, {"Content-Type": "application/json"}).status == 413
    assert service.ask("POST", "/enter", RUBBISH).status == 413


def part(headers: bytes, content: bytes = b"") -> bytes:
    return b"--x\r\n" + headers + b"\r\n\r\n" + content + b"\r\n"


FILE = b'Content-Disposition: form-data; name="picture"; filename="a"'


@pytest.mark.parametrize(
    "form",
    [
        part(FILE, b"a") * 100,  # more parts than any page has
        part(b'Content-Disposition: form-data; name="a"', b"a" * 2_000_000),
        part(b"A: " + b"b" * 1_000_000),
        part(b"A: b\r\n" * 10_000),
        part(b"Content-Disposition: form-data"),
        part(FILE, b"never ends")[:-4],
        b"--x--\r\n",
    ],
)
def test_a_malformed_form_is_refused(service: Serving, form: bytes) -> None:
    reply = service.ask("POST", "/v1/describe", form, {"Content-Type": "multipart/form-data; boundary=x"})
    assert reply.status in (400, 422)
    assert reply.json["error"]


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of grey pixels whose header states this size, whatever comes after it."""
    stated = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    written = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (stated, *chunks, (b"IEND", b""))
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


BOMB = zlib.compress(bytes(200_000_000), 9)
"""200 kB that become 200 MB."""


@pytest.mark.parametrize(
    "picture",
    [
        png(60_000, 60_000, (b"IDAT", BOMB)),
        png(2**31 - 1, 2**31 - 1),
        png(64, 64, (b"zTXt", b"a\0\0" + BOMB), (b"IDAT", b"")),
        png(64, 64, (b"iCCP", b"a\0\0" + BOMB), (b"IDAT", b"")),
        b"GIF89a\xff\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x00",
        b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0),
    ],
)
def test_a_picture_that_would_burst_is_refused(service: Serving, picture: bytes) -> None:
    assert service.describe(picture).status == 422


def test_a_compressed_body_is_not_unpacked(service: Serving, red: bytes) -> None:
    headers = {"Content-Encoding": "gzip"}
    assert service.ask("POST", "/v1/describe", gzip.compress(red), headers).status == 422


def test_uploads_that_are_broken_off_leave_nothing(service: Serving) -> None:
    def broken_off() -> float:
        text = service.ask("GET", "/metrics").body.decode()
        name = 'narrator_requests_total{path="/v1/describe",status="499"} '
        return sum(float(line.removeprefix(name)) for line in text.splitlines() if line.startswith(name))

    before = broken_off()
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE_SECONDS) as line:
            line.sendall(head(service, "POST /v1/describe", "Content-Length: 5000000") + bytes(1_000_000))
            # Reset and not closed: as from a phone that has lost its network.
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while broken_off() < before + 20:  # until each of them was noticed
        assert time.monotonic() < deadline
    assert b"\nnarrator_held_bytes 0.0\n" in service.ask("GET", "/metrics").body


def test_clients_that_send_a_byte_at_a_time_block_nobody(service: Serving, red: bytes) -> None:
    lines = [
        socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE_SECONDS) for _ in range(100)
    ]
    request = head(service, "POST /v1/describe", "Content-Length: 100")
    try:
        for byte in request[:20]:
            for line in lines:
                line.sendall(bytes([byte]))
            assert service.describe(red).status == 200
        for line in lines:
            assert line.recv(1) == b""  # given up by the service
    finally:
        for line in lines:
            line.close()
