"""HEIF files that tests put together: the coded picture of one file, in boxes of their own."""

import struct
from collections.abc import Sequence

from tests.drawings import corners, encoded
from tests.places import DATA


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def full(kind: bytes, body: bytes, version: int = 0) -> bytes:
    """A box with a version and flags."""
    return box(kind, struct.pack(">I", version << 24) + body)


def clap(width: int, height: int, across: int = 0, down: int = 0) -> bytes:
    """So much is left, around the middle, or so many pixels beside and below it."""
    return box(b"clap", struct.pack(">IIIIiIiI", width, 1, height, 1, across, 1, down, 1))


def irot(quarters: int) -> bytes:
    return box(b"irot", bytes([quarters]))


def imir(axis: int) -> bytes:
    return box(b"imir", bytes([axis]))


def corners_as(codec: bytes, transformations: Sequence[bytes] = (), *, brands: bytes | None = None) -> bytes:
    """`corners` of 96 by 64 in an item of this type: "av01", "hvc1", or another without sense in its data."""
    source = (
        encoded(corners(), "AVIF", quality=95) if codec == b"av01" else (DATA / "corners.heic").read_bytes()
    )
    config = _box_in(source, b"av1C" if codec == b"av01" else b"hvcC")
    coded = _first_item(source)
    size = full(b"ispe", struct.pack(">II", 96, 64))
    pixels = full(b"pixi", bytes([3, 8, 8, 8]))
    properties = [config, size, pixels, *transformations]
    essential = {0, *range(3, len(properties))}
    numbers = bytes(number + 1 | (0x80 if number in essential else 0) for number in range(len(properties)))
    associations = struct.pack(">IHB", 1, 1, len(numbers)) + numbers
    ftyp = box(b"ftyp", brands or {b"av01": b"avif\0\0\0\0avifmif1miaf"}.get(codec, b"heic\0\0\0\0heicmif1"))

    def meta(place: int) -> bytes:
        location = struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, place, len(coded))
        entry = full(b"infe", struct.pack(">HH4sB", 1, 0, codec, 0), version=2)
        return full(
            b"meta",
            full(b"hdlr", struct.pack(">I4s12sB", 0, b"pict", b"", 0))
            + full(b"pitm", struct.pack(">H", 1))
            + full(b"iloc", location)
            + full(b"iinf", struct.pack(">H", 1) + entry)
            + box(b"iprp", box(b"ipco", b"".join(properties)) + full(b"ipma", associations)),
        )

    place = len(ftyp) + len(meta(0)) + 8
    return ftyp + meta(place) + box(b"mdat", coded)


def _box_in(data: bytes, kind: bytes) -> bytes:
    place = data.index(kind) - 4
    return data[place : place + int.from_bytes(data[place : place + 4], "big")]


def _first_item(data: bytes) -> bytes:
    place = data.index(b"iloc") + 8  # behind version and flags
    base_size = data[place + 1] >> 4
    place += 2 + 2 + 2 + 2
    base = int.from_bytes(data[place : place + base_size], "big")
    offset, length = struct.unpack_from(">II", data, place + base_size + 2)
    return data[base + offset : base + offset + length]
