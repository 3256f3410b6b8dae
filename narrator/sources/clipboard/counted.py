"""The clipboards of Windows and macOS: they count their changes, tell nobody, and are read through Pillow."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from PIL import Image

from narrator.errors import PictureError
from narrator.picture.formats.decoding import decoding
from narrator.sources.arrival import Arrival
from narrator.sources.clipboard.copied import from_error, from_files, from_picture
from narrator.sources.clipboard.source import Clipboard, LostError

_PERIOD_SECONDS = 0.5
"""A number is read twice a second, which costs nothing that can be measured."""

Grabbed = Image.Image | list[str] | None
"""What Pillow finds: a picture, the names of copied files, or neither."""


def counted_pictures(grab: Callable[[], Grabbed]) -> list[Arrival]:
    """The pictures that are on the clipboard now."""
    try:
        with decoding("The picture on the clipboard"):
            grabbed = grab()
    except PictureError as error:
        return [from_error(error)]
    if isinstance(grabbed, Image.Image):
        return [from_picture(grabbed)]
    return from_files(map(Path, grabbed or ()))


class CountedClipboard(Clipboard):
    """Looks at the number of changes, and at the clipboard only when the number has changed."""

    def __init__(self, count: Callable[[], int], grab: Callable[[], Grabbed]) -> None:
        """`count` and `grab` are the two calls of the system."""
        self._count = count
        self._grab = grab
        self._seen = count()
        self._interrupted = Event()

    def next(self) -> list[Arrival]:
        """The pictures of the next change, noticed within half a second."""
        while not self._interrupted.wait(_PERIOD_SECONDS):
            count = self._count()
            if count != self._seen:
                self._seen = count
                return counted_pictures(self._grab)
        raise LostError

    def interrupt(self) -> None:
        """End the waiting."""
        self._interrupted.set()

    def close(self) -> None:
        """Nothing: it holds nothing."""
