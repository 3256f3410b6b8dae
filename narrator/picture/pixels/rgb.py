"""Pixels of any mode made RGB."""

from PIL import Image

from narrator.picture.pixels.deep_colours import brightened, lower_bytes
from narrator.picture.pixels.depth import eight_bits
from narrator.picture.pixels.ground import on_ground
from narrator.picture.pixels.incomplete import load
from narrator.picture.pixels.profiles import stated_profile
from narrator.picture.pixels.srgb import in_srgb


def to_rgb(image: Image.Image) -> Image.Image:
    """A copy in mode RGB without metadata; decodes the image if that has not been done yet.

    If the end of its file is missing, the copy has the rows that are there (`incomplete`). Transparent parts
    lie on white, or on dark grey where white would hide everything (`ground`). Deep grey, deep colours and
    floats are brought to 8 bits (`depth`). CMYK in a JPEG is taken as inverted, as Adobe writes it and Pillow
    assumes. Colours that a profile says to be others than sRGB's are converted (`srgb`).
    """
    original = image
    lower = lower_bytes(image)
    profile = stated_profile(image)
    image = load(image)
    if image.mode.startswith(("I", "F")):
        image = eight_bits(image)
    elif lower:
        image = brightened(image, lower)
    image = in_srgb(image, profile)
    if image.has_transparency_data:
        image = on_ground(image, original)
    elif image.mode != "RGB" or image is original:  # which stays as it is
        image = image.convert("RGB")
    image.info.clear()
    return image
