"""Pixels of any mode made RGB."""

from PIL import Image

from narrator.picture.pixels.deep_colours import brightened, lower_bytes
from narrator.picture.pixels.depth import eight_bits
from narrator.picture.pixels.ground import on_ground
from narrator.picture.pixels.incomplete import load


def to_rgb(image: Image.Image) -> Image.Image:
    """A copy in mode RGB without metadata; decodes the image if that has not been done yet.

    If the end of its file is missing, the copy has the rows that are there (`incomplete`). Transparent parts
    lie on white, or on dark grey where white would hide everything (`ground`). Deep grey, deep colours and
    floats are brought to 8 bits (`depth`). CMYK in a JPEG is taken as inverted, as Adobe writes it and Pillow
    assumes.
    """
    lower = lower_bytes(image)
    image = load(image)
    if image.mode.startswith(("I", "F")):
        image = eight_bits(image)
    elif lower:
        image = brightened(image, lower)
    rgb = on_ground(image) if image.has_transparency_data else image.convert("RGB")
    rgb.info.clear()
    return rgb
