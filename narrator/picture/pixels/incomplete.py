"""Files whose end is missing: a download that broke off, a card that was pulled out.

Viewers and browsers show what is there, over a grey rest. The rest is cut away here, for whoever describes
the picture would describe it, too. JPEG and PNG are rescued so; of the other formats Pillow gives no rows, or
does not tell those that are there from the rest.
"""

from contextlib import suppress
from io import BytesIO
from math import ceil

from PIL import Image, ImageFile

from narrator.languages.catalogue import sentence_of
from narrator.picture.formats.jpeg import scans

NOTE = sentence_of("The end of this file is missing.")

LEAST = 0.5
"""Share of the rows. Below it too much of the picture is missing to say what it shows."""

WHOLE_SCANS = 2
"""Scans of a progressive JPEG that must be whole: encoders put the coarsest detail of all three colours into
the first one, more of the brightness into the second."""

_JPEGS_END = b"\xff\xd9"
_PNGS_END = b"IEND"

_HELD_BACK = 18
"""Rows of a JPEG that libjpeg holds back until it knows what follows: one of blocks, two for smoothing."""

_MARK = "incomplete"


def load(image: Image.Image) -> Image.Image:
    """The image with its pixels decoded; if the end of its file is missing, the rows that are there.

    `is_incomplete` then tells that of the image. Raises, inside `decoding`, whatever the decoder makes of a
    damaged file, and OSError where less than half of the rows are there.
    """
    file = image.fp if isinstance(image, ImageFile.ImageFile) else None
    try:
        image.load()
    except (OSError, SyntaxError):  # the latter where a chunk's name was to stand
        if not isinstance(image, ImageFile.ImageFile) or not isinstance(file, BytesIO):
            raise
        # Some programs write zeros to a file's full length before they fill it.
        rescued = _RESCUERS.get(image.format or "", _nothing)(image, file.getvalue().rstrip(b"\0"))
        if rescued is None or rescued.height < LEAST * image.height:
            raise
        image.info[_MARK] = True
        return rescued
    return image


def is_incomplete(image: Image.Image) -> bool:
    """Whether the end of its file was missing when it was loaded."""
    return image.info.get(_MARK) is True


def _nothing(image: ImageFile.ImageFile, data: bytes) -> None:
    """Of other formats nothing is rescued."""


def _rescued_jpeg(image: ImageFile.ImageFile, data: bytes) -> Image.Image | None:
    """Without an end, libjpeg gives the rows that it is sure of; with one set behind, the others as well."""
    begun = scans(data)
    for cut in (len(data), begun[-1] if begun else 0):  # what is behind may be half a scan's header
        completed = _like(image, data[:cut] + _JPEGS_END)
        try:
            completed.load()
        except OSError:
            continue
        if "progressive" in image.info:
            return completed if len(begun) > WHOLE_SCANS else None
        endless = _like(image, data)
        with suppress(OSError):
            endless.load()
        sure = _rows_before_the_end(endless)
        held_back = ceil(_HELD_BACK * image.height / type(image)(BytesIO(data)).height)
        return _top(completed, image.height if sure + held_back >= image.height else sure)
    return None


def _rescued_png(image: ImageFile.ImageFile, data: bytes) -> Image.Image | None:
    """Interlaced ones come as ever finer grids of dots, and nothing of them is a row."""
    if _PNGS_END in data[-16:] or image.info.get("interlace"):
        return None
    return _top(image, _rows_before_the_end(image))


_RESCUERS = {"JPEG": _rescued_jpeg, "PNG": _rescued_png}


def _like(image: ImageFile.ImageFile, data: bytes) -> ImageFile.ImageFile:
    """Other data of the same file, to be decoded at the same fraction of its size."""
    other = type(image)(BytesIO(data))
    if other.size != image.size:
        other.draft(None, (image.width - 1, image.height - 1))
    return other


def _rows_before_the_end(image: ImageFile.ImageFile) -> int:
    """How many rows were decoded before the data ended; black ones at the end are not counted."""
    image.tile = []  # nothing more is to be decoded
    box = image.getbbox(alpha_only=False)
    return box[3] if box else 0


def _top(image: Image.Image, rows: int) -> Image.Image | None:
    return image.crop((0, 0, image.width, rows)) if rows else None
