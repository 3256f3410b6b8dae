"""Large pictures made RGB at a fraction of their size, so that their pixels are not held twice."""

from math import ceil, sqrt

from PIL import Image

from narrator.picture.pixels.deep_colours import lower_bytes
from narrator.picture.pixels.ground import STRIP
from narrator.picture.pixels.incomplete import load
from narrator.picture.pixels.rgb import to_rgb

WHOLE_LIMIT = 32 * 10**6
"""Pixels. Up to here a picture is made RGB whole, in 128 MB beside what is decoded."""
SHORT_SIDE = 1400
"""Pixels that a reduced picture keeps where it can: what text is read at."""
_SEPARATE = frozenset({"1", "L", "P", "RGB", "RGBX", "CMYK"})
"""Modes whose pixels say what they are, whatever the others are."""


def can_be_reduced(image: Image.Image) -> bool:
    """Whether an image, of which no pixel need be decoded, can be made RGB strip by strip.

    What lies below a transparent one and how bright a deep one is, the whole picture tells.
    """
    return image.mode in _SEPARATE and not image.has_transparency_data and lower_bytes(image) is None


def bounded_rgb(image: Image.Image) -> Image.Image:
    """A copy in mode RGB as `to_rgb` makes it; of a large image reduced by a whole number, strip by strip."""
    factor = _factor(image)
    if factor == 1:
        return to_rgb(image)
    image = load(image)  # which may exchange the sides of a TIFF
    width, height = image.size
    small = Image.new("RGB", (ceil(width / factor), ceil(height / factor)))
    rows = ceil(STRIP / factor) * factor
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(top + rows, height)))
        small.paste(to_rgb(strip).reduce(factor), (0, top // factor))
    return small


def _factor(image: Image.Image) -> int:
    pixels = image.width * image.height
    if pixels <= WHOLE_LIMIT or not can_be_reduced(image):
        return 1
    return max(min(image.size) // SHORT_SIDE, ceil(sqrt(pixels / WHOLE_LIMIT)))
