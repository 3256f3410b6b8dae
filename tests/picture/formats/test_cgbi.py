"""The PNG of Apple's Xcode."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from narrator.errors import PictureError
from narrator.picture.opening import open_picture
from tests.drawings import corners, off


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def apples(image: Image.Image) -> bytes:
    """The image as Xcode packs it: blue, green, red, multiplied by alpha; Deflate without a checksum."""
    pixels = np.asarray(image.convert("RGBA")).astype(int)
    colours = pixels[..., 2::-1] * pixels[..., 3:] // 255
    rows = np.dstack([colours, pixels[..., 3]]).astype(np.uint8)
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packing.compress(b"".join(b"\0" + row.tobytes() for row in rows)) + packing.flush()
    half = len(data) // 2
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            chunk(b"CgBI", b"\x50\0\x20\x02"),
            chunk(b"IHDR", struct.pack(">IIBBBBB", *image.size, 8, 6, 0, 0, 0)),
            chunk(b"IDAT", data[:half]),
            chunk(b"IDAT", data[half:]),
            chunk(b"IEND", b""),
        )
    )


def test_its_colours_are_right() -> None:
    picture = open_picture(apples(corners()))

    assert (picture.format, picture.size) == ("PNG", (96, 64))
    assert np.array_equal(np.asarray(picture.image), np.asarray(corners()))


def test_colours_are_as_strong_as_before_they_were_multiplied_by_alpha() -> None:
    image = corners().convert("RGBA")
    image.putalpha(128)

    seen = open_picture(apples(image)).image

    half_as_strong = (237, 142, 142)  # on white
    assert off(seen, (5, 5), half_as_strong) <= 2


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.picture.formats.cgbi._LONGEST", 10_000)

    with pytest.raises(PictureError):
        open_picture(apples(corners()))


def test_more_chunks_than_any_encoder_writes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.picture.formats.cgbi.CHUNK_LIMIT", 3)

    with pytest.raises(PictureError, match="damaged or incomplete"):
        open_picture(apples(corners()))
