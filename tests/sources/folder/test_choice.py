"""Which watch a folder gets, with real file systems where they can be had."""

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from narrator.sources.folder.source import FolderSource
from tests.sources.folder.conftest import PICTURE
from tests.sources.folder.listener import Listener
from tests.sources.folder.test_survival import Program, program


def test_a_network_drive_is_asked_and_it_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # No server is at hand: that this folder is on one is made up, all that follows is not.
    monkeypatch.setattr("narrator.sources.folder.mounts.kind_of_file_system", lambda *_: "nfs4")
    source, listener = FolderSource(folder), Listener()
    source.start(listener)
    try:
        assert listener.next_sentence() == (
            "The folder Holiday is asked every second for new pictures, because it is on a network drive;"
            " you may hear of them a moment later."
        )
        (folder / "new.png").write_bytes(PICTURE)
        assert listener.names(1) == ["new.png"]
    finally:
        source.close()


def test_who_asks_for_polling_is_not_told_of_it(folder: Path) -> None:
    source, listener = FolderSource(folder, polling=True), Listener()
    source.start(listener)
    source.close()
    assert listener.sentences == []


# Real file systems of programs, in a namespace of its own: what is saved behind them, only the program hears.


@contextmanager
def served(folder: Path, command: str, at: str = "") -> Iterator[tuple[Program, Path]]:
    """The program around a folder in which a command has mounted another one, which is returned."""
    behind = folder.parent / "behind"
    behind.mkdir()
    where = folder / at
    where.mkdir(exist_ok=True)
    source, target = shlex.quote(str(behind)), shlex.quote(str(where))
    with program(folder, command.format(source=source, target=target)) as watched:
        yield watched, behind


@pytest.mark.needs_mounts
@pytest.mark.needs_fuse
def test_a_folder_that_a_program_serves_is_asked_and_it_is_said(folder: Path) -> None:
    """mergerfs#839, google-drive-ocamlfuse#230: the kernel hears nothing of what comes another way."""
    with served(folder, "bindfs {source} {target}") as (watched, behind):
        assert watched.read() == (
            "told: The folder Holiday is asked every second for new pictures, because a program serves it"
            " and not all that appears in it is reported; you may hear of them a moment later."
        )
        assert watched.read() == "started"
        (behind / "new.png").write_bytes(PICTURE)
        assert watched.read() == "arrived: new.png"


@pytest.mark.needs_mounts
@pytest.mark.needs_fuse
def test_a_drive_below_a_watched_folder_is_asked_and_the_rest_is_not(folder: Path) -> None:
    with served(folder, "bindfs {source} {target}", at="nas") as (watched, behind):
        assert watched.read().startswith("told: The folder nas in Holiday is asked every second")
        assert watched.read() == "started"
        (folder / "here.png").write_bytes(PICTURE)
        assert watched.read() == "arrived: here.png"
        (behind / "deep").mkdir()
        (behind / "deep" / "there.png").write_bytes(PICTURE)
        assert watched.read() == "arrived: there.png"
        os.replace(behind / "deep" / "there.png", behind / "renamed.png")  # noqa: PTH105
        (folder / "last.png").write_bytes(PICTURE + b"more")
        assert watched.read() == "arrived: last.png"


@pytest.mark.needs_mounts
def test_another_disk_below_a_watched_folder_is_heard_of(folder: Path) -> None:
    (folder / "disk").mkdir()
    where = shlex.quote(str(folder / "disk"))
    with program(folder, f"mount -t tmpfs tmpfs {where}") as watched:
        assert watched.read() == "started"
        watched.run(f"cp {shlex.quote(str(picture_beside(folder)))} {where}/new.png")
        assert watched.read() == "arrived: new.png"


@pytest.mark.needs_mounts
@pytest.mark.parametrize("name", ["disk", "disk with spaces"])
def test_a_disk_that_is_mounted_later_is_watched_and_what_is_on_it_is_not_new(
    name: str, folder: Path
) -> None:
    where, side = folder / name, folder.parent / "side"
    for each in (where, side):
        each.mkdir()
    picture, target, disk = (shlex.quote(str(path)) for path in (picture_beside(folder), where, side))
    with program(folder, f"mount -t tmpfs tmpfs {disk}; cp {picture} {disk}/old.png") as watched:
        assert watched.read() == "started"
        watched.run(f"mount --bind {disk} {target}; sleep 3")
        watched.run(f"cp {picture} {target}/new.png")
        assert watched.read() == "arrived: new.png"


@pytest.mark.needs_mounts
@pytest.mark.needs_fuse
def test_a_drive_that_is_mounted_later_is_asked(folder: Path) -> None:
    behind, where = folder.parent / "behind", folder / "nas"
    for each in (behind, where):
        each.mkdir()
    (behind / "old.png").write_bytes(PICTURE)
    with program(folder, "true") as watched:
        assert watched.read() == "started"
        watched.run(f"bindfs {shlex.quote(str(behind))} {shlex.quote(str(where))}")
        assert watched.read().startswith("told: The folder nas in Holiday is asked every second")
        picture = shlex.quote(str(picture_beside(folder)))
        watched.run(f"sleep 3; cp {picture} {shlex.quote(str(behind))}/new.png")
        assert watched.read() == "arrived: new.png"


@pytest.mark.needs_mounts
@pytest.mark.needs_fuse
def test_a_drive_in_the_place_and_with_the_number_of_another_is_asked(folder: Path) -> None:
    behind, where = folder.parent / "behind", folder / "drive"
    for each in (behind, where):
        each.mkdir()
    source, target = shlex.quote(str(behind)), shlex.quote(str(where))
    picture = shlex.quote(str(picture_beside(folder)))
    with program(folder, f"mount -t tmpfs tmpfs {target}") as watched:
        assert watched.read() == "started"
        watched.run(f"umount {target}; bindfs {source} {target}")
        assert watched.read().startswith("told: The folder drive in Holiday is asked every second")
        watched.run(f"sleep 3; cp {picture} {source}/new.png")
        assert watched.read() == "arrived: new.png"


def picture_beside(folder: Path) -> Path:
    picture = folder.parent / "beside.png"
    picture.write_bytes(PICTURE)
    return picture
