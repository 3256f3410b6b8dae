"""The seam of the autostarts: what a system runs when somebody logs in."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Installed:
    """An autostart that is there."""

    place: str
    """Where: a file, or what a person would look for."""
    command: str
    """What it starts, as it is written there."""
    ours: bool
    """Whether that is this installation of Narrator, and not one that was moved or removed."""
    running: bool | None
    """Whether what it started runs; None where the system does not tell."""


class Autostart(Protocol):
    """One way to be started at login."""

    name: str
    """What it is called in a sentence."""

    @abstractmethod
    def install(self, command: Sequence[str]) -> str:
        """Let a command be run at every login from now on, and give the place where that is written.

        Twice is the same as once. Raises DaemonError where it cannot be written.
        """

    @abstractmethod
    def doubt(self) -> str | None:
        """Why it may start nothing in this session all the same, as a sentence that says what to do."""

    @abstractmethod
    def remove(self) -> bool:
        """Undo that; whether there was anything. Raises DaemonError for what Narrator did not write."""

    @abstractmethod
    def installed(self) -> Installed | None:
        """What is there."""
