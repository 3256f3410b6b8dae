"""PDF: its pages, drawn by PDFium in another process."""

from io import BytesIO
from time import monotonic

from PIL import Image, ImageFile

from narrator.languages.catalogue import gettext, sentence_of
from narrator.picture.formats.deferred import Deferred
from narrator.picture.formats.rendering import SECONDS, PasswordError, page_sizes, rendered
from narrator.picture.formats.unreadable import UnreadableError, needs

LONG_SIDE = 2200
"""Pixels: 188 to the inch of a sheet of A4, enough for its footnotes."""


def open_pdf(file: BytesIO) -> ImageFile.ImageFile:
    """A PDF at its first page; its pages are measured, and none is drawn.

    Raises UnreadableError for one with a password, and if what draws it is not installed.
    """
    data = file.getvalue()
    try:
        sizes = [_in_pixels(size) for size in page_sizes(data)]
    except ImportError as error:
        raise needs("pypdfium2", sentence_of("a PDF document")) from error
    except PasswordError as error:
        raise UnreadableError(
            gettext("opens with a password only; save it without one and try again.")
        ) from error
    if not sizes:
        raise ValueError("no pages")

    left = SECONDS  # for all pages that are looked at together: a file has hundreds

    def decode(page: int) -> Image.Image:
        nonlocal left
        began = monotonic()
        try:
            return rendered("pdf", data, sizes[page], page, seconds=max(left, 0.0))
        finally:
            left -= monotonic() - began

    return Deferred("PDF", sizes[0], "RGB", decode, frames=len(sizes), sizes=sizes.__getitem__)


def _in_pixels(points: tuple[float, float]) -> tuple[int, int]:
    """The size in which a page is drawn."""
    scale = LONG_SIDE / max(*points, 1.0)
    return max(1, round(points[0] * scale)), max(1, round(points[1] * scale))
