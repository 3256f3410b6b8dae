"""The seam of the engines: a picture in, pieces of text and where they are out."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

PATIENCE_SECONDS = 60.0
"""So long a picture is read at most. A full page takes seconds; a slow machine is given time."""
GIVEN_UP = "Reading was given up, because Narrator ends; start it again."
"""What becomes of a picture in the middle of which the reader is closed, as a TextError."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A word, or words of one line, that an engine found."""

    text: str
    """Empty if there was no time left to read it."""
    score: float
    """How sure the engine is, from 0 to 1."""
    scores: tuple[float, ...] = ()
    """How sure it is of each of its words, where the engine tells that."""
    left: float
    top: float
    right: float
    bottom: float
    """Its edges in pixels, from the picture's upper left corner."""
    angle: float = 0.0
    """Degrees by which it is turned clockwise; the edges are those of it turned back about its middle."""

    @property
    def height(self) -> float:
        """Pixels from its top to its bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2


class TextReader(Protocol):
    """Finds text. It works in a process of its own, so that nobody waits for one that hangs."""

    name: str
    """What reads, such as "tesseract"."""
    least: float
    """Below this score its pieces are more often grain than text."""

    @abstractmethod
    def pieces(self, image: Image.Image) -> Sequence[Piece]:
        """All that may be text in an RGB image, in any order.

        Of what cannot all be read in time, some are without their text. Raises TextError if the engine fails
        or takes too long.
        """

    @abstractmethod
    def unload(self, *, unused_for: float = 0.0) -> bool:
        """Give its memory back if it was not used for so many seconds; whether there was any."""

    @abstractmethod
    def close(self) -> None:
        """Give up what it is doing and leave no process behind."""
