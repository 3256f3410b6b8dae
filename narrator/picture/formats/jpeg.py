"""What is particular to JPEG: decoding at a fraction of its size, and scans without end."""

import re

from PIL import ImageFile

SCAN_LIMIT = 100
"""Scans of a progressive JPEG; encoders write about ten. At 63 megapixels a hostile scan of 94 bytes takes
34 ms, and a megabyte of them would take minutes."""

SHORT_SIDE = 600
"""Pixels. A JPEG is decoded at the smallest of 1, 1/2, 1/4 and 1/8 that leaves its short side this long:
twice what the network looks at (299), so that squeezing still averages."""

# The header of a scan: the marker, a length that libjpeg insists on, the number of colours.
_SCAN = re.compile(rb"\xff\xda\0[\x08\x0a\x0c\x0e][\x01-\x04]")


def reduce_jpeg(image: ImageFile.ImageFile, short_side: int = SHORT_SIDE) -> None:
    """Let a JPEG be decoded at a fraction of its size; other formats cannot and stay as they are."""
    image.draft(None, (short_side, short_side))


def refuse_endless_scans(data: bytes) -> None:
    """Raise ValueError for a progressive JPEG with more scans than any encoder writes."""
    if len(_SCAN.findall(data)) > SCAN_LIMIT:
        raise ValueError("more scans than an encoder writes")


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
