"""Every kind of watch, behind the same source: the kernel's, watchdog's and the one that asks."""

import shutil
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from narrator.sources.folder.inotify import InotifyWatch
from narrator.sources.folder.native import WatchdogWatch
from narrator.sources.folder.polling import PollingWatch
from narrator.sources.folder.watch import Change, Kind, Watch
from tests.sources.folder.conftest import PICTURE, Watching


@pytest.fixture(params=["inotify", "watchdog", "polling"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The kind of watch that a source gets."""
    name: str = request.param

    def choose(root: Path, *, recursive: bool, **_: object) -> Watch:
        return watch_of(name, root, recursive=recursive)

    monkeypatch.setattr("narrator.sources.folder.source.choose_watch", choose)
    return name


def watch_of(kind: str, root: Path, *, recursive: bool) -> Watch:
    if kind == "inotify":
        return InotifyWatch(root)
    if kind == "watchdog":
        return WatchdogWatch(root, recursive=recursive)
    return PollingWatch(root, every=0.1, everything=0.3)


def test_pictures_arrive_by_every_way(kind: str, folder: Path, elsewhere: Path, watching: Watching) -> None:
    (folder / "old.png").write_bytes(PICTURE)
    listener = watching()
    (folder / "saved.png").write_bytes(PICTURE)
    assert listener.names(1) == ["saved.png"]
    (folder / "download.part").write_bytes(PICTURE)
    (folder / "download.part").rename(folder / "download.png")
    assert listener.names(1) == ["download.png"]
    (elsewhere / "moved.png").rename(folder / "moved.png")
    assert listener.names(1) == ["moved.png"]
    (folder / "link.png").symlink_to(folder.parent / "target.png")
    (folder.parent / "target.png").write_bytes(PICTURE)
    (folder / "hard.png").hardlink_to(folder.parent / "target.png")
    assert len(listener.names(1)) == 1
    with (folder / "old.png").open("wb") as file:  # overwritten in place
        file.write(PICTURE + b"more")
    assert listener.names(1) == ["old.png"]
    assert not listener.has_more


def test_pictures_in_subfolders_arrive_by_every_way(
    kind: str, folder: Path, elsewhere: Path, watching: Watching
) -> None:
    (elsewhere / "deep").mkdir()
    (elsewhere / "deep" / "deep.png").write_bytes(PICTURE)
    (folder / "sub").mkdir()
    (folder / "sub" / "old.png").write_bytes(PICTURE)
    listener = watching(recursive=True)
    shutil.copytree(elsewhere, folder / "copy")
    assert sorted(listener.names(2)) == ["deep.png", "moved.png"]
    elsewhere.rename(folder / "sub" / "in")
    assert sorted(listener.names(2)) == ["deep.png", "moved.png"]
    (folder / "sub" / "in" / "deep" / "later.png").write_bytes(PICTURE)
    assert listener.names(1) == ["later.png"]
    (folder / "sub").rename(folder / "renamed")
    (folder / "renamed" / "in" / "deep" / "latest.png").write_bytes(PICTURE)
    assert listener.names(1) == ["latest.png"]
    (folder.parent / "linked").mkdir()
    (folder / "link").symlink_to(folder.parent / "linked")
    (folder.parent / "linked" / "beyond.png").write_bytes(PICTURE)
    for others in (".thumbnails", "@eaDir"):
        (folder / others).mkdir()
        (folder / others / "small.png").write_bytes(PICTURE)
    (folder / "last.png").write_bytes(PICTURE)
    assert listener.names(1) == ["last.png"]
    assert not listener.has_more


def test_what_was_there_before_is_not_new_however_slow_the_drive_is(
    folder: Path, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(root: Path, **_: object) -> Watch:
        return PollingWatch(root, every=0.001)  # the first look takes longer

    monkeypatch.setattr("narrator.sources.folder.source.choose_watch", choose)
    for number in range(500):
        (folder / f"{number}.png").write_bytes(PICTURE)
    listener = watching()
    (folder / "new.png").write_bytes(PICTURE)
    assert listener.names(1) == ["new.png"]
    assert not listener.has_more


def test_a_folder_that_comes_back_is_watched_again(kind: str, folder: Path, watching: Watching) -> None:
    listener = watching()
    shutil.rmtree(folder)
    assert "is gone" in listener.next_sentence()
    folder.mkdir()
    assert "is back" in listener.next_sentence()
    (folder / "new.png").write_bytes(PICTURE)
    assert listener.names(1) == ["new.png"]


def test_a_folder_behind_a_link_is_told_of_by_the_links_name(
    kind: str, folder: Path, watching: Watching
) -> None:
    real = folder.parent / "real"
    folder.rename(real)
    folder.symlink_to(real)
    listener = watching()
    (real / "new.png").write_bytes(PICTURE)
    assert listener.names(1) == ["new.png"]
    assert listener.arrivals[0].path == folder / "new.png"


@pytest.mark.parametrize("kind", ["inotify", "watchdog", "polling"])
def test_a_watch_that_waits_can_be_woken(kind: str, folder: Path) -> None:
    watch = watch_of(kind, folder, recursive=False)
    if isinstance(watch, PollingWatch):
        watch = PollingWatch(folder, every=60)
    try:
        watch.add(folder)
        began = monotonic()
        waker = Thread(target=watch.wake)
        waker.start()
        assert watch.wait(60) == []
        assert monotonic() - began < 30
        waker.join()
    finally:
        watch.close()
        watch.close()
        watch.wake()


def rounds(watch: Watch, count: int) -> list[Change]:
    """What so many rounds of asking bring."""
    return [change for _ in range(count) for change in watch.wait(10)]


def test_asking_looks_only_into_folders_that_changed_and_there_twice(folder: Path) -> None:
    watch = PollingWatch(folder, every=0.01, everything=1000)
    (folder / "sub").mkdir()
    for each in (folder, folder / "sub"):
        assert watch.add(each)
        assert not watch.add(each)
    rounds(watch, 5)
    assert rounds(watch, 3) == []
    (folder / "sub" / "new.png").touch()
    found = rounds(watch, 1)
    assert found == [Change(Kind.CONTENT, folder / "sub")]
    watch.add(folder / "sub")
    assert rounds(watch, 3) == found
    shutil.rmtree(folder / "sub")
    assert rounds(watch, 1) == [Change(Kind.CONTENT, folder)]
    (folder / "sub").mkdir()
    assert watch.add(folder / "sub"), "a folder that was gone is new"


def test_the_slower_a_drive_the_rarer_everything_is_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("narrator.sources.folder.polling.monotonic", lambda: clock[0])
    watch = PollingWatch(folder, every=1, everything=10)

    def look(now: float) -> list[Change]:
        clock[0] = now
        return watch.wait(0)

    everything = [Change(Kind.EVERYTHING, folder)]
    assert look(9) == []
    assert look(10) == everything
    assert look(10.01) == []  # it took ten milliseconds
    assert look(20.1) == everything
    assert look(22.1) == []  # it took two seconds
    assert look(222) == []
    assert look(223.1) == everything


def test_a_tree_that_is_moved_away_costs_no_watches_any_more(folder: Path) -> None:
    watch = InotifyWatch(folder)

    def watches() -> int:
        descriptors = [each for each in Path("/proc/self/fdinfo").iterdir() if each.exists()]
        return sum(each.read_text(encoding="ascii").count("inotify wd:") for each in descriptors)

    try:
        for each in (folder, folder / "tree", folder / "tree" / "deep", folder / "tree2"):
            each.mkdir(exist_ok=True)
            watch.add(each)
        before = watches()
        (folder / "tree").rename(folder.parent / "away")
        rounds(watch, 1)
        assert watches() == before - 2
    finally:
        watch.close()
