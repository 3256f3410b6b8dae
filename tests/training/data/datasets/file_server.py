"""A real HTTP server on the loopback that sends one file and misbehaves as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """What is sent and how; tests change it while the server runs."""

    content: bytes
    etag: str = '"one"'
    ranges: bool = True
    """Whether parts can be asked for."""
    dated: bool = False
    """Send a date too."""
    cut_after: list[int] = field(default_factory=list)
    """After how many bytes the next answers are cut off, one after the other."""
    answers: list[int] = field(default_factory=list)
    """Statuses of the next answers, one after the other, instead of the file."""
    wrong_part: bool = False
    """Send another part than the one that was asked for."""
    chunked: bool = False
    """Do not say how long the answer is."""
    redirect: bool = False
    """Send who asks to another address first."""
    asked: list[tuple[str | None, str | None]] = field(default_factory=list)
    """The Range and If-Range of each request for the file."""
    address: str = ""

    @property
    def url(self) -> str:
        """Where the file is."""
        return f"{self.address}/{'moved/' if self.redirect else ''}file.zip"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        told = self.server.told
        if self.path.startswith("/moved/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/moved"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if told.answers:
            self._send(told.answers.pop(0), b"no")
            return
        asked, condition = self.headers["Range"], self.headers["If-Range"]
        told.asked.append((asked, condition))
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and told.ranges else 0
        if not start or condition not in (told.etag, DATE if told.dated else told.etag):
            self._send(200, told.content)
        elif start >= len(told.content):
            self._send(416, b"", {"Content-Range": f"bytes */{len(told.content)}"})
        else:
            start = start - 7 if told.wrong_part else start
            place = f"bytes {start}-{len(told.content) - 1}/{len(told.content)}"
            self._send(206, told.content[start:], {"Content-Range": place})

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        told = self.server.told
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if told.etag:
            self.send_header("ETag", told.etag)
        if told.dated:
            self.send_header("Last-Modified", DATE)
        if told.chunked:
            self.send_header("Transfer-Encoding", "chunked")
            body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in _parts(body)) + b"0\r\n\r\n"
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if told.cut_after and status in (200, 206):
            body = body[: told.cut_after.pop(0)]
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


DATE = formatdate(1_400_000_000, usegmt=True)


def _parts(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), 4096):
        yield body[start : start + 4096]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, told: FileServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told = told


@contextmanager
def serving(content: bytes) -> Iterator[FileServer]:
    """Serve the content on the loopback at any path."""
    told = FileServer(content)
    server = _Server(told)
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
