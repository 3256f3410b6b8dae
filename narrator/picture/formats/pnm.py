"""PNM: the plain kinds of Netpbm, black and white, grey or in colours."""

from io import BytesIO

from PIL import ImageFile
from PIL.PpmImagePlugin import PpmImageFile

from narrator.languages.catalogue import sentence_of
from narrator.picture.formats.unreadable import variant

_IN_PYTHON = {"ppm", "ppm_plain"}
"""Pillow's decoders of numbers in letters, and of colours that are no bytes: three seconds a megapixel."""

PIXELS = 2 * 10**6
"""So many are waited for."""


def open_pnm(file: BytesIO) -> ImageFile.ImageFile:
    """A PNM; no pixel is decoded. Raises UnreadableError for one that would take too long."""
    image = PpmImageFile(file)
    width, height = image.size
    if width * height > PIXELS and image.tile[0].codec_name in _IN_PYTHON:
        raise variant(sentence_of("a large PNM of a rare kind"))
    return image
