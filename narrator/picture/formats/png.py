"""What is particular to PNG: what stands beside the pixels may be broken or huge, and costs them nothing.

Browsers leave out what they cannot read. Pillow refuses the whole file for a wrong checksum, for a text that
unfolds to more than a megabyte, and for an animation out of order whose still is sound. So the chunks are
looked at before Pillow sees them (W3C, Portable Network Graphics Specification, third edition, section 11).
"""

import struct
import zlib
from dataclasses import dataclass

from PIL import ImageFile

CHUNK_LIMIT = 100_000
"""Chunks. They are walked over one by one; libpng writes 8 kB into each, so this is beyond all files."""

TEXT_LIMIT = 4 * 2**20
"""Bytes of one text that are kept. Photoshop's history of edits makes XMP of some megabytes. Of a longer text
only the name is kept, for it tells whether a generator left its settings there."""

_PILLOWS_LIMIT = 2**20
"""Bytes. `PngImagePlugin.MAX_TEXT_CHUNK`: to more than this Pillow unfolds no compressed chunk."""

_TEXTS_LIMIT = 8 * TEXT_LIMIT
"""Bytes of all texts together, half of what Pillow takes."""

_MOST_PACKED = 64
"""Chunks that are unpacked to see how long they are. Programs write one profile and some texts."""

_MOST_BESIDE, _ROOM = 2**14, 2**25
"""Chunks beside the pixels, and bytes of them, that Pillow is shown; those of an animation do not count."""

_SHORTEST = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"pHYs": 9, b"acTL": 8, b"fcTL": 26, b"fdAT": 4}
"""Bytes without which a chunk has no meaning."""

_TRANSPARENCY = {0: range(2, 3), 2: range(6, 7), 3: range(1, 257)}
"""Bytes that tRNS may have, by the pixels' colour type; the others have an alpha of their own."""

_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_ANIMATION = frozenset({b"acTL", b"fcTL", b"fdAT"})
_ANCILLARY = 0x20
"""The bit of a chunk's first letter that says that the picture can be shown without it."""

_HEADER = struct.Struct(">I4s")
_SIZE, _DEPTH, _COLOUR_TYPE = 16, 24, 25
"""Where the first chunk, IHDR, has the width, with the height behind it, a sample's bits, and its kind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Chunk:
    """One that is not needed to show the picture."""

    name: bytes
    start: int
    """Where its length stands."""
    content: memoryview
    sound: bool
    """Whether it is all there and its checksum is right."""

    @property
    def end(self) -> int:
        """Where the next one begins."""
        return self.start + 12 + len(self.content)

    @property
    def is_packed(self) -> bool:
        """Whether nobody knows how long it is before it is unpacked."""
        return self.name in (b"iCCP", b"zTXt", b"iTXt")


class _Bound:
    """So many chunks and so many bytes of them."""

    def __init__(self, chunks: int, room: int) -> None:
        self._chunks, self._room = chunks, room

    def has_room_for(self, chunk: _Chunk) -> bool:
        """Whether this one may be kept; it then counts."""
        if self._chunks == 0 or len(chunk.content) > self._room:
            return False
        self._chunks, self._room = self._chunks - 1, self._room - len(chunk.content)
        return True


def mended_png(data: bytes) -> bytes:
    """The file without ancillary chunks that are broken or too large; itself if there are none.

    Of an animation with a fault only the still is left. Raises ValueError for more chunks than any file has.
    """
    whole = memoryview(data)
    found, pixels = _ancillary_chunks(data)
    animation = [chunk for chunk in found if chunk.name in _ANIMATION]
    still = bool(animation) and not _is_in_order(animation, pixels, struct.unpack_from(">II", data, _SIZE))
    parts: list[bytes | memoryview] = []
    done, texts, beside, packed = 0, _TEXTS_LIMIT, _Bound(_MOST_BESIDE, _ROOM), _Bound(_MOST_PACKED, _ROOM)
    for chunk in found:
        if chunk.name in _ANIMATION:
            kept = b"" if still else None
        elif not beside.has_room_for(chunk) or (chunk.is_packed and not packed.has_room_for(chunk)):
            kept = b""
        else:
            kept = _mended(chunk, texts)
        if chunk.name in _TEXTS:
            texts -= len(chunk.content if kept is None else kept)
        if kept is not None:
            parts += whole[done : chunk.start], kept
            done = chunk.end
    return b"".join((*parts, whole[done:])) if parts else data


def match_transparency(image: ImageFile.ImageFile, data: bytes) -> None:
    """Let the colour that stands for nothing be one that the pixels have, once they are brought to 8 bits.

    Pillow scales the pixels of 2, 4 and 16 bits, and leaves that colour as the file has it, so that it is met
    nowhere. Grey of 16 bits is not scaled.
    """
    depth, nothing = data[_DEPTH], image.info.get("transparency")
    if depth == 16 and isinstance(nothing, tuple):
        image.info["transparency"] = tuple(value >> 8 for value in nothing)
    elif depth in (2, 4) and image.mode == "L" and isinstance(nothing, int):
        image.info["transparency"] = nothing * 255 // (2**depth - 1)


def _ancillary_chunks(data: bytes) -> tuple[list[_Chunk], int]:
    """The chunks that are not needed to show the picture, and where the pixels begin."""
    whole = memoryview(data)
    found: list[_Chunk] = []
    start, pixels = len(b"\x89PNG\r\n\x1a\n"), len(data)
    for _ in range(CHUNK_LIMIT):
        if start + 8 > len(data):
            return found, pixels
        length, name = _HEADER.unpack_from(data, start)
        if not name.replace(b"_", b"a").isalnum():
            return found, pixels  # the way to the next is lost, for Pillow too
        if name[0] & _ANCILLARY:
            content = whole[start + 8 : start + 8 + length]
            sound = _is_sound(data, start, length, name, content)
            found.append(_Chunk(name=name, start=start, content=content, sound=sound))
        elif name == b"IDAT":
            pixels = min(pixels, start)
        start += 12 + length
    raise ValueError("more chunks than an encoder writes")


def _is_sound(data: bytes, start: int, length: int, name: bytes, content: memoryview) -> bool:
    if len(content) != length or length < _SHORTEST.get(name, 0):
        return False
    if name == b"tRNS" and length not in _TRANSPARENCY.get(data[_COLOUR_TYPE], ()):
        return False
    if name == b"fdAT":
        return True  # as long as the pixels: whoever decodes the frame sees whether it is sound
    stated = data[start + 8 + length : start + 12 + length]
    return stated == zlib.crc32(content, zlib.crc32(name)).to_bytes(4, "big")


def _mended(chunk: _Chunk, room: int) -> bytes | None:
    """What is written instead of a chunk, b"" to leave it out; None if it may stay as it is."""
    if not chunk.sound:
        return b""
    if chunk.name == b"iCCP":
        return _mended_profile(chunk)
    if chunk.name in _TEXTS:
        return _mended_text(chunk, min(room, TEXT_LIMIT))
    return None


def _mended_profile(chunk: _Chunk) -> bytes | None:
    _, end, packed = bytes(chunk.content).partition(b"\0")
    if not end or packed[:1] != b"\0" or _unfolded(packed[1:], _PILLOWS_LIMIT) is None:
        return b""
    return None


def _mended_text(chunk: _Chunk, limit: int) -> bytes | None:
    """A text that is too long for Pillow only while it is packed stays, unpacked."""
    keyword, _, rest = bytes(chunk.content).partition(b"\0")
    if chunk.name == b"tEXt":
        return None if len(rest) <= limit else _written(b"tEXt", keyword + b"\0")
    head = b"" if chunk.name == b"zTXt" else rest[:1]
    if head == b"\0":
        return None if len(rest) <= limit else _written(b"tEXt", keyword + b"\0")
    if rest[len(head) : len(head) + 1] != b"\0":
        return b""  # packed in a way that does not exist
    languages, packed = b"", rest[1:]
    if chunk.name == b"iTXt":
        language, _, after = rest[2:].partition(b"\0")
        translated, _, packed = after.partition(b"\0")
        languages = language + b"\0" + translated + b"\0"
    if _unfolded(packed, min(limit, _PILLOWS_LIMIT)) is not None:
        return None
    text = _unfolded(packed, limit)
    if text is None:
        return _written(b"tEXt", keyword + b"\0")
    if chunk.name == b"zTXt":
        return _written(b"tEXt", keyword + b"\0" + text)
    return _written(b"iTXt", keyword + b"\0\0\0" + languages + text)


def _unfolded(packed: bytes, limit: int) -> bytes | None:
    """What was compressed; None for more than `limit` bytes, b"" for what cannot be unpacked."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, limit)
    except zlib.error:
        return b""
    return None if unpacker.unconsumed_tail else text


def _written(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(name))
    return _HEADER.pack(len(content), name) + content + checksum.to_bytes(4, "big")


def _is_in_order(chunks: list[_Chunk], pixels: int, size: tuple[int, int]) -> bool:
    """Whether the chunks of an animation are sound, numbered as they come, and within the picture.

    `pixels` is where those of the still begin, `size` what they fill.
    """
    names = [chunk.name for chunk in chunks]
    if not all(chunk.sound for chunk in chunks) or names.count(b"acTL") != 1 or b"fcTL" not in names:
        return False
    for number, chunk in enumerate(chunk for chunk in chunks if chunk.name != b"acTL"):
        if int.from_bytes(chunk.content[:4], "big") != number:
            return False
        if chunk.name == b"fcTL":
            width, height, left, top = struct.unpack_from(">4I", chunk.content, 4)
            if left + width > size[0] or top + height > size[1]:
                return False
            if chunk.start < pixels and (width, height) != size:
                return False
    return True
