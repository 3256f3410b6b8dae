"""Reading real files, real streams and what pretends to be one."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from narrator.errors import SourceError
from narrator.installation.choice import this_installation
from narrator.sources.camera import frames as frames_module
from narrator.sources.camera.faults import UnreachableError
from narrator.sources.camera.feed import feed_for
from narrator.sources.camera.frames import Frames
from tests.drawings import corners
from tests.sources.camera.mjpeg import MjpegCamera
from tests.sources.camera.videos import coloured, film, held, scratched, sound_only, torn


def read(where: str | Path) -> tuple[list[float], bool]:
    with Frames(feed_for(str(where))) as frames:
        return [frame.seconds for frame in frames], frames.damaged


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.ts", "film.avi"])
def test_a_files_frames_come_with_their_times(tmp_path: Path, name: str) -> None:
    codec = "mpeg4" if name.endswith(".avi") else "libx264"  # AVI cannot state the order of x264's frames
    file = film(tmp_path / name, [(coloured("red"), 1.0), (coloured("blue"), 1.0)], rate=10, codec=codec)
    seconds, damaged = read(file)
    assert seconds == pytest.approx(np.arange(20) / 10, abs=0.01)
    assert not damaged
    with Frames(feed_for(str(file))) as frames:
        assert frames.finite
        assert frames.duration == pytest.approx(2, abs=0.15)
        first, *_, last = (frame.pixels() for frame in frames)
    assert first.shape == (240, 320, 3)
    assert first.dtype == np.uint8
    assert first.mean(axis=(0, 1)).argmax() == 0
    assert last.mean(axis=(0, 1)).argmax() == 2


def test_a_variable_frame_rate_keeps_its_times(tmp_path: Path) -> None:
    starts = [0.0, 0.1, 3.0, 3.2, 9.5]
    file = film(tmp_path / "film.mkv", [(coloured("red"), 0)] * 5, rate=10, starts=starts)
    seconds, damaged = read(file)
    assert seconds == pytest.approx(starts, abs=0.01)
    assert not damaged


@pytest.mark.parametrize("clockwise", [90, 180, 270])
def test_a_video_of_a_turned_phone_is_upright(tmp_path: Path, clockwise: int) -> None:
    upright = corners(160, 96)
    stored = np.ascontiguousarray(np.rot90(np.asarray(upright), clockwise // 90))
    file = held(film(tmp_path / "phone.mp4", [(Image.fromarray(stored), 0.5)]), clockwise)
    with Frames(feed_for(str(file))) as frames:
        pixels = next(iter(frames)).pixels()
    assert pixels.shape == (96, 160, 3)
    assert np.abs(pixels.astype(int) - np.asarray(upright)).mean() < 20


def test_damage_in_the_middle_is_left_out_and_known(tmp_path: Path) -> None:
    shots = [(coloured(colour), 1.0) for colour in ("red", "lime", "blue")]
    file = scratched(film(tmp_path / "film.mp4", shots))
    seconds, damaged = read(file)
    assert damaged
    assert 20 < len(seconds) < 30
    assert seconds[-1] > 2.5


def test_what_came_before_a_video_breaks_off_is_read(tmp_path: Path) -> None:
    shots = [(coloured(colour), 3.0) for colour in ("red", "lime", "blue")]
    seconds, damaged = read(torn(film(tmp_path / "film.mkv", shots), 0.6))
    assert 20 < len(seconds) < 80
    assert damaged


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("absent.mp4", "absent.mp4 does not exist; "),
        ("folder", "folder is a folder; "),
        ("notes.mp4", "notes.mp4 is not a video that can be read; "),
        ("empty.mp4", "empty.mp4 is not a video that can be read; "),
        ("sound.m4a", "The video sound.m4a has no pictures in it; "),
        ("torn.mp4", "torn.mp4 is not a video that can be read; "),
    ],
)
def test_what_is_no_video_says_so(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.mp4").write_text("not a video at all\n" * 50)
    (tmp_path / "empty.mp4").touch()
    sound_only(tmp_path / "sound.m4a")
    torn(film(tmp_path / "torn.mp4", [(coloured("red"), 1.0)]), 0.5)  # an index at the end, which is missing
    with pytest.raises(SourceError) as caught:
        Frames(feed_for(str(tmp_path / name)))
    assert str(caught.value).startswith(sentence)
    assert not isinstance(caught.value, UnreachableError)


def test_there_is_no_camera_here() -> None:
    with pytest.raises(SourceError, match="There is no such camera; connect one"):
        Frames(feed_for("97"))


def test_a_playlist_in_a_file_opens_no_connection(tmp_path: Path, mjpeg: MjpegCamera) -> None:
    hls = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{mjpeg.url}\n#EXT-X-ENDLIST\n"
    concat = f"ffconcat version 1.0\nfile '{mjpeg.url}'\n"
    for name, content in {"film.m3u8": hls, "film.ffconcat": concat}.items():
        (tmp_path / name).write_text(content)
        with pytest.raises(SourceError):
            read(tmp_path / name)
    assert mjpeg.requests == []


def test_a_camera_on_the_network_is_read_as_it_sends(mjpeg: MjpegCamera) -> None:
    with Frames(feed_for(mjpeg.url)) as frames:
        assert not frames.finite
        iterator = iter(frames)
        assert next(iterator).pixels().mean(axis=(0, 1)).argmax() == 0
        mjpeg.switch_off()
        with pytest.raises(UnreachableError, match=r"The camera at 127\.0\.0\.1 was lost"):
            for _ in iterator:
                pass
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1 cannot be reached"):
        Frames(feed_for(mjpeg.url))


@pytest.mark.parametrize(
    ("path", "part"),
    [("/locked", "wants a name and a password"), ("/nothing", "has nothing at this address")],
)
def test_a_refusal_is_not_waited_out(mjpeg: MjpegCamera, path: str, part: str) -> None:
    with pytest.raises(SourceError, match=part) as caught:
        Frames(feed_for(mjpeg.url.replace("/video", path)))
    assert not isinstance(caught.value, UnreachableError)


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_a_machine_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setattr(frames_module, "PATIENCE", 0.5)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(UnreachableError, match="cannot be reached"),
    ):
        Frames(feed_for(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/video"))


def test_rtsp_is_read_from_a_real_server(rtsp: Callable[..., subprocess.Popen[str]]) -> None:
    server = rtsp()
    assert server.stdout
    address = f"rtsp://127.0.0.1:{int(server.stdout.readline())}"
    with Frames(feed_for(f"{address}/camera")) as frames:
        assert not frames.finite
        assert next(iter(frames)).pixels().shape == (240, 320, 3)
    with pytest.raises(SourceError, match="has nothing at this address"):
        Frames(feed_for(f"{address}/garden"))


def test_without_its_part_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(SourceError, match=re.escape(this_installation().to_add("camera"))):
        Frames(feed_for(str(tmp_path / "film.mp4")))


def test_no_file_stays_open(tmp_path: Path) -> None:
    file = film(tmp_path / "film.mp4", [(coloured("red"), 0.5)])
    before = set(Path("/proc/self/fd").iterdir())
    for _ in range(3):
        read(file)
        with pytest.raises(SourceError):
            Frames(feed_for(str(tmp_path)))
    assert set(Path("/proc/self/fd").iterdir()) == before
