"""The seam of the sources: a picture that has just appeared, and who is told of it."""

from abc import abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from time import time
from typing import Protocol

from narrator.errors import SourceError
from narrator.languages.catalogue import pgettext, term_of
from narrator.picture.opening import Picture


class Origin(Enum):
    """What kind of source a picture came from."""

    FOLDER = "folder"
    CLIPBOARD = "clipboard"
    CAMERA = "camera"
    COMMAND = "command"
    """The person named the picture."""


_NAMES = {
    "folder": (term_of("where a picture is from", "Folder"), term_of("from", "the folder")),
    "clipboard": (term_of("where a picture is from", "Clipboard"), term_of("from", "the clipboard")),
    "camera": (term_of("where a picture is from", "Camera"), term_of("from", "the camera")),
    "command": (term_of("where a picture is from", "Command"), term_of("from", "the command")),
}
"""What kinds of source are called before a sentence, and after "from"."""


def source_name(origin: str) -> str:
    """A kind of source before what is said of its picture: "Clipboard"."""
    return pgettext("where a picture is from", _NAMES[origin][0])


def source_of(origin: str) -> str:
    """A kind of source in "From the clipboard, today at 9:05."."""
    return pgettext("from", _NAMES[origin][1])


class NotYetError(Exception):
    """A picture is still being written; its source brings it again when it has changed."""


class UnwatchableError(SourceError):
    """A source that no waiting makes watchable; to try it again would disturb the person for nothing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Arrival:
    """A picture that has just appeared; each is equal to itself alone."""

    open: Callable[[], Picture]
    """Called once, when its turn comes. Raises PictureError, or NotYetError, upon which it is forgotten."""
    origin: Origin
    place: str
    """What the person calls where it came from: a folder's name; empty where the origin says it all."""
    name: str = ""
    """The file's name, if it has one."""
    path: Path | None = None
    """The file, if there is one."""
    taken_from: Callable[[], Path | None] = lambda: None
    """The file from which a picture that is no file itself was taken, such as a video; asked once opened."""
    when: float = field(default_factory=time)
    """When it was delivered, in seconds since 1970, for the journal."""
    settled: Callable[[], None] = lambda: None
    """Called once it was described, or cannot be: its source need not bring it again at the next start."""

    @property
    def file(self) -> Path | None:
        """The file that the person wants something of, when they want it of its folder."""
        return self.path or self.taken_from()


class Audience(Protocol):
    """Who hears of a source; its methods return at once and may be called from any thread."""

    @abstractmethod
    def arrived(self, arrival: Arrival) -> None:
        """A new picture."""

    def came_before(self, arrivals: Sequence[Arrival], left_out: int) -> None:
        """These came while nobody watched, in this order, and `left_out` more, which are too many."""
        for arrival in arrivals:
            self.arrived(arrival)

    @abstractmethod
    def told(self, sentence: str) -> None:
        """Something that the person should know of the source: it was lost, it is back."""


class Source(Protocol):
    """Brings pictures until it is closed. It never ends by itself: what it loses, it waits for."""

    name: str
    """What it is called in a sentence, such as "the folder Holiday"; others may be called so, too."""
    identity: Hashable
    """What it watches: equal for two sources of the same pictures, and only for those."""

    @abstractmethod
    def start(self, audience: Audience) -> None:
        """Begin, and return once nothing that appears from now on is missed.

        Raises SourceError when it cannot begin now, and UnwatchableError when it never can.
        """

    @abstractmethod
    def close(self) -> None:
        """End, and return when nothing more is delivered. A second time is nothing."""
