"""What a test has left behind: processes, whose environment has a mark, and shared memory of nobody."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MARK = "SPEECH_TEST"


def marked_processes(mark: str) -> list[int]:
    """Ids of the living processes, other than this one, whose environment has this value of MARK."""
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if _is_marked(folder, mark)]


def gone_in_time(mark: str, seconds: float = 20) -> bool:
    """Whether all marked processes end by themselves within some seconds."""
    deadline = time.monotonic() + seconds
    while marked_processes(mark):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _is_marked(folder: Path, mark: str) -> bool:
    if int(folder.name) == os.getpid():
        return False
    try:
        return f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0")
    except OSError:
        return False  # it has just ended, or is somebody else's


def abandoned_memory() -> set[Path]:
    """The files of shared memory that no living process has open or mapped."""
    files = set(Path("/dev/shm").iterdir())
    for folder in Path("/proc").glob("[0-9]*"):
        files.difference_update(_held(folder))
    return {file for file in files if file.exists()}


def _held(folder: Path) -> Iterator[Path]:
    """The files that a process has open or mapped, as far as it may be looked into."""
    with suppress(OSError):
        for descriptor in (folder / "fd").iterdir():
            with suppress(OSError):
                yield descriptor.readlink()
        for line in (folder / "maps").read_text(errors="replace").splitlines():
            yield Path("".join(line.partition("/")[1:]))
