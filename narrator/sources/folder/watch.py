"""The seam of what notices changes in folders: what it tells, and what it is asked."""

from abc import abstractmethod
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Protocol


class Kind(Enum):
    """What may have happened."""

    BEGUN = auto()
    """A file appeared, and may still be written."""
    FINISHED = auto()
    """A file was closed by its writer or moved in."""
    FOLDER = auto()
    """A folder appeared: look into it, and into what is new beneath it."""
    DRIVE = auto()
    """A drive was mounted on a folder: watch what is on it, none of which has appeared just now."""
    CONTENT = auto()
    """Names were added to a folder or taken away: look into it, as into one that appeared."""
    EVERYTHING = auto()
    """Changes may have been missed: look at everything."""
    ENDED = auto()
    """The root was deleted, renamed or unmounted; this watch hears nothing of what takes its place."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a watch noticed."""

    kind: Kind
    path: Path


class CannotWatchError(Exception):
    """The system has no watch left; `str(error)` is the reason, to follow a "because"."""


class Watch(Protocol):
    """Notices changes in the folders that were added. All but `wake` is called from one thread at a time."""

    @abstractmethod
    def add(self, folder: Path) -> bool:
        """Watch one more folder; whether it was not watched before.

        Raises OSError if that folder cannot be watched, CannotWatchError if no further one can be.
        """

    @abstractmethod
    def wait(self, seconds: float) -> list[Change]:
        """What has changed, waiting for it no longer than so many seconds."""

    @abstractmethod
    def wake(self) -> None:
        """End a `wait` at once, from another thread."""

    @abstractmethod
    def close(self) -> None:
        """Give everything back. A second time is nothing."""
