"""What came to a folder while nobody watched it."""

import os
from collections.abc import Sequence
from pathlib import Path
from shutil import copy2
from time import sleep

import pytest

from narrator.errors import NotNowError, PictureError
from narrator.picture.opening import Picture
from narrator.sources.arrival import Arrival, NotYetError
from narrator.sources.folder import history
from narrator.sources.folder.past import MemoryPast
from narrator.sources.folder.source import FolderSource
from tests.drawings import corners, encoded
from tests.sources.folder.conftest import PICTURE
from tests.sources.folder.listener import Listener


class Returning(Listener):
    """Keeps what came before apart from what comes now."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[Arrival] = []
        self.left_out = 0

    def came_before(self, arrivals: Sequence[Arrival], left_out: int) -> None:
        self.late += arrivals
        self.left_out += left_out

    @property
    def names(self) -> list[str]:  # type: ignore[override]
        return [arrival.name for arrival in self.late]


@pytest.fixture
def past() -> MemoryPast:
    return MemoryPast()


def look(folder: Path, past: MemoryPast, *, recursive: bool = False, settle: bool = True) -> Returning:
    """Watch for a moment; what came before is dealt with."""
    listener = Returning()
    source = FolderSource(folder, past=past, recursive=recursive)
    source.start(listener)
    source.close()
    for arrival in listener.late:
        if settle:
            arrival.settled()
    return listener


def put(file: Path, side: int = 32) -> Path:
    file.write_bytes(PICTURE if side == 32 else encoded(corners(), "PNG") + bytes(side))
    return file


def test_a_folder_that_is_watched_for_the_first_time_has_no_past(folder: Path, past: MemoryPast) -> None:
    put(folder / "old.png")
    assert look(folder, past).names == []
    put(folder / "new.png")
    assert look(folder, past).names == ["new.png"]
    assert look(folder, past).names == []


def test_an_empty_folder_has_a_past_too(folder: Path, past: MemoryPast) -> None:
    look(folder, past)
    put(folder / "new.png")
    assert look(folder, past).names == ["new.png"]


@pytest.mark.parametrize("way", ["old time", "overwritten", "replaced", "touched", "renamed to a picture"])
def test_whatever_way_it_came(folder: Path, past: MemoryPast, elsewhere: Path, way: str) -> None:
    there = put(folder / "there.png")
    part = put(folder / "came.png.part")
    look(folder, past)
    if way == "old time":
        os.utime(elsewhere / "moved.png", (0, 0))
        copy2(elsewhere / "moved.png", folder / "came.png")
    elif way == "overwritten":
        there.write_bytes(PICTURE)
    elif way == "replaced":
        put(elsewhere / "other.png").replace(there)
    elif way == "touched":
        there.touch()
    else:
        part.rename(folder / "came.png")
    expected = "there.png" if way in ("overwritten", "replaced", "touched") else "came.png"
    assert look(folder, past).names == [expected]


def test_what_only_has_another_name_is_old(folder: Path, past: MemoryPast) -> None:
    put(folder / "before.png")
    (folder / "inner").mkdir()
    put(folder / "inner" / "deep.png")
    look(folder, past, recursive=True)
    (folder / "before.png").rename(folder / "after.png")
    (folder / "inner").rename(folder / "other")
    assert look(folder, past, recursive=True).names == []
    put(folder / "other" / "new.png")
    assert look(folder, past, recursive=True).names == ["new.png"]


def test_a_drive_with_other_numbers_of_inodes_is_known_by_names(folder: Path, past: MemoryPast) -> None:
    for number in range(3):
        put(folder / f"{number}.png")
    look(folder, past)
    for file in list(folder.iterdir()):  # as a network drive that was mounted again
        copy2(file, file.with_suffix(".copy"))
        file.unlink()
        file.with_suffix(".copy").rename(file)
    put(folder / "new.png")
    assert look(folder, past).names == ["new.png"]


def test_what_was_delivered_and_not_dealt_with_comes_again(folder: Path, past: MemoryPast) -> None:
    look(folder, past)
    put(folder / "late.png")
    for _ in range(2):
        assert look(folder, past, settle=False).names == ["late.png"]
    listener = Returning()
    source = FolderSource(folder, past=past)
    source.start(listener)
    put(folder / "now.png")
    assert listener.next_arrival().name == "now.png"
    source.close()
    assert look(folder, past).names == ["late.png", "now.png"]
    assert look(folder, past).names == []


def test_an_empty_file_is_no_picture_yet(folder: Path, past: MemoryPast) -> None:
    look(folder, past)
    (folder / "empty.png").touch()
    assert look(folder, past).names == []
    put(folder / "empty.png")
    assert look(folder, past).names == ["empty.png"]


def test_of_too_many_the_newest_come_in_order_and_the_rest_never(
    folder: Path, past: MemoryPast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history.History.__init__, "__kwdefaults__", {"most": 3})
    look(folder, past)
    for number in range(5):
        os.utime(put(folder / f"{number}.png", number), (1000 - number, 1000 - number))
    listener = look(folder, past)
    assert (listener.names, listener.left_out) == (["2.png", "3.png", "4.png"], 2)
    assert look(folder, past).names == []


def test_a_picture_over_which_the_program_ends_comes_last_and_then_never(
    folder: Path, past: MemoryPast
) -> None:
    look(folder, past)
    put(folder / "bad.png")
    put(folder / "good.png")
    for tries in range(history.TRIES):
        listener = look(folder, past, settle=False)
        assert listener.names == (["good.png", "bad.png"] if tries else ["bad.png", "good.png"])
        {arrival.name: arrival for arrival in listener.late}["bad.png"].open()  # and it was killed
    listener = look(folder, past)
    with pytest.raises(PictureError, match=r"Narrator has ended 3 times while it described bad\.png"):
        listener.late[1].open()
    assert look(folder, past).names == []


@pytest.mark.parametrize("settles", [True, False])
def test_a_past_that_is_gone_begins_anew_without_what_waits(
    folder: Path, past: MemoryPast, monkeypatch: pytest.MonkeyPatch, settles: bool
) -> None:
    monkeypatch.setattr("narrator.sources.folder.source._PAST_CHECK", 600.0 if settles else 0.1)
    put(folder / "old.png")
    listener = Returning()
    source = FolderSource(folder, past=past)
    source.start(listener)
    try:
        put(folder / "waits.png")
        listener.next_arrival()
        put(folder / "dealt with.png")
        done = listener.next_arrival()
        if not settles:
            done.settled()
        past.marks = None
        if settles:
            done.settled()
        for _ in range(300):
            if past.marks is not None:
                break
            sleep(0.05)
    finally:
        source.close()
    assert past.marks is not None and len(past.marks) == 2
    assert look(folder, past).names == ["waits.png"]


def test_what_lies_below_a_drive_is_no_past_of_the_drive(
    folder: Path, past: MemoryPast, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(folder, past)
    put(folder / "on the drive.png")
    with monkeypatch.context() as mounted:
        mounted.setattr(os.path, "ismount", lambda _: True)
        assert look(folder, past).names == []
        put(folder / "new.png")
        assert look(folder, past).names == ["new.png"]


def test_a_backlog_is_not_remembered_twice(folder: Path, past: MemoryPast) -> None:
    put(folder / "old.png")
    look(folder, past)
    for _ in range(2):
        listener = Returning()
        source = FolderSource(folder, past=past, backlog=True)
        source.start(listener)
        listener.next_arrival().settled()
        source.close()
    assert past.marks is not None and len(past.marks) == 1


@pytest.mark.parametrize("closed_first", [False, True])
def test_what_is_given_up_or_half_there_when_narrator_ends_comes_at_the_next_start(
    folder: Path, past: MemoryPast, monkeypatch: pytest.MonkeyPatch, closed_first: bool
) -> None:
    def give_up(_: Path) -> Picture:
        raise NotNowError("It was given up.")

    listener = Returning()
    source = FolderSource(folder, past=past, patience=0)
    source.start(listener)
    put(folder / "given up.png")
    arrival = listener.next_arrival()
    with monkeypatch.context() as ending:
        if closed_first:
            source.close()
            (folder / "given up.png").write_bytes(PICTURE[:100])
        else:
            ending.setattr("narrator.sources.folder.source.open_picture", give_up)
        with pytest.raises(NotYetError):
            arrival.open()
        source.close()
    assert look(folder, past).names == ["given up.png"]
