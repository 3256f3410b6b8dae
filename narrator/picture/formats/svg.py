"""SVG: drawn by resvg in another process, from what stands in the file and nothing else."""

from io import BytesIO

from PIL import Image, ImageFile

from narrator.languages.catalogue import sentence_of
from narrator.picture.formats.deferred import Deferred
from narrator.picture.formats.rendering import SECONDS, rendered
from narrator.picture.formats.svg_text import SvgSize, lacks_pictures, text_of
from narrator.picture.formats.unreadable import needs

LONG_SIDE = 1200
"""Pixels of a drawing, which has no pixels of its own: enough for its small letters."""

_LEFT_OUT = sentence_of("Pictures that are not in the file itself are left out.")


def open_svg(file: BytesIO) -> ImageFile.ImageFile:
    """An SVG with the size in which it will be drawn; nothing is drawn yet.

    Raises UnreadableError if it is too long, or could lead out of the file.
    """
    text = text_of(file.getvalue())
    size = SvgSize.of(text).in_pixels(LONG_SIDE)

    def decode(_: int) -> Image.Image:
        try:
            return rendered("svg", text.encode(), size, seconds=SECONDS)
        except ImportError as error:
            raise needs("resvg-py", sentence_of("an SVG drawing")) from error

    notes = (_LEFT_OUT,) if lacks_pictures(text) else ()
    return Deferred("SVG", size, "RGBA", decode, notes=notes)
