"""The journal's file and what lies beside it: made for one person alone, set aside when it is damaged."""

import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from narrator.private_folder import make_private_folder

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(file: Path) -> None:
    """Make the file, and its folder, if they are not there; nobody else may read it afterwards."""
    make_private_folder(file.parent)
    # SQLite would make it readable to everybody. What it makes beside the file has the file's own mode.
    with suppress(FileExistsError):
        file.touch(mode=0o600, exist_ok=False)
    if file.stat().st_mode & _OTHERS:
        file.chmod(0o600)


def identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from another that takes its place; None if there is none."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def set_aside(file: Path) -> Path:
    """Rename a damaged journal and what belongs to it; its new name, in the same folder."""
    aside = file.with_name(f"{file.name}.damaged-{datetime.now():%Y-%m-%d-%H%M%S}")
    beside(file, "-shm").unlink(missing_ok=True)
    # Before the file itself: SQLite would take a log that lies beside a new file for that file's own.
    with suppress(FileNotFoundError):
        beside(file, "-wal").replace(beside(aside, "-wal"))
    file.replace(aside)
    return aside


def remove_set_aside(file: Path) -> None:
    """Remove all damaged journals that were ever set aside for this one."""
    for aside in file.parent.glob(f"{file.name}.damaged-*"):
        aside.unlink()


def beside(file: Path, ending: str) -> Path:
    """A file that SQLite keeps beside its own: "-wal", the log of changes, or "-shm", the log's index."""
    return file.with_name(file.name + ending)
