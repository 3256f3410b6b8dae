import sys
from pathlib import Path

import pytest
from av.device import DeviceInfo

from narrator.errors import SourceError
from narrator.sources.camera.feed import Kind, feed_for, without_secrets


@pytest.mark.parametrize(
    ("where", "address"), [(None, "/dev/video0"), ("2", "/dev/video2"), ("/dev/v4l/front", "/dev/v4l/front")]
)
def test_a_device_is_the_default_a_number_or_its_path(where: str | None, address: str) -> None:
    feed = feed_for(where)
    assert (feed.kind, feed.format, feed.address) == (Kind.DEVICE, "v4l2", address)
    assert (feed.name, feed.place) == ("the camera", "")


def test_windows_knows_cameras_by_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    cameras = [DeviceInfo(name, name, False, ["video"]) for name in ("Front", "Back")]
    microphone = DeviceInfo("Microphone", "Microphone", True, ["audio"])
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("av.device.enumerate_input_devices", lambda format: [microphone, *cameras])
    assert feed_for(None).address == "video=Front"
    assert feed_for("1").address == "video=Back"
    assert feed_for("OBS Camera").address == "video=OBS Camera"
    assert feed_for("1").format == "dshow"
    with pytest.raises(SourceError, match="no such camera"):
        feed_for("2")


def test_macos_knows_cameras_by_their_numbers_or_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    addresses = [feed_for(where).address for where in (None, "1", "FaceTime HD Camera")]
    assert addresses == ["default:none", "1:none", "FaceTime HD Camera:none"]
    assert feed_for(None).format == "avfoundation"
    assert feed_for("film.mov").kind is Kind.FILE


@pytest.mark.parametrize("scheme", ["rtsp", "http", "https", "RTSP"])
def test_a_stream_is_called_by_its_host_and_never_by_its_password(scheme: str) -> None:
    feed = feed_for(f"{scheme}://me:secret@garden.local:8554/front?quality=high")
    assert feed.kind is Kind.STREAM
    assert (feed.name, feed.place) == ("the camera at garden.local", "garden.local")


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ("rtsp://me:secret@garden:554/front", "rtsp://garden:554/front"),
        ("http://me:se/cret@garden/front", "http://garden/front"),
        ("http://garden/cgi/snapshot?usr=me&pwd=secret", "http://garden/cgi/snapshot"),
        ("film?@.mp4", "film?@.mp4"),
        ("2", "2"),
    ],
)
def test_no_password_is_kept(where: str, kept: str) -> None:
    assert without_secrets(where) == kept


def test_all_else_is_a_file(tmp_path: Path) -> None:
    feed = feed_for(str(tmp_path / "tcp:127.0.0.1:80"))
    assert (feed.kind, feed.name) == (Kind.FILE, "the video tcp:127.0.0.1:80")
    assert feed.address.startswith("file:/")
    assert feed_for("film.mp4").address == f"file:{Path.cwd() / 'film.mp4'}"
    assert feed_for("file:///a%20b/film.mp4").address == "file:/a b/film.mp4"


@pytest.mark.parametrize(
    "where", ["ftp://garden/film.mp4", "file://garden/film.mp4", "lavfi://x", "rtsp://", "http://[/"]
)
def test_other_addresses_are_refused_with_what_to_do(where: str) -> None:
    with pytest.raises(SourceError, match="; "):
        feed_for(where)
