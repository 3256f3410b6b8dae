"""An engine that finds what a test says."""

from collections.abc import Sequence
from threading import Event

from PIL import Image

from narrator.errors import TextError
from narrator.looking.text.reader import Piece, TextReader


def piece(text: str, left: float = 0, top: float = 0, score: float = 1.0, height: float = 10) -> Piece:
    """Letters half as wide as they are high."""
    right = left + len(text) * height / 2
    return Piece(text=text, score=score, left=left, top=top, right=right, bottom=top + height)


class MadeReader(TextReader):
    """Finds nothing unless told what, and waits for a test that wants it to."""

    name = "made"
    least = 0.5

    def __init__(self, *found: Piece, error: str | None = None) -> None:
        self.found = found
        self.error = error
        self.go = Event()
        self.go.set()
        self.began = Event()
        self.sizes: list[tuple[int, int]] = []
        self.unloaded = 0
        self.closed = False

    def pieces(self, image: Image.Image) -> Sequence[Piece]:
        self.sizes.append(image.size)
        self.began.set()
        assert self.go.wait(60)
        if self.error:
            raise TextError(self.error)
        return self.found

    def unload(self, *, unused_for: float = 0.0) -> bool:
        self.unloaded += 1
        return True

    def close(self) -> None:
        self.closed = True
        self.go.set()
