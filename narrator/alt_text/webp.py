"""Words in a WebP: its XMP chunk (RFC 9649).

All other chunks, frames of animations among them, keep their bytes.
"""

import struct
from collections.abc import Iterator, Sequence

from narrator.alt_text.alt_text import AltText
from narrator.alt_text.packet import Marked, with_words
from narrator.alt_text.unwritable import UnwritableError
from narrator.languages.catalogue import gettext

_HEAD = 12
_MOST_CHUNKS = 2**16
_XMP, _EXTENDED = b"XMP ", b"VP8X"
_HAS_XMP, _HAS_ALPHA = 0x04, 0x10

_Chunk = tuple[bytes, int, int]
"""Its name, and where it begins and ends."""


def with_words_in(data: bytes, words: AltText) -> Marked:
    """The file with these words. Raises UnwritableError where it is damaged."""
    chunks = list(_chunks(data))
    packets = [chunk for chunk in chunks if chunk[0] == _XMP]
    if len(packets) > 1:
        raise UnwritableError(gettext("its XMP is spread over several places"))
    marked = with_words(_content(data, packets[0]) if packets else b"", words)
    kept = [data[start:end] for name, start, end in chunks if name not in (_XMP, _EXTENDED)]
    features = _features(data, chunks)
    features = bytes([features[0] | _HAS_XMP]) + features[1:]
    body = b"WEBP" + _chunk(_EXTENDED, features) + b"".join(kept) + _chunk(_XMP, marked.packet)
    end = chunks[-1][2]
    return Marked(packet=b"RIFF" + struct.pack("<I", len(body)) + body + data[end:], before=marked.before)


def unchanged(before: bytes, after: bytes) -> bool:
    """Whether words alone were written, and all else is the same."""
    return _rest_of(before) == _rest_of(after)


def _rest_of(data: bytes) -> list[bytes]:
    chunks = list(_chunks(data))
    features = _features(data, chunks)
    kept = [data[start:end] for name, start, end in chunks if name not in (_XMP, _EXTENDED)]
    return [bytes([features[0] & ~_HAS_XMP]), features[1:], *kept, data[chunks[-1][2] :]]


def image_of(data: bytes) -> list[bytes]:
    """What of a file shows the picture: the same, whoever has written into it."""
    return [data[start:end] for name, start, end in _chunks(data) if name not in (_XMP, _EXTENDED, b"EXIF")]


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """All chunks. Raises UnwritableError for a file that is damaged."""
    at, end = _HEAD, 8 + int.from_bytes(data[4:8], "little")
    for _ in range(_MOST_CHUNKS):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        behind = at + 8 + length + length % 2
        if behind > min(end + end % 2, len(data)):
            break
        yield data[at : at + 4], at, behind
        at = behind
        if at >= end:
            return
    raise UnwritableError(gettext("its end is missing"))


def _content(data: bytes, chunk: _Chunk) -> bytes:
    _, start, _ = chunk
    return data[start + 8 : start + 8 + int.from_bytes(data[start + 4 : start + 8], "little")]


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _features(data: bytes, chunks: Sequence[_Chunk]) -> bytes:
    """What a file says of itself, or has to say once it holds more than one picture: flags and size."""
    name, content = chunks[0][0], _content(data, chunks[0])
    if name == _EXTENDED:
        return content
    if name == b"VP8 " and content[3:6] == b"\x9d\x01\x2a":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 6))
        flags = 0
    elif name == b"VP8L" and content[:1] == b"\x2f":
        bits = int.from_bytes(content[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        flags = _HAS_ALPHA if bits >> 28 & 1 else 0
    else:
        raise UnwritableError(gettext("its beginning is damaged"))
    return bytes([flags, 0, 0, 0]) + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
