"""What kind of file it is: by its content, never by its name."""

import re

_SIGNATURES = {
    "JPEG": rb"\xff\xd8\xff",
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "WEBP": rb"RIFF....WEBPVP8[ LX]",
    "GIF": rb"GIF8[79]a",
    "TIFF": rb"II[*+]\0|MM\0[*+]",
    # With the length of the header that follows, for a text may well begin with "BM".
    "BMP": rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0",
}

_BRANDS = {"AVIF": rb"avi[fs]", "HEIC": rb"he[iv][cxms]"}

_BRANDS_END = 128
"""Bytes. Real lists of brands end long before."""


def recognise(data: bytes) -> str | None:
    """The format of a file by its first bytes, such as "JPEG", or None."""
    for kind, signature in _SIGNATURES.items():
        if re.match(signature, data, re.DOTALL):
            return kind
    return _recognise_brand(data) if data[4:8] == b"ftyp" else None


def _recognise_brand(data: bytes) -> str | None:
    """The format of a file of the ISO family: the first of its brands that names a codec decides."""
    end = min(int.from_bytes(data[:4], "big"), _BRANDS_END)
    for start in (8, *range(16, end, 4)):  # at 12 stands the version
        for kind, brand in _BRANDS.items():
            if re.match(brand, data[start : start + 4]):
                return kind
    return None
