"""The texts of a PNG (ISO/IEC 15948: tEXt, zTXt, iTXt and eXIf), wherever in the file they stand.

Pillow keeps one text of each name, in whatever language it is.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from narrator.picture.written.languages import Texts
from narrator.picture.written.letters import decoded

_SIGNATURE = 8
_MOST_CHUNKS = 2**16
_LONGEST = 2**20
"""Bytes of a text once it is unpacked."""
_WANTED = frozenset({"description", "comment", "title"})
_KINDS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf"})
_XMP, _EXIF = "xml:com.adobe.xmp", "eXIf"
_PROFILES = ("raw profile type xmp", "raw profile type iptc", "raw profile type exif")
"""Blocks as ImageMagick writes them, in the digits of hexadecimal numbers."""


@dataclass(frozen=True, kw_only=True)
class PngTexts:
    """What a PNG says, and the names of all its texts in small letters."""

    texts: Mapping[str, Texts] = field(default_factory=dict)
    """Of "description", "comment" and "title" those that there are."""
    names: frozenset[str] = frozenset()
    xmp: bytes = b""
    iptc: bytes = b""
    exif: bytes = b""


def read_png(data: bytes) -> PngTexts:
    """The texts of a PNG, as far as the file goes. What cannot be unpacked says nothing."""
    names: set[str] = set()
    texts: dict[str, dict[str, str]] = {}
    blocks: dict[str, bytes] = {}
    for kind, chunk in _chunks(data):
        if kind == b"eXIf":
            blocks[_EXIF] = chunk
            continue
        keyword, _, rest = chunk.partition(b"\0")
        name = keyword.decode("latin-1").lower()
        names.add(name)
        if name in _WANTED:
            tag, text = _text(kind, rest)
            texts.setdefault(name, {}).setdefault(tag, text)
        elif name == _XMP or name in _PROFILES:
            blocks.setdefault(name, _bytes(kind, rest)[1])
    xmp, iptc, exif = (_unfolded(blocks.get(name, b"")) for name in _PROFILES)
    return PngTexts(
        texts=texts,
        names=frozenset(names),
        xmp=blocks.get(_XMP) or xmp,
        iptc=iptc,
        exif=blocks.get(_EXIF) or exif,
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of the chunks that hold texts, and of EXIF."""
    at = _SIGNATURE
    for _ in range(_MOST_CHUNKS):
        kind = data[at + 4 : at + 8]
        if len(kind) < 4:
            return
        length = int.from_bytes(data[at : at + 4], "big")
        if kind in _KINDS:
            yield kind, data[at + 8 : at + 8 + length]
        at += 12 + length


def _text(kind: bytes, rest: bytes) -> tuple[str, str]:
    """The language tag and the letters; by the standard those of tEXt and zTXt are Latin-1."""
    tag, text = _bytes(kind, rest)
    return tag, decoded(text)


def _bytes(kind: bytes, rest: bytes) -> tuple[str, bytes]:
    """The language tag, and the text once it is unpacked; `rest` is what stands behind the name."""
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


def _unfolded(profile: bytes) -> bytes:
    """A block of its name, its length and hexadecimal digits in lines; b"" if it is none."""
    digits = b"".join(profile.split()[2:])
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return b""
