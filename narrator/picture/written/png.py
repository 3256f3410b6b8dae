"""The texts of a PNG (ISO/IEC 15948: tEXt, zTXt, iTXt and eXIf), wherever in the file they stand.

Pillow keeps one text of each name, in whatever language it is, and refuses the file for long ones.
"""

import zlib
from collections.abc import Collection, Iterator

from narrator.picture.written.words import MOST_TEXTS

_SIGNATURE = 8
_MOST_CHUNKS = 2**16
_LONGEST = 2**20
"""Bytes of a text once it is unpacked."""
_LONGEST_KEYWORD = 79
"""Letters that the standard allows."""
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})

EXIF = "exif"
"""The name of what an eXIf chunk holds."""


def png_texts(data: bytes, wanted: Collection[str]) -> Iterator[tuple[str, str, bytes]]:
    """Name in small letters, language tag and bytes of each text, as far as the file goes.

    The first texts of a `wanted` name have their bytes; the others, and what cannot be unpacked, have none.
    """
    left = MOST_TEXTS
    for kind, chunk in _chunks(data):
        if kind == b"eXIf":
            name, tag, content = EXIF, "", chunk
        else:
            keyword, _, rest = chunk.partition(b"\0")
            name, tag, content = keyword[:_LONGEST_KEYWORD].decode("latin-1").lower(), "", b""
            if name in wanted and left > 0:
                tag, content = _content(kind, rest)
                left -= 1
        yield name, tag, content


def unfolded(profile: bytes) -> bytes:
    """A block as ImageMagick writes it: its kind, its length, and its bytes as digits. b"" if it is none."""
    try:
        return bytes.fromhex(b"".join(profile.split()[2:]).decode("ascii"))
    except ValueError:
        return b""


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of the chunks that hold texts or EXIF."""
    at = _SIGNATURE
    for _ in range(_MOST_CHUNKS):
        kind = data[at + 4 : at + 8]
        if len(kind) < 4:
            return
        length = int.from_bytes(data[at : at + 4], "big")
        if kind in _TEXTS or kind == b"eXIf":
            yield kind, data[at + 8 : at + 8 + length]
        at += 12 + length


def _content(kind: bytes, rest: bytes) -> tuple[str, bytes]:
    """Language tag and bytes of a text; `rest` is what stands behind its name."""
    if kind == b"tEXt":
        return "", rest
    if kind == b"zTXt":
        return "", _unpacked(rest[1:])
    language, _, text = rest[2:].partition(b"\0")
    text = text.partition(b"\0")[2]  # behind the translated name
    return language.decode("latin-1"), _unpacked(text) if rest[:1] == b"\1" else text


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _LONGEST)
    except zlib.error:
        return b""
