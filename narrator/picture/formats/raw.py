"""RAW: a camera's own file, of which the picture is shown that the camera made and put into it."""

import struct
from io import BytesIO

from PIL import ExifTags, Image, ImageFile

from narrator.languages.catalogue import sentence_of
from narrator.picture.formats.deferred import Deferred
from narrator.picture.formats.unreadable import needs, variant

_PHOTOMETRIC, _SUBDIRECTORIES, _DNG_VERSION = 262, 330, 50706
_SENSOR = (32803, 34892)
"""Photometric interpretations: a colour filter array, and linear raw (DNG 1.7, page 19)."""
_MOST_ENTRIES, _MOST_SUBDIRECTORIES = 512, 8

_TURNS = {3: 3, 5: 8, 6: 6}
"""LibRaw's turns as EXIF orientations."""

_ADVICE = sentence_of("export it as JPEG in the camera's program and try again")


def holds_raw(data: bytes) -> bool:
    """Whether a TIFF is a camera's own file: whether the values of a sensor are in it."""
    order = "<" if data.startswith(b"II") else ">"
    try:
        first = _directory(data, struct.unpack_from(f"{order}I", data, 4)[0], order)
        if _DNG_VERSION in first or first.get(_PHOTOMETRIC, (0,))[0] in _SENSOR:
            return True
        inner = first.get(_SUBDIRECTORIES, ())[:_MOST_SUBDIRECTORIES]
        return any(_directory(data, at, order).get(_PHOTOMETRIC, (0,))[0] in _SENSOR for at in inner)
    except struct.error:
        return False


def open_raw(file: BytesIO) -> ImageFile.ImageFile:
    """The picture in a camera's file, with the turn that the camera states; it is not decoded yet.

    Raises UnreadableError if there is none, or if what reads it is not installed.
    """
    try:
        import rawpy
    except ImportError as error:
        raise needs("rawpy", sentence_of("a camera's raw file")) from error
    try:
        with rawpy.imread(file) as raw:
            preview, flip = raw.extract_thumb(), raw.sizes.flip
    except (rawpy.LibRawFileUnsupportedError, rawpy.LibRawUnsupportedThumbnailError) as error:
        raise variant(sentence_of("a raw file of a camera that is not known"), _ADVICE) from error
    except rawpy.LibRawNoThumbnailError as error:
        raise variant(sentence_of("a camera's raw file without a picture in it"), _ADVICE) from error
    except rawpy.LibRawError as error:
        raise ValueError(str(error)) from error
    if not isinstance(preview.data, bytes):
        bitmap = Image.fromarray(preview.data)
        return _turned(Deferred("RAW", bitmap.size, bitmap.mode, lambda _: bitmap), flip)
    from PIL.JpegImagePlugin import JpegImageFile

    image = JpegImageFile(BytesIO(preview.data))

    def decode(_: int) -> Image.Image:
        image.load()
        return image

    return _turned(Deferred("RAW", image.size, image.mode, decode, info=image.info), flip)


def _turned(image: Deferred, flip: int) -> Deferred:
    """With the turn of the raw file, where the picture in it states none of its own."""
    exif = image.getexif()
    if ExifTags.Base.Orientation not in exif and flip in _TURNS:
        exif[ExifTags.Base.Orientation] = _TURNS[flip]
    return image


def _directory(data: bytes, at: int, order: str) -> dict[int, tuple[int, ...]]:
    """The entries of a TIFF directory that are whole numbers of 16 or 32 bits, and the versions of DNG."""
    (count,) = struct.unpack_from(f"{order}H", data, at)
    entries = {}
    for number in range(min(count, _MOST_ENTRIES)):
        place = at + 2 + 12 * number
        tag, kind, length = struct.unpack_from(f"{order}HHI", data, place)
        letter, width = {1: ("B", 1), 3: ("H", 2), 4: ("I", 4), 13: ("I", 4)}.get(kind, ("", 0))
        if not letter or not 0 < length <= _MOST_ENTRIES:
            continue
        start = place + 8
        if width * length > 4:
            (start,) = struct.unpack_from(f"{order}I", data, start)
        if start + width * length <= len(data):
            entries[tag] = struct.unpack_from(f"{order}{length}{letter}", data, start)
    return entries
