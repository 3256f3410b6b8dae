"""The newest frame, between the thread that reads all of them and the one that looks at some."""

from threading import Condition
from time import monotonic

from narrator.sources.camera.frames import Frame


class Newest:
    """Holds one frame; a newer one takes its place."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._frame: tuple[float, Frame] | None = None
        self._ended = False

    def put(self, frame: Frame) -> None:
        """Offer a frame."""
        with self._changed:
            self._frame = (monotonic(), frame)
            self._changed.notify_all()

    def end(self) -> None:
        """Say that no other frame comes, once this one is taken."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @property
    def ended(self) -> bool:
        """Whether no other frame comes."""
        with self._changed:
            return self._ended and self._frame is None

    def take(self, patience: float) -> tuple[float, Frame] | None:
        """When the newest frame came, on the clock of time.monotonic, and the frame; each is given once.

        None when there was none for `patience` seconds, or none comes any more.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._frame or self._ended, patience)
            taken, self._frame = self._frame, None
            return taken
