"""A camera on this machine's loopback that answers each request with exactly the bytes that a test wants."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Send = Callable[[bytes], None]


class Webcam:
    """Its answers may be exchanged at any time, and it may be asked how it was asked."""

    def __init__(self, answer: "Callable[[Send, Event], None]") -> None:
        """`answer` sends all of an answer, headers too; the event is set when the test ends."""
        self.answer = answer
        self.requests: list[dict[str, str]] = []
        self.off = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = False
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def url(self, user: str = "", path: str = "/camera") -> str:
        return f"http://{user}127.0.0.1:{self._server.server_port}{path}"

    def close(self) -> None:
        self.off.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(camera: Webcam) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            camera.requests.append(dict(self.headers))
            with suppress(ConnectionError):  # the one who watched went away
                camera.answer(self._send, camera.off)

        def _send(self, content: bytes) -> None:
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    return Handler


@contextmanager
def webcam(answer: Callable[[Send, Event], None]) -> Iterator[Webcam]:
    camera = Webcam(answer)
    try:
        yield camera
    finally:
        camera.close()


def snapshot(picture: bytes, *headers: str, kind: str = "image/jpeg") -> Callable[[Send, Event], None]:
    """One picture and the end of the connection."""

    def answer(send: Send, off: Event) -> None:
        head = ["HTTP/1.0 200 OK", f"Content-Type: {kind}", *headers, "", ""]
        send("\r\n".join(head).encode() + picture)

    return answer


def stream(before: str, after: str, pictures: Callable[[], bytes]) -> Callable[[Send, Event], None]:
    """Ten pictures a second with these lines before and after each; "{length}" is its length."""

    def answer(send: Send, off: Event) -> None:
        send(b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=frame\r\n\r\n")
        while not off.wait(0.1):
            picture = pictures()
            for part in (before, picture, after):
                send(part if isinstance(part, bytes) else part.format(length=len(picture)).encode())

    return answer
