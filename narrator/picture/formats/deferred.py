"""An image of a library other than Pillow: it knows its size, and decodes its pixels when they are needed."""

from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image, ImageFile


class Deferred(ImageFile.ImageFile):
    """Looks to its user like a picture that one of Pillow's plugins has opened.

    `decode` gets a frame's number, from 0 on, and gives its pixels in `mode`.
    """

    def __init__(
        self,
        format: str,
        size: tuple[int, int],
        mode: str,
        decode: Callable[[int], Image.Image],
        *,
        frames: int = 1,
        sizes: Callable[[int], tuple[int, int]] | None = None,
        info: Mapping[str | tuple[int, int], Any] | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        """`sizes` gives the size of a frame, where the frames differ; `notes` are for `Picture.notes`."""
        Image.Image.__init__(self)
        self.format = format
        self.info = dict(info or {})
        self.notes = notes
        self.n_frames, self.is_animated = frames, frames > 1
        self.fp, self.tile = None, []
        self._size, self._mode = size, mode
        self._decode, self._sizes, self._frame = decode, sizes, 0

    def _open(self) -> None:
        """Pillow asks its plugins for this; here the header has been read before."""

    def load(self) -> Any:
        """Decode the frame, unless that has been done."""
        if self._im is None:
            decoded = self._decode(self._frame)
            decoded.load()
            self._size, self._mode, self.im = decoded.size, decoded.mode, decoded.im
        return Image.Image.load(self)

    def seek(self, frame: int) -> None:
        """Go to a frame. Raises EOFError if there is none of that number."""
        if not 0 <= frame < self.n_frames:
            raise EOFError("no such frame")
        if frame != self._frame:
            self._frame, self._im = frame, None
            if self._sizes:
                self._size = self._sizes(frame)

    def tell(self) -> int:
        """The number of the frame that it is at."""
        return self._frame
