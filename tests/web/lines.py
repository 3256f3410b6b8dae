"""Plain sockets to a service, for clients that do not keep to HTTP's manners."""

import http.client
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from tests.web.serving import PATIENCE_SECONDS, Reply, Serving


def connected(service: Serving, *, receive_buffer: int | None = None) -> socket.socket:
    """A connection over which nothing was said yet."""
    line = socket.socket()
    if receive_buffer:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    line.settimeout(PATIENCE_SECONDS)
    line.connect(("127.0.0.1", service.port))
    return line


@contextmanager
def many_connected(service: Serving, count: int) -> Iterator[list[socket.socket]]:
    """So many of them, closed at the end."""
    with ExitStack() as stack:
        yield [stack.enter_context(connected(service)) for _ in range(count)]


def head(request: str, *headers: str, token: str | None = None) -> bytes:
    """The head of a request; with the token if there is one."""
    bearer = [f"Authorization: Bearer {token}"] if token else []
    return "\r\n".join([f"{request} HTTP/1.1", "Host: localhost", *bearer, *headers, "", ""]).encode(
        "latin-1"
    )


def reply_on(line: socket.socket) -> Reply:
    """The next answer over a connection."""
    response = http.client.HTTPResponse(line)
    response.begin()
    return Reply(
        status=response.status,
        headers={name.lower(): value for name, value in response.getheaders()},
        body=response.read(),
    )


def statuses_on(line: socket.socket) -> list[int]:
    """Of all answers, until the service ends the connection."""
    received = b""
    with suppress(ConnectionResetError):
        while more := line.recv(65536):
            received += more
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", received)]


def is_ended(line: socket.socket) -> bool:
    """Wait until the service ends a connection; what it still sends is thrown away."""
    with suppress(ConnectionResetError, BrokenPipeError):
        while line.recv(65536):
            pass
    return True


def was_ended(line: socket.socket) -> bool:
    """Whether the service has ended a connection already."""
    line.setblocking(False)
    try:
        return line.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        line.settimeout(PATIENCE_SECONDS)
