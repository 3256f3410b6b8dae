"""Where the C2PA manifest store lies in a file: C2PA specification 2.2, appendix A."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from PIL import Image

from narrator.picture.marks.jumbf import boxes

_LONGEST = 2**24
"""Bytes of a store. Thumbnails of what a picture was made from fill one or two million."""
_MOST = 10_000
"""Segments and chunks in front of the pixels that are walked through. Real files have some dozens."""
_APP11 = 0xEB
_TIFF_TAG = 0xCD41
_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_GIF_EXTENSION = b"\x21\xff\x0bC2PA_GIF\x01\x00\x00"


def manifest_store(image: Image.Image, data: bytes, kind: str) -> bytes:
    """The store of a file of this kind (`recognise`), or nothing."""
    if kind == "TIFF":
        store = getattr(image, "tag_v2", {}).get(_TIFF_TAG, b"")
        store = store if isinstance(store, bytes) else b""
    else:
        store = _READERS[kind](data) if kind in _READERS else b""
    return store if len(store) <= _LONGEST else b""


def _in_jpeg(data: bytes) -> bytes:
    """The boxes in APP11 segments, each cut into numbered pieces that all begin with the box's header."""
    pieces: dict[bytes, dict[int, bytes]] = defaultdict(dict)
    at, room = 2, _LONGEST
    for _ in range(_MOST):
        if data[at : at + 1] != b"\xff" or data[at + 1 : at + 2] in b"\xda\xd9":
            break
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == _APP11 and data[at + 4 : at + 6] == b"JP":
            room -= length
            if room < 0:
                return b""
            number = int.from_bytes(data[at + 8 : at + 12], "big")
            pieces[data[at + 6 : at + 8]][number] = data[at + 12 : at + 2 + length]
        at += 2 + max(length, 2)
    return b"".join(
        _joined([numbered[number] for number in sorted(numbered)]) for numbered in pieces.values()
    )


def _joined(pieces: Sequence[bytes]) -> bytes:
    header = 16 if pieces[0].startswith(b"\0\0\0\x01") else 8
    return pieces[0] + b"".join(piece[header:] for piece in pieces[1:])


def _in_png(data: bytes) -> bytes:
    at = 8
    for _ in range(_MOST):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if name == b"caBX":
            return data[at + 8 : at + 8 + length]
        if name in (b"IDAT", b""):
            break
        at += 12 + length
    return b""


def _in_webp(data: bytes) -> bytes:
    at = 12
    for _ in range(_MOST):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"C2PA":
            return data[at + 8 : at + 8 + length]
        if not name:
            break
        at += 8 + length + length % 2
    return b""


def _in_gif(data: bytes) -> bytes:
    at = data.find(_GIF_EXTENSION)
    if at < 0:
        return b""
    at += len(_GIF_EXTENSION)
    blocks, taken = [], 0
    while (length := int.from_bytes(data[at : at + 1], "big")) and taken <= _LONGEST:
        blocks.append(data[at + 1 : at + 1 + length])
        at, taken = at + 1 + length, taken + length
    return b"".join(blocks)


def _in_iso(data: bytes) -> bytes:
    """HEIF and AVIF: a box with C2PA's number, what it is for, and where proofs of a video would lie."""
    for name, content in boxes(data):
        if name == b"uuid" and content.startswith(_UUID):
            purpose, _, rest = content[20:].partition(b"\0")
            return rest[8:] if purpose == b"manifest" else b""
    return b""


def _in_jpeg_xl(data: bytes) -> bytes:
    content = next((content for name, content in boxes(data) if name == b"jumb"), None)
    return b"" if content is None else (len(content) + 8).to_bytes(4, "big") + b"jumb" + content


_READERS: dict[str, Callable[[bytes], bytes]] = {
    "JPEG": _in_jpeg,
    "PNG": _in_png,
    "WEBP": _in_webp,
    "GIF": _in_gif,
    "AVIF": _in_iso,
    "HEIC": _in_iso,
    "JPEG XL": _in_jpeg_xl,
}
