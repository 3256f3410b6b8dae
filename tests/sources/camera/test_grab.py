import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from narrator.errors import PictureError, SourceError
from narrator.sources.camera.grab import grab
from tests.sources.camera.mjpeg import MjpegCamera
from tests.sources.camera.videos import coloured, film, photograph, sound_only

BLACK = Image.new("RGB", (320, 240), (4, 4, 4))


def colour_of(where: str | Path | None) -> int:
    return int(np.asarray(grab(str(where) if where else None).image).mean(axis=(0, 1)).argmax())


def test_a_picture_of_the_default_camera(camera: None) -> None:
    picture = grab(None)
    assert (picture.size, picture.format) == ((320, 240), "array")


def test_the_dark_frames_of_the_beginning_are_passed_over(tmp_path: Path) -> None:
    assert colour_of(film(tmp_path / "film.mkv", [(BLACK, 1.5), (coloured("blue"), 2.0)])) == 2


def test_where_it_stays_dark_it_is_dark(tmp_path: Path) -> None:
    picture = grab(str(film(tmp_path / "film.mkv", [(BLACK, 4.0), (coloured("blue"), 1.0)])))
    assert np.asarray(picture.image).mean() < 16


def test_the_sharpest_frame_of_the_first_second_is_taken(tmp_path: Path) -> None:
    sharp = photograph("cat")
    blurred = sharp.filter(ImageFilter.GaussianBlur(6))
    late = photograph("coffee")
    shots = [(blurred, 0.5), (sharp, 0.3), (blurred, 0.5), (late, 1.0)]
    grabbed = np.asarray(grab(str(film(tmp_path / "film.mkv", shots))).image).astype(int)
    assert np.abs(grabbed - np.asarray(sharp)).mean() < np.abs(grabbed - np.asarray(blurred)).mean()


def test_a_stream_is_looked_at_now(mjpeg: MjpegCamera) -> None:
    assert colour_of(mjpeg.url) == 0
    mjpeg.picture = coloured("blue")
    assert colour_of(mjpeg.url) == 2


def test_an_rtsp_stream_too(rtsp: Callable[..., subprocess.Popen[str]]) -> None:
    server = rtsp(pattern="green")
    assert server.stdout
    assert colour_of(f"rtsp://127.0.0.1:{int(server.stdout.readline())}/camera") == 1


def test_what_gives_no_picture_says_why(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such camera"):
        grab(None)
    with pytest.raises(SourceError, match="no pictures in it"):
        grab(str(sound_only(tmp_path / "sound.m4a")))
    thin = film(tmp_path / "thin.mkv", [(Image.new("RGB", (640, 16), "red"), 0.5)])
    with pytest.raises(PictureError, match="too long and thin"):
        grab(str(thin))
