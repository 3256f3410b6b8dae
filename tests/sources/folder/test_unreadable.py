"""Files and folders that cannot be read, or not yet, each caused for real."""

import ctypes
import os
from collections.abc import Callable
from pathlib import Path
from threading import Semaphore, Thread

import pytest

from narrator.errors import PictureError
from narrator.picture.opening import Picture
from narrator.sources.arrival import NotYetError
from narrator.sources.folder.presence import Presence, Whereabouts
from tests.drawings import encoded, scene
from tests.sources.folder.conftest import PICTURE, Watching
from tests.sources.folder.listener import Listener

NOBODY = 65534


# Files that cannot be opened, or not yet.


def test_a_broken_picture_is_told_of_once_when_patience_has_ended(folder: Path, watching: Watching) -> None:
    listener = watching(patience=1)
    (folder / "broken.png").write_bytes(PICTURE[:100])
    _, error = listener.next_opened()
    assert isinstance(error, PictureError)
    assert listener.not_yet == ["broken.png"]
    assert len(listener.arrivals) == 2
    (folder / "broken.png").write_bytes(PICTURE)  # and it is never given up for good
    assert listener.names(1) == ["broken.png"]


def test_a_picture_that_is_mended_in_time_was_never_broken(folder: Path, watching: Watching) -> None:
    listener = watching()
    (folder / "mended.png").write_bytes(PICTURE[:100])
    with pytest.raises(NotYetError):
        listener.next_arrival().open()
    with (folder / "mended.png").open("r+b", buffering=0) as file:
        file.write(PICTURE)
        assert listener.names(1) == ["mended.png"]  # though it is not closed


def test_of_a_kind_that_cannot_be_opened_one_is_told_of(folder: Path, watching: Watching) -> None:
    listener = watching(patience=0.2)
    (folder / "first.xcf").write_bytes(b"gimp xcf v011\0" + bytes(100))
    _, error = listener.next_opened()
    assert str(error).startswith("first.xcf is a project of GIMP, which cannot be opened; ")

    (folder / "second.XCF").write_bytes(b"gimp xcf v011\0" + bytes(200))
    (folder / "picture.png").write_bytes(PICTURE)
    (folder / "other.qoi").write_bytes(b"qoif" + bytes(100))
    assert {listener.next_opened()[0].name for _ in range(2)} == {"other.qoi", "picture.png"}


def test_half_a_picture_is_waited_for_though_it_can_be_opened(folder: Path, watching: Watching) -> None:
    whole = encoded(scene(200, 150), "JPEG")
    listener = watching()
    (folder / "half.jpg").write_bytes(whole[: len(whole) * 3 // 4])
    with pytest.raises(NotYetError, match=r"The end of half\.jpg is missing"):
        listener.next_arrival().open()
    (folder / "half.jpg").write_bytes(whole)

    _, picture = listener.next_opened()
    assert isinstance(picture, Picture)
    assert not picture.incomplete


def test_half_a_picture_arrives_when_patience_has_ended(folder: Path, watching: Watching) -> None:
    whole = encoded(scene(200, 150), "JPEG")
    listener = watching(patience=0.5)
    (folder / "half.jpg").write_bytes(whole[: len(whole) * 3 // 4])

    _, picture = listener.next_opened()
    assert isinstance(picture, Picture)
    assert picture.notes == ("The end of this file is missing.",)
    assert listener.not_yet == ["half.jpg"]


def test_a_file_that_is_made_empty_arrives_when_it_has_its_content(folder: Path, watching: Watching) -> None:
    listener = watching(patience=0.1)
    (folder / "download.png").touch()
    (folder / "broken.png").write_bytes(b"broken")  # given up when the empty one has long been passed over
    assert isinstance(listener.next_opened()[1], PictureError)
    (folder / "download.png.part").write_bytes(PICTURE)
    (folder / "download.png.part").rename(folder / "download.png")
    assert listener.names(1) == ["download.png"]
    assert {arrival.name for arrival in listener.arrivals} == {"broken.png", "download.png"}


def test_a_picture_that_is_rewritten_while_it_is_read_arrives_as_it_is_in_the_end(
    folder: Path, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = watching()
    path = folder / "rewritten.png"
    path.write_bytes(PICTURE)
    arrival = listener.next_arrival()

    read = os.fstat
    rewritten: list[int] = []

    def rewrite(descriptor: int) -> os.stat_result:
        status = read(descriptor)
        if not rewritten:
            rewritten.append(descriptor)
            path.write_bytes(PICTURE + b"more")
        return status

    monkeypatch.setattr("narrator.picture.files.os.fstat", rewrite)
    with pytest.raises(NotYetError, match="changed while it was read"):
        arrival.open()
    assert listener.names(1) == ["rewritten.png"]


def test_a_huge_file_that_never_finishes_is_not_delivered_and_costs_nothing(
    folder: Path, watching: Watching
) -> None:
    listener = watching()
    with (folder / "huge.png").open("wb", buffering=0) as file:
        for number in range(1000):
            file.write(PICTURE if number == 0 else b"x")
            file.truncate(200 * 2**20 + number)  # sparse: the disk is not filled
            file.seek(0, os.SEEK_END)
        # Still growing when another picture, written since, has settled by the slow way.
        outside = folder.parent / "other.png"
        outside.write_bytes(PICTURE)
        (folder / "other.png").hardlink_to(outside)
        while not listener.arrivals:
            file.truncate(file.seek(0, os.SEEK_END) + 1)
        assert listener.names(1) == ["other.png"]
        assert not listener.has_more


# What may not be read.


def as_nobody(action: Callable[[], None]) -> None:
    """Do something on a thread without root's rights; threads that it starts have none either."""

    def act() -> None:
        if os.geteuid() == 0:
            ctypes.CDLL(None).setfsuid(NOBODY)  # of this thread alone
        action()

    thread = Thread(target=act)
    thread.start()
    thread.join()


def test_a_subfolder_that_may_not_be_read_is_told_of_once_and_the_rest_goes_on(
    folder: Path, watching: Watching
) -> None:
    secret = folder / "secret"
    secret.mkdir()
    (secret / "hidden.png").write_bytes(PICTURE)
    secret.chmod(0)
    heard: list[Listener] = []
    as_nobody(lambda: heard.append(watching(recursive=True)))
    listener = heard[0]
    assert "The folder secret in Holiday cannot be read (Permission denied)" in listener.next_sentence()
    (folder / "open.png").write_bytes(PICTURE)
    assert listener.names(1) == ["open.png"]
    secret.chmod(0o755)
    assert listener.names(1) == ["hidden.png"]
    (secret / "new.png").write_bytes(PICTURE)
    assert listener.names(1) == ["new.png"]
    assert len(listener.sentences) == 1


def test_a_folder_that_may_no_longer_be_read_is_told_of_and_goes_on_when_it_may(
    folder: Path, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Semaphore(0)
    ask = Whereabouts.ask

    def ask_and_count(whereabouts: Whereabouts) -> Presence:
        asked.release()
        return ask(whereabouts)

    heard: list[Listener] = []
    as_nobody(lambda: heard.append(watching()))
    folder.chmod(0)
    assert "The folder Holiday cannot be read (Permission denied)" in heard[0].next_sentence()
    monkeypatch.setattr(Whereabouts, "ask", ask_and_count)
    for _ in range(2):
        assert asked.acquire(timeout=30)  # it is noticed again, and not said again
    folder.chmod(0o755)
    (folder / "new.png").write_bytes(PICTURE)
    assert heard[0].names(1) == ["new.png"]
    assert len(heard[0].sentences) == 1


def test_a_file_that_may_not_be_read_is_an_error_of_its_own_and_the_rest_goes_on(
    folder: Path, watching: Watching
) -> None:
    listener = watching(patience=0.5)
    (folder / "secret.png").write_bytes(PICTURE)
    (folder / "secret.png").chmod(0)
    errors: list[Picture | PictureError] = []
    as_nobody(lambda: errors.append(listener.next_opened()[1]))
    assert str(errors[0]).startswith("secret.png may not be read by you;")
    (folder / "open.png").write_bytes(PICTURE)
    assert listener.names(1) == ["open.png"]
