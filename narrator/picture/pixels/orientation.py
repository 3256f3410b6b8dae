"""The orientation in which a file's pixels are, and how it is undone."""

import struct

from PIL import ExifTags, Image

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation (CIPA DC-008, tag 0x0112)."""


def orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8, in which the pixels of a decoded image still are; 1 is upright.

    In HEIC and AVIF files the container states it. pi_heif turns the pixels itself and then answers 1,
    whatever the EXIF block repeats; Pillow's AVIF reader leaves them and answers with the container's. TIFF
    is turned by Pillow, which then answers 1 as well.
    """
    try:
        stated = image.getexif().get(ExifTags.Base.Orientation)
    except (SyntaxError, ValueError, TypeError, struct.error):
        return 1  # a damaged EXIF block says nothing about the pixels
    return stated if stated in _TURNS else 1


def swaps_sides(stated: int) -> bool:
    """Whether undoing this orientation exchanges width and height."""
    return stated >= 5


def upright(image: Image.Image, stated: int) -> Image.Image:
    """The image with its EXIF orientation undone."""
    return image.transpose(_TURNS[stated]) if stated in _TURNS else image
