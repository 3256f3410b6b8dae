"""Pixels of any mode made RGB."""

from PIL import Image

from narrator.picture.pixels.depth import eight_bits

STRIP = 256
"""Rows that are laid on white at a time, so that a large picture needs no second copy with its alpha."""


def to_rgb(image: Image.Image) -> Image.Image:
    """A copy in mode RGB without metadata; decodes the image if that has not been done yet.

    Transparent parts lie on white. 16-bit grey is divided by 256. Floats and 32-bit integers have no agreed
    white: their lowest value becomes black, their highest white. CMYK in a JPEG is taken as inverted, as
    Adobe writes it and Pillow assumes.
    """
    if image.mode.startswith(("I", "F")):
        image = eight_bits(image)
    rgb = _on_white(image) if image.has_transparency_data else image.convert("RGB")
    rgb.info.clear()
    return rgb


def _on_white(image: Image.Image) -> Image.Image:
    width, height = image.size
    white = Image.new("RGB", image.size, "white")
    for top in range(0, height, STRIP):
        strip = image.crop((0, top, width, min(top + STRIP, height))).convert("RGBA")
        white.paste(strip, (0, top), strip)
    return white
