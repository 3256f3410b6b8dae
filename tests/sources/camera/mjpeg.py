"""A camera on the network as many are: JPEG after JPEG over HTTP, on this machine's loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from PIL import Image

from tests.drawings import encoded

RATE = 10


class MjpegCamera:
    """Can be switched off and on, always at the same address, and be pointed at another picture."""

    def __init__(self, picture: Image.Image) -> None:
        self.picture = picture
        self.requests: list[str] = []
        self._port = 0
        self._off = Event()
        self._server: ThreadingHTTPServer | None = None
        self._thread: Thread | None = None
        self.switch_on()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/video"

    def switch_on(self) -> None:
        self._off = Event()
        self._server = _Server(("127.0.0.1", self._port), _handler(self, self._off))
        self._port = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def switch_off(self) -> None:
        """End all connections and refuse new ones."""
        self._off.set()
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()  # joins the threads that send
            self._server = None


@contextmanager
def mjpeg_camera(picture: Image.Image) -> Iterator[MjpegCamera]:
    camera = MjpegCamera(picture)
    try:
        yield camera
    finally:
        camera.switch_off()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    allow_reuse_address = True


def _handler(camera: MjpegCamera, off: Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            camera.requests.append(self.path)
            if self.path != "/video":
                self.send_error({"/locked": 401}.get(self.path, 404))
                return
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            try:
                while not off.wait(1 / RATE):
                    picture = encoded(camera.picture, "JPEG")
                    head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
                    self.wfile.write(head.encode() + picture + b"\r\n")
            except ConnectionError:
                pass  # the one who watched went away

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    return Handler
