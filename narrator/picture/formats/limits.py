"""How large a picture may be, by its header alone: before memory for its pixels is taken.

Memory is what a hostile file of a few kilobytes could take. So the limits follow from what the decoder of
each format keeps, and `python -m benchmarks.largest` prints what pictures at the limits take.
"""

from collections.abc import Mapping

from PIL import ImageFile

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext, sentence_of
from narrator.picture.formats.jpeg import is_stripwise
from narrator.picture.pixels.reduction import can_be_reduced

MEMORY_LIMIT = 400 * 10**6
"""Bytes that the pixels of a picture may take when they are decoded, and what is read of its file at once."""

PIXEL_LIMIT = 64 * 10**6
"""Pixels of a picture whose decoder keeps copies of its own. The 50 megapixels that phones write as HEIC stay
below."""

PATIENCE_LIMIT = 256 * 10**6
"""Pixels of any picture. At 1/8 a JPEG of the 200 megapixels of a phone takes 13 MB, but its time."""

SMALLEST_SIDE = 8
"""Pixels. Below this there is nothing to see; a network still answers, with an invented scene."""

LONGEST_RATIO = 10
"""Long side over short side. Squeezed to a square, anything taller is a smear."""

WIDEST_RATIO = 20
"""The same of a panorama: along the horizon things repeat, and a smear of them still says beach or street."""

SCROLLED_RATIO, SCROLLED_WIDTH = 100, 240
"""The same of a page that was scrolled while it was taken, and the least pixels that its letters need."""

_ONE_COPY = frozenset({"PNG", "TIFF", "BMP"})
"""Formats of which Pillow keeps the decoded pixels alone."""
_BYTES = {"1": 1, "L": 1, "P": 1}
"""What a pixel takes in Pillow's memory, by mode; in all others four."""
_COMPRESSION, _ROWS_IN_A_STRIP, _ORIENTATION = 259, 278, 274
_NONE, _UPRIGHT = 1, 1
"""Tags of TIFF, and what they say of most."""


def pixel_limit(image: ImageFile.ImageFile, kind: str, data: bytes) -> int:
    """How many pixels a file may have, given its opened header."""
    if kind == "JPEG":
        return PATIENCE_LIMIT if is_stripwise(image, data) else PIXEL_LIMIT
    moves = kind == "PNG" and getattr(image, "is_animated", False)
    if kind not in _ONE_COPY or moves or not can_be_reduced(image):
        return PIXEL_LIMIT
    taken = _BYTES.get(image.mode, 4) * _copies(image)
    return max(PIXEL_LIMIT, min(PATIENCE_LIMIT, int(MEMORY_LIMIT / taken)))


_TOO_SMALL = sentence_of(
    "{subject} measures {width} by {height} pixels, which is too small to describe; choose a larger picture."
)
_TOO_LARGE = sentence_of(
    "{subject} measures {width} by {height} pixels, which is more than can be opened safely; make it smaller "
    "and try again."
)
_TOO_THIN = sentence_of(
    "{subject} measures {width} by {height} pixels, which is too long and thin to describe; cut out the part "
    "that matters."
)


def check_size(size: tuple[int, int], limit: int, subject: str) -> None:
    """Raise PictureError for a picture that is too small, too large or too thin, whichever way up it is."""
    width, height = size
    if min(size) < SMALLEST_SIDE:
        raise PictureError(_measured(size, subject, _TOO_SMALL))
    if width * height > limit:
        raise PictureError(_measured(size, subject, _TOO_LARGE))
    if max(size) > SCROLLED_RATIO * min(size) or (
        max(size) > WIDEST_RATIO * min(size) and min(size) < SCROLLED_WIDTH
    ):
        raise _too_thin(size, subject)


def check_shape(size: tuple[int, int], subject: str) -> None:
    """Raise PictureError for an upright picture that is too wide, or too tall and no scrolled page."""
    width, height = size
    if width > WIDEST_RATIO * height or (height > LONGEST_RATIO * width and width < SCROLLED_WIDTH):
        raise _too_thin(size, subject)


def _too_thin(size: tuple[int, int], subject: str) -> PictureError:
    return PictureError(_measured(size, subject, _TOO_THIN))


def _measured(size: tuple[int, int], subject: str, sentence: str) -> str:
    width, height = size
    return gettext(sentence).format(subject=subject, width=width, height=height)


def _copies(image: ImageFile.ImageFile) -> float:
    """How many times the pixels are held while they are decoded, from 1 to 3."""
    tags: Mapping[int, int] = getattr(image, "tag_v2", {})
    turned = tags.get(_ORIENTATION, _UPRIGHT) != _UPRIGHT  # which Pillow does at the end, into another copy
    if tags.get(_COMPRESSION, _NONE) == _NONE:
        return 1 + turned
    return 1 + turned + min(1.0, tags.get(_ROWS_IN_A_STRIP, image.height) / image.height)
