"""Cameras on the web as they are: byte for byte what the reports say that they send."""

import base64
from threading import Event
from time import monotonic

import numpy as np
import pytest

from narrator.errors import PictureError, SourceError
from narrator.sources.camera import answer as answer_module
from narrator.sources.camera import jpegs as jpegs_module
from narrator.sources.camera import web_pictures as module
from narrator.sources.camera.faults import UnreachableError
from narrator.sources.camera.feed import feed_for
from narrator.sources.camera.grab import grab
from narrator.sources.camera.opening import open_feed
from narrator.sources.camera.web_pictures import WebPictures
from tests.drawings import encoded
from tests.sources.camera.mjpeg import MjpegCamera
from tests.sources.camera.videos import coloured
from tests.sources.camera.webcam import Send, snapshot, stream, webcam

RED, LIME, BLUE = (encoded(coloured(colour), "JPEG") for colour in ("red", "lime", "blue"))

KINDS = {
    "as RFC 2046 wants it": (
        "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n",
        "\r\n",
    ),
    "Tasmota#12376, esp32cam#67: no first boundary": (
        "Content-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n",
        "\r\n--frame\r\n",
    ),
    "no first boundary, no length": ("Content-Type: image/jpeg\r\n\r\n", "\r\n--frame\r\n"),
    "no type": ("--frame\r\nContent-Length: {length}\r\n\r\n", "\r\n"),
    "no headers": ("--frame\r\n\r\n", "\r\n"),
    "py-mjpeg#2: another boundary than announced": ("----frame\r\nContent-Type: image/jpeg\r\n\r\n", "\r\n"),
    "line feeds alone": ("--frame\nContent-Type: image/jpeg\n\n", "\n"),
    "nothing at all": ("", ""),
}


def colour(pixels: object) -> int:
    return int(np.asarray(pixels).mean(axis=(0, 1)).argmax())


@pytest.mark.parametrize("kind", KINDS)
def test_each_picture_of_a_stream_is_read_whatever_stands_between_them(kind: str) -> None:
    pictures = iter([RED, LIME, BLUE] * 100)
    with (
        webcam(stream(*KINDS[kind], lambda: next(pictures))) as camera,
        open_feed(feed_for(camera.url())) as frames,
    ):
        assert (frames.finite, frames.one_by_one) == (False, False)
        found = iter(frames)
        assert [colour(next(found).pixels()) for _ in range(4)] == [0, 1, 2, 0]
        assert len(camera.requests) == 1, "small cameras serve one at a time"


@pytest.mark.parametrize(
    "headers", [(), (f"Content-Length: {len(RED)}",), (f"Content-Length: {len(RED) + 9}",)]
)
def test_a_snapshot_is_asked_for_again_quietly(
    headers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PACE", 0.05)
    with webcam(snapshot(RED, *headers)) as camera, open_feed(feed_for(camera.url())) as frames:
        assert frames.one_by_one
        found = iter(frames)
        assert [colour(next(found).pixels()) for _ in range(3)] == [0, 0, 0]
        camera.answer = snapshot(BLUE)
        assert colour([frame.pixels() for frame, _ in zip(found, range(2), strict=False)][-1]) == 2


@pytest.mark.parametrize(
    ("format", "kind"), [("PNG", "image/png"), ("WEBP", "image/webp"), ("JPEG", "text/plain")]
)
def test_snapshots_of_other_kinds_are_pictures_too(format: str, kind: str) -> None:
    with webcam(snapshot(encoded(coloured("blue"), format), kind=kind)) as camera:
        assert colour(grab(camera.url()).image) == 2
        assert len(camera.requests) == 1, "one snapshot is enough"


def test_a_camera_that_is_busy_for_a_moment_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACE", 0.05)
    busy = iter([False, True, True, False])

    def answer(send: Send, off: Event) -> None:
        if next(busy, False):
            send(b"HTTP/1.0 503 Busy\r\n\r\n")
        else:
            snapshot(RED)(send, off)

    with webcam(answer) as camera, open_feed(feed_for(camera.url())) as frames:
        assert [colour(frame.pixels()) for frame, _ in zip(frames, range(2), strict=False)] == [0, 0]


def test_a_camera_that_stays_away_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACE", 0.02)
    monkeypatch.setattr(module, "PATIENCE", 0.3)
    with webcam(snapshot(RED)) as camera, open_feed(feed_for(camera.url())) as frames:
        found = iter(frames)
        next(found)
        camera.answer = lambda send, off: send(b"HTTP/1.0 500 No\r\n\r\n")
        with pytest.raises(UnreachableError, match="was lost"):
            next(found)


def test_a_stream_that_ends_is_lost() -> None:
    def answer(send: Send, off: Event) -> None:
        send(
            b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n\r\n" + RED + b"--x" + LIME[:500]
        )

    with webcam(answer) as camera, open_feed(feed_for(camera.url())) as frames:
        found = iter(frames)
        assert colour(next(found).pixels()) == 0
        with pytest.raises(UnreachableError, match="was lost"):
            next(found)


def test_a_server_without_end_costs_a_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jpegs_module, "LONGEST", 500_000)
    sent = 0

    def answer(send: Send, off: Event) -> None:
        nonlocal sent
        send(b"HTTP/1.0 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + RED[:-2])
        while sent < 100_000_000 and not off.is_set():
            send(b"x" * 10_000)
            sent += 10_000

    with webcam(answer) as camera, pytest.raises(SourceError, match="nothing that is a video"):
        grab(camera.url())
    assert sent < 50_000_000


def test_a_server_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_module, "SLOWEST", 0.3)
    monkeypatch.setattr(module, "PATIENCE", 0.3)
    monkeypatch.setattr(module, "PACE", 0.02)

    def answer(send: Send, off: Event) -> None:
        send(b"HTTP/1.0 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + RED[:100])
        while not off.wait(0.05):
            send(b"x")

    began = monotonic()
    with webcam(answer) as camera, pytest.raises(SourceError, match="was lost"):
        grab(camera.url())
    assert monotonic() - began < 10


@pytest.mark.parametrize(
    "begins",
    [b"", b"HTTP/1.0 200 OK\r\nX-Camera: ", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ids=["nothing", "a head", "the length of a piece"],
)
def test_a_head_that_drips_has_a_time_in_all(begins: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_module, "SLOWEST_HEAD", 0.3)
    given_up = Event()

    def answer(send: Send, off: Event) -> None:
        send(begins)
        try:
            while not off.wait(0.05):
                send(b"0")
        except OSError:
            given_up.set()
            raise

    with webcam(answer) as camera:
        with pytest.raises(UnreachableError):
            answer_module.Answer(feed_for(camera.url()))
        assert given_up.wait(10)


def test_a_picture_that_is_damaged_on_the_way_is_left_out_and_one_that_is_none_is_told_of() -> None:
    damaged = iter([b"\xff\xd8\xff\xfe\0\2\xff\xd9"])  # a comment and the end
    with webcam(stream(*KINDS["no type"], lambda: next(damaged, BLUE))) as camera:
        assert colour(grab(camera.url()).image) == 2
    with webcam(snapshot(b"nothing", kind="image/png")) as camera, pytest.raises(PictureError):
        grab(camera.url())


@pytest.mark.parametrize(
    ("challenge", "part"),
    [
        ('Basic realm="camera"', base64.b64encode(b"me:s/cret").decode()),
        ('Digest realm="camera", nonce="abc", qop="auth", algorithm=MD5', 'username="me"'),
    ],
)
def test_a_name_and_a_password_in_the_address_open_it_and_are_never_told(challenge: str, part: str) -> None:
    def answer(send: Send, off: Event) -> None:
        if part in camera.requests[-1].get("Authorization", ""):
            snapshot(RED)(send, off)
        else:
            send(f"HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: {challenge}\r\n\r\n".encode())

    with webcam(answer) as camera:
        assert colour(grab(camera.url("me:s%2Fcret@")).image) == 0
        assert "Authorization" not in camera.requests[0]
        part = "another"
        with pytest.raises(SourceError, match="wants a name and a password") as refused:
            grab(camera.url("me:s%2Fcret@"))
    shown = str(refused.value) + str(refused.value.__cause__)
    assert "cret" not in shown
    with pytest.raises(SourceError) as unreachable:
        grab(camera.url("me:s%2Fcret@"))
    assert "cret" not in str(unreachable.value) + str(unreachable.value.__cause__)


def test_no_camera_leads_on_to_a_file() -> None:
    def answer(send: Send, off: Event) -> None:
        send(b"HTTP/1.0 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n")

    with webcam(answer) as camera, pytest.raises(SourceError):
        grab(camera.url())


def test_a_page_for_browsers_is_told_to_be_none() -> None:
    page = snapshot(b"<html><img src=stream></html>", kind="text/html")
    with webcam(page) as camera, pytest.raises(SourceError, match="sends nothing that is a video; check"):
        grab(camera.url())


def test_what_speaks_no_http_is_left_to_ffmpeg() -> None:
    with webcam(lambda send, off: send(b"nonsense\r\n\r\n")) as camera, pytest.raises(SourceError):
        open_feed(feed_for(camera.url()))


def test_a_stream_is_read_by_its_pictures(mjpeg: MjpegCamera) -> None:
    with open_feed(feed_for(mjpeg.url)) as frames:
        assert isinstance(frames, WebPictures)
