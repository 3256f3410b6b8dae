"""What a source must survive besides files that cannot be read, each caused for real."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from time import monotonic

import pytest

from narrator.sources.arrival import Arrival, NotYetError
from narrator.sources.folder.settling import Settling
from narrator.sources.folder.source import FolderSource
from narrator.sources.folder.state import State
from tests.places import ROOT
from tests.sources.folder.conftest import PICTURE, Watching
from tests.sources.folder.listener import DEADLINE, Listener

GONE = "The folder Holiday is gone; its pictures are described again when it is back."
BACK = "The folder Holiday is back."


# The folder is gone, and is back.


def test_a_folder_that_is_deleted_and_made_again_goes_on(folder: Path, watching: Watching) -> None:
    listener = watching()
    for number in range(2):
        shutil.rmtree(folder)
        assert listener.next_sentence() == GONE
        folder.mkdir()
        (folder / f"at once {number}.png").write_bytes(PICTURE)
        assert listener.next_sentence() == BACK
        (folder / f"later {number}.png").write_bytes(PICTURE)
        assert sorted(listener.names(2)) == [f"at once {number}.png", f"later {number}.png"]
    assert listener.sentences == [GONE, BACK] * 2
    assert not listener.has_more


def test_a_folder_that_is_gone_for_no_time_at_all_goes_on(folder: Path, watching: Watching) -> None:
    listener = watching()
    for number in range(5):
        folder.rmdir()
        folder.mkdir()  # on most file systems with the same inode
        (folder / f"{number}.png").write_bytes(PICTURE)
        assert listener.names(1) == [f"{number}.png"]
        (folder / f"{number}.png").unlink()


def test_a_folder_that_is_renamed_and_comes_back_brings_only_what_is_new(
    folder: Path, watching: Watching
) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "old.png").write_bytes(PICTURE)
    listener = watching(recursive=True)
    (folder / "seen.png").write_bytes(PICTURE)
    assert listener.names(1) == ["seen.png"]
    away = folder.rename(folder.parent / "away")
    assert listener.next_sentence() == GONE
    (away / "sub" / "new.png").write_bytes(PICTURE)
    away.rename(folder)
    assert listener.next_sentence() == BACK
    assert listener.names(1) == ["new.png"]
    (folder / "sub" / "newer.png").write_bytes(PICTURE)
    assert listener.names(1) == ["newer.png"]
    assert not listener.has_more


# Limits of the system, in a namespace of its own where they are low.


class Program:
    """The program around a folder, in namespaces that `preparation` has changed."""

    def __init__(self, folder: Path, preparation: str) -> None:
        command = f'{preparation}; exec "$0" -m tests.sources.folder.program "$1"'
        self.process = subprocess.Popen(
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-ec", command, sys.executable, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.strip())

    def read(self) -> str:
        return self._lines.get(timeout=DEADLINE)

    def run(self, command: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def close(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        code = self.process.wait(timeout=DEADLINE)
        self._reader.join(timeout=DEADLINE)
        self.process.stdout.close()
        assert code == 0


@contextmanager
def program(folder: Path, preparation: str) -> Iterator[Program]:
    running = Program(folder, preparation)
    try:
        yield running
    finally:
        running.close()


@pytest.mark.needs_mounts
@pytest.mark.parametrize(
    ("limit", "name"), [("max_inotify_instances", "instances"), ("max_inotify_watches", "watches")]
)
def test_a_system_without_watches_is_asked_instead_and_it_is_said(
    limit: str, name: str, folder: Path
) -> None:
    with program(folder, f"echo 0 > /proc/sys/user/{limit}") as watched:
        sentence = watched.read()
        assert sentence.startswith(
            "told: The folder Holiday is asked every second for new pictures, because "
        )
        assert f"fs.inotify.max_user_{name}" in sentence
        assert watched.read() == "started"
        (folder / "new.png").write_bytes(PICTURE)
        assert watched.read() == "arrived: new.png"


@pytest.mark.needs_mounts
def test_watches_that_run_out_later_lose_nothing(folder: Path) -> None:
    with program(folder, "echo 3 > /proc/sys/user/max_inotify_watches") as watched:
        assert watched.read() == "started"
        for number in range(10):
            (folder / f"{number}").mkdir()
            (folder / f"{number}" / f"{number}.png").write_bytes(PICTURE)
        read = {watched.read() for _ in range(11)}
        assert {f"arrived: {number}.png" for number in range(10)} < read
        assert sum(line.startswith("told: ") for line in read) == 1


@pytest.mark.needs_mounts
def test_a_drive_that_is_unmounted_is_gone_though_its_mount_point_stays(folder: Path) -> None:
    mount = f"mount -t tmpfs nothing '{folder}'"
    with program(folder, "true") as watched:
        assert watched.read() == "started"
        source = folder.parent / "source.png"
        source.write_bytes(PICTURE)
        watched.run(f"{mount} && cp '{source}' '{folder}/old.png'")
        assert watched.read() == "arrived: old.png"
        watched.run(f"umount '{folder}'")
        assert watched.read() == f"told: {GONE}"
        watched.run(mount)
        assert watched.read() == f"told: {BACK}"
        watched.run(f"cp '{source}' '{folder}/new.png'")
        assert watched.read() == "arrived: new.png"


def test_events_that_the_kernel_dropped_are_made_up_for(folder: Path) -> None:
    class Busy(Listener):
        """Holds up the first arrival, so that nobody reads what the kernel queues."""

        def __init__(self) -> None:
            super().__init__()
            self.go_on = Event()

        def arrived(self, arrival: Arrival) -> None:
            super().arrived(arrival)
            assert self.go_on.wait(30)

    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text(encoding="ascii"))
    source, listener = FolderSource(folder), Busy()
    source.start(listener)
    try:
        (folder / "first.png").write_bytes(PICTURE)
        listener.next_arrival()
        for number in range(limit + 10):
            (folder / f"{number % 2}.txt").write_bytes(b"")
        (folder / "lost.png").write_bytes(PICTURE)
        listener.go_on.set()
        assert listener.names(1) == ["lost.png"]
    finally:
        listener.go_on.set()
        source.close()


# The end, and the beginning.


def test_closing_ends_everything_in_the_middle_of_a_thousand_pictures(folder: Path) -> None:
    class Slow(Listener):
        """Takes five seconds for all of them."""

        def arrived(self, arrival: Arrival) -> None:
            super().arrived(arrival)
            Event().wait(0.005)

    for number in range(1000):
        (folder / f"{number}.png").write_bytes(PICTURE)
    source, listener = FolderSource(folder, backlog=True), Slow()
    source.start(listener)
    listener.next_arrival()
    began = monotonic()
    source.close()
    assert monotonic() - began < 2
    delivered = len(listener.arrivals)
    (folder / "after.png").write_bytes(PICTURE)
    with pytest.raises(NotYetError):  # it comes again at the next start
        (folder / "0.png").write_bytes(b"")
        listener.arrivals[0].open()
    assert len(listener.arrivals) == delivered


def test_what_appears_between_the_watch_and_the_first_look_is_not_lost(
    folder: Path, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "old.png").write_bytes(PICTURE)
    scan = os.scandir
    sub = folder / "sub"

    def appear_and_scan(path: Path) -> object:
        if path == folder and not sub.exists() and watched:
            (folder / "between.png").write_bytes(PICTURE)
            sub.mkdir()
            (sub / "beneath.png").write_bytes(PICTURE)
        watched.append(path)
        return scan(path)

    watched: list[Path] = []
    monkeypatch.setattr("narrator.sources.folder.tree.os.scandir", appear_and_scan)
    listener = watching(recursive=True)
    assert sorted(listener.names(2)) == ["beneath.png", "between.png"]
    assert not listener.has_more


def test_states_of_deleted_files_are_sorted_out_and_nothing_becomes_new_by_it(
    folder: Path, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrator.sources.folder.source._SPARE", 10)
    sorted_out = Event()
    forget = Settling.forget_all_but

    def forget_and_tell(settling: Settling, states: Iterator[State]) -> None:
        forget(settling, states)
        assert settling.known <= 1
        sorted_out.set()

    monkeypatch.setattr(Settling, "forget_all_but", forget_and_tell)
    (folder / "old.png").write_bytes(PICTURE)
    listener = watching()
    for number in range(12):
        (folder / f"{number}.png").write_bytes(PICTURE)
        listener.next_arrival()
        (folder / f"{number}.png").unlink()
    assert sorted_out.wait(30)
    (folder / "new.png").write_bytes(PICTURE)
    assert listener.names(1) == ["new.png"]
    assert not listener.has_more


def test_a_fault_of_its_own_is_said(
    folder: Path, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = watching()

    def fail(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("narrator.sources.folder.settling.Settling.finished", fail)
    (folder / "new.png").write_bytes(PICTURE)
    assert "a fault of its own (ZeroDivisionError)" in listener.next_sentence()
