"""What a folder must survive, each caused for real."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Semaphore, Thread
from time import monotonic

import pytest

from narrator.errors import PictureError
from narrator.picture import Picture
from narrator.sources.arrival import Arrival, NotYetError
from narrator.sources.folder.presence import Presence, Whereabouts
from narrator.sources.folder.settling import Settling
from narrator.sources.folder.source import FolderSource
from narrator.sources.folder.state import State
from tests.sources.folder.conftest import PICTURE, Watching
from tests.sources.folder.listener import DEADLINE, Listener

ROOT = Path(__file__).parents[3]
GONE = "The folder Holiday is gone; its pictures are described again when it is back."
BACK = "The folder Holiday is back."
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

    monkeypatch.setattr("narrator.picture_files.os.fstat", rewrite)
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


def test_watches_that_run_out_later_lose_nothing(folder: Path) -> None:
    with program(folder, "echo 3 > /proc/sys/user/max_inotify_watches") as watched:
        assert watched.read() == "started"
        for number in range(10):
            (folder / f"{number}").mkdir()
            (folder / f"{number}" / f"{number}.png").write_bytes(PICTURE)
        read = {watched.read() for _ in range(11)}
        assert {f"arrived: {number}.png" for number in range(10)} < read
        assert sum(line.startswith("told: ") for line in read) == 1


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
    with pytest.raises(PictureError):  # nobody would bring it again
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
    assert "a fault of its own (ZeroDivisionError: by nothing)" in listener.next_sentence()
