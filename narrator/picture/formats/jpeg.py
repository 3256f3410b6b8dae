"""What is particular to JPEG: decoding at a fraction of its size, scans without end, broken segments."""

import re
from collections.abc import Iterator
from itertools import islice
from math import isqrt

from PIL import ImageFile

SCAN_LIMIT = 100
"""Scans of a progressive JPEG; encoders write about ten. At 63 megapixels a hostile scan of 94 bytes takes
34 ms, and a megabyte of them would take minutes."""

SHORT_SIDE = 600
"""Pixels. A JPEG is decoded at the smallest of 1, 1/2, 1/4 and 1/8 that leaves its short side this long:
twice what the network looks at (299), so that squeezing still averages."""

_SIDES = 16 * 10**6
"""Pixels that the sides asked for may span. As it is decoded at the next larger size, four times as many are
decoded at most."""

# The header of a scan: the marker, a length that libjpeg insists on, the number of colours.
_SCAN = re.compile(rb"\xff\xda\0[\x08\x0a\x0c\x0e][\x01-\x04]")

_SOI, _SOS = b"\xff\xd8", 0xDA
_APPLICATION = range(0xE0, 0xF0)
"""Markers of the segments APP0 to APP15."""

_COMMENT = 0xFE
_ROOM = 2**25
"""Bytes of application segments and comments that are kept. The depth of a photograph fills ten million."""
_MOST_EXIF = 64
"""Segments of EXIF that are kept: Pillow joins them one by one, and copies all of them for each."""

_KEPT = {
    b"JFIF\0": 14,
    b"Adobe": 12,
    b"ICC_PROFILE\0": 14,
    b"Exif\0\0": 6,
    b"http://ns.adobe.com/xap/1.0/\0": 29,
}
"""How the application segments begin that say something of the picture, and how long each is at least."""


def reduce_jpeg(image: ImageFile.ImageFile, short_side: int = SHORT_SIDE) -> None:
    """Let a JPEG be decoded at a fraction of its size; other formats cannot and stay as they are."""
    # The long side of a scrolled page would else be decoded whole.
    side = min(short_side, isqrt(_SIDES * min(image.size) // max(image.size)))
    image.draft(None, (side, side))


def refuse_endless_scans(data: bytes) -> None:
    """Raise ValueError for a progressive JPEG with more scans than any encoder writes."""
    if next(islice(_SCAN.finditer(data), SCAN_LIMIT, None), None):
        raise ValueError("more scans than an encoder writes")


def bounded_jpeg(data: bytes) -> bytes:
    """The file without the application segments and comments that go beyond all bounds; else itself."""
    parts: list[memoryview] = []
    whole, done, room, exif = memoryview(data), 0, _ROOM, 0
    for marker, start, end in segments(data):
        if marker not in _APPLICATION and marker != _COMMENT:
            continue
        exif += data.startswith(b"Exif\0\0", start + 4)
        room -= end - start
        if room < 0 or exif > _MOST_EXIF:
            parts.append(whole[done:start])
            done = end
    return b"".join((*parts, whole[done:])) if parts else data


def mended_jpeg(data: bytes) -> bytes:
    """The file with those application segments alone that are whole and say something of the picture.

    Pillow gives a file up over a JFIF or Adobe segment that is too short, which libjpeg and browsers pass
    over.
    """
    kept = [_SOI]
    end = len(_SOI)
    for marker, start, end in segments(data):
        content = data[start + 4 : end]
        begins = [long for name, long in _KEPT.items() if content.startswith(name)]
        if marker not in _APPLICATION or (begins and len(content) >= begins[0]):
            kept.append(data[start:end])
    return b"".join((*kept, data[end:]))


def scans(data: bytes) -> list[int]:
    """Where the scans of the picture begin; those of a preview in its metadata are not among them."""
    first = max((end for _, _, end in segments(data)), default=0)
    return [scan.start() for scan in _SCAN.finditer(data, first)]


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The marker, the beginning and the end of each segment in front of the first scan."""
    start = len(_SOI)
    while data[start : start + 1] == b"\xff" and start + 4 <= len(data):
        marker, length = data[start + 1], int.from_bytes(data[start + 2 : start + 4], "big")
        if marker == 0xFF:  # a byte that fills
            start += 1
            continue
        if marker == _SOS or length < 2 or start + 2 + length > len(data):
            return
        yield marker, start, start + 2 + length
        start += 2 + length


def is_stripwise(image: ImageFile.ImageFile, data: bytes) -> bool:
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
