"""PNM: the plain kinds of Netpbm, black and white, grey or in colours."""

from io import BytesIO

from PIL import ImageFile
from PIL.PpmImagePlugin import PpmImageFile

from narrator.picture.formats.unreadable import variant

_WRITTEN_OUT = (b"P1", b"P2", b"P3")
"""Kinds whose pixels are numbers in letters."""
_LONGEST = 8 * 2**20
"""Bytes of such a file: Pillow reads about two megabytes in a second."""


def open_pnm(file: BytesIO) -> ImageFile.ImageFile:
    """A PNM; no pixel is decoded. Raises UnreadableError for one that would take too long."""
    data = file.getbuffer()
    if bytes(data[:2]) in _WRITTEN_OUT and len(data) > _LONGEST:
        raise variant("a PNM that writes all its numbers out")
    return PpmImageFile(file)
