"""What stands in a GIF beside its pixels: comments and XMP (GIF89a; XMP specification, part 3)."""

from collections.abc import Iterator
from dataclasses import dataclass

_HEADER = 13
_EXTENSION, _IMAGE = 0x21, 0x2C
_COMMENT, _APPLICATION = 0xFE, 0xFF
_XMP = b"XMP DataXMP"
_TRAILER = b"\x01\xff\xfe"
"""How the 258 bytes begin that end an XMP block, so that readers who know none of it find out again."""
_MOST_BLOCKS = 2**18
"""Pixels come in blocks of 255 bytes, so this is a file of 64 megabytes."""
_LONGEST = 2**20


@dataclass(frozen=True, kw_only=True)
class GifBlocks:
    """The bytes of a GIF's comments, of all frames, and of its XMP."""

    comments: tuple[bytes, ...]
    xmp: bytes


def read_gif(data: bytes) -> GifBlocks:
    """What a GIF holds beside its pixels, as far as the file goes."""
    comments: list[bytes] = []
    xmp = b""
    for label, at, blocks in _extensions(data):
        if label == _COMMENT:
            comments.append(b"".join(blocks)[:_LONGEST])
        elif label == _APPLICATION and blocks and blocks[0] == _XMP and not xmp:
            begin = at + 1 + len(_XMP)
            xmp = data[begin : begin + _LONGEST].partition(_TRAILER)[0]
    return GifBlocks(comments=tuple(comments), xmp=xmp)


def _extensions(data: bytes) -> Iterator[tuple[int, int, list[bytes]]]:
    """Label, place and blocks of each extension."""
    left = _MOST_BLOCKS
    at = _HEADER + _colours(data[10:11])
    while at < len(data) and left > 0:
        kind = data[at]
        if kind == _EXTENSION:
            label, at = data[at + 1 : at + 2], at + 2
        elif kind == _IMAGE:
            label, at = b"", at + 11 + _colours(data[at + 9 : at + 10])
        else:
            return
        begin, blocks = at, []
        while (length := int.from_bytes(data[at : at + 1])) and left > 0:
            if label:
                blocks.append(data[at + 1 : at + 1 + length])
            at += 1 + length
            left -= 1
        at += 1
        if label:
            yield label[0], begin, blocks


def _colours(flags: bytes) -> int:
    """Bytes of the colour table that is announced."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0
