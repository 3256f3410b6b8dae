"""What transparent pictures are laid on."""

from PIL import Image, ImageChops

from narrator.languages.catalogue import sentence_of

STRIP = 256
"""Rows that are laid on the ground at a time, so that a large picture needs no second copy with its alpha."""

NOTE = sentence_of("It is transparent; the dark grey was put behind it.")
"""What is said of a picture on dark grey: that colour is told, too, and is not in its file."""

WHITE, DARK = (255, 255, 255), (48, 48, 48)

NEARLY_WHITE = 224
"""Levels of the darkest of three colours. Above, nothing is seen on white; a pale yellow lies below."""

LEAST_SEEN = 0.02
"""Share of what is not transparent that must be seen on white. The text of a page takes more."""

_BITMAPS = ("BMP", "DIB", "ICO", "TGA")

_MARK = "dark ground"

_SAMPLE = 256
"""Pixels. So much of each side is looked at to choose the ground."""


def on_ground(image: Image.Image, original: Image.Image) -> Image.Image:
    """A decoded image with transparency, laid on white, or on dark grey if white would hide all of it.

    `is_on_dark` then tells which of the two of the `original`, of which the image was made.

    A bitmap (BMP, ICO, TGA) whose alpha is 0 everywhere is opaque: its fourth byte was never meant to be any,
    and no program of Windows looks at it.
    """
    if image.format in _BITMAPS and image.mode == "RGBA" and image.getchannel("A").getextrema() == (0, 0):
        return image.convert("RGB")
    if image.mode == "La":  # grey that was multiplied with its alpha has no way of its own to RGBA
        image = image.convert("LA")
    width, height = image.size
    colour = _choose_ground(image)
    original.info[_MARK] = colour == DARK
    ground = Image.new("RGB", image.size, colour)
    for top in range(0, height, STRIP):
        strip = image.crop((0, top, width, min(top + STRIP, height))).convert("RGBA")
        ground.paste(strip, (0, top), strip)
    return ground


def is_on_dark(image: Image.Image) -> bool:
    """Whether an image was laid on dark grey when it was made RGB."""
    return image.has_transparency_data and image.info.get(_MARK) is True


def _choose_ground(image: Image.Image) -> tuple[int, int, int]:
    size = (min(image.width, _SAMPLE), min(image.height, _SAMPLE))
    sample = image.resize(size, Image.Resampling.NEAREST).convert("RGBA")
    # The colours themselves: a faint black is to lie on white, though there it is nearly white as well.
    red, green, blue, alpha = sample.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue).histogram(alpha.point([0] + [255] * 255))
    visible, seen = sum(darkest), sum(darkest[:NEARLY_WHITE])
    opaque = visible == size[0] * size[1]
    return WHITE if opaque or not visible or seen >= LEAST_SEEN * visible else DARK
