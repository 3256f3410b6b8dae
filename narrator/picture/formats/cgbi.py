"""CgBI: the PNG of Apple's Xcode, whose pixels are packed in another way (as found in apps of iPhones).

There is no specification; https://iphonedev.wiki/CgBI_file_format describes what it found: a chunk CgBI comes
first, the Deflate stream has neither header nor checksum, and colours are blue, green, red, multiplied by
alpha.
"""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from narrator.picture.formats.png import CHUNK_LIMIT

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PIECE, _LONGEST = 2**20, 2**29
"""Bytes that are unpacked at a time, and in all."""


class ApplePng(PngImageFile):
    """Pillow's PNG of the same file with its pixels packed as in every PNG."""

    _swapped = False

    def __init__(self, file: BytesIO) -> None:
        super().__init__(BytesIO(_packed_as_usual(file.getvalue())))

    def load(self) -> Any:
        """Decode it, unless that has been done."""
        loaded = super().load()
        if self._swapped or self.mode not in ("RGB", "RGBA"):
            return loaded
        self._swapped = True
        blue, green, red, *alpha = self.split()
        image = Image.merge(self.mode, (red, green, blue, *alpha))
        if alpha:
            image = Image.frombytes("RGBa", image.size, image.tobytes()).convert("RGBA")
        self.im = image.im
        return Image.Image.load(self)


def _packed_as_usual(data: bytes) -> bytes:
    pixels = b"".join(body for name, body in _chunks(data) if name == b"IDAT")
    whole = b"\x78\x01" + pixels + struct.pack(">I", _checksum(pixels))
    parts, written = [_SIGNATURE], False
    for name, body in _chunks(data):
        if name == b"CgBI" or (name == b"IDAT" and written):
            continue
        written = written or name == b"IDAT"
        parts.append(_chunk(name, whole if name == b"IDAT" else body))
    return b"".join(parts)


def _checksum(pixels: bytes) -> int:
    """Adler-32 of what they unpack to, without ever holding it whole."""
    unpacking, checksum, rest, length = zlib.decompressobj(-15), 1, pixels, 0
    while rest and not unpacking.eof:
        piece = unpacking.decompress(rest, _PIECE)
        checksum, rest, length = zlib.adler32(piece, checksum), unpacking.unconsumed_tail, length + len(piece)
        if length > _LONGEST:
            raise ValueError("more pixels than a phone has")
    return checksum


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    for _ in range(CHUNK_LIMIT):
        if place + 8 > len(data):
            return
        length, name = struct.unpack_from(">I4s", data, place)
        yield name, data[place + 8 : place + 8 + length]
        place += 12 + length
    raise ValueError("more chunks than an encoder writes")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))
