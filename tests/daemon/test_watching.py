"""What a daemon that runs is asked to watch, over its control socket."""

import socket
from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import pytest

from narrator.daemon.control.client import ask
from narrator.daemon.control.server import ControlServer
from narrator.daemon.requests import camera_now, clipboard_now
from narrator.daemon.verbs import Verbs
from narrator.daemon.watching import Watching
from narrator.errors import DaemonError
from narrator.settings.settings import FolderSettings, QuietHours
from tests.daemon.control.talking import in_time
from tests.daemon.houses import SETTINGS, House

HandOver = Callable[[Watching], str]
"""What a second `narrator watch` is answered."""


@pytest.fixture
def house(person: Path) -> Iterator[House]:
    house = House(SETTINGS, tick_seconds=0.01)
    yield house
    house.close()


@pytest.fixture
def hand_over(house: House, tmp_path: Path) -> Iterator[HandOver]:
    verbs = Verbs(house.daemon, clipboard=clipboard_now, camera=camera_now)
    file = tmp_path / "runtime" / "control"
    with ControlServer(verbs.handle, file, on_fault=house.daemon.fault_of_control):
        yield lambda watching: str(ask("watch", watching.to_arguments(), timeout=60, file=file)["text"])


@pytest.fixture
def mute() -> Iterator[socket.socket]:
    """A camera on the network that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as camera:
        yield camera


def address(camera: socket.socket) -> str:
    return f"http://127.0.0.1:{camera.getsockname()[1]}/video"


def watched(house: House) -> list[str]:
    return [source.name for source in house.daemon.watched.sources]


def test_a_camera_that_does_not_answer_keeps_no_client_waiting(
    house: House, hand_over: HandOver, mute: socket.socket
) -> None:
    assert "begins to watch" in hand_over(Watching(camera=address(mute)))
    mute.close()
    assert in_time(lambda: watched(house) == ["the camera at 127.0.0.1"])
    assert house.of_kind("fault") == []
    (news,) = house.of_kind("told")
    assert "cannot be reached" in news.line


def test_a_camera_that_refuses_after_the_reply_is_told_of(
    house: House, hand_over: HandOver, mute: socket.socket
) -> None:
    assert "begins to watch" in hand_over(Watching(camera=address(mute)))
    connection, _ = mute.accept()
    mute.close()
    with connection:
        connection.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")
    assert "The camera at 127.0.0.1" in house.voice.begun(1)
    assert house.daemon.last_error == house.voice.texts[0]
    assert watched(house) == []


def test_of_several_folders_those_that_are_there_are_watched_and_the_others_later(
    house: House, hand_over: HandOver, tmp_path: Path
) -> None:
    there, drive = tmp_path / "Holiday", tmp_path / "Drive"
    there.mkdir()
    watching = Watching(folders=(str(drive), str(there)))
    for _ in range(2):
        assert hand_over(watching) == "The Narrator that runs watches the folder Holiday from now on."
    house.told("The folder Drive does not exist; check its name.")
    drive.mkdir()
    house.told("Narrator watches the folder Drive now.")
    assert in_time(lambda: house.daemon.watched.later == 0)
    assert sorted(watched(house)) == ["the folder Drive", "the folder Holiday"]
    assert len(house.of_kind("told")) == 3, "it was asked for twice and is watched once"


def test_where_nothing_can_be_watched_that_is_the_answer(hand_over: HandOver, tmp_path: Path) -> None:
    watching = Watching(folders=(str(tmp_path / "Drive"), str(tmp_path / "Card")))
    with pytest.raises(DaemonError, match=r"folder Drive does not exist; .*folder Card does not exist; "):
        hand_over(watching)


def test_what_a_folder_has_of_its_own_comes_with_it_unless_it_cannot_be_watched(
    house: House, hand_over: HandOver, tmp_path: Path
) -> None:
    folder = tmp_path / "Letters"
    own = Watching(folders=(str(folder),), own={"journal": False, "quiet_hours": "22:00-7:00"})
    with pytest.raises(DaemonError, match="does not exist"):
        hand_over(own)
    assert house.daemon.wishes.of(folder / "a.png") == FolderSettings()
    folder.mkdir()
    assert hand_over(own).endswith(
        " Nothing of its pictures is kept. From 22:00 to 07:00 its pictures are not announced."
    )
    hours = QuietHours(begin=time(22), end=time(7))
    assert house.daemon.wishes.of(folder / "a.png") == FolderSettings(journal=False, quiet_hours=hours)


def test_a_daemon_that_knows_no_own_settings_refuses_them() -> None:
    """One that was started before an update takes a list of folders, and no more."""
    plain, own = (Watching(folders=("/a",), own=own) for own in ({}, {"speak": False}))
    assert plain.to_arguments()["folders"] == ("/a",)
    assert not isinstance(own.to_arguments()["folders"], (list, tuple))
    assert Watching.from_arguments(own.to_arguments()) == own


@pytest.mark.parametrize(
    "own", [None, 3, {"speak": "perhaps"}, {"louder": True}, {"quiet_hours": "late"}, {"verbosity": []}]
)
def test_what_no_folder_can_have_of_its_own_is_refused_in_a_sentence(own: object) -> None:
    with pytest.raises(DaemonError, match=r"^What a folder has of its own.* must be .*; send that\.$"):
        Watching.from_arguments({"folders": {"paths": ["/a"], "own": own}})


@pytest.mark.parametrize(
    ("folders", "own", "promise"),
    [
        (1, {}, ""),
        (1, {"journal": False}, "Nothing of its pictures is kept."),
        (2, {"journal": False}, "Nothing of their pictures is kept."),
        (2, {"speak": False, "verbosity": "brief"}, "Their pictures are not announced. The verbosity of "),
        (1, {"quiet_hours": "22:00-7:00"}, "From 22:00 to 07:00 its pictures are not announced."),
        (1, {"journal": True, "speak": True}, ""),
    ],
)
def test_what_holds_for_a_folder_is_said(folders: int, own: dict[str, str | bool], promise: str) -> None:
    said = Watching(folders=("/a", "/b")[:folders], own=own).promise
    assert said.startswith(promise)
    assert bool(said) is bool(promise)
