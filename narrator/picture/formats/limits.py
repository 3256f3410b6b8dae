"""How many pixels a file may have, by its header alone: before memory for them is taken."""

from PIL import ImageFile

from narrator.picture.formats.jpeg import is_stripwise

PIXEL_LIMIT = 64 * 10**6
"""Pixels of a picture that is decoded whole: 256 MB at Pillow's four bytes a pixel. The 50 megapixels that
phones write as HEIC stay below."""

STRIPWISE_LIMIT = 256 * 10**6
"""Pixels of a JPEG that is decoded strip by strip at a fraction of its size: at 1/8 the 200 megapixels of a
phone take 13 MB. This limit is on patience, not on memory."""


def pixel_limit(image: ImageFile.ImageFile, data: bytes) -> int:
    """How many pixels a file may have, given its opened header."""
    return STRIPWISE_LIMIT if is_stripwise(image, data) else PIXEL_LIMIT
