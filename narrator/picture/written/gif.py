"""What stands in a GIF beside its pixels: comments and XMP (GIF89a; XMP specification, part 3).

Pillow reads no XMP in a GIF, and of its comments the ones of the frame that it is at.
"""

from collections.abc import Iterator

_HEADER = 13
_EXTENSION, _IMAGE = 0x21, 0x2C
_COMMENT, _APPLICATION = 0xFE, 0xFF
_XMP = b"XMP DataXMP"
_TRAILER = b"\x01\xff\xfe"
"""How the 258 bytes begin that end an XMP block, so that readers who know none of it find out again."""
_MOST_BLOCKS = 2**18
"""Pixels come in blocks of 255 bytes, so this is a file of 64 megabytes."""
_LONGEST = 2**20


def gif_texts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The comments of a GIF as ("comment", bytes) and its XMP as ("xmp", bytes), as far as the file goes."""
    for label, begin, end in _extensions(data):
        if label == _COMMENT:
            yield "comment", b"".join(_blocks(data[begin : min(end, begin + 2 * _LONGEST)]))[:_LONGEST]
        elif label == _APPLICATION and data.startswith(_XMP, begin + 1):
            at = begin + 1 + len(_XMP)
            yield "xmp", data[at : at + _LONGEST].partition(_TRAILER)[0]


def _extensions(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Each extension's label, and where its blocks begin and end."""
    left = _MOST_BLOCKS
    at = _HEADER + _colours(data[10:11])
    while at + 1 < len(data) and left > 0:
        kind, label = data[at], data[at + 1]
        if kind not in (_EXTENSION, _IMAGE):
            return
        at += 2 if kind == _EXTENSION else 11 + _colours(data[at + 9 : at + 10])
        begin = at
        while at < len(data) and data[at] and left > 0:
            at += 1 + data[at]
            left -= 1
        if kind == _EXTENSION:
            yield label, begin, at
        at += 1


def _blocks(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        yield data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]


def _colours(flags: bytes) -> int:
    """Bytes of the colour table that is announced."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0
