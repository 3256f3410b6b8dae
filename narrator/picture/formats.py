"""Which formats are read, how each is recognised, and the guard around their decoders.

Pillow's plugins are called by name and never through `Image.open`: no decoder beside the ones listed here can
run (no EPS interpreter, no PDF), nothing is registered for the rest of the process, only the module that is
needed is imported, and the limit on pixels is ours alone (Pillow warns at 90 megapixels and refuses at 179;
phones make 200).
"""

import logging
import re
import struct
import threading
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from typing import cast

from PIL import Image, ImageFile

from narrator.errors import PictureError

PIXEL_LIMIT = 64 * 10**6
"""Pixels of a picture that is decoded whole: 256 MB at Pillow's four bytes a pixel. The 50 megapixels that
phones write as HEIC stay below."""

STRIPWISE_LIMIT = 256 * 10**6
"""Pixels of a JPEG that is decoded strip by strip at a fraction of its size: at 1/8 the 200 megapixels of a
phone take 13 MB. This limit is on patience, not on memory."""

SCAN_LIMIT = 100
"""Scans of a progressive JPEG; encoders write about ten. At 63 megapixels a hostile scan of 94 bytes takes
34 ms, and a megabyte of them would take minutes."""

SHORT_SIDE = 600
"""Pixels. A JPEG is decoded at the smallest of 1, 1/2, 1/4 and 1/8 that leaves its short side this long:
twice what the network looks at (299), so that squeezing still averages."""

_PLUGINS = {
    "JPEG": ("PIL.JpegImagePlugin", "JpegImageFile"),
    "PNG": ("PIL.PngImagePlugin", "PngImageFile"),
    "WEBP": ("PIL.WebPImagePlugin", "WebPImageFile"),
    "AVIF": ("PIL.AvifImagePlugin", "AvifImageFile"),
    "GIF": ("PIL.GifImagePlugin", "GifImageFile"),
    "TIFF": ("PIL.TiffImagePlugin", "TiffImageFile"),
    "BMP": ("PIL.BmpImagePlugin", "BmpImageFile"),
    "HEIC": ("pi_heif", "HeifImageFile"),
}

_SIGNATURES = {
    "JPEG": rb"\xff\xd8\xff",
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "WEBP": rb"RIFF....WEBPVP8[ LX]",
    "GIF": rb"GIF8[79]a",
    "TIFF": rb"II[*+]\0|MM\0[*+]",
    # With the length of the header that follows, for a text may well begin with "BM".
    "BMP": rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0",
}

# The header of a scan: the marker, a length that libjpeg insists on, the number of colours.
_SCAN = re.compile(rb"\xff\xda\0[\x08\x0a\x0c\x0e][\x01-\x04]")

_BRANDS = {"AVIF": rb"avi[fs]", "HEIC": rb"he[iv][cxms]"}

_BRANDS_END = 128
"""Bytes. Real lists of brands end long before."""

_SEVERAL = {
    "TIFF": "This is the first page of several.",
    "HEIC": "This file holds several pictures, and this is the main one.",
}
_ANIMATION = "This is the first frame of an animation."

# Pillow parses in plain Python, so a wrong byte ends in whatever that byte was used for.
DECODER_ERRORS = (
    OSError,  # truncated data, or a C decoder that gave up
    SyntaxError,  # not what its first bytes promise
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
)

# A damaged TIFF is told of in Pillow's log, which without any handler would land on people's screens.
logging.getLogger("PIL").addHandler(logging.NullHandler())

_warnings_lock = threading.Lock()


def recognise(data: bytes) -> str | None:
    """The format of a file by its first bytes, one of the keys of `_PLUGINS`, or None."""
    for kind, signature in _SIGNATURES.items():
        if re.match(signature, data, re.DOTALL):
            return kind
    return _recognise_brand(data) if data[4:8] == b"ftyp" else None


def open_header(data: bytes, kind: str) -> ImageFile.ImageFile:
    """A lazy image that knows its size and has decoded no pixel.

    Raises, inside `decoding`, whatever the decoder makes of a damaged file.
    """
    module, plugin = _PLUGINS[kind]
    opener = cast(Callable[[BytesIO], ImageFile.ImageFile], getattr(import_module(module), plugin))
    if kind == "JPEG":
        _refuse_endless_scans(data)
    if kind == "HEIC":
        _refuse_items_without_text(data)
    return opener(BytesIO(data))


def pixel_limit(image: ImageFile.ImageFile, data: bytes) -> int:
    """How many pixels a file may have, given its opened header."""
    return STRIPWISE_LIMIT if _is_stripwise_jpeg(image, data) else PIXEL_LIMIT


def reduce_jpeg(image: ImageFile.ImageFile, short_side: int = SHORT_SIDE) -> None:
    """Let a JPEG be decoded at a fraction of its size; other formats cannot and stay as they are."""
    image.draft(None, (short_side, short_side))


def notes(image: ImageFile.ImageFile, kind: str) -> tuple[str, ...]:
    """What the listener should know of a file that holds more than the picture that is shown."""
    return (_SEVERAL.get(kind, _ANIMATION),) if getattr(image, "is_animated", False) else ()


@contextmanager
def decoding(subject: str) -> Iterator[None]:
    """Turn whatever a decoder raises into a PictureError, and keep its warnings from people.

    One picture at a time, because the filters of warnings belong to the whole process.
    """
    with _warnings_lock, warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        try:
            yield
        except MemoryError as error:
            raise PictureError(
                f"{subject} needs more memory than is free; close other programs and try again."
            ) from error
        except Image.DecompressionBombError as error:  # a frame far larger than the header says
            raise PictureError(
                f"{subject} has more pixels than can be opened safely; make it smaller and try again."
            ) from error
        except DECODER_ERRORS as error:
            raise PictureError(
                f"{subject} is damaged or incomplete; copy it or download it again."
            ) from error


def _recognise_brand(data: bytes) -> str | None:
    """The format of a file of the ISO family: the first of its brands that names a codec decides."""
    end = min(int.from_bytes(data[:4], "big"), _BRANDS_END)
    for start in (8, *range(16, end, 4)):  # at 12 stands the version
        for kind, brand in _BRANDS.items():
            if re.match(brand, data[start : start + 4]):
                return kind
    return None


def _refuse_endless_scans(data: bytes) -> None:
    if len(_SCAN.findall(data)) > SCAN_LIMIT:
        raise ValueError("more scans than an encoder writes")


def _refuse_items_without_text(data: bytes) -> None:
    """Refuse a HEIC file whose items have types or names that are not UTF-8: ISO/IEC 23008-12, box `infe`.

    pi_heif up to 1.4, its last release, does not check this and takes the whole process down with it.
    """
    for entry in re.finditer(rb"(.{4})infe", data, re.DOTALL):
        length = int.from_bytes(entry[1], "big")
        numbers = 10 if data.startswith(b"\x03", entry.end()) else 8
        if length < 8 + numbers:
            raise ValueError("an item without a length of its own")
        data[entry.end() + numbers : entry.start() + length].decode("utf-8")


def _is_stripwise_jpeg(image: ImageFile.ImageFile, data: bytes) -> bool:
    """Whether a JPEG's first scan holds all its colours and all their detail.

    If not (progressive and multi-scan files), libjpeg keeps all coefficients of the full-size picture in
    memory, up to six bytes a pixel, however small the decoded picture is to be.
    """
    if image.format != "JPEG" or image.fp is None or "progressive" in image.info:
        return False
    colours = len(image.getbands())
    length = 6 + 2 * colours
    scan_of_all = b"\xff\xda" + length.to_bytes(2, "big") + bytes([colours])
    # Opening it, Pillow has read up to the end of the first scan's header.
    return data.startswith(scan_of_all, image.fp.tell() - length - 2)
