import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from narrator.captioning.captioner import Captioner
from tests.places import TINY_BUNDLE
from tests.sources.camera.mjpeg import MjpegCamera, mjpeg_camera
from tests.sources.camera.videos import coloured

Look = Callable[[NDArray[np.uint8]], NDArray[np.float32]]

RTSP_SERVER = Path(__file__).parent / "rtsp_server.py"


@pytest.fixture(scope="session")
def look() -> Look:
    """What the tiny model sees: colours, and roughly where they are."""
    return Captioner.load(str(TINY_BUNDLE), threads=1).features


@pytest.fixture
def mjpeg() -> Iterator[MjpegCamera]:
    with mjpeg_camera(coloured("red")) as camera:
        yield camera


@pytest.fixture
def rtsp() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a real RTSP server; it is ended when the test is."""
    servers: list[subprocess.Popen[str]] = []

    def serve(port: int = 0, pattern: str = "smpte") -> subprocess.Popen[str]:
        server = subprocess.Popen(
            ["/usr/bin/python3", RTSP_SERVER, str(port), pattern], stdout=subprocess.PIPE, text=True
        )
        servers.append(server)
        return server

    yield serve
    for server in servers:
        server.kill()
        server.wait()
        if server.stdout:
            server.stdout.close()


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> None:
    """A default camera: a moving test picture, ten times a second, where this machine's driver would be."""
    graph = "testsrc2=size=320x240:rate=10,realtime"
    monkeypatch.setattr("narrator.sources.camera.feed._driver", lambda where: (graph, "lavfi"))
