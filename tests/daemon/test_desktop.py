"""The running daemon on a desktop: what is copied is heard, and keys answer wherever the person is."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import sleep

import numpy as np
import pytest

from narrator.daemon.control.client import ask
from narrator.daemon.hearing import FRAGMENT_SECONDS
from narrator.daemon.hotkeys.bindings import DEFAULTS
from narrator.daemon.hotkeys.bound.binder import perform
from narrator.daemon.hotkeys.bound.choice import binder_here
from tests.conftest import Narrate
from tests.daemon.conftest import Watch
from tests.daemon.running import RunningNarrator, save_picture
from tests.desktopsettings import desktop_settings
from tests.sessionbus import SessionBus, session_bus
from tests.soundserver import Ear
from tests.xserver import Fingers, XServer, x_server

__all__ = ["desktop_settings", "session_bus", "x_server"]

HELD = ("Super_L", "Shift_L")


@pytest.fixture
def fingers(x_server: XServer) -> Iterator[Fingers]:
    with closing(Fingers(x_server.display)) as fingers:
        yield fingers


def copy(picture: Path) -> None:
    subprocess.run(["xclip", "-selection", "clipboard", "-t", "image/png", "-i", picture], check=True)


def said_first(narrator: RunningNarrator, text: str) -> None:
    narrator.wait_for("spoken", lambda event: event["text"].startswith(text))


def test_every_copied_picture_is_announced(watch: Watch, x_server: XServer, tmp_path: Path) -> None:
    with watch("--clipboard", "--silent") as narrator:
        copy(save_picture(tmp_path / "one.png", 1))
        narrator.wait_for("described")
        copy(save_picture(tmp_path / "two.png", 2))
        event = narrator.wait_for("described", count=2)
        narrator.wait_for("spoken", count=2)
    assert (event["origin"], event["picture"]) == ("clipboard", "clipboard")
    assert event["spoken"].startswith("Clipboard: ")


def test_keys_describe_the_clipboard_repeat_and_tell_more(
    watch: Watch, holiday: Path, fingers: Fingers, tmp_path: Path
) -> None:
    copy(save_picture(tmp_path / "one.png", 1))
    with watch(holiday, "--silent") as narrator:
        fingers.press(*HELD, "d")
        text = narrator.wait_for("spoken", lambda event: event["asked"])["text"]
        fingers.press(*HELD, "b")
        narrator.wait_for("spoken", lambda event: event["text"] == text, count=2)
        fingers.press(*HELD, "i")
        more = narrator.wait_for("spoken", lambda event: "270 by 180 pixels" in event["text"])["text"]
    assert "From the clipboard, today at" in more


def test_a_key_that_cannot_be_answered_says_why(watch: Watch, holiday: Path, fingers: Fingers) -> None:
    with watch(holiday, "--silent") as narrator:
        fingers.press(*HELD, "d")
        said_first(narrator, "There is no picture on the clipboard")
        fingers.press(*HELD, "b")
        said_first(narrator, "Nothing has been described yet")


def test_the_stop_key_silences(watch: Watch, holiday: Path, fingers: Fingers, ear: Ear) -> None:
    with watch(holiday, "--verbosity", "full", "--rate", "80") as narrator:
        save_picture(holiday / "a long name of a picture for a long sentence about it.png")
        narrator.wait_for("described")
        ear.wait_for_sound()
        sleep(2 * FRAGMENT_SECONDS)  # what is silenced sooner was not heard, and nothing tells of its end
        fingers.press(*HELD, "x")
        narrator.wait_for("spoken")
        ear.begin()
        assert not np.any(ear.heard())


def test_the_commands_use_the_running_narrator(
    watch: Watch, holiday: Path, x_server: XServer, narrate: Narrate, tmp_path: Path
) -> None:
    picture = save_picture(tmp_path / "one.png", 1)
    copy(picture)
    with watch(holiday, "--silent") as narrator:
        copied = narrate("clipboard")
        named = narrate("speak", picture)
        narrator.wait_for("spoken", lambda event: event["asked"], count=2)
        refused = narrate("speak", save_broken(tmp_path / "broken.png"))
        assert ask("status")["missed"] == 0
    assert copied.stdout == named.stdout
    assert copied.stdout.endswith(".\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "broken.png is not a picture" in refused.stderr


def save_broken(file: Path) -> Path:
    file.write_text("not a picture")
    return file


def test_the_clipboard_is_described_without_a_running_narrator(
    narrate: Narrate, x_server: XServer, tmp_path: Path
) -> None:
    copy(save_picture(tmp_path / "one.png", 1))
    process = narrate("clipboard", "--silent", "--json")
    assert process.returncode == 0
    assert '"picture": "clipboard"' in process.stdout


def test_a_scene_of_a_video_file_is_announced(watch: Watch, tmp_path: Path) -> None:
    video = tmp_path / "walk.mp4"
    save_video(video)
    with watch("--camera", video, "--silent") as narrator:
        event = narrator.wait_for("described")
        narrator.wait_for("told", lambda each: "ended" in each["text"])
    assert event["origin"] == "camera"


def save_video(file: Path) -> None:
    """Four seconds of red, then four of blue."""
    import av

    with av.open(str(file), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        pattern = np.indices((96, 128)).sum(axis=0) % 16 * 8
        for number in range(80):
            pixels = np.zeros((96, 128, 3), np.uint8)
            pixels[..., 0 if number < 40 else 2] = 120 + pattern
            for packet in stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)


def test_that_the_keys_are_dead_is_said_aloud_once_in_a_lifetime(
    watch: Watch, holiday: Path, session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    dead = "This desktop has no portal that gives programs hotkeys"
    with watch(holiday, "--silent") as narrator:
        said_first(narrator, dead)
    with watch(holiday, "--silent") as narrator:
        narrator.wait_for("told", lambda event: event["text"].startswith(dead))
        save_picture(holiday / "one.png", 1)
        said_first(narrator, "Holiday")
        assert len(narrator.of_kind("spoken")) == 1


def test_keys_that_the_desktop_has_in_its_settings_are_not_missed(
    watch: Watch, holiday: Path, desktop_settings: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in {"WAYLAND_DISPLAY": "wayland-0", "XDG_CURRENT_DESKTOP": "GNOME"}.items():
        monkeypatch.setenv(variable, value)
    binder = binder_here()
    assert binder
    perform(binder.to_bind(DEFAULTS))
    with watch(holiday, "--silent") as narrator:
        narrator.wait_for(
            "told", lambda event: event["text"] == "GNOME has 4 of the keys in its own settings."
        )
        narrator.wait_for("ready")
        assert len(narrator.of_kind("told")) == 1
