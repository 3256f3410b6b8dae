"""Large pictures made RGB without a second copy of all their pixels."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from narrator.picture.formats.headers import open_header
from narrator.picture.opening import open_picture
from narrator.picture.pixels import reduction as room
from narrator.picture.pixels.reduction import bounded_rgb, can_be_reduced
from narrator.picture.pixels.rgb import to_rgb
from tests.drawings import corners, disc, encoded, scene


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK"])
def test_it_is_the_same_picture_but_smaller(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "WHOLE_LIMIT", 100_000)
    monkeypatch.setattr(room, "SHORT_SIDE", 200)
    image = scene(1001, 703).convert(mode)
    reduced = bounded_rgb(image)
    assert (reduced.mode, reduced.size) == ("RGB", (334, 235))
    whole = to_rgb(image).reduce(3)
    assert np.abs(np.asarray(reduced, int) - np.asarray(whole, int)).max() <= 1


def test_what_the_whole_picture_tells_is_asked_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """White letters on nothing lie on one ground, and 16 bits of a colour are brightened by one rule."""
    monkeypatch.setattr(room, "WHOLE_LIMIT", 1000)
    assert bounded_rgb(disc()).size == disc().size
    assert not can_be_reduced(disc().quantize(8))
    deep = np.full((64, 64, 3), 300, ">u2")
    rows = b"".join(b"\0" + row.tobytes() for row in deep)
    header = encoded(corners(64, 64), "PNG")[:24] + bytes((16, 2, 0, 0, 0))
    png = (
        header
        + struct.pack(">I", zlib.crc32(header[12:]))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    assert not can_be_reduced(open_header(png, "PNG"))
    assert can_be_reduced(open_header(encoded(corners(), "PNG"), "PNG"))


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_of_a_large_file_without_its_end_the_size_is_that_of_what_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = encoded(scene(1000, 700), "PNG")
    torn = whole[: len(whole) * 4 // 5]
    there = open_picture(torn)
    assert there.incomplete
    monkeypatch.setattr(room, "WHOLE_LIMIT", 100_000)
    reduced = open_picture(torn)
    assert reduced.image.width < there.image.width
    assert reduced.size[0] == there.size[0]
    assert abs(reduced.size[1] - there.size[1]) <= 4


def test_most_pictures_stay_as_they_are() -> None:
    assert bounded_rgb(corners()).tobytes() == corners().tobytes()


def test_of_a_panorama_the_memory_is_bounded_though_its_sides_become_short() -> None:
    reduced = bounded_rgb(Image.new("L", (36_000, 1_000), 90))
    assert reduced.size == (18_000, 500)
    assert reduced.getpixel((17_999, 499)) == (90, 90, 90)
