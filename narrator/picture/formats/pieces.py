"""A file that is read in a bounded number of pieces, be it ever so long.

Pillow's readers walk over segments, chunks, blocks and resources in Python and keep something of each, as
many as a file states. No picture of a program has more than some thousands of them in front of its pixels.
"""

from io import BytesIO

_OF_A_HEADER = 2**16
"""Pieces up to the first pixel. Each takes up to a microsecond and, of some kinds of file, 200 bytes."""
_OF_PIXELS = 2**23
"""Pieces afterwards. A GIF comes in blocks of 255 bytes, and one with long runs in a BMP in pairs of them."""


class PiecedFile(BytesIO):
    """The bytes of a file. A reader that asks for more pieces than a picture has gets a ValueError."""

    def __init__(self, data: bytes) -> None:
        """The header is to be read next."""
        super().__init__(data)
        self._left = _OF_A_HEADER

    def header_is_read(self) -> None:
        """Only pixels follow, and the headers of further frames."""
        self._left = _OF_PIXELS

    def read(self, size: int | None = -1, /) -> bytes:
        """The next piece. Raises ValueError if there were too many."""
        self._left -= 1
        if self._left < 0:
            raise ValueError("more pieces than a picture has")
        return super().read(size)
