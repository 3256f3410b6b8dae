"""A smaller version of a picture that is too large to be opened, where its file holds one.

Telephones put one into HEIC files, and programs for maps and scans put several into a TIFF.
"""

import re
from collections.abc import Iterator

from PIL import ImageFile

from narrator.picture.formats.decoding import DECODER_ERRORS
from narrator.picture.formats.directories import MOST_PAGES, REDUCED, subfile_type
from narrator.picture.formats.headers import open_header

_SAME_SHAPE = 0.03
"""By how much the ratio of its sides may differ: they are rounded."""

_THUMBNAIL = re.compile(rb"(\0\0\0[\x0e-\x40])thmb")
"""The box that makes an item the thumbnail of another one (ISO/IEC 14496-12, `iref`), with its length."""


def smaller_version(
    image: ImageFile.ImageFile, kind: str, data: bytes, limit: int
) -> ImageFile.ImageFile | None:
    """A lazy image at the largest version of a picture with at most `limit` pixels; None if there is none."""
    if kind == "TIFF":
        opened = open_header(data, kind)
        sizes = _reduced(opened, image.tell())
    elif kind == "HEIC" and _THUMBNAIL.search(data):
        # pi_heif opens no thumbnail of another item; what is of none, it opens as a picture of its own.
        opened = open_header(_THUMBNAIL.sub(rb"\1free", data, MOST_PAGES), kind)
        sizes = _beside(opened)
    else:
        return None
    fitting = {place: size for place, size in sizes if _is_version(size, image.size) and _area(size) <= limit}
    if not fitting:
        return None
    opened.seek(max(fitting, key=lambda place: _area(fitting[place])))
    return opened


def _reduced(image: ImageFile.ImageFile, page: int) -> Iterator[tuple[int, tuple[int, int]]]:
    """Where the smaller versions of a TIFF's page are, and their sizes: they follow it."""
    for place in range(page + 1, page + MOST_PAGES):
        try:
            image.seek(place)
        except DECODER_ERRORS:
            return
        if not subfile_type(image) & REDUCED:
            return
        yield place, image.size


def _beside(image: ImageFile.ImageFile) -> Iterator[tuple[int, tuple[int, int]]]:
    for place in range(min(MOST_PAGES, int(getattr(image, "n_frames", 1)))):
        image.seek(place)
        yield place, image.size


def _is_version(size: tuple[int, int], whole: tuple[int, int]) -> bool:
    return abs(size[0] * whole[1] / (size[1] * whole[0]) - 1) <= _SAME_SHAPE


def _area(size: tuple[int, int]) -> int:
    return size[0] * size[1]
