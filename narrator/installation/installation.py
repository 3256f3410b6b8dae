"""The seam of the installations: the commands that change one, each a line that can be typed as it is."""

from abc import abstractmethod
from typing import Protocol

DISTRIBUTION = "picture-narrator"
"""What package managers call Narrator."""


class Installation(Protocol):
    """One way in which Narrator was installed."""

    @abstractmethod
    def to_add(self, extra: str) -> str:
        """The command that brings what an extra needs, and keeps what is there; an update keeps both."""

    @abstractmethod
    def to_mend(self, package: str) -> str:
        """The command that brings a package which Narrator needs once more, in the place of a broken one."""

    @abstractmethod
    def to_remove(self) -> str:
        """The command that removes the program."""
