"""The source from end to end: real files, real streams that go and come back, threads that end."""

import subprocess
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from threading import enumerate as running_threads
from time import monotonic

import numpy as np
import pytest
from numpy.typing import NDArray

from narrator.errors import PictureError, SourceError
from narrator.sources.arrival import Origin
from narrator.sources.camera import source as source_module
from narrator.sources.camera import web_pictures
from narrator.sources.camera.keyframes import KeyframeOptions
from narrator.sources.camera.source import CameraSource
from tests.drawings import encoded
from tests.sources.camera.conftest import Look
from tests.sources.camera.listener import Listener
from tests.sources.camera.mjpeg import MjpegCamera
from tests.sources.camera.videos import coloured, film, torn
from tests.sources.camera.webcam import snapshot, stream, webcam

QUICK = KeyframeOptions(pause=0.2, lately=0.3)
LOST = "The camera at 127.0.0.1 was lost; it is described again when it is back."
BACK = "The camera at 127.0.0.1 is back."

Watch = Callable[[str | Path | None], CameraSource]


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def watch(look: Look, listener: Listener) -> Iterator[Watch]:
    sources = []

    def start(where: str | Path | None) -> CameraSource:
        source = CameraSource(str(where) if where else None, look=look, every=0.1, options=QUICK)
        sources.append(source)
        source.start(listener)
        return source

    yield start
    for source in sources:
        source.close()
    assert not [thread for thread in running_threads() if thread.name.startswith("narrator camera")]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "_FIRST_PAUSE", 0.1)


def colours(listener: Listener) -> list[int]:
    """Which of red, green and blue rules in each picture that arrived."""
    pictures = [np.asarray(arrival.open().image) for arrival in listener.arrivals]
    return [int(picture.mean(axis=(0, 1)).argmax()) for picture in pictures]


def test_a_video_is_described_scene_by_scene_and_its_end_is_told(
    tmp_path: Path, listener: Listener, watch: Watch
) -> None:
    shots = [(coloured(colour), 1.0) for colour in ("red", "lime", "blue")]
    started = monotonic()
    watch(film(tmp_path / "film.mp4", shots))
    listener.wait_until(lambda: bool(listener.sentences))
    assert listener.sentences == ["The video has ended."]
    assert monotonic() - started > 2.5, "it is watched as fast as it plays"
    assert colours(listener) == [0, 1, 2]
    first = listener.arrivals[0]
    assert (first.origin, first.place, first.name, first.path) == (Origin.CAMERA, "film.mp4", "", None)


def test_slides_that_are_one_frame_each_are_described(
    tmp_path: Path, listener: Listener, watch: Watch
) -> None:
    shots = [(coloured(colour), 0.0) for colour in ("red", "lime", "blue")]
    watch(film(tmp_path / "slides.mkv", shots, starts=[0.0, 1.5, 3.0]))
    listener.wait_until(lambda: bool(listener.sentences))
    assert colours(listener)[:2] == [0, 1]


def test_a_jump_in_a_videos_clock_is_not_waited_for(tmp_path: Path, listener: Listener, watch: Watch) -> None:
    shots = [(coloured(colour), 0.0) for colour in ("red", "red", "lime", "lime", "lime")]
    watch(film(tmp_path / "jump.mkv", shots, starts=[0.0, 0.5, 5000.0, 5000.5, 5001.0]))
    listener.wait_until(lambda: bool(listener.sentences))
    assert colours(listener) == [0, 1]


def test_a_damaged_video_says_so_and_ends(tmp_path: Path, listener: Listener, watch: Watch) -> None:
    shots = [(coloured(colour), 2.0) for colour in ("red", "blue")]
    watch(torn(film(tmp_path / "film.mkv", shots, codec="mjpeg"), 0.45))
    listener.wait_until(lambda: "The video has ended." in listener.sentences)
    assert listener.sentences == ["film.mkv is damaged; parts of it are missing.", "The video has ended."]
    assert colours(listener) == [0]


def test_a_camera_is_watched_as_the_person_moves_it(
    mjpeg: MjpegCamera, listener: Listener, watch: Watch
) -> None:
    watch(mjpeg.url)
    listener.wait_until(lambda: len(listener.arrivals) == 1)
    mjpeg.picture = coloured("blue")
    listener.wait_until(lambda: len(listener.arrivals) == 2)
    mjpeg.picture = coloured("red")  # described a moment ago
    mjpeg.picture = coloured("lime")
    listener.wait_until(lambda: len(listener.arrivals) == 3)
    assert colours(listener) == [0, 2, 1]
    assert listener.arrivals[0].place == "127.0.0.1"
    assert listener.sentences == []


def test_a_lost_camera_is_told_once_and_once_when_it_is_back(
    mjpeg: MjpegCamera, listener: Listener, watch: Watch
) -> None:
    watch(mjpeg.url)
    listener.wait_until(lambda: len(listener.arrivals) == 1)
    mjpeg.switch_off()
    listener.wait_until(lambda: listener.sentences == [LOST])
    mjpeg.picture = coloured("blue")
    mjpeg.switch_on()
    listener.wait_until(lambda: len(listener.arrivals) == 2)
    assert listener.sentences == [LOST, BACK]
    assert colours(listener) == [0, 2]


def test_a_camera_of_snapshots_is_watched_without_a_word(
    listener: Listener, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_pictures, "PACE", 0.05)
    monkeypatch.setattr(web_pictures, "PATIENCE", 0.5)
    red, blue = (snapshot(encoded(coloured(colour), "JPEG")) for colour in ("red", "blue"))
    with webcam(red) as camera:
        watch(camera.url())
        listener.wait_until(lambda: len(listener.arrivals) == 1)
        camera.answer = blue
        listener.wait_until(lambda: len(listener.arrivals) == 2)
        assert listener.sentences == []
        assert len(camera.requests) > 2
        camera.answer = lambda send, off: send(b"HTTP/1.0 500 Off\r\n\r\n")
        listener.wait_until(lambda: listener.sentences == [LOST])
        camera.answer = snapshot(encoded(coloured("lime"), "JPEG"))
        listener.wait_until(lambda: len(listener.arrivals) == 3)
        assert listener.sentences == [LOST, BACK]
    assert colours(listener) == [0, 2, 1]


def test_damaged_pictures_are_told_of_when_no_other_comes(listener: Listener, watch: Watch) -> None:
    broken = b"\xff\xd8\xff\xfe\0\2\xff\xd9"  # a comment and the end
    with webcam(stream("--frame\r\n\r\n", "\r\n", lambda: broken)) as camera:
        watch(camera.url())
        listener.wait_until(lambda: bool(listener.sentences))
        (sentence,) = listener.sentences
    assert "damaged" in sentence


def test_an_rtsp_camera_comes_back_too(
    rtsp: Callable[..., subprocess.Popen[str]], listener: Listener, watch: Watch
) -> None:
    server = rtsp()
    assert server.stdout
    port = int(server.stdout.readline())
    watch(f"rtsp://127.0.0.1:{port}/camera")
    listener.wait_until(lambda: len(listener.arrivals) == 1)
    server.kill()
    listener.wait_until(lambda: listener.sentences == [LOST])
    rtsp(port=port, pattern="checkers-8")
    listener.wait_until(lambda: len(listener.arrivals) == 2)
    assert listener.sentences == [LOST, BACK]


def test_a_stream_that_does_not_answer_yet_is_waited_for(
    mjpeg: MjpegCamera, listener: Listener, watch: Watch
) -> None:
    mjpeg.switch_off()
    watch(mjpeg.url)
    assert [sentence.split("; ")[0] for sentence in listener.sentences] == [
        "The camera at 127.0.0.1 cannot be reached"
    ]
    mjpeg.switch_on()
    listener.wait_until(lambda: len(listener.arrivals) == 1)
    assert listener.sentences[1:] == [BACK]


def test_attempts_become_rarer(
    mjpeg: MjpegCamera, listener: Listener, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    source = watch(mjpeg.url)
    listener.wait_until(lambda: len(listener.arrivals) == 1)
    wait = source._closed.wait

    def remember(timeout: float | None = None) -> bool:
        if timeout is not None and timeout in (0.1, 0.2, 0.4, 0.8):
            pauses.append(timeout)
        return wait(timeout)

    monkeypatch.setattr(source._closed, "wait", remember)
    mjpeg.switch_off()
    wait(0)
    listener.wait_until(lambda: listener.sentences == [LOST])
    for _ in range(300):
        if len(pauses) < 4:
            wait(0.05)
    assert pauses[:4] == [0.1, 0.2, 0.4, 0.8]


def test_what_is_not_there_is_told_at_the_start(tmp_path: Path, mjpeg: MjpegCamera, watch: Watch) -> None:
    for where in (tmp_path / "absent.mp4", tmp_path, None, "97", mjpeg.url.replace("/video", "/nothing")):
        with pytest.raises(SourceError):
            watch(where)


def test_cameras_of_one_name_are_told_apart(look: Look) -> None:
    def identity(where: str | None) -> Hashable:
        return CameraSource(where, look=look).identity

    assert len({identity(where) for where in ("0", "1", "rtsp://garden/front", "rtsp://garden/back")}) == 4
    assert identity(None) == identity("0") == identity("/dev/video0")


def test_a_device_is_watched_like_a_stream(camera: None, listener: Listener, watch: Watch) -> None:
    source = watch(None)
    assert source.name == "the camera"
    listener.wait_until(lambda: len(listener.arrivals) == 1)
    assert listener.arrivals[0].place == ""


def test_nothing_is_delivered_after_close(mjpeg: MjpegCamera, listener: Listener, watch: Watch) -> None:
    source = watch(mjpeg.url)
    listener.wait_until(lambda: len(listener.arrivals) == 1)
    source.close()
    source.close()
    mjpeg.picture = coloured("blue")
    mjpeg.switch_off()
    assert len(listener.arrivals) == 1
    assert listener.sentences == []


@pytest.mark.parametrize(
    "error", [PictureError("It cannot be seen; look elsewhere."), ZeroDivisionError("no")]
)
def test_a_look_that_fails_is_told_once(mjpeg: MjpegCamera, listener: Listener, error: Exception) -> None:
    looks = 0

    def fail(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        nonlocal looks
        looks += 1
        raise error

    source = CameraSource(mjpeg.url, look=fail, every=0.02)
    source.start(listener)
    while looks < 5:
        source._closed.wait(0.05)
    source.close()
    (sentence,) = listener.sentences
    assert str(error) in sentence
