"""Folders that are watched for the length of a test, and must leave nothing behind."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import pytest

from narrator.sources.folder.source import FolderSource
from tests.drawings import corners, encoded
from tests.sources.folder.listener import Listener

PICTURE = encoded(corners(), "PNG")


class Watching(Protocol):
    """Starts a source for the folder and returns who listens to it."""

    def __call__(
        self,
        *,
        recursive: bool = False,
        backlog: bool = False,
        polling: bool | None = None,
        patience: float = 10,
    ) -> Listener: ...


@pytest.fixture
def folder() -> Iterator[Path]:
    """The folder that is watched; unlike pytest's own, others than its owner may go there."""
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "Holiday"
        path.mkdir()
        path.parent.chmod(0o755)
        yield path


@pytest.fixture
def elsewhere(folder: Path) -> Path:
    """A folder beside it with one picture."""
    path = folder.parent / "elsewhere"
    path.mkdir()
    (path / "moved.png").write_bytes(PICTURE)
    return path


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    """Starts to watch the folder; at the end every thread and every descriptor has to be gone."""
    sources: list[FolderSource] = []
    descriptors = open_descriptors()

    def start(**options: float | bool | None) -> Listener:
        listener = Listener()
        source = FolderSource(folder, **options)  # type: ignore[arg-type]
        sources.append(source)
        source.start(listener)
        return listener

    yield start
    for source in sources:
        source.close()
        source.close()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("narrator folder")]
    assert open_descriptors() == descriptors


def open_descriptors() -> list[str]:
    """What this process holds open of inotify and pipes."""
    found = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            found.append(os.readlink(link))  # noqa: PTH115
        except FileNotFoundError:
            continue  # the listing's own
    return sorted(target for target in found if "inotify" in target or "eventpoll" in target)
