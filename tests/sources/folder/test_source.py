"""Each way in which a picture can appear in a folder, with the kernel's own events."""

import os
import shutil
from pathlib import Path

import pytest

from narrator.errors import SourceError
from narrator.picture.opening import Picture
from narrator.sources.arrival import NotYetError, Origin
from narrator.sources.folder.source import FolderSource
from tests.sources.folder.conftest import PICTURE, Watching
from tests.sources.folder.listener import Listener


def settle(folder: Path, listener: Listener) -> None:
    """Everything that appeared before has been delivered by now, too: a link settles as slowly as any."""
    outside = folder.parent / "last.png"
    outside.write_bytes(PICTURE)
    (folder / "last.png").hardlink_to(outside)
    assert listener.names(1) == ["last.png"]
    assert not listener.has_more


def test_a_saved_picture_arrives_with_all_that_is_said_of_it(folder: Path, watching: Watching) -> None:
    listener = watching()
    (folder / "beach.png").write_bytes(PICTURE)
    arrival, picture = listener.next_opened()
    assert isinstance(picture, Picture)
    assert picture.size == (96, 64)
    assert (arrival.origin, arrival.place, arrival.name) == (Origin.FOLDER, "Holiday", "beach.png")
    assert arrival.path == folder / "beach.png"


def test_what_was_there_before_is_not_delivered(folder: Path, watching: Watching) -> None:
    (folder / "old.png").write_bytes(PICTURE)
    settle(folder, watching())


def test_a_backlog_is_delivered_the_oldest_first(folder: Path, watching: Watching) -> None:
    for age, name in ((10, "young.png"), (1000, "old.png"), (100, "middle.png")):
        (folder / name).write_bytes(PICTURE)
        when = (folder / name).stat().st_mtime - age
        os.utime(folder / name, (when, when))
    listener = watching(backlog=True)
    assert listener.names(3) == ["old.png", "middle.png", "young.png"]


@pytest.mark.parametrize("chunk", [1, 100, 10_000])
def test_a_slow_write_is_delivered_once_and_whole(chunk: int, folder: Path, watching: Watching) -> None:
    listener = watching()
    with (folder / "slow.png").open("wb", buffering=0) as file:
        for start in range(0, len(PICTURE), chunk):
            file.write(PICTURE[start : start + chunk])
    assert listener.names(1) == ["slow.png"]
    settle(folder, listener)


def test_a_writer_that_pauses_never_leads_to_half_a_picture(folder: Path, watching: Watching) -> None:
    listener = watching()
    with (folder / "paused.png").open("wb", buffering=0) as file:
        file.write(PICTURE[: len(PICTURE) // 2])
        half = listener.next_arrival()  # it looks finished
        with pytest.raises(NotYetError):
            half.open()
        file.write(PICTURE[len(PICTURE) // 2 :])
        # Delivered although it is never closed.
        assert listener.names(1) == ["paused.png"]


@pytest.mark.parametrize("ending", [".part", ".crdownload", ".tmp"])
def test_a_download_arrives_when_it_gets_its_name(ending: str, folder: Path, watching: Watching) -> None:
    listener = watching()
    download = folder / f"download.png{ending}"
    download.write_bytes(PICTURE)
    download.rename(folder / "download.png")
    assert listener.names(1) == ["download.png"]
    settle(folder, listener)


def test_hidden_files_are_other_programs_business(folder: Path, watching: Watching) -> None:
    listener = watching()
    (folder / ".working-copy.png").write_bytes(PICTURE)
    (folder / "._resource.png").write_bytes(PICTURE)
    (folder / "notes.txt").write_bytes(PICTURE)
    settle(folder, listener)
    (folder / ".working-copy.png").rename(folder / "saved.png")
    assert listener.names(1) == ["saved.png"]


def test_a_picture_that_is_moved_in_arrives(folder: Path, elsewhere: Path, watching: Watching) -> None:
    listener = watching()
    (elsewhere / "moved.png").rename(folder / "moved.png")
    assert listener.names(1) == ["moved.png"]


def test_renaming_a_picture_does_not_make_it_new(folder: Path, watching: Watching) -> None:
    (folder / "before.png").write_bytes(PICTURE)
    listener = watching()
    (folder / "before.png").rename(folder / "after.png")
    settle(folder, listener)


def test_links_to_pictures_arrive(folder: Path, elsewhere: Path, watching: Watching) -> None:
    listener = watching()
    (folder / "broken.png").symlink_to(elsewhere / "nowhere.png")
    (folder / "hard.png").hardlink_to(elsewhere / "moved.png")
    assert listener.names(1) == ["hard.png"]
    (elsewhere / "other.png").write_bytes(PICTURE)
    (folder / "soft.png").symlink_to(elsewhere / "other.png")
    assert listener.names(1) == ["soft.png"]


def test_an_atomic_replacement_is_new(folder: Path, elsewhere: Path, watching: Watching) -> None:
    (folder / "moved.png").write_bytes(PICTURE)
    listener = watching()
    os.replace(elsewhere / "moved.png", folder / "moved.png")  # noqa: PTH105
    assert listener.names(1) == ["moved.png"]


def test_a_touched_file_is_delivered_once_more_at_most(folder: Path, watching: Watching) -> None:
    listener = watching()
    (folder / "touched.png").write_bytes(PICTURE)
    assert listener.names(1) == ["touched.png"]
    for _ in range(5):
        with (folder / "touched.png").open("ab"):
            pass  # opened for writing and closed without a change
    os.utime(folder / "touched.png", (1, 1))
    with (folder / "touched.png").open("ab"):
        pass
    assert listener.names(1) == ["touched.png"]
    settle(folder, listener)


def test_a_file_that_is_deleted_before_it_settled_is_forgotten(
    folder: Path, elsewhere: Path, watching: Watching
) -> None:
    listener = watching()
    (folder / "gone.png").hardlink_to(elsewhere / "moved.png")
    (folder / "gone.png").unlink()
    (elsewhere / "moved.png").write_bytes(PICTURE)
    settle(folder, listener)


def test_a_file_that_is_deleted_before_it_is_opened_is_forgotten(folder: Path, watching: Watching) -> None:
    listener = watching()
    (folder / "gone.png").write_bytes(PICTURE)
    arrival = listener.next_arrival()
    (folder / "gone.png").unlink()
    with pytest.raises(NotYetError):
        arrival.open()


def test_a_thousand_pictures_at_once_arrive_each_once(folder: Path, watching: Watching) -> None:
    listener = watching()
    names = [f"{number:04}.png" for number in range(1000)]
    for name in names:
        (folder / name).write_bytes(PICTURE)
    assert sorted(listener.names(1000)) == names
    assert not listener.has_more


@pytest.mark.parametrize("name", [b"caf\xe9.png", b"two  spaces.png", b"line\nbreak.png", b"\xff\xfe.png"])
def test_every_name_that_a_file_can_have_arrives(name: bytes, folder: Path, watching: Watching) -> None:
    listener = watching()
    path = folder / os.fsdecode(name)
    path.write_bytes(PICTURE)
    arrival, opened = listener.next_opened()
    assert isinstance(opened, Picture)
    assert arrival.path == path
    assert arrival.name.isprintable()


def test_a_picture_that_is_renamed_before_it_is_opened_arrives_under_its_new_name(
    folder: Path, watching: Watching
) -> None:
    listener = watching()
    for number in range(20):  # whether the name or the failure is noticed first, is left to chance
        (folder / "working copy.png").write_bytes(PICTURE)
        arrival = listener.next_arrival()
        (folder / "working copy.png").rename(folder / f"{number}.png")
        with pytest.raises(NotYetError):
            arrival.open()
        assert listener.names(1) == [f"{number}.png"]
    settle(folder, listener)


def test_pictures_whose_folder_is_renamed_before_they_are_opened_arrive(
    folder: Path, watching: Watching
) -> None:
    (folder / "new folder").mkdir()
    listener = watching(recursive=True)
    (folder / "new folder" / "new.png").write_bytes(PICTURE)
    arrival = listener.next_arrival()
    (folder / "new folder").rename(folder / "Summer")
    with pytest.raises(NotYetError):
        arrival.open()
    assert listener.names(1) == ["new.png"]
    assert listener.arrivals[-1].path == folder / "Summer" / "new.png"


# Folders in the folder.


def test_subfolders_are_left_alone_unless_asked_for(
    folder: Path, elsewhere: Path, watching: Watching
) -> None:
    listener = watching()
    shutil.copytree(elsewhere, folder / "beneath")
    settle(folder, listener)


def test_a_copied_tree_arrives_whole(folder: Path, elsewhere: Path, watching: Watching) -> None:
    for number in range(20):
        deep = elsewhere / f"{number}" / "deep" / "deeper"
        deep.mkdir(parents=True)
        (deep / f"{number}.png").write_bytes(PICTURE)
    listener = watching(recursive=True)
    shutil.copytree(elsewhere, folder / "copy")
    assert sorted(listener.names(21)) == sorted(["moved.png", *(f"{number}.png" for number in range(20))])
    settle(folder, listener)


def test_a_moved_in_tree_arrives_and_is_watched_from_then_on(
    folder: Path, elsewhere: Path, watching: Watching
) -> None:
    (elsewhere / "deep").mkdir()
    (elsewhere / "deep" / "deep.png").write_bytes(PICTURE)
    listener = watching(recursive=True)
    elsewhere.rename(folder / "in")
    assert sorted(listener.names(2)) == ["deep.png", "moved.png"]
    (folder / "in" / "deep" / "later.png").write_bytes(PICTURE)
    assert listener.names(1) == ["later.png"]


def test_a_subfolder_that_is_renamed_is_still_watched_and_its_pictures_are_not_new(
    folder: Path, watching: Watching
) -> None:
    (folder / "one" / "deep").mkdir(parents=True)
    (folder / "one" / "deep" / "old.png").write_bytes(PICTURE)
    listener = watching(recursive=True)
    (folder / "one").rename(folder / "two")
    (folder / "two" / "deep" / "new.png").write_bytes(PICTURE)
    assert listener.names(1) == ["new.png"]
    assert listener.arrivals[-1].path == folder / "two" / "deep" / "new.png"
    settle(folder, listener)


def test_a_subfolder_that_is_deleted_and_made_again_is_watched_again(
    folder: Path, watching: Watching
) -> None:
    (folder / "sub").mkdir()
    listener = watching(recursive=True)
    for number in range(5):
        shutil.rmtree(folder / "sub")
        (folder / "sub").mkdir()
        (folder / "sub" / f"{number}.png").write_bytes(PICTURE)
        assert listener.names(1) == [f"{number}.png"]


def test_links_to_folders_are_not_followed(folder: Path, elsewhere: Path, watching: Watching) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "circle").symlink_to(folder)
    (folder / "sub" / "loop").symlink_to("loop")
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "out").symlink_to(elsewhere)
    listener = watching(recursive=True)
    (folder / "out later").symlink_to(elsewhere)
    (elsewhere / "through the link.png").write_bytes(PICTURE)
    (folder / "sub" / "direct.png").write_bytes(PICTURE)
    assert listener.names(1) == ["direct.png"]
    assert listener.arrivals[0].path == folder / "sub" / "direct.png"
    settle(folder, listener)


def test_a_link_to_a_picture_outside_is_a_picture_in_subfolders_too(
    folder: Path, elsewhere: Path, watching: Watching
) -> None:
    (folder / "sub").mkdir()
    listener = watching(recursive=True)
    (folder / "sub" / "soft.png").symlink_to(elsewhere / "moved.png")
    assert listener.names(1) == ["soft.png"]


OTHERS = (
    "@eaDir/a.jpg/SYNOPHOTO_THUMB_XL.png",
    "#recycle/old.png",
    "$RECYCLE.BIN/S-1-5-21/$RAB12CD.png",
    "Photos Library.photoslibrary/resources/derivatives/0/0A_4_5005_c.png",
    "Previews.lrdata/0/preview.png",
    "@Recently-Snapshot/daily/a.png",
    "System Volume Information/a.png",
    ".stversions/a.png",
    ".thumbnails/a.png",
    "site/node_modules/icons/a.png",
    "cache/deep/a.png",
)
"""Names as Synology's, QNAP's, Windows's and others' programs give them; the folder cache has a .nomedia."""


@pytest.mark.parametrize("there_before", [True, False])
def test_folders_of_programs_hold_no_pictures_of_the_person(
    there_before: bool, folder: Path, watching: Watching
) -> None:
    def make_folders() -> None:
        for other in OTHERS:
            (folder / other).parent.mkdir(parents=True, exist_ok=True)
        (folder / "cache" / ".nomedia").touch()

    if there_before:
        make_folders()
    listener = watching(recursive=True)
    make_folders()
    for other in OTHERS:
        (folder / other).write_bytes(PICTURE)
    settle(folder, listener)


def test_a_tree_with_folders_of_programs_is_moved_in_without_them(
    folder: Path, elsewhere: Path, watching: Watching
) -> None:
    for other in OTHERS:
        (elsewhere / other).parent.mkdir(parents=True, exist_ok=True)
        (elsewhere / other).write_bytes(PICTURE)
    (elsewhere / "cache" / ".nomedia").touch()
    listener = watching(recursive=True)
    elsewhere.rename(folder / "in")
    assert listener.names(1) == ["moved.png"]
    settle(folder, listener)


@pytest.mark.parametrize("name", ["#recycle", "Photos Library.photoslibrary", ".hidden", "media"])
def test_a_folder_that_is_named_is_watched_whatever_it_is(
    name: str, folder: Path, watching: Watching
) -> None:
    root = folder / name
    root.mkdir()
    (root / ".nomedia").touch()
    listener, source = Listener(), FolderSource(root, recursive=True)
    source.start(listener)
    try:
        (root / "new.png").write_bytes(PICTURE)
        assert listener.names(1) == ["new.png"]
        (root / "deep").mkdir()
        (root / "deep" / "newer.png").write_bytes(PICTURE)
        assert listener.names(1) == ["newer.png"]
    finally:
        source.close()


# Where no pictures can come from.


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^The folder nowhere does not exist; .*\.$"):
        FolderSource(tmp_path / "nowhere").start(Listener())


def test_a_file_is_refused(elsewhere: Path) -> None:
    with pytest.raises(SourceError, match=r"^moved.png is not a folder; .*\.$"):
        FolderSource(elsewhere / "moved.png").start(Listener())


def test_a_folder_is_called_by_its_name_or_by_what_the_person_calls_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert FolderSource(Path()).name == "the folder Holiday"
    (folder / "sub").mkdir()
    assert FolderSource(Path("sub/..")).name == "the folder Holiday"
    assert FolderSource(folder, place="the sea").name == "the folder the sea"
