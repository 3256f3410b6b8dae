"""WebP: what stands beside the pixels is bounded before libwebp sees it (RFC 9649)."""

import struct
from collections.abc import Iterator
from io import BytesIO

from PIL import ImageFile
from PIL.WebPImagePlugin import WebPImageFile

_MOST_CHUNKS = 2**16
"""Chunks of a file, frames among them: libwebp keeps something of each."""
_ROOM = 2**25
"""Bytes of profile, EXIF, XMP and whatever else is in none of `_SHOWN`: of each, copies are made."""
_SHOWN = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
_HEAD = 12


def open_webp(file: BytesIO) -> ImageFile.ImageFile:
    """A WebP; no pixel is decoded. One with metadata without end is opened without it.

    Raises ValueError for more chunks than any file has.
    """
    data = file.getvalue()
    beside = sum(end - start for name, start, end in _chunks(data) if name not in _SHOWN)
    return WebPImageFile(file if beside <= _ROOM else BytesIO(_pixels_alone(data)))


def _pixels_alone(data: bytes) -> bytes:
    parts = b"".join(data[start:end] for name, start, end in _chunks(data) if name in _SHOWN)
    return b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WEBP" + parts


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The name of each chunk, and where it begins and ends."""
    at = _HEAD
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(data):
            return
        name, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        yield name, at, end
        at = end
    raise ValueError("more chunks than an encoder writes")
